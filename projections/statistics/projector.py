"""What each event does to the facts. Facts are written anew from the record's own coded account."""

from dataclasses import fields
from datetime import date
from functools import singledispatch
from typing import Any

from sqlalchemy import Connection, delete, insert, select, update

from domain.clients.events import CLIENT_EVENTS
from domain.codec import encode_answer
from domain.codelists.answers import Absence
from domain.event import Event
from domain.people.events import PERSON_EVENTS
from domain.records.account import QUESTIONS, Account
from domain.records.events import (
    RECORD_EVENTS,
    Accepted,
    Amended,
    Assessed,
    EncounterLinked,
    EncounterUnlinked,
    NoteAdded,
    Referred,
    Restored,
    Restricted,
    Returned,
    Submitted,
    Unrestricted,
    Withdrawn,
)
from domain.records.standing import Standing, after
from domain.records.tactics import CedUse, TacticUsed
from projections.accounts import account_of, coded
from projections.projection import Projection
from projections.standings import standing_of, stored
from projections.statistics.tables import (
    fact_ced_probe,
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
            counts=True,
            started_at=event.started_at,
            submitted_at=event.metadata.at,
            **stored(Standing()),
            **_facts(account),
        )
    )
    _list(event, account, connection)


@project.register
def _(event: Amended, position: int, connection: Connection) -> None:
    row = connection.execute(_this(event)).one()
    account = account_of(row.account).with_changes(event.answers)
    _change(event, connection, edition=event.edition.value, **_facts(account))
    for table in (fact_choice, fact_tactic, fact_ced_use, fact_ced_probe):
        connection.execute(delete(table).where(table.c.record == event.originator_id))
    _list(event, account, connection)


@project.register(Returned)
@project.register(Accepted)
@project.register(Referred)
@project.register(Assessed)
def _(event: Event, position: int, connection: Connection) -> None:
    _change(event, connection)


@project.register
def _(event: Withdrawn, position: int, connection: Connection) -> None:
    _change(event, connection, counts=False)


@project.register
def _(event: Restored, position: int, connection: Connection) -> None:
    _change(event, connection, counts=True)


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
    probes = [
        {"record": record, "use": number, "side": side, "place": place.value}
        for number, use in enumerate(_steps(account.ced_uses), start=1)
        for side in ("probes_front", "probes_back")
        for place in dict.fromkeys(_steps(getattr(use, side)))
    ]
    for table, rows in (
        (fact_choice, choices),
        (fact_tactic, tactics),
        (fact_ced_use, uses),
        (fact_ced_probe, probes),
    ):
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
    if isinstance(answer, Absence):
        return absent(answer)
    if isinstance(answer, tuple):
        return ANSWERED if answer else NONE_CHOSEN
    return str(answer)


def _this(event: Event) -> Any:
    return select(fact_record).where(fact_record.c.record == event.originator_id)


def _change(event: Event, connection: Connection, **values: Any) -> None:
    standing = after(event, standing_of(connection.execute(_this(event)).one()))
    connection.execute(
        update(fact_record)
        .where(fact_record.c.record == event.originator_id)
        .values(**stored(standing), **values)
    )


IGNORED = frozenset({NoteAdded, Restricted, Unrestricted})
"""A restricted record still counts (Data Protection Act 2018, s. 46: it is hidden, not gone)."""

PROJECTION = Projection(
    name="statistics",
    version=1,
    metadata=metadata,
    project=project,
    handles=RECORD_EVENTS - IGNORED,
    ignores=IGNORED | PERSON_EVENTS | CLIENT_EVENTS,
)
