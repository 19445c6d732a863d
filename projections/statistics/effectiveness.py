"""Whether tactics worked: what databases count of sequences, and what it comes to."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, func, select

from domain.codelists.tactics import Tactic
from domain.counting.effectiveness import Of, Worked, tally
from domain.estimating.standardising import Standardised, standardised
from projections.statistics.dimensions import BY_NAME, Dimension
from projections.statistics.sequences import read
from projections.statistics.slices import Slice, conditions
from projections.statistics.tables import fact_counted
from projections.statistics.tactics import Ask
from projections.statistics.untold import alike_or_untold, told

CIRCUMSTANCES: Mapping[str, str] = {
    "conduct": "primary_conduct",
    "impact": "impact_group",
    "location": "location_group",
}
"""What circumstances can be told apart by, and the column that holds it."""

SPLITS = ("conduct", "factor", "location")
"""The dimensions by whose answers a tactic is shown apart."""

Kind = tuple[str, ...]
"""Circumstances that are alike: a code for each thing they are told apart by."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Compared:
    """What a tactic would have come to under the circumstances of all."""

    found: Standardised | None
    answered: int
    """The answers it rests on."""
    unknown: int
    """Answers on whose circumstances nothing is known: they are in no comparison."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Effectiveness:
    """Everything that is counted of each tactic, and its comparison with the others."""

    of: Mapping[Tactic, Of]
    compared: Mapping[Tactic, Compared]
    records: int
    """All records that were looked at, also those that name no tactic."""
    untold: Mapping[tuple[str, str], int]
    """Records that meet every filter but one, by the dimension and the way in which that is unknown."""


def effectiveness(ask: Ask, wanted: Slice, *, alike: Sequence[str]) -> Effectiveness:
    """Count the sequences of a slice; compare the tactics within circumstances told apart by these."""
    c = fact_counted.c
    rows = ask(_counts(wanted, c.steps, c.subject_injured, c.officer_injured))
    return Effectiveness(
        of=tally(
            (read(steps), person, officer, records) for steps, person, officer, records in rows
        ),
        compared=_compared(ask, wanted, alike),
        records=sum(row[3] for row in rows),
        untold=_untold(ask, wanted),
    )


def split(ask: Ask, wanted: Slice, dimension: Dimension) -> dict[str, dict[Tactic, Worked]]:
    """Each tactic by the answers to a question, and by the ways in which there was none.

    Where a record may have several answers its uses count under each of them (R9).
    """
    found: defaultdict[str, defaultdict[Tactic, Worked]] = defaultdict(_workings)
    column = fact_counted.c[dimension.column]
    for steps, answer, records in ask(_counts(wanted, fact_counted.c.steps, column)):
        for code in answer.split():
            for step in read(steps):
                found[code][step.tactic].add(step.answer, records)
    return {code: dict(shares) for code, shares in found.items()}


def _workings() -> defaultdict[Any, Worked]:
    return defaultdict(Worked)


def about(ask: Ask, wanted: Slice, tactic: Tactic) -> dict[str, dict[str, Worked]]:
    """One tactic by the answers to each of the questions that reports split by."""
    dimensions = (BY_NAME[name] for name in SPLITS)
    return {
        one.name: {
            code: shares[tactic]
            for code, shares in split(ask, wanted, one).items()
            if tactic in shares
        }
        for one in dimensions
    }


def _counts(wanted: Slice, *by: Any) -> Select[Any]:
    """How many records there are of each kind; in no order, they are added up."""
    return select(*by, func.count()).where(*conditions(wanted)).group_by(*by)


def _compared(ask: Ask, wanted: Slice, alike: Sequence[str]) -> dict[Tactic, Compared]:
    columns = [fact_counted.c[CIRCUMSTANCES[name]] for name in alike]
    found: defaultdict[Tactic, defaultdict[Kind, Worked]] = defaultdict(_workings)
    for steps, *circumstances, records in ask(_counts(wanted, fact_counted.c.steps, *columns)):
        kind = tuple(circumstances)
        for step in read(steps):
            found[step.tactic][kind].add(step.answer, records)
    weights: Counter[Kind] = Counter()
    for tactic, kinds in found.items():
        if tactic is not Tactic.COMMUNICATIONS:
            weights.update({kind: one.answered for kind, one in kinds.items() if _is_known(kind)})
    return {tactic: _comparison(kinds, weights) for tactic, kinds in found.items()}


def _comparison(kinds: Mapping[Kind, Worked], weights: Mapping[Kind, int]) -> Compared:
    known = {kind: (one.yes, one.answered) for kind, one in kinds.items() if _is_known(kind)}
    return Compared(
        found=standardised(known, weights) if any(weights.values()) else None,
        answered=sum(base for _, base in known.values()),
        unknown=sum(one.answered for kind, one in kinds.items() if not _is_known(kind)),
    )


def _is_known(kind: Kind) -> bool:
    return not any(code.startswith("~") for code in kind)


def _untold(ask: Ask, wanted: Slice) -> dict[tuple[str, str], int]:
    if not wanted.asked:
        return {}
    found = told(wanted, ask(alike_or_untold(wanted)))
    return {
        untold: sum(records for _, records in counts) for untold, counts in found.untold.items()
    }
