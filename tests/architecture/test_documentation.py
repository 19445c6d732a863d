"""What is written about the product is so."""

import re
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path

import pytest

from tests.architecture.source import PACKAGES, ROOT, sources
from web.settings import Settings

KEPT_BY = re.compile(r"kept by((?:\s|,|and|``?tests/[^`]+``?)+)", re.IGNORECASE)
TEST_FILE = re.compile(r"``?(tests/[^`]+)``?")
DECISION = re.compile(r"\bDecision\.\s")
PAPERS = (
    "README.md",
    "ARCHITECTURE.md",
    "CHANGELOG.md",
    "CONTRIBUTING.md",
    "SECURITY.md",
    "LICENSE",
)


def markdown() -> Iterator[Path]:
    """What is written beside the code."""
    yield from ROOT.glob("*.md")
    for package in (*PACKAGES, "tests"):
        yield from (ROOT / package).rglob("*.md")


def written() -> list[Path]:
    """Everything in which a decision may stand."""
    return [*sources(), *markdown()]


def named_in(text: str) -> list[str]:
    """The test files that a text says keep something."""
    found = KEPT_BY.findall(" ".join(text.split()))
    return [name for names in found for name in TEST_FILE.findall(names)]


NAMED = sorted({(str(f.relative_to(ROOT)), n) for f in written() for n in named_in(f.read_text())})
DECIDED = [file for file in written() if DECISION.search(file.read_text())]


def test_names_of_tests_are_found_across_lines() -> None:
    text = "Kept by ``tests/a/test_b.py``\nand\n``tests/c/``. Kept by `tests/d.py`, `tests/e.py`."

    assert named_in(text) == ["tests/a/test_b.py", "tests/c/", "tests/d.py", "tests/e.py"]


@pytest.mark.parametrize(("where", "test"), NAMED)
def test_a_test_that_keeps_a_decision_exists(where: str, test: str) -> None:
    assert (ROOT / test.partition("::")[0]).exists(), f"{where} names {test}"


def test_there_are_decisions() -> None:
    assert DECIDED


@pytest.mark.parametrize("file", DECIDED, ids=lambda file: str(file.relative_to(ROOT)))
def test_every_decision_names_the_test_that_keeps_it(file: Path) -> None:
    text = file.read_text()

    assert len(KEPT_BY.findall(" ".join(text.split()))) >= len(DECISION.findall(text))
    assert named_in(text)


@pytest.mark.parametrize("setting", [entry.metadata["name"] for entry in fields(Settings)])
def test_every_setting_is_described_in_the_readme(setting: str) -> None:
    assert re.search(rf"\b{setting}\b", (ROOT / "README.md").read_text())


@pytest.mark.parametrize("setting", [entry.metadata["name"] for entry in fields(Settings)])
def test_every_setting_says_what_it_means(setting: str) -> None:
    (meaning,) = (
        entry.metadata["meaning"] for entry in fields(Settings) if entry.metadata["name"] == setting
    )

    assert len(meaning.split()) > 2


@pytest.mark.parametrize("paper", PAPERS)
def test_the_papers_of_a_repository_are_there_and_say_something(paper: str) -> None:
    assert (ROOT / paper).exists()
    assert len((ROOT / paper).read_text().split()) > 50


def test_every_module_says_what_it_is() -> None:
    silent = [
        str(file.relative_to(ROOT))
        for file in sources()
        if file.read_text().strip() and not file.read_text().startswith(('"""', "r'''"))
    ]

    assert silent == []
