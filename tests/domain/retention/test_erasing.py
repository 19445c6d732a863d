"""Who may have content erased, what stops it, and what is left in the history of it."""

from collections.abc import Callable, Collection
from dataclasses import fields
from datetime import date, timedelta
from uuid import UUID, uuid4

import pytest

from application.codec import encode
from domain.codelists.field_groups import FieldGroup
from domain.codelists.retention import GroundForErasure, GroundForHold, GroundForKeeping
from domain.errors import DomainError
from domain.event import Event
from domain.records.record import UseOfForceRecord
from domain.retention import deciding
from domain.retention.errors import (
    CoolingOffError,
    ErasureUnderWayError,
    HeldError,
    NoErasureError,
    NoSuchHoldError,
    NothingToEraseError,
    NoWayBackError,
    PeriodNotOverError,
    ReviewInThePastError,
    SecondPersonNeededError,
    StillReferredError,
    TooCloseError,
)
from domain.retention.events import (
    ERASURE_EVENTS,
    ErasureReversed,
    ErasureTurnedDown,
    Purged,
)
from domain.retention.keeping import Stage
from tests.builders import CED_FIRED, WORDS, a_submitted_record, and_then
from tests.fakes import NOON
from tests.keepers import MANAGER, PROTECTION
from tests.people import COLLEAGUE, OFFICER, Somebody

SEALED = (FieldGroup.IDENTITY, FieldGroup.NARRATIVE, FieldGroup.REFERENCES)
HOLD = UUID(int=7)
LATER = NOON + timedelta(days=14)


def proposing(
    record: UseOfForceRecord,
    *,
    by: Somebody = MANAGER,
    groups: Collection[FieldGroup] = SEALED,
    ground: GroundForErasure = GroundForErasure.NOT_LAWFUL,
    over: bool = False,
) -> tuple[Event, ...]:
    return deciding.propose(
        record, groups, ground, sealed=SEALED, period_is_over=over, command=by.commands()
    )


def approving(record: UseOfForceRecord, *, by: Somebody = PROTECTION) -> tuple[Event, ...]:
    return deciding.approve(record, days=14, command=by.commands())


def confirming(record: UseOfForceRecord) -> tuple[Event, ...]:
    places = [Purged(place="drafts", removed=1)]
    return deciding.confirm(record, places, command=MANAGER.commands(at=LATER))


def holding(record: UseOfForceRecord) -> tuple[Event, ...]:
    return deciding.place_hold(record, HOLD, GroundForHold.INQUEST, "", command=MANAGER.commands())


def proposed() -> UseOfForceRecord:
    record = a_submitted_record(**WORDS)
    return and_then(record, proposing(record))


def approved() -> UseOfForceRecord:
    record = proposed()
    return and_then(record, approving(record))


def confirmed() -> UseOfForceRecord:
    record = approved()
    return and_then(record, confirming(record))


def completed() -> UseOfForceRecord:
    record = confirmed()
    events = deciding.complete(
        record, keys=3, epoch=2, certificate="signed", command=MANAGER.commands(at=LATER)
    )
    return and_then(record, events)


def held() -> UseOfForceRecord:
    record = a_submitted_record(**WORDS)
    return and_then(record, holding(record))


def test_an_erasure_goes_its_way_and_says_since_when_by_which_event() -> None:
    record = completed()

    assert record.keeping.erasure is None
    assert {(one.event, one.final, one.at) for one in record.keeping.gone.values()} == {
        (record.version, True, LATER)
    }
    assert set(record.keeping.gone) == set(SEALED)
    assert record.keeping.certificates == (record.version,)


def test_from_its_approval_nobody_reads_it_and_for_a_while_it_can_be_undone() -> None:
    record = approved()

    assert set(record.keeping.gone) == set(SEALED)
    assert not any(one.final for one in record.keeping.gone.values())
    undone = and_then(
        record, deciding.undo(record, GroundForKeeping.EVIDENCE, command=MANAGER.commands())
    )
    assert undone.keeping.gone == {}


@pytest.mark.parametrize("days", [0, 7, 14, 99])
def test_it_can_be_undone_for_as_long_as_the_policy_says_and_fourteen_days_at_most(
    days: int,
) -> None:
    record = proposed()

    (event,) = deciding.approve(record, days=days, command=PROTECTION.commands())

    assert event.undone_until == NOON + timedelta(days=min(days, 14))  # type: ignore[attr-defined]


@pytest.mark.parametrize("who", [OFFICER, COLLEAGUE], ids=["its officer", "named in it"])
@pytest.mark.parametrize("step", ["propose", "approve"])
def test_nobody_who_made_it_or_is_named_in_it_has_a_say(who: Somebody, step: str) -> None:
    record = a_submitted_record(**WORDS, colleagues=(COLLEAGUE.id,))
    act = proposing if step == "propose" else approving
    record = record if step == "propose" else and_then(record, proposing(record))

    with pytest.raises(TooCloseError):
        act(record, by=who)


def test_nobody_approves_what_they_proposed_whatever_their_roles() -> None:
    with pytest.raises(SecondPersonNeededError):
        approving(proposed(), by=MANAGER)


REFUSED: dict[str, tuple[Callable[[], object], type[DomainError]]] = {
    "held, and proposed": (lambda: proposing(held()), HeldError),
    "proposed twice": (lambda: proposing(proposed()), ErasureUnderWayError),
    "approved twice": (lambda: approving(approved()), NoErasureError),
    "approved unasked": (lambda: approving(a_submitted_record()), NoErasureError),
    "nothing chosen": (lambda: proposing(a_submitted_record(), groups=()), NothingToEraseError),
    "nothing there": (
        lambda: proposing(a_submitted_record(), groups=[FieldGroup.WELFARE]),
        NothingToEraseError,
    ),
    "erased already": (lambda: proposing(completed()), NothingToEraseError),
    "still being assessed": (
        lambda: proposing(a_submitted_record(**CED_FIRED)),
        StillReferredError,
    ),
    "period not over": (
        lambda: proposing(a_submitted_record(), ground=GroundForErasure.RETENTION_OVER),
        PeriodNotOverError,
    ),
    "confirmed too early": (
        lambda: deciding.confirm(approved(), (), command=MANAGER.commands()),
        CoolingOffError,
    ),
    "undone too late": (
        lambda: deciding.undo(
            confirmed(), GroundForKeeping.EVIDENCE, command=MANAGER.commands(at=LATER)
        ),
        NoWayBackError,
    ),
    "undone unasked": (
        lambda: deciding.undo(proposed(), GroundForKeeping.EVIDENCE, command=MANAGER.commands()),
        NoErasureError,
    ),
    "kept while it is erased": (
        lambda: deciding.keep(
            proposed(),
            GroundForKeeping.PATTERN,
            until=date(2030, 1, 1),
            today=NOON.date(),
            command=MANAGER.commands(),
        ),
        ErasureUnderWayError,
    ),
    "kept until yesterday": (
        lambda: deciding.keep(
            a_submitted_record(),
            GroundForKeeping.PATTERN,
            until=NOON.date(),
            today=NOON.date(),
            command=MANAGER.commands(),
        ),
        ReviewInThePastError,
    ),
    "no such hold": (
        lambda: deciding.ask_release(held(), uuid4(), command=MANAGER.commands()),
        NoSuchHoldError,
    ),
    "released unasked": (
        lambda: deciding.release(held(), HOLD, command=MANAGER.commands()),
        NoSuchHoldError,
    ),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_must_not_be_is_refused_by_name(name: str) -> None:
    act, refusal = REFUSED[name]

    with pytest.raises(refusal):
        act()


def test_a_period_that_is_over_is_a_ground() -> None:
    record = a_submitted_record(**WORDS)

    (event,) = proposing(record, ground=GroundForErasure.RETENTION_OVER, over=True)

    assert event.groups == SEALED  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("before", "followed"), [(proposed, ErasureTurnedDown), (approved, ErasureReversed)]
)
def test_a_hold_always_wins(before: Callable[[], UseOfForceRecord], followed: type[Event]) -> None:
    record = before()

    events = holding(record)

    assert type(events[-1]) is followed
    after = and_then(record, events)
    assert after.keeping.is_held
    assert after.keeping.erasure is None
    assert after.keeping.gone == {}


def test_a_hold_that_comes_too_late_still_protects_what_is_left() -> None:
    record = and_then(confirmed(), holding(confirmed()))

    assert record.keeping.is_held
    assert record.keeping.is_at(Stage.CONFIRMED)


def test_a_hold_is_released_by_two_people() -> None:
    record = held()
    record = and_then(record, deciding.ask_release(record, HOLD, command=MANAGER.commands()))
    assert record.keeping.is_held

    with pytest.raises(SecondPersonNeededError):
        deciding.release(record, HOLD, command=MANAGER.commands())
    record = and_then(record, deciding.release(record, HOLD, command=PROTECTION.commands()))

    assert not record.keeping.is_held


def test_no_event_of_an_erasure_can_hold_content() -> None:
    """T43: codes, ids, numbers and moments, and a certificate made of them; nothing is even sealed."""
    free_text = {
        (kind.TOPIC, entry.name)
        for kind in ERASURE_EVENTS
        for entry in fields(kind)
        if "str" in str(entry.type)
    }

    assert free_text == {("use-of-force-record.erasure-completed", "certificate")}
    assert all(not kind.SEALED for kind in ERASURE_EVENTS)


def test_what_an_erasure_leaves_in_the_log_says_no_word_of_the_record() -> None:
    record = a_submitted_record(**WORDS)
    events = proposing(record)
    events += approving(and_then(record, events))

    written = str([encode(event) for event in events])

    assert not [word for word in WORDS.values() if word in written]
