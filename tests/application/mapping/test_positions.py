"""The place of every key of a mapping file, so that a mistake is told with its line."""

import tomllib
from typing import Any

import pytest

from application.importing.mapping.positions import Path, nearest, positions
from application.importing.mapping.shipped import shipped

TEXT = """# a comment with [a.header] = "in it"
title = "one" # and = another

[plain.table]
bare = 1
"quoted = key" = "a # in text"
'literal' = 'it''s' # end
""".replace("''s", "s")

TRICKY = '''
[[file]]
name = "first"

[[file]]
name = "second"
[file.unused]
word = "why"
[[file.parts]]
from = "a"
[[file.parts]]
from = "b"

[values]
dotted.key = 1
inline = { "x = y" = [1, 2], z = { deep = "}" } }
lines = [
  "one", # with a comment ] in it
  "two]",
  { three = 3 },
]
long = """
[not.a.header]
key = "not a key \\""""
raw = \'\'\'
also = not a key\'\'\'
"caf\\u00e9" = true
last = 1979-05-27T07:32:00Z
'''


def paths(value: Any, path: Path = ()) -> set[Path]:
    """Every path that the standard reader finds."""
    found = {path} if path else set()
    if isinstance(value, dict):
        for key, inner in value.items():
            found |= paths(inner, (*path, key))
    if isinstance(value, list):
        for number, inner in enumerate(value):
            found |= paths(inner, (*path, number))
    return found


@pytest.mark.parametrize("text", [TEXT, TRICKY, *shipped().values()])
def test_what_the_standard_reader_finds_has_a_place_and_nothing_else_has(text: str) -> None:
    # Tables that are only named on the way to another have no line of their own.
    found = {path for path in paths(tomllib.loads(text)) if path in positions(text)}
    without = paths(tomllib.loads(text)) - found

    assert set(positions(text)) == found
    assert all(any(one[: len(path)] == path for one in found) for path in without)


def line_with(part: str) -> int:
    return next(number for number, line in enumerate(TRICKY.split("\n"), 1) if part in line)


@pytest.mark.parametrize(
    ("path", "part"),
    [
        (("file", 0, "name"), '"first"'),
        (("file", 1, "name"), '"second"'),
        (("file", 1, "unused", "word"), "word ="),
        (("file", 1, "parts", 1, "from"), '"b"'),
        (("values", "dotted", "key"), "dotted"),
        (("values", "inline", "x = y"), "inline"),
        (("values", "inline", "z", "deep"), "inline"),
        (("values", "lines", 1), '"two]"'),
        (("values", "lines", 2, "three"), "three"),
        (("values", "café"), "caf"),
        (("values", "last"), "last"),
    ],
)
def test_a_key_stands_on_its_line(path: Path, part: str) -> None:
    assert positions(TRICKY)[path] == line_with(part)


def test_windows_line_ends_count_once() -> None:
    assert positions(TRICKY.replace("\n", "\r\n")) == positions(TRICKY)


def test_what_is_missing_is_told_at_the_table_around_it() -> None:
    lines = positions(TRICKY)

    assert nearest(lines, ("file", 1, "key")) == lines["file", 1]
    assert nearest(lines, ("nowhere", "at", "all")) == 1
