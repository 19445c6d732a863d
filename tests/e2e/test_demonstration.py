"""The made-up force: loaded once, kept ever after, and enough to show everything."""

import re
import signal
from pathlib import Path
from uuid import uuid4

import pytest
from sqlalchemy import select

from domain.codelists.statuses import RecordStatus
from projections.register.tables import register
from tests import installations
from tests.e2e.serving import Process, address_of, environment, uof
from tests.e2e.visitor import Visitor
from web.demo.people import ACCOUNTS, OFFICER


def test_it_is_loaded_once_and_then_it_is_there_already(
    empty: dict[str, str], elsewhere: Path
) -> None:
    first = uof("demo", env=empty, where=elsewhere)
    again = uof("demo", env=empty, where=elsewhere)

    assert (first.returncode, first.stderr) == (again.returncode, again.stderr) == (0, "")
    assert first.stdout.startswith("The made-up force is loaded.\n")
    assert again.stdout.startswith("It is there already: kept.\n")
    assert accounts(first.stdout) == {account.username for account in ACCOUNTS}
    with installations.opened(installations.sqlite_settings(elsewhere / "kept")) as services:
        installations.follow(services)
        with services.views.reading() as connection:
            statuses = set(connection.execute(select(register.c.status)).scalars())
        assert statuses == {status.value for status in RecordStatus}
        assert services.drafts.of(OFFICER.id)


def accounts(said: str) -> set[str]:
    """The names to sign in with, as they are printed."""
    return {line.split()[0] for line in said.splitlines() if line.startswith("  ")}


def test_the_accounts_are_left_out_when_nobody_wants_them(
    empty: dict[str, str], elsewhere: Path
) -> None:
    said = uof("demo", "--no-accounts", env=empty, where=elsewhere)

    assert said.stdout == "The made-up force is loaded.\n"


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM], ids=lambda one: one.name)
def test_a_second_run_keeps_what_the_first_one_left(
    number: signal.Signals, elsewhere: Path
) -> None:
    env = environment(UOF_DATA="kept", UOF_PORT="0")
    with Process("run", env=env, where=elsewhere) as first:
        url = address_of(first)
        username, password = printed(first.lines)
        officer = Visitor(lambda: url)
        assert officer.sign_in(username, password).location == "/"
        started = officer.post("/records/new", {"key": str(uuid4()), "kind": "full"})
        left = officer.get("/").references

        assert first.stop(number) == 0

    with Process("run", env=env, where=elsewhere) as second:
        url = address_of(second)
        assert printed(second.lines) == (username, password)
        assert officer.get("/").references == left
        assert started.location.rpartition("/")[2] in left
        assert len(left) >= len(RecordStatus), "what the story left, and what was started"
        assert officer.get(started.location).status == 200


def printed(lines: list[str]) -> tuple[str, str]:
    """The officer's account, as it is printed for whoever tries it out."""
    said = "\n".join(lines)
    password = re.search(r"all with the password (\S+):", said)
    username = re.search(r"^  (\S+) .*, who records$", said, re.MULTILINE)
    assert password, said
    assert username, said
    return username.group(1), password.group(1)


def test_two_do_not_serve_from_the_same_files(empty: dict[str, str], elsewhere: Path) -> None:
    env = {**empty, "UOF_PORT": "0"}
    with Process("serve", env=env, where=elsewhere) as first:
        url = address_of(first)

        second = uof("serve", env=env, where=elsewhere)

        assert second.returncode == 2
        assert second.stderr == (
            "Another process serves from kept. Stop it, or set UOF_DATA to another directory.\n"
        )
        assert Visitor(lambda: url).get("/signin").status == 200


def test_the_files_of_a_killed_server_are_free_again(
    empty: dict[str, str], elsewhere: Path
) -> None:
    env = {**empty, "UOF_PORT": "0"}
    with Process("serve", env=env, where=elsewhere) as first:
        address_of(first)
        first.kill()

    with Process("serve", env=env, where=elsewhere) as second:
        assert address_of(second)
