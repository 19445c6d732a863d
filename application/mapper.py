"""Between an event and its stored form: the place where personal content is sealed."""

from collections.abc import Collection, Mapping, Sequence
from functools import lru_cache
from typing import Any
from uuid import UUID

from eventsourcing.persistence import JSONTranscoder, Mapper, StoredEvent

from application.codec import ANSWERS, Encoded, decode, encode, from_json, to_json
from application.ports import (
    KeyRing,
    OpenedKeys,
    PreparedKeys,
    ReadingKeys,
    Sealable,
    WritingKeys,
)
from application.release import THIS_RELEASE, Release
from application.sealing import Place, seal, unseal
from domain.codec import CodecError, uuid_of
from domain.codelists.field_groups import FieldGroup
from domain.event import ERASED, UNOPENED, Erased, Event, Unopened
from domain.people.events import PERSON_EVENTS

NO_KEYS = OpenedKeys(secrets={})

REMEMBERED = frozenset(kind.TOPIC for kind in PERSON_EVENTS if not kind.SEALED)
"""Events that every command asks for again, and in which nothing is sealed: what the same bytes say was
worked out before. They are asked of the log each time, so that nothing that happened since is missed."""
MOST_REMEMBERED = 4096


class SealingMapper(Mapper[UUID]):
    """Stored state: version ``v`` of the event class, metadata ``m``, clear content ``d``, sealed groups ``s``.

    Without a key ring it reads everything but the sealed content, which stands as ``UNOPENED``,
    and it writes nothing that needs sealing.
    """

    def __init__(self, ring: KeyRing | None, release: Release = THIS_RELEASE) -> None:
        super().__init__(transcoder=JSONTranscoder())
        self._ring = ring
        self._release = release
        self._remembered = lru_cache(maxsize=MOST_REMEMBERED)(self._clear_event)

    def to_stored_event(self, domain_event: Any) -> StoredEvent:
        event: Event = domain_event
        return self._stored(event, self._encoded(event), self._ring)

    def to_stored_events(
        self, events: Sequence[Event], known: OpenedKeys = NO_KEYS
    ) -> list[StoredEvent]:
        """The same for many events at once: the keys they need are made in one transaction, but for
        those that are ``known``.
        """
        encoded = [self._encoded(event) for event in events]
        wanted = {
            (event.originator_id, group)
            for event, one in zip(events, encoded, strict=True)
            for group in one.sealed
        }
        keys = self._keys_for(wanted, events, known) if wanted else None
        return [self._stored(event, one, keys) for event, one in zip(events, encoded, strict=True)]

    def _keys_for(
        self, wanted: Collection[Sealable], events: Sequence[Event], known: OpenedKeys
    ) -> WritingKeys | None:
        missing = [one for one in wanted if one not in known.keys]
        if self._ring is None or not missing:
            return None if self._ring is None else PreparedKeys(keys=known.keys)
        begun = {event.originator_id for event in events if event.originator_version == 1}
        prepared = self._ring.prepare(missing, begun=begun)
        return PreparedKeys(keys={**known.keys, **prepared.keys})

    def _encoded(self, event: Event) -> Encoded:
        return self._release.written(event.TOPIC, encode(event))

    def _stored(self, event: Event, encoded: Encoded, keys: WritingKeys | None) -> StoredEvent:
        place = Place(
            stream=event.originator_id, version=event.originator_version, topic=event.TOPIC
        )
        state = {
            "v": encoded.version,
            "m": encoded.metadata,
            "d": encoded.clear,
            "s": {
                group.value: _sealed(content, keys, place, group)
                for group, content in encoded.sealed.items()
            },
        }
        return StoredEvent(
            originator_id=event.originator_id,
            originator_version=event.originator_version,
            topic=event.TOPIC,
            state=to_json(state),
        )

    def to_domain_event(self, stored_event: StoredEvent) -> Any:
        (event,) = self.to_domain_events([stored_event])
        return event

    def to_domain_events(self, stored_events: Sequence[StoredEvent]) -> list[Any]:
        """The same for many events at once: the keys that open them are found by one question."""
        events, _ = self.opened(stored_events)
        return events

    def opened(self, stored_events: Sequence[StoredEvent]) -> tuple[list[Event], OpenedKeys]:
        """The same, and the keys that opened them: who goes on to write needs no other."""
        if REMEMBERED.issuperset(stored.topic for stored in stored_events):
            return self.closed(stored_events), NO_KEYS
        states = [from_json(stored.state) for stored in stored_events]
        keys = self._opened_keys(states)
        events = [
            self._event(stored, state, keys)
            for stored, state in zip(stored_events, states, strict=True)
        ]
        return events, keys or NO_KEYS

    def closed(self, stored_events: Sequence[StoredEvent]) -> list[Event]:
        """The same without what is sealed, which stands as ``UNOPENED``: no key is asked for."""
        return [
            self._remembered(stored)
            if stored.topic in REMEMBERED
            else self._event(stored, from_json(stored.state), None)
            for stored in stored_events
        ]

    def _clear_event(self, stored: StoredEvent) -> Event:
        return self._event(stored, from_json(stored.state), None)

    def _opened_keys(self, states: Sequence[Mapping[str, Any]]) -> OpenedKeys | None:
        if self._ring is None:
            return None
        needed = {uuid_of(sealed["k"]) for state in states for sealed in state["s"].values()}
        return self._ring.open(needed) if needed else NO_KEYS

    def _event(
        self, stored: StoredEvent, state: Mapping[str, Any], keys: ReadingKeys | None
    ) -> Event:
        stream = stored.originator_id
        if not isinstance(stream, UUID):
            raise CodecError(f"a stream is named by a UUID, not by {stream!r}")
        place = Place(stream=stream, version=stored.originator_version, topic=stored.topic)
        kind = self._release.kind_of(place.topic)
        written = self._written(state, place, keys)
        encoded = self._release.risen(place.topic, written)
        return decode(kind, stream, place.version, encoded)

    def _written(self, state: Mapping[str, Any], place: Place, keys: ReadingKeys | None) -> Encoded:
        """The content as it was written, with every sealed group opened that can be."""
        opened: dict[FieldGroup, Any] = {}
        closed: dict[str, Erased | Unopened] = {}
        for code, sealed in state["s"].items():
            content = _opened(sealed, keys, place, code)
            if isinstance(content, dict):
                opened[FieldGroup(code)] = content
            else:
                closed |= dict.fromkeys(sealed["n"], content)
        return Encoded(
            version=state["v"],
            metadata=state["m"],
            clear=state["d"],
            sealed=opened,
            closed=closed,
        )


def _opened(stored: Any, keys: ReadingKeys | None, place: Place, group: str) -> Any:
    if keys is None:
        return UNOPENED
    content = unseal(stored, ring=keys, place=place, group=group)
    return ERASED if content is None else content


def _sealed(
    content: Mapping[str, Any], keys: WritingKeys | None, place: Place, group: FieldGroup
) -> Any:
    if keys is None:
        raise CodecError("sealed content cannot be written without the key ring")
    sealed = seal(content, ring=keys, place=place, group=group)
    # The names stay clear: which question was answered must survive the erasure of its answer.
    return {**sealed, "n": sorted(_names(content))}


def _names(content: Mapping[str, Any]) -> list[str]:
    return [name for name in content if name != ANSWERS] + [
        f"{ANSWERS}.{question}" for question in content.get(ANSWERS, {})
    ]
