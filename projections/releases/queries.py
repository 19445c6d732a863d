"""Questions about releases: what is public, what is under way, and what is due."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Connection, select

from domain.codelists.forces import Force
from domain.codelists.releases import ReasonForEdition
from domain.releases.facts import Announcement
from domain.releases.period import Period
from domain.releases.release import Basis, Stage
from projections.releases.tables import release_announcement, release_edition

c = release_edition.c
announced = release_announcement.c


@dataclass(frozen=True, kw_only=True, slots=True)
class EditionRow:
    """An edition of a release, as a list shows it."""

    release: UUID
    edition: int
    force: Force
    period: Period
    stage: Stage
    basis: Basis
    reason: ReasonForEdition
    notice: str | None
    files: Mapping[str, str]
    """The digest of each file by its name, in hexadecimal."""
    prepared_by: UUID
    prepared_at: datetime
    checked_by: UUID | None
    approved_by: UUID | None
    publish_at: datetime | None
    published_at: datetime | None


@dataclass(frozen=True, kw_only=True, slots=True)
class Announced:
    """What readers are told of an edition to come."""

    release: UUID
    force: Force
    period: Period
    told: Announcement


@dataclass(frozen=True, kw_only=True, slots=True)
class Coming:
    """A release of which an edition is to be public, and when."""

    release: UUID
    force: Force
    period: Period
    publish_at: datetime
    is_approved: bool
    """Whether its files are agreed to; until then the day is what readers were told."""


def editions(
    connection: Connection,
    *,
    force: Force | None = None,
    period: Period | None = None,
    stages: Collection[Stage] = (),
) -> tuple[EditionRow, ...]:
    """Editions of some releases, or of all: the newest period first, then the newest edition."""
    query = select(release_edition).where(*_which(force, period, stages))
    newest = query.order_by(
        c.year.desc(), c.quarter.desc().nulls_first(), c.force, c.edition.desc(), c.place.desc()
    )
    return tuple(map(_row, connection.execute(newest)))


def newest(editions: Iterable[EditionRow]) -> tuple[EditionRow, ...]:
    """The newest edition of each release, of editions in the order of a list."""
    found: dict[UUID, EditionRow] = {}
    for one in editions:
        found.setdefault(one.release, one)
    return tuple(found.values())


def due(connection: Connection, *, now: datetime) -> tuple[UUID, ...]:
    """The releases of which an edition was approved whose time has come."""
    query = (
        select(c.release)
        .where(c.stage == Stage.APPROVED.value, c.publish_at <= now)
        .order_by(c.publish_at, c.release)
    )
    return tuple(connection.execute(query).scalars())


def announcements(
    connection: Connection, *, force: Force | None = None, period: Period | None = None
) -> tuple[Announced, ...]:
    """Everything that was ever announced, what was told last of a release first."""
    query = select(release_announcement)
    if force:
        query = query.where(announced.force == force.value)
    if period:
        query = query.where(
            announced.year == period.year, announced.quarter.is_not_distinct_from(period.quarter)
        )
    newest = query.order_by(
        announced.announced_at.desc(), announced.release, announced.place.desc()
    )
    return tuple(map(_announced, connection.execute(newest)))


def coming(connection: Connection, *, force: Force | None = None) -> tuple[Coming, ...]:
    """What was announced or approved and is not public yet, the earliest first."""
    rows = editions(connection, force=force, stages=[Stage.PUBLISHED, Stage.APPROVED])
    published: dict[UUID, datetime] = {}
    for row in rows:
        if row.published_at:
            published[row.release] = max(
                row.published_at, published.get(row.release, row.published_at)
            )
    last: dict[UUID, Announced] = {}
    for told in announcements(connection, force=force):
        if told.release not in published or published[told.release] < told.told.at:
            last.setdefault(told.release, told)
    found = {
        one.release: Coming(
            release=one.release,
            force=one.force,
            period=one.period,
            publish_at=one.told.publish_at,
            is_approved=False,
        )
        for one in last.values()
    }
    for row in rows:
        if row.stage is Stage.APPROVED and row.publish_at:
            found[row.release] = Coming(
                release=row.release,
                force=row.force,
                period=row.period,
                publish_at=row.publish_at,
                is_approved=True,
            )
    return tuple(sorted(found.values(), key=lambda one: (one.publish_at, one.release)))


def _announced(row: Any) -> Announced:
    return Announced(
        release=row.release,
        force=Force(row.force),
        period=Period(row.year, row.quarter),
        told=Announcement(at=row.announced_at, publish_at=row.publish_at),
    )


def _which(
    force: Force | None, period: Period | None, stages: Collection[Stage]
) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if force:
        found.append(c.force == force.value)
    if period:
        found.append(c.year == period.year)
        found.append(c.quarter.is_(None) if period.quarter is None else c.quarter == period.quarter)
    if stages:
        found.append(c.stage.in_(sorted(stages)))
    return found


def _row(row: Any) -> EditionRow:
    return EditionRow(
        release=row.release,
        edition=row.edition,
        force=Force(row.force),
        period=Period(row.year, row.quarter),
        stage=Stage(row.stage),
        basis=Basis(
            position=row.position,
            counting_rules=row.counting_rules,
            code_lists=row.code_lists,
            layout=row.layout,
        ),
        reason=ReasonForEdition(row.reason),
        notice=row.notice,
        files=row.files,
        prepared_by=row.prepared_by,
        prepared_at=row.prepared_at,
        checked_by=row.checked_by,
        approved_by=row.approved_by,
        publish_at=row.publish_at,
        published_at=row.published_at,
    )
