"""Between an event and its stored form: the place where personal content is sealed."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from eventsourcing.persistence import JSONTranscoder, Mapper, StoredEvent

from application.codec import ANSWERS, Encoded, decode, encode, from_json, to_json
from application.ports import KeyRing
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
        encoded = self._release.written(event.TOPIC, encode(event))
        place = Place(
            stream=event.originator_id, version=event.originator_version, topic=event.TOPIC
        )
        state = {
            "v": encoded.version,
            "m": encoded.metadata,
            "d": encoded.clear,
            "s": {
                group.value: self._sealed(content, place, group)
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
        stream = stored_event.originator_id
        if not isinstance(stream, UUID):
            raise CodecError(f"a stream is named by a UUID, not by {stream!r}")
        place = Place(
            stream=stream, version=stored_event.originator_version, topic=stored_event.topic
        )
        kind = self._release.kind_of(place.topic)
        written = self._written(from_json(stored_event.state), place)
        encoded = self._release.risen(place.topic, written)
        return decode(kind, stream, place.version, encoded)

    def _written(self, state: Mapping[str, Any], place: Place) -> Encoded:
        """The content as it was written, with every sealed group opened that can be."""
        opened: dict[FieldGroup, Any] = {}
        closed: dict[str, Erased | Unopened] = {}
        for code, sealed in state["s"].items():
            content = self._opened(sealed, place, code)
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

    def _sealed(self, content: Mapping[str, Any], place: Place, group: FieldGroup) -> Any:
        if self._ring is None:
            raise CodecError("sealed content cannot be written without the key ring")
        sealed = seal(content, ring=self._ring, place=place, group=group)
        # The names stay clear: which question was answered must survive the erasure of its answer.
        return {**sealed, "n": sorted(_names(content))}

    def _opened(self, stored: Any, place: Place, group: str) -> Any:
        if self._ring is None:
            return UNOPENED
        content = unseal(stored, ring=self._ring, place=place, group=group)
        return ERASED if content is None else content


def _names(content: Mapping[str, Any]) -> list[str]:
    return [name for name in content if name != ANSWERS] + [
        f"{ANSWERS}.{question}" for question in content.get(ANSWERS, {})
    ]
