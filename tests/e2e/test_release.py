"""What was published is made again from the log, in a shell, years later or after a loss."""

import re
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import delete, update

from domain.codelists.releases import ReasonForEdition
from projections.versions.tables import record_version
from tests import installations
from tests.e2e.serving import of_installation, uof
from tests.releases.quarter import Told, happened_after, published, recorded
from web.adapters.stores import WORK
from web.adapters.tables import published_files
from web.bootstrap import Services
from web.settings import Settings

Run = Callable[..., "tuple[int, str]"]


@pytest.fixture
def run(sqlite: Settings, tmp_path: Path) -> Run:
    """Two editions of a quarter, and the command that looks at them."""
    with installations.opened(sqlite) as services:
        records = recorded(services, 10)
        published(services, ReasonForEdition.FIRST)
        happened_after(services, records, Told(3, 2, 1, 1, 1))
        published(services, ReasonForEdition.SCHEDULED)

    def command(*words: str) -> tuple[int, str]:
        ended = uof(*words, env=of_installation(sqlite), where=tmp_path)
        assert "Traceback" not in ended.stderr
        return ended.returncode, ended.stdout + ended.stderr

    return command


def test_every_edition_is_made_again_and_is_the_same(run: Run, sqlite: Settings) -> None:
    code, listed = run("release", "list")
    assert code == 0
    assert re.findall(r"edition (\d)  published", listed) == ["2", "1"]
    with installations.opened(sqlite) as services:
        _everything_counted_is_altered(services)

    code, said = run("release", "verify")

    # Whoever alters the read models alters nothing here: it is the log that is asked.
    assert code == 0
    assert "DIFFERENT" not in said
    assert said.count("the same") > 20
    assert run("release", "verify", "--edition", "3")[0] == 2
    assert "Give codes such as" in run("release", "verify", "--period", "2026")[1]


def _everything_counted_is_altered(services: Services) -> None:
    with services.views.engine().begin() as connection:
        connection.execute(update(record_version).values(counts=False))


def test_lost_files_are_made_again(run: Run, sqlite: Settings) -> None:
    with (
        installations.opened(sqlite) as services,
        services.stores.engine(WORK).begin() as connection,
    ):
        lost = connection.execute(delete(published_files)).rowcount

    code, said = run("release", "rebuild")

    assert (code, said.splitlines()[-1]) == (0, f"{lost} files made again.")
    assert run("release", "rebuild")[1].strip() == "0 files made again."


def test_a_log_that_says_something_else_makes_other_files(run: Run, sqlite: Settings) -> None:
    with closing(sqlite3.connect(sqlite.data / "records.db")) as log, log:
        # As its owner can, who drops what stands in the way first.
        for (name,) in log.execute(
            "SELECT name FROM sqlite_master WHERE type = 'trigger'"
        ).fetchall():
            log.execute(f"DROP TRIGGER {name}")
        changed = "replace(CAST(state AS TEXT), 'compliant', 'passive')"
        altered = log.execute(
            f"UPDATE stored_events SET state = CAST({changed} AS BLOB)"
            " WHERE topic LIKE 'use-of-force-record.submitted%'"
        )
        assert altered.rowcount

    code, said = run("release", "verify", "--edition", "1")

    assert code == 1
    assert "DIFFERENT" in said
