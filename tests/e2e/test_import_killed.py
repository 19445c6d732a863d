"""``kill -9`` of an import changes neither its records nor its counts. (Spec: performance, 4.)"""

import time
from pathlib import Path

import pytest

from application.importing import running
from application.importing.jobs import Job, JobState
from domain.event import Event
from domain.records.events import Imported
from tests import installations
from tests.e2e.serving import Process, of_installation, uof
from tests.importing import a_line, table
from web.bootstrap import Services
from web.settings import Settings

KILLS = 3
LINES = 6 * running.BATCH
LONGEST_WAIT = 60.0


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Different lines: some cannot be a record, and some have a gap."""
    path = tmp_path / "legacy.csv"
    lines = (
        a_line(
            IncidentTime=f"{n // 60 % 24:02}:{n % 60:02}",
            IncidentDate=f"2021-04-{n // 1440 + 1:02}",
            MainDuty="Area car" if n % 97 == 0 else "ARV",
            SubjectGender="" if n % 10 == 0 else "Male",
        )
        for n in range(LINES)
    )
    path.write_text(table(*lines), encoding="utf-8")
    return path


def test_an_import_that_was_killed_three_times_ends_as_if_it_was_not(
    settings: Settings, file: Path, tmp_path: Path
) -> None:
    env = of_installation(settings)
    for _ in range(KILLS):
        before = _last_line(settings)
        with Process("import", str(file), "--write", env=env, where=tmp_path):
            _wait_until_beyond(before, settings)
            # Leaving kills it.

    ended = uof("import", str(file), "--write", env=env, where=tmp_path)

    rejected = len(range(0, LINES, 97))
    assert ended.returncode == 1, ended.stderr
    with installations.opened(settings) as services:
        (job,) = services.import_jobs.page().jobs
        assert job.state is JobState.FINISHED
        assert (job.taken, job.already, job.rejected) == (LINES - rejected, 0, rejected)
        assert job.with_findings == sum(1 for n in range(0, LINES, 10) if n % 97)
        imported = _imported(services)
    lines = [one.metadata.source.line for one in imported if one.metadata.source]
    assert lines == [n + 2 for n in range(LINES) if n % 97]
    assert len({one.originator_id for one in imported}) == len(lines)
    written = (tmp_path / "legacy.rejected.csv").read_text("utf-8-sig").splitlines()
    assert len(written) == rejected + 1


def _last_line(settings: Settings) -> int:
    job = _job(settings)
    return job.last_line if job else 0


def _job(settings: Settings) -> Job | None:
    with installations.opened(settings) as services:
        return next(iter(services.import_jobs.page().jobs), None)


def _wait_until_beyond(line: int, settings: Settings) -> None:
    deadline = time.monotonic() + LONGEST_WAIT
    while time.monotonic() < deadline:
        if _last_line(settings) > line:
            return
        time.sleep(0.02)
    raise AssertionError("the import did not come further")


def _imported(services: Services) -> list[Imported]:
    events: list[Event] = []
    position = 0
    while page := services.reader.read(after=position, limit=500):
        position = page[-1].position
        events += [one.event for one in page]
    return [one for one in events if isinstance(one, Imported)]
