"""What stands out by what is known of records and people: the same surname, the same team, closed long ago.

Decision. Names of officers are compared here, where both are kept and can be erased, when somebody asks, and
whether they are alike is written down nowhere. The name of whom a record is about is sealed and is not
compared. Consequence: an alert says nothing that its reader could not look up. Kept by
``tests/access_log/test_comparing.py``. (Spec: audit, 5.4.)
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import Engine, distinct, func

from application.ports import Directory
from domain.access_log.alerts import CLOSED_FOR, Alert, Kind, Thresholds
from domain.dated import holding
from domain.local_time import LOCAL
from projections.people import queries as people
from projections.register.looked_at import LookedAt, looked_at
from projections.views import Views
from web.access_log.asking import Reader
from web.access_log.standing_out import ENTRY, SEEN, Days, opened
from web.adapters.stores import reading

MOST_COMPARED = 20_000
"""Pairs of somebody and a record that are compared, the latest first: who asks about more narrows the days."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Look:
    """How often somebody opened a record of somebody else, and when last."""

    person: UUID
    record: UUID
    times: int
    last: date


def alerts(
    engine: Engine,
    views: Views,
    directory: Directory,
    *,
    since: date,
    until: date,
    reader: Reader,
    thresholds: Sequence[Thresholds],
) -> list[Alert]:
    """What stands out in these days to whoever reads; never what they did themselves."""
    with reading(engine).connect() as connection:
        looks = _looks(Days(connection, since, until, reader, thresholds))
    with views.reading() as connection:
        records = looked_at(connection, sorted({one.record for one in looks}))
        persons = {one.person for one in looks} | {
            one.officer for one in records.values() if one.officer
        }
        standing = people.standing(connection, persons)
    supervisors = {who: row.supervisor for who, row in standing.items()}
    surnames = {who: surname(one.name) for who, one in directory.entries(persons).items()}
    limit = holding(thresholds, until)
    found = [
        *_same_surname(looks, records, surnames, limit),
        *_of_colleagues(looks, records, supervisors, limit),
        *_closed(looks, records, limit),
    ]
    order = list(Kind)
    return sorted(found, key=lambda one: (order.index(one.kind), -one.number, str(one.person)))


def surname(name: str) -> str:
    """The last word of a name, however it is written."""
    return name.rsplit(maxsplit=1)[-1].casefold() if name.split() else ""


def _looks(days: Days) -> list[Look]:
    number, day = func.count(distinct(ENTRY.number)), func.max(ENTRY.day)
    query = (
        opened(days, ENTRY.person, SEEN.record, number.label("times"), day.label("last"))
        .where(ENTRY.person.is_not(None))
        .group_by(ENTRY.person, SEEN.record)
        .order_by(func.max(ENTRY.number).desc())
        .limit(MOST_COMPARED)
    )
    return [
        Look(person=row.person, record=row.record, times=row.times, last=row.last)
        for row in days.connection.execute(query)
    ]


Records = Mapping[UUID, LookedAt]


def _same_surname(
    looks: Sequence[Look], records: Records, surnames: Mapping[UUID, str], limit: Thresholds
) -> Iterator[Alert]:
    for one in looks:
        about = records.get(one.record)
        if about is None or about.officer in (None, one.person) or one.times < limit.surname:
            continue
        theirs = surnames.get(about.officer, "") if about.officer else ""
        if theirs and theirs == surnames.get(one.person):
            yield _alert(Kind.SURNAME, one.person, one.record, one.times, limit)


def _of_colleagues(
    looks: Sequence[Look],
    records: Records,
    supervisors: Mapping[UUID, UUID | None],
    limit: Thresholds,
) -> Iterator[Alert]:
    counted: dict[UUID, int] = {}
    for one in looks:
        about = records.get(one.record)
        if about is None or about.officer is None or one.person in about.named:
            continue
        team = supervisors.get(one.person)
        of_team = team is not None and team == supervisors.get(about.officer)
        if of_team or one.person in about.same_encounter:
            counted[one.person] = counted.get(one.person, 0) + 1
    for person, number in counted.items():
        if number >= limit.colleague:
            yield _alert(Kind.COLLEAGUE, person, None, number, limit)


def _closed(looks: Sequence[Look], records: Records, limit: Thresholds) -> Iterator[Alert]:
    counted: dict[UUID, int] = {}
    for one in looks:
        about = records.get(one.record)
        if about is None or about.closed_at is None:
            continue
        if about.closed_at.astimezone(LOCAL).date() + CLOSED_FOR <= one.last:
            counted[one.person] = counted.get(one.person, 0) + 1
    for person, number in counted.items():
        if number >= limit.closed:
            yield _alert(Kind.CLOSED, person, None, number, limit)


def _alert(kind: Kind, person: UUID, record: UUID | None, number: int, limit: Thresholds) -> Alert:
    return Alert(kind=kind, person=person, record=record, day=None, number=number, limit=limit)
