"""What became of expected encounters: the lists of who follows them up, and the coverage of a report."""

from datetime import date, datetime, time
from pathlib import Path

import duckdb
import pytest

from domain.codelists.expected import ExpectedKind, ReasonForNone
from domain.counting.periods import Quarter
from domain.expected.encounter import State
from projections.expected.queries import Covered, Follower, counts, coverage, listed
from tests.expecting import an_expected, look
from tests.installations import follow
from tests.people import COLLEAGUE, OFFICER, STANDARDS
from tests.projections.happening import reading, submitted, withdrawn
from web.bootstrap import Services

LINES = """kind,reference,date,time,officer,fate
arrest,A1,2026-05-04,10:00,{officer},matched
arrest,A2,2026-05-05,10:00,{officer},open
arrest,A3,2026-08-05,10:00,{colleague},matched
arrest,A4,2026-08-06,10:00,{colleague},explained
arrest,A5,2026-08-07,10:00,9999,open
custody,C1,2026-05-04,12:30,{officer},matched
custody,C2,2026-08-05,11:00,,open
ced,T1,2026-05-04,10:05,{officer},open
incident,I1,2026-06-30,23:59,{officer},explained
"""
"""What becomes of each is written beside it; records are made of what is to be matched."""


@pytest.fixture
def loaded(services: Services, tmp_path: Path) -> Path:
    """The lines of the file, each with the fate that the file says."""
    path = tmp_path / "expected.csv"
    numbers = {"officer": OFFICER.collar_number, "colleague": COLLEAGUE.collar_number}
    path.write_text(LINES.format(**numbers), encoding="utf-8")
    for line in duckdb.sql(f"from read_csv('{path}', all_varchar = true)").fetchall():
        kind, reference, day, at, officer, fate = line
        encounter = an_expected(
            services,
            kind=kind,
            reference=reference,
            date=day,
            time=at[:5],
            officer=officer or "",
            area="",
        )
        if fate == "explained":
            services.expecting.explain(
                encounter, ReasonForNone.NO_FORCE, "Seen", requester=STANDARDS.asks()
            )
    for by, day in ((OFFICER, date(2026, 5, 4)), (COLLEAGUE, date(2026, 8, 5))):
        submitted(services, by=by, incident_date=day, incident_time=time(10, 10))
    look(services)
    follow(services)
    return path


def counted(path: Path, where: str = "true") -> dict[str, Covered]:
    """What the file says, by kind."""
    rows = duckdb.sql(
        f"""select kind, count(*) filter (fate = 'matched'), count(*) filter (fate = 'explained'),
        count(*) filter (fate = 'open')
        from read_csv('{path}') where {where} group by kind"""
    ).fetchall()
    return {
        kind: Covered(matched=matched, explained=explained, open=open_ones)
        for kind, matched, explained, open_ones in rows
    }


def covered(services: Services, **which: object) -> dict[str, Covered]:
    with reading(services) as connection:
        found = coverage(connection, **which)  # type: ignore[arg-type]
    return {kind.value: one for kind, one in found.by_kind.items()}


def test_coverage_is_what_another_tool_counts_in_the_file(services: Services, loaded: Path) -> None:
    assert covered(services) == counted(loaded)
    for quarter, months in ((Quarter(2026, 1), "4 and 6"), (Quarter(2026, 2), "7 and 9")):
        expected = counted(loaded, f"month(date) between {months}")
        assert covered(services, since=quarter, until=quarter) == expected
    assert covered(services, forces=["kent"]) == {}
    assert covered(services, forces=["northshire"]) == counted(loaded)


def test_the_share_is_of_those_of_which_a_record_is_due(services: Services, loaded: Path) -> None:
    with reading(services) as connection:
        total = coverage(connection).total

    assert (total.loaded, total.due, total.matched, total.explained) == (9, 7, 3, 2)


def test_that_nothing_was_loaded_is_known(services: Services) -> None:
    with reading(services) as connection:
        found = coverage(connection)

    assert (found.total, found.last_loaded) == (Covered(), None)


def test_a_withdrawn_record_covers_nothing_before_anybody_looks_again(services: Services) -> None:
    an_expected(services)
    record = submitted(services)
    look(services)

    record.then(withdrawn())

    assert covered(services) == {"arrest": Covered(open=1)}


def test_a_supervisor_lists_their_team_and_standards_everybody(
    services: Services, loaded: Path
) -> None:
    force = services.settings.force
    team = Follower(force=force, team=frozenset({OFFICER.id}))
    everybody = Follower(force=force, team=None)

    with reading(services) as connection:
        theirs = listed(connection, team, state=State.OPEN)
        every = listed(connection, everybody, state=State.OPEN)
        numbers = counts(connection, team), counts(connection, everybody)

    assert [row.kind for row in theirs.rows] == [ExpectedKind.CED, ExpectedKind.ARREST]
    assert {row.officer for row in theirs.rows} == {OFFICER.id}
    assert {row.officer for row in every.rows} == {OFFICER.id, None}
    assert (theirs.total, every.total) == (2, 4)
    assert numbers == (
        {State.OPEN: 2, State.MATCHED: 2, State.EXPLAINED: 1},
        {State.OPEN: 4, State.MATCHED: 3, State.EXPLAINED: 2},
    )


def test_lists_tell_the_record_the_ground_and_the_reason(services: Services, loaded: Path) -> None:
    everybody = Follower(force=services.settings.force, team=None)

    with reading(services) as connection:
        matched = listed(connection, everybody, state=State.MATCHED, kinds=["custody"])
        explained = listed(connection, everybody, state=State.EXPLAINED, number=2, size=1)

    (row,) = matched.rows
    assert row.reference == "UOF-26-000001"
    assert row.ground is not None
    assert (explained.total, len(explained.rows)) == (2, 1)
    assert explained.rows[0].reason is ReasonForNone.NO_FORCE
    assert isinstance(explained.rows[0].happened_at, datetime)
