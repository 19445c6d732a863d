"""Nobody looks in confidence but for a case that somebody else approved, and no longer than approved (T53)."""

from datetime import timedelta
from uuid import uuid4

import pytest

from application.carrying_out import KeyReusedError
from domain.access.errors import NotAllowedError
from domain.codelists.confidence import ConfidenceOutcome
from domain.codelists.forces import Force
from domain.codelists.roles import Role
from domain.errors import DomainError, NotFoundError
from domain.people.errors import (
    ApprovalTooLongError,
    ConfidenceDecidedError,
    ConfidenceRequestedError,
    ConfidenceUndecidableError,
    NoCaseError,
    NoConfidenceError,
    OwnConfidenceError,
)
from domain.people.events import ConfidenceApproved, ConfidenceRequested
from domain.records.errors import NothingSaidError
from domain.records.events import Unopened
from tests.application.in_memory import InMemory
from tests.people import ADMINISTRATOR, OFFICER, STANDARDS, SUPERVISOR, Somebody
from tests.standards import HEAD, INVESTIGATOR, REVIEWER, WORDS, approved, requested

CASE = "CO/123/26"


@pytest.fixture(autouse=True)
def _those_who_watch(memory: InMemory) -> None:
    for one in (INVESTIGATOR, HEAD, REVIEWER):
        appoint(memory, one, Force.NORTHSHIRE)


def appoint(memory: InMemory, who: Somebody, force: Force) -> None:
    memory.people.found(
        who.id,
        name=who.name,
        collar_number=who.collar_number,
        force=force,
        rank=who.rank,
        role=who.role,
    )


def may_look(memory: InMemory, case: str = CASE, who: Somebody = STANDARDS) -> bool:
    return memory.access.person(who.id).looks_in_confidence_at(case, memory.clock.now())


def approve(memory: InMemory, version: int, by: Somebody, who: Somebody = STANDARDS) -> None:
    memory.confidences.approve(
        who.id,
        version,
        lasts=timedelta(days=1),
        explanation="It is needed.",
        requester=by.asks(),
    )


def decline(memory: InMemory, version: int) -> None:
    memory.confidences.decline(
        STANDARDS.id, version, explanation="There is another way.", requester=HEAD.asks()
    )


def as_head_too(memory: InMemory, who: Somebody) -> None:
    memory.people.grant(
        who.id, Role.HEAD_OF_STANDARDS, since=None, until=None, requester=ADMINISTRATOR.asks()
    )


def test_it_holds_for_one_person_and_one_case_once_approved_and_ends_by_itself(
    memory: InMemory,
) -> None:
    version = requested(memory, CASE)
    asked = may_look(memory)
    approve(memory, version, HEAD)

    assert (asked, may_look(memory)) == (False, True)
    assert not may_look(memory, "CO/124/26")
    assert not may_look(memory, who=INVESTIGATOR)
    memory.clock.advance(hours=23, minutes=59)
    assert may_look(memory)
    memory.clock.advance(minutes=1)
    assert not may_look(memory)


def test_who_asked_and_who_decides_read_what_was_said_and_nobody_else(memory: InMemory) -> None:
    version = approved(memory, CASE)

    for reader in (STANDARDS, HEAD, REVIEWER):
        said = memory.confidences.asked(STANDARDS.id, version, by=reader.id)
        assert (said.request.case, said.why) == (CASE, WORDS)
        assert (said.outcome, said.why_decided) == (ConfidenceOutcome.APPROVED, "It is needed.")
    for other in (INVESTIGATOR, SUPERVISOR, OFFICER):
        with pytest.raises(NotFoundError):
            memory.confidences.asked(STANDARDS.id, version, by=other.id)
        with pytest.raises(NotFoundError):
            memory.confidences.cases([STANDARDS.id], by=other.id)
    assert memory.confidences.cases([STANDARDS.id], by=HEAD.id) == {(STANDARDS.id, version): CASE}


def test_case_and_words_are_sealed(memory: InMemory) -> None:
    version = approved(memory, CASE)

    asked, decided = (
        memory.reader.events_of(STANDARDS.id)[at - 1] for at in (version, version + 1)
    )

    assert isinstance(asked, ConfidenceRequested)
    assert isinstance(decided, ConfidenceApproved)
    words = (asked.case, asked.explanation, decided.explanation)
    assert all(isinstance(one, Unopened) for one in words)


@pytest.mark.parametrize("who", [OFFICER, SUPERVISOR, HEAD, REVIEWER], ids=lambda who: who.username)
def test_only_an_investigator_asks(memory: InMemory, who: Somebody) -> None:
    with pytest.raises(NotAllowedError):
        requested(memory, CASE, who=who)


@pytest.mark.parametrize(
    ("case", "words", "refusal"),
    [
        ("my neighbour", WORDS, NoCaseError),
        ("", WORDS, NoCaseError),
        (CASE, " ", NothingSaidError),
    ],
)
def test_it_takes_a_case_and_words(
    memory: InMemory, case: str, words: str, refusal: type[DomainError]
) -> None:
    with pytest.raises(refusal):
        memory.confidences.request(case, explanation=words, requester=STANDARDS.asks())


def test_a_case_is_not_asked_for_twice_while_it_waits_or_holds(memory: InMemory) -> None:
    version = requested(memory, CASE)
    with pytest.raises(ConfidenceRequestedError):
        requested(memory, CASE)
    approve(memory, version, HEAD)
    with pytest.raises(ConfidenceRequestedError):
        requested(memory, CASE)

    requested(memory, "CO/124/26")
    memory.clock.advance(days=1)

    approve(memory, requested(memory, CASE), HEAD)
    assert may_look(memory)


@pytest.mark.parametrize("by", [INVESTIGATOR, SUPERVISOR], ids=lambda who: who.username)
def test_a_colleague_approves_nothing(memory: InMemory, by: Somebody) -> None:
    version = requested(memory, CASE)

    with pytest.raises(NotAllowedError):
        approve(memory, version, by)


def test_the_outside_reviewer_decides_of_a_head_and_a_head_of_all_others(memory: InMemory) -> None:
    of_an_investigator = requested(memory, CASE)
    with pytest.raises(ConfidenceUndecidableError):
        approve(memory, of_an_investigator, REVIEWER)

    as_head_too(memory, STANDARDS)

    with pytest.raises(ConfidenceUndecidableError):
        approve(memory, of_an_investigator, HEAD)
    approve(memory, of_an_investigator, REVIEWER)
    assert may_look(memory)


def test_nobody_decides_of_their_own(memory: InMemory) -> None:
    as_head_too(memory, STANDARDS)
    version = requested(memory, CASE)

    with pytest.raises(OwnConfidenceError):
        approve(memory, version, STANDARDS)
    assert not may_look(memory)


def test_what_was_declined_holds_not_and_is_decided_once(memory: InMemory) -> None:
    version = requested(memory, CASE)

    decline(memory, version)

    said = memory.confidences.asked(STANDARDS.id, version, by=STANDARDS.id)
    assert (said.outcome, said.why_decided) == (
        ConfidenceOutcome.DECLINED,
        "There is another way.",
    )
    for again in (lambda: decline(memory, version), lambda: approve(memory, version, HEAD)):
        with pytest.raises(ConfidenceDecidedError):
            again()
    assert not may_look(memory)


@pytest.mark.parametrize("days", [0, -1, 91])
def test_it_is_approved_for_days_that_end(memory: InMemory, days: int) -> None:
    with pytest.raises(ApprovalTooLongError):
        approved(memory, CASE, days=days)


def test_a_decision_says_why(memory: InMemory) -> None:
    version = requested(memory, CASE)

    with pytest.raises(NothingSaidError):
        memory.confidences.decline(STANDARDS.id, version, explanation=" ", requester=HEAD.asks())
    with pytest.raises(NothingSaidError):
        memory.confidences.approve(
            STANDARDS.id,
            version,
            lasts=timedelta(days=1),
            explanation="",
            requester=HEAD.asks(),
        )


@pytest.mark.parametrize("by", [STANDARDS, HEAD, REVIEWER], ids=lambda who: who.username)
def test_it_can_be_ended_at_once_by_who_asked_and_who_decides(
    memory: InMemory, by: Somebody
) -> None:
    version = approved(memory, CASE)

    memory.confidences.end(STANDARDS.id, version, requester=by.asks())

    assert not may_look(memory)
    with pytest.raises(NoConfidenceError):
        memory.confidences.end(STANDARDS.id, version, requester=by.asks())


def test_a_colleague_ends_nothing(memory: InMemory) -> None:
    version = approved(memory, CASE)

    with pytest.raises(NotAllowedError):
        memory.confidences.end(STANDARDS.id, version, requester=INVESTIGATOR.asks())
    assert may_look(memory)


def test_what_was_withdrawn_is_not_approved(memory: InMemory) -> None:
    version = requested(memory, CASE)

    memory.confidences.end(STANDARDS.id, version, requester=STANDARDS.asks())

    with pytest.raises(ConfidenceDecidedError):
        approve(memory, version, HEAD)


def test_what_is_over_or_was_never_asked_is_not_ended(memory: InMemory) -> None:
    version = approved(memory, CASE, days=1)
    memory.clock.advance(days=1)

    for number in (version, version + 1, 1):
        with pytest.raises(NoConfidenceError):
            memory.confidences.end(STANDARDS.id, number, requester=HEAD.asks())


def test_a_head_of_another_force_has_no_say(memory: InMemory) -> None:
    elsewhere = Somebody(
        name="Kit Dipper", collar_number="1", rank=HEAD.rank, role=Role.HEAD_OF_STANDARDS
    )
    appoint(memory, elsewhere, Force.KENT)
    version = requested(memory, CASE)

    for act in (
        lambda: approve(memory, version, elsewhere),
        lambda: memory.confidences.asked(STANDARDS.id, version, by=elsewhere.id),
        lambda: memory.confidences.cases([STANDARDS.id], by=elsewhere.id),
        lambda: memory.confidences.end(STANDARDS.id, version, requester=elsewhere.asks()),
    ):
        with pytest.raises(NotFoundError):
            act()


def test_the_same_decision_sent_twice_counts_once_and_another_is_refused(memory: InMemory) -> None:
    version, key = requested(memory, CASE), uuid4()

    def sent(days: int) -> bool:
        done = memory.confidences.approve(
            STANDARDS.id,
            version,
            lasts=timedelta(days=days),
            explanation="It is needed.",
            requester=HEAD.asks(key),
        )
        return done.repeated

    assert (sent(3), sent(3)) == (False, True)
    with pytest.raises(KeyReusedError):
        sent(4)
