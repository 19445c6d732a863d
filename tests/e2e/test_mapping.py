"""The command that holds a mapping against its files, as people run it."""

from pathlib import Path

import pytest

from application.importing.mapping.shipped import shipped
from tests.application.mapping.test_checking import ROWS, TEXT
from tests.application.mapping.writing import line_of, written
from tests.e2e.serving import environment, uof


@pytest.fixture
def files(elsewhere: Path) -> Path:
    written(elsewhere, "forms.csv", *ROWS)
    (elsewhere / "legacy.toml").write_text(TEXT)
    return elsewhere


CHECKING = {
    "by itself": ("mapping", "check", "legacy.toml", "forms.csv"),
    "before an import": ("import", "forms.csv", "--mapping", "legacy.toml", "--check-mapping"),
}


@pytest.mark.parametrize("words", CHECKING.values(), ids=CHECKING)
def test_what_is_to_mend_is_said_and_the_command_fails(files: Path, words: tuple[str, ...]) -> None:
    said = uof(*words, env=environment(), where=files)

    assert said.returncode == 1
    assert "1 of 4 lines can be records." in said.stdout
    assert "2 times, first in line 3: Where: No rule covers “Sea”." in said.stdout
    assert f"line {line_of(TEXT, 'Moon')}: “Moon” never occurs in Where." in said.stdout


def test_a_mistake_is_said_with_its_line(files: Path) -> None:
    (files / "legacy.toml").write_text(TEXT.replace('"street"', '"streat"'))

    said = uof("mapping", "check", "legacy.toml", "forms.csv", env=environment(), where=files)

    assert said.returncode == 1
    assert f"line {line_of(TEXT, 'Street =')}: " in said.stdout
    assert "The files were not read." in said.stdout


def test_a_file_that_is_not_the_mappings_is_named(files: Path) -> None:
    said = uof("mapping", "check", "new-jersey", "forms.csv", env=environment(), where=files)

    assert said.returncode == 2
    assert "subject.csv*" in said.stderr
    assert "Traceback" not in said.stderr


def test_a_mapping_that_is_no_text_is_named(files: Path) -> None:
    said = uof("mapping", "check", "other.toml", "forms.csv", env=environment(), where=files)

    assert said.returncode == 2
    assert said.stderr.startswith("The mapping other.toml cannot be read")


def test_a_check_before_an_import_needs_a_mapping(files: Path) -> None:
    said = uof("import", "forms.csv", "--check-mapping", env=environment(), where=files)

    assert said.returncode == 2
    assert said.stderr == "Say with --mapping which mapping is to be checked.\n"


def test_the_mappings_of_the_product_are_listed(elsewhere: Path) -> None:
    said = uof("mapping", "list", env=environment(), where=elsewhere)

    assert [line.split()[0] for line in said.stdout.splitlines()] == list(shipped())
