"""A year is published beside its quarters: it hides what they hide, and what they tell is checked."""

from dataclasses import replace

from domain.disclosure.symbols import Symbol
from domain.releases.period import Period
from domain.summary.checks import Beside, checks
from domain.summary.counting import Scope, Summary
from domain.summary.published import published, treated_editions
from tests.domain.summary.crossed import INJURED, MANY, SCOPE, Kind, summary

YEAR = Period(2026)
USUAL: dict[Kind, int] = MANY | {("north", "black", "yes"): 13}
FEW = ("yes", "black")
ADDED_UP = "A year and its quarters tell no hidden figure of “Whether the person was injured"


def quarters() -> list[Summary]:
    """Four quarters, of which the first has few injured persons of one group."""
    return [
        summary(MANY if one.quarter == 1 else USUAL, Scope(force=SCOPE.force, period=one))
        for one in YEAR.quarters
    ]


def year(parts: list[Summary]) -> Summary:
    records = {kind: MANY[kind] + 3 * usual for kind, usual in USUAL.items()}
    of = summary(records, Scope(force=SCOPE.force, period=YEAR))
    return replace(of, parts=tuple(parts))


def beside(*editions: Summary) -> Beside:
    """What is published of a period: its editions, the first one first."""
    return Beside(period=editions[0].scope.period, editions=list(treated_editions(editions)))


def told(of: Summary, others: list[Summary]) -> list[str]:
    found = checks(of, beside=[beside(one) for one in others])
    return [one.words for one in found if not one.holds and one.words.startswith(ADDED_UP)]


def hidden(of: Summary) -> set[tuple[str, str]]:
    (table,) = [one for one in published(of) if one.code == INJURED]
    return {place for place, shown in table.cells.items() if shown is Symbol.HIDDEN}


def test_a_year_hides_what_its_quarters_hide_and_nothing_else() -> None:
    parts = quarters()

    assert FEW in hidden(parts[0])
    assert hidden(year(parts)) == set().union(*map(hidden, parts))
    assert FEW not in hidden(year([]))


def test_so_that_beside_them_it_tells_nothing() -> None:
    parts = quarters()

    assert told(year(parts), parts) == []
    assert told(parts[0], [year(parts), *parts[1:]]) == []


def test_a_year_that_shows_what_a_quarter_hides_is_found_out_and_who_approves_it_is_told() -> None:
    parts = quarters()

    found = checks(year([]), beside=[beside(one) for one in parts])

    (planted,) = [one for one in found if one.words.startswith(ADDED_UP)]
    assert (planted.holds, planted.blocks) == (False, False)
    assert len(told(parts[0], [year([]), *parts[1:]])) == 1


def test_an_old_edition_of_a_year_is_held_against_a_new_one_of_a_quarter_too() -> None:
    first, *others = quarters()
    grown = MANY | {("north", "black", "yes"): 9}
    second = summary(grown, first.scope)
    records = {kind: grown[kind] + 3 * usual for kind, usual in USUAL.items()}
    old, new = (
        summary(
            {kind: one + more for kind, one in records.items()},
            Scope(force=SCOPE.force, period=YEAR),
        )
        for more in (0, 1)
    )

    def words(*years: Summary) -> list[str]:
        stands = [beside(*years), *map(beside, others)]
        found = checks(second, [first], beside=stands)
        return [one.words for one in found if not one.holds and one.words.startswith(ADDED_UP)]

    assert words(new) == []
    assert len(words(old, new)) == 1


def test_a_quarter_without_its_year_or_a_year_without_a_quarter_adds_up_to_nothing() -> None:
    parts = quarters()

    for found in (checks(parts[0], beside=[beside(parts[1])]), checks(year(parts))):
        assert not any(one.words.startswith("A year and its quarters") for one in found)
