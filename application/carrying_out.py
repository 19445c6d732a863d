"""Carrying a command out once, however often it is sent."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from application.access import Requester
from application.log import AlreadyCarriedOutError, ConcurrentChangeError, RecordLog, last_own
from application.looking import Look
from domain.errors import DomainError
from domain.event import Event
from domain.receipt import CommandCarriedOut, receipt_id

TRIES = 4
"""Once, and three times more (spec: eventsourcing, 7)."""


class KeyReusedError(DomainError):
    """This key was used before, for something else. Send the request again with a new key."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Done:
    """What a command did: to which aggregate, up to which version and log position."""

    aggregate: UUID
    version: int
    position: int
    repeated: bool


def carry_out(
    log: RecordLog,
    requester: Requester,
    decide: Callable[[], Sequence[Event]],
    *,
    on: UUID,
    says: Callable[[Event], bool],
) -> Done:
    """Save what ``decide`` decides, unless this request was carried out before.

    ``on`` is the aggregate it is about, and ``says`` tells whether an event is what this request
    would have caused: no digest of the content is kept, because a digest of personal text can be
    confirmed by guessing.

    Raises:
        KeyReusedError: the key belongs to somebody else's request, or to one with other content.
        ConcurrentChangeError: others saved first, time and again.

    """
    return carry_out_seen(log, requester, lambda _: decide(), on=on, says=says)


def carry_out_seen(
    log: RecordLog,
    requester: Requester,
    decide: Callable[[Look], Sequence[Event]],
    *,
    on: UUID,
    says: Callable[[Event], bool],
    seen: Sequence[UUID] = (),
) -> Done:
    """The same for who decides on a look at the log, in which ``seen`` are found with the receipt.

    Raises:
        KeyReusedError, ConcurrentChangeError: as above.

    """

    def again(receipt: CommandCarriedOut) -> Done:
        if (receipt.aggregate, receipt.metadata.actor) != (on, requester.person):
            raise KeyReusedError
        return _again(log, receipt, says)

    look = log.look(receipt_id(requester.request), *seen)
    if receipt := log.receipt(requester.request, look):
        return again(receipt)
    try:
        events, position = _saved(log, requester.request, decide, look, seen)
    except DomainError:
        # Another delivery of this very request may have changed what the refusal is about.
        if receipt := log.receipt(requester.request):
            return again(receipt)
        raise
    except AlreadyCarriedOutError as error:
        return again(error.receipt)
    last = last_own(events)
    return Done(
        aggregate=last.originator_id,
        version=last.originator_version,
        position=position,
        repeated=False,
    )


def _saved(
    log: RecordLog,
    request: UUID,
    decide: Callable[[Look], Sequence[Event]],
    look: Look,
    seen: Sequence[UUID],
) -> tuple[Sequence[Event], int]:
    """Decide and save; who came second decides again on what the first one left."""
    for _ in range(TRIES - 1):
        events = decide(look)
        try:
            return events, log.append(events, request=request, keys=look.keys)
        except ConcurrentChangeError:
            look = log.look(*seen)
    events = decide(look)
    return events, log.append(events, request=request, keys=look.keys)


def _again(log: RecordLog, receipt: CommandCarriedOut, says: Callable[[Event], bool]) -> Done:
    caused = log.events_of(receipt.aggregate, upto=receipt.last_version)
    if not says(caused[receipt.first_version - 1]):
        raise KeyReusedError
    return Done(
        aggregate=receipt.aggregate,
        version=receipt.last_version,
        position=log.last_position(),
        repeated=True,
    )


def saying(kind: type[Event], /, **content: Any) -> Callable[[Event], bool]:
    """Whether an event is of a kind and says exactly this."""

    def says(event: Event) -> bool:
        return isinstance(event, kind) and all(
            getattr(event, name) == value for name, value in content.items()
        )

    return says
