"""A table to be published adds up, or is refused."""

import pytest

from domain.disclosure.tables import TOTAL, DoesNotAddUpError, Table, added_up

CELLS = {("north", "yes"): 3, ("north", "no"): 9, ("coast", "yes"): 0, ("coast", "no"): 14}
ROWS, COLUMNS = ("north", "coast"), ("yes", "no")


def test_cells_are_added_up_in_both_directions() -> None:
    table = added_up(CELLS, rows=ROWS, columns=COLUMNS)

    assert table.figures["north", TOTAL] == 12
    assert table.figures[TOTAL, "no"] == 23
    assert table.figures[TOTAL, TOTAL] == 26
    assert table.places[:3] == (("north", "yes"), ("north", "no"), ("north", TOTAL))
    assert len(table.places) == 9


def test_where_records_stand_in_several_rows_columns_have_no_totals() -> None:
    table = added_up(CELLS, rows=ROWS, columns=COLUMNS, down=False)

    assert (table.adds_across, table.adds_down) == (True, False)
    assert {place for place in table.places if TOTAL in place} == {
        ("north", TOTAL),
        ("coast", TOTAL),
    }


def test_a_cell_that_is_not_given_is_zero() -> None:
    table = added_up({("north", "yes"): 3}, rows=ROWS, columns=COLUMNS)

    assert table.figures["coast", "no"] == 0
    assert table.figures[TOTAL, TOTAL] == 3


def test_a_table_of_no_rows_is_one() -> None:
    table = added_up({}, rows=(), columns=COLUMNS)

    assert table.figures == {(TOTAL, "yes"): 0, (TOTAL, "no"): 0, (TOTAL, TOTAL): 0}


GOOD = added_up(CELLS, rows=ROWS, columns=COLUMNS).figures


@pytest.mark.parametrize(
    "figures",
    [
        {**GOOD, ("north", TOTAL): 13},
        {**GOOD, (TOTAL, TOTAL): 25},
        {**GOOD, ("north", "yes"): -1, ("north", TOTAL): 8, (TOTAL, "yes"): -1, (TOTAL, TOTAL): 22},
        {place: one for place, one in GOOD.items() if place != ("coast", TOTAL)},
        {**GOOD, ("south", "yes"): 0},
    ],
    ids=["a total", "the grand total", "less than nothing", "one missing", "one too many"],
)
def test_figures_that_do_not_add_up_are_refused(figures: dict[tuple[str, str], int]) -> None:
    with pytest.raises(DoesNotAddUpError):
        Table(rows=ROWS, columns=COLUMNS, figures=figures)
