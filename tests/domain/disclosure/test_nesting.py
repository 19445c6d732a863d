"""What a year tells of its quarters, and they of it, is told before one is published."""

import pytest

from domain.disclosure.editions import TableEdition, told_together
from domain.disclosure.nesting import Nested, told_by_nesting
from domain.disclosure.symbols import Symbol
from domain.disclosure.tables import Place, Table, added_up
from domain.disclosure.treatments import Control, Treated, Treatment, treated
from tests.domain.disclosure.audit import Audit
from tests.domain.disclosure.made_up import a_table

SUPPRESSED, ROUNDED = (Control(treatment=one) for one in (Treatment.SUPPRESS, Treatment.ROUND))
ROWS, COLUMNS = ("a", "b", "c"), ("1", "2", "3")
A1: Place = ("a", "1")


def table(*lines: tuple[int, int, int]) -> Table:
    cells = {
        (row, column): figure
        for row, line in zip(ROWS, lines, strict=True)
        for column, figure in zip(COLUMNS, line, strict=True)
    }
    return added_up(cells, rows=ROWS, columns=COLUMNS)


def whole_of(parts: list[Table]) -> Table:
    """The table of a year, of those of its quarters."""
    first = parts[0]
    cells = {
        (row, column): sum(one.figures[row, column] for one in parts)
        for row in first.rows
        for column in first.columns
    }
    return added_up(cells, rows=first.rows, columns=first.columns)


def published(of: Table, control: Control = SUPPRESSED, *, hiding: set[Place] | None = None):
    return TableEdition(of, treated(of, control, hidden_before=hiding or set()))


QUARTERS = [
    table((2, 30, 9), (40, 50, 60), (10, 70, 11)),
    *(table((20, 30, 19), (40, 50, 60), (10, 70, 11)) for _ in range(3)),
]
"""In the first of them two records of one kind."""


def nested(year: TableEdition, quarters: list[TableEdition], *, is_complete: bool = True) -> Nested:
    return Nested(whole=(year,), parts=tuple((one,) for one in quarters), is_complete=is_complete)


def test_a_year_that_hides_nothing_tells_what_a_quarter_hides() -> None:
    quarters = [published(one) for one in QUARTERS]
    year = published(whole_of(QUARTERS))

    assert quarters[0].treated.figures[A1] is Symbol.HIDDEN
    assert year.treated.hidden == frozenset()
    assert A1 in told_by_nesting(nested(year, quarters))
    assert _narrowest_of(year.treated, [one.treated for one in quarters]) == 0


def test_a_year_that_hides_what_its_quarters_hide_tells_nothing() -> None:
    quarters = [published(one) for one in QUARTERS]
    hidden = {place for one in quarters for place in one.treated.hidden}
    year = published(whole_of(QUARTERS), hiding=hidden)

    assert told_by_nesting(nested(year, quarters)) == ()


@pytest.mark.parametrize("seed", range(12))
def test_so_it_is_with_any_quarters_as_a_solver_that_is_not_ours_finds(seed: int) -> None:
    parts = [a_table(seed * 100 + number, 4, 3, both=True) for number in range(4)]
    quarters = [published(one) for one in parts]
    hidden = {place for one in quarters for place in one.treated.hidden}
    year = published(whole_of(parts), hiding=hidden)

    assert year.treated.hidden == hidden
    assert told_by_nesting(nested(year, quarters)) == ()
    assert _narrowest_of(year.treated, [one.treated for one in quarters]) >= 3


def test_what_a_quarter_hides_beyond_the_year_is_told_by_it() -> None:
    # As when a quarter is corrected after its year was published.
    before = [published(one) for one in QUARTERS]
    hidden = {place for one in before for place in one.treated.hidden}
    year = published(whole_of(QUARTERS), hiding=hidden)
    corrected = published(QUARTERS[1], hiding={("b", "2")})

    assert ("b", "2") in told_by_nesting(nested(year, [before[0], corrected, *before[2:]]))


def test_a_quarter_that_is_not_published_is_what_the_others_leave_of_the_year() -> None:
    year = published(whole_of(QUARTERS))
    others = [published(one) for one in QUARTERS[1:]]

    assert told_by_nesting(nested(year, others, is_complete=False)) == (A1,)


def test_where_quarters_do_not_add_up_to_the_year_nothing_follows() -> None:
    # Records came late of whatever the quarter hides: the year was counted after them.
    quarters = [published(one) for one in QUARTERS]
    hidden = quarters[0].treated.hidden
    added_up_to = whole_of(QUARTERS).figures
    late = table((83, 120, 70), (160, 200, 240), (45, 280, 49))

    assert {at for at in late.figures if late.figures[at] != added_up_to[at]} >= hidden
    assert told_by_nesting(nested(published(late), quarters)) == ()


def test_rounded_figures_of_a_year_and_its_quarters_are_held_together_too() -> None:
    # Four times two, each low, and a year that reads ten: as nothing but eight does.
    parts = [table((2, 20, 30), (40, 50, 60), (10, 70, 10)) for _ in range(4)]
    year = published(whole_of(parts), ROUNDED)
    quarters = [published(one, ROUNDED) for one in parts]

    assert year.treated.figures[A1] == 10
    assert {one.treated.figures[A1] for one in quarters} == {Symbol.LOW}
    assert A1 in told_by_nesting(nested(year, quarters))


def test_any_edition_of_a_year_is_held_against_any_of_a_quarter() -> None:
    # The quarter grew, and keeps hidden what was small: the year that was counted then never hid it. A
    # later year has late records of other quarters, so that it adds up to nothing any more.
    first, (_, *others) = published(QUARTERS[0]), map(published, QUARTERS)
    grown = table((7, 30, 9), (40, 50, 60), (10, 70, 11))
    second = published(grown, hiding=set(first.treated.hidden))
    old = published(whole_of([grown, *QUARTERS[1:]]))
    new = published(table((83, 120, 70), (160, 200, 240), (45, 280, 49)))
    parts = ((first, second), *((one,) for one in others))

    def told(*years: TableEdition) -> tuple[Place, ...]:
        return told_by_nesting(Nested(whole=years, parts=parts, is_complete=True))

    assert (second.treated.figures[A1], old.treated.figures[A1]) == (Symbol.HIDDEN, 67)
    assert told(new) == ()
    assert A1 in told(old, new)


def test_what_editions_of_a_quarter_tell_by_themselves_is_not_laid_to_the_year() -> None:
    quarters = [published(one) for one in QUARTERS]
    again = published(QUARTERS[1], hiding={("b", "2"), ("b", "3"), ("c", "2"), ("c", "3")})
    year = published(table((83, 120, 70), (160, 200, 240), (45, 280, 49)))
    parts = ((quarters[0],), (quarters[1], again), *((one,) for one in quarters[2:]))

    assert told_together(quarters[1], again)
    assert told_by_nesting(Nested(whole=(year,), parts=parts, is_complete=True)) == ()


def _narrowest_of(year: Treated, quarters: list[Treated]) -> float:
    """How closely the solver tells a hidden figure of any of them."""
    tables = (year, *quarters)
    added = [((0, place), [(n + 1, place) for n in range(len(quarters))]) for place in year.figures]
    audit = Audit(*tables, added=added)
    return min(
        (audit.width(place, number) for number, one in enumerate(tables) for place in one.hidden),
        default=99,
    )
