"""The tables of ``SECURITY.md`` name every item of the standard once, and tests that there are."""

import ast
import re
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from tests.architecture.source import ROOT

PAPER = (ROOT / "SECURITY.md").read_text()
TESTS = ROOT / "tests"
ITEMS = (Path(__file__).parent / "level_2.txt").read_text().split()
ITEM = r"\d+\.\d+\.\d+"
FILE, FUNCTION = re.compile(r"`([\w/]+\.py)`"), re.compile(r"`(test_\w+)`")
COLUMNS, LEFT_OUT = 3, 2


def rows() -> Iterator[tuple[list[str], list[str]]]:
    """Every row of a table that begins with items, as its items and its cells."""
    for line in PAPER.splitlines():
        cells = [cell.strip() for cell in line.strip("| ").split(" | ")]
        if line.startswith("|") and re.match(ITEM, cells[0]):
            yield items_of(cells[0]), cells


def items_of(cell: str) -> list[str]:
    """The items that a cell names; those of a range are the standard's, in its order."""
    found = []
    for part in cell.split(","):
        first, _, last = part.strip().partition(" to ")
        if last:
            found += ITEMS[ITEMS.index(first) : ITEMS.index(last) + 1]
        else:
            found.append(first)
    return found


ROWS = list(rows())
KEPT = [(items, cells) for items, cells in ROWS if len(cells) == COLUMNS]
NOT_OURS = [(items, cells) for items, cells in ROWS if len(cells) == LEFT_OUT]


@cache
def functions(file: Path) -> frozenset[str]:
    tree = ast.parse(file.read_text())
    return frozenset(one.name for one in ast.walk(tree) if isinstance(one, ast.FunctionDef))


def test_the_standard_has_as_many_items_as_were_counted() -> None:
    assert len(ITEMS) == len(set(ITEMS)) == 253


def test_every_item_is_kept_by_a_test_or_does_not_apply() -> None:
    named = {item for items, _ in ROWS for item in items}

    assert sorted(set(ITEMS) - named, key=ITEMS.index) == []


def test_no_item_is_kept_and_does_not_apply() -> None:
    kept = {item for items, _ in KEPT for item in items}
    left_out = Counter(item for items, _ in NOT_OURS for item in items)

    assert kept & left_out.keys() == set()
    assert max(left_out.values()) == 1
    assert f"{len(set(ITEMS)) - len(left_out)} of 253 apply" in PAPER


@pytest.mark.parametrize("row", KEPT, ids=lambda row: row[1][0])
def test_a_row_names_tests_that_there_are(row: tuple[list[str], list[str]]) -> None:
    _, (_, done, named) = row
    files = FILE.findall(named)

    assert done
    assert files
    missing = [file for file in files if not (TESTS / file).is_file()]
    assert missing == []
    there = frozenset[str]().union(*(functions(TESTS / file) for file in files))
    assert set(FUNCTION.findall(named)) <= there
    assert "`" not in FUNCTION.sub("", FILE.sub("", named))


def test_every_test_that_the_paper_names_anywhere_is_there() -> None:
    for file in re.findall(r"`(?:tests/)?([\w/]*test_\w+\.py)`", PAPER):
        assert (TESTS / file).is_file() or list(TESTS.rglob(file)), file
