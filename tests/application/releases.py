"""One kind of event in two versions, and three releases of the product: before, between and after."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import ClassVar
from uuid import UUID, uuid4

from eventsourcing.persistence import InfrastructureFactory, Mapper

from application.codec import Encoded
from application.log import RecordLog
from application.mapper import SealingMapper
from application.ports import KeyRing
from application.release import DOWNCASTS, Release
from application.upcasts import UPCASTS
from domain.event import TOPICS, Event
from domain.people.events import PERSON_EVENTS
from domain.receipt import CommandCarriedOut
from domain.records.events import RECORD_EVENTS
from tests.people import OFFICER

TOPIC = "test.coloured"


def unlisted(kind: type[Event]) -> type[Event]:
    """An event of these tests alone: the product must not find it in its list."""
    TOPICS.pop(kind.TOPIC)
    return kind


@unlisted
@dataclass(frozen=True, kw_only=True)
class Coloured(Event):
    """As the release before knows it."""

    TOPIC: ClassVar[str] = TOPIC

    colour: str


@unlisted
@dataclass(frozen=True, kw_only=True)
class ColouredAndShaded(Event):
    """As the next releases know it."""

    TOPIC: ClassVar[str] = TOPIC
    VERSION: ClassVar[int] = 2

    colour: str
    shade: str


PLAIN = "plain"
"""What the version before meant without saying it."""


def up(encoded: Encoded) -> Encoded:
    return replace(encoded, version=2, clear={**encoded.clear, "shade": PLAIN})


def down(encoded: Encoded) -> Encoded:
    clear = {name: value for name, value in encoded.clear.items() if name != "shade"}
    return replace(encoded, version=1, clear=clear)


KNOWN = {kind.TOPIC: kind for kind in (*RECORD_EVENTS, *PERSON_EVENTS, CommandCarriedOut)}

BEFORE = Release(topics={**KNOWN, TOPIC: Coloured}, upcasts=UPCASTS, downcasts=DOWNCASTS)
BETWEEN = Release(
    topics={**KNOWN, TOPIC: ColouredAndShaded},
    upcasts={**UPCASTS, (TOPIC, 1): up},
    downcasts={**DOWNCASTS, (TOPIC, 2): down},
)
AFTER = replace(BETWEEN, downcasts=DOWNCASTS)


class LogOf(RecordLog):
    """The log, as a process of one release has it open."""

    def __init__(
        self, factory: InfrastructureFactory, ring: KeyRing | None, release: Release
    ) -> None:
        self._release = release
        super().__init__(factory, ring)

    def construct_mapper(self) -> Mapper[UUID]:
        return SealingMapper(self._ring, self._release)


def a_coloured() -> Event:
    """What the release before writes."""
    return _made(Coloured, colour="red")


def a_shaded(*, shade: str = PLAIN) -> Event:
    """What the next releases write."""
    return _made(ColouredAndShaded, colour="red", shade=shade)


def _made(kind: Callable[..., Event], **content: str) -> Event:
    because = OFFICER.commands().because("")
    return kind(originator_id=uuid4(), originator_version=1, metadata=because, **content)
