"""The first steps of a real installation: its databases, and its first administrator."""

import re
from pathlib import Path

import pytest

from tests.e2e.serving import served, uof
from tests.e2e.visitor import Visitor

FOUND = ("people", "found", "--name", "Ada Finch", "--collar-number", "9001", "--username", "ada")
FIRST = re.compile(r"^Ada Finch signs in as ada with the first password (\S{16,})$")


def files(data: Path) -> dict[str, bytes]:
    return {file.name: file.read_bytes() for file in data.glob("*.db")}


def test_the_databases_are_brought_up_to_date_twice_and_nothing_changes(
    empty: dict[str, str], elsewhere: Path
) -> None:
    before = files(elsewhere / "kept")

    again = uof("db", "upgrade", env=empty, where=elsewhere)

    assert (again.returncode, again.stderr) == (0, "")
    assert again.stdout == "The databases are up to date.\n"
    assert files(elsewhere / "kept") == before
    assert before


def test_what_an_installation_keeps_is_for_its_owner_alone(
    empty: dict[str, str], elsewhere: Path
) -> None:
    assert empty

    assert (elsewhere / "kept").stat().st_mode & 0o077 == 0


def test_the_first_administrator_signs_in_and_must_change_the_password(
    empty: dict[str, str], elsewhere: Path
) -> None:
    said = uof(*FOUND, env=empty, where=elsewhere)

    assert (said.returncode, said.stderr) == (0, "")
    found = FIRST.match(said.stdout.strip())
    assert found, said.stdout
    first, own = found.group(1), "a password of my own"
    with served(empty, elsewhere) as server:
        visitor = Visitor(lambda: server.url)
        assert visitor.sign_in("ada", first).location == "/"
        assert visitor.get("/admin/people").location == "/settings/password"
        changed = visitor.post("/settings/password", {"old": first, "new": own, "again": own})
        assert changed.location == "/"
        assert visitor.get("/admin/people").status == 200
        stranger = Visitor(lambda: server.url)
        assert stranger.sign_in("ada", first).status == 422
        assert stranger.sign_in("ada", own).location == "/"


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"--collar-number": "9002"}, "Another person signs in with this name."),
        (
            {"--username": "bea"},
            "Another person has this collar number. Check it, or find that person instead.",
        ),
    ],
)
def test_a_second_person_under_the_name_or_number_of_the_first_is_refused(
    changes: dict[str, str], sentence: str, empty: dict[str, str], elsewhere: Path
) -> None:
    assert uof(*FOUND, env=empty, where=elsewhere).returncode == 0
    second = list(FOUND)
    for option, text in changes.items():
        second[second.index(option) + 1] = text

    said = uof(*second, env=empty, where=elsewhere)

    assert said.returncode == 1
    assert said.stderr == f"Error: {sentence}\n"
    assert said.stdout == ""
