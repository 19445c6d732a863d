"""What each event does to the register."""

from functools import singledispatch
from typing import Any

from sqlalchemy import ColumnElement, Connection, delete, insert, select, update

from domain.clients.events import CLIENT_EVENTS
from domain.codelists.answers import Absence
from domain.event import Event
from domain.people.events import PERSON_EVENTS
from domain.records.account import Account
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
from domain.records.question import codes_of
from domain.records.standing import Standing, after
from projections.accounts import account_of, coded
from projections.projection import Projection
from projections.register.flags import Flag, flags, most_severe
from projections.register.tables import (
    metadata,
    register,
    register_colleague,
    register_flag,
    register_tactic,
)
from projections.standings import standing_of, stored


@singledispatch
def project(event: Event, position: int, connection: Connection) -> None:
    """Take an event into the register."""
    raise NotImplementedError(type(event))


@project.register
def _(event: Submitted, position: int, connection: Connection) -> None:
    account = Account.of(event.answers)
    connection.execute(
        insert(register).values(
            record=event.originator_id,
            reference=event.reference,
            force=event.force.value,
            officer=event.officer,
            rank=event.rank.value,
            edition=event.edition.value,
            version=event.originator_version,
            restricted=False,
            submitted_at=event.metadata.at,
            changed_at=event.metadata.at,
            times_returned=0,
            **stored(Standing()),
            **_described(account),
        )
    )
    _mark(event, account, connection)


@project.register
def _(event: Amended, position: int, connection: Connection) -> None:
    row = connection.execute(_this(event)).one()
    account = account_of(row.account).with_changes(event.answers)
    _change(event, connection, edition=event.edition.value, **_described(account))
    for table in (register_tactic, register_colleague):
        connection.execute(delete(table).where(table.c.record == event.originator_id))
    # What was referred stays so until it is assessed, whatever the answers now say.
    _unflag(event, connection, register_flag.c.flag != Flag.REFERRAL.value)
    _mark(event, account, connection)


@project.register(NoteAdded)
@project.register(Withdrawn)
@project.register(Restored)
def _(event: Event, position: int, connection: Connection) -> None:
    _change(event, connection)


@project.register
def _(event: Returned, position: int, connection: Connection) -> None:
    times = register.c.times_returned + 1
    _change(event, connection, times_returned=times, **_decision(event))


@project.register
def _(event: Accepted, position: int, connection: Connection) -> None:
    _change(event, connection, **_decision(event))


@project.register
def _(event: Referred, position: int, connection: Connection) -> None:
    if event.rules:
        _change(event, connection)
        _unflag(event, connection, register_flag.c.flag == Flag.REFERRAL.value)
        _add(connection, register_flag, [_flag(event, Flag.REFERRAL)])
    else:
        _change(event, connection, **_decision(event))


@project.register
def _(event: Assessed, position: int, connection: Connection) -> None:
    _change(event, connection)
    _unflag(event, connection, register_flag.c.flag == Flag.REFERRAL.value)


@project.register
def _(event: EncounterLinked, position: int, connection: Connection) -> None:
    _change(event, connection, encounter=event.encounter)


@project.register
def _(event: EncounterUnlinked, position: int, connection: Connection) -> None:
    _change(event, connection, encounter=None)


@project.register
def _(event: Restricted, position: int, connection: Connection) -> None:
    _change(event, connection, restricted=True)


@project.register
def _(event: Unrestricted, position: int, connection: Connection) -> None:
    _change(event, connection, restricted=False)


def _this(event: Event) -> Any:
    return select(register).where(register.c.record == event.originator_id)


def _change(event: Event, connection: Connection, **values: Any) -> None:
    standing = after(event, standing_of(connection.execute(_this(event)).one()))
    connection.execute(
        update(register)
        .where(register.c.record == event.originator_id)
        .values(
            version=event.originator_version,
            changed_at=event.metadata.at,
            **stored(standing),
            **values,
        )
    )


def _decision(event: Event) -> dict[str, Any]:
    return {"decided_at": event.metadata.at, "decided_by": event.metadata.actor}


def _described(account: Account) -> dict[str, Any]:
    return {
        "record_type": account.record_type.value,
        "incident_date": _given(account.incident_date),
        "incident_time": _given(account.incident_time),
        "area": _given(account.area),
        "tactic": most_severe(account),
        "tactics_used": len(codes_of(account.tactics)),
        "account": coded(account),
    }


def _given(answer: Any) -> Any:
    return None if isinstance(answer, Absence) else answer


def _mark(event: Event, account: Account, connection: Connection) -> None:
    record = event.originator_id
    submitted_at = connection.execute(
        select(register.c.submitted_at).where(register.c.record == record)
    ).scalar_one()
    marks = [_flag(event, flag) for flag in flags(account, submitted_at=submitted_at)]
    _add(connection, register_flag, marks)
    tactics = dict.fromkeys(codes_of(account.tactics))
    _add(connection, register_tactic, [{"record": record, "tactic": code} for code in tactics])
    colleagues = [{"record": record, "person": person} for person in account.named]
    _add(connection, register_colleague, colleagues)


def _flag(event: Event, flag: Flag) -> dict[str, Any]:
    return {"record": event.originator_id, "flag": flag.value}


def _unflag(event: Event, connection: Connection, which: ColumnElement[bool]) -> None:
    connection.execute(
        delete(register_flag).where(register_flag.c.record == event.originator_id, which)
    )


def _add(connection: Connection, table: Any, rows: list[dict[str, Any]]) -> None:
    if rows:
        connection.execute(insert(table), rows)


PROJECTION = Projection(
    name="register",
    version=2,
    metadata=metadata,
    project=project,
    handles=RECORD_EVENTS,
    ignores=PERSON_EVENTS | CLIENT_EVENTS,
)
