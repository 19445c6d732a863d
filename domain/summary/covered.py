"""Why the coverage beside published figures moved between two editions."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from domain.codelists.expected import ExpectedKind
from domain.expected.encounter import State
from domain.summary.causes import Cause
from domain.summary.counting import COVERAGE
from domain.summary.revisions import Revision


@dataclass(frozen=True, kw_only=True, slots=True)
class CoverageStep:
    """Something after which an expected encounter is counted under another state."""

    position: int
    kind: ExpectedKind
    cause: Cause
    before: State | None
    """None if it was not loaded yet."""
    after: State
    record: UUID | None
    """Which covers it, or did until then."""


def cause_of(before: State | None, after: State) -> Cause:
    """Why what happened to an expected encounter itself took it from one state to another."""
    if before is None:
        return Cause.LOADED
    return Cause.MATCHED if State.MATCHED in (before, after) else Cause.EXPLAINED


def note_coverage(revision: Revision, steps: Iterable[CoverageStep]) -> None:
    """Note what each step takes from one state and adds to another."""
    for step in steps:
        for state, by in ((step.before, -1), (step.after, 1)):
            if state:
                key = (COVERAGE, step.kind.value, state.value)
                revision.note(key, step.cause, by, step.record)
