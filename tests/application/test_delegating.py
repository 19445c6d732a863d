"""Somebody acts for a supervisor who is away, from a day until a day, and for nobody else."""

from datetime import datetime, timedelta
from uuid import UUID, uuid4

import pytest

from domain.access.errors import NotAllowedError
from domain.access.policy import Permission
from domain.codelists.roles import Role
from domain.people.errors import (
    CannotReviewError,
    CircularSupervisionError,
    DelegatedToOneselfError,
    DelegationHeldError,
    DelegationNotHeldError,
    GrantEndsBeforeItStartsError,
    GrantInThePastError,
)
from domain.people.events import DelegationEnded, SupervisionDelegated
from domain.records.errors import OwnReviewError
from tests.application.in_memory import InMemory
from tests.builders import answers
from tests.fakes import NOON
from tests.people import ADMINISTRATOR, COLLEAGUE, OFFICER, OTHER_SUPERVISOR, SUPERVISOR, Somebody

WEEK = timedelta(days=7)


def submitted(memory: InMemory, officer: Somebody = OFFICER) -> UUID:
    done = memory.records.submit(
        uuid4(),
        reference=f"UOF-26-{uuid4().int % 1_000_000:06}",
        started_at=NOON,
        answers=answers(),
        requester=officer.asks(),
    )
    return done.aggregate


def delegate(
    memory: InMemory,
    to: Somebody = OTHER_SUPERVISOR,
    *,
    since: datetime | None = None,
    until: datetime | None = None,
) -> None:
    memory.people.delegate(
        to.id,
        since=since,
        until=until or memory.clock.now() + WEEK,
        requester=SUPERVISOR.asks(),
    )


def may_review(memory: InMemory, record: UUID, who: Somebody = OTHER_SUPERVISOR) -> bool:
    return memory.access.may(who.id, Permission.REVIEW, memory.stored.get(record))


def test_who_acts_for_a_supervisor_reviews_the_team_until_the_day(memory: InMemory) -> None:
    record = submitted(memory)
    assert not may_review(memory, record)

    delegate(memory)

    assert may_review(memory, record)
    assert may_review(memory, record, SUPERVISOR), "who is away may still"
    memory.clock.advance(days=7)
    assert not may_review(memory, record)


def test_it_may_begin_later(memory: InMemory) -> None:
    record = submitted(memory)
    delegate(memory, since=memory.clock.now() + timedelta(days=1))

    before = may_review(memory, record)
    memory.clock.advance(days=1)

    assert (before, may_review(memory, record)) == (False, True)


def test_it_can_be_ended_before_its_day(memory: InMemory) -> None:
    record = submitted(memory)
    delegate(memory)

    memory.people.end_delegation(OTHER_SUPERVISOR.id, requester=SUPERVISOR.asks())

    assert not may_review(memory, record)
    assert isinstance(memory.last(OTHER_SUPERVISOR.id), DelegationEnded)
    with pytest.raises(DelegationNotHeldError):
        memory.people.end_delegation(OTHER_SUPERVISOR.id, requester=SUPERVISOR.asks())


def test_the_decision_stands_under_the_name_of_who_acted(memory: InMemory) -> None:
    record = submitted(memory)
    delegate(memory)

    memory.reviews.accept(record, advice="", version=1, requester=OTHER_SUPERVISOR.asks())

    accepted = memory.last(record)
    assert accepted.metadata.actor == OTHER_SUPERVISOR.id
    assert accepted.metadata.role is Role.SUPERVISOR
    assert isinstance(memory.last(OTHER_SUPERVISOR.id), SupervisionDelegated)


def test_acting_for_somebody_opens_no_record_of_ones_own(memory: InMemory) -> None:
    """Spec: audit, T54."""
    memory.people.grant(
        COLLEAGUE.id, Role.SUPERVISOR, since=None, until=None, requester=ADMINISTRATOR.asks()
    )
    record = submitted(memory, COLLEAGUE)
    delegate(memory, COLLEAGUE)

    assert not may_review(memory, record, COLLEAGUE)
    with pytest.raises((OwnReviewError, NotAllowedError)):
        memory.reviews.accept(record, advice="", version=1, requester=COLLEAGUE.asks())


def test_it_is_not_handed_on(memory: InMemory) -> None:
    """Acting for one who acts for another gives nothing of that other's."""
    record = submitted(memory)
    delegate(memory)
    memory.people.grant(
        COLLEAGUE.id, Role.SUPERVISOR, since=None, until=None, requester=ADMINISTRATOR.asks()
    )

    memory.people.delegate(
        COLLEAGUE.id,
        since=None,
        until=memory.clock.now() + WEEK,
        requester=OTHER_SUPERVISOR.asks(),
    )

    assert not may_review(memory, record, COLLEAGUE)


def test_only_a_supervisor_can_be_asked_to_act(memory: InMemory) -> None:
    with pytest.raises(CannotReviewError):
        delegate(memory, COLLEAGUE)


def test_only_a_supervisor_has_somebody_act(memory: InMemory) -> None:
    with pytest.raises(NotAllowedError):
        memory.people.delegate(
            OTHER_SUPERVISOR.id,
            since=None,
            until=memory.clock.now() + WEEK,
            requester=OFFICER.asks(),
        )


def test_nobody_acts_for_themselves(memory: InMemory) -> None:
    with pytest.raises(DelegatedToOneselfError):
        delegate(memory, SUPERVISOR)


def test_the_same_time_is_given_once(memory: InMemory) -> None:
    delegate(memory)

    with pytest.raises(DelegationHeldError):
        delegate(memory)


def test_it_neither_reaches_back_nor_ends_before_it_begins(memory: InMemory) -> None:
    now = memory.clock.now()

    with pytest.raises(GrantInThePastError):
        delegate(memory, since=now - timedelta(days=1))
    with pytest.raises(GrantEndsBeforeItStartsError):
        delegate(memory, since=now + WEEK, until=now + WEEK)


def test_two_do_not_supervise_each_other(memory: InMemory) -> None:
    """Spec: audit, T55: they would review each other's records."""
    with pytest.raises(CircularSupervisionError):
        memory.people.assign_supervisor(SUPERVISOR.id, OFFICER.id, requester=ADMINISTRATOR.asks())

    memory.people.assign_supervisor(
        SUPERVISOR.id, OTHER_SUPERVISOR.id, requester=ADMINISTRATOR.asks()
    )
    with pytest.raises(CircularSupervisionError):
        memory.people.assign_supervisor(
            OTHER_SUPERVISOR.id, OFFICER.id, requester=ADMINISTRATOR.asks()
        )
