"""Rounded tables tell about where figures lie, and not what they are."""

import pytest

from domain.disclosure.bounds import Limits, Reader
from domain.disclosure.rounding import behind, rounded
from domain.disclosure.symbols import Symbol
from domain.disclosure.tables import TOTAL, Table, added_up
from domain.disclosure.treatments import Control, Treated, Treatment, treated
from tests.domain.disclosure.audit import Audit, unsure
from tests.domain.disclosure.made_up import a_table

ROUNDED = Control(treatment=Treatment.ROUND)


@pytest.mark.parametrize(
    ("figure", "shown"),
    [(0, 0), (1, "[low]"), (2, "[low]"), (3, 5), (7, 5), (8, 10), (1002, 1000), (1003, 1005)],
)
def test_figures_are_rounded_to_five(figure: int, shown: int | str) -> None:
    assert rounded(figure) == shown


@pytest.mark.parametrize("base", [2, 3, 5, 10])
def test_what_lies_behind_a_rounded_figure_is_all_that_rounds_to_it(base: int) -> None:
    for figure in range(50):
        shown = rounded(figure, base=base)
        limits = behind(shown, base=base)
        alike = [other for other in range(70) if rounded(other, base=base) == shown]

        assert (limits.low, limits.high) == (alike[0], alike[-1])


def test_totals_are_rounded_for_themselves_and_need_not_add_up() -> None:
    table = added_up({("a", "1"): 3, ("a", "2"): 13}, rows=("a",), columns=("1", "2"))

    figures = treated(table, ROUNDED).figures

    assert [figures["a", column] for column in ("1", "2", TOTAL)] == [5, 15, 15]


FOUR = tuple("1234")


def four(figure: int) -> Table:
    """Four rows of other figures, and a first of one figure four times."""
    cells = {(row, column): 20 + ord(row) + int(column) for row in "bcd" for column in FOUR}
    first = {("a", column): figure for column in FOUR}
    return added_up(cells | first, rows=tuple("abcd"), columns=FOUR)


def merely_rounded(table: Table) -> Treated:
    shown = {place: rounded(figure) for place, figure in table.figures.items()}
    return Treated(rows=table.rows, columns=table.columns, figures=shown, control=ROUNDED)


@pytest.mark.parametrize("figure", [2, 3])
def test_rounding_alone_can_tell_figures_exactly_and_the_audit_notices(figure: int) -> None:
    audit = Audit(merely_rounded(four(figure)))

    assert {audit.bounds(("a", column)) for column in FOUR} == {(figure, figure)}


@pytest.mark.parametrize("figure", [2, 3])
def test_then_some_are_hidden_and_none_is_told(figure: int) -> None:
    published = treated(four(figure), ROUNDED)
    audit = Audit(published)

    assert 0 < len(published.hidden) <= 4
    assert all(audit.width(place) > 0 for place in unsure(published))
    assert all(audit.width(place) >= 3 for place in published.hidden)


def test_a_hundred_rounded_tables_tell_no_small_figure_and_hardly_one_is_hidden() -> None:
    told, hid, every = 0, 0, 0
    for seed in range(100):
        table = a_table(seed)
        published = treated(table, ROUNDED)
        audit = Audit(published)
        told += sum(audit.width(place) < apart for place, apart in published.apart(table).items())
        hid, every = hid + len(published.hidden), every + len(unsure(published))

    assert told == 0
    assert every > 1000
    assert 0 < hid < every / 50


def test_bounds_of_rounded_figures_are_the_solvers() -> None:
    for seed in range(40):
        table = a_table(seed)
        published = treated(table, ROUNDED)
        reader, audit = (
            Reader(table, table.figures, published.known),
            Audit(published),
        )

        for place in unsure(published):
            assert reader.bounds(place) == Limits(*audit.bounds(place))


def test_zero_is_shown_as_zero_and_never_hidden() -> None:
    for seed in range(40):
        table = a_table(seed)
        figures = treated(table, ROUNDED, hidden_before=table.places).figures

        assert all((figures[place] == 0) == (table.figures[place] == 0) for place in table.places)
        assert Symbol.LOW not in figures.values()
