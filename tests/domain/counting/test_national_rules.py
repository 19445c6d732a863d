"""Each counting rule of the national return, by its number."""

from datetime import date

import pytest

from domain.codelists.answers import Absence
from domain.codelists.forces import Force
from domain.codelists.injuries import SubjectInjuryLevel
from domain.codelists.outcomes import Outcome
from domain.codelists.tactics import CED_TACTICS, Tactic
from domain.counting.ced import HIGHEST_FIRST
from domain.counting.national import rules
from domain.counting.national.answers import condition, ethnicity
from domain.counting.national.figures import ALL, EVERYTHING, tallied, tallied_by_choice
from domain.counting.national.tactics import LINES, NATIONAL, NationalTactic

T, N = Tactic, NationalTactic


def counted(*tactics: Tactic, ced_used: bool = False) -> frozenset[NationalTactic]:
    return rules.counted_nationally(tactics, ced_used=ced_used)


def test_every_rule_from_1_to_18_is_a_function_with_a_name_and_a_source() -> None:
    assert sorted(rules.RULES) == list(range(1, 19))
    assert all(one.source and one.function.__doc__ for one in rules.RULES.values())
    assert len({one.name for one in rules.RULES.values()}) == 18


@pytest.mark.parametrize(
    ("day", "year"),
    [(date(2019, 3, 31), 2019), (date(2019, 4, 1), 2020), (date(2020, 3, 31), 2020)],
)
def test_r1_a_record_counts_in_the_year_of_its_incident(day: date, year: int) -> None:
    assert rules.year_ending(day) == year


def test_r2_a_tactic_counts_once_a_record() -> None:
    assert counted(T.SHIELD, T.SHIELD, T.SHIELD) == {N.SHIELD}


def test_r2_what_the_return_does_not_tell_apart_counts_once() -> None:
    assert counted(T.CS_USED, T.PAVA_USED, T.CS_DRAWN) == {N.SPRAY_USED, N.SPRAY_DRAWN}
    assert counted(T.FIREARM_AIMED, T.FIREARM_FIRED) == {N.FIREARMS}


def test_every_tactic_of_the_form_is_one_of_the_return() -> None:
    assert NATIONAL.keys() == set(Tactic)
    assert set(NATIONAL.values()) == {
        one for one in NationalTactic if not one.value.endswith("-not-stated")
    }


def test_r3_a_parent_adds_its_tactics_up_and_counts_the_record_once() -> None:
    both = counted(T.COMPLIANT_HANDCUFFING, T.NON_COMPLIANT_HANDCUFFING, T.GROUND_RESTRAINT)

    assert rules.times_and_records("handcuffing", both) == (2, 1)
    assert rules.times_and_records("restraint", both) == (3, 1)
    assert rules.times_and_records("baton", both) == (0, 0)


@pytest.mark.parametrize("number", range(len(HIGHEST_FIRST)))
def test_r4_of_a_ced_the_highest_use_counts_alone(number: int) -> None:
    found = counted(*HIGHEST_FIRST[number:], T.SHIELD)

    assert found == {NATIONAL[HIGHEST_FIRST[number]], N.SHIELD}


def test_r5_communications_count_only_with_another_tactic_and_in_no_total() -> None:
    assert counted(T.COMMUNICATIONS) == frozenset()
    assert counted(T.COMMUNICATIONS, T.SHIELD) == {N.COMMUNICATIONS, N.SHIELD}
    assert [code for code, of in LINES.items() if N.COMMUNICATIONS in of] == ["communications"]


def test_r6_a_record_without_a_tactic_is_not_reported_and_in_no_total() -> None:
    tally = tallied(
        [(counted(T.COMMUNICATIONS), EVERYTHING, 3), (counted(T.SHIELD), EVERYTHING, 4)]
    )

    assert rules.is_not_reported(counted())
    assert not rules.is_not_reported(counted(T.SHIELD))
    assert (tally.times["not-reported", EVERYTHING], tally.times["total", EVERYTHING]) == (3, 4)


def test_r6_the_line_of_the_total_counts_every_record() -> None:
    tally = tallied([(counted(), EVERYTHING, 3), (counted(T.SHIELD), EVERYTHING, 4)])

    assert tally.records_on("total", EVERYTHING) == 7
    assert tally.records_on("shield", EVERYTHING) == 4


def test_r7_a_ced_whose_level_no_tactic_says_is_not_stated() -> None:
    assert counted(ced_used=True) == {N.CED_NOT_STATED}
    assert counted(T.COMMUNICATIONS, ced_used=True) == {N.CED_NOT_STATED, N.COMMUNICATIONS}
    assert counted(T.SHIELD) == {N.SHIELD}


@pytest.mark.parametrize("named", CED_TACTICS)
def test_r7_a_ced_whose_level_is_said_is_stated(named: Tactic) -> None:
    assert counted(named, ced_used=True) == {NATIONAL[named]}


@pytest.mark.parametrize("absence", list(Absence))
def test_r8_whatever_leaves_an_answer_blank_is_not_reported(absence: Absence) -> None:
    assert rules.or_not_reported(f"~{absence.value}") == "not-reported"
    assert rules.or_not_reported("male") == "male"


@pytest.mark.parametrize(
    ("code", "until_2019", "since_2020"),
    [
        ("chinese", "chinese", "asian"),
        ("dont-know", "dont-know", "not-reported"),
        ("asian", "asian", "asian"),
        ("~not-asked", "not-reported", "not-reported"),
    ],
)
def test_ethnicities_are_eight_until_2019_and_six_since(
    code: str, until_2019: str, since_2020: str
) -> None:
    assert ethnicity(code, 2018) == ethnicity(code, 2019) == until_2019
    assert ethnicity(code, 2020) == ethnicity(code, 2026) == since_2020


@pytest.mark.parametrize(
    ("physical", "mental", "column"),
    [
        ("yes", "yes", "physical-and-mental"),
        ("yes", "no", "physical"),
        ("no", "yes", "mental"),
        ("no", "no", "none"),
        ("yes", "~not-known", "not-reported"),
        ("~not-answered", "no", "not-reported"),
    ],
)
def test_two_answers_about_health_are_one_column(physical: str, mental: str, column: str) -> None:
    assert condition(physical, mental) == column


def test_r9_a_record_is_in_the_column_of_each_answer_and_in_none_if_it_chose_none() -> None:
    shield = counted(T.SHIELD)
    chosen = [(shield, {"street": 2, "retail": 2, "dwelling": 1})]

    tally = tallied_by_choice(chosen, [(shield, 9)], {"public": ("street", "retail")})

    counts = {"street": 2, "retail": 2, "dwelling": 1, "public": 4, ALL: 9}
    assert tally.records == {(ALL, code): records for code, records in counts.items()}
    assert tally.times["shield", (ALL, "public")] == 4


def test_r10_a_column_counts_a_record_above_and_all_its_tactics_below() -> None:
    both = counted(T.SHIELD, T.BATON_USED, T.COMMUNICATIONS)

    tally = tallied_by_choice([(both, {"arrest": 1, "search": 1})], [(both, 1)], {})

    for column in ("arrest", "search", ALL):
        assert (tally.records[ALL, column], tally.times["total", (ALL, column)]) == (1, 2)


def test_sums_are_over_forces_and_over_columns() -> None:
    shield = counted(T.SHIELD)

    tally = tallied([(shield, ("kent", "male"), 2), (shield, ("gwent", "female"), 3)]).summed()

    assert tally.records[EVERYTHING] == tally.times["shield", EVERYTHING] == 5
    assert tally.records["kent", ALL] == tally.records[ALL, "male"] == 2


def test_r11_contradictory_answers_are_counted_as_found() -> None:
    assert rules.as_found("no", "~not-asked", "minor") == ("no", "not-reported", "minor")


def test_r12_a_fatality_and_a_death_are_independent_answers() -> None:
    assert rules.deaths((Outcome.FATALITY,), Absence.NOT_ANSWERED) == (True, False)
    assert rules.deaths((), SubjectInjuryLevel.DEATH) == (False, True)


def test_r13_what_was_perceived_is_said_to_be_so() -> None:
    assert "perceived" in rules.note_of_perception("age")


@pytest.mark.parametrize("figure", [0, 1, 2, 4, 5, 1_000])
def test_r14_nothing_is_rounded_or_hidden(figure: int) -> None:
    assert rules.shown(figure) == figure


def test_r14_a_colon_is_what_is_not_available() -> None:
    assert rules.shown(None) == ":"


def test_r15_forces_are_said_not_to_be_comparable() -> None:
    assert any("must not be compared" in one for one in rules.notes_of_comparison())


def test_r16_a_force_whose_earlier_figures_changed_is_marked() -> None:
    assert rules.name_when_revised("Hampshire", [158, 6], (329, 276)) == "Hampshire (R)"
    assert rules.name_when_revised("Hampshire", [158, 6], (158, 6)) == "Hampshire"
    assert rules.name_when_revised("Hampshire", [158, 6], None) == "Hampshire"


def test_r17_records_are_said_not_to_be_people() -> None:
    assert "neither people nor events" in rules.note_of_persons()


def test_r18_43_forces_supply_the_return_and_44_from_2024() -> None:
    assert sum(rules.supplies(force, 2020) for force in Force) == 43
    assert sum(rules.supplies(force, 2024) for force in Force) == 44
    assert not rules.supplies(Force.BRITISH_TRANSPORT, 2023)
    assert not rules.supplies(Force.NORTHSHIRE, 2024)
