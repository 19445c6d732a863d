"""Tables that share figures do not tell what one of them hides."""

from collections.abc import Mapping

import pytest

from domain.disclosure.symbols import Symbol
from domain.disclosure.tables import TOTAL, Table, added_up
from domain.disclosure.together import (
    Group,
    NotTheSameFigureError,
    Publication,
    Where,
    told_by_each_other,
    treated_together,
)
from domain.disclosure.treatments import Control, Treated, Treatment, treated
from tests.domain.disclosure.audit import Audit
from tests.domain.disclosure.made_up import a_table

SUPPRESSED, ROUNDED, UNTREATED = (
    Control(treatment=one) for one in (Treatment.SUPPRESS, Treatment.ROUND, Treatment.NONE)
)
INJURIES, AREAS = "injured-by-ethnicity", "area-by-ethnicity"
GROUPS, COUNTED = "ethnicity", "counted"
CODES = ("1", "2", "3", "4")


def by_group(*rows: tuple[int, ...]) -> Table:
    names = tuple("abcdefg"[: len(rows)])
    cells = {
        (name, code): figure
        for name, row in zip(names, rows, strict=True)
        for code, figure in zip(CODES, row, strict=True)
    }
    return added_up(cells, rows=names, columns=CODES)


def groups_of(table: Table) -> Table:
    """The table of the columns' totals, as one publishes it by itself."""
    cells = {(code, "records"): table.figures[TOTAL, code] for code in table.columns}
    return added_up(cells, rows=table.columns, columns=("records",), across=False)


def shared(tables: Mapping[str, Table]) -> tuple[Group, ...]:
    """Where the figure of each group stands, and where that of all records does."""
    crossed = [code for code in tables if code in (INJURIES, AREAS)]
    every: list[Where] = [(COUNTED, ("all", "records"))] if COUNTED in tables else []
    return (
        *(
            ((GROUPS, (code, "records")), *((table, (TOTAL, code)) for table in crossed))
            for code in tables[GROUPS].rows
        ),
        (*every, (GROUPS, (TOTAL, "records")), *((table, (TOTAL, TOTAL)) for table in crossed)),
    )


def counted(table: Table) -> Table:
    """The table that says how many records there are, to which nothing is done."""
    cells = {("all", "records"): table.figures[TOTAL, "records"]}
    return added_up(cells, rows=("all",), columns=("records",), across=False, down=False)


def with_all(tables: Mapping[str, Table]) -> dict[str, Table]:
    return {**tables, COUNTED: counted(tables[GROUPS])}


INJURED = by_group((1, 20, 30, 9), (1, 40, 25, 30), (0, 8, 60, 11))


def test_the_total_of_a_table_that_stands_alone_elsewhere_tells_what_is_hidden() -> None:
    apart = [treated(INJURED, SUPPRESSED), treated(groups_of(INJURED), UNTREATED)]
    tables = {INJURIES: INJURED, GROUPS: groups_of(INJURED)}

    audit, _ = audit_of(tables, dict(zip(tables, apart, strict=True)))

    assert apart[0].figures["a", "1"] is apart[0].figures[TOTAL, "1"] is Symbol.HIDDEN
    assert audit.bounds(("a", "1")) == (1, 1)


CONTROLS = {INJURIES: SUPPRESSED, GROUPS: SUPPRESSED, AREAS: ROUNDED, COUNTED: UNTREATED}


def publication(tables: Mapping[str, Table]) -> Publication:
    controlled = {code: (table, CONTROLS[code]) for code, table in tables.items()}
    return Publication(tables=controlled, same=shared(tables))


def together(tables: Mapping[str, Table]) -> dict[str, Treated]:
    return treated_together(publication(tables))


def audit_of(
    tables: Mapping[str, Table], found: Mapping[str, Treated]
) -> tuple[Audit, dict[str, int]]:
    numbers = {code: number for number, code in enumerate(found)}
    same = [[(numbers[code], place) for code, place in one] for one in shared(tables)]
    return Audit(*found.values(), same=same), numbers


def test_what_one_hides_is_hidden_wherever_it_stands() -> None:
    tables = with_all({INJURIES: INJURED, GROUPS: groups_of(INJURED)})

    found = together(tables)

    hidden = {code for code in CODES if found[GROUPS].figures[code, "records"] is Symbol.HIDDEN}
    assert hidden == {
        code for code in CODES if found[INJURIES].figures[TOTAL, code] is Symbol.HIDDEN
    }
    assert "1" in hidden
    assert len(hidden) > 1
    audit, numbers = audit_of(tables, found)
    for code, one in found.items():
        assert all(audit.width(place, numbers[code]) >= 3 for place in one.hidden)


def test_what_cannot_be_hidden_is_not() -> None:
    tables = with_all({INJURIES: INJURED, GROUPS: groups_of(INJURED)})

    found = together(tables)

    assert found[INJURIES].figures[TOTAL, TOTAL] == found[GROUPS].figures[TOTAL, "records"] == 235


def test_a_rounded_table_hides_what_the_others_do_and_rounds_the_rest() -> None:
    areas = by_group((2, 30, 70, 20), (0, 38, 45, 30))
    tables = with_all({INJURIES: INJURED, GROUPS: groups_of(INJURED), AREAS: areas})

    found = together(tables)

    assert found[AREAS].figures[TOTAL, "1"] is Symbol.HIDDEN
    assert found[AREAS].figures["a", "2"] == 30


def test_a_small_figure_told_by_what_another_table_shows_exactly_is_guarded() -> None:
    # Three figures of 3 and their total, rounded: 5, 5, 5 and 10 leave room; the exact 9 leaves none.
    areas = by_group((3, 30, 70, 20), (3, 38, 45, 30), (3, 8, 9, 10))
    alone = treated(areas, ROUNDED)
    tables = with_all({GROUPS: groups_of(areas), AREAS: areas})

    found = together(tables)

    audit, numbers = audit_of(tables, found)
    assert alone.hidden == frozenset()
    assert found[AREAS].hidden
    assert all(audit.width((row, "1"), numbers[AREAS]) > 0 for row in "abc")


def split(table: Table, rows: int, seed: int) -> Table:
    """Another table with the same columns' totals."""
    other = a_table(seed, rows=rows, columns=len(table.columns), both=True)
    cells, names = {}, other.rows
    for column in table.columns:
        left = table.figures[TOTAL, column]
        for row in names[:-1]:
            cells[row, column] = min(left, other.figures[row, column])
            left -= cells[row, column]
        cells[names[-1], column] = left
    return added_up(cells, rows=names, columns=table.columns)


def a_publication(seed: int) -> dict[str, Table]:
    injuries = a_table(seed, rows=3, columns=5, both=True)
    areas = split(injuries, 3, seed + 500)
    return with_all({INJURIES: injuries, GROUPS: groups_of(injuries), AREAS: areas})


def by_the_solver(tables: Mapping[str, Table], found: Mapping[str, Treated]) -> set[Where]:
    """What readers of all tables can work out too closely."""
    audit, numbers = audit_of(tables, found)
    return {
        (code, place)
        for code, one in found.items()
        for place, apart in one.apart(tables[code]).items()
        if audit.width(place, numbers[code]) < apart
    }


def test_twenty_publications_stand_the_audit_of_all_their_tables_together() -> None:
    told, hid = set(), 0
    for seed in range(10, 30):
        tables = a_publication(seed)
        found = together(tables)

        narrow = by_the_solver(tables, found)

        assert narrow == set(told_by_each_other(publication(tables), found)), seed
        told |= {seed for _ in narrow}
        hid += sum(len(one.hidden) for one in found.values())

    # In one of them there is a single record, whose number cannot be hidden.
    assert {a_publication(seed)[INJURIES].figures[TOTAL, TOTAL] for seed in told} == {1}
    assert hid > 200


def test_treated_each_for_itself_they_tell_each_other_s_figures() -> None:
    told = 0
    for seed in range(10, 16):
        tables = a_publication(seed)
        apart = {code: treated(table, CONTROLS[code]) for code, table in tables.items()}
        told += len(told_by_each_other(publication(tables), apart))

    assert told > 20


def test_the_order_of_tables_changes_nothing() -> None:
    areas = by_group((2, 30, 70, 20), (0, 38, 45, 30))
    tables = with_all({INJURIES: INJURED, GROUPS: groups_of(INJURED), AREAS: areas})

    assert together(dict(reversed(tables.items()))) == together(tables)


def test_what_stands_untreated_is_shown_and_what_that_tells_is_said() -> None:
    tables = {
        INJURIES: (INJURED, SUPPRESSED),
        GROUPS: (groups_of(INJURED), UNTREATED),
    }
    publication = Publication(
        tables=tables, same=shared({INJURIES: INJURED, GROUPS: groups_of(INJURED)})
    )

    found = treated_together(publication)

    assert not found[GROUPS].hidden
    assert not {place for place in found[INJURIES].hidden if TOTAL in place and place[0] == TOTAL}
    # Two records, one of them in each of two rows.
    assert set(told_by_each_other(publication, found)) == {
        (INJURIES, ("a", "1")),
        (INJURIES, ("b", "1")),
    }


def test_figures_that_are_not_the_same_are_refused() -> None:
    tables = {INJURIES: (INJURED, SUPPRESSED), GROUPS: (groups_of(INJURED), SUPPRESSED)}

    with pytest.raises(NotTheSameFigureError):
        Publication(tables=tables, same=(((GROUPS, ("1", "records")), (INJURIES, (TOTAL, "2"))),))
