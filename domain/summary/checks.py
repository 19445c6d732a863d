"""What must hold of an edition before anybody approves it: arithmetic that any reader can repeat, and
whether other tables, earlier editions, or the year and its quarters tell what this one hides.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from domain.counting.rules import ALL
from domain.disclosure.editions import told_together
from domain.disclosure.nesting import Nested, told_by_nesting
from domain.disclosure.together import edition, told_by_each_other
from domain.disclosure.treatments import Treatment
from domain.releases.period import Period
from domain.summary.counting import BY_QUARTER, Summary, figure
from domain.summary.published import TreatedTables, treated_editions
from domain.summary.revisions import Revision
from domain.summary.tables import RECORDS, TABLES


@dataclass(frozen=True, kw_only=True, slots=True)
class Beside:
    """What stands published of a period that is a part of this one, or of which this one is a part."""

    period: Period
    editions: Sequence[TreatedTables]
    """Every one that is published, since all of them stay."""


@dataclass(frozen=True, kw_only=True, slots=True)
class EditionCheck:
    """Something that was looked at, and whether it holds."""

    words: str
    holds: bool
    otherwise: str = ""
    """What is so if it does not hold, where turning the sentence round would not say it plainly."""
    blocks: bool = True
    """Whether nobody can approve the edition while it does not hold: otherwise a person decides."""

    @property
    def broken(self) -> str:
        """What is told of it when it does not hold."""
        return self.otherwise or f"Does not hold: {self.words}"


FEW = 5
"""Records below which what changed between two editions may tell of one of them."""


def checks(
    summary: Summary,
    before: Sequence[Summary] = (),
    revision: Revision | None = None,
    beside: Sequence[Beside] = (),
) -> tuple[EditionCheck, ...]:
    """Every check of an edition with these figures, after editions with those."""
    changed = [_many_changed(revision)] if revision else []
    return (*_arithmetic(summary), *changed, *_told([*before, summary], beside))


def _many_changed(revision: Revision) -> EditionCheck:
    """Whether the difference of two exact editions is of more than a person or two."""
    changed = len({record for records in revision.records.values() for record in records})
    words = f"The difference to the last edition is of {FEW} records at least, or of none"
    return EditionCheck(
        words=words,
        holds=not changed or changed >= FEW,
        otherwise=f"The difference to the last edition is of fewer than {FEW} records, and may tell of one",
        blocks=False,
    )


def _told(editions: Sequence[Summary], beside: Sequence[Beside]) -> Iterator[EditionCheck]:
    """Whether a reader of everything that is published can work out what is hidden (spec: ux, 7.2)."""
    treated = list(treated_editions(editions))
    by_tables = {code for code, _ in told_by_each_other(*treated[-1])}
    this = Beside(period=editions[-1].scope.period, editions=treated)
    for table in TABLES:
        if table.control.treatment is Treatment.NONE:
            continue
        yield EditionCheck(
            words=f"Other tables tell no figure that “{table.title}” hides or rounds",
            holds=table.code not in by_tables,
            otherwise=f"Other tables tell figures that “{table.title}” hides or rounds",
            blocks=False,
        )
        if len(treated) > 1:
            told = told_together(*(edition(*one, table.code) for one in treated))
            words = f"Earlier editions tell no hidden figure of “{table.title}”"
            yield EditionCheck(
                words=words,
                holds=not told,
                otherwise=f"Earlier editions tell hidden figures of “{table.title}”",
                blocks=False,
            )
        if nested := _nested(table.code, [this, *beside]):
            yield EditionCheck(
                words=f"A year and its quarters tell no hidden figure of “{table.title}”",
                holds=not told_by_nesting(nested),
                otherwise=f"A year and its quarters tell hidden figures of “{table.title}”",
                blocks=False,
            )


def _nested(table: str, releases: Sequence[Beside]) -> Nested | None:
    """A table of a year and of its quarters, if both are published or about to be."""
    of = {one.period: tuple(edition(*tables, table) for tables in one.editions) for one in releases}
    year = Period(releases[0].period.year)
    parts = tuple(of[one] for one in year.quarters if one in of)
    if year not in of or not parts:
        return None
    return Nested(whole=of[year], parts=parts, is_complete=len(parts) == len(year.quarters))


def _arithmetic(summary: Summary) -> Iterator[EditionCheck]:
    figures, scope = summary.figures, summary.scope
    records = figure(figures, "counted", RECORDS)
    for table in TABLES:
        # A Taser’s uses are of the records that name one, so that they do not add up to all.
        if table.adds_up and table.code != "ced":
            total = sum(n for (code, _, _), n in figures.items() if code == table.code)
            yield EditionCheck(
                words=f"“{table.title}” adds up to {records:,}", holds=total == records
            )
    kinds = ("of-individual", "of-crowd", "of-unknown")
    by_kind = sum(figure(figures, "counted", kind) for kind in kinds)
    yield EditionCheck(
        words="Records of persons and crowds add up to all", holds=by_kind == records
    )
    quarters = [one for one in scope.series if one in scope.period]
    lines = {row for table, row, _ in figures if table == "tactics"}
    agree = all(
        figure(figures, "tactics", line)
        == sum(figure(figures, BY_QUARTER, line, one.code) for one in quarters)
        for line in lines
    )
    yield EditionCheck(words="Tactics agree with tactics by quarter", holds=agree)
    ced = sum(n for (code, _, _), n in figures.items() if code == "ced")
    yield EditionCheck(
        words="Highest uses of a Taser add up to the records that name one",
        holds=ced == figure(figures, "tactics", "ced"),
    )
    nothing = figure(figures, "tactics", "not-reported") + figure(figures, "tactics", "total")
    yield EditionCheck(
        words="Records with and without a tactic add up to all",
        holds=nothing == figure(figures, "tactics", ALL),
    )
