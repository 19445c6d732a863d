"""Telling and writing in several processes at once, and merging what they wrote.

A lane is one part of the chronicle. Each makes its events, seals them and sends them as they are to
be stored; whoever appends them reads all lanes in the one order of the log.
"""

import multiprocessing
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from heapq import merge
from itertools import islice
from multiprocessing.connection import Connection
from operator import attrgetter
from queue import Queue
from threading import Thread
from typing import Any
from uuid import UUID

from eventsourcing.persistence import StoredEvent

from application.log import RecordLog
from domain.records.events import Submitted
from web.bootstrap import bootstrap
from web.demo.generating.chronicle import Chronicle, Happening, Key
from web.demo.generating.wanted import Wanted
from web.settings import Settings

CHUNK = 500
"""Events that a lane writes together, with their keys in one transaction."""
AHEAD = 6
"""Chunks that a lane may be ahead of the log: what is held in memory."""


class LaneEndedError(Exception):
    """A process that generated ended before its time. Run the same command again: it goes on."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Telling:
    """What every lane is told: it makes the same chronicle everywhere."""

    settings: Settings
    wanted: Wanted
    references_after: int
    resumed: bool
    """Whether the beginning is in the log already, and must be left out."""

    def chronicle(self) -> Chronicle:
        return Chronicle(self.wanted, references_after=self.references_after)


@dataclass(frozen=True, kw_only=True, slots=True)
class Written:
    """An event as it is to be stored, with its place in the order; nothing if it was stored before."""

    key: Key
    is_record: bool
    """Whether it is the beginning of a record: progress is counted in records."""
    stored: StoredEvent | None


def written(
    log: RecordLog, chronicle: Chronicle, *, resumed: bool, part: int = 0, of: int = 1
) -> Iterator[Written]:
    """One lane, written with what this process has of the log and the keys."""
    happenings = chronicle.told(part=part, of=of)
    behind = resumed
    while chunk := list(islice(happenings, CHUNK)):
        behind = behind and is_stored(log, chunk[0])
        past = _stored_of(log, chunk) if behind else 0
        fresh = log.write([event for _, event in chunk[past:]])
        for (key, event), stored in zip(chunk, [*[None] * past, *fresh], strict=True):
            yield Written(key=key, is_record=isinstance(event, Submitted), stored=stored)


def _stored_of(log: RecordLog, chunk: Sequence[Happening]) -> int:
    """How many of a chunk are in the log: it holds a beginning of every lane, and no more."""
    if is_stored(log, chunk[-1]):
        return len(chunk)
    return next(number for number, one in enumerate(chunk) if not is_stored(log, one))


def is_stored(log: RecordLog, happening: Happening) -> bool:
    _, event = happening
    found = log.events_of(event.originator_id, upto=event.originator_version)
    return len(found) == event.originator_version


@contextmanager
def merged(telling: Telling, log: RecordLog, *, lanes: int) -> Iterator[Iterator[Written]]:
    """Every event in order; in this process alone, or from as many others as there are lanes."""
    if lanes == 1:
        yield written(log, telling.chronicle(), resumed=telling.resumed)
        return
    with ExitStack() as running:
        streams = [
            running.enter_context(_lane(telling, part=part, of=lanes)) for part in range(lanes)
        ]
        yield merge(*streams, key=attrgetter("key"))


@contextmanager
def _lane(telling: Telling, *, part: int, of: int) -> Iterator[Iterator[Written]]:
    # Spawned and not forked: connections to databases and the threads that hold them do not survive it.
    context = multiprocessing.get_context("spawn")
    here, there = context.Pipe(duplex=False)
    process = context.Process(target=_tell, args=(telling, part, of, there), daemon=True)
    process.start()
    # Ours alone now: when that process ends, here we see the end; when we end, it cannot send.
    there.close()
    chunks: Queue[Any] = Queue(AHEAD)
    Thread(target=_receive, args=(here, chunks.put), daemon=True).start()
    try:
        yield _received(chunks)
    finally:
        process.terminate()
        process.join()
        here.close()


def _tell(telling: Telling, part: int, of: int, there: Connection) -> None:
    """The work of a lane's process."""
    with closing(bootstrap(telling.settings)) as services:
        lane = written(services.log, telling.chronicle(), resumed=telling.resumed, part=part, of=of)
        try:
            while chunk := list(islice(lane, CHUNK)):
                there.send([_sent(one) for one in chunk])
            there.send(None)
        except BrokenPipeError:
            # Whoever wanted it has gone.
            return


def _receive(here: Connection, put: Callable[[Any], None]) -> None:
    try:
        while (chunk := here.recv()) is not None:
            put(chunk)
    except (EOFError, OSError):
        put(LaneEndedError())
    else:
        put(None)


def _received(chunks: "Queue[Any]") -> Iterator[Written]:
    while (chunk := chunks.get()) is not None:
        if isinstance(chunk, LaneEndedError):
            raise chunk
        yield from map(_got, chunk)


def _sent(one: Written) -> tuple[Any, ...]:
    # As bytes and text: ids and events as objects would take longer to send than to make.
    if one.stored is None:
        return one.key, one.is_record, None
    stored = one.stored
    stream = UUID(str(stored.originator_id)).bytes
    return one.key, one.is_record, (stream, stored.originator_version, stored.topic, stored.state)


def _got(sent: tuple[Any, ...]) -> Written:
    key, is_record, event = sent
    if event is None:
        return Written(key=key, is_record=is_record, stored=None)
    stream, version, topic, state = event
    stored = StoredEvent(
        originator_id=UUID(bytes=stream), originator_version=version, topic=topic, state=state
    )
    return Written(key=key, is_record=is_record, stored=stored)
