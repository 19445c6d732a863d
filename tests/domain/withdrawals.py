"""Withdrawing and restoring, in as few words as a sentence needs."""

from domain.codelists.reasons import ReasonForWithdrawal
from domain.command import Command
from domain.event import Event
from domain.records.record import UseOfForceRecord
from tests.builders import a_submitted_record, and_then
from tests.people import OFFICER


def withdrawn(
    record: UseOfForceRecord, command: Command, explanation: str = "I recorded it twice."
) -> tuple[Event, ...]:
    return record.withdraw(
        reason=ReasonForWithdrawal.DUPLICATE, explanation=explanation, command=command
    )


def restored(
    record: UseOfForceRecord, command: Command, explanation: str = "It was not the same."
) -> tuple[Event, ...]:
    return record.restore(explanation=explanation, command=command)


def a_withdrawn_record() -> UseOfForceRecord:
    record = a_submitted_record()
    return and_then(record, withdrawn(record, OFFICER.commands()))
