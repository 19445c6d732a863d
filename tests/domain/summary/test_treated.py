"""The tables of an edition are treated together, and what they tell all the same is said."""

from domain.disclosure.symbols import Symbol
from domain.disclosure.tables import TOTAL
from domain.disclosure.treatments import Treatment
from domain.summary.checks import checks
from domain.summary.published import PublishedTable, published
from tests.domain.summary.crossed import INJURED, MANY, ONE, Kind, summary


def tables(records: dict[Kind, int]) -> dict[str, PublishedTable]:
    return {one.code: one for one in published(summary(records))}


def told(*editions: dict[Kind, int]) -> list[str]:
    """What is said of the last edition that a reader can work out."""
    *before, last = map(summary, editions)
    found = checks(last, before)
    return [one.words for one in found if not one.holds and " tell no " in one.words]


def test_small_figures_of_injuries_are_hidden_and_others_beside_them() -> None:
    cells = tables(MANY)[INJURED].cells

    hidden = {place for place, one in cells.items() if one is Symbol.HIDDEN}

    assert ("yes", "black") in hidden
    assert len(hidden) > 1


def test_totals_that_stand_in_an_untreated_table_are_shown_in_both() -> None:
    found = tables(MANY)

    for code in ("white", "black", "asian", "mixed"):
        assert found[INJURED].cells[TOTAL, code] == found["perceived-ethnicity"].cells[code, ONE]
    assert found[INJURED].cells["yes", TOTAL] == found["subject-injured"].cells["yes", ONE] == 48
    assert found[INJURED].cells[TOTAL, TOTAL] == found["counted"].cells[ONE, ONE] == 321


def test_nothing_is_hidden_in_a_table_to_which_nothing_is_done() -> None:
    for one in tables(MANY).values():
        if one.control.treatment is Treatment.NONE:
            assert not any(isinstance(shown, Symbol) for shown in one.cells.values())


def test_of_many_records_no_table_tells_what_another_hides() -> None:
    assert told(MANY) == []


def test_a_group_of_two_of_whom_one_was_injured_is_told_by_its_total_and_that_is_said() -> None:
    two: dict[Kind, int] = {("north", "chinese", "yes"): 1, ("north", "chinese", "no"): 1}

    assert told(MANY | two) == [
        f"Other tables tell no figure that “{title}” hides or rounds"
        for title in (
            "Whether the person was injured, by perceived ethnicity",
            "Area by perceived ethnicity",
        )
    ]


def test_the_same_figures_again_tell_nothing() -> None:
    assert told(MANY, MANY, MANY) == []


def test_a_figure_that_became_small_is_told_by_the_edition_before_and_that_is_said() -> None:
    before = MANY | {("coast", "mixed", "yes"): 5, ("coast", "asian", "yes"): 15}
    after = before | {("coast", "asian", "yes"): 3}

    assert "Earlier editions tell no hidden figure" in " ".join(told(before, after))
