"""Holding the key ring against the log: each key that the log names is there, or its erasure is.

Context. A key that is taken away without an event is an erasure that nobody decided; one that comes back
with an old backup undoes one that was. Decision. Each sealed part is opened and held against the salted
commitment that its leaf holds; each that cannot be opened must have an erasure in the record's own history,
and each that was erased must not open. Consequence: a key that is missing, swapped, held back or brought
back is told, with its record. Kept by ``tests/keys/test_checking.py``. (Spec: audit, 3.2 and 4.6.)
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import Any
from uuid import UUID

from eventsourcing.persistence import StoredEvent
from sqlalchemy import Engine, select

from application.codec import from_json
from application.log import RecordLog
from application.mapper import SealingMapper
from application.ports import OpenedKeys
from application.sealing import Place, SealBrokenError, unseal
from domain.codec import uuid_of
from domain.codelists.field_groups import FieldGroup
from domain.records.events import Imported, Submitted
from domain.retention import keeping
from domain.retention.events import KEEPING_EVENTS
from domain.retention.keeping import Keeping
from web.adapters.key_ring import MOST_STREAMS, StoredKeyRing
from web.adapters.stores import reading
from web.adapters.tables import data_keys

PAGE = 1_000
KEPT = frozenset(kind.TOPIC for kind in KEEPING_EVENTS)
BEGUN = frozenset((Submitted.TOPIC, Imported.TOPIC))

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

    def __init__(self, reader: RecordLog, ring: StoredKeyRing, engine: Engine) -> None:
        self._reader = reader
        self._ring = ring
        self._engine = engine
        self._closed = SealingMapper(None)
        self._found = Checked()
        self._states: dict[Held, State] = {}
        self._keeping: dict[UUID, Keeping] = {}
        self._references: dict[UUID, str] = {}

    def run(self, progress: Callable[[int], None] = lambda _: None) -> Checked:
        """Read every event, open what is sealed in it, and hold what does not open against the erasures."""
        position = 0
        while page := self._reader.stored(after=position, limit=PAGE):
            self._take_in([stored for _, stored in page])
            progress(len(page))
            position = page[-1][0]
        for (stream, group), state in self._states.items():
            self._judge(stream, group, state)
        return self._found

    def _take_in(self, page: list[StoredEvent]) -> None:
        sealed = [
            (stored, group, part)
            for stored in page
            for group, part in from_json(stored.state)["s"].items()
        ]
        ids = {uuid_of(part["k"]) for _, _, part in sealed}
        known = dict(self._rows(ids))
        opened = self._ring.open(ids)
        for stored in page:
            self._remember(stored)
        for stored, group, part in sealed:
            self._found.parts += 1
            self._check(stored, group, part, known, opened)

    def _remember(self, stored: StoredEvent) -> None:
        stream = _stream(stored)
        if stored.topic in KEPT:
            event = self._closed.to_domain_event(stored)
            self._keeping[stream] = keeping.after(event, self._keeping.get(stream, Keeping()))
        elif stored.topic in BEGUN:
            self._references[stream] = from_json(stored.state)["d"]["reference"]

    def _check(
        self,
        stored: StoredEvent,
        group: str,
        part: Mapping[str, Any],
        known: Mapping[UUID, tuple[Held, State]],
        opened: OpenedKeys,
    ) -> None:
        stream, id_ = _stream(stored), uuid_of(part["k"])
        place = Place(stream=stream, version=stored.originator_version, topic=stored.topic)
        held, state = known.get(id_, ((stream, FieldGroup(group)), State.MISSING))
        if held != (stream, FieldGroup(group)):
            self._fault(stream, group, "is sealed with the key of another part")
        self._states[stream, FieldGroup(group)] = state
        if state is not State.GIVEN:
            return
        try:
            unseal(part, ring=opened, place=place, group=group)
        except SealBrokenError:
            at = stored.originator_version
            self._fault(stream, group, f"of version {at} is not what the log committed to")
        except Exception as error:  # noqa: BLE001 - a key that is no key is a fault like the others
            self._fault(stream, group, f"cannot be opened: {type(error).__name__}")
        else:
            self._found.opened += 1

    def _judge(self, stream: UUID, group: FieldGroup, state: State) -> None:
        kept = self._keeping.get(stream, Keeping())
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

    def _fault(self, stream: UUID, group: str, what: str) -> None:
        name = self._references.get(stream, str(stream))
        self._found.faults.append(f"{name}: {FieldGroup(group).label.lower()} {what}")

    def _rows(self, ids: set[UUID]) -> Iterator[tuple[UUID, tuple[Held, State]]]:
        columns = data_keys.c
        wanted = sorted(ids)
        with reading(self._engine).connect() as connection:
            for start in range(0, len(wanted), MOST_STREAMS):
                some = wanted[start : start + MOST_STREAMS]
                for row in connection.execute(select(data_keys).where(columns.id.in_(some))):
                    yield row.id, ((row.stream, FieldGroup(row.field_group)), _state(row))


def _state(row: Any) -> State:
    if row.wrapped is None:
        return State.DESTROYED
    return State.GIVEN if row.quarantined_at is None else State.HELD_BACK


def _stream(stored: StoredEvent) -> UUID:
    stream = stored.originator_id
    assert isinstance(stream, UUID)
    return stream
