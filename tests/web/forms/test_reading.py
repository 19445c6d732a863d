"""What people type, and what it is taken for (spec: ux, 3.1)."""

from typing import Any

import pytest

from tests.people import COLLEAGUE, OFFICER
from tests.web.forms.typing import CONTEXT
from web.forms.reading import UnreadableError, read, tactic_indexes


def typed(**values: str | list[str]) -> dict[str, list[str]]:
    """A posted form; ``__`` in a name is the hyphen of a part."""
    return {
        name.replace("__", "-"): [value] if isinstance(value, str) else value
        for name, value in values.items()
    }


def a_day(day: str, month: str, year: str) -> dict[str, list[str]]:
    return typed(incident_date__day=day, incident_date__month=month, incident_date__year=year)


@pytest.mark.parametrize(
    ("day", "month", "year", "found"),
    [
        ("27", "3", "2026", "2026-03-27"),
        ("7", "03", "2026", "2026-03-07"),
        ("07", "mar", "2026", "2026-03-07"),
        ("7", "March", "2026", "2026-03-07"),
        ("7", "SEPT", "2026", "2026-09-07"),
        ("7", "sep.", "2026", "2026-09-07"),
        (" 7 ", " may ", " 2026 ", "2026-05-07"),
        ("29", "2", "2024", "2024-02-29"),
    ],
)
def test_a_date_is_read_however_it_is_written(day: str, month: str, year: str, found: str) -> None:
    assert read("incident_date", a_day(day, month, year), CONTEXT) == found


@pytest.mark.parametrize(
    ("day", "month", "year", "sentence", "control"),
    [
        ("", "3", "2026", "Date must include a day", "-day"),
        ("27", "", "2026", "Date must include a month", "-month"),
        ("27", "3", "", "Date must include a year", "-year"),
        ("27", "3", "26", "Year must include 4 numbers", "-year"),
        ("27", "Smarch", "2026", "Enter the month as a number", "-month"),
        ("2nd", "3", "2026", "Enter the day as a number", "-day"),
        ("27", "3", "MMXX", "Enter the year as a number", "-year"),
        ("30", "2", "2026", "Enter a real date", "-day"),
        ("29", "2", "2026", "Enter a real date", "-day"),
        ("27", "13", "2026", "Enter a real date", "-day"),
        ("0", "0", "0000", "Enter a real date", "-day"),
        ("-1", "3", "2026", "Enter the day as a number", "-day"),
        ("²", "3", "2026", "Enter the day as a number", "-day"),
    ],
)
def test_a_date_that_cannot_be_read_says_which_part_to_mend(
    day: str, month: str, year: str, sentence: str, control: str
) -> None:
    with pytest.raises(UnreadableError) as refused:
        read("incident_date", a_day(day, month, year), CONTEXT)

    assert (refused.value.sentence, refused.value.control) == (sentence, control)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("14:30", "14:30:00"),
        ("9:05", "09:05:00"),
        ("14.30", "14:30:00"),
        ("1430", "14:30:00"),
        ("14h30", "14:30:00"),
        ("14 30", "14:30:00"),
        (" 00:00 ", "00:00:00"),
        ("23:59", "23:59:00"),
        ("930", "09:30:00"),
    ],
)
def test_a_time_is_read_however_it_is_written(text: str, found: str) -> None:
    assert read("incident_time", typed(incident_time=text), CONTEXT) == found


@pytest.mark.parametrize("text", ["24:00", "14:60", "2 pm", "half past two", "14", "14:3", "١٤:٣٠"])
def test_a_time_that_cannot_be_read_says_how_to_write_it(text: str) -> None:
    with pytest.raises(UnreadableError, match="Enter a time, like 14:30"):
        read("incident_time", typed(incident_time=text), CONTEXT)


@pytest.mark.parametrize(
    ("text", "found"), [("12", 12), ("1,200", 1200), ("1 200", 1200), ("0", 0), ("1000000", 10**6)]
)
def test_a_number_is_read_however_it_is_written(text: str, found: int) -> None:
    assert read("crowd_estimate", typed(crowd_estimate=text), CONTEXT) == found


@pytest.mark.parametrize("text", ["about 50", "-5", "1.5", "1e3", "٣", "²", "1000001", "9" * 5000])
def test_a_number_that_cannot_be_read_says_how_to_write_it(text: str) -> None:
    with pytest.raises(UnreadableError, match=r"Enter a (whole )?number"):
        read("crowd_estimate", typed(crowd_estimate=text), CONTEXT)


def test_not_knowing_a_number_is_an_answer_of_its_own() -> None:
    given = typed(crowd_estimate="", crowd_estimate__absent="not-known")

    assert read("crowd_estimate", given, CONTEXT) == {"absent": "not-known"}


def test_a_number_goes_before_not_knowing_it() -> None:
    given = typed(crowd_estimate="40", crowd_estimate__absent="not-known")

    assert read("crowd_estimate", given, CONTEXT) == 40


def test_only_what_the_question_offers_is_a_way_of_not_answering_it() -> None:
    given = typed(crowd_estimate="", crowd_estimate__absent="erased")

    assert read("crowd_estimate", given, CONTEXT) is None


@pytest.mark.parametrize(
    "text", ["4127 3310", "4127, 3310", "4127;3310", " 4127,\n3310, ", "4127 3310 4127"]
)
def test_people_are_read_by_collar_number(text: str) -> None:
    found = read("colleagues", typed(colleagues=text), CONTEXT)

    assert found == [str(OFFICER.id), str(COLLEAGUE.id)]


def test_a_collar_number_of_nobody_is_named() -> None:
    with pytest.raises(UnreadableError) as refused:
        read("colleagues", typed(colleagues="4127, 9999"), CONTEXT)

    assert refused.value.sentence == "There is nobody with collar number 9999. Check it"


@pytest.mark.parametrize(
    ("question", "given", "found"),
    [
        ("single_crewed", typed(single_crewed="yes"), "yes"),
        ("mental_condition", typed(mental_condition="~not-known"), {"absent": "not-known"}),
        ("locations", typed(locations=["street", "dwelling"]), ["street", "dwelling"]),
        ("locations", typed(locations=["street", "street", ""]), ["street"]),
        ("impact_factors", typed(impact_factors="none"), []),
        ("place", typed(place="  12 Mill Lane  "), "12 Mill Lane"),
        ("narrative_action", typed(narrative_action="One\r\nTwo"), "One\nTwo"),
    ],
)
def test_an_answer_is_read(question: str, given: Any, found: Any) -> None:
    assert read(question, given, CONTEXT) == found


@pytest.mark.parametrize(
    "question",
    ["single_crewed", "main_duty", "locations", "incident_date", "incident_time", "crowd_estimate",
     "place", "narrative_action", "colleagues", "tactics", "area"],
)  # fmt: skip
def test_a_question_that_nothing_was_typed_for_has_no_answer(question: str) -> None:
    blank = {name: ["  "] for name in (question, f"{question}-day", f"{question}-month")}

    assert read(question, {}, CONTEXT) is None
    if question != "locations":
        assert read(question, blank, CONTEXT) is None


def test_none_of_these_and_one_of_these_cannot_both_be_meant() -> None:
    with pytest.raises(UnreadableError) as refused:
        read("impact_factors", typed(impact_factors=["alcohol", "none"]), CONTEXT)

    assert refused.value.sentence == "Select what applies, or ‘None of these’, not both"


def test_tactics_are_read_in_the_order_of_their_numbers() -> None:
    given = {
        "tactics-2-tactic": ["baton-used"],
        "tactics-2-effective": ["no"],
        "tactics-10-tactic": ["ground-restraint"],
        "tactics-0-tactic": ["tactical-communications"],
        "tactics-0-effective": ["yes"],
        "tactics-1-tactic": [""],
        "tactics-1-effective": ["yes"],
    }

    assert read("tactics", given, CONTEXT) == [
        {"tactic": "tactical-communications", "effective": "yes"},
        {"tactic": "baton-used", "effective": "no"},
        {"tactic": "ground-restraint", "effective": {"absent": "not-answered"}},
    ]


def test_a_hostile_form_cannot_make_thousands_of_tactics() -> None:
    given = {f"tactics-{number}-tactic": ["baton-used"] for number in range(1000)}

    assert len(tactic_indexes(given)) == 21


@pytest.mark.parametrize(
    "name",
    [
        "tactics--tactic",
        "tactics-1000-tactic",
        "tactics-x-tactic",
        "tactics-²-tactic",
        "xtactics-1-tactic",
    ],
)
def test_what_is_not_a_number_of_a_tactic_is_none(name: str) -> None:
    assert tactic_indexes({name: ["baton-used"]}) == []
