"""What of a record is counted, and what a count of records makes of a table of tactics.

Decision. Records are counted by their *counted tactics*, as one value; every figure of a table of
tactics follows from those counts by the functions here. Consequence: databases only count records
that are alike, the rules of the national return (spec: domain, 2.1; R1 to R10) stand in one place,
and a record is on a parent's line once, whatever of it was used. Kept by
``tests/domain/counting/test_rules.py`` and ``tests/projections/test_counting_tactics.py``.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from domain.codelists.tactics import Tactic
from domain.counting.ced import HIGHEST_FIRST, only_highest
from domain.counting.groupings import BY_CODE, LINES, Kind, Line

ALL, CROWD, NOT_REPORTED, COMMUNICATIONS = "records", "crowd", "not-reported", "communications"
"""Lines that are no tactics of the return: records, those of a crowd among them, those that name no
tactic, and tactical communications."""

BESIDE = {
    ALL: "All records",
    CROWD: "Of those, records of a crowd",
    NOT_REPORTED: "Tactic not reported",
    COMMUNICATIONS: "Tactical communications, with another tactic",
}
LABELS: dict[str, str] = {
    ALL: BESIDE[ALL],
    CROWD: BESIDE[CROWD],
    **{line.code: line.label for line in LINES},
    NOT_REPORTED: BESIDE[NOT_REPORTED],
    COMMUNICATIONS: BESIDE[COMMUNICATIONS],
}
"""Every line of the table, in its order."""

Counted = frozenset[Tactic]


@dataclass(frozen=True, slots=True)
class Figure:
    """How many records are on a line, and how often its tactics were reported (R3)."""

    records: int = 0
    times: int = 0

    def __add__(self, other: "Figure") -> "Figure":
        return Figure(self.records + other.records, self.times + other.times)


def counted(
    tactics: Iterable[Tactic], *, highest_first: Sequence[Tactic] = HIGHEST_FIRST
) -> Counted:
    """The tactics for which a record counts: each once (R2), of a Taser the highest use (R4), and
    communications only with another tactic (R5). None is "not reported" (R6).
    """
    named = only_highest(tactics, highest_first=highest_first)
    return named if named - {Tactic.COMMUNICATIONS} else frozenset()


@lru_cache(maxsize=20_000)
def lines(tactics: Counted) -> tuple[tuple[str, int], ...]:
    """The lines on which a record with these counted tactics stands, and how often it counts there."""
    return lines_among(LINES, tactics)


def lines_among(table: Sequence[Line], tactics: Counted) -> tuple[tuple[str, int], ...]:
    """The same in a table with these lines."""
    once = [one.tactics & tactics for one in table if one.kind is Kind.TACTIC]
    return (
        *((line.code, _times(line, once)) for line in table if line.tactics & tactics),
        *_beside(tactics),
    )


def _times(line: Line, once: Iterable[Counted]) -> int:
    """How often a record reports a line: for a parent, the sum of its children (R3)."""
    return sum(1 for one in once if one & line.tactics)


def tactics_of(code: str) -> frozenset[Tactic]:
    """The tactics that put a record on a line."""
    return frozenset({Tactic.COMMUNICATIONS}) if code == COMMUNICATIONS else BY_CODE[code].tactics


def _beside(tactics: Counted) -> Iterator[tuple[str, int]]:
    if not tactics:
        yield NOT_REPORTED, 1
    if Tactic.COMMUNICATIONS in tactics:
        yield COMMUNICATIONS, 1


def tally(counts: Iterable[tuple[Counted, bool, int]]) -> dict[str, Figure]:
    """The figure of every line that has one, from how many records have the same counted tactics,
    of a crowd or not.

    A crowd's records are counted like all others, and apart as well (spec: domain, 6).
    """
    found: dict[str, list[int]] = {}
    for tactics, of_a_crowd, records in counts:
        beside = (ALL, CROWD) if of_a_crowd else (ALL,)
        for code, often in (*((one, 1) for one in beside), *lines(tactics)):
            figure = found.setdefault(code, [0, 0])
            figure[0] += records
            figure[1] += records * often
    return {code: Figure(*found[code]) for code in LABELS if code in found}
