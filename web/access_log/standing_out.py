"""What stands out in some days of the access log, by the numbers that held then."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection, Engine, Select, Text, cast, distinct, func, select

from domain.access_log.alerts import Alert, Kind, Thresholds
from domain.access_log.codes import OPENED, Action, Term
from domain.dated import holding
from web.access_log.asking import Reader, readable
from web.adapters.access_tables import access_entries, access_records
from web.adapters.stores import reading

ENTRY, SEEN = access_entries.c, access_records.c
MOST = 200
"""Of each kind, the largest first."""


@dataclass(frozen=True, slots=True)
class Days:
    """Some days of the access log, to whoever reads it, and the numbers that held in them."""

    connection: Connection
    since: date
    until: date
    reader: Reader
    thresholds: Sequence[Thresholds]


def alerts(
    engine: Engine,
    *,
    since: date,
    until: date,
    reader: Reader,
    thresholds: Sequence[Thresholds],
) -> list[Alert]:
    """What stands out in these days to whoever reads; never what they did themselves."""
    with reading(engine).connect() as connection:
        days = Days(connection, since, until, reader, thresholds)
        found = [
            *_own(days),
            *_of_a_day(days),
            *_at_night(days),
            *_of_a_record(days),
            *_again(days),
        ]
    order = list(Kind)
    return sorted(found, key=lambda one: (order.index(one.kind), -one.number))


def _entries(days: Days, *columns: Any) -> Select[Any]:
    return select(*columns).where(ENTRY.day.between(days.since, days.until), *readable(days.reader))


def opened(days: Days, *columns: Any) -> Select[Any]:
    """Records of others that were opened."""
    query = _entries(days, *columns)
    return query.join_from(
        access_entries, access_records, access_records.c.number == ENTRY.number
    ).where(ENTRY.action.in_([one.value for one in OPENED]), SEEN.own.is_(False))


Found = Iterator[Alert]


def _own(days: Days) -> Found:
    number = func.count().label("times")
    query = _entries(days, ENTRY.person, ENTRY.day, number).where(
        ENTRY.action == Action.SEARCH.value,
        cast(ENTRY.terms, Text).contains(f'"{Term.OWN.value}"', autoescape=True),
    )
    query = query.group_by(ENTRY.person, ENTRY.day).order_by(number.desc()).limit(MOST)
    for row in days.connection.execute(query):
        yield Alert(
            kind=Kind.OWN,
            person=row.person,
            record=None,
            day=row.day,
            number=row.times,
            limit=holding(days.thresholds, row.day),
        )


def _of_a_day(days: Days) -> Found:
    number = func.count(distinct(SEEN.record)).label("times")
    query = opened(days, ENTRY.person, ENTRY.day, number)
    least = min(one.records for one in days.thresholds)
    query = query.group_by(ENTRY.person, ENTRY.day).having(number >= least)
    for row in days.connection.execute(query.order_by(number.desc()).limit(MOST)):
        limit = holding(days.thresholds, row.day)
        if row.times >= limit.records:
            yield Alert(
                kind=Kind.VOLUME,
                person=row.person,
                record=None,
                day=row.day,
                number=row.times,
                limit=limit,
            )


def _at_night(days: Days) -> Found:
    """Opened or searched in hours in which few have to: what is one's own counts for nothing."""
    number = func.count().label("times")
    own = select(SEEN.number).where(SEEN.own.is_(True))
    query = _entries(days, ENTRY.person, ENTRY.day, ENTRY.hour, number).where(
        ENTRY.action.in_([one.value for one in (*OPENED, Action.SEARCH)]),
        ENTRY.person.is_not(None),
        ENTRY.number.not_in(own),
    )
    counted: dict[tuple[Any, date], int] = {}
    for row in days.connection.execute(query.group_by(ENTRY.person, ENTRY.day, ENTRY.hour)):
        if holding(days.thresholds, row.day).is_night(row.hour):
            key = row.person, row.day
            counted[key] = counted.get(key, 0) + row.times
    for (person, day), times in counted.items():
        limit = holding(days.thresholds, day)
        if times >= limit.night:
            yield Alert(
                kind=Kind.NIGHT, person=person, record=None, day=day, number=times, limit=limit
            )


def _of_a_record(days: Days) -> Found:
    limit = holding(days.thresholds, days.until)
    number = func.count(distinct(ENTRY.person)).label("times")
    query = opened(days, SEEN.record, number).group_by(SEEN.record)
    query = query.having(number >= limit.people).order_by(number.desc()).limit(MOST)
    for row in days.connection.execute(query):
        yield Alert(
            kind=Kind.PEOPLE,
            person=None,
            record=row.record,
            day=None,
            number=row.times,
            limit=limit,
        )


def _again(days: Days) -> Found:
    limit = holding(days.thresholds, days.until)
    number = func.count(distinct(ENTRY.number)).label("times")
    query = opened(days, ENTRY.person, SEEN.record, number)
    query = query.group_by(ENTRY.person, SEEN.record).having(number >= limit.again)
    for row in days.connection.execute(query.order_by(number.desc()).limit(MOST)):
        yield Alert(
            kind=Kind.AGAIN,
            person=row.person,
            record=row.record,
            day=None,
            number=row.times,
            limit=limit,
        )
