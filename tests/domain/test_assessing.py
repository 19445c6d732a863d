import pytest

from domain.codelists.assessments import Assessment
from domain.codelists.reasons import ReasonForAmendment
from domain.codelists.roles import Role
from domain.codelists.statuses import RecordStatus
from domain.codelists.tactics import Tactic
from domain.command import Command
from domain.event import Event
from domain.records.errors import (
    NamedInRecordError,
    NothingSaidError,
    NothingToAssessError,
    OwnReviewError,
)
from domain.records.events import Assessed
from domain.records.record import UseOfForceRecord
from tests.builders import a_submitted_record, and_then, used
from tests.people import COLLEAGUE, OFFICER, STANDARDS, SUPERVISOR

BITTEN = {"tactics": used(Tactic.DOG_BITE)}


def assessed(
    record: UseOfForceRecord,
    *,
    command: Command | None = None,
    explanation: str = "The bite was light.",
) -> tuple[Event, ...]:
    return record.assess(Assessment.NO_MORE, explanation, command=command or STANDARDS.commands())


def a_referred_record() -> UseOfForceRecord:
    record = a_submitted_record()
    return and_then(record, record.refer("Please look.", command=SUPERVISOR.commands()))


def test_an_assessment_says_what_came_of_it_and_why() -> None:
    (event,) = assessed(a_submitted_record(**BITTEN))

    assert isinstance(event, Assessed)
    assert event.outcome is Assessment.NO_MORE
    assert event.explanation == "The bite was light."
    assert event.metadata.why == Assessment.NO_MORE


def test_a_referral_is_open_until_it_is_assessed() -> None:
    record = a_submitted_record(**BITTEN)

    settled = and_then(record, assessed(record))

    assert record.standing.open_referrals == ("dog-bite",)
    assert settled.standing.open_referrals == ()


def test_an_assessment_waives_nothing() -> None:
    record = a_submitted_record(**BITTEN)

    assert and_then(record, assessed(record)).referrals == ("dog-bite",)


def test_the_supervisors_review_goes_on_after_the_assessment_of_a_rule() -> None:
    record = a_submitted_record(**BITTEN)

    assert and_then(record, assessed(record)).status is RecordStatus.SUBMITTED


def test_an_accepted_record_stays_accepted_when_its_referral_is_assessed() -> None:
    record = a_submitted_record(**BITTEN)
    accepted = and_then(record, record.accept(advice="", command=SUPERVISOR.commands()))

    assert and_then(accepted, assessed(accepted)).status is RecordStatus.ACCEPTED


def test_what_a_reviewer_referred_goes_back_to_review_once_it_is_assessed() -> None:
    record = a_referred_record()

    settled = and_then(record, assessed(record))

    assert settled.status is RecordStatus.SUBMITTED
    assert not settled.standing.is_with_standards


def test_a_rule_that_fires_later_is_open_again() -> None:
    record = a_submitted_record(**BITTEN)
    settled = and_then(record, assessed(record))
    shot = settled.amend(
        {"tactics": used(Tactic.DOG_BITE, Tactic.AEP_FIRED)},
        reason=ReasonForAmendment.MISSING,
        explanation="I fired as well.",
        command=OFFICER.commands(),
    )

    assert and_then(settled, shot).standing.open_referrals == ("aep-fired",)


def test_what_was_not_referred_is_not_assessed() -> None:
    with pytest.raises(NothingToAssessError):
        assessed(a_submitted_record())


def test_what_was_assessed_is_not_assessed_again() -> None:
    record = a_submitted_record(**BITTEN)

    with pytest.raises(NothingToAssessError):
        assessed(and_then(record, assessed(record)))


@pytest.mark.parametrize("silence", ["", " "])
def test_an_assessment_without_a_word_is_refused(silence: str) -> None:
    with pytest.raises(NothingSaidError):
        assessed(a_referred_record(), explanation=silence)


@pytest.mark.parametrize("role", Role)
def test_nobody_assesses_their_own_record_whatever_their_role(role: Role) -> None:
    with pytest.raises(OwnReviewError):
        assessed(a_referred_record(), command=OFFICER.commands(role=role))


def test_nobody_assesses_a_record_they_are_named_in() -> None:
    record = a_submitted_record(**BITTEN, colleagues=(COLLEAGUE.id,))

    with pytest.raises(NamedInRecordError):
        assessed(record, command=COLLEAGUE.commands(role=Role.PROFESSIONAL_STANDARDS))
