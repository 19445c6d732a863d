"""What each event does to the facts. Facts are written anew from the record's own coded account."""

from dataclasses import fields
from datetime import date
from functools import singledispatch
from typing import Any

from sqlalchemy import Connection, delete, insert, select, update

from domain.codec import encode_answer
from domain.codelists.answers import Absence
from domain.codelists.statuses import RecordStatus
from domain.event import Event
from domain.people import events as people
from domain.records import events as records
from domain.records.account import QUESTIONS, Account
from domain.records.events import (
    Accepted,
    Amended,
    Assessed,
    EncounterLinked,
    EncounterUnlinked,
    Referred,
    Restored,
    Returned,
    Submitted,
    Withdrawn,
)
from domain.records.tactics import CedUse, TacticUsed
from projections.accounts import account_of, coded
from projections.projection import Projection
from projections.statistics.tables import (
    fact_ced_use,
    fact_choice,
    fact_record,
    fact_tactic,
    metadata,
)

SEALED = "~sealed"
ANSWERED = "~answered"
NONE_CHOSEN = "~none"
"""States of a column whose codes are elsewhere, or nowhere: given, and given as "none"."""

FIRST_MONTH = 4
"""The financial year begins in April (Home Office: years ending March)."""


@singledispatch
def project(event: Event, position: int, connection: Connection) -> None:
    """Take an event into the facts."""
    raise NotImplementedError(type(event))


@project.register
def _(event: Submitted, position: int, connection: Connection) -> None:
    account = Account.of(event.answers)
    connection.execute(
        insert(fact_record).values(
            record=event.originator_id,
            reference=event.reference,
            force=event.force.value,
            officer=event.officer,
            rank=event.rank.value,
            edition=event.edition.value,
            status=RecordStatus.SUBMITTED.value,
            counts=True,
            started_at=event.started_at,
            submitted_at=event.metadata.at,
            **_facts(account),
        )
    )
    _list(event, account, connection)


@project.register
def _(event: Amended, position: int, connection: Connection) -> None:
    this = fact_record.c.record == event.originator_id
    row = connection.execute(select(fact_record).where(this)).one()
    account = account_of(row.account).with_changes(event.answers)
    held = row.status == RecordStatus.REFERRED.value
    status = RecordStatus.REFERRED if held else RecordStatus.SUBMITTED
    _change(event, connection, status=status.value, **_facts(account))
    for table in (fact_choice, fact_tactic, fact_ced_use):
        connection.execute(delete(table).where(table.c.record == event.originator_id))
    _list(event, account, connection)


@project.register
def _(event: Returned, position: int, connection: Connection) -> None:
    _change(event, connection, status=RecordStatus.RETURNED.value)


@project.register
def _(event: Accepted, position: int, connection: Connection) -> None:
    _change(event, connection, status=RecordStatus.ACCEPTED.value)


@project.register
def _(event: Referred, position: int, connection: Connection) -> None:
    if not event.rules:
        _change(event, connection, status=RecordStatus.REFERRED.value)


@project.register
def _(event: Assessed, position: int, connection: Connection) -> None:
    this = fact_record.c.record == event.originator_id
    held = fact_record.c.status == RecordStatus.REFERRED.value
    connection.execute(
        update(fact_record).where(this, held).values(status=RecordStatus.SUBMITTED.value)
    )


@project.register
def _(event: Withdrawn, position: int, connection: Connection) -> None:
    _change(event, connection, status=RecordStatus.WITHDRAWN.value, counts=False)


@project.register
def _(event: Restored, position: int, connection: Connection) -> None:
    _change(event, connection, status=RecordStatus.SUBMITTED.value, counts=True)


@project.register
def _(event: EncounterLinked, position: int, connection: Connection) -> None:
    _change(event, connection, encounter=event.encounter)


@project.register
def _(event: EncounterUnlinked, position: int, connection: Connection) -> None:
    _change(event, connection, encounter=None)


def fact(account: Account, question: str) -> str:
    """What the column of a question holds."""
    answer = account.answer(question)
    if answer is Absence.UNOPENED:
        return SEALED
    if isinstance(answer, Absence):
        return absent(answer)
    if isinstance(answer, tuple):
        return ANSWERED if answer else NONE_CHOSEN
    if QUESTIONS[question].group is not None:
        return SEALED
    return str(encode_answer(answer))


def absent(absence: Absence) -> str:
    """An absence as a code that no list can hold."""
    return f"~{absence.value}"


def financial_year(day: date) -> int:
    """The year in which the financial year of a day begins."""
    return day.year if day.month >= FIRST_MONTH else day.year - 1


def financial_quarter(day: date) -> int:
    """1 for April to June, 4 for January to March."""
    return (day.month - FIRST_MONTH) % 12 // 3 + 1


def _facts(account: Account) -> dict[str, Any]:
    day = account.incident_date
    if isinstance(day, Absence):
        # No record is submitted without; the rules refuse it.
        raise TypeError("a record without an incident date")
    crowd = account.crowd_estimate
    return {
        "incident_day": day,
        "year": financial_year(day),
        "quarter": financial_quarter(day),
        "crowd_size": None if isinstance(crowd, Absence) else crowd,
        "account": coded(account),
        **{f"q_{question}": fact(account, question) for question in QUESTIONS},
    }


def _list(event: Event, account: Account, connection: Connection) -> None:
    record = event.originator_id
    choices = [
        {"record": record, "question": question, "code": str(code)}
        for question in QUESTIONS
        for code in _choices(getattr(account, question))
    ]
    tactics = [
        {"record": record, "step": number, "tactic": step.tactic.value, "effective": _coded(step)}
        for number, step in enumerate(_steps(account.tactics), start=1)
    ]
    uses = [
        {"record": record, "use": number, **_use(use)}
        for number, use in enumerate(_steps(account.ced_uses), start=1)
    ]
    for table, rows in ((fact_choice, choices), (fact_tactic, tactics), (fact_ced_use, uses)):
        if rows:
            connection.execute(insert(table), rows)


def _choices(answer: Any) -> tuple[Any, ...]:
    if not isinstance(answer, tuple):
        return ()
    return tuple(dict.fromkeys(one for one in answer if not isinstance(one, TacticUsed | CedUse)))


def _steps(answer: Any) -> tuple[Any, ...]:
    return answer if isinstance(answer, tuple) else ()


def _coded(step: TacticUsed) -> str:
    return _or_absent(step.effective)


def _use(use: CedUse) -> dict[str, str]:
    return {entry.name: _or_absent(getattr(use, entry.name)) for entry in fields(CedUse)}


def _or_absent(answer: Any) -> str:
    return absent(answer) if isinstance(answer, Absence) else str(answer)


def _change(event: Event, connection: Connection, **values: Any) -> None:
    this = fact_record.c.record == event.originator_id
    connection.execute(update(fact_record).where(this).values(**values))


PROJECTION = Projection(
    name="statistics",
    version=1,
    metadata=metadata,
    project=project,
    handles=frozenset(
        {
            Submitted,
            Amended,
            Returned,
            Accepted,
            Referred,
            Assessed,
            Withdrawn,
            Restored,
            EncounterLinked,
            EncounterUnlinked,
        }
    ),
    ignores=frozenset(
        {
            records.NoteAdded,
            records.Restricted,
            records.Unrestricted,
            people.Registered,
            people.RankChanged,
            people.RoleGranted,
            people.RoleRevoked,
            people.SupervisorAssigned,
            people.SupervisorReleased,
            people.AccountIssued,
        }
    ),
)
