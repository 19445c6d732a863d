"""Why figures moved between two editions: step by step, adding up to the last unit.

Decision. What happened to records is taken in the order of the log, under the ways of the earlier
edition: each step takes the record away as it was and adds it as it then was, and what that moves is
its cause's. Then the lists change, and then the rules, for all records at once. Consequence: the
parts add up to the difference by the way they are found, also of figures that records share, and it
is checked nevertheless. Kept by ``tests/domain/summary/test_revisions.py`` and
``tests/releases/test_quarter.py``.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from uuid import UUID

from domain.summary.causes import Cause
from domain.summary.counting import Key, RunningFigures
from domain.summary.versions import RecordVersion

Figures = Mapping[Key, int]
Records = dict[tuple[Key, Cause], Counter[UUID]]
"""By how much which record moved a figure, for each cause."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Step:
    """Something that happened to a record after the earlier edition."""

    position: int
    record: UUID
    cause: Cause
    before: RecordVersion | None
    after: RecordVersion


@dataclass(slots=True)
class Revision:
    """How far each figure moved, by cause, and through which records."""

    parts: dict[Key, Counter[Cause]] = field(default_factory=dict)
    records: Records = field(default_factory=dict)

    def note(self, key: Key, cause: Cause, moved: int, record: UUID | None = None) -> None:
        self.parts.setdefault(key, Counter())[cause] += moved
        if record:
            self.records.setdefault((key, cause), Counter())[record] += moved

    def difference(self, key: Key) -> int:
        """By how much a figure moved."""
        return sum(self.parts.get(key, Counter()).values())

    @property
    def moved(self) -> list[Key]:
        """The figures of which anything moved, also if its parts make up for each other."""
        return sorted(key for key, parts in self.parts.items() if any(parts.values()))

    @property
    def causes(self) -> dict[Cause, int]:
        """How many records each cause is of."""
        found: dict[Cause, set[UUID]] = {}
        for (_, cause), records in self.records.items():
            found.setdefault(cause, set()).update(records)
        return {cause: len(found[cause]) for cause in Cause if cause in found}


class DoesNotAddUpError(Exception):
    """The parts of a revision are not its difference: what was read is not of one log."""


def follow(running: RunningFigures, steps: Iterable[Step]) -> Revision:
    """Take the steps, in their order, on the figures of the earlier edition."""
    revision = Revision()
    for step in steps:
        for key, moved in running.moved(step.before, step.after).items():
            revision.note(key, step.cause, moved, step.record)
    return revision


def change(revision: Revision, cause: Cause, before: Figures, after: Figures) -> None:
    """Note what a new way of counting made of all figures at once."""
    for key in before.keys() | after.keys():
        if moved := after.get(key, 0) - before.get(key, 0):
            revision.note(key, cause, moved)


def check(revision: Revision, earlier: Figures, later: Figures) -> None:
    """See that the parts add up to what the two editions say.

    Raises:
        DoesNotAddUpError: they do not.

    """
    for key in earlier.keys() | later.keys() | revision.parts.keys():
        if revision.difference(key) != later.get(key, 0) - earlier.get(key, 0):
            raise DoesNotAddUpError(key)
