"""The events of a record as they are stored, opened as far as they are disclosed."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection

from application import leaves
from application.codec import from_json
from application.ports import KeyRing
from application.sealing import Place, opened
from application.verifying import Row
from domain.codec import typed, uuid_of
from domain.codelists.disclosures import Part
from domain.codelists.field_groups import FieldGroup
from domain.event import Metadata
from domain.records.disclosure import part_of
from web.proof import reading
from web.proof.proving import NotProvedError

CLEAR = "clear"
"""The part of an event that was never sealed: codes, days and numbers."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Piece:
    """A part of an event as it was written down, with the blind that its commitment needs."""

    text: str
    blind: bytes
    key: UUID | None
    """The key that it is sealed under; none of what stands clear."""

    @property
    def content(self) -> Mapping[str, Any]:
        found: Mapping[str, Any] = from_json(self.text.encode())
        return found


@dataclass(frozen=True, kw_only=True, slots=True)
class Evidence:
    """One event: what its leaf is the hash of, and its pieces; none of one that was erased."""

    stream: UUID
    version: int
    topic: str
    metadata: Metadata
    entry: bytes
    pieces: Mapping[str, Piece | None]
    """By ``clear`` and the code of each sealed group."""

    @property
    def at(self) -> datetime:
        return self.metadata.at

    def part(self, group: str) -> Part | None:
        """The part in which a piece stands; none of what stands clear."""
        return None if group == CLEAR else part_of(group, self.topic, self.metadata.role)

    def disclosed(self, withheld: frozenset[Part]) -> dict[str, Piece]:
        """The pieces that are shown when these parts are withheld."""
        return {
            group: piece
            for group, piece in self.pieces.items()
            if piece is not None and self.part(group) not in withheld
        }


def evidence_of(connection: Connection, record: UUID, ring: KeyRing) -> list[Evidence]:
    """Every event of a record, with everything opened that can be.

    Raises:
        NotProvedError: an event has no leaf, or not its own.

    """
    rows, origin = reading.rows_of(connection, record), reading.origin(connection)
    states = [from_json(row.state) for row in rows]
    wanted = {uuid_of(sealed["k"]) for state in states for sealed in state["s"].values()}
    keys = ring.open(wanted)
    found, previous = [], leaves.FIRST
    for row, state in zip(rows, states, strict=True):
        if row.salt is None or row.leaf_hash is None:
            raise NotProvedError
        body = leaves.body(origin, row, row.salt)
        if leaves.leaf(body, previous) != row.leaf_hash:
            raise NotProvedError
        found.append(
            Evidence(
                stream=record,
                version=row.originator_version,
                topic=row.topic,
                metadata=typed(state["m"], Metadata),
                entry=leaves.entry(body, previous),
                pieces=dict(_pieces(record, row, state["s"], row.salt, keys)),
            )
        )
        previous = row.leaf_hash
    return found


def _pieces(
    stream: UUID, row: Row, sealed: Mapping[str, Any], salt: bytes, keys: Any
) -> Iterator[tuple[str, Piece | None]]:
    yield CLEAR, Piece(text=leaves.clear(row).decode(), blind=salt, key=None)
    place = Place(stream=stream, version=row.originator_version, topic=row.topic)
    for group, stored in sealed.items():
        found = opened(stored, ring=keys, place=place, group=FieldGroup(group))
        if found is None:
            yield group, None
        else:
            blind, content = found
            yield group, Piece(text=content.decode(), blind=blind, key=uuid_of(stored["k"]))


def shown(events: Sequence[Evidence], as_at: datetime) -> int:
    """How many versions there were at a moment."""
    return sum(1 for one in events if one.at <= as_at)
