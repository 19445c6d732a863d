"""What happened to records, for other systems: codes alone, and only of records they may see.

Decision. The feed is read from the log without the keys, so what is sealed cannot be in it, and of
what is clear it gives codes, days, times and counts: no names, no ids of people, no numbers that
lead to somebody. Access is asked of the log for every record each time. Consequence: a feed holds
nothing personal whatever is added to the form, and a person who may no longer see a record is told
no more of it. Kept by ``tests/application/test_changes.py``.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields
from datetime import date, time
from typing import Any, get_args
from uuid import UUID

from application.access import Access
from application.codec import OUTSIDE
from application.log import RecordLog
from domain.access.policy import Permission
from domain.codec import encode_answer, plain
from domain.codelists.answers import Absence
from domain.codelists.codelist import CodeList
from domain.event import Event
from domain.records.account import ANSWER_TYPES
from domain.records.events import RECORD_EVENTS, Imported, Submitted
from domain.records.history import fold
from domain.records.record import UseOfForceRecord
from domain.records.tactics import CedUse, TacticUsed

LEFT_OUT = frozenset({"officer", "supervisor", "reference", "words"})
"""Ids of people, and another system's words; the reference stands beside every change."""
NUMBERS = frozenset({"cartridge_number"})
"""What leads to a device, and so to whoever carried it."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Change:
    """One event of a record."""

    position: int
    event: Event
    reference: str
    officer: UUID | None
    """Whose record it is, if that is known; given to another system under a pseudonym."""
    content: Mapping[str, Any] = field(default_factory=dict)
    """What the event says, in codes."""
    answers: Mapping[str, Any] = field(default_factory=dict)
    """The answers that it set, in codes; of others only that they were set."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Changes:
    """Some changes, and where to read on."""

    changes: tuple[Change, ...]
    last: int
    """The position that was looked at last: the next reading starts after it."""
    more: bool


class ChangeFeed:
    """Reads the log for somebody. ``reader`` is the log without the keys."""

    def __init__(self, reader: RecordLog, access: Access) -> None:
        self._reader = reader
        self._access = access

    def after(self, position: int, *, by: UUID, limit: int) -> Changes:
        """What happened after a position, as far as somebody may see it.

        ``limit`` is how many positions are looked at, so that nobody who sees little waits long.
        """
        recorded = self._reader.read(after=position, limit=limit)
        known: dict[UUID, UseOfForceRecord | None] = {}
        changes = []
        for one in recorded:
            if type(one.event) not in RECORD_EVENTS:
                continue
            record_id = one.event.originator_id
            if record_id not in known:
                known[record_id] = self.visible(record_id, by=by)
            if record := known[record_id]:
                changes.append(change_of(one.position, one.event, record))
        last = recorded[-1].position if recorded else position
        return Changes(changes=tuple(changes), last=last, more=len(recorded) == limit)

    def visible(self, record_id: UUID, *, by: UUID) -> UseOfForceRecord | None:
        """A record without what is sealed, for somebody who may read its history now."""
        events = self._reader.events_of(record_id)
        if not events or not isinstance(events[0], Submitted | Imported):
            return None
        record = fold(None, events)
        if record is None or not self._access.may(by, Permission.READ_HISTORY, record):
            return None
        return record


def change_of(position: int, event: Event, record: UseOfForceRecord) -> Change:
    return Change(
        position=position,
        event=event,
        reference=record.reference,
        officer=record.officer,
        content=dict(_content(event)),
        answers=dict(_answers(getattr(event, "answers", {}))),
    )


def _content(event: Event) -> Iterator[tuple[str, Any]]:
    for entry in fields(event):
        if entry.name not in OUTSIDE | LEFT_OUT | event.SEALED.keys():
            yield entry.name, plain(getattr(event, entry.name))


def _answers(answers: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    for question, answer in answers.items():
        if isinstance(answer, Absence) or is_coded(question):
            yield question, _without_numbers(encode_answer(answer))
        else:
            yield question, encode_answer(Absence.UNOPENED)


def is_coded(question: str) -> bool:
    """Whether an answer is a code, a day, a time or a count, and leads to nobody by itself."""
    kind = ANSWER_TYPES[question]
    members = get_args(kind)
    one = members[0] if members else kind
    return question == "area" or issubclass(one, CODED)


CODED = (CodeList, TacticUsed, CedUse, date, time, int)


def _without_numbers(written: Any) -> Any:
    if isinstance(written, list):
        return [_without_numbers(one) for one in written]
    if isinstance(written, dict):
        return {name: value for name, value in written.items() if name not in NUMBERS}
    return written
