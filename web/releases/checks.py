"""What must hold of an edition before anybody approves it: arithmetic that any reader can repeat."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from domain.counting.rules import ALL
from domain.summary.counting import BY_QUARTER, Key, Scope, figure
from domain.summary.tables import RECORDS, TABLES


@dataclass(frozen=True, kw_only=True, slots=True)
class Check:
    """Something that was looked at, and whether it holds."""

    words: str
    holds: bool


def checks(figures: Mapping[Key, int], scope: Scope) -> tuple[Check, ...]:
    """Every check of an edition with these figures."""
    return tuple(_checks(figures, scope))


def _checks(figures: Mapping[Key, int], scope: Scope) -> Iterator[Check]:
    records = figure(figures, "counted", RECORDS)
    for table in TABLES:
        # A Taser’s uses are of the records that name one, so that they do not add up to all.
        if table.adds_up and table.code != "ced":
            total = sum(n for (code, _, _), n in figures.items() if code == table.code)
            yield Check(words=f"“{table.title}” adds up to {records:,}", holds=total == records)
    kinds = ("of-individual", "of-crowd", "of-unknown")
    by_kind = sum(figure(figures, "counted", kind) for kind in kinds)
    yield Check(words="Records of persons and crowds add up to all", holds=by_kind == records)
    quarters = [one for one in scope.series if one in scope.period]
    lines = {row for table, row, _ in figures if table == "tactics"}
    agree = all(
        figure(figures, "tactics", line)
        == sum(figure(figures, BY_QUARTER, line, one.code) for one in quarters)
        for line in lines
    )
    yield Check(words="Tactics agree with tactics by quarter", holds=agree)
    ced = sum(n for (code, _, _), n in figures.items() if code == "ced")
    yield Check(
        words="Highest uses of a Taser add up to the records that name one",
        holds=ced == figure(figures, "tactics", "ced"),
    )
    nothing = figure(figures, "tactics", "not-reported") + figure(figures, "tactics", "total")
    yield Check(
        words="Records with and without a tactic add up to all",
        holds=nothing == figure(figures, "tactics", ALL),
    )
