"""A missing or wrong setting stops the start with a sentence that says what to do."""

import socket
from pathlib import Path

import pytest

from tests.e2e.serving import environment, names_of, uof
from web.settings import Settings

AWAY = "postgresql://nobody@127.0.0.1:1/nothing"
"""Nothing listens on port 1."""


def refusal(*words: str, where: Path, **settings: str) -> str:
    """The one line with which a command is refused."""
    said = uof(*words, env=environment(**settings), where=where)
    *before, last = said.stderr.splitlines()
    # What SQLite cannot do well here may be said first.
    assert all(line.startswith("SQLite ") for line in before), said.stderr
    assert said.returncode == 2
    assert said.stdout == ""
    return last


@pytest.mark.parametrize(
    ("name", "text", "sentence"),
    [
        ("UOF_PORT", "eighty", "UOF_PORT is 'eighty', but it must be a number up to 65535."),
        ("UOF_PORT", "70000", "UOF_PORT is '70000', but it must be a number up to 65535."),
        ("UOF_PORT", "-1", "UOF_PORT is '-1', but it must be a number up to 65535."),
        ("UOF_FOLLOW", "maybe", "UOF_FOLLOW is 'maybe', but it must be yes or no."),
        ("UOF_IDLE_MINUTES", "1.5", "UOF_IDLE_MINUTES is '1.5', but it must be a whole number."),
        ("UOF_FORCE", "atlantis", "UOF_FORCE is 'atlantis', but it must be the code of a force"),
        ("UOF_BRAND_COLOUR", "red", "UOF_BRAND_COLOUR is 'red', but it must be a colour"),
        ("UOF_AREAS", "central", "UOF_AREAS is 'central', but it must be pairs such as"),
        ("UOF_DATABASE", "mysql://host/name", "The database URL must start with postgresql://"),
        ("UOF_DATABASE", "nonsense", "The database URL cannot be read:"),
        ("UOF_DATABASE", AWAY, "A database cannot be used: connection failed"),
        ("UOF_DATA", "file", "UOF_DATA is 'file', but it cannot be made a directory"),
        ("UOF_DATA", "file/in", "UOF_DATA is 'file/in', but it cannot be made a directory"),
        ("UOF_DATABSE", "", "UOF_DATABSE is not a setting. Check its spelling."),
        ("POSTGRES_ENABLE_DB_FUNCTIONS", "y", "Remove POSTGRES_ENABLE_DB_FUNCTIONS:"),
    ],
)
def test_a_wrong_setting_is_said_in_a_sentence(
    name: str, text: str, sentence: str, elsewhere: Path
) -> None:
    (elsewhere / "file").touch()

    said = refusal("db", "upgrade", where=elsewhere, **{name: text})

    assert said.startswith(sentence)


@pytest.mark.parametrize(
    "words", [("serve",), ("run",), ("projections", "follow")], ids=lambda words: words[-1]
)
def test_a_wrong_setting_stops_what_goes_on_too(words: tuple[str, ...], elsewhere: Path) -> None:
    assert refusal(*words, where=elsewhere, UOF_PORT="eighty").startswith("UOF_PORT is 'eighty'")


def test_a_password_in_an_address_is_not_repeated(elsewhere: Path) -> None:
    url = AWAY.replace("nobody", "nobody:hush-hush")

    said = refusal("db", "upgrade", where=elsewhere, UOF_DATABASE=url)

    assert "hush-hush" not in said


@pytest.mark.parametrize(
    "words",
    [
        ("serve",),
        ("demo",),
        ("projections", "status"),
        ("projections", "follow"),
        ("projections", "rebuild"),
        ("people", "found", "--name=Ada", "--collar-number=1", "--username=ada"),
    ],
    ids=lambda words: " ".join(words[:2]),
)
def test_a_start_before_the_databases_are_made_says_what_to_run(
    words: tuple[str, ...], elsewhere: Path
) -> None:
    said = refusal(*words, where=elsewhere)

    assert said.endswith("Run: uof db upgrade")


@pytest.mark.usefixtures("empty")
def test_an_address_of_another_machine_is_not_served_on(elsewhere: Path) -> None:
    said = refusal("serve", where=elsewhere, UOF_DATA="kept", UOF_HOST="192.0.2.1", UOF_PORT="0")

    assert said.startswith("Cannot serve on 192.0.2.1:0: ")


@pytest.mark.usefixtures("empty")
def test_a_host_that_is_none_is_not_served_on(elsewhere: Path) -> None:
    said = refusal("serve", where=elsewhere, UOF_DATA="kept", UOF_HOST="nowhere.invalid")

    assert said == "UOF_HOST is 'nowhere.invalid', but it must be an address of this machine."


@pytest.mark.usefixtures("empty")
def test_a_port_that_is_taken_is_not_served_on(elsewhere: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = str(other.getsockname()[1])

        said = refusal("serve", where=elsewhere, UOF_DATA="kept", UOF_PORT=port)

    assert said.startswith(f"Cannot serve on 127.0.0.1:{port}: Address already in use.")


@pytest.mark.parametrize("settings", ["postgresql"], indirect=True)
def test_serving_without_the_keys_is_refused(settings: Settings, elsewhere: Path) -> None:
    said = refusal(
        "serve", where=elsewhere, **{**names_of(settings), "UOF_KEYS_DATABASE": "", "UOF_PORT": "0"}
    )

    assert said.startswith("Set UOF_KEYS_DATABASE: ")


@pytest.mark.parametrize("settings", ["postgresql"], indirect=True)
def test_serving_without_the_epoch_key_is_refused(settings: Settings, elsewhere: Path) -> None:
    said = refusal("serve", where=elsewhere, **{**names_of(settings), "UOF_EPOCH_KEY": "none"})

    assert said == "There is no epoch key in none. Set UOF_EPOCH_KEY to its file."
