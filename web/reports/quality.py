"""What is missing and what contradicts itself, as it is read and as a file."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from domain.codelists.answers import Absence
from domain.codelists.reasons import ReasonForAmendment
from domain.counting.periods import Quarter, quarters
from domain.counting.quality import CHECKS, RULES
from domain.records.account import QUESTIONS, SECTION_OF
from projections.statistics.dimensions import NONE_CHOSEN
from projections.statistics.marks import (
    ANY_RULE,
    ANY_WAY,
    MENDED,
    MENDED_FOR,
    RETURNED,
    RULE,
    UNKNOWN,
)
from projections.statistics.quality import ALL, Open, Quality
from projections.statistics.slices import Slice
from web.forms.schemas import title
from web.reports.bars import Bar, Bars
from web.reports.grids import Address, Cell, Grid, GridRow, figure, share
from web.reports.marks import RULE_LABELS, WAYS_IN_WORDS, label
from web.reports.rows import Row

WAYS = (
    Absence.NOT_ASKED,
    Absence.NOT_APPLICABLE,
    Absence.NOT_KNOWN,
    Absence.REFUSED,
    Absence.NOT_ANSWERED,
)
"""In the order of the table; answers that were erased stand as answered, with their share beside."""


def marked(wanted: Slice, name: str, code: str) -> Slice:
    """The records of a slice that are marked so, whatever else is asked of that mark."""
    return replace(wanted, marks={**wanted.marks, name: frozenset({code})})


def rules(found: Quality, wanted: Slice, *, address: Address) -> Grid:
    """Records by the rule that they do not meet, and quarter."""
    assert wanted.since is not None
    assert wanted.until is not None
    # The newest first: on a narrow page the others are to the right of it.
    shown = tuple(quarters(wanted.since, wanted.until))[::-1]

    def cells(code: str) -> tuple[Cell, ...]:
        def cell(number: int, of: int, within: Slice) -> Cell:
            here = within if code == ALL else marked(within, RULE, code)
            return figure(number, address(here), of=None if code == ALL else of)

        return (
            *(
                cell(
                    found.records(code, one),
                    found.records(ALL, one),
                    replace(wanted, since=one, until=one),
                )
                for one in shown
            ),
            cell(found.total(code), found.total(ALL), wanted),
        )

    def row(code: str, text: str, depth: int = 0) -> GridRow:
        return GridRow(label=text, cells=cells(code), depth=depth, is_group=not depth)

    def below(number: int | None) -> Iterator[GridRow]:
        for one in CHECKS:
            if one.rule == number and found.total(one.code):
                yield row(one.code, one.label, 1)

    return Grid(
        name="rules",
        heading="Rules that records break",
        note="Below a rule stand the ways of breaking it that were found in these records.",
        first="Rule",
        headings=(*(one.label for one in shown), "All quarters"),
        rows=(
            row(ALL, "All records"),
            row(ANY_RULE, "Break at least one rule"),
            *(
                one
                for number, text in RULES.items()
                for one in (row(str(number), f"{number}. {text}"), *below(number))
            ),
            *below(None),
        ),
    )


def questions(found: Quality, wanted: Slice, *, address: Address) -> Grid:
    """How often each question is left open, each way of it apart."""

    def cell(one: Open, way: Absence) -> Cell:
        here = marked(wanted, UNKNOWN, f"{one.question}.{way.value}")
        return figure(one.ways[way], address(here))

    def row(one: Open) -> GridRow:
        every = marked(wanted, UNKNOWN, f"{one.question}.{ANY_WAY}")
        optional = "" if QUESTIONS[one.question].required else " (need not be answered)"
        unknown = Cell(
            text=share(one.unknown, one.asked),
            href=address(every) if one.unknown else "",
            beside=f"{one.unknown:,} of {one.asked:,}",
        )
        return GridRow(
            label=f"{label(one.question)}{optional}",
            cells=(unknown, *(cell(one, way) for way in WAYS)),
            depth=1,
        )

    def sections() -> Iterator[GridRow]:
        shown = ""
        for one in found.questions:
            section = SECTION_OF[one.question]
            if section != shown:
                shown = section
                blank = Cell(text="")
                yield GridRow(label=title(section), cells=(blank,) * 6, is_group=True)
            yield row(one)

    return Grid(
        name="questions",
        heading="Share unknown of each question",
        first="Question",
        headings=(
            "Unknown, of those asked",
            *(words[0].upper() + words[1:] for words in (WAYS_IN_WORDS[one.value] for one in WAYS)),
        ),
        rows=tuple(sections()),
    )


def returns(found: Quality, wanted: Slice, *, address: Address) -> Grid:
    """How many records were returned, and what was then changed."""
    came, every = found.returns, found.total(ALL)

    def row(text: str, number: int, mark: tuple[str, str], of: int, depth: int = 1) -> GridRow:
        cell = figure(number, address(marked(wanted, *mark)), of=of)
        return GridRow(label=text, cells=(cell,), depth=depth, is_group=not depth)

    def heading(text: str) -> GridRow:
        return GridRow(label=text, cells=(Cell(text=""),), is_group=True)

    of = came.records
    return Grid(
        name="returns",
        heading="Records returned, and what was then changed",
        first="Returned",
        headings=("Records",),
        rows=(
            row("Returned once at least", of, (RETURNED, ANY_WAY), every, 0),
            *(
                row(_times(number), records, (RETURNED, str(number)), of)
                for number, records in came.times.items()
            ),
            heading("Changed after a return"),
            row("Nothing yet", came.unchanged, (MENDED, NONE_CHOSEN), of),
            *(row(label(one), number, (MENDED, one), of) for one, number in came.changed.items()),
            heading("Reason that the officer gave"),
            *(
                row(ReasonForAmendment(one).label, number, (MENDED_FOR, one), of)
                for one, number in came.reasons.items()
            ),
        ),
    )


def _times(number: int) -> str:
    return "Once" if number == 1 else f"{number} times"


def drawing(found: Quality) -> Bars:
    """Records by the rule of section 2.3 that they do not meet."""
    every, failed = found.total(ALL), found.total(ANY_RULE)
    met = every - failed
    bars = tuple(
        Bar(f"{number}. {text}", found.total(str(number)), _beside(found, str(number)))
        for number, text in RULES.items()
    )
    most = max(bars, key=lambda one: one.value)
    said = f"Most are under rule {most.label} ({most.figure})." if most.value else ""
    return Bars(
        title=f"{met:,} of {every:,} records meet every rule",
        description=f"Records that break each of the ten rules. {said}".strip(),
        bars=bars,
    )


def _beside(found: Quality, code: str) -> str:
    number = found.total(code)
    return f"{number:,} ({share(number, found.total(ALL))})"


COLUMNS = ("table", "code", "label", "way", "quarter", "records", "of")


def rows(found: Quality, wanted: Slice) -> Iterator[Row]:
    """Every figure of the report: a row a figure, zeros among them."""
    for line in _lines(found, wanted):
        yield dict(zip(COLUMNS, line, strict=True))


def _lines(found: Quality, wanted: Slice) -> Iterator[list[Any]]:
    assert wanted.since is not None
    assert wanted.until is not None
    for quarter in quarters(wanted.since, wanted.until):
        yield from _rule_lines(found, quarter)
    for one in found.questions:
        for way in Absence:
            if way in one.ways:
                code = [one.question, label(one.question), way.value]
                yield ["questions", *code, "", one.ways[way], one.asked]
        yield [
            "questions",
            one.question,
            label(one.question),
            "answered",
            "",
            one.answered,
            one.asked,
        ]
    came, every = found.returns, found.total(ALL)
    yield ["returns", "returned", "Returned once at least", "", "", came.records, every]
    for number, records in came.times.items():
        yield ["returns", str(number), _times(number), "times", "", records, came.records]
    yield ["returns", "nothing", "Nothing changed yet", "changed", "", came.unchanged, came.records]
    for name, records in came.changed.items():
        yield ["returns", name, label(name), "changed", "", records, came.records]
    for name, records in came.reasons.items():
        reason = ReasonForAmendment(name).label
        yield ["returns", name, reason, "reason", "", records, came.records]


def _rule_lines(found: Quality, quarter: Quarter) -> Iterator[list[Any]]:
    every = found.records(ALL, quarter)
    yield ["rules", ALL, "All records", "", quarter.code, every, every]
    for code, text in RULE_LABELS.items():
        number = every - found.records(ANY_RULE, quarter)
        if code != NONE_CHOSEN:
            number = found.records(code, quarter)
        yield ["rules", code, text, "", quarter.code, number, every]
