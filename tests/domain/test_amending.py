from typing import Any
from uuid import UUID

import pytest

from domain.codelists.answers import Absence, YesNo
from domain.codelists.injuries import SubjectInjured
from domain.codelists.outcomes import Outcome
from domain.codelists.reasons import (
    GroundForRestriction,
    ReasonForAmendment,
    ReasonForWithdrawal,
)
from domain.codelists.roles import Role
from domain.codelists.statuses import RecordStatus
from domain.command import Command
from domain.event import Event
from domain.records.errors import (
    AccountHasGapsError,
    NothingChangedError,
    NothingSaidError,
    NotTheOfficerError,
    RecordRestrictedError,
    RecordWithdrawnError,
)
from domain.records.events import Amended, PinnedNote
from domain.records.record import UseOfForceRecord
from tests.builders import MINOR_INJURY, a_submitted_record, an_accepted_record, and_then
from tests.people import COLLEAGUE, OFFICER, STANDARDS, SUPERVISOR


def amend(
    record: UseOfForceRecord,
    *,
    command: Command | None = None,
    explanation: str = "I had the wrong area.",
    **changes: Any,
) -> tuple[Event, ...]:
    return record.amend(
        changes,
        reason=ReasonForAmendment.ERROR,
        explanation=explanation,
        command=command or OFFICER.commands(),
    )


def amendment(events: tuple[Event, ...]) -> Amended:
    first = events[0]
    assert isinstance(first, Amended)
    return first


def test_an_amendment_carries_the_changed_answers_and_no_others() -> None:
    record = a_submitted_record()

    event = amendment(amend(record, area="north", single_crewed=YesNo.NO))

    assert event.answers == {"area": "north"}


def test_an_amendment_says_why_in_code_and_in_words() -> None:
    event = amendment(amend(a_submitted_record(), area="north", explanation="I looked it up."))

    assert event.reason is ReasonForAmendment.ERROR
    assert event.metadata.why == "error"
    assert event.explanation == "I looked it up."


def test_an_amendment_follows_the_version_it_was_decided_on() -> None:
    record = a_submitted_record()

    event = amendment(amend(record, area="north"))

    assert event.originator_version == record.version + 1


def test_an_amended_record_holds_the_new_answer_and_keeps_the_others() -> None:
    record = a_submitted_record()

    amended = and_then(record, amend(record, area="north"))

    assert amended.account.area == "north"
    assert amended.account == record.account.with_changes({"area": "north"})


@pytest.mark.parametrize(
    "record",
    [
        pytest.param(an_accepted_record(), id="accepted"),
        pytest.param(
            and_then(
                a_submitted_record(),
                a_submitted_record().give_back(
                    [PinnedNote(question="", text="Look again.")], command=SUPERVISOR.commands()
                ),
            ),
            id="returned",
        ),
    ],
)
def test_a_reviewed_record_that_is_amended_goes_back_to_review(record: UseOfForceRecord) -> None:
    assert record.status is not RecordStatus.SUBMITTED

    amended = and_then(record, amend(record, area="north"))

    assert amended.status is RecordStatus.SUBMITTED


def test_what_professional_standards_hold_stays_with_them_when_it_is_amended() -> None:
    record = a_submitted_record()
    referred = and_then(record, record.refer("Please look.", command=SUPERVISOR.commands()))

    amended = and_then(referred, amend(referred, area="north"))

    assert amended.status is RecordStatus.REFERRED


@pytest.mark.parametrize(
    "command",
    [COLLEAGUE.commands(), SUPERVISOR.commands(), STANDARDS.commands()],
    ids=["a colleague", "the supervisor", "professional standards"],
)
def test_only_its_officer_amends_a_record(command: Command) -> None:
    with pytest.raises(NotTheOfficerError):
        amend(a_submitted_record(), command=command, area="north")


@pytest.mark.parametrize("role", Role)
def test_another_officer_amends_nothing_whatever_their_role(role: Role) -> None:
    with pytest.raises(NotTheOfficerError):
        amend(a_submitted_record(), command=COLLEAGUE.commands(role=role), area="north")


def test_a_withdrawn_record_is_not_amended() -> None:
    record = a_submitted_record()
    withdrawn = and_then(
        record,
        record.withdraw(
            reason=ReasonForWithdrawal.DUPLICATE, explanation="Twice.", command=OFFICER.commands()
        ),
    )

    with pytest.raises(RecordWithdrawnError):
        amend(withdrawn, area="north")


def test_a_restricted_record_is_not_amended() -> None:
    record = a_submitted_record()
    restricted = and_then(
        record,
        record.restrict(
            ground=GroundForRestriction.EVIDENCE,
            explanation="Needed in court.",
            command=STANDARDS.commands(),
        ),
    )

    with pytest.raises(RecordRestrictedError):
        amend(restricted, area="north")


def test_an_amendment_that_changes_nothing_is_refused() -> None:
    with pytest.raises(NothingChangedError):
        amend(a_submitted_record(), area="central")


@pytest.mark.parametrize("silence", ["", " ", "\n\t "])
def test_an_amendment_without_a_word_is_refused(silence: str) -> None:
    with pytest.raises(NothingSaidError):
        amend(a_submitted_record(), area="north", explanation=silence)


def test_an_amendment_that_leaves_a_gap_is_refused() -> None:
    with pytest.raises(AccountHasGapsError) as refusal:
        amend(a_submitted_record(), subject_injured=SubjectInjured.YES)

    assert {finding.question for finding in refusal.value.findings} == {
        "subject_injury_level",
        "subject_medical_offered",
    }


def test_answers_that_are_no_longer_asked_are_dropped_and_the_history_says_so() -> None:
    record = a_submitted_record(**MINOR_INJURY)

    event = amendment(amend(record, subject_injured=SubjectInjured.NO))

    assert event.answers == {
        "subject_injured": SubjectInjured.NO,
        "subject_injury_level": Absence.NOT_ANSWERED,
        "subject_medical_offered": Absence.NOT_ANSWERED,
        "subject_medical_provided": Absence.NOT_ANSWERED,
    }


def test_an_answer_that_was_dropped_is_not_asked_any_longer() -> None:
    record = a_submitted_record(**MINOR_INJURY)

    amended = and_then(record, amend(record, subject_injured=SubjectInjured.NO))

    assert amended.account.answer("subject_injury_level") is Absence.NOT_ASKED


def test_an_officer_may_amend_more_than_once() -> None:
    record = a_submitted_record()

    first = and_then(record, amend(record, area="north"))
    second = and_then(first, amend(first, outcomes=(Outcome.OTHER,)))

    assert (second.account.area, second.account.outcomes) == ("north", (Outcome.OTHER,))
    assert second.version == record.version + 2


def test_an_officer_who_was_promoted_amends_their_own_record_and_the_rank_then_stays() -> None:
    record = a_submitted_record()

    amended = and_then(
        record, amend(record, command=OFFICER.commands(role=Role.SUPERVISOR), area="north")
    )

    assert amended.rank is OFFICER.rank


def test_an_amendment_never_moves_a_record_to_another_officer() -> None:
    record = a_submitted_record()

    amended = and_then(record, amend(record, colleagues=(UUID(int=7),)))

    assert amended.officer == OFFICER.id
