"""A zero says that there was none; what could not be chosen, or was not recorded, says something else."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from domain.codelists.reasons import ReasonForForce
from domain.codelists.tactics import Tactic
from domain.counting.periods import Quarter
from domain.disclosure.symbols import Symbol
from domain.disclosure.tables import TOTAL
from domain.releases.period import Period
from domain.summary.counting import BY_QUARTER, RunningFigures, Scope, Summary
from domain.summary.headings import Heading
from domain.summary.published import PublishedTable, published
from domain.summary.versions import RecordVersion
from domain.summary.ways import NEWEST, Ways
from tests.builders import used
from tests.domain.summary.records import SCOPE, a_version

LONG_AGO, SHIELD = Quarter(2017, 1), Tactic.SHIELD.value
STOP_AND_SEARCH = ReasonForForce.EFFECT_STOP_AND_SEARCH.value
DOES_NOT_APPLY, NOT_AVAILABLE = Symbol.NOT_APPLICABLE, Symbol.NOT_AVAILABLE


def tables(
    *versions: RecordVersion,
    scope: Scope = SCOPE,
    ways: Ways = NEWEST,
    first: Quarter = LONG_AGO,
) -> dict[str, PublishedTable]:
    running = RunningFigures(scope, ways)
    for version in versions:
        running.add(version)
    summary = Summary(scope=scope, ways=ways, figures=running.figures, first=first)
    return {one.code: one for one in published(summary)}


def of(year: int, quarter: int | None = None) -> Scope:
    return Scope(force=SCOPE.force, period=Period(year, quarter))


def with_dates(question: str, code: str, *, since: date = date.min, until: date = date.max) -> Ways:
    """The usual ways, with a code that came or went on a day."""
    codes = (
        Heading(one.code, one.label, since, until) if one.code == code else one
        for one in NEWEST.lists.questions[question]
    )
    questions = {**NEWEST.lists.questions, question: tuple(codes)}
    return replace(NEWEST, lists=replace(NEWEST.lists, questions=questions))


def column(found: PublishedTable, row: str, codes: Iterable[str]) -> list[object]:
    return [found.cells[row, code] for code in codes]


def test_a_reason_that_the_form_did_not_have_yet_does_not_apply() -> None:
    before, at_its_beginning = (
        tables(scope=of(year, quarter))["reasons"] for year, quarter in ((2022, 4), (2023, 1))
    )

    assert before.cells[STOP_AND_SEARCH, "records"] is DOES_NOT_APPLY
    assert at_its_beginning.cells[STOP_AND_SEARCH, "records"] == 0
    assert before.cells["protect-self", "records"] == 0


def test_a_year_in_which_it_came_counts_it() -> None:
    ways = with_dates("reasons", STOP_AND_SEARCH, since=date(2023, 3, 31))

    assert tables(scope=of(2022), ways=ways)["reasons"].cells[STOP_AND_SEARCH, "records"] == 0


def test_what_is_counted_nevertheless_is_shown() -> None:
    # Another system let it be chosen too early: the record contradicts the form and is not hidden.
    early = a_version(
        1, reasons=(ReasonForForce.EFFECT_STOP_AND_SEARCH,), incident_date=date(2023, 3, 1)
    )

    assert tables(early, scope=of(2022, 4))["reasons"].cells[STOP_AND_SEARCH, "records"] == 1


def test_a_code_that_was_retired_does_not_apply_after_its_last_day() -> None:
    ways = with_dates("perceived_gender", "other", until=date(2026, 3, 31))
    found = tables(a_version(1), ways=ways)

    assert found["perceived-gender"].cells["other", "records"] is DOES_NOT_APPLY
    crossed = found["age-by-gender"].cells
    assert {shown for (_, one), shown in crossed.items() if one == "other"} == {DOES_NOT_APPLY}
    assert crossed["18-to-34", "female"] == 0
    assert crossed[TOTAL, TOTAL] == 1


def test_a_tactic_has_figures_in_the_series_from_the_quarter_in_which_it_came() -> None:
    ways = with_dates("tactics", SHIELD, since=date(2025, 8, 15))
    shield = a_version(1, tactics=used(Tactic.SHIELD), incident_date=date(2025, 12, 1))

    found = tables(shield, ways=ways)[BY_QUARTER]

    series = [one.code for one in reversed(SCOPE.series)]
    assert column(found, SHIELD, series) == [0, 0, 0, 1, 0, *[DOES_NOT_APPLY] * 3]
    # A group of several is there while one of them is.
    assert column(found, "other-equipment", series) == [0, 0, 0, 1, 0, 0, 0, 0]


def test_quarters_before_the_first_record_are_not_available() -> None:
    found = tables(a_version(1), first=Quarter(2026, 1))[BY_QUARTER]

    series = [one.code for one in reversed(SCOPE.series)]
    assert column(found, "records", series) == [1, 0, *[NOT_AVAILABLE] * 6]
    assert column(found, SHIELD, series)[1:] == [0, *[NOT_AVAILABLE] * 6]


def test_what_could_not_be_chosen_does_not_apply_whether_records_are_held_or_not() -> None:
    ways = with_dates("tactics", SHIELD, since=date(2026, 7, 1))
    found = tables(a_version(1), ways=ways, first=Quarter(2026, 1))[BY_QUARTER]

    assert set(column(found, SHIELD, [one.code for one in SCOPE.series[:-1]])) == {DOES_NOT_APPLY}
