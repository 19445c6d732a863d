import pytest

from domain.codelists.reasons import GroundForRestriction, ReasonForAmendment
from domain.records.errors import (
    NothingSaidError,
    RecordNotRestrictedError,
    RecordRestrictedError,
)
from domain.records.events import Restricted, Unrestricted
from domain.records.record import UseOfForceRecord
from tests.builders import a_submitted_record, an_accepted_record, and_then
from tests.people import OFFICER, STANDARDS


def restrict(record: UseOfForceRecord, explanation: str = "Needed in court.") -> UseOfForceRecord:
    return and_then(
        record,
        record.restrict(
            ground=GroundForRestriction.EVIDENCE,
            explanation=explanation,
            command=STANDARDS.commands(),
        ),
    )


def test_a_restriction_says_on_what_ground() -> None:
    (event,) = a_submitted_record().restrict(
        ground=GroundForRestriction.ACCURACY_CONTESTED,
        explanation="She contests it.",
        command=STANDARDS.commands(),
    )

    assert isinstance(event, Restricted)
    assert event.ground is GroundForRestriction.ACCURACY_CONTESTED
    assert event.metadata.why == "accuracy-contested"


def test_a_restricted_record_keeps_its_status_and_its_answers() -> None:
    record = an_accepted_record()

    restricted = restrict(record)

    assert restricted.restricted
    assert (restricted.status, restricted.account) == (record.status, record.account)


def test_a_restricted_record_is_not_restricted_again() -> None:
    with pytest.raises(RecordRestrictedError):
        restrict(restrict(a_submitted_record()))


def test_a_restriction_is_lifted() -> None:
    record = restrict(a_submitted_record())

    (event,) = record.unrestrict(explanation="The trial is over.", command=STANDARDS.commands())

    assert isinstance(event, Unrestricted)
    assert not and_then(record, (event,)).restricted


def test_a_record_can_be_amended_again_once_the_restriction_is_lifted() -> None:
    record = restrict(a_submitted_record())

    free = and_then(
        record, record.unrestrict(explanation="It is over.", command=STANDARDS.commands())
    )

    assert free.amend(
        {"area": "north"},
        reason=ReasonForAmendment.ERROR,
        explanation="Wrong.",
        command=OFFICER.commands(),
    )


def test_a_restriction_that_is_not_there_is_not_lifted() -> None:
    with pytest.raises(RecordNotRestrictedError):
        a_submitted_record().unrestrict(explanation="Over.", command=STANDARDS.commands())


@pytest.mark.parametrize("silence", ["", " "])
def test_a_restriction_without_a_word_is_refused(silence: str) -> None:
    with pytest.raises(NothingSaidError):
        restrict(a_submitted_record(), silence)


@pytest.mark.parametrize("silence", ["", " "])
def test_lifting_a_restriction_without_a_word_is_refused(silence: str) -> None:
    with pytest.raises(NothingSaidError):
        restrict(a_submitted_record()).unrestrict(explanation=silence, command=STANDARDS.commands())
