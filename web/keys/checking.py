"""Holding the key ring against the log: each key that the log names is there, or its erasure is.

Context. A key that is taken away without an event is an erasure that nobody decided; one that comes back
with an old backup undoes one that was. Decision. Each sealed part is opened and held against the salted
commitment that its leaf holds; each that cannot be opened must have an erasure in the record's own history,
and each that was erased must not open. Consequence: a key that is missing, swapped, held back or brought
back is told, with its record. Kept by ``tests/keys/test_checking.py``. (Spec: audit, 3.2 and 4.6.)
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum
from itertools import islice
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Engine, select

from application import opening
from application.codec import from_json
from application.opening import ErasuresOfLog, Outcome, Part
from domain.codelists.field_groups import FieldGroup
from domain.records.events import Imported, Submitted
from domain.retention.keeping import Keeping
from web.adapters.key_ring import MOST_STREAMS, StoredKeyRing
from web.adapters.stores import KEYS, Stores, reading
from web.adapters.tables import data_keys
from web.proof import reading as log

PAGE = 1_000
BEGUN = frozenset((Submitted.TOPIC, Imported.TOPIC))
GROUPS = frozenset(group.value for group in FieldGroup)

Held = tuple[UUID, FieldGroup]
"""A field group of a stream."""


class State(Enum):
    """How a key stands in the ring."""

    GIVEN = "given out"
    HELD_BACK = "under quarantine"
    DESTROYED = "destroyed"
    MISSING = "missing"


@dataclass(kw_only=True)
class Checked:
    """What a check found."""

    parts: int = 0
    """Sealed parts of events."""
    opened: int = 0
    """Those of which the content is what the log committed to."""
    faults: list[str] = field(default_factory=list)
    """A sentence each; none if everything is as the log says."""

    @property
    def is_sound(self) -> bool:
        return not self.faults


class KeyCheck:
    """Checks a whole log against its key ring. It writes nothing."""

    def __init__(self, stores: Stores, ring: StoredKeyRing) -> None:
        self._stores = stores
        self._ring = ring
        self._found = Checked()
        self._faults: dict[tuple[UUID, str, str], None] = {}
        """Each once, in the order in which it was found: of a stream, its group, and what is wrong."""

    def run(self) -> Checked:
        """Open what is sealed in every event, and hold how each key stands against the erasures."""
        with log.looking_at_log(self._stores) as connection:
            kept = log.rows_of_topics(connection, opening.KEPT)
            keeping = ErasuresOfLog.in_rows(kept).keeping
            waiting = opening.parts(log.rows(connection), self._ring)
            while page := list(islice(waiting, PAGE)):
                self._take_in(page, keeping)
            self._found.faults += self._named(connection)
        return self._found

    def _take_in(self, page: Sequence[Part], keeping: Mapping[UUID, Keeping]) -> None:
        known = _rows(self._stores.engine(KEYS), {one.key for one in page if one.key})
        for part in page:
            self._found.parts += 1
            stream = part.row.originator_id
            if not isinstance(stream, UUID) or part.group not in GROUPS:
                # Not a stored event: its leaf says so.
                continue
            belongs = (stream, FieldGroup(part.group))
            held, state = known.get(part.key, (belongs, State.MISSING))
            if held != belongs:
                self._fault(*belongs, "is sealed with the key of another part")
            self._hold(part, *belongs, state)
            self._judge(*belongs, state, keeping.get(stream, Keeping()))

    def _hold(self, part: Part, stream: UUID, group: FieldGroup, state: State) -> None:
        if state is not State.GIVEN:
            return
        if part.outcome is Outcome.OPENED:
            self._found.opened += 1
        elif part.outcome is Outcome.BROKEN:
            at = part.row.originator_version
            self._fault(stream, group, f"of version {at} is not what the log committed to")
        else:
            # A key that is no key is a fault like the others.
            self._fault(stream, group, f"cannot be opened: {part.outcome.value}")

    def _judge(self, stream: UUID, group: FieldGroup, state: State, kept: Keeping) -> None:
        gone, erasure = kept.gone.get(group), kept.erasure
        confirmed = erasure is not None and erasure.confirmed_at and group in erasure.groups
        if state is State.MISSING:
            self._fault(stream, group, "has no key any more, and no event erased it: ALARM")
        elif state is State.DESTROYED and not (gone and gone.final) and not confirmed:
            self._fault(stream, group, "lost its key, and no event erased it: ALARM")
        elif state is State.HELD_BACK and gone is None:
            self._fault(stream, group, "is held back, and no event says so: run uof keys settle")
        elif state is State.GIVEN and gone is not None:
            self._fault(stream, group, "can be read, and was erased: run uof keys settle")

    def _fault(self, stream: UUID, group: FieldGroup, what: str) -> None:
        self._faults[stream, group.label.lower(), what] = None

    def _named(self, connection: Connection) -> list[str]:
        """The faults in words, with the reference that people know a record by."""
        names = {stream: _name(connection, stream) for stream, _, _ in self._faults}
        return [f"{names[stream]}: {group} {what}" for stream, group, what in self._faults]


def _name(connection: Connection, stream: UUID) -> str:
    first = log.row_of(connection, stream, 1)
    if first is None or first.topic not in BEGUN:
        return str(stream)
    return str(from_json(first.state)["d"]["reference"])


def _rows(engine: Engine, ids: set[UUID]) -> dict[UUID | None, tuple[Held, State]]:
    """Of keys, which part each is of, and how it stands."""
    found: dict[UUID | None, tuple[Held, State]] = {}
    wanted = sorted(ids)
    with reading(engine).connect() as connection:
        for start in range(0, len(wanted), MOST_STREAMS):
            some = data_keys.c.id.in_(wanted[start : start + MOST_STREAMS])
            for row in connection.execute(select(data_keys).where(some)):
                found[row.id] = (row.stream, FieldGroup(row.field_group)), _state(row)
    return found


def _state(row: Any) -> State:
    if row.wrapped is None:
        return State.DESTROYED
    return State.GIVEN if row.quarantined_at is None else State.HELD_BACK
