"""The tables of a return: what databases counted, added up by the rules, in the lines of a layout."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from domain.counting.national.answers import PLACES, condition, ethnicity
from domain.counting.national.figures import ALL, EVERYTHING, Tally, tallied, tallied_by_choice
from domain.counting.national.rules import (
    as_found,
    name_when_revised,
    or_not_reported,
    times_and_records,
)
from domain.counting.periods import Quarter, quarters
from projections.statistics import national
from projections.statistics.tactics import Ask
from web.returns.layout import Layout, Line, TableLayout, layout_of
from web.returns.scope import COUNTRY, Scope
from web.returns.tables import Figure, Row, Sheet, notes_on

SINGLE: dict[str, tuple[str, ...]] = {
    "age": ("perceived_age",),
    "gender": ("perceived_gender",),
    "ethnicity": ("perceived_ethnicity",),
    "condition": ("physical_condition", "mental_condition"),
}
"""The columns of the facts of which the columns of a table are made."""

INJURY = {
    "officer-injuries": ("officer_injured", "officer_injury_intentional", "officer_injury_level"),
    "subject-injuries": ("subject_injured", "subject_injury_level"),
}
YES_NO = {"yes": "Yes", "no": "No", "not-reported": "Not reported"}
INJURED = {"yes": "Yes", "no": "No", "unknown": "Unknown", "not-reported": "Not reported"}

Earlier = Mapping[tuple[str, str], tuple[int, ...]]
"""What was published of uses of a CED: by year and force."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Making:
    """What the tables of one return are made of."""

    ask: Ask
    scope: Scope
    layout: Layout
    earlier: Earlier

    @property
    def wanted(self) -> national.Wanted:
        return national.Wanted(year=self.scope.year, forces=self.scope.forces)


def sheets(ask: Ask, scope: Scope, *, earlier: Earlier | None = None) -> Iterator[Sheet]:
    """Every table of a return, in order."""
    layout = layout_of(scope.year)
    making = Making(ask=ask, scope=scope, layout=layout, earlier=earlier or {})
    tallies: dict[str, Tally] = {}
    for table in layout.tables:
        if table.of in SINGLE and table.of not in tallies:
            tallies[table.of] = _by_force_and_answer(making, table.of)
        yield _sheet(making, table, tallies.get(table.of))


def sheet(ask: Ask, scope: Scope, number: int) -> Sheet:
    """One table of a return."""
    layout = layout_of(scope.year)
    making = Making(ask=ask, scope=scope, layout=layout, earlier={})
    table = layout.table(number)
    tally = _by_force_and_answer(making, table.of) if table.of in SINGLE else None
    return _sheet(making, table, tally)


def _sheet(making: Making, table: TableLayout, tally: Tally | None) -> Sheet:
    kinds: dict[str, Callable[[], Iterable[Row]]] = {
        "once": lambda: _once(making, table),
        "tactics": lambda: _tactics(making, table, tally or _by_choice(making, table)),
        "by-force": lambda: _by_force(making, table, tally or Tally()),
        "officer-injuries": lambda: _officer_injuries(making, table),
        "subject-injuries": lambda: _subject_injuries(making, table),
        "forces": lambda: _forces(making, table),
        "ced": lambda: _ced(making, table),
    }
    last = [table.total] if table.kind in ("tactics", "by-force") else []
    return Sheet(
        layout=table,
        title=table.title.format(year=making.scope.year),
        headings=(*(one.label for one in table.columns), *last),
        rows=tuple(kinds[table.kind]()),
        notes=tuple(notes_on(table)),
    )


def _by_force_and_answer(making: Making, of: str) -> Tally:
    """A tally by force and column; of all forces under ``ALL``, of all columns likewise."""
    year = making.scope.year

    def column(answers: tuple[str, ...]) -> str:
        if of == "ethnicity":
            return ethnicity(answers[0], year)
        if of == "condition":
            return condition(*answers)
        return or_not_reported(answers[0])

    alike = national.by_answers(making.ask, making.wanted, *SINGLE[of])
    return tallied(
        (one.counted, (one.force, column(one.answers)), one.records) for one in alike
    ).summed()


def _by_choice(making: Making, table: TableLayout) -> Tally:
    groups = PLACES if table.of == "locations" else {}
    codes = [one.code for one in table.columns if one.code not in groups]
    everybody = national.by_answers(making.ask, making.wanted)
    return tallied_by_choice(
        national.by_choices(making.ask, making.wanted, table.of, codes),
        ((one.counted, one.records) for one in everybody),
        groups,
    )


def _once(making: Making, table: TableLayout) -> Iterator[Row]:
    alike = national.by_answers(making.ask, making.wanted)
    tally = tallied((one.counted, EVERYTHING, one.records) for one in alike)
    country = making.scope.country
    if table.above:
        yield Row(
            stub=(table.above, table.above),
            figures=(tally.records[EVERYTHING],),
            force=country,
            type_of_force=table.above,
            tactic=table.above,
            codes=making.scope.forces,
            line="records",
        )
    for line in making.layout.lines["once"]:
        of = {
            "times": tally.times[line.code, EVERYTHING],
            "records": tally.records_on(line.code, EVERYTHING),
        }
        yield _on_line(making, line, tuple(of[one.code] for one in table.columns))


def _tactics(making: Making, table: TableLayout, tally: Tally) -> Iterator[Row]:
    codes = (*(one.code for one in table.columns), ALL)
    yield Row(
        stub=(table.above, table.above),
        figures=tuple(tally.records[ALL, code] for code in codes),
        force=making.scope.country,
        type_of_force=table.above,
        tactic=table.above,
        line="records",
        codes=making.scope.forces,
    )
    for line in making.layout.lines["tactics"]:
        figures = tuple(tally.times[line.code, (ALL, code)] for code in codes)
        yield _on_line(making, line, figures)


def _on_line(making: Making, line: Line, figures: tuple[Figure, ...]) -> Row:
    return Row(
        stub=(line.type_of_force, line.tactic),
        figures=figures,
        force=making.scope.country,
        type_of_force=line.type_of_force,
        tactic=line.unmistakably or line.tactic,
        line=line.code,
        codes=making.scope.forces,
        is_total=line.is_group,
    )


def _by_force(making: Making, table: TableLayout, tally: Tally) -> Iterator[Row]:
    scope = making.scope
    codes = (*(one.code for one in table.columns), ALL)
    everybody = [(ALL, scope.country, scope.forces)]
    each = [(code, name, frozenset({code})) for code, name in scope.by_name()]
    for key, name, forces in (*everybody, *each):
        there = key == ALL or bool(scope.records.get(key))
        for line in making.layout.lines["by-force"]:
            yield Row(
                stub=(name, line.type_of_force, line.tactic),
                figures=tuple(
                    tally.times[line.code, (key, code)] if there else None for code in codes
                ),
                force=name,
                type_of_force=line.type_of_force,
                tactic=line.unmistakably or line.tactic,
                line=line.code,
                codes=forces,
                is_total=line.is_group,
            )


def _officer_injuries(making: Making, table: TableLayout) -> Iterator[Row]:
    found = _injuries(making, table)
    about = table.stub
    for injured, word in YES_NO.items():
        for intentional, meaning in YES_NO.items():
            yield Row(
                stub=(word, meaning),
                figures=_levels(table, found, (injured, intentional)),
                force=making.scope.country,
                type_of_force=f"{about[0]}: {word}",
                tactic=f"{about[1]}: {meaning}",
                codes=making.scope.forces,
                answers=(injured, intentional),
            )
    yield _all_injuries(making, table, found, (table.total, table.total))


def _subject_injuries(making: Making, table: TableLayout) -> Iterator[Row]:
    found = _injuries(making, table)
    for injured, word in INJURED.items():
        yield Row(
            stub=(word,),
            figures=_levels(table, found, (injured,)),
            force=making.scope.country,
            type_of_force=f"{table.stub[0]}: {word}",
            codes=making.scope.forces,
            answers=(injured,),
        )
    yield _all_injuries(making, table, found, (table.total,))


def _injuries(making: Making, table: TableLayout) -> Counter[tuple[str, ...]]:
    found: Counter[tuple[str, ...]] = Counter()
    for answers, records in national.by_injury(making.ask, making.wanted, *INJURY[table.kind]):
        found[as_found(*answers)] += records
    return found


def _levels(
    table: TableLayout, found: Counter[tuple[str, ...]], about: tuple[str, ...]
) -> tuple[int, ...]:
    """The figures of a line: all of its records, and those of each level."""
    every = sum(records for answers, records in found.items() if answers[: len(about)] == about)
    return tuple(
        every if one.code == ALL else _at_level(found, about, one.code) for one in table.columns
    )


def _at_level(found: Counter[tuple[str, ...]], about: tuple[str, ...], level: str) -> int:
    return sum(
        records
        for answers, records in found.items()
        if answers[: len(about)] == about and answers[-1] == level
    )


def _all_injuries(
    making: Making,
    table: TableLayout,
    found: Counter[tuple[str, ...]],
    stub: tuple[str, ...],
) -> Row:
    return Row(
        stub=stub,
        figures=_levels(table, found, ()),
        force=making.scope.country,
        type_of_force=table.total,
        codes=making.scope.forces,
        answers=tuple(ALL for _ in stub),
        is_total=True,
    )


def _forces(making: Making, table: TableLayout) -> Iterator[Row]:
    records = making.scope.records

    def figures(forces: Iterable[str]) -> tuple[Figure, ...]:
        return (_available([records.get(one) or None for one in forces]),)

    yield from _places(making.scope, figures)


def _available(figures: list[Figure]) -> Figure:
    """The sum of what there is; nothing if there is none of it."""
    there = [one for one in figures if one is not None]
    return sum(there) if there else None


def _places(
    scope: Scope,
    figures: Callable[[Iterable[str]], tuple[Figure, ...]],
    *,
    period: str = "",
    mark: str = "",
    named: Callable[[str, str], str] | None = None,
) -> Iterator[Row]:
    """The country, each region and each of its forces, in the order of the return."""
    before = (period,) if period else ()

    def row(
        region: str, name: str, forces: Iterable[str], *, is_total: bool, shown: str = ""
    ) -> Row:
        name = f"{mark}{name}" if is_total else name
        return Row(
            stub=(*before, region, shown or name),
            figures=figures(forces),
            force=name,
            period=period,
            codes=frozenset(forces),
            is_total=is_total,
        )

    whole = COUNTRY if scope.whole else scope.country.removeprefix("Total of ")
    yield row(whole, scope.country, scope.forces, is_total=True)
    for region, total in scope.regions():
        yield row(region.name, total, region.forces, is_total=True)
        for code, name in region.forces.items():
            shown = named(code, name) if named else name
            yield row(region.name, name, (code,), is_total=False, shown=shown)


def _ced(making: Making, table: TableLayout) -> Iterator[Row]:
    for label, said, within in _periods(making.scope.year, table):
        for row in _ced_of(making, table, within, label=label):
            yield _as_ced(row, said, within)


def _as_ced(row: Row, period: str, within: tuple[Quarter, ...]) -> Row:
    return Row(
        stub=row.stub,
        figures=row.figures,
        force=row.force,
        type_of_force="Less lethal weapons",
        period=period,
        codes=row.codes,
        line="ced",
        quarters=within,
        is_total=row.is_total,
    )


def _periods(year: int, table: TableLayout) -> Iterator[tuple[str, str, tuple[Quarter, ...]]]:
    """What a period is called in its lines and in the long form, and its quarters."""
    if table.period in ("year", "years"):
        first = 2018 if table.period == "years" else year
        for one in range(first, year + 1):
            within = tuple(quarters(Quarter(one - 1, 1), Quarter(one - 1, 4)))
            label = within[0].financial_year
            yield (label if table.period == "years" else ""), label, within
        return
    since, _, until = table.period.partition(" to ")
    within = tuple(quarters(Quarter.named(since), Quarter.named(until or since)))
    last = within[-1].label.partition(" to ")[2]
    yield "", f"{within[0].label.split(' ')[0]} to {last}", within


def _ced_of(
    making: Making, table: TableLayout, within: tuple[Quarter, ...], *, label: str
) -> Iterator[Row]:
    found: dict[str, Counter[str]] = {}
    alike = national.by_quarter(
        making.ask, making.scope.forces, since=within[0].year, until=within[-1].year
    )
    for one in alike:
        if Quarter(one.year, one.quarter) in within:
            lines = found.setdefault(one.force, Counter())
            for column in table.columns:
                lines[column.code] += times_and_records(column.code, one.counted)[0] * one.records

    def figures(forces: Iterable[str]) -> tuple[Figure, ...]:
        there = [found[one] for one in forces if one in found]
        return tuple(
            sum(one[column.code] for one in there) if there else None for column in table.columns
        )

    def named(code: str, name: str) -> str:
        now = [one or 0 for one in figures((code,))]
        return name_when_revised(name, now, making.earlier.get((label, name)))

    yield from _places(making.scope, figures, period=label, mark=table.mark, named=named)
