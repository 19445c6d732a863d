"""The sample of a month: which looks are drawn, and what somebody else may say of each."""

import hashlib
import random
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest

from domain.codelists.forces import Force
from domain.codelists.sampling import LookOutcome
from domain.errors import NotFoundError
from domain.event import Event
from domain.records.errors import NothingSaidError
from domain.sampling.drawing import (
    SAMPLED,
    code_of,
    drawn,
    drawn_from,
    due,
    last_day,
    lot,
    month_after,
    month_before,
    month_called,
    month_of,
)
from domain.sampling.errors import (
    AlreadyDrawnError,
    LookReviewedError,
    MonthNotOverError,
    OwnLookError,
)
from domain.sampling.events import LooksSampled, SampledLook
from domain.sampling.sample import Frame, Sample, fold
from tests.people import STANDARDS
from tests.standards import HEAD, REVIEWER

OCTOBER, ROOT = date(2026, 10, 1), "5e" * 32
# Summer time ended in October: November begins at midnight UTC.
NEVER, LATER = datetime(2026, 11, 1, 23, 59, tzinfo=UTC), datetime(2026, 11, 2, tzinfo=UTC)
LOOKS = (
    SampledLook(leaf=3, person=STANDARDS.id),
    SampledLook(leaf=8, person=HEAD.id),
    SampledLook(leaf=12, person=STANDARDS.id),
)
IN_ORDER, TO_ASK, NOT_IN_ORDER = LookOutcome


def after(*events: Event) -> Sample:
    return fold(Force.NORTHSHIRE, OCTOBER, events)


def a_drawn(looks: tuple[SampledLook, ...] = LOOKS) -> LooksSampled:
    frame = Frame(leaves=20, root=ROOT, looks=looks)
    return after().draw(frame, command=HEAD.commands(at=LATER))


def reviewed(*found: tuple[int, LookOutcome, str]) -> Sample:
    """The sample, after the outside reviewer said some things of it."""
    events: list[Event] = [a_drawn()]
    for leaf, outcome, words in found:
        events.append(
            after(*events).review(leaf, outcome, words, command=REVIEWER.commands(at=LATER))
        )
    return after(*events)


def test_the_lot_of_a_look_is_what_sha256sum_says_of_three_words() -> None:
    # printf '%s' "$(printf '5e%.0s' $(seq 32)) 2026-10 7" | sha256sum
    assert lot(ROOT, OCTOBER, 7) == LOT_OF_SEVEN


LOT_OF_SEVEN = "7072fdc4fb534c5cc5c9aaca01b2cbaa42d0125d53154b3c0e33e96a73e86557"


def test_the_smallest_lots_are_drawn_whatever_order_they_come_in() -> None:
    leaves = random.Random(1).sample(range(10**6), 500)
    expected = sorted(
        sorted(leaves, key=lambda leaf: hashlib.sha256(f"{ROOT} 2026-10 {leaf}".encode()).digest())[
            :SAMPLED
        ]
    )

    assert drawn(ROOT, OCTOBER, leaves) == drawn(ROOT, OCTOBER, sorted(leaves)) == tuple(expected)
    assert len(expected) == SAMPLED


def test_another_root_or_month_draws_others() -> None:
    leaves = range(1000)

    drawings = {
        drawn(root, month, leaves)
        for root in (ROOT, "5f" * 32)
        for month in (OCTOBER, date(2026, 9, 1))
    }

    assert len(drawings) == 4


def test_each_look_is_drawn_as_often_as_any_other() -> None:
    """Of forty looks twenty are drawn: in 400 months each about 200 times (sigma 10)."""
    times = dict.fromkeys(range(40), 0)
    for number in range(400):
        for leaf in drawn(f"{number:064x}", OCTOBER, times):
            times[leaf] += 1

    assert sum(times.values()) == 400 * SAMPLED
    assert all(150 < number < 250 for number in times.values())


@pytest.mark.parametrize("number", [0, 1, SAMPLED - 1, SAMPLED])
def test_where_there_are_no_more_all_are_drawn(number: int) -> None:
    assert drawn(ROOT, OCTOBER, range(number)) == tuple(range(number))


@pytest.mark.parametrize(
    ("month", "before", "after"),
    [
        (date(2026, 1, 1), date(2025, 12, 1), date(2026, 2, 1)),
        (date(2026, 12, 1), date(2026, 11, 1), date(2027, 1, 1)),
        (date(2024, 2, 1), date(2024, 1, 1), date(2024, 3, 1)),
    ],
)
def test_months_follow_each_other(month: date, before: date, after: date) -> None:
    assert (month_before(month), month_after(month)) == (before, after)
    assert month_of(month_after(month) - timedelta(days=1)) == month
    assert month_called(code_of(month)) == month


@pytest.mark.parametrize("code", ["2026-13", "2026-1", "202610", "2026-10-01", "", "x"])
def test_what_is_no_month_is_refused(code: str) -> None:
    with pytest.raises(ValueError, match=r".*"):
        month_called(code)


def test_a_month_is_drawn_from_the_second_day_after_it_and_due_in_four_weeks() -> None:
    assert drawn_from(OCTOBER) == LATER
    assert due(OCTOBER) == datetime(2026, 11, 29, tzinfo=UTC)
    assert last_day(OCTOBER) == date(2026, 11, 28)
    # The clocks go forward within the four weeks after February.
    assert due(date(2027, 2, 1)) == datetime(2027, 3, 28, 23, tzinfo=UTC)
    # In May the clocks of the force are an hour ahead of UTC.
    assert drawn_from(date(2026, 4, 1)) == datetime(2026, 5, 1, 23, tzinfo=UTC)
    with pytest.raises(MonthNotOverError):
        after().draw(Frame(leaves=20, root=ROOT, looks=LOOKS), command=HEAD.commands(at=NEVER))


def test_what_was_drawn_says_from_what_so_that_anybody_can_draw_it_again() -> None:
    looks = tuple(SampledLook(leaf=leaf, person=STANDARDS.id) for leaf in range(0, 300, 3))

    event = a_drawn(looks)

    assert (event.leaves, event.root, event.of) == (20, ROOT, 100)
    assert tuple(one.leaf for one in event.looks) == drawn(ROOT, OCTOBER, range(0, 300, 3))


def test_it_is_drawn_once() -> None:
    with pytest.raises(AlreadyDrawnError):
        after(a_drawn()).draw(
            Frame(leaves=20, root=ROOT, looks=()), command=HEAD.commands(at=LATER)
        )


def test_a_look_that_is_in_order_needs_no_words_and_is_final() -> None:
    sample = reviewed((3, IN_ORDER, ""))

    finding = sample.last_of(3)

    assert finding is not None
    assert (finding.outcome, finding.by, finding.at) == (IN_ORDER, REVIEWER.id, LATER)
    assert sample.left() == 2
    for outcome in LookOutcome:
        with pytest.raises(LookReviewedError):
            sample.review(3, outcome, "Again.", command=REVIEWER.commands(at=LATER))


def test_what_is_to_be_asked_about_stays_open_until_it_was_asked() -> None:
    asked = reviewed((3, TO_ASK, "Which case?"))
    assert asked.left() == 3
    with pytest.raises(LookReviewedError):
        asked.review(3, TO_ASK, "And why?", command=REVIEWER.commands(at=LATER))

    answered = reviewed((3, TO_ASK, "Which case?"), (3, NOT_IN_ORDER, "There is none."))

    assert answered.left() == 2
    assert [one.outcome for one in answered.findings[3]] == [TO_ASK, NOT_IN_ORDER]


@pytest.mark.parametrize(
    ("before", "outcome"),
    [((), TO_ASK), ((), NOT_IN_ORDER), (((3, TO_ASK, "Which case?"),), IN_ORDER)],
)
def test_what_is_not_plainly_in_order_takes_words(
    before: tuple[tuple[int, LookOutcome, str], ...], outcome: LookOutcome
) -> None:
    with pytest.raises(NothingSaidError):
        reviewed(*before).review(3, outcome, " ", command=REVIEWER.commands(at=LATER))


def test_nobody_reviews_their_own_look_and_the_other_one_does() -> None:
    sample = reviewed()

    with pytest.raises(OwnLookError):
        sample.review(8, IN_ORDER, "", command=HEAD.commands(at=LATER))
    assert sample.review(8, IN_ORDER, "", command=REVIEWER.commands(at=LATER)).leaf == 8


@pytest.mark.parametrize("leaf", [0, 4, 99])
def test_a_look_that_was_not_drawn_is_not_reviewed(leaf: int) -> None:
    with pytest.raises(NotFoundError):
        reviewed().review(leaf, IN_ORDER, "", command=REVIEWER.commands(at=LATER))


def test_it_is_overdue_while_something_of_it_is_left_after_four_weeks() -> None:
    before, moment = due(OCTOBER) - timedelta(seconds=1), due(OCTOBER)
    done = reviewed(*((leaf, IN_ORDER, "") for leaf in (3, 8, 12)))

    assert [one.is_overdue_at(moment) for one in (after(), reviewed(), done)] == [True, True, False]
    assert [one.is_overdue_at(before) for one in (after(), reviewed(), done)] == [False] * 3
    assert not after(a_drawn(())).is_overdue_at(moment)


def test_a_force_and_a_month_have_one_sample() -> None:
    ids: set[UUID] = {
        fold(force, month, ()).id
        for force in (Force.NORTHSHIRE, Force.KENT)
        for month in (OCTOBER, month_after(OCTOBER))
    }

    assert len(ids) == 4
