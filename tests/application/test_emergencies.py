"""A record that is not one's to read can be opened in an emergency, and never on the quiet."""

from datetime import timedelta
from uuid import UUID, uuid4

import pytest

from domain.access.errors import NotAllowedError
from domain.access.policy import Permission
from domain.codelists.emergencies import EmergencyOutcome, GroundForBreakingGlass
from domain.codelists.reasons import GroundForRestriction
from domain.errors import NotFoundError
from domain.people.errors import AlreadyReadableError, NoEmergencyError, OwnEmergencyError
from domain.people.events import GlassBroken, GlassReviewed
from domain.people.person import GLASS_STAYS_BROKEN
from domain.records.errors import NothingSaidError
from tests.application.in_memory import InMemory
from tests.builders import answers
from tests.fakes import NOON
from tests.people import (
    ADMINISTRATOR,
    COLLEAGUE,
    OFFICER,
    OTHER_SUPERVISOR,
    STANDARDS,
    SUPERVISOR,
    Somebody,
)

GROUND = GroundForBreakingGlass.RISK_TO_LIFE
WORDS = "The person is missing and may have been hurt."


@pytest.fixture
def record(memory: InMemory) -> UUID:
    """Of an officer whom somebody else supervises."""
    done = memory.records.submit(
        uuid4(),
        reference="UOF-26-000417",
        started_at=NOON,
        answers=answers(),
        requester=OFFICER.asks(),
    )
    return done.aggregate


def break_glass(
    memory: InMemory, record: UUID, who: Somebody = OTHER_SUPERVISOR, words: str = WORDS
) -> int:
    done = memory.emergencies.break_glass(
        record, ground=GROUND, explanation=words, requester=who.asks()
    )
    return done.version


def may_read(memory: InMemory, record: UUID, who: Somebody = OTHER_SUPERVISOR) -> bool:
    try:
        memory.records.read(record, by=who.id)
    except NotFoundError:
        return False
    return True


def test_a_supervisor_reads_for_an_hour_and_no_longer(memory: InMemory, record: UUID) -> None:
    assert not may_read(memory, record)

    break_glass(memory, record)

    assert may_read(memory, record)
    memory.clock.advance(minutes=59)
    assert may_read(memory, record)
    memory.clock.advance(minutes=1)
    assert not may_read(memory, record)


def test_it_opens_one_record_to_one_person_for_reading_alone(
    memory: InMemory, record: UUID
) -> None:
    other = memory.records.submit(
        uuid4(),
        reference="UOF-26-000418",
        started_at=NOON,
        answers=answers(),
        requester=OFFICER.asks(),
    ).aggregate

    break_glass(memory, record)

    found = memory.stored.get(record)
    assert not may_read(memory, other)
    assert not may_read(memory, record, COLLEAGUE)
    for permission in Permission:
        if permission in (Permission.EVERYBODY, Permission.SIGNED_IN):
            continue
        of_no_record = memory.access.may(OTHER_SUPERVISOR.id, permission, memory.stored.get(other))
        allowed = memory.access.may(OTHER_SUPERVISOR.id, permission, found)
        assert allowed == (of_no_record or permission is Permission.READ), permission


def test_the_event_says_who_which_why_and_until_when(memory: InMemory, record: UUID) -> None:
    break_glass(memory, record)

    event = memory.last(OTHER_SUPERVISOR.id)

    assert isinstance(event, GlassBroken)
    assert event.metadata.actor == OTHER_SUPERVISOR.id
    assert (event.record, event.ground, event.explanation) == (record, GROUND, WORDS)
    assert event.until == memory.clock.now() + GLASS_STAYS_BROKEN


@pytest.mark.parametrize("who", [OFFICER, COLLEAGUE, STANDARDS], ids=lambda who: who.username)
def test_only_a_supervisor_breaks_the_glass(memory: InMemory, record: UUID, who: Somebody) -> None:
    with pytest.raises(NotAllowedError):
        break_glass(memory, record, who)


def test_who_may_read_it_anyway_needs_no_emergency(memory: InMemory, record: UUID) -> None:
    with pytest.raises(AlreadyReadableError):
        break_glass(memory, record, SUPERVISOR)


def test_a_restricted_record_stays_hidden(memory: InMemory, record: UUID) -> None:
    break_glass(memory, record)
    memory.records.restrict(
        record,
        ground=GroundForRestriction.EVIDENCE,
        explanation="Needed at court.",
        requester=STANDARDS.asks(),
    )

    assert not may_read(memory, record)
    with pytest.raises(NotFoundError):
        break_glass(memory, record)


def test_a_record_that_is_not_there_cannot_be_opened(memory: InMemory) -> None:
    with pytest.raises(NotFoundError):
        break_glass(memory, uuid4())


def test_nobody_opens_one_without_a_word(memory: InMemory, record: UUID) -> None:
    with pytest.raises(NothingSaidError):
        break_glass(memory, record, words="  ")


def test_professional_standards_look_into_it_once(memory: InMemory, record: UUID) -> None:
    version = break_glass(memory, record)

    memory.emergencies.review(
        OTHER_SUPERVISOR.id,
        version,
        EmergencyOutcome.JUSTIFIED,
        explanation="The log of the control room agrees.",
        requester=STANDARDS.asks(),
    )

    assert isinstance(memory.last(OTHER_SUPERVISOR.id), GlassReviewed)
    with pytest.raises(NoEmergencyError):
        memory.emergencies.review(
            OTHER_SUPERVISOR.id,
            version,
            EmergencyOutcome.NOT_JUSTIFIED,
            explanation="On second thoughts.",
            requester=STANDARDS.asks(),
        )


def test_a_review_is_of_an_emergency(memory: InMemory, record: UUID) -> None:
    version = break_glass(memory, record)

    with pytest.raises(NoEmergencyError):
        memory.emergencies.review(
            OTHER_SUPERVISOR.id,
            version - 1,
            EmergencyOutcome.JUSTIFIED,
            explanation="Of nothing.",
            requester=STANDARDS.asks(),
        )


def test_only_professional_standards_look_into_it(memory: InMemory, record: UUID) -> None:
    version = break_glass(memory, record)

    with pytest.raises(NotAllowedError):
        memory.emergencies.review(
            OTHER_SUPERVISOR.id,
            version,
            EmergencyOutcome.JUSTIFIED,
            explanation="All is well.",
            requester=SUPERVISOR.asks(),
        )
    with pytest.raises(NotFoundError):
        memory.emergencies.emergency(OTHER_SUPERVISOR.id, version, by=SUPERVISOR.id)
    said = memory.emergencies.emergency(OTHER_SUPERVISOR.id, version, by=STANDARDS.id)
    assert said.explanation == WORDS


def test_nobody_looks_into_their_own(memory: InMemory, record: UUID) -> None:
    version = break_glass(memory, record)
    memory.people.grant(
        OTHER_SUPERVISOR.id,
        STANDARDS.role,
        since=None,
        until=memory.clock.now() + timedelta(days=9),
        requester=ADMINISTRATOR.asks(),
    )

    with pytest.raises(OwnEmergencyError):
        memory.emergencies.review(
            OTHER_SUPERVISOR.id,
            version,
            EmergencyOutcome.JUSTIFIED,
            explanation="I was right.",
            requester=OTHER_SUPERVISOR.asks(),
        )
