"""Who decides about an edition sees what was kept of its count; whoever approves has it counted again."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import delete, func, select

from domain.codelists.forces import Force
from domain.codelists.releases import ReasonForEdition
from domain.releases.period import Period
from domain.releases.release import Edition, nothing_yet
from domain.summary.causes import Cause
from domain.summary.counting import Scope
from domain.summary.ways import UnknownVersionError
from tests import installations
from tests.fakes import FakeClock
from tests.installations import follow
from tests.people import ANALYST
from tests.releases.quarter import PERIOD, Told, happened_after, published, recorded, release
from web.adapters.stores import WORK
from web.adapters.tables import counted_editions
from web.bootstrap import Services
from web.releases import counting_again, deciding, making
from web.releases.counting import checks_of, made, stands_beside
from web.settings import Settings

RECORDS = ("counted", "records", "records")
FORCE, YEAR = Force.NORTHSHIRE, Period(2026)


@pytest.fixture
def services(sqlite: Settings, clock: FakeClock) -> Iterator[Services]:
    """What is kept is bytes under a key: one database is as good as the other."""
    with installations.opened(sqlite, clock) as opened:
        yield opened


@pytest.fixture
def counts(monkeypatch: pytest.MonkeyPatch) -> Counter[str]:
    """How often an edition was counted again."""
    found: Counter[str] = Counter()

    def counted_again(*about: Any) -> Any:
        found["again"] += 1
        return counting_again.counted_again(*about)

    monkeypatch.setattr(deciding, "counted_again", counted_again)
    return found


def checked(services: Services) -> Edition:
    """An edition whose files were made."""
    follow(services)
    done = making.prepare(
        services, PERIOD, reason=ReasonForEdition.FIRST, notice=None, requester=ANALYST.asks()
    )
    making.check(services, done.aggregate, requester=ANALYST.asks())
    return release(services).editions[-1]


def forget(services: Services) -> None:
    with services.stores.engine(WORK).begin() as connection:
        connection.execute(delete(counted_editions))


def kept(services: Services) -> int:
    with services.stores.engine(WORK).connect() as connection:
        return connection.execute(select(func.count()).select_from(counted_editions)).scalar_one()


def test_checks_are_shown_as_they_were_gone_through_when_the_files_were_made(
    services: Services, counts: Counter[str]
) -> None:
    recorded(services, 12)
    edition = checked(services)

    shown = deciding.checks_kept(services, release(services), edition)

    assert counts["again"] == 0
    assert shown == deciding.checks_now(services, release(services), edition)
    assert any(not one.holds for one in shown)
    assert counts["again"] == 1


def test_what_is_lost_is_counted_again(services: Services, counts: Counter[str]) -> None:
    recorded(services, 12)
    edition = checked(services)
    before = deciding.checks_kept(services, release(services), edition)
    forget(services)

    again = deciding.checks_kept(services, release(services), edition)

    assert (again, counts["again"], kept(services)) == (before, 1, 1)


def test_why_figures_moved_is_counted_once_and_says_the_same_when_it_was_kept(
    services: Services, counts: Counter[str]
) -> None:
    records = recorded(services, 12, since=500)
    published(services, ReasonForEdition.FIRST)
    happened_after(services, records, Told(amended=3, added=2, withdrawn=2, restored=1, linked=2))
    edition = published(services, ReasonForEdition.SCHEDULED)
    found = release(services)

    first = deciding.why(services, found, edition)
    when_made = counts["again"]
    forget(services)
    again, once_more = (deciding.why(services, found, edition) for _ in range(2))

    # It was kept when the files were made.
    assert (when_made, counts["again"]) == (0, 1)
    assert first == again == once_more
    # Two were withdrawn, of the quarter or the one before it, and one of them was restored.
    withdrawn = first.records[RECORDS, Cause.WITHDRAWN]
    assert 0 < len(withdrawn) <= 2
    assert withdrawn.keys() <= set(records)
    assert sum(withdrawn.values()) == -len(withdrawn)
    moved = {(one["table"], one["row"], one["column"]) for one in first.moves}
    assert {key for key, _ in first.records} <= moved


def test_what_was_published_since_beside_it_has_the_checks_gone_through_again(
    services: Services, counts: Counter[str]
) -> None:
    recorded(services, 12)
    quarter = published(services, ReasonForEdition.FIRST)
    year, whole = nothing_yet(FORCE, YEAR), replace(quarter, number=1)
    with services.views.reading() as connection:
        beside = stands_beside(connection, Scope(force=FORCE, period=YEAR))
        alone = stands_beside(connection, Scope(force=FORCE, period=Period(2026, 3)))

    assert [(one.period, one.edition) for one in beside] == [(PERIOD, 1)]
    assert alone == []
    about = deciding.about_checks(year, whole, beside)
    assert about != deciding.about_checks(year, whole, [])


def test_a_year_is_held_against_its_quarters_that_are_published(services: Services) -> None:
    recorded(services, 40)
    quarter = published(services, ReasonForEdition.FIRST)
    scope = Scope(force=FORCE, period=YEAR)
    with services.views.reading() as connection:
        year = made(connection, nothing_yet(FORCE, YEAR), quarter)
        found = checks_of(connection, year, stands_beside(connection, scope))

    words = "A year and its quarters tell no hidden figure of “Area by perceived ethnicity”"
    assert words in [one.words for one in found]
    assert [one.scope.period for one in year.summaries[-1].parts] == list(YEAR.quarters)


def test_an_edition_that_a_newer_program_counted_is_refused_and_said_why(
    services: Services,
) -> None:
    recorded(services, 3)
    edition = checked(services)
    newer = replace(edition, basis=replace(edition.basis, code_lists=99))

    with pytest.raises(UnknownVersionError, match="A newer version of the program"):
        making.made_again(services, release(services), newer)
