"""The one append-only log in which every event is kept, in the order in which it was recorded."""

from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import islice
from typing import Any, Protocol, cast, runtime_checkable
from uuid import UUID

from eventsourcing.application import Application
from eventsourcing.persistence import (
    InfrastructureFactory,
    IntegrityError,
    InterfaceError,
    Mapper,
    OperationalError,
    Recording,
    StoredEvent,
)
from eventsourcing.utils import Environment

from application.codec import from_json
from application.looking import Look, Streams
from application.mapper import NO_KEYS, SealingMapper
from application.ports import KeyRing, OpenedKeys
from domain.codelists.field_groups import FieldGroup
from domain.errors import DomainError
from domain.event import Event, Recorded
from domain.receipt import CommandCarriedOut, receipt_id


class ConcurrentChangeError(DomainError):
    """Somebody else saved a change at the same moment. Nothing of yours was saved: try again."""


class AlreadyCarriedOutError(Exception):
    """The request was carried out before; the receipt says what it did."""

    def __init__(self, receipt: CommandCarriedOut) -> None:
        super().__init__(receipt.aggregate)
        self.receipt = receipt


@runtime_checkable
class Replicated(Protocol):
    """A recorder whose events may be kept on several machines."""

    def assure(self) -> None:
        """Return when whatever can be read here is kept as surely as what was just appended."""


@runtime_checkable
class Several(Protocol):
    """A recorder that finds the events of several aggregates by one question."""

    def select_streams(self, originator_ids: Collection[UUID]) -> Sequence[StoredEvent]:
        """Their events, those of each in order."""


class RecordLog(Application[UUID]):
    """The only event-sourced application. No snapshots and no cache of records: a record has few events.

    A log opened without a key ring reads everything but sealed content.
    """

    name = "records"

    def __init__(self, factory: InfrastructureFactory, ring: KeyRing | None) -> None:
        self._given_factory = factory
        self._ring = ring
        self._subscribers: list[Callable[[], None]] = []
        self._told: list[Callable[[Sequence[Event]], None]] = []
        super().__init__()
        # Looked at once: to ask an object whether it has what a protocol names takes long.
        self._several = self.recorder if isinstance(self.recorder, Several) else None

    def append(
        self,
        events: Sequence[Event],
        *,
        request: UUID | None = None,
        keys: OpenedKeys = NO_KEYS,
    ) -> int:
        """Save events, all or none, with the receipt of the request that caused them.

        ``keys`` are those that were found when the events were decided; what they do not hold is asked
        for, or made.

        Returns:
            The log position that covers them: what a read model must have reached to show them.

        Raises:
            AlreadyCarriedOutError: the request was carried out before.
            ConcurrentChangeError: another event has the same version of the same aggregate.

        """
        receipt = [_receipt(events, request)] if request else []
        try:
            written = cast("SealingMapper", self.mapper).to_stored_events([*events, *receipt], keys)
            position = self.append_written(written)
        except ConcurrentChangeError:
            if request and (found := self.receipt(request)):
                raise AlreadyCarriedOutError(found) from None
            raise
        for told in self._told:
            told(events)
        return position

    def write(self, events: Sequence[Event]) -> list[StoredEvent]:
        """Many events as they are stored, not yet saved: one process may write what another appends.

        The keys under which they are sealed are made in one transaction.
        """
        return cast("SealingMapper", self.mapper).to_stored_events(events)

    def append_written(self, written: Sequence[StoredEvent]) -> int:
        """Save events that were written before, all or none, in one transaction; without a receipt.

        Returns:
            The log position that covers them.

        Raises:
            ConcurrentChangeError: another event has the same version of the same aggregate.

        """
        try:
            positions = self.recorder.insert_events(written) or ()
        except IntegrityError:
            raise ConcurrentChangeError from None
        self._notify([])
        return max(positions, default=0)

    def events_of(self, aggregate: UUID, *, upto: int | None = None) -> tuple[Event, ...]:
        """An aggregate's events in order, as far as version ``upto``; none if it does not exist."""
        stored = self.recorder.select_events(aggregate, lte=upto)
        return tuple(cast("SealingMapper", self.mapper).to_domain_events(stored))

    def events_of_each(self, aggregates: Collection[UUID]) -> dict[UUID, tuple[Event, ...]]:
        """The same of several aggregates that exist: one question for their events, one for their keys."""
        found = self._stored(aggregates)
        every = [stored for one in found.values() for stored in one]
        opened = iter(cast("SealingMapper", self.mapper).to_domain_events(every))
        return {one: tuple(islice(opened, len(stored))) for one, stored in found.items()}

    def look(self, *aggregates: UUID) -> Look:
        """A look at these aggregates, which are found by one question, and at whatever is asked next."""
        return Look(self._stored, cast("SealingMapper", self.mapper), aggregates)

    def _stored(self, aggregates: Collection[UUID]) -> dict[UUID, Sequence[StoredEvent]]:
        if self._several is None:
            return {one: self.recorder.select_events(one) for one in aggregates}
        found: dict[UUID, list[StoredEvent]] = {}
        for stored in self._several.select_streams(aggregates):
            found.setdefault(stored.originator_id, []).append(stored)  # type: ignore[arg-type]
        return dict(found)

    def sealed_of(self, aggregate: UUID) -> Mapping[FieldGroup, int]:
        """In how many events of an aggregate something of each group is sealed, readable or not."""
        return Counter(
            FieldGroup(group)
            for stored in self.recorder.select_events(aggregate)
            for group in from_json(stored.state)["s"]
        )

    def existing(self, aggregates: Sequence[UUID]) -> frozenset[UUID]:
        """Which of these aggregates have events."""
        return frozenset(one for one in aggregates if self.recorder.select_events(one, limit=1))

    def receipt(self, request: UUID, seen: Streams | None = None) -> CommandCarriedOut | None:
        """What a request did, if it was carried out; as far as was seen, if it was looked for."""
        found = (seen or self).events_of(receipt_id(request))
        if not found or not isinstance(found[0], CommandCarriedOut):
            return None
        if isinstance(self.recorder, Replicated):
            # A commit that was interrupted can be read before it is on a second machine; whoever
            # asks for its receipt is about to be told that it was kept.
            self.recorder.assure()
        return found[0]

    def read(self, *, after: int, limit: int) -> list[Recorded]:
        """The next events of the whole log, after a position.

        Raises:
            ConnectionError: the log cannot be reached now.

        """
        with _reached():
            notifications = self.recorder.select_notifications(
                start=after, limit=limit, inclusive_of_start=False
            )
        events = cast("SealingMapper", self.mapper).to_domain_events(notifications)
        return [
            Recorded(position=found.id, event=event)
            for found, event in zip(notifications, events, strict=True)
        ]

    def stored(self, *, after: int, limit: int) -> list[tuple[int, StoredEvent]]:
        """The next events of the whole log as they are stored, with their positions."""
        found = self.recorder.select_notifications(
            start=after, limit=limit, inclusive_of_start=False
        )
        return [(one.id, one) for one in found]

    def last_position(self) -> int:
        """The position of the newest event; 0 when there is none.

        Raises:
            ConnectionError: the log cannot be reached now.

        """
        with _reached():
            return self.recorder.max_notification_id() or 0

    def subscribe(self, wake: Callable[[], None]) -> None:
        """Call back after each append of this process. A hint: readers must also look by themselves."""
        self._subscribers.append(wake)

    def tell(self, told: Callable[[Sequence[Event]], None]) -> None:
        """Call back with the events of each command that this process saved."""
        self._told.append(told)

    def construct_env(self, name: str, env: Any = None) -> Environment:
        # Variables of the process do not reach the log: UOF_DATABASE decides, and nothing else.
        return Environment(name, env or {})

    def construct_factory(self, env: Environment) -> InfrastructureFactory:
        return self._given_factory

    def construct_mapper(self) -> Mapper[UUID]:
        return SealingMapper(self._ring)

    def _notify(self, recordings: list[Recording[UUID]]) -> None:
        for wake in self._subscribers:
            wake()


@contextmanager
def _reached() -> Iterator[None]:
    """Whoever follows the log knows no library: what is away is told in Python's own word."""
    try:
        yield
    except (InterfaceError, OperationalError) as error:
        raise ConnectionError(str(error)) from error


def last_own(events: Sequence[Event]) -> Event:
    """The last event of the aggregate that a command was sent to; it may touch others after it."""
    return [event for event in events if event.originator_id == events[0].originator_id][-1]


def _receipt(events: Sequence[Event], request: UUID) -> CommandCarriedOut:
    first = events[0]
    return CommandCarriedOut(
        originator_id=receipt_id(request),
        originator_version=1,
        metadata=first.metadata,
        aggregate=first.originator_id,
        first_version=first.originator_version,
        last_version=last_own(events).originator_version,
    )
