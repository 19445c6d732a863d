import pytest

from domain.codelists.reasons import ReasonForWithdrawal
from domain.codelists.statuses import RecordStatus
from domain.records.errors import (
    NothingSaidError,
    NotTheOfficerError,
    RecordNotWithdrawnError,
    RecordWithdrawnError,
)
from domain.records.events import Restored, Withdrawn
from tests.builders import a_submitted_record, an_accepted_record, and_then
from tests.domain.withdrawals import a_withdrawn_record, restored, withdrawn
from tests.people import COLLEAGUE, OFFICER, STANDARDS, SUPERVISOR, Somebody

entitled = pytest.mark.parametrize("who", [OFFICER, STANDARDS], ids=lambda who: who.role)
others = pytest.mark.parametrize("who", [COLLEAGUE, SUPERVISOR], ids=lambda who: who.role)


@entitled
def test_its_officer_and_professional_standards_withdraw_a_record(who: Somebody) -> None:
    (event,) = withdrawn(a_submitted_record(), who.commands())

    assert isinstance(event, Withdrawn)
    assert event.reason is ReasonForWithdrawal.DUPLICATE
    assert event.metadata.why == "duplicate"


@others
def test_nobody_else_withdraws_a_record(who: Somebody) -> None:
    with pytest.raises(NotTheOfficerError):
        withdrawn(a_submitted_record(), who.commands())


@entitled
def test_its_officer_and_professional_standards_restore_a_record(who: Somebody) -> None:
    (event,) = restored(a_withdrawn_record(), who.commands())

    assert isinstance(event, Restored)


@others
def test_nobody_else_restores_a_record(who: Somebody) -> None:
    with pytest.raises(NotTheOfficerError):
        restored(a_withdrawn_record(), who.commands())


def test_a_withdrawn_record_keeps_every_answer() -> None:
    record = an_accepted_record()

    gone = and_then(record, withdrawn(record, OFFICER.commands()))

    assert gone.status is RecordStatus.WITHDRAWN
    assert gone.account == record.account


def test_a_restored_record_awaits_review_also_when_it_was_accepted_before() -> None:
    record = an_accepted_record()
    gone = and_then(record, withdrawn(record, OFFICER.commands()))

    back = and_then(gone, restored(gone, OFFICER.commands()))

    assert back.status is RecordStatus.SUBMITTED
    assert back.account == record.account


def test_a_withdrawn_record_is_not_withdrawn_again() -> None:
    with pytest.raises(RecordWithdrawnError):
        withdrawn(a_withdrawn_record(), OFFICER.commands())


def test_a_record_that_counts_is_not_restored() -> None:
    with pytest.raises(RecordNotWithdrawnError):
        restored(a_submitted_record(), OFFICER.commands())


@pytest.mark.parametrize("silence", ["", " \n"])
def test_a_withdrawal_without_a_word_is_refused(silence: str) -> None:
    with pytest.raises(NothingSaidError):
        withdrawn(a_submitted_record(), OFFICER.commands(), silence)


@pytest.mark.parametrize("silence", ["", " \n"])
def test_a_restoration_without_a_word_is_refused(silence: str) -> None:
    with pytest.raises(NothingSaidError):
        restored(a_withdrawn_record(), OFFICER.commands(), silence)


def test_a_note_can_still_be_added_to_a_withdrawn_record() -> None:
    record = a_withdrawn_record()

    noted = and_then(record, record.add_note("See the other one.", command=OFFICER.commands()))

    assert noted.status is RecordStatus.WITHDRAWN
