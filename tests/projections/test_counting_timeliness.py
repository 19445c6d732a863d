"""How long recording and reviewing took is what DuckDB counts in a list of the same moments."""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import duckdb
import pytest

from domain.codelists.answers import Absence
from domain.counting.periods import Quarter
from domain.counting.timeliness import SPANS
from domain.event import Event
from domain.local_time import LOCAL
from domain.records.history import fold
from projections.statistics.marks import NOT_KNOWN, RECORDED, REVIEWED, TEAM
from projections.statistics.queries import count
from projections.statistics.slices import Slice
from projections.statistics.timeliness import SPLITS, Times, timeliness
from tests.builders import a_submission
from tests.fakes import NOON
from tests.installations import follow
from tests.people import OTHER_SUPERVISOR, SUPERVISOR
from tests.projections.asking import asking
from tests.projections.happening import (
    accepted,
    amended,
    elsewhere_accepted,
    imported,
    reading,
    referred,
    returned,
    submitted,
)
from web.bootstrap import Services

SEED, RECORDS = 20261126, 150
OVERDUE = timedelta(hours=72)
EVERYTHING = Slice()
FIRST = date(2026, 2, 1)


@dataclass(frozen=True)
class Moments:
    """When something happened, was recorded and was reviewed, if it was."""

    happened: datetime
    recorded: datetime
    reviewed: datetime | None
    area: str
    team: str


def some() -> list[Moments]:
    """Moments of which no two durations need be alike, some at the very edge of a span."""
    chance = random.Random(SEED)
    edges = [timedelta(hours=hours) for hours in (0, 8, 24, 72, 168, 672)]

    def took() -> timedelta:
        second = timedelta(seconds=chance.choice((-1, 0, 1)))
        edge = max(timedelta(), chance.choice(edges) + second)
        return chance.choice((edge, timedelta(minutes=chance.randrange(60 * 24 * 20))))

    def one() -> Moments:
        day = FIRST + timedelta(days=chance.randrange(200))
        clock = time(chance.randrange(3, 24), chance.randrange(60))
        happened = datetime.combine(day, clock, tzinfo=LOCAL)
        recorded = happened + took()
        reviewed = recorded + took() if chance.random() < 0.7 else None
        team = chance.choice((SUPERVISOR, OTHER_SUPERVISOR)).id
        return Moments(happened, recorded, reviewed, chance.choice(("north", "central")), str(team))

    return [one() for _ in range(RECORDS)]


def events_of(given: Moments) -> Sequence[Event]:
    team = {str(one.id): one for one in (SUPERVISOR, OTHER_SUPERVISOR)}[given.team]
    local = given.happened.astimezone(LOCAL)
    events = a_submission(
        record=uuid4(),
        at=given.recorded,
        supervisor=team,
        incident_date=local.date(),
        incident_time=local.time(),
        area=given.area,
    )
    record = fold(None, events)
    assert record is not None
    if given.reviewed is None:
        return events
    return (*events, *returned(at=given.reviewed)(record))


def listed(path: Path, moments: Sequence[Moments]) -> Path:
    """The same moments as a file, in UTC."""
    lines = ["happened,recorded,reviewed,area,team"]
    for one in moments:
        told = (one.happened, one.recorded, one.reviewed)
        at = (f"{moment.timestamp():.0f}" if moment else "" for moment in told)
        lines.append(",".join((*at, one.area, one.team)))
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


@dataclass(frozen=True)
class Counted:
    """Records that were taken in, and the list of their moments."""

    services: Services
    path: Path

    def on_facts(self, by: str, wanted: Slice = EVERYTHING) -> dict[Any, Times]:
        with self.services.analysis._facts() as connection:
            return timeliness(asking(connection), wanted, by=by, overdue=OVERDUE)

    def on_columns(self, by: str, wanted: Slice = EVERYTHING) -> dict[Any, Times]:
        with self.services.analysis.asking() as asked:
            assert asked.in_columns
            return timeliness(asked.ask, wanted, by=by, overdue=OVERDUE)


@pytest.fixture
def made(services: Services, tmp_path: Path) -> Iterator[Counted]:
    moments = some()
    services.log.append([event for one in moments for event in events_of(one)])
    follow(services)
    services.analysis.prepare()
    yield Counted(services, listed(tmp_path / "moments.csv", moments))
    services.analysis.close()


IN_THE_FILE = """
with lines as (select *, ceil((recorded - happened) / 60) as recording,
    ceil((reviewed - recorded) / 60) as reviewing,
    timezone('Europe/London', to_timestamp(happened)) - interval 3 month as fiscal
    from read_csv('{path}', header = true)),
kept as (select {split} as split, list_sort(list(recording) filter (recording is not null)) as took,
    list_sort(list(reviewing) filter (reviewing is not null)) as seen,
    count(*) as records from lines group by 1)
select split, records,
    took[cast(ceil(len(took) * 0.5) as int)], took[cast(ceil(len(took) * 0.9) as int)],
    len(list_filter(took, lambda one: one > 24 * 60)),
    seen[cast(ceil(len(seen) * 0.5) as int)], seen[cast(ceil(len(seen) * 0.9) as int)],
    len(list_filter(seen, lambda one: one > 72 * 60)), records - len(seen)
from kept
"""


@pytest.mark.parametrize(
    ("by", "split"),
    [
        ("all", "1"),
        ("area", "area"),
        ("team", "team"),
        ("quarter", "[year(fiscal), quarter(fiscal)]"),
    ],
)
def test_every_figure_is_what_another_tool_counts_in_the_list(
    made: Counted, by: str, split: str
) -> None:
    with duckdb.connect() as connection:
        rows = connection.execute(IN_THE_FILE.format(path=made.path, split=split)).fetchall()
    expected = {
        () if by == "all" else tuple(key) if isinstance(key, list) else (key,): figures
        for key, *figures in rows
    }

    found = made.on_columns(by)

    assert {
        key: [
            one.records,
            one.recorded.median,
            one.recorded.ninetieth,
            one.recorded.late,
            one.reviewed.median,
            one.reviewed.ninetieth,
            one.reviewed.late,
            one.reviewed.missing,
        ]
        for key, one in found.items()
    } == expected
    assert sum(one.records for one in found.values()) == RECORDS


@pytest.mark.parametrize("by", SPLITS)
def test_the_facts_and_their_copy_give_the_same_figures(made: Counted, by: str) -> None:
    assert made.on_facts(by) == made.on_columns(by)
    narrow = Slice(since=Quarter(2026, 1), marks={RECORDED: frozenset({"8-24h", "24-72h"})})
    assert made.on_facts(by, narrow) == made.on_columns(by, narrow)


def test_every_figure_leads_to_as_many_records(made: Counted) -> None:
    found = made.on_columns("all")[()]

    with reading(made.services) as connection:
        for name, one in ((RECORDED, found.recorded), (REVIEWED, found.reviewed)):
            for span in SPANS:
                wanted = Slice(marks={name: frozenset({span.code})})
                assert count(asking(connection), wanted) == one.spans[span], (name, span)
            missing = Slice(marks={name: frozenset({NOT_KNOWN})})
            assert count(asking(connection), missing) == one.missing
        late = Slice(marks={RECORDED: frozenset({"24-h"}), TEAM: frozenset({str(SUPERVISOR.id)})})
        assert (
            count(asking(connection), late)
            == made.on_columns("team")[(str(SUPERVISOR.id),)].recorded.late
        )


def test_the_spans_of_a_line_are_all_of_its_known_records(made: Counted) -> None:
    for one in made.on_columns("quarter").values():
        assert sum(one.recorded.spans.values()) == one.recorded.known
        assert sum(one.reviewed.spans.values()) == one.reviewed.known


def of_all(services: Services) -> Times:
    with services.analysis._facts() as connection:
        return timeliness(asking(connection), EVERYTHING, by="all", overdue=OVERDUE)[()]


def test_the_first_look_is_the_review_whatever_comes_after(services: Services) -> None:
    hour = timedelta(hours=1)

    submitted(services).then(
        returned(at=NOON + hour),
        amended(area="north", at=NOON + 2 * hour),
        accepted(at=NOON + 3 * hour),
    )

    assert of_all(services).reviewed.median == 60


def test_what_a_reviewer_passes_on_is_reviewed(services: Services) -> None:
    submitted(services).then(referred(at=NOON + timedelta(minutes=30)))

    assert of_all(services).reviewed.median == 30


def test_an_amended_time_moves_how_long_recording_took(services: Services) -> None:
    record = submitted(services, incident_date=NOON.date(), incident_time=time(11, 0))
    before = of_all(services).recorded.median

    record.then(amended(incident_time=time(10, 30)))

    assert (before, of_all(services).recorded.median) == (60, 90)


def test_a_moment_that_is_not_known_is_beside_the_figures(services: Services) -> None:
    imported(services, incident_time=Absence.NOT_ANSWERED)

    found = of_all(services)

    assert (found.records, found.recorded.known, found.recorded.missing) == (1, 0, 1)
    assert found.recorded.median is None


def test_what_is_said_to_be_recorded_before_it_happened_is_in_no_median(services: Services) -> None:
    imported(services, incident_date=date(2020, 5, 5)).then(elsewhere_accepted())

    found = of_all(services).recorded

    assert (found.known, found.backwards, found.median, found.late) == (0, 1, None, 0)
