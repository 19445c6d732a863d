"""Questions about expected encounters: how many have a record, which have none, and what is near."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Connection, Select, and_, func, or_, select

from domain.codelists.expected import ExpectedKind, GroundForMatching, ReasonForNone
from domain.codelists.forces import Force
from domain.codelists.statuses import RecordStatus
from domain.counting.periods import Quarter
from domain.expected.covering import counted_as
from domain.expected.encounter import State
from domain.expected.matching import OF_ONE_OFFICER
from projections import following
from projections.expected.projector import PROJECTION
from projections.expected.tables import expected
from projections.paging import Numbered
from projections.register.tables import register

PAGE = 25
c = expected.c


@dataclass(frozen=True, kw_only=True, slots=True)
class Covered:
    """What became of the expected encounters of a kind, or of all."""

    matched: int = 0
    explained: int = 0
    open: int = 0

    @property
    def loaded(self) -> int:
        return self.matched + self.explained + self.open

    @property
    def due(self) -> int:
        """Those of which a record is due: what the share is of."""
        return self.matched + self.open

    def __add__(self, other: "Covered") -> "Covered":
        return Covered(
            matched=self.matched + other.matched,
            explained=self.explained + other.explained,
            open=self.open + other.open,
        )


@dataclass(frozen=True, kw_only=True, slots=True)
class Coverage:
    """How many expected encounters have a record, by kind, with the basis of it."""

    by_kind: dict[ExpectedKind, Covered]
    last_loaded: datetime | None
    areas: frozenset[str] = frozenset()
    """Of which areas alone, as the other systems say it; none means of all."""
    without_area: int = 0
    """Beside those of some areas: how many say nothing of where they were, and are not among them."""

    @property
    def total(self) -> Covered:
        return sum(self.by_kind.values(), Covered())


def position(connection: Connection) -> int:
    """How far the log was taken in."""
    return following.position(connection, PROJECTION.name) or 0


Place = tuple[str, Quarter]
"""A force and a quarter."""


def coverage(
    connection: Connection,
    *,
    since: Quarter | None = None,
    until: Quarter | None = None,
    forces: Iterable[str] = (),
    areas: Collection[str] = (),
) -> Coverage:
    """What is known of the coverage of a period and of some forces, or of all; and of some areas of them."""
    forces = frozenset(forces)
    by_place = coverage_by_place(connection, since=since, until=until, forces=forces, areas=areas)
    found = together(by_place.values())
    if not areas:
        return found
    nowhere = select(func.count()).where(*_period(since, until, forces), c.area.is_(None))
    return replace(
        found,
        areas=frozenset(areas),
        without_area=connection.execute(nowhere).scalar_one(),
    )


def coverage_by_place(
    connection: Connection,
    *,
    since: Quarter | None = None,
    until: Quarter | None = None,
    forces: Iterable[str] = (),
    areas: Collection[str] = (),
) -> dict[Place, Coverage]:
    """The same of each force and quarter of which something was loaded."""
    counts = func.coalesce(register.c.status != RecordStatus.WITHDRAWN.value, False)
    kind = (c.force, c.year, c.quarter, c.kind, c.state, counts)
    query = (
        select(*kind, func.count(), func.max(c.loaded_at))
        .select_from(expected.outerjoin(register, register.c.record == c.record))
        .where(*_period(since, until, forces), *([c.area.in_(sorted(areas))] if areas else []))
        .group_by(*kind)
        .order_by(c.force, c.year, c.quarter)
    )
    found: dict[Place, list[Coverage]] = {}
    for force, year, number, one, state, is_held, records, loaded_at in connection.execute(query):
        now = counted_as(State(state), record_counts=is_held)
        counted = {ExpectedKind(one): Covered(**{now.value: records})}
        found.setdefault((force, Quarter(year, number)), []).append(
            Coverage(by_kind=counted, last_loaded=loaded_at)
        )
    return {place: together(of) for place, of in found.items()}


def together(coverages: Iterable[Coverage]) -> Coverage:
    """What several places come to."""
    found: dict[ExpectedKind, Covered] = {}
    latest: list[datetime] = []
    for one in coverages:
        for kind, covered in one.by_kind.items():
            found[kind] = found.get(kind, Covered()) + covered
        latest += [one.last_loaded] if one.last_loaded else []
    return Coverage(
        by_kind={kind: found[kind] for kind in ExpectedKind if kind in found},
        last_loaded=max(latest, default=None),
    )


def _period(
    since: Quarter | None, until: Quarter | None, forces: Iterable[str]
) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if since:
        found += [c.year >= since.year, or_(c.year > since.year, c.quarter >= since.number)]
    if until:
        found += [c.year <= until.year, or_(c.year < until.year, c.quarter <= until.number)]
    if wanted := sorted(forces):
        found.append(c.force.in_(wanted))
    return found


@dataclass(frozen=True, kw_only=True, slots=True)
class Follower:
    """Whose list it is: a team, or everybody of a force, those without a known officer too."""

    force: Force
    team: frozenset[UUID] | None
    """The officers whom they supervise; none means everybody."""


@dataclass(frozen=True, kw_only=True, slots=True)
class ExpectedRow:
    """An expected encounter, as a list shows it."""

    encounter: UUID
    kind: ExpectedKind
    officer: UUID | None
    happened_at: datetime
    area: str | None
    state: State
    record: UUID | None
    reference: str | None
    """Of the record that was found."""
    ground: GroundForMatching | None
    reason: ReasonForNone | None


@dataclass(frozen=True, kw_only=True, slots=True)
class Page(Numbered):
    """Some of the rows, and how many there are in all."""

    rows: tuple[ExpectedRow, ...]


def listed(
    connection: Connection,
    follower: Follower,
    *,
    state: State,
    kinds: Iterable[str] = (),
    number: int = 1,
    size: int = PAGE,
) -> Page:
    """Expected encounters in a state: the oldest first where a record is missing, else the newest."""
    which = [*_theirs(follower), c.state == state.value]
    if wanted := sorted(kinds):
        which.append(c.kind.in_(wanted))
    total = connection.execute(
        select(func.count()).select_from(expected).where(*which)
    ).scalar_one()
    at = c.happened_at if state is State.OPEN else c.happened_at.desc()
    query = _rows().where(*which).order_by(at, c.encounter)
    found = connection.execute(query.limit(size).offset((number - 1) * size)).all()
    return Page(rows=tuple(map(_row, found)), total=total, number=number, size=size)


def counts(connection: Connection, follower: Follower) -> dict[State, int]:
    """How many there are in each state: those that are open are probably missing records."""
    query = select(c.state, func.count()).where(*_theirs(follower)).group_by(c.state)
    found = {row[0]: row[1] for row in connection.execute(query)}
    return {state: found.get(state.value, 0) for state in State}


def _theirs(follower: Follower) -> list[ColumnElement[bool]]:
    force = c.force == follower.force.value
    return [force] if follower.team is None else [force, c.officer.in_(follower.team)]


def _rows() -> Select[Any]:
    joined = expected.outerjoin(register, register.c.record == c.record)
    return select(expected, register.c.reference).select_from(joined)


def _row(row: Any) -> ExpectedRow:
    return ExpectedRow(
        encounter=row.encounter,
        kind=ExpectedKind(row.kind),
        officer=row.officer,
        happened_at=row.happened_at,
        area=row.area,
        state=State(row.state),
        record=row.record,
        reference=row.reference,
        ground=GroundForMatching(row.ground) if row.ground else None,
        reason=ReasonForNone(row.reason) if row.reason else None,
    )


@dataclass(frozen=True, kw_only=True, slots=True)
class ToReconcile:
    """What looking for records needs: what is open, what may be of it, and what is taken."""

    open_ones: tuple[UUID, ...]
    near: tuple[UUID, ...]
    taken: frozenset[tuple[ExpectedKind, UUID]]
    lost: tuple[UUID, ...]


def to_reconcile(connection: Connection, *, force: Force) -> ToReconcile:
    """What is to be looked for in a force, and where."""
    mine = c.force == force.value
    is_open = [mine, c.state == State.OPEN.value]
    opened = select(c.encounter).where(*is_open).order_by(c.happened_at, c.encounter)
    with_record = (
        select(c.encounter, c.kind, c.record, register.c.status)
        .select_from(expected.join(register, register.c.record == c.record))
        .where(mine, c.state == State.MATCHED.value)
        .order_by(c.encounter)
    )
    matched = connection.execute(with_record).all()
    lost = tuple(row.encounter for row in matched if _stands(row.status) is State.OPEN)
    return ToReconcile(
        open_ones=tuple(connection.execute(opened).scalars()),
        near=tuple(
            connection.execute(_near([mine, or_(is_open[1], c.encounter.in_(lost))])).scalars()
        ),
        taken=frozenset(
            (ExpectedKind(row.kind), row.record)
            for row in matched
            if _stands(row.status) is State.MATCHED
        ),
        lost=lost,
    )


def _stands(status: str) -> State:
    """Under which state a match with a record of this status is counted."""
    return counted_as(State.MATCHED, record_counts=status != RecordStatus.WITHDRAWN.value)


def _near(which: list[ColumnElement[bool]]) -> Select[Any]:
    """The records that may be of encounters: of about the same days, and not another's arrest."""
    anybodys = c.kind.not_in([one.value for one in OF_ONE_OFFICER])
    r = register.c
    return (
        select(r.record)
        .distinct()
        .select_from(
            register.join(
                expected,
                and_(
                    r.force == c.force,
                    r.incident_date.between(c.since, c.until),
                    or_(r.officer == c.officer, r.officer.is_(None), c.officer.is_(None), anybodys),
                ),
            )
        )
        .where(*which, r.status != RecordStatus.WITHDRAWN.value)
        .order_by(r.record)
    )
