"""Questions that the queue and the referrals ask: work, beside the register's row of each record."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Connection, Select, func, select

from domain.codelists.forces import Force
from projections.paging import Numbered
from projections.register.queries import PAGE, Filter, RegisterRow, conditions, rows_of
from projections.register.tables import register, register_colleague
from projections.worklists.tables import worklist
from projections.worklists.tasks import Task

ANY = Filter()


@dataclass(frozen=True, kw_only=True, slots=True)
class Reviewer:
    """Whose list it is: nobody's own records are on it, nor those in which they are named."""

    person: UUID
    team: frozenset[UUID] | None
    """The officers whose records they review; none means everybody's, restricted ones too."""
    force: Force | None = None
    """The force to whose records it is all limited."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Item:
    """One thing to do about one record."""

    row: RegisterRow
    since: datetime
    due: datetime | None
    rules: tuple[str, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Page(Numbered):
    """Some of the items, and how many there are in all."""

    items: tuple[Item, ...]

    @property
    def first_shown(self) -> int:
        return (self.number - 1) * self.size + 1

    @property
    def last_shown(self) -> int:
        return self.first_shown + len(self.items) - 1


def items(
    connection: Connection,
    task: Task,
    reviewer: Reviewer,
    *,
    wanted: Filter = ANY,
    before: datetime | None = None,
    number: int = 1,
    size: int = PAGE,
) -> Page:
    """What there is to do: the soonest due first, and then the longest waiting.

    ``before`` leaves out what has waited since a later moment.
    """
    which = [*_waiting(task, reviewer, before), *conditions(wanted)]
    order = (worklist.c.due, worklist.c.since, worklist.c.record)
    query = _joined(select(worklist)).where(*which).order_by(*order)
    found = connection.execute(query.limit(size).offset((number - 1) * size)).all()
    listed = select(register).where(register.c.record.in_([row.record for row in found]))
    rows = {row.record: row for row in rows_of(connection, listed)}
    return Page(
        items=tuple(
            Item(row=rows[row.record], since=row.since, due=row.due, rules=tuple(row.rules))
            for row in found
        ),
        total=_total(connection, which),
        number=number,
        size=size,
    )


def count(
    connection: Connection, task: Task, reviewer: Reviewer, *, before: datetime | None = None
) -> int:
    """How much there is to do."""
    return _total(connection, _waiting(task, reviewer, before))


def _waiting(task: Task, reviewer: Reviewer, before: datetime | None) -> list[ColumnElement[bool]]:
    named = select(register_colleague.c.record).where(
        register_colleague.c.person == reviewer.person
    )
    found = [
        worklist.c.task == task.value,
        worklist.c.officer.is_distinct_from(reviewer.person),
        worklist.c.record.not_in(named),
    ]
    if reviewer.team is not None:
        found += [worklist.c.officer.in_(reviewer.team), register.c.restricted.is_(False)]
    if reviewer.force is not None:
        found.append(register.c.force == reviewer.force.value)
    if before is not None:
        found.append(worklist.c.since < before)
    return found


def _joined(query: Select[Any]) -> Select[Any]:
    return query.join(register, register.c.record == worklist.c.record)


def _total(connection: Connection, which: list[ColumnElement[bool]]) -> int:
    query = _joined(select(func.count()).select_from(worklist)).where(*which)
    total: int = connection.execute(query).scalar_one()
    return total
