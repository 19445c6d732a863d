"""A file in the Metropolitan layout that is full of gaps and contradictions, and what DuckDB counts in it.

The second count is SQL straight on the file. It is written from the rules of the specification
(domain, 2.3) and shares nothing with the product but the publisher's headings.
"""

import random
from collections.abc import Iterator, Mapping
from pathlib import Path

import duckdb

from tests.importing import FIRED, LINE, table

SEED = 20261126
HEADINGS_OF_REASONS = [one for one in LINE if one.startswith("Reason for Force:")]

MAYBE: tuple[tuple[float, Mapping[str, str]], ...] = (
    (0.3, FIRED),
    (0.1, {"CED Fired Cartridge Number": ""}),
    (0.1, {"CED Fired": "No"}),
    (0.1, {"CED Drawn": "Yes"}),
    (0.1, {"CED Used": "No"}),
    (0.1, {"TrainedCED": "No"}),
    (0.1, {"CarryingCED": "No"}),
    (0.1, {"CED Device Serial No": ""}),
    (0.1, {"Tactic 2": "Ground Restraint"}),
    (0.1, {"Tactic 2": "", "Effective 2": ""}),
    (0.05, {"Tactic 1": "", "Effective 1": ""}),
    (0.1, {"Effective 2": ""}),
    (0.1, {"Tactic 3": "Firearm Aimed", "Effective 3": "Yes"}),
    (0.1, {"Firearms Aimed": "Yes"}),
    (0.1, {"Firearms Fired": "Yes"}),
    (0.1, {"Tactic 3": "Firearm Fired", "Effective 3": "No"}),
    (0.15, {"StaffInjuryLevel": "Minor"}),
    (0.15, {"StaffInjured": "Yes"}),
    (0.1, {"StaffInjured": ""}),
    (0.1, {"StaffInjuryIntentional": "Yes"}),
    (0.1, {"StaffMedProvided": "No"}),
    (0.1, {"AssaultedBySubject": "Yes", "AssaultedWithWeapon": "Spit, Kick"}),
    (0.1, {"AssaultedBySubject": "Yes", "AssaultedWithWeapon": ""}),
    (0.2, {"SubjectInjured": "Yes"}),
    (0.1, {"SubjectInjured": "Unknown"}),
    (0.2, {"SubjectNatureOfInjury": "Minor"}),
    (0.1, {"SubjectNatureOfInjury": "Death"}),
    (0.1, {"Outcome: Fatality": "Yes"}),
    (0.1, {one: "No" for one in LINE if one.startswith("Outcome:")}),
    (0.05, {one: "" for one in LINE if one.startswith("Outcome:")}),
    (0.1, dict.fromkeys(HEADINGS_OF_REASONS, "No")),
    (0.05, {one: "" for one in LINE if one.startswith("Incident Location:")}),
    (0.1, {one: "" for one in LINE if one.startswith("Impact Factor:")}),
    (0.2, {"PrimaryConduct": "Active resistance"}),
    (0.1, {"PrimaryConduct": ""}),
    (0.05, {"IncidentDate": "2017-03-31"}),
    (0.05, {"IncidentDate": "2027-01-02"}),
    (0.3, {"IncidentDate": "2021-07-01"}),
    (0.1, {"IncidentTime": ""}),
    (0.2, {"SubjectAge": ""}),
    (0.2, {"SubjectEthnicity": "Don't know"}),
    (0.1, {"SubjectEthnicity": ""}),
    (0.1, {"MainDuty": ""}),
    (0.1, {"AssaultedBySubject": ""}),
    (0.1, {"SubjectInjured": ""}),
    (0.1, {"TrainedCED": ""}),
    (0.1, {"CarryingCED": ""}),
)
"""How likely each change is; of changes to the same cell the last one holds."""


def contradicting(number: int, *, seed: int = SEED) -> str:
    """The file. Every line has a reference of its own, so that none is taken for another."""
    chance = random.Random(seed)
    return table(*(_line(chance, place) for place in range(number)))


def _line(chance: random.Random, place: int) -> dict[str, str]:
    line = dict(LINE)
    for likely, changes in MAYBE:
        if chance.random() < likely:
            line |= changes
    # No time is like another's: the same line twice would be the same record.
    clock = f"{place // 3600:02}:{place // 60 % 60:02}:{place % 60:02}"
    return {**line, "IncidentTime": clock if line["IncidentTime"] else ""}


CED = "%CED (Taser)%"
TACTICS = " or ".join(f'"Tactic {step}" {{0}}' for step in range(1, 21))
FORCE = TACTICS.format("not in ('', 'Tactical Communications')")
NAMES_CED = TACTICS.format(f"like '{CED}'")
FIRED_CED = TACTICS.format("= 'CED (Taser) Fired'")
DRAWN_CED = TACTICS.format("= 'CED (Taser) Drawn'")
ARCED_CED = TACTICS.format("= 'CED (Taser) Arced'")
AIMED, SHOT = TACTICS.format("= 'Firearm Aimed'"), TACTICS.format("= 'Firearm Fired'")
HANDCUFFED = TACTICS.format("= 'Compliant Handcuffing'")
NO_TACTIC = TACTICS.format("<> ''")
DETAIL = "(\"CED Device Serial No\" <> '' or \"CED Fired\" <> '' or \"CED Drawn\" <> '' or \"CED2 ArCED2\" <> '' or \"CED Used\" = 'Yes')"
BLOCK = "(\"CED Fired\" <> '' or \"CED Drawn\" <> '' or \"CED Fired Cartridge Number\" <> '' or \"CED2 ArCED2\" <> '')"
INJURED, OFFICER = '"SubjectInjured"', '"StaffInjured"'


def _none(group: str, *, blank: bool) -> str:
    """No column of a group says yes; or none says anything."""
    columns = [f'"{one}"' for one in LINE if one.startswith(f"{group}:")]
    said = "<> ''" if blank else "= 'Yes'"
    return f"not ({' or '.join(f'{one} {said}' for one in columns)})"


CHECKS: Mapping[str, str] = {
    "no-tactic": f"not ({FORCE})",
    "effective-missing": " or ".join(
        f"(\"Tactic {step}\" <> '' and \"{'Tactic ' if step == 20 else ''}Effective {step}\" = '')"
        for step in range(1, 21)
    ),
    "ced-untrained": f"({NAMES_CED}) and \"TrainedCED\" <> 'Yes'",
    "ced-not-carried": f"""({NAMES_CED}) and ("CarryingCED" = 'No'
        or ("TrainedCED" = 'Yes' and "CarryingCED" = ''))""",
    "ced-no-detail": f"""({NAMES_CED}) and
        ("CED Device Serial No" = '' or "CED Used" = '' or not {BLOCK})""",
    "ced-denied": f"({NAMES_CED}) and \"CED Used\" = 'No'",
    "ced-without-tactic": f"not ({NAMES_CED}) and {DETAIL}",
    "ced-level-unlisted": f"""("CED Fired" = 'Yes' and not ({FIRED_CED}))
        or ("CED Drawn" = 'Yes' and not ({DRAWN_CED}))
        or ("CED2 ArCED2" = 'Yes' and not ({ARCED_CED}))""",
    "ced-firing-missing": f"({FIRED_CED}) and {BLOCK} and \"CED Fired\" <> 'Yes'",
    "ced-firing-bare": """"CED Fired" = 'Yes' and
        ("CED Fired Cartridge Number" = '' or "CED Fired Total Number Of Cycles" = '')""",
    "firearm-aimed-disagrees": f"({NO_TACTIC}) and (\"Firearms Aimed\" = 'Yes') <> ({AIMED})",
    "firearm-fired-disagrees": f"({NO_TACTIC}) and (\"Firearms Fired\" = 'Yes') <> ({SHOT})",
    "officer-injury-denied": f"""{OFFICER} <> 'Yes' and ("StaffInjuryLevel" <> ''
        or "StaffInjuryIntentional" <> '' or "StaffMedProvided" <> '')""",
    "intent-without-assault": """"StaffInjuryIntentional" = 'Yes'
        and "AssaultedBySubject" <> 'Yes'""",
    "person-injury-denied": f"""{INJURED} in ('No', 'Unknown')
        and "SubjectNatureOfInjury" <> ''""",
    "death-no-fatality": """"SubjectNatureOfInjury" = 'Death' and "Outcome: Fatality" <> 'Yes'""",
    "fatality-no-death": """"Outcome: Fatality" = 'Yes' and "SubjectNatureOfInjury" <> 'Death'""",
    "no-location": _none("Incident Location", blank=False),
    "no-reason": _none("Reason for Force", blank=False),
    "no-outcome": _none("Outcome", blank=False),
    "factors-blank": _none("Impact Factor", blank=True),
    "compliant-met-with-more": f"""({FORCE}) and "PrimaryConduct" = 'Compliant'
        and not ({HANDCUFFED})""",
    "before-recording-began": "\"IncidentDate\"::date < date '2017-04-01'",
    "in-the-future": "\"IncidentDate\"::date > date '2026-11-21'",
}
"""Each check of a numbered rule that a line of the layout can fail, as SQL on its cells."""

RULES: Mapping[str, tuple[str, ...]] = {
    "1": ("no-tactic",),
    "2": ("effective-missing",),
    "3": (
        "ced-untrained",
        "ced-not-carried",
        "ced-no-detail",
        "ced-denied",
        "ced-without-tactic",
        "ced-level-unlisted",
        "ced-firing-missing",
        "ced-firing-bare",
    ),
    "4": ("firearm-aimed-disagrees", "firearm-fired-disagrees"),
    "5": ("officer-injury-denied", "intent-without-assault"),
    "6": ("person-injury-denied", "death-no-fatality", "fatality-no-death"),
    "7": ("no-location", "no-reason", "no-outcome", "factors-blank"),
    "8": ("compliant-met-with-more",),
    "9": ("before-recording-began", "in-the-future"),
}

UNKNOWN: Mapping[str, str] = {
    "perceived_age.not-answered": "\"SubjectAge\" = ''",
    "perceived_ethnicity.not-known": "\"SubjectEthnicity\" = 'Don''t know'",
    "perceived_ethnicity.not-answered": "\"SubjectEthnicity\" = ''",
    "main_duty.not-answered": "\"MainDuty\" = ''",
    "incident_time.not-answered": "\"IncidentTime\" = ''",
    "primary_conduct.not-answered": "\"PrimaryConduct\" = ''",
    "impact_factors.not-answered": _none("Impact Factor", blank=True),
    "outcomes.not-answered": _none("Outcome", blank=True),
    "subject_injured.not-known": f"{INJURED} = 'Unknown'",
    "officer_injured.not-answered": f"{OFFICER} = ''",
    "subject_injury_level.not-answered": f"""{INJURED} = 'Yes'
        and "SubjectNatureOfInjury" = ''""",
    "subject_injury_level.not-asked": f"""{INJURED} <> 'Yes'
        and "SubjectNatureOfInjury" = ''""",
    "ced_carried.not-asked": "\"TrainedCED\" <> 'Yes' and \"CarryingCED\" = ''",
    "video_recorded.not-asked": "true",
    "subject_name.not-asked": "true",
}
"""Questions that lines leave open, each way apart: the layout has no column for the last two."""


def counted(path: Path) -> dict[str, int]:
    """Records by check and by rule, and by question left open, counted in the file."""
    rules = {
        number: " or ".join(f"({CHECKS[code]})" for code in codes)
        for number, codes in RULES.items()
    }
    wanted = {"records": "true", **CHECKS, **rules, **UNKNOWN}
    with duckdb.connect() as connection:
        connection.execute(
            f"""create table lines as select distinct * from
            read_csv('{path}', all_varchar = true, header = true, nullstr = '~never~')"""
        )
        return {
            name: int(connection.execute(f"select count(*) from lines where {which}").fetchone()[0])  # type: ignore[index]
            for name, which in wanted.items()
        }


def by_quarter(path: Path, which: str) -> Iterator[tuple[tuple[int, int], int]]:
    """Records of which a condition holds, by the year in which the financial year begins and quarter."""
    with duckdb.connect() as connection:
        yield from (
            ((int(year), int(number)), int(records))
            for year, number, records in connection.execute(
                f"""select year(day - interval 3 month), quarter(day - interval 3 month), count(*)
                from (select "IncidentDate"::date as day, * from
                read_csv('{path}', all_varchar = true, header = true, nullstr = '~never~'))
                where {which} group by 1, 2"""
            ).fetchall()
        )
