"""The decisions of a reviewer, so that one sentence can be said of all of them."""

from collections.abc import Callable

import pytest

from domain.command import Command
from domain.event import Event
from domain.records.events import PinnedNote
from domain.records.record import UseOfForceRecord

Decision = Callable[[UseOfForceRecord, Command], tuple[Event, ...]]


def returned(record: UseOfForceRecord, command: Command) -> tuple[Event, ...]:
    return record.give_back([PinnedNote(question="area", text="Which area?")], command=command)


def accepted(record: UseOfForceRecord, command: Command) -> tuple[Event, ...]:
    return record.accept(advice="", command=command)


def referred(record: UseOfForceRecord, command: Command) -> tuple[Event, ...]:
    return record.refer("Please look at this.", command=command)


each_decision = pytest.mark.parametrize(
    "decide", [returned, accepted, referred], ids=lambda decide: decide.__name__
)
