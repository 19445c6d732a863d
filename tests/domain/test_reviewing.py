from datetime import UTC, datetime

import pytest

from domain.codelists.answers import Absence
from domain.codelists.reasons import GroundForRestriction, ReasonForAmendment
from domain.codelists.statuses import RecordStatus
from domain.records.errors import (
    NamedInRecordError,
    NotAwaitingReviewError,
    NothingSaidError,
    UnknownQuestionError,
)
from domain.records.events import Accepted, PinnedNote, Referred, Returned
from domain.records.record import UseOfForceRecord
from tests.builders import a_submitted_record, an_accepted_record, and_then
from tests.domain.decisions import Decision, accepted, each_decision, referred, returned
from tests.domain.withdrawals import a_withdrawn_record
from tests.people import OFFICER, STANDARDS, SUPERVISOR

PINNED = (
    PinnedNote(question="area", text="Which area?"),
    PinnedNote(question="", text="Add your account."),
)


def test_a_return_carries_its_notes_each_pinned_to_a_question_or_to_the_whole() -> None:
    (event,) = a_submitted_record().give_back(PINNED, command=SUPERVISOR.commands())

    assert isinstance(event, Returned)
    assert event.notes == PINNED


def test_a_returned_record_remembers_what_was_asked_and_when() -> None:
    record = a_submitted_record()

    back = and_then(record, record.give_back(PINNED, command=SUPERVISOR.commands()))

    assert back.status is RecordStatus.RETURNED
    assert back.notes == PINNED
    assert back.returned_at_version == back.version


def test_a_second_return_replaces_what_the_first_one_asked() -> None:
    record = a_submitted_record()
    once = and_then(record, record.give_back(PINNED, command=SUPERVISOR.commands()))
    answered = and_then(
        once,
        once.amend(
            {"area": "north"},
            reason=ReasonForAmendment.ERROR,
            explanation="x",
            command=OFFICER.commands(),
        ),
    )

    twice = and_then(answered, answered.give_back(PINNED[:1], command=SUPERVISOR.commands()))

    assert twice.notes == PINNED[:1]
    assert twice.returned_at_version == twice.version


def test_a_return_without_a_note_is_refused() -> None:
    with pytest.raises(NothingSaidError):
        a_submitted_record().give_back([], command=SUPERVISOR.commands())


def test_a_return_with_an_empty_note_among_others_is_refused() -> None:
    notes = [*PINNED, PinnedNote(question="reasons", text=" ")]

    with pytest.raises(NothingSaidError):
        a_submitted_record().give_back(notes, command=SUPERVISOR.commands())


def test_a_note_pinned_to_no_question_of_the_form_is_refused() -> None:
    notes = [PinnedNote(question="shoe_size", text="How large?")]

    with pytest.raises(UnknownQuestionError):
        a_submitted_record().give_back(notes, command=SUPERVISOR.commands())


def test_a_record_is_accepted_without_advice() -> None:
    (event,) = a_submitted_record().accept(advice="", command=SUPERVISOR.commands())

    assert isinstance(event, Accepted)
    assert (event.with_advice, event.advice) == (False, None)


def test_a_record_is_accepted_with_advice() -> None:
    (event,) = a_submitted_record().accept(
        advice="Name the conduct.", command=SUPERVISOR.commands()
    )

    assert isinstance(event, Accepted)
    assert (event.with_advice, event.advice) == (True, "Name the conduct.")


def test_advice_of_nothing_but_spaces_is_no_advice() -> None:
    (event,) = a_submitted_record().accept(advice="  \n", command=SUPERVISOR.commands())

    assert isinstance(event, Accepted)
    assert event.with_advice is False


def test_an_accepted_record_is_accepted() -> None:
    assert an_accepted_record().status is RecordStatus.ACCEPTED


def test_a_reviewer_refers_on_their_own_judgement_and_no_rule_is_named() -> None:
    (event,) = a_submitted_record().refer("It looks wrong.", command=SUPERVISOR.commands())

    assert isinstance(event, Referred)
    assert event.rules == ()
    assert event.explanation == "It looks wrong."
    assert event.metadata.why == "review"


def test_a_reviewers_referral_is_due_at_the_end_of_the_third_local_day() -> None:
    at = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)

    (event,) = a_submitted_record().refer("It looks wrong.", command=SUPERVISOR.commands(at=at))

    assert isinstance(event, Referred)
    assert event.due == datetime(2026, 11, 23, 23, 59, 59, tzinfo=UTC)


def test_a_referral_without_a_word_is_refused() -> None:
    with pytest.raises(NothingSaidError):
        a_submitted_record().refer(" ", command=SUPERVISOR.commands())


def test_a_referred_record_is_with_professional_standards() -> None:
    record = a_submitted_record()

    gone = and_then(record, referred(record, SUPERVISOR.commands()))

    assert gone.status is RecordStatus.REFERRED


def decided(decide: Decision) -> UseOfForceRecord:
    record = a_submitted_record()
    return and_then(record, decide(record, SUPERVISOR.commands()))


@each_decision
@pytest.mark.parametrize(
    "record",
    [decided(returned), decided(accepted), decided(referred), a_withdrawn_record()],
    ids=lambda record: record.status,
)
def test_a_supervisor_decides_nothing_that_is_not_awaiting_review(
    record: UseOfForceRecord, decide: Decision
) -> None:
    with pytest.raises(NotAwaitingReviewError):
        decide(record, SUPERVISOR.commands())


@each_decision
def test_professional_standards_decide_what_is_awaiting_review(decide: Decision) -> None:
    assert decide(a_submitted_record(), STANDARDS.commands())


@each_decision
@pytest.mark.parametrize(
    "record",
    [decided(returned), decided(accepted), decided(referred), a_withdrawn_record()],
    ids=lambda record: record.status,
)
def test_professional_standards_decide_nothing_that_is_not_awaiting_review(
    record: UseOfForceRecord, decide: Decision
) -> None:
    with pytest.raises(NotAwaitingReviewError):
        decide(record, STANDARDS.commands())


@each_decision
def test_a_restricted_record_can_still_be_decided(decide: Decision) -> None:
    record = a_submitted_record()
    restricted = and_then(
        record,
        record.restrict(
            ground=GroundForRestriction.EVIDENCE, explanation="Court.", command=STANDARDS.commands()
        ),
    )

    assert decide(restricted, STANDARDS.commands())


@each_decision
def test_taking_a_name_out_does_not_make_its_owner_a_reviewer(decide: Decision) -> None:
    record = a_submitted_record(colleagues=(SUPERVISOR.id,))
    unnamed = and_then(
        record,
        record.amend(
            {"colleagues": Absence.NOT_ANSWERED},
            reason=ReasonForAmendment.ERROR,
            explanation="She was not there.",
            command=OFFICER.commands(),
        ),
    )

    with pytest.raises(NamedInRecordError):
        decide(unnamed, SUPERVISOR.commands())
