import pytest

from domain.codelists.reasons import ReasonForAmendment
from domain.codelists.roles import Role
from domain.records.errors import NamedInRecordError, OwnReviewError
from tests.builders import a_submitted_record, and_then
from tests.domain.decisions import Decision, each_decision
from tests.people import COLLEAGUE, OFFICER, SUPERVISOR

each_role = pytest.mark.parametrize("role", Role)


@each_role
@each_decision
def test_nobody_reviews_their_own_record_whatever_their_role(decide: Decision, role: Role) -> None:
    record = a_submitted_record(by=OFFICER)

    with pytest.raises(OwnReviewError):
        decide(record, OFFICER.commands(role=role))


@each_role
@each_decision
def test_nobody_reviews_a_record_they_are_named_in_whatever_their_role(
    decide: Decision, role: Role
) -> None:
    record = a_submitted_record(colleagues=(COLLEAGUE.id, SUPERVISOR.id))

    with pytest.raises(NamedInRecordError):
        decide(record, SUPERVISOR.commands(role=role))


@each_decision
def test_naming_the_reviewer_later_takes_the_review_from_them(decide: Decision) -> None:
    record = a_submitted_record()
    naming = record.amend(
        {"colleagues": (SUPERVISOR.id,)},
        reason=ReasonForAmendment.MISSING,
        explanation="My sergeant was there.",
        command=OFFICER.commands(),
    )

    with pytest.raises(NamedInRecordError):
        decide(and_then(record, naming), SUPERVISOR.commands())


@each_decision
def test_a_supervisor_who_is_not_named_reviews_a_record_that_names_others(
    decide: Decision,
) -> None:
    record = a_submitted_record(colleagues=(COLLEAGUE.id,))

    assert decide(record, SUPERVISOR.commands())


def test_a_record_knows_whom_it_names() -> None:
    record = a_submitted_record(colleagues=(COLLEAGUE.id,))

    assert record.is_named(COLLEAGUE.id)
    assert not record.is_named(SUPERVISOR.id)
    assert not record.is_named(OFFICER.id)


def test_a_record_that_names_nobody_names_nobody() -> None:
    assert not a_submitted_record().is_named(COLLEAGUE.id)
