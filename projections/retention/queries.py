"""Questions about what is kept: whose review is due, what is under way, held back and erased."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Connection, and_, func, or_, select

from domain.codelists.field_groups import FieldGroup
from domain.codelists.forces import Force
from domain.codelists.retention import GroundForErasure, GroundForHold, RetentionGroup
from domain.retention.keeping import Stage
from domain.retention.policy import Policy, months_before, review_on
from projections.paging import Numbered
from projections.retention.tables import kept_record

c = kept_record.c


@dataclass(frozen=True, kw_only=True, slots=True)
class KeptRow:
    """A record as a list of those who keep records shows it: no answer, and nobody's name."""

    record: UUID
    reference: str
    group: RetentionGroup
    incident: date | None
    adult: date | None
    kept_until: date | None
    holds: tuple[GroundForHold, ...]
    stage: Stage | None
    ground: GroundForErasure | None
    groups: tuple[FieldGroup, ...]
    proposed_at: datetime | None
    undone_until: datetime | None
    erased: tuple[FieldGroup, ...]
    erased_at: datetime | None

    @property
    def may_have_been_under_18(self) -> bool:
        return self.adult != self.incident

    def due_on(self, policy: Policy) -> date | None:
        """When its review is due; of a child by the latest day that it can be."""
        if self.incident is None or self.adult is None:
            return self.kept_until
        due = review_on(policy, self.group, incident=self.incident, adult=self.adult)
        return max(due, self.kept_until) if self.kept_until else due


def due(
    connection: Connection, *, force: Force, policy: Policy, day: date, page: int, size: int
) -> tuple[tuple[KeptRow, ...], Numbered]:
    """The records whose review is due, the longest due first by the day of the incident."""
    return _page(connection, _due(force, policy, day), c.incident, page=page, size=size)


def every_due(
    connection: Connection, *, force: Force, policy: Policy, day: date
) -> tuple[KeptRow, ...]:
    """All of them, for a file."""
    query = select(kept_record).where(_due(force, policy, day)).order_by(c.incident, c.reference)
    return tuple(map(_row, connection.execute(query)))


def under_way(connection: Connection, *, force: Force) -> tuple[KeptRow, ...]:
    """The erasures under way, the longest first."""
    query = select(kept_record).where(c.force == force.value, c.stage.is_not(None))
    return tuple(map(_row, connection.execute(query.order_by(c.proposed_at, c.reference))))


def held(connection: Connection, *, force: Force) -> tuple[KeptRow, ...]:
    """The records that a hold is on."""
    query = select(kept_record).where(c.force == force.value, c.held > 0).order_by(c.reference)
    return tuple(map(_row, connection.execute(query)))


def erased(
    connection: Connection, *, force: Force, page: int, size: int
) -> tuple[tuple[KeptRow, ...], Numbered]:
    """The records of which content was erased, the last first."""
    gone = and_(c.force == force.value, c.erased_at.is_not(None))
    return _page(connection, gone, c.erased_at.desc(), page=page, size=size)


def gone(connection: Connection) -> Mapping[UUID, frozenset[FieldGroup]]:
    """What nobody reads any more of any record, and for what reason is no matter."""
    query = select(c.record, c.stage, c.groups, c.erased).where(
        or_(c.stage.in_((Stage.APPROVED.value, Stage.CONFIRMED.value)), c.erased_at.is_not(None))
    )
    return {
        row.record: frozenset(
            map(
                FieldGroup,
                [*row.erased, *(row.groups if row.stage != Stage.PROPOSED.value else ())],
            )
        )
        for row in connection.execute(query)
    }


def _due(force: Force, policy: Policy, day: date) -> ColumnElement[bool]:
    counted = c.adult if policy.from_18th_birthday else c.incident
    over = [
        and_(c.retention_group == group.value, counted <= months_before(day, policy.months(group)))
        for group in RetentionGroup
    ]
    return and_(
        c.force == force.value,
        or_(*over),
        or_(c.kept_until.is_(None), c.kept_until <= day),
        c.stage.is_(None),
        # Of which everything was erased, nothing is left to decide; a part may be left.
        c.erased_at.is_(None),
    )


def _page(
    connection: Connection,
    which: ColumnElement[bool],
    order: ColumnElement[Any],
    *,
    page: int,
    size: int,
) -> tuple[tuple[KeptRow, ...], Numbered]:
    total = connection.execute(select(func.count()).select_from(kept_record).where(which))
    query = select(kept_record).where(which).order_by(order, c.reference)
    shown = connection.execute(query.limit(size).offset((page - 1) * size))
    found = Numbered(total=total.scalar_one(), number=page, size=size)
    return tuple(map(_row, shown)), found


def _row(row: Any) -> KeptRow:
    return KeptRow(
        record=row.record,
        reference=row.reference,
        group=RetentionGroup(row.retention_group),
        incident=row.incident,
        adult=row.adult,
        kept_until=row.kept_until,
        holds=tuple(map(GroundForHold, row.holds.values())),
        stage=Stage(row.stage) if row.stage else None,
        ground=GroundForErasure(row.ground) if row.ground else None,
        groups=tuple(map(FieldGroup, row.groups)),
        proposed_at=row.proposed_at,
        undone_until=row.undone_until,
        erased=tuple(map(FieldGroup, row.erased)),
        erased_at=row.erased_at,
    )
