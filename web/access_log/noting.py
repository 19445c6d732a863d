"""What a request looked at, noted while it is answered."""

from collections.abc import Mapping
from uuid import UUID

from flask import g, has_request_context

from domain.records.record import UseOfForceRecord

Opened = Mapping[tuple[UUID, int], UUID | None]
"""The records that were opened, each version with its officer."""


def note(record: UseOfForceRecord) -> None:
    """A record was opened for whoever asks."""
    if has_request_context():
        g.setdefault("opened", {})[record.id, record.version] = record.officer


def found(hits: int) -> None:
    """So many match what was searched for, of which a page is shown."""
    g.hits = hits


def opened() -> Opened:
    known: Opened = g.get("opened", {})
    return known


def hits() -> int | None:
    known: int | None = g.get("hits")
    return known
