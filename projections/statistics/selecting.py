"""The accounts of many records, one after the other, as codes and without words."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import ColumnElement, Connection, select

from domain.codelists.forces import Force
from domain.codelists.statuses import RecordStatus
from domain.records.account import Account
from projections.statistics.tables import fact_account, fact_record

AT_ONCE = 500


@dataclass(frozen=True, kw_only=True, slots=True)
class Selection:
    """Which records; without statuses all that count, so none that was withdrawn."""

    force: Force | None = None
    since: date | None = None
    until: date | None = None
    statuses: frozenset[RecordStatus] = frozenset()


@dataclass(frozen=True, kw_only=True, slots=True)
class Stated:
    """A record and its answers; sealed ones say only that they are sealed."""

    record: UUID
    reference: str
    day: date
    account: Account


def accounts(connection: Connection, wanted: Selection) -> Iterator[Stated]:
    """The records of a selection by the day of the incident, never all of them in memory."""
    columns = (
        fact_record.c.record,
        fact_record.c.reference,
        fact_record.c.incident_day,
        fact_account.c.account,
    )
    query = (
        select(*columns)
        .join(fact_account, fact_account.c.record == fact_record.c.record)
        .where(*_conditions(wanted))
        .order_by(fact_record.c.incident_day, fact_record.c.record)
    )
    for row in connection.execution_options(yield_per=AT_ONCE).execute(query):
        yield Stated(
            record=row.record,
            reference=row.reference,
            day=row.incident_day,
            account=row.account,
        )


def _conditions(wanted: Selection) -> Iterator[ColumnElement[bool]]:
    if wanted.force:
        yield fact_record.c.force == wanted.force.value
    if wanted.since:
        yield fact_record.c.incident_day >= wanted.since
    if wanted.until:
        yield fact_record.c.incident_day <= wanted.until
    if wanted.statuses:
        yield fact_record.c.status.in_([status.value for status in wanted.statuses])
    else:
        yield fact_record.c.counts.is_(True)
