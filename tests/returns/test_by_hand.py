"""Four records whose counts anybody can do in their head, and nothing else in any table."""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from domain.codelists.forces import Force
from tests.importing import LINE, table
from tests.installations import follow
from tests.returns.taking_over import cells, returned, take_over
from web.bootstrap import Services

COUNTRY = "Total England and Wales"
EMPTY = {
    heading: ""
    for heading in LINE
    if ":" in heading or heading.startswith(("Tactic", "Effective", "Subject"))
}

HANDCUFFED = {
    **LINE,
    "IncidentDate": "2019-04-01",
    "Tactic 1": "Tactical Communications",
    "Tactic 2": "Compliant Handcuffing",
    "Tactic 3": "Compliant Handcuffing",
    "Effective 3": "Yes",
    "Reason for Force: Protect self": "Yes",
}
FIRED = {
    **LINE,
    "IncidentDate": "2020-03-31",
    "Incident Location: Dwelling": "Yes",
    "Impact Factor: Alcohol": "No",
    "Reason for Force: Effect Arrest": "No",
    "Reason for Force: Prevent Harm": "Yes",
    "Tactic 1": "CED (Taser) Drawn",
    "Tactic 2": "Irritant Spray - CS Used",
    "Tactic 3": "CED (Taser) Fired",
    "Tactic 4": "Irritant Spray - PAVA Used",
    "SubjectAge": "11-17",
    "SubjectGender": "Female",
    "SubjectEthnicity": "Chinese",
    "PhysicalDisability": "Yes",
    "MentalDisability": "Yes",
    "StaffInjured": "Yes",
    "StaffInjuryIntentional": "Yes",
    "StaffInjuryLevel": "Minor",
    "SubjectInjured": "Yes",
    "SubjectNatureOfInjury": "Severe",
    "Outcome: Arrested": "No",
    "Outcome: Hospitalised": "Yes",
}
TALKED = {
    **LINE,
    **EMPTY,
    "IncidentDate": "2019-12-31",
    "Tactic 1": "Tactical Communications",
    "SubjectEthnicity": "Don't know",
    "PhysicalDisability": "",
    "MentalDisability": "No",
    "StaffInjured": "No",
    "StaffInjuryLevel": "Minor",
    "SubjectInjured": "Unknown",
}
A_YEAR_LATER = {**HANDCUFFED, "IncidentDate": "2020-04-01"}

TOTAL = ("Total (excluding not reported and tactical communication)", "Total Tactics")
LETHAL, EQUIPMENT = "Less lethal weapons", "Other equipment"
ON = {
    "handcuffed": [
        (*TOTAL, 1),
        ("Restraint", "Total Restraint", 1),
        ("Restraint", "Handcuffing, of which", 1),
        ("Restraint", "Compliant handcuffing", 1),
        ("Tactical communication", "Tactical communication (with other tactic)", 1),
    ],
    "fired": [
        (*TOTAL, 2),
        (EQUIPMENT, "Total Other equipment", 1),
        (EQUIPMENT, "Irritant spray, of which", 1),
        (EQUIPMENT, "Irritant spray - used", 1),
        (LETHAL, "Total Less lethal weapons", 1),
        (LETHAL, "CED of which", 1),
        (LETHAL, "CED discharge", 1),
    ],
    "talked": [("Not reported", "Total Not reported", 1)],
}
"""The lines of tables 2 to 9 on which each record is, and how often it counts there."""

COLUMNS = {
    2: ("group", "18 - 34 years", "11 - 17 years", "Not reported"),
    3: ("group", "Male", "Female", "Not reported"),
    4: ("group", "White", "Asian (or Asian British)", "Not reported"),
    5: ("group", "None", "Physical and mental", "Not reported"),
    6: ("reason", ["Protect self", "Effect arrest"], "Prevent harm", []),
    7: ("impact factor", "Alcohol", [], []),
    8: ("outcome", "Arrested", "Hospitalised", []),
    9: ("location", ["Public", "Street/ highway"], ["Public", "Street/ highway", "Dwelling"], []),
}
"""What the line above is of, and the columns in which each record is."""


Figures = Iterator[tuple[int, str, str, str, str, int]]
TIMES, INVOLVED = "Number of times tactic reported", "Number of incidents involving tactic"


def by_hand() -> Figures:
    """Everything that is not nothing, as it was counted by hand."""
    yield from _once()
    for number, (about, *each) in COLUMNS.items():
        above = f"Total number of incidents involving {about}"
        for stated, chosen in zip(ON.values(), each, strict=True):
            for column in [*([chosen] if isinstance(chosen, str) else chosen), TIMES]:
                yield number, COUNTRY, above, above, column, 1
                for kind, tactic, often in stated:
                    yield number, COUNTRY, kind, tactic, column, often
                    if number < 6:
                        yield from _by_force(number + 12, kind, tactic, column, often)
    yield from _injuries()
    for place in (COUNTRY, "Total Wales", "Gwent"):
        yield 12, place, "", "", "Total", 3
        for column in ("Total", "Total discharge", "Fired"):
            name = place if place == "Gwent" else f"*{place}"
            yield 13, name, LETHAL, column, "2019/20", 1


def _once() -> Figures:
    named = {"CED of which": "CED, of which", "CED discharge": "CED Fired"}
    for kind, tactic, often in [line for stated in ON.values() for line in stated]:
        name = named.get(tactic, tactic)
        yield 1, COUNTRY, kind, name, TIMES, often
        if kind != TOTAL[0]:
            yield 1, COUNTRY, kind, name, INVOLVED, 1
    yield 1, COUNTRY, *TOTAL, INVOLVED, 3


def _by_force(*figure: Any) -> Figures:
    number, kind, tactic, column, often = figure
    star = "*" if tactic.startswith("Total") else ""
    name = tactic.removesuffix(" (with other tactic)")
    for force in (COUNTRY, "Gwent"):
        yield number, force, kind, f"{star}{name}", column, often


def _injuries() -> Figures:
    officer, person = (
        "Officer injured as a result of incident",
        "Person involved injured as a result of officer use of force",
    )
    every = "Total incidents"
    for column in (every, "Minor"):
        yield 10, COUNTRY, f"{officer}: Yes", "Intentional assault: Yes", column, 1
    for column, records in ((every, 2), ("Minor", 1), ("Not reported", 1)):
        yield 10, COUNTRY, f"{officer}: No", "Intentional assault: Not reported", column, records
    for column, records in ((every, 3), ("Minor", 2), ("Not reported", 1)):
        yield 10, COUNTRY, every, "", column, records
    for word, column in (("Yes", "Severe"), ("No", "Not reported"), ("Unknown", "Not reported")):
        yield 11, COUNTRY, f"{person}: {word}", "", every, 1
        yield 11, COUNTRY, f"{person}: {word}", "", column, 1
    for column, records in ((every, 3), ("Severe", 1), ("Not reported", 2)):
        yield 11, COUNTRY, every, "", column, records


def test_what_was_counted_by_hand_and_nothing_else_is_in_the_tables(
    services: Services, tmp_path: Path
) -> None:
    path = tmp_path / "four.csv"
    path.write_text(table(HANDCUFFED, FIRED, TALKED, A_YEAR_LATER), encoding="utf-8")
    take_over(services, path, Force.GWENT)
    follow(services)
    expected: Counter[tuple[int, str, str, str, str]] = Counter()
    for *cell, count in by_hand():
        expected[tuple(cell)] += count

    found = cells(returned(services, 2020))

    assert {cell: count for cell, count in found.items() if count not in (0, ":")} == expected
