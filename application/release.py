"""What one release of the product reads and writes of the events in the log.

Context. In a rolling upgrade processes of two releases share one log, and the older one refuses what
it cannot read. Decision. Reading comes one release before writing. A release that gives an event
class its next ``VERSION`` brings an upcast to it and a downcast from it: it reads both versions and
writes the earlier one. The release after it takes the downcast away, and writes the new version, when
no process of the older release is left. A new kind of event goes the same way: its class and its
fold come one release before the command that causes it. What the earlier version cannot say is
refused and not cut short. Consequence: no process ever meets an event that it cannot read, and going
back by one release is possible at any time. Kept by ``tests/application/test_releases.py`` and
``tests/projections/test_two_versions.py``.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from application.codec import Encoded
from application.upcasts import UPCASTS, Upcasts, upcast
from domain.codec import CodecError
from domain.event import TOPICS, Event

Downcast = Callable[[Encoded], Encoded]
Downcasts = Mapping[tuple[str, int], Downcast]

DOWNCASTS: Downcasts = MappingProxyType({})
"""By topic and the version of the class: what makes it the version before. None is in flight now."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Release:
    """Every event class that a release knows, and its ways between their versions."""

    topics: Mapping[str, type[Event]]
    upcasts: Upcasts
    downcasts: Downcasts

    def kind_of(self, topic: str) -> type[Event]:
        """The class of a stored event.

        Raises:
            CodecError: there is none here.

        """
        if topic not in self.topics:
            raise CodecError(f"unknown topic {topic!r}: a newer product wrote this event")
        return self.topics[topic]

    def risen(self, topic: str, stored: Encoded) -> Encoded:
        """Stored content, as the newest version has it.

        Raises:
            CodecError: a newer product wrote it, or a step is missing.

        """
        newest = self.kind_of(topic).VERSION
        return upcast(topic, stored, newest=newest, upcasts=self.upcasts)

    def written(self, topic: str, encoded: Encoded) -> Encoded:
        """New content, as it is to be stored.

        Raises:
            CodecError: the version that is written cannot say it.

        """
        lowered = encoded
        while step := self.downcasts.get((topic, lowered.version)):
            lowered = step(lowered)
        if lowered is not encoded and self.risen(topic, lowered) != encoded:
            raise CodecError(
                f"event {topic!r} says what version {lowered.version} of it cannot hold"
            )
        return lowered


THIS_RELEASE = Release(topics=TOPICS, upcasts=UPCASTS, downcasts=DOWNCASTS)
