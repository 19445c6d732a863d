"""What is counted of a sequence of tactics, by small examples that can be counted by hand."""

from collections import Counter

from domain.codelists.tactics import Tactic
from domain.counting.effectiveness import BASE, Step, Worked, ordered, tally

HANDS, CUFFS, DRAWN, FIRED = (
    Tactic.UNARMED_SKILLS,
    Tactic.COMPLIANT_HANDCUFFING,
    Tactic.CED_DRAWN,
    Tactic.CED_FIRED,
)
BLANK = "~not-answered"


def sequence(*steps: tuple[Tactic, str]) -> tuple[Step, ...]:
    return tuple(Step(tactic, answer) for tactic, answer in steps)


def counted(*steps: tuple[Tactic, str], records: int = 1) -> tuple:
    return sequence(*steps), "no", "no", records


def test_every_step_is_a_use_also_of_a_device_that_was_used_further() -> None:
    found = tally([counted((DRAWN, "no"), (FIRED, "yes"), records=3)])

    assert (found[DRAWN].worked.no, found[FIRED].worked.yes) == (3, 3)


def test_a_tactic_used_twice_is_two_uses_in_one_record() -> None:
    found = tally([counted((HANDS, "no"), (HANDS, "yes"))])[HANDS]

    assert (found.worked.times, found.records) == (2, 1)
    assert found.worked.yes == found.worked.no == 1


def test_the_ways_of_not_answering_stay_apart_and_in_the_bounds() -> None:
    found = tally(
        [
            counted((HANDS, "yes"), records=6),
            counted((HANDS, "no")),
            counted((HANDS, BLANK), records=2),
            counted((HANDS, "~not-asked")),
        ]
    )[HANDS].worked

    assert found.unanswered == {BLANK: 2, "~not-asked": 1}
    assert (found.times, found.answered, found.blank) == (10, 7, 3)
    assert found.bounds == (0.6, 0.9)
    assert found.rate is not None
    assert found.rate.value == 6 / 7


def test_a_sequence_is_told_apart_by_position_as_far_as_the_fourth() -> None:
    found = tally([counted(*[(HANDS, "no")] * 3, (CUFFS, "no"), (HANDS, "no"), (HANDS, "yes"))])

    assert {at: one.times for at, one in found[HANDS].by_position.items()} == {
        1: 1,
        2: 1,
        3: 1,
        4: 2,
    }
    assert found[HANDS].by_position[4].yes == 1
    assert found[CUFFS].by_position.keys() == {4}


def test_after_a_failure_it_is_told_what_was_used_next_and_whether_that_worked() -> None:
    found = tally(
        [
            counted((HANDS, "no"), (CUFFS, "yes"), records=2),
            counted((HANDS, "no"), (CUFFS, "no")),
            counted((HANDS, "yes"), (CUFFS, "no")),
            counted((HANDS, BLANK), (CUFFS, "no")),
        ]
    )

    assert found[HANDS].then == {CUFFS: Worked(yes=2, no=1)}
    assert found[CUFFS].then == {None: Worked(unanswered=Counter({"": 3}))}


def test_injuries_are_counted_once_for_each_record_in_which_a_tactic_was_used() -> None:
    twice = sequence((HANDS, "no"), (HANDS, "yes"))

    found = tally([(twice, "yes", "no", 2), (sequence((HANDS, "yes")), "unknown", BLANK, 1)])[HANDS]

    assert found.records == 3
    assert found.person == {"yes": 2, "unknown": 1}
    assert found.officer == {"no": 2, BLANK: 1}


def test_tactics_stand_as_on_the_form_whatever_came_first() -> None:
    found = tally([counted((FIRED, "yes"), (CUFFS, "yes"))])

    assert list(found) == [CUFFS, FIRED]


def test_what_has_too_few_answers_is_in_no_order() -> None:
    shares = {
        CUFFS: Worked(yes=BASE - 1),
        HANDS: Worked(yes=60, no=40),
        FIRED: Worked(yes=90, no=10),
        DRAWN: Worked(yes=1, unanswered=Counter({BLANK: 500})),
    }

    assert ordered(shares) == ((FIRED, HANDS), (CUFFS, DRAWN))


def test_without_a_use_there_is_no_rate_and_are_no_bounds() -> None:
    assert Worked().rate is None
    assert Worked().bounds is None
    assert Worked(unanswered=Counter({BLANK: 4})).bounds == (0, 1)
