"""What a command or a page looks at in the log: several streams by one question, and none of them twice.

Context. A command asks whether it was carried out before, how its record stands, and how whoever sent it
stands; each was a question of its own, and a question costs more than what it brings. Decision. What
is known to be needed is asked together when the look begins, and whatever else when it is needed.
Consequence: what is decided on is what was read, and who comes second looks again. Kept by
``tests/application/test_looking.py``.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Protocol
from uuid import UUID

from eventsourcing.persistence import StoredEvent

from application.mapper import NO_KEYS, SealingMapper
from domain.event import Event

Ask = Callable[[Collection[UUID]], Mapping[UUID, Sequence[StoredEvent]]]
"""What is stored of some streams; nothing of one that does not exist."""


class Streams(Protocol):
    """Where the events of an aggregate are found."""

    def events_of(self, aggregate: UUID) -> tuple[Event, ...]:
        """An aggregate's events in order; none if it does not exist."""


class Look:
    """One look at the log. It grows old with the answer that is made of it, and is not kept."""

    def __init__(self, ask: Ask, mapper: SealingMapper, wanted: Collection[UUID]) -> None:
        self._ask = ask
        self._mapper = mapper
        self._stored = dict(ask(wanted)) if wanted else {}
        self._found = set(wanted)
        self._events: dict[UUID, tuple[Event, ...]] = {}
        self.keys = NO_KEYS
        """The keys that opened what was read."""

    def events_of(self, aggregate: UUID) -> tuple[Event, ...]:
        """An aggregate's events in order; none if it does not exist."""
        if aggregate not in self._events:
            events, keys = self._mapper.opened(self._of(aggregate))
            self._events[aggregate] = tuple(events)
            self.keys = self.keys.and_those(keys)
        return self._events[aggregate]

    def closed_events_of(self, aggregate: UUID) -> tuple[Event, ...]:
        """The same without what is sealed in them: for who decides on codes alone."""
        return tuple(self._mapper.closed(self._of(aggregate)))

    def _of(self, aggregate: UUID) -> Sequence[StoredEvent]:
        if aggregate not in self._found:
            self._stored |= self._ask([aggregate])
            self._found.add(aggregate)
        return self._stored.get(aggregate, ())
