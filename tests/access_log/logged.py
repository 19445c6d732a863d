"""What stands in the access log, read with SQL and by none of what wrote it."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import text

from web.bootstrap import Services


@dataclass(frozen=True)
class Line:
    """An entry with the records in it."""

    number: int
    person: UUID | None
    action: str
    channel: str
    place: str
    purpose: str
    case_reference: str
    confidential: bool
    terms: str
    filters: str
    hits: int | None
    records: frozenset[tuple[UUID, int]]
    row: dict[str, Any]

    @property
    def ids(self) -> frozenset[UUID]:
        return frozenset(record for record, _ in self.records)


def lines(services: Services, *, after: int = 0) -> list[Line]:
    """Every entry after one, in the order of their numbers."""
    schema = "" if services.stores.is_embedded else "work."
    with services.access_log.engine.connect() as connection:
        entries = connection.execute(
            text(f"SELECT * FROM {schema}access_entries WHERE number > :after ORDER BY number"),
            {"after": after},
        ).mappings()
        found = [dict(one) for one in entries]
        seen = connection.execute(
            text(
                f"SELECT number, record, version FROM {schema}access_records WHERE number > :after"
            ),
            {"after": after},
        ).all()
    records: dict[int, set[tuple[UUID, int]]] = {}
    for number, record, version in seen:
        records.setdefault(number, set()).add((UUID(str(record)), version))
    return [_line(row, records.get(row["number"], set())) for row in found]


def last(services: Services) -> int:
    """The number of the last entry."""
    return max((one.number for one in lines(services)), default=0)


def _line(row: dict[str, Any], records: set[tuple[UUID, int]]) -> Line:
    return Line(
        number=row["number"],
        person=UUID(str(row["person"])) if row["person"] else None,
        action=row["action"],
        channel=row["channel"],
        place=row["place"],
        purpose=row["purpose"],
        case_reference=row["case_reference"],
        confidential=bool(row["confidential"]),
        terms=str(row["terms"]),
        filters=str(row["filters"]),
        hits=row["hits"],
        records=frozenset(records),
        row=row,
    )
