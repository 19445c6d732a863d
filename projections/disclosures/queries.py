"""Questions about what was disclosed."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, select

from domain.codelists.disclosures import KindOfDisclosure, LegalBasis, Part, ReasonForWithholding
from domain.codelists.forces import Force
from projections.disclosures.tables import disclosure, disclosure_record

c = disclosure.c


@dataclass(frozen=True, kw_only=True, slots=True)
class DisclosureRow:
    """A disclosure, without to whom: that is sealed."""

    disclosure: UUID
    position: int
    kind: KindOfDisclosure
    basis: LegalBasis
    made_by: UUID
    made_at: datetime
    as_at: datetime
    withheld: Mapping[Part, ReasonForWithholding]
    digest: str
    records: int


def disclosures(
    connection: Connection, force: Force, *, before: int | None = None, limit: int
) -> tuple[DisclosureRow, ...]:
    """The disclosures of a force, the newest first; those before a position, for a later page."""
    query = select(disclosure).where(c.force == force.value)
    if before is not None:
        query = query.where(c.position < before)
    newest = query.order_by(c.position.desc()).limit(limit)
    return tuple(map(_row, connection.execute(newest)))


def of_record(connection: Connection, record: UUID) -> tuple[DisclosureRow, ...]:
    """The disclosures that a record is in, the newest first."""
    query = (
        select(disclosure)
        .join(disclosure_record, disclosure_record.c.disclosure == c.disclosure)
        .where(disclosure_record.c.record == record)
        .order_by(c.position.desc())
    )
    return tuple(map(_row, connection.execute(query)))


def _row(row: Any) -> DisclosureRow:
    return DisclosureRow(
        disclosure=row.disclosure,
        position=row.position,
        kind=KindOfDisclosure(row.kind),
        basis=LegalBasis(row.basis),
        made_by=row.made_by,
        made_at=row.made_at,
        as_at=row.as_at,
        withheld={
            Part(part): ReasonForWithholding(reason) for part, reason in row.withheld.items()
        },
        digest=row.digest,
        records=row.records,
    )
