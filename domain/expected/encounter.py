"""An encounter that is expected to have a record: looked for until it is found or explained."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from functools import singledispatch
from typing import Any
from uuid import UUID

from domain.codelists.codelist import CodeList
from domain.codelists.expected import (
    ExpectedKind,
    GroundForMatching,
    GroundForUnmatching,
    ReasonForNone,
)
from domain.codelists.forces import Force
from domain.command import Command
from domain.event import Event
from domain.expected.errors import (
    NotExplainedError,
    NothingToUndoError,
    NotOpenError,
    OwnMissingRecordError,
)
from domain.expected.events import Explained, Loaded, Matched, Reopened, Unmatched
from domain.records.events import Words

LOADED = "loaded"
"""The coded ground of what came from a file."""
REOPENED = "reopened"


class State(CodeList):
    """What became of it."""

    OPEN = "open", "No record found"
    MATCHED = "matched", "Recorded"
    EXPLAINED = "explained", "Explained"


@dataclass(frozen=True, kw_only=True)
class ExpectedEncounter:
    """One arrest, arrival, download or log of another system."""

    id: UUID
    version: int
    force: Force
    kind: ExpectedKind
    officer: UUID | None
    happened_at: datetime
    area: str | None
    device: str | None
    known_as: Words | None
    state: State = State.OPEN
    record: UUID | None = None
    ground: GroundForMatching | None = None
    reason: ReasonForNone | None = None
    explanation: Words | None = None
    refused: frozenset[UUID] = frozenset()
    """Records of which somebody said that they are not of it: they are not found again."""

    @staticmethod
    def load(
        encounter: UUID,
        *,
        force: Force,
        kind: ExpectedKind,
        officer: UUID | None,
        happened_at: datetime,
        area: str | None,
        device: str | None,
        known_as: str | None,
        command: Command,
    ) -> Loaded:
        return Loaded(
            originator_id=encounter,
            originator_version=1,
            metadata=command.because(LOADED),
            force=force,
            kind=kind,
            officer=officer,
            happened_at=happened_at,
            area=area,
            device=device,
            known_as=known_as,
        )

    def match(self, record: UUID, *, ground: GroundForMatching, command: Command) -> Matched:
        """Say which record is of it.

        Raises:
            NotOpenError: it has one, or was explained.

        """
        if self.state is not State.OPEN:
            raise NotOpenError
        return Matched(**self._next(command, ground), record=record, ground=ground)

    def unmatch(self, *, ground: GroundForUnmatching, command: Command) -> Unmatched:
        """Say that the record that was found is not of it.

        Raises:
            NothingToUndoError: none was found.

        """
        if self.record is None:
            raise NothingToUndoError
        return Unmatched(**self._next(command, ground), record=self.record, ground=ground)

    def explain(self, reason: ReasonForNone, explanation: str, *, command: Command) -> Explained:
        """Say why there is no record.

        Raises:
            NotOpenError, OwnMissingRecordError, NotExplainedError.

        """
        if self.state is not State.OPEN:
            raise NotOpenError
        if command.by == self.officer:
            raise OwnMissingRecordError
        if not explanation.strip():
            raise NotExplainedError
        return Explained(**self._next(command, reason), reason=reason, explanation=explanation)

    def reopen(self, *, command: Command) -> Reopened:
        """Look for a record again.

        Raises:
            NothingToUndoError: it was not explained.

        """
        if self.state is not State.EXPLAINED:
            raise NothingToUndoError
        return Reopened(**self._next(command, REOPENED))

    def _next(self, command: Command, why: str) -> dict[str, Any]:
        return {
            "originator_id": self.id,
            "originator_version": self.version + 1,
            "metadata": command.because(why),
        }


def fold(events: Iterable[Event]) -> ExpectedEncounter | None:
    """What the events make of it. It never refuses: rules are checked before the event."""
    found: ExpectedEncounter | None = None
    for event in events:
        if isinstance(event, Loaded):
            found = _loaded(event)
        elif found is None:
            raise TypeError(f"an expected encounter cannot begin with {type(event).__name__}")
        else:
            found = _evolve(event, replace(found, version=event.originator_version))
    return found


def _loaded(event: Loaded) -> ExpectedEncounter:
    return ExpectedEncounter(
        id=event.originator_id,
        version=event.originator_version,
        force=event.force,
        kind=event.kind,
        officer=event.officer,
        happened_at=event.happened_at,
        area=event.area,
        device=event.device,
        known_as=event.known_as,
    )


@singledispatch
def _evolve(event: Event, found: ExpectedEncounter) -> ExpectedEncounter:
    raise TypeError(type(event))


@_evolve.register
def _(event: Matched, found: ExpectedEncounter) -> ExpectedEncounter:
    return replace(found, state=State.MATCHED, record=event.record, ground=event.ground)


@_evolve.register
def _(event: Unmatched, found: ExpectedEncounter) -> ExpectedEncounter:
    mistaken = {event.record} if event.ground is GroundForUnmatching.MISTAKEN else set()
    return replace(
        found, state=State.OPEN, record=None, ground=None, refused=found.refused | mistaken
    )


@_evolve.register
def _(event: Explained, found: ExpectedEncounter) -> ExpectedEncounter:
    return replace(found, state=State.EXPLAINED, reason=event.reason, explanation=event.explanation)


@_evolve.register
def _(event: Reopened, found: ExpectedEncounter) -> ExpectedEncounter:
    return replace(found, state=State.OPEN, reason=None, explanation=None)
