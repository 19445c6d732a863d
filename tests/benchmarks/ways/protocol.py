"""One line of JSON a request, one a reply: how the benchmark speaks to a way in a process of its own.

Only the standard library is imported here: ways run in other environments too. The clocks are here
and not in the ways, so that every way is timed alike: from before a command until it has returned,
and with the processor time of its process.
"""

import json
import resource
import sys
import time
from collections.abc import Callable, Mapping
from contextlib import redirect_stdout
from datetime import UTC, datetime
from statistics import median
from typing import Any, Protocol

Changes = Mapping[str, Any]
PAGE = 25
"""Rows of a page of the queue."""
ONE_IN = 50
"""Of so many records one awaits review; the others were accepted."""


class WrongAnswerError(Exception):
    """A way does not answer what was asked, so its speed means nothing."""


class Way(Protocol):
    """A way of keeping records with their whole history. Every command is durable when it returns."""

    def submit(self, number: int) -> Any:
        """Keep the whole record, with its tactics; returns how the way calls it."""

    def amend(self, record: Any, number: int) -> None:
        """Change some answers, with who, when and why; what they were before stays readable."""

    def review(self, record: Any) -> None:
        """Accept the record, by another person."""

    def settle(self) -> None:
        """Whatever the way does later than its commands, before anything is read."""

    def history(self, record: Any) -> list[Changes]:
        """What each event changed, oldest first: before and after, by question."""

    def as_at(self, record: Any, moment: datetime) -> Mapping[str, Any]:
        """The answers as they stood at a moment."""

    def size(self) -> int:
        """The bytes that everything takes, indexes included."""

    def fill(self, records: int) -> None:
        """Let there be at least so many records, from the one that was submitted; one in fifty waits."""

    def queue(self) -> tuple[int, int]:
        """The first page of what awaits review, oldest first: how many rows it has, and how many wait."""


Make = Callable[[Mapping[str, Any]], Way]


def serve(make: Make) -> None:
    """Answer requests until there are no more. The first one says what to open."""
    replies = sys.stdout
    # Whatever a library prints must not stand between the replies.
    with redirect_stdout(sys.stderr):
        asked = json.loads(sys.stdin.readline())
        served = Served(make(asked), asked)
        _reply(replies, {})
        for line in sys.stdin:
            request = json.loads(line)
            _reply(replies, getattr(served, request.pop("do"))(**request))


class Served:
    """A way, timed."""

    def __init__(self, way: Way, asked: Mapping[str, Any]) -> None:
        self._way = way
        self._amendments = asked["amendments"]
        self._whole = asked["record"]
        self._empty = way.size()
        self._records: list[tuple[Any, datetime]] = []
        """Each record with a moment after its first amendment and before its second."""

    def work(self, records: int) -> dict[str, float]:
        """Submit, amend twice and review so many records; the seconds of each kind of command."""
        spent = dict.fromkeys(("submit", "amend", "review"), 0.0)
        began, cpu = time.perf_counter(), _cpu()
        for _ in range(records):
            at = time.perf_counter()
            record = self._way.submit(len(self._records))
            at = _add(spent, "submit", at)
            self._way.amend(record, 0)
            at = _add(spent, "amend", at)
            moment = datetime.now(UTC)
            at = time.perf_counter()
            self._way.amend(record, 1)
            at = _add(spent, "amend", at)
            self._way.review(record)
            _add(spent, "review", at)
            self._records.append((record, moment))
        return {**spent, "cpu": _cpu() - cpu, "seconds": time.perf_counter() - began}

    def settle(self) -> dict[str, float]:
        self._way.settle()
        for record, moment in self._records[-2:]:
            self._check(record, moment)
        return {}

    def history(self, times: int) -> dict[str, float]:
        """Seconds of reading one record's whole history with what each event changed."""
        return self._read(times, lambda record, _: self._way.history(record))

    def as_at(self, times: int) -> dict[str, float]:
        """Seconds of reading one record as it stood."""
        return self._read(times, self._way.as_at)

    def size(self) -> dict[str, float]:
        """Bytes a record."""
        return {"bytes": (self._way.size() - self._empty) / len(self._records)}

    def fill(self, records: int) -> dict[str, float]:
        self._way.submit(0)
        self._way.settle()
        self._way.fill(records)
        return {}

    def queue(self, times: int) -> dict[str, float]:
        """Seconds of reading the first page of the queue, and how many wait."""
        seconds = []
        for _ in range(times):
            began = time.perf_counter()
            shown, waiting = self._way.queue()
            seconds.append(time.perf_counter() - began)
        if shown != PAGE:
            raise WrongAnswerError(f"a page of {shown}")
        return {"seconds": median(seconds), "waiting": waiting}

    def _read(self, times: int, read: Callable[[Any, datetime], Any]) -> dict[str, float]:
        wanted = [self._records[number % len(self._records)] for number in range(times)]
        seconds = []
        for record, moment in wanted:
            began = time.perf_counter()
            read(record, moment)
            seconds.append(time.perf_counter() - began)
        # The median: one read is so short that whoever else runs meanwhile would be all of a mean.
        return {"seconds": median(seconds)}

    def _check(self, record: Any, moment: datetime) -> None:
        changed = [set(changes) for changes in self._way.history(record)]
        first, second = (set(one) for one in self._amendments)
        if changed[1:3] != [first, second]:
            raise WrongAnswerError(f"history says {changed[1:3]}")
        stood = self._way.as_at(record, moment)
        for name, value in {**self._whole, **self._amendments[0]}.items():
            if stood[name] != value and name not in NOT_COMPARED:
                raise WrongAnswerError(f"{name} was {value!r}, not {stood[name]!r}")


NOT_COMPARED = ("tactics",)
"""They have a table of their own in most ways."""


def _add(spent: dict[str, float], kind: str, since: float) -> float:
    now = time.perf_counter()
    spent[kind] += now - since
    return now


def _cpu() -> float:
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


def _reply(replies: Any, reply: Mapping[str, float]) -> None:
    replies.write(json.dumps(reply) + "\n")
    replies.flush()
