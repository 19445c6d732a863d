"""The sample of a month: drawn once, and each look of it reviewed by somebody else.

Decision. It is an aggregate of its own, one for each force and month: what was drawn and what was found are
events, in the log of which every event is sealed, and the words of who reviewed are sealed from whoever has no
key. Its pages read it from the log itself; a year is a dozen streams, and no figure is counted of them.
Consequence: a finding is never changed, and what is to be asked about stays open until it was asked. Kept
by ``tests/domain/test_sampling.py``. (Spec: audit, 6.1.)
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from functools import singledispatch
from typing import Any
from uuid import UUID, uuid5

from domain.codelists.forces import Force
from domain.codelists.sampling import LookOutcome
from domain.command import Command
from domain.errors import NotFoundError
from domain.event import Event
from domain.records.errors import NothingSaidError
from domain.records.events import Words
from domain.sampling.drawing import code_of, drawn, drawn_from, due, last_day
from domain.sampling.errors import (
    AlreadyDrawnError,
    LookReviewedError,
    MonthNotOverError,
    OwnLookError,
)
from domain.sampling.events import LookReviewed, LooksSampled, SampledLook

SAMPLES = UUID("5b3f6a0c-5a5e-4c55-8b61-0f1a0a6f2c11")
DRAWING, REVIEWING = "drawing", "reviewing"


@dataclass(frozen=True, kw_only=True, slots=True)
class Frame:
    """The looks of professional standards in a month, and the tree that their lots come from."""

    leaves: int
    root: str
    looks: tuple[SampledLook, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Finding:
    """What somebody found of a look."""

    outcome: LookOutcome
    explanation: Words
    by: UUID
    at: datetime

    @property
    def is_final(self) -> bool:
        return self.outcome is not LookOutcome.TO_ASK


@dataclass(frozen=True, kw_only=True)
class Sample:
    """The sample of a month, drawn or not."""

    id: UUID
    force: Force
    month: date
    version: int = 0
    leaves: int = 0
    root: str = ""
    of: int = 0
    looks: tuple[SampledLook, ...] = ()
    drawn_at: datetime | None = None
    drawn_by: UUID | None = None
    findings: Mapping[int, tuple[Finding, ...]] = field(default_factory=dict)
    """By the leaf of the look, in their order."""

    @property
    def is_drawn(self) -> bool:
        return self.version > 0

    @property
    def last_day(self) -> date:
        """By the end of which it is reviewed."""
        return last_day(self.month)

    def last_of(self, leaf: int) -> Finding | None:
        """What was found of a look last."""
        found = self.findings.get(leaf, ())
        return found[-1] if found else None

    def left(self) -> int:
        """How many looks are still to be reviewed, or to be asked about."""
        last = (self.last_of(one.leaf) for one in self.looks)
        return sum(1 for one in last if one is None or not one.is_final)

    def is_overdue_at(self, moment: datetime) -> bool:
        return moment >= due(self.month) and (not self.is_drawn or self.left() > 0)

    def draw(self, frame: Frame, *, command: Command) -> LooksSampled:
        """Draw it, from all the looks there were."""
        if self.is_drawn:
            raise AlreadyDrawnError
        if command.at < drawn_from(self.month):
            raise MonthNotOverError
        chosen = set(drawn(frame.root, self.month, (one.leaf for one in frame.looks)))
        return LooksSampled(
            **self._next(command, DRAWING),
            force=self.force,
            month=self.month,
            leaves=frame.leaves,
            root=frame.root,
            of=len(frame.looks),
            looks=tuple(one for one in frame.looks if one.leaf in chosen),
        )

    def review(
        self, leaf: int, outcome: LookOutcome, explanation: str, *, command: Command
    ) -> LookReviewed:
        """Say what was found of a look; what is not in order, or was asked about, takes words."""
        look = next((one for one in self.looks if one.leaf == leaf), None)
        if look is None:
            raise NotFoundError
        if look.person == command.by:
            raise OwnLookError
        before = self.last_of(leaf)
        if before and (before.is_final or outcome is LookOutcome.TO_ASK):
            raise LookReviewedError
        if (before or outcome is not LookOutcome.IN_ORDER) and not explanation.strip():
            raise NothingSaidError
        return LookReviewed(
            **self._next(command, REVIEWING), leaf=leaf, outcome=outcome, explanation=explanation
        )

    def _next(self, command: Command, why: str) -> dict[str, Any]:
        return {
            "originator_id": self.id,
            "originator_version": self.version + 1,
            "metadata": command.because(why),
        }


def sample_id(force: Force, month: date) -> UUID:
    """A force has one sample of a month."""
    return uuid5(SAMPLES, f"{force.value}/{code_of(month)}")


def fold(force: Force, month: date, events: Iterable[Event]) -> Sample:
    """What the events make of it. It never refuses: rules are checked before the event."""
    sample = Sample(id=sample_id(force, month), force=force, month=month)
    for event in events:
        sample = _evolve(event, sample)
    return sample


@singledispatch
def _evolve(event: Event, sample: Sample) -> Sample:
    raise TypeError(type(event))


@_evolve.register
def _(event: LooksSampled, sample: Sample) -> Sample:
    return replace(
        sample,
        version=event.originator_version,
        leaves=event.leaves,
        root=event.root,
        of=event.of,
        looks=event.looks,
        drawn_at=event.metadata.at,
        drawn_by=event.metadata.actor,
    )


@_evolve.register
def _(event: LookReviewed, sample: Sample) -> Sample:
    made = Finding(
        outcome=event.outcome,
        explanation=event.explanation,
        by=event.metadata.actor,
        at=event.metadata.at,
    )
    of_look = (*sample.findings.get(event.leaf, ()), made)
    return replace(
        sample,
        version=event.originator_version,
        findings={**sample.findings, event.leaf: of_look},
    )
