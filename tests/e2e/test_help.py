"""What the command says about itself, quickly and from anywhere."""

import importlib.metadata
import json
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from tests.architecture.source import ROOT
from tests.e2e.serving import environment, uof
from web.cli.main import cli

HEAVY = {"flask", "sqlalchemy", "eventsourcing", "waitress", "cryptography", "marshmallow", "rich"}
LOADED = """
import json, sys
from web.cli.main import cli
for words in json.loads(sys.argv[1]):
    cli(words, standalone_mode=False)
print(json.dumps(sorted(sys.modules)), file=sys.stderr)
"""


def commands(
    command: click.Command = cli, words: tuple[str, ...] = ()
) -> Iterator[tuple[tuple[str, ...], click.Command]]:
    """Every command and group of commands, with what is typed after ``uof``."""
    yield words, command
    if isinstance(command, click.Group):
        for name, one in command.commands.items():
            yield from commands(one, (*words, name))


EVERY = dict(commands())
VERBS = {" ".join(words) for words, one in EVERY.items() if not isinstance(one, click.Group)}


@pytest.mark.parametrize("words", EVERY, ids=" ".join)
def test_help_is_there_for_every_command(words: tuple[str, ...], elsewhere: Path) -> None:
    said = uof(*words, "--help", env=environment(), where=elsewhere)

    assert said.returncode == 0
    assert said.stdout.startswith(" ".join(("Usage: uof", *words, "[OPTIONS]")))
    assert said.stderr == ""


def test_help_loads_no_framework(elsewhere: Path) -> None:
    asked = [[*words, "--help"] for words in EVERY]

    assert not HEAVY & loaded(asked, where=elsewhere)


def test_a_command_that_does_something_loads_what_it_needs(elsewhere: Path) -> None:
    assert {"sqlalchemy", "eventsourcing"} <= loaded([["db", "upgrade"]], where=elsewhere)


def loaded(commands: list[list[str]], *, where: Path) -> set[str]:
    """The modules that are loaded when these commands have been run in one process."""
    run = subprocess.run(
        [sys.executable, "-c", LOADED, json.dumps(commands)],
        env=environment(UOF_DATA="kept"),
        cwd=where,
        capture_output=True,
        text=True,
        check=True,
    )
    return set(json.loads(run.stderr))


@pytest.mark.parametrize("words", EVERY, ids=" ".join)
def test_every_command_says_what_it_does_in_a_sentence(words: tuple[str, ...]) -> None:
    said = " ".join((EVERY[words].help or "").split())

    assert re.match(r"[A-Z].*\.", said), said


def test_the_version_is_the_one_that_is_installed(elsewhere: Path) -> None:
    said = uof("--version", env=environment(), where=elsewhere)

    assert said.returncode == 0
    assert importlib.metadata.version("use-of-force-records") in said.stdout


def test_a_command_that_there_is_not_is_refused(elsewhere: Path) -> None:
    said = uof("sevre", env=environment(), where=elsewhere)

    assert said.returncode == 2
    assert "No such command 'sevre'" in said.stderr
    assert "Traceback" not in said.stderr


def test_the_readme_lists_the_commands_that_there_are() -> None:
    readme = (ROOT / "README.md").read_text()
    listed = re.findall(r"^uof ([a-z ]+?)  +\S", readme, re.MULTILINE)

    assert sorted(listed) == sorted(VERBS)
