"""What editions tell together is told before one is published."""

import pytest

from domain.disclosure.bounds import Limits
from domain.disclosure.editions import NotTheSameTableError, TableEdition, Told, told_together
from domain.disclosure.symbols import Symbol
from domain.disclosure.tables import Place, Table, added_up
from domain.disclosure.treatments import Control, Treatment, treated
from tests.domain.disclosure.audit import Audit
from tests.domain.disclosure.made_up import a_table, revised

SUPPRESSED, ROUNDED = (Control(treatment=one) for one in (Treatment.SUPPRESS, Treatment.ROUND))
ROWS, COLUMNS = ("a", "b", "c"), ("1", "2", "3")
FIRST = {
    (row, column): figure
    for row, line in zip(ROWS, ((2, 30, 9), (40, 50, 60), (10, 70, 11)), strict=True)
    for column, figure in zip(COLUMNS, line, strict=True)
}


def table(**moved: int) -> Table:
    """The first table, with figures moved: ``a3=8`` for the row a and the column 3."""
    cells = FIRST | {(name[0], name[1]): figure for name, figure in moved.items()}
    return added_up(cells, rows=ROWS, columns=COLUMNS)


def edition(
    of: Table, control: Control = SUPPRESSED, *, after: TableEdition | None = None
) -> TableEdition:
    before = after.treated.hidden if after else ()
    return TableEdition(of, treated(of, control, hidden_before=before))


def test_one_edition_tells_nothing() -> None:
    assert told_together(edition(table())) == ()


def test_the_same_table_again_is_treated_in_the_same_way_and_tells_nothing() -> None:
    first, again = edition(table()), edition(table())

    assert first.treated == again.treated
    assert told_together(first, again) == ()


def test_an_edition_that_hides_other_figures_tells_what_the_first_hid() -> None:
    # Now figures of the second row are cheaper to hide beside 2 and 9 than those of the third.
    first, second = edition(table()), edition(table(b1=8, b3=7))

    told = told_together(first, second)

    assert first.treated.hidden != second.treated.hidden
    assert Told(0, ("a", "1"), Limits(2, 2)) in told


def test_what_stays_hidden_tells_nothing() -> None:
    first = edition(table())
    second = edition(table(b1=8, b3=7), after=first)

    assert second.treated.hidden >= first.treated.hidden
    assert told_together(first, second) == ()


def test_a_figure_that_became_small_is_told_by_what_was_shown_of_all_others() -> None:
    first = edition(table())
    second = edition(table(b2=4), after=first)

    assert second.treated.figures["b", "2"] is Symbol.HIDDEN
    assert Told(1, ("b", "2"), Limits(4, 4)) in told_together(first, second)


def test_a_new_edition_is_held_against_all_and_not_only_the_last() -> None:
    first, second = edition(table()), edition(table(b1=8, b3=7))
    third = edition(table(b1=8, b3=7), after=second)

    told = told_together(first, second, third)

    assert told_together(second, third) == ()
    assert Told(0, ("a", "1"), Limits(2, 2)) in told


def test_with_no_treatment_nothing_is_hidden_that_could_be_told() -> None:
    none = Control(treatment=Treatment.NONE)

    assert told_together(edition(table(), none), edition(table(a1=3), none)) == ()


def test_a_row_that_came_later_was_zero_before() -> None:
    second = added_up(FIRST | {("d", "1"): 9}, rows=(*ROWS, "d"), columns=COLUMNS)
    first = edition(table())

    assert told_together(first, edition(second, after=first)) == ()


def test_editions_treated_differently_are_refused() -> None:
    with pytest.raises(NotTheSameTableError):
        told_together(edition(table()), edition(table(), ROUNDED))


def test_editions_that_add_up_differently_are_refused() -> None:
    across = added_up(FIRST, rows=ROWS, columns=COLUMNS, down=False)

    with pytest.raises(NotTheSameTableError):
        told_together(edition(table()), edition(across))


def by_the_solver(*editions: TableEdition) -> set[tuple[int, Place]]:
    """What is told by two editions to a reader who knows which figures are alike."""
    first, second = (one.table.figures for one in editions)
    same = [[(0, place), (1, place)] for place in first if first[place] == second[place]]
    audit = Audit(*(one.treated for one in editions), same=same)
    return {
        (number, place)
        for number, one in enumerate(editions)
        for place, apart in one.treated.apart(one.table).items()
        if audit.width(place, number) < apart
    }


@pytest.mark.parametrize(("control", "seeds"), [(SUPPRESSED, 60), (ROUNDED, 12)])
def test_what_editions_tell_is_what_the_solver_finds(control: Control, seeds: int) -> None:
    found = 0
    for seed in range(1000, 1000 + seeds):
        before = a_table(seed, rows=4, columns=3)
        after = revised(before, seed, changes=seed % 8 + 1)
        first = edition(before, control)
        second = edition(after, control, after=first if seed % 2 else None)

        told = {(one.edition, one.place) for one in told_together(first, second)}

        assert told == by_the_solver(first, second), seed
        found += len(told)
    assert found > 5


def test_what_stays_hidden_is_told_more_seldom() -> None:
    told = {True: 0, False: 0}
    for seed in range(60):
        first = edition(a_table(seed))
        for stays in told:
            second = edition(revised(first.table, seed, changes=3), after=first if stays else None)
            told[stays] += len(told_together(first, second))

    assert told[True] < told[False] / 2
