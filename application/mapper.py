"""Between an event and its stored form: the place where personal content is sealed."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from eventsourcing.persistence import JSONTranscoder, Mapper, StoredEvent

from application.codec import ANSWERS, Encoded, decode, encode, from_json, to_json
from application.ports import KeyRing, OpenedKeys, ReadingKeys, WritingKeys
from application.release import THIS_RELEASE, Release
from application.sealing import Place, seal, unseal
from domain.codec import CodecError
from domain.codelists.field_groups import FieldGroup
from domain.event import ERASED, UNOPENED, Erased, Event, Unopened


class SealingMapper(Mapper[UUID]):
    """Stored state: version ``v`` of the event class, metadata ``m``, clear content ``d``, sealed groups ``s``.

    Without a key ring it reads everything but the sealed content, which stands as ``UNOPENED``,
    and it writes nothing that needs sealing.
    """

    def __init__(self, ring: KeyRing | None, release: Release = THIS_RELEASE) -> None:
        super().__init__(transcoder=JSONTranscoder())
        self._ring = ring
        self._release = release

    def to_stored_event(self, domain_event: Any) -> StoredEvent:
        event: Event = domain_event
        return self._stored(event, self._encoded(event), self._ring)

    def to_stored_events(self, events: Sequence[Event]) -> list[StoredEvent]:
        """The same for many events at once: the keys they need are made in one transaction."""
        encoded = [self._encoded(event) for event in events]
        wanted = {
            (event.originator_id, group)
            for event, one in zip(events, encoded, strict=True)
            for group in one.sealed
        }
        keys = self._ring.prepare(wanted) if self._ring and wanted else None
        return [self._stored(event, one, keys) for event, one in zip(events, encoded, strict=True)]

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
        states = [from_json(stored.state) for stored in stored_events]
        keys = self._opened_keys(states)
        return [
            self._event(stored, state, keys)
            for stored, state in zip(stored_events, states, strict=True)
        ]

    def _opened_keys(self, states: Sequence[Mapping[str, Any]]) -> ReadingKeys | None:
        if self._ring is None:
            return None
        needed = {UUID(sealed["k"]) for state in states for sealed in state["s"].values()}
        return self._ring.open(needed) if needed else OpenedKeys(secrets={})

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
