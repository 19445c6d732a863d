"""Records, encounters and people, as they are read and as a file."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from domain.codelists.editions import RecordType
from domain.counting.people import BASES, Belongs, Known, Tally
from domain.counting.periods import quarters
from projections.statistics.marks import ENCOUNTER, SUBJECT
from projections.statistics.people import Counted
from projections.statistics.slices import Slice
from web.reports.bars import Bar, Bars
from web.reports.grids import Address, Cell, Grid, GridRow, figure, share
from web.reports.quality import marked
from web.reports.rows import Row

Narrow = Callable[[Slice], Slice]
"""The records that a figure counts, or that it rests on."""


def _all(wanted: Slice) -> Slice:
    return wanted


def _of_one(wanted: Slice) -> Slice:
    return replace(wanted, persons=True)


def _of_crowds(wanted: Slice) -> Slice:
    return replace(wanted, kinds=frozenset({RecordType.CROWD.value}))


def _encounter(code: Belongs) -> Narrow:
    return lambda wanted: marked(wanted, ENCOUNTER, code.value)


def _subject(*codes: Known) -> Narrow:
    def narrow(wanted: Slice) -> Slice:
        among = frozenset(code.value for code in codes)
        return replace(wanted, persons=True, marks={**wanted.marks, SUBJECT: among})

    return narrow


@dataclass(frozen=True, kw_only=True, slots=True)
class Line:
    """A line of the report."""

    label: str
    depth: int
    records: Narrow
    of: str = ""
    """The figure that it is a share of, if it is."""


COUNTS: Mapping[str, Line] = {
    "records": Line(label="Records", depth=0, records=_all),
    "persons": Line(label="Of one person", depth=1, records=_of_one, of="records"),
    "crowds": Line(label="Of a crowd", depth=1, records=_of_crowds, of="records"),
    "all_encounters": Line(label="Encounters, at most", depth=0, records=_all),
    "encounters": Line(label="Linked", depth=1, records=_encounter(Belongs.LINKED)),
    "in_encounters": Line(
        label="Records in them", depth=2, records=_encounter(Belongs.LINKED), of="records"
    ),
    "unlinked": Line(
        label="Records linked to none", depth=1, records=_encounter(Belongs.ALONE), of="records"
    ),
    "at_most": Line(label="People, at most", depth=0, records=_of_one),
    "subjects": Line(label="Linked", depth=1, records=_subject(Known.LINKED)),
    "linked": Line(
        label="Records about them", depth=2, records=_subject(Known.LINKED), of="persons"
    ),
    "identified": Line(
        label="Records that identify somebody and are linked to none",
        depth=1,
        records=_subject(Known.IDENTIFIED),
        of="persons",
    ),
    "unknown": Line(
        label="Records of which nobody knows whom they are about",
        depth=1,
        records=_subject(Known.UNKNOWN),
        of="persons",
    ),
}
TOLD_APART = _subject(Known.LINKED, Known.IDENTIFIED)
ESTIMATES: Mapping[str, Line] = {
    "coverage": Line(label="Coverage of the estimate", depth=0, records=TOLD_APART),
    "per_100": Line(label="People for every 100 of those records", depth=0, records=TOLD_APART),
    "at_least": Line(label="At least", depth=0, records=_subject(Known.LINKED)),
    "estimate": Line(label="Estimate", depth=0, records=_of_one),
    "at_most": Line(label="At most", depth=0, records=_of_one),
}


def counts(found: Counted, wanted: Slice, *, address: Address) -> Grid:
    """The three counts, each line with its basis."""

    def cell(code: str, line: Line, tally: Tally, here: Slice) -> Cell:
        number: int = getattr(tally, code)
        of: int | None = getattr(tally, line.of) if line.of else None
        return figure(number, address(line.records(here)), of=of)

    return _grid(
        found,
        wanted,
        COUNTS,
        cell,
        name="counts",
        heading="Records, encounters and people",
        note="A record counts in its quarter. An encounter or a person that records of several "
        "quarters are linked to counts once in each and once in all, so that quarters do not add up.",
    )


def estimates(found: Counted, wanted: Slice, *, address: Address) -> Grid:
    """What people are estimated to be, what that rests on, and what it lies between."""

    def cell(code: str, line: Line, tally: Tally, here: Slice) -> Cell:
        href = address(line.records(here))
        if not tally.persons:
            return Cell(text="–")
        if code == "coverage":
            beside = f"{tally.told_apart:,} of {tally.persons:,}"
            text = share(tally.told_apart, tally.persons)
            return Cell(text=text, href=href if tally.told_apart else "", beside=beside)
        number = getattr(tally, code)
        if number is None:
            return Cell(text="–", beside="nobody identified")
        if code == "per_100":
            return Cell(text=f"{number:.1f}", href=href)
        rests = f"rests on {share(tally.told_apart, tally.persons)}" if code == "estimate" else ""
        return replace(figure(number, href), beside=rests)

    return _grid(
        found,
        wanted,
        ESTIMATES,
        cell,
        name="estimate",
        heading="How many people that may be",
        note="The estimate is worth as much as its coverage. Records that identify the person are not "
        "a sample of all: somebody who is arrested is identified more often than somebody who is let "
        "go, and is perhaps met more often.",
    )


Celled = Callable[[str, Line, Tally, Slice], Cell]


def _grid(
    found: Counted,
    wanted: Slice,
    lines_of: Mapping[str, Line],
    cell: Celled,
    *,
    name: str,
    heading: str,
    note: str,
) -> Grid:
    # The newest first: on a narrow page the others are to the right of it.
    shown = tuple(_quarters(wanted))[::-1]

    def row(code: str, line: Line) -> GridRow:
        return GridRow(
            label=line.label,
            basis=BASES[code],
            depth=line.depth,
            is_group=not line.depth,
            cells=(
                *(
                    cell(code, line, found.tally(one), replace(wanted, since=one, until=one))
                    for one in shown
                ),
                cell(code, line, found.all, wanted),
            ),
        )

    return Grid(
        name=name,
        heading=heading,
        note=note,
        first="What is counted",
        headings=(*(one.label for one in shown), "All quarters"),
        rows=tuple(row(code, line) for code, line in lines_of.items()),
    )


def _quarters(wanted: Slice) -> Iterator[Any]:
    assert wanted.since is not None
    assert wanted.until is not None
    return iter(quarters(wanted.since, wanted.until))


def drawing(every: Tally) -> Bars:
    """The three counts beside each other, with the estimate between its bounds."""
    title = (
        f"{_named(every.records, 'record', 'records')}, at most "
        f"{_named(every.all_encounters, 'encounter', 'encounters')}, and between "
        f"{every.at_least:,} and {every.at_most:,} people"
    )
    bars = [
        Bar("Records", every.records, f"{every.records:,}"),
        Bar(
            "Encounters, at most",
            every.all_encounters,
            f"{every.all_encounters:,}, {every.encounters:,} of them linked",
        ),
        Bar("People, at most", every.at_most, f"{every.at_most:,}"),
    ]
    rests = "Nobody is identified, so that people are not estimated."
    if every.estimate is not None:
        covered = share(every.told_apart, every.persons)
        rests = f"The estimate of people rests on {covered} of the records of one person."
        bars.append(
            Bar("People, estimated", every.estimate, f"{every.estimate:,}, resting on {covered}")
        )
    bars.append(Bar("People, at least", every.at_least, f"{every.at_least:,}"))
    return Bars(
        title=title,
        description=f"Records, encounters and people of the same period. {rests}",
        bars=tuple(bars),
    )


def _named(number: int, one: str, several: str) -> str:
    return f"{number:,} {one if number == 1 else several}"


COLUMNS = ("code", "label", "basis", "quarter", "figure", "of")
ALL_QUARTERS = "all"


def rows(found: Counted, wanted: Slice) -> Iterator[Row]:
    """Every figure: a row a figure and quarter, zeros among them, with its basis."""
    for line in _lines(found, wanted):
        yield dict(zip(COLUMNS, line, strict=True))


def _lines(found: Counted, wanted: Slice) -> Iterator[list[Any]]:
    tallies = [(one.code, found.tally(one)) for one in _quarters(wanted)]
    for quarter, tally in (*tallies, (ALL_QUARTERS, found.all)):
        for code, line in {**COUNTS, **ESTIMATES}.items():
            number, of = getattr(tally, code), getattr(tally, line.of) if line.of else None
            if code == "coverage":
                number, of = tally.told_apart, tally.persons
            label = f"People, {line.label.lower()}" if code in ESTIMATES else line.label
            yield [code, label, BASES[code], quarter, number, of]
