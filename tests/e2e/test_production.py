"""gunicorn with several workers and two followers, each under a login that may do no more than it must."""

import json
import os
import signal
import subprocess
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from tests.e2e.production import (
    CONFIG,
    FOLLOWER,
    GUNICORN,
    WEB,
    WORKERS,
    Gunicorn,
    by,
    follower_environment,
    free_port,
    server_environment,
)
from tests.e2e.serving import Process, environment, uof
from tests.e2e.submissions import Officer, moments
from tests.e2e.test_following import FOLLOWING, comes_to
from tests.e2e.visitor import Visitor
from tests.people import OFFICER
from tests.postgres import databases
from tests.projections.waiting import until
from web.settings import Settings

SECRET = "Sealed-Surname"


@pytest.fixture
def server(strict: Settings, tmp_path: Path) -> Iterator[Gunicorn]:
    running = Gunicorn(server_environment(strict, UOF_LOG_REQUESTS="yes"), tmp_path)
    try:
        running.start()
        yield running
    finally:
        running.close()


def lines(server: Gunicorn) -> list[dict[str, object]]:
    assert server.process
    return [json.loads(line) for line in server.process.errors.splitlines()]


def test_a_production_installation_serves_and_any_of_its_processes_may_die(
    server: Gunicorn, strict: Settings, tmp_path: Path
) -> None:
    officer = Officer(OFFICER, Visitor(lambda: server.url), moments(0, of=1))
    officer.sign_in()
    env = follower_environment(strict)
    with (
        Process("projections", "follow", env=env, where=tmp_path) as one,
        Process("projections", "follow", env=env, where=tmp_path) as other,
    ):
        one.wait_for(FOLLOWING)
        other.wait_for(FOLLOWING)
        assert comes_to(officer, officer.record())

        one.kill()
        os.kill(server.workers[0], signal.SIGKILL)

        assert comes_to(officer, officer.record())
        until(lambda: len(server.workers) == WORKERS)
        assert server.answers("/health/ready")

        assert server.process
        assert server.process.stop() == 0
        assert other.stop() == 0
    events = [line["event"] for line in lines(server)]
    assert events.count("serving") == WORKERS + 1
    # A reader finds a request by any of its lines, and nothing that somebody typed.
    written = server.process.errors
    for word in (officer.acknowledged.popitem()[1], OFFICER.name, "password"):
        assert word not in written


def test_the_figures_of_all_workers_are_one(server: Gunicorn) -> None:
    for _ in range(30):
        assert server.answers("/help")

    with urllib.request.urlopen(f"{server.url}/metrics", timeout=60) as answer:
        written = answer.read().decode()

    (count,) = (
        float(line.rsplit(" ", 1)[1])
        for line in written.splitlines()
        if line.startswith('uof_requests_total{method="GET",route="/help",status="200"}')
    )
    assert count == 30


def test_a_worker_that_takes_anothers_place_in_an_upgrade_finds_newer_tables_and_serves(
    server: Gunicorn, strict: Settings
) -> None:
    with psycopg.connect(strict.database, autocommit=True) as connection:
        connection.execute("UPDATE work.alembic_version SET version_num = 'work_9999'")
    killed = server.workers

    for worker in killed:
        os.kill(worker, signal.SIGKILL)

    until(lambda: len(server.workers) == WORKERS and not set(server.workers) & set(killed))
    until(lambda: server.answers("/health/ready"))


def refused(*words: str, env: dict[str, str], where: Path) -> list[str]:
    """The sentences with which a server does not start."""
    said = subprocess.run(
        [GUNICORN, *CONFIG, *words], env=env, cwd=where, capture_output=True, text=True, timeout=120
    )
    assert said.returncode == 2
    return [line for line in said.stderr.splitlines() if not line.startswith("{")]


def test_a_weak_setting_ends_the_start_with_a_sentence(strict: Settings, tmp_path: Path) -> None:
    env = server_environment(strict)

    assert refused(env={**env, "UOF_SECURE_COOKIES": "no"}, where=tmp_path) == [
        "Set UOF_SECURE_COOKIES to yes, and serve behind a proxy that speaks TLS."
    ]
    (sentence,) = refused(env={**env, "PYTHONOPTIMIZE": "1"}, where=tmp_path)
    assert sentence.startswith("Start Python without -O")
    (sentence,) = refused(env={**env, "UOF_WORKERS": "many"}, where=tmp_path)
    assert sentence.startswith("UOF_WORKERS is 'many', but it must be a whole number.")


def test_several_processes_do_not_serve_from_files(sqlite: Settings, tmp_path: Path) -> None:
    (sentence,) = refused(env=environment(UOF_DATA=str(sqlite.data)), where=tmp_path)

    assert sentence.startswith("Several processes serve from PostgreSQL alone.")


def test_a_follower_that_may_do_too_much_does_not_start(strict: Settings, tmp_path: Path) -> None:
    env = {**follower_environment(strict), "UOF_DATABASE": by(WEB, strict.database)}

    said = uof("projections", "follow", env=env, where=tmp_path)

    assert said.returncode == 2
    assert "may add events, and a follower only reads them" in said.stderr


def test_a_follower_tells_this_machine_how_it_stands(strict: Settings, tmp_path: Path) -> None:
    port = free_port()
    env = follower_environment(strict, UOF_MONITOR_PORT=str(port))
    with Process("projections", "follow", env=env, where=tmp_path) as follower:
        follower.wait_for(FOLLOWING)

        def told(path: str) -> str:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=60) as answer:
                return answer.read().decode()

        assert json.loads(told("/health/live")) == {"status": "alive"}
        assert json.loads(told("/health/ready"))["status"] == "ready"
        assert 'uof_projection_failed{projection="register"} 0.0' in told("/metrics")
        assert follower.stop() == 0


def test_a_backup_is_taken_and_brought_back_from_the_shell(
    strict: Settings, postgres: Path, tmp_path: Path
) -> None:
    owner = environment(
        UOF_DATA=str(tmp_path),
        UOF_DATABASE=strict.database,
        UOF_KEYS_DATABASE=strict.keys_database,
        UOF_EPOCH_KEY=str(strict.epoch_key),
    )
    new = databases(postgres)
    elsewhere = {**owner, "UOF_DATABASE": new.main, "UOF_KEYS_DATABASE": new.keys}

    taken = uof("backup", "content", "--keys", "ring", env=owner, where=tmp_path)
    back = uof("restore", "content", "--keys", "ring", env=elsewhere, where=tmp_path)
    again = uof("restore", "content", "--keys", "ring", env=elsewhere, where=tmp_path)

    assert (taken.returncode, taken.stderr) == (0, "")
    assert "Keep them apart" in taken.stdout
    assert (back.returncode, back.stderr) == (0, "")
    assert "Every record can be read." in back.stdout
    assert again.returncode == 2
    assert again.stderr.startswith("There is something already:")
    status = uof("projections", "status", env=elsewhere, where=tmp_path)
    assert status.stdout
    assert all(", 0 behind" in line for line in status.stdout.splitlines())


def test_a_backup_of_files_is_taken_and_brought_back_from_the_shell(
    sqlite: Settings, tmp_path: Path
) -> None:
    there = tmp_path / "there"
    there.mkdir()
    (there / "epoch.key").write_bytes((sqlite.data / "epoch.key").read_bytes())
    (there / "epoch.key").chmod(0o600)

    taken = uof("backup", "content", env=environment(UOF_DATA=str(sqlite.data)), where=tmp_path)
    back = uof(
        "restore", "content", "--without-keys", env=environment(UOF_DATA="there"), where=tmp_path
    )
    unclear = uof("restore", "content", env=environment(UOF_DATA="there"), where=tmp_path)

    assert "Their keys are not" in taken.stdout
    assert back.stdout.splitlines()[-1].startswith(("Every record", "0 keys", "The keys"))
    assert unclear.returncode == 2
    assert "--without-keys" in unclear.stderr


def test_the_logins_of_the_tests_are_members_of_one_role_each(strict: Settings) -> None:
    with psycopg.connect(strict.database) as connection:
        found = connection.execute(
            "SELECT m.rolname, r.rolname FROM pg_auth_members"
            " JOIN pg_roles m ON m.oid = member JOIN pg_roles r ON r.oid = roleid"
            " WHERE m.rolname IN (%s, %s) ORDER BY 1",
            (WEB, FOLLOWER),
        ).fetchall()

    assert found == [(FOLLOWER, "uof_projector"), (WEB, "uof_web")]
