"""Reading a whole log, as it is stored: how much it holds, in what order, and under which keys."""

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from uuid import UUID

from sqlalchemy import Connection, Row, select, text

from domain.records.events import Submitted
from web.adapters.tables import data_keys, drafts

ROWS = 1000
EVENTS = {
    "sqlite": """
        SELECT rowid AS position, originator_id, originator_version, topic, state
        FROM stored_events ORDER BY rowid
    """,
    "postgresql": """
        SELECT notification_id AS position, originator_id, originator_version, topic, state
        FROM records.stored_events ORDER BY notification_id
    """,
}


@dataclass
class Survey:
    """What a log holds."""

    events: int = 0
    last_position: int = 0
    digest: str = ""
    gaps: list[str] = field(default_factory=list)
    """Streams whose versions do not count from one without a hole."""
    keys: dict[UUID, UUID] = field(default_factory=dict)
    """Every key that an event names, with the stream it stands in."""
    references: dict[UUID, str] = field(default_factory=dict)
    """How each record is called."""

    @property
    def is_dense(self) -> bool:
        return not self.gaps


def survey(connection: Connection) -> Survey:
    """Read every event of the log, in its order."""
    found, versions, digest = Survey(), dict[UUID, int](), hashlib.sha256()
    for row in _events(connection):
        stream, state = UUID(str(row.originator_id)), bytes(row.state)
        parts = (
            str(row.position).encode(),
            stream.bytes,
            str(row.originator_version).encode(),
            row.topic.encode(),
            state,
        )
        for part in parts:
            digest.update(len(part).to_bytes(8, "big") + part)
        if row.originator_version != versions.get(stream, 0) + 1:
            found.gaps.append(f"{stream}, version {row.originator_version}")
        versions[stream] = row.originator_version
        found.events += 1
        found.last_position = row.position
        _note(found, stream, row.topic, json.loads(state))
    found.digest = digest.hexdigest()
    return found


def _events(connection: Connection) -> Iterator[Row[tuple[int, object, int, str, bytes]]]:
    query = text(EVENTS[connection.dialect.name])
    yield from connection.execution_options(yield_per=ROWS).execute(query)


def _note(
    found: Survey, stream: UUID, topic: str, state: Mapping[str, Mapping[str, object]]
) -> None:
    for sealed in state["s"].values():
        found.keys[UUID(str(dict(sealed)["k"]))] = stream  # type: ignore[call-overload]
    if topic == Submitted.TOPIC:
        found.references[stream] = str(state["d"]["reference"])


@dataclass(frozen=True, kw_only=True)
class Unlocked:
    """What of a log can be read with a key ring, and what cannot."""

    keys: int
    destroyed: int
    """Keys that were destroyed on purpose: their content is gone for good, as it should be."""
    unreadable: tuple[str, ...]
    """Records of which a part cannot be read, because its key is not here."""
    drafts: int
    """Drafts that cannot be read, for the same reason."""


def unlocked(found: Survey, work: Connection, ring: Connection, *, epoch: str) -> Unlocked:
    """Look every key up that the log and the drafts name."""
    rows = {row.id: row for row in ring.execute(select(data_keys))}
    opens = {
        key
        for key, row in rows.items()
        # A destroyed key is known: nobody misses it.
        if row.wrapped is None or row.epoch == epoch
    }
    streams = {stream for key, stream in found.keys.items() if key not in opens}
    sealed = work.execute(select(drafts.c.sealed)).scalars()
    return Unlocked(
        keys=len(rows),
        destroyed=sum(row.wrapped is None for row in rows.values()),
        unreadable=tuple(sorted(found.references.get(one, str(one)) for one in streams)),
        drafts=sum(UUID(json.loads(one)["k"]) not in opens for one in sealed),
    )
