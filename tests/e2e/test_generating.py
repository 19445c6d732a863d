"""A made-up force of any size from the command line: killed, run again, and refused."""

import sqlite3
import time
from pathlib import Path

import pytest

from tests import installations
from tests.demo.stored import digest
from tests.e2e.serving import Process, environment, uof

ASKED = ("demo", "--force", "kent", "--until", "2026-03-31", "--months", "3", "--no-words")
MANY = (*ASKED, "--records", "2400")
"""So many that several processes make them."""
FEW = (*ASKED, "--records", "30")


@pytest.fixture
def kept(elsewhere: Path) -> dict[str, str]:
    return prepared(elsewhere, "kept")


def prepared(where: Path, name: str) -> dict[str, str]:
    env = environment(UOF_DATA=name)
    assert uof("db", "upgrade", env=env, where=where).returncode == 0
    return env


def test_it_is_generated_once_and_says_how_to_look_at_it(
    kept: dict[str, str], elsewhere: Path
) -> None:
    first, again = (uof(*FEW, env=kept, where=elsewhere) for _ in range(2))

    assert (first.returncode, again.returncode) == (0, 0), first.stderr + again.stderr
    assert "30 records are there" in first.stdout
    assert "It is there already: kept." in again.stdout
    for said in (first.stdout, again.stdout):
        assert {"kent-officer", "kent-supervisor", "kent-standards", "kent-analyst"} <= {
            *said.split()
        }


def test_a_run_killed_in_the_middle_goes_on_to_the_same_log(
    kept: dict[str, str], elsewhere: Path
) -> None:
    with Process(*MANY, env=kept, where=elsewhere) as killed:
        wait_for_events(elsewhere / "kept" / "records.db", 2_500)
        killed.kill()
    half = events_in(elsewhere / "kept" / "records.db")

    assert uof(*MANY, env=kept, where=elsewhere).returncode == 0
    whole = prepared(elsewhere, "whole")
    assert uof(*MANY, env=whole, where=elsewhere).returncode == 0

    at = installations.sqlite_settings
    assert 0 < half < events_in(elsewhere / "whole" / "records.db")
    assert digest(at(elsewhere / "kept")) == digest(at(elsewhere / "whole"))


def wait_for_events(file: Path, count: int, *, seconds: float = 90) -> None:
    deadline = time.monotonic() + seconds
    while events_in(file) < count:
        assert time.monotonic() < deadline, "nothing was generated"
        time.sleep(0.02)


def events_in(file: Path) -> int:
    opened = sqlite3.connect(file)
    try:
        found: int = opened.execute("SELECT coalesce(max(rowid), 0) FROM stored_events").fetchone()[
            0
        ]
    finally:
        opened.close()
    return found


def test_it_is_refused_where_there_are_real_people(kept: dict[str, str], elsewhere: Path) -> None:
    somebody = ("--name", "Somebody", "--collar-number", "1", "--username", "somebody")
    assert uof("people", "found", *somebody, env=kept, where=elsewhere).returncode == 0

    said = uof(*FEW, env=kept, where=elsewhere)

    assert said.returncode == 1
    assert "There are people here who are not made up." in said.stderr
    assert "Traceback" not in said.stderr


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("--seed", "3"), "Name a force to generate"),
        (("--no-words",), "Name a force to generate"),
        (("--force", "narnia"), "'narnia' is not one of"),
        (("--force", "kent", "--until", "2999-01-01"), "up to a day that is over"),
        (("--force", "kent", "--months", "500"), "Recording began on 1 April 2017"),
        (("--force", "kent", "--records", "0"), "0 is not in the range"),
    ],
    ids=str,
)
def test_what_cannot_be_generated_is_said_in_a_sentence(
    words: tuple[str, ...], sentence: str, kept: dict[str, str], elsewhere: Path
) -> None:
    said = uof("demo", *words, env=kept, where=elsewhere)

    assert said.returncode != 0
    assert sentence in " ".join(said.stderr.split())
    assert "Traceback" not in said.stderr
