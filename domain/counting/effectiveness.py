"""Whether tactics worked, as the officers who used them said: what is counted of their sequences.

Decision. Every step of a sequence is a use, also a Taser that was drawn and then fired, of which the
national return counts the highest alone (R4): whether drawing was enough is what is asked here. A
record is counted by its whole sequence as one value, and every figure follows from those counts by
the functions here. Kept by ``tests/domain/counting/test_effectiveness.py`` and
``tests/projections/test_counting_effectiveness.py``.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from domain.codelists.answers import YesNo
from domain.codelists.tactics import Tactic
from domain.estimating.intervals import Estimate, share

LAST_POSITION = 4
"""The fourth place in a sequence and all after it are one: few sequences are as long."""

BASE = 100
"""Answers below which a share is in no order and takes no part in a comparison. At 95% effective, the
interval on 100 answers is nine points wide: as wide as all that such shares differ by (spec: domain,
3; ux, 6)."""

COVERED = 0.8
"""The part of all circumstances that a tactic must have been used in to be compared under them."""

# Asked of hundreds of thousands of steps, and an enumeration tells its value slowly.
YES, NO = YesNo.YES.value, YesNo.NO.value

Answer = str
"""``yes``, ``no``, or in which way there is none, with ``~`` before it."""


@dataclass(frozen=True, slots=True)
class Step:
    """One use of a tactic, and whether it worked."""

    tactic: Tactic
    answer: Answer


Sequence = tuple[Step, ...]


@dataclass(slots=True)
class Worked:
    """How often something was used, and what was said of it."""

    yes: int = 0
    no: int = 0
    unanswered: Counter[Answer] = field(default_factory=Counter)
    """In which way there was no answer, and how often."""

    @property
    def answered(self) -> int:
        return self.yes + self.no

    @property
    def blank(self) -> int:
        return self.unanswered.total()

    @property
    def times(self) -> int:
        return self.answered + self.blank

    @property
    def rate(self) -> Estimate | None:
        """The share of the answers that say it worked, with its interval."""
        return share(self.yes, self.answered)

    @property
    def bounds(self) -> tuple[float, float] | None:
        """The share if every use without an answer had not worked, and if every one had."""
        if not self.times:
            return None
        return self.yes / self.times, (self.yes + self.blank) / self.times

    def add(self, answer: Answer, times: int) -> None:
        if answer == YES:
            self.yes += times
        elif answer == NO:
            self.no += times
        else:
            self.unanswered[answer] += times


@dataclass(slots=True)
class Of:
    """Everything that is counted of one tactic."""

    worked: Worked = field(default_factory=Worked)
    by_position: defaultdict[int, Worked] = field(default_factory=lambda: defaultdict(Worked))
    then: defaultdict[Tactic | None, Worked] = field(default_factory=lambda: defaultdict(Worked))
    """After it had not worked: what was used next and whether that did; none if it was the last."""
    records: int = 0
    person: Counter[Answer] = field(default_factory=Counter)
    """Of those records: what was said of an injury of the person."""
    officer: Counter[Answer] = field(default_factory=Counter)


Alike = tuple[Sequence, Answer, Answer, int]
"""Records with the same sequence, injury of the person and injury of the officer; how many."""


def tally(counts: Iterable[Alike]) -> dict[Tactic, Of]:
    """Everything that is counted of each tactic that was used."""
    found: defaultdict[Tactic, Of] = defaultdict(Of)
    for sequence, person, officer, records in counts:
        for number, step in enumerate(sequence, start=1):
            of = found[step.tactic]
            of.worked.add(step.answer, records)
            position = min(number, LAST_POSITION)
            of.by_position[position].add(step.answer, records)
            if step.answer == NO:
                _followed(of, sequence[number] if number < len(sequence) else None, records)
        for tactic in {step.tactic for step in sequence}:
            of = found[tactic]
            of.records += records
            of.person[person] += records
            of.officer[officer] += records
    return {tactic: found[tactic] for tactic in Tactic if tactic in found}


def _followed(of: Of, after: Step | None, records: int) -> None:
    then = of.then[after.tactic if after else None]
    if after:
        then.add(after.answer, records)
    else:
        # Nothing was used, so nothing worked or did not: how often is all there is to say.
        then.unanswered[""] += records


def ordered(shares: Mapping[Tactic, Worked]) -> tuple[tuple[Tactic, ...], tuple[Tactic, ...]]:
    """The tactics by their share, the greatest first; and those with too few answers to be in any
    order, as the form has them.
    """
    enough = [one for one, worked in shares.items() if worked.answered >= BASE]
    by_share = sorted(enough, key=lambda one: (-shares[one].yes / shares[one].answered, one.value))
    return tuple(by_share), tuple(one for one in shares if one not in enough)
