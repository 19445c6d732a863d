"""Each way in which a mapping file says what a cell means."""

from datetime import date, time
from typing import Any
from uuid import UUID

import pytest

from application.importing.candidate import Candidate
from domain.codelists.answers import Absence, YesNo
from domain.codelists.conduct import PrimaryConduct
from domain.codelists.duties import MainDuty
from domain.codelists.impact_factors import ImpactFactor
from domain.codelists.locations import LocationType
from domain.codelists.outcomes import Outcome
from domain.codelists.perceptions import PerceivedAge
from domain.codelists.tactics import Tactic
from domain.codelists.threats import Threat
from domain.records.tactics import TacticUsed
from tests.application.mapping.writing import a_mapping, answer, read, refused

NOT_COVERED = "No rule covers “{}”. Give it a code in the mapping, or mend the cell."


def words(question: str, values: str, more: str = "") -> str:
    return f'[questions.{question}]\nfrom = "Cell"\n{more}\n[questions.{question}.values]\n{values}'


CREWED = a_mapping(words("single_crewed", 'Y = "yes"\nN = "no"\nU = "not-known"\nX = []'))


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("Y", YesNo.YES),
        ("N", YesNo.NO),
        (" Y ", YesNo.YES),
        ("U", Absence.NOT_KNOWN),
        ("X", None),
        ("", None),
    ],
)
def test_a_word_means_a_code_or_why_there_is_none_or_nothing(cell: str, expected: Any) -> None:
    assert answer(CREWED, "single_crewed", Cell=cell) == expected


def test_a_word_that_no_rule_covers_stops_the_line_and_says_what_to_do() -> None:
    assert refused(CREWED, Cell="Maybe") == [("Cell", NOT_COVERED.format("Maybe"))]


def test_the_words_that_are_not_listed_may_mean_something_together() -> None:
    text = a_mapping(words("single_crewed", 'Y = "yes"', 'others = "no"'))

    assert answer(text, "single_crewed", Cell="Anything") is YesNo.NO


def test_what_the_source_leaves_blank_may_have_a_reason() -> None:
    text = a_mapping(words("single_crewed", 'Y = "yes"', 'otherwise = "refused"'))

    assert answer(text, "single_crewed", Cell="") is Absence.REFUSED


def test_one_word_may_mean_several_codes_and_several_words_one() -> None:
    text = a_mapping(words("impact_factors", 'Both = ["alcohol", "drugs"]\nDrink = "alcohol"'))

    assert answer(text, "impact_factors", Cell="Both") == (
        ImpactFactor.ALCOHOL,
        ImpactFactor.DRUGS,
    )
    assert answer(text, "impact_factors", Cell="Drink") == (ImpactFactor.ALCOHOL,)


def test_none_of_them_is_an_answer_and_a_blank_is_not() -> None:
    text = a_mapping(words("impact_factors", 'None = "none"\nDrink = "alcohol"'))

    assert answer(text, "impact_factors", Cell="None") == ()
    assert answer(text, "impact_factors", Cell="") is None


@pytest.mark.parametrize(
    ("keep", "kept"),
    [("keep-words = true", ("Shop",)), ('keep-words = ["Shop"]', ("Shop",)), ("", None)],
)
def test_a_word_that_the_code_does_not_quite_say_is_kept(
    keep: str, kept: tuple[str, ...] | None
) -> None:
    text = a_mapping(words("locations", 'Shop = "other"\nStreet = "street"', keep))

    found = read(text, Cell="Shop")

    assert isinstance(found, Candidate)
    assert found.answers["locations"] == (LocationType.OTHER,)
    assert found.words.get("locations") == kept


def test_a_word_that_the_code_says_is_not_kept() -> None:
    text = a_mapping(
        words("locations", 'Shop = "other"\nStreet = "street"', 'keep-words = ["Shop"]')
    )

    found = read(text, Cell="Street")

    assert isinstance(found, Candidate)
    assert found.words == {}


@pytest.mark.parametrize(
    ("question", "way", "cell", "expected"),
    [
        ("incident_time", 'time = "%H:%M"', "22:41", time(22, 41)),
        ("crowd_estimate", "number = true", "200", 200),
        ("place", "text = true", "12 High Street", "12 High Street"),
        ("area", "slug = true", "St. Mary's & Docks", "st-mary-s-docks"),
        ("subject_date_of_birth", 'date = "%Y%m%d"', "19840229", date(1984, 2, 29)),
    ],
)
def test_a_value_is_read_in_the_way_that_is_said(
    question: str, way: str, cell: str, expected: Any
) -> None:
    text = a_mapping(f'[questions.{question}]\nfrom = "Cell"\n{way}\n')

    assert answer(text, question, Cell=cell) == expected


@pytest.mark.parametrize(
    ("question", "way", "cell", "sentence"),
    [
        (
            "incident_time",
            'time = "%H:%M"',
            "25:00",
            "“25:00” does not look like %H:%M. Write it so.",
        ),
        (
            "subject_date_of_birth",
            'date = "%d/%m/%Y"',
            "29/02/1985",
            "“29/02/1985” does not look like %d/%m/%Y. Write it so.",
        ),
        (
            "crowd_estimate",
            "number = true",
            "many",
            "“many” is no whole number. Write it in digits alone.",
        ),
        (
            "crowd_estimate",
            "number = true",
            "9007199254740993",
            "“9007199254740993” is no whole number. Write it in digits alone.",
        ),
        ("area", "slug = true", "?!", "There is no letter or digit in “?!” to make a code of."),
        (
            "place",
            "text = true",
            "a\x00b",
            "There is a NUL character in it, which cannot be kept. Take it out.",
        ),
    ],
)
def test_a_value_that_cannot_be_read_stops_the_line(
    question: str, way: str, cell: str, sentence: str
) -> None:
    text = a_mapping(f'[questions.{question}]\nfrom = "Cell"\n{way}\n')

    assert refused(text, Cell=cell) == [("Cell", sentence)]


AGES = a_mapping(
    '[questions.perceived_age]\nfrom = "Cell"\n[questions.perceived_age.bands]\n'
    '"11-to-17" = [11, 17]\n"18-to-34" = [18, 34]\n'
)


@pytest.mark.parametrize(
    ("cell", "expected"), [("17", PerceivedAge.FROM_11), ("18", PerceivedAge.FROM_18)]
)
def test_a_number_lies_in_a_band_with_both_its_ends(cell: str, expected: Any) -> None:
    assert answer(AGES, "perceived_age", Cell=cell) is expected


def test_a_number_outside_every_band_stops_the_line() -> None:
    sentence = "No band holds 35. Mend the number, or widen a band."

    assert refused(AGES, Cell="35") == [("Cell", sentence)]


def test_an_answer_may_always_be_the_same() -> None:
    text = a_mapping(
        '[questions.main_duty]\nconstant = "custody"\n[questions.locations]\nconstant = ["custody"]\n'
    )

    assert answer(text, "main_duty") is MainDuty.CUSTODY
    assert answer(text, "locations") == (LocationType.CUSTODY,)


def test_what_was_not_asked_is_told_apart_from_what_was_not_answered() -> None:
    assert answer(a_mapping(), "reasons") is Absence.NOT_ASKED


PARTS = """
[questions.outcomes]
{combine}
[[questions.outcomes.parts]]
from = "Arrested"
values = {{ Y = "arrested", N = [] }}
[[questions.outcomes.parts]]
from = "Other"
values = {{ Fled = "made-off", Hospital = "hospitalised" }}
"""


def test_several_columns_may_answer_together_or_the_first_that_says_something() -> None:
    together = a_mapping(PARTS.format(combine=""))
    first = a_mapping(PARTS.format(combine='combine = "first"'))

    assert answer(together, "outcomes", Arrested="Y", Other="Hospital") == (
        Outcome.ARRESTED,
        Outcome.HOSPITALISED,
    )
    assert answer(first, "outcomes", Arrested="Y", Other="Hospital") == (Outcome.ARRESTED,)
    assert answer(first, "outcomes", Arrested="N", Other="Fled") == (Outcome.MADE_OFF,)


def test_a_cell_may_hold_several_words() -> None:
    text = a_mapping(words("threatened_with", 'Kick = "kick"\nPunch = "punch"', 'split = ";"'))

    assert answer(text, "threatened_with", Cell="Kick; Punch;") == (Threat.KICK, Threat.PUNCH)
    assert refused(text, Cell="Kick, Punch") == [("Cell", NOT_COVERED.format("Kick, Punch"))]


SHARED = """
[questions.tactics]
parts = [{ from = "Tactic 1" }, { from = "Tactic 2" }]
values = { Cuffs = "handcuffing-compliant", Baton = ["baton-drawn", "baton-used"] }
"""


def test_columns_may_share_their_words() -> None:
    text = a_mapping(SHARED)

    steps = answer(text, "tactics", **{"Tactic 1": "Baton", "Tactic 2": "Cuffs"})

    assert [step.tactic for step in steps] == [
        Tactic.BATON_DRAWN,
        Tactic.BATON_USED,
        Tactic.COMPLIANT_HANDCUFFING,
    ]


def test_the_same_tactic_twice_is_two_steps_and_the_same_place_twice_is_one() -> None:
    tactics = '{ values = { A = "baton-used" }, from = "One" }, { values = { A = "baton-used" }, from = "Two" }'
    places = tactics.replace("baton-used", "street")
    text = a_mapping(
        f"[questions.tactics]\nparts = [{tactics}]\n[questions.locations]\nparts = [{places}]\n"
    )

    assert len(answer(text, "tactics", One="A", Two="A")) == 2
    assert answer(text, "locations", One="A", Two="A") == (LocationType.STREET,)


EFFECTIVE = """
[questions.tactics]
from = "Tactic"
effective = {effective}
values = {{ Cuffs = "handcuffing-compliant" }}
"""
WORKED = '{ from = "Worked", values = { Y = "yes", N = "no", U = "not-known" } }'


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("Y", YesNo.YES),
        ("N", YesNo.NO),
        ("U", Absence.NOT_KNOWN),
        ("", Absence.NOT_ANSWERED),
    ],
)
def test_a_step_may_say_whether_it_worked(cell: str, expected: Any) -> None:
    text = a_mapping(EFFECTIVE.format(effective=WORKED))

    (step,) = answer(text, "tactics", Tactic="Cuffs", Worked=cell)

    assert step == TacticUsed(tactic=Tactic.COMPLIANT_HANDCUFFING, effective=expected)


def test_whether_a_step_worked_may_never_have_been_asked() -> None:
    text = a_mapping(EFFECTIVE.format(effective='"not-asked"'))

    (step,) = answer(text, "tactics", Tactic="Cuffs")

    assert step.effective is Absence.NOT_ASKED


def test_a_column_may_be_read_only_where_another_has_a_word() -> None:
    text = a_mapping(
        words("single_crewed", 'Y = "yes"', 'when = { Kind = ["Patrol", "Response"] }')
    )

    assert answer(text, "single_crewed", Kind="Patrol", Cell="Y") is YesNo.YES
    assert answer(text, "single_crewed", Kind="Custody", Cell="Y") is None


CONDUCT = """
[questions.primary_conduct]
parts = [{{ from = "Worst" }}, {{ from = "Last" }}]
values = {{ P = "passive", A = "active" }}
{pick}
"""


def test_of_several_codes_where_one_may_stand_the_first_of_the_list_does() -> None:
    text = a_mapping(CONDUCT.format(pick='pick = ["aggressive", "active", "passive"]'))

    assert answer(text, "primary_conduct", Worst="P", Last="A") is PrimaryConduct.ACTIVE


def test_without_such_a_list_a_contradiction_stops_the_line() -> None:
    ((heading, sentence),) = refused(a_mapping(CONDUCT.format(pick="")), Worst="P", Last="A")

    assert heading == "Worst"
    assert sentence.startswith("It says passive and active, and one of them can be the answer.")


def test_colleagues_are_people_of_the_source() -> None:
    text = a_mapping('[questions.colleagues]\nfrom = "With"\npeople = true\n')

    (colleague,) = answer(text, "colleagues", With="4711")

    assert isinstance(colleague, UUID)
    assert answer(text, "colleagues", With="4711") == (colleague,)
    assert answer(text, "colleagues", With="4712") != (colleague,)
