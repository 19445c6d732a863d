"""On which line of a TOML text each key stands: the standard reader tells values and forgets places.

A text that the standard reader has accepted is scanned once more, for keys alone. Values are skipped
whole, so that a word with an equals sign in it is never taken for a key.
"""

import tomllib
from collections.abc import Iterator, Mapping

Path = tuple[str | int, ...]
"""Where a value stands: the keys that lead to it, and the number of the table among its like."""


def positions(text: str) -> Mapping[Path, int]:
    """The line of every key and table of a valid TOML text, counted from 1."""
    return _Scanner(text).found()


def nearest(lines: Mapping[Path, int], path: Path) -> int:
    """The line of a path, or of the nearest table around it; 1 when there is none."""
    while path and path not in lines:
        path = path[:-1]
    return lines.get(path, 1)


class _Scanner:
    def __init__(self, text: str) -> None:
        self._text = text.replace("\r\n", "\n")
        self._at = 0
        self._lines: dict[Path, int] = {}
        self._counts: dict[Path, int] = {}

    def found(self) -> Mapping[Path, int]:
        table: Path = ()
        for _ in self._things():
            if self._text.startswith("[[", self._at):
                table = self._header("[[")
            elif self._here == "[":
                table = self._header("[")
            else:
                self._pair(table)
        return self._lines

    def _things(self) -> Iterator[None]:
        while True:
            self._skip(" \t\n")
            if self._at >= len(self._text):
                return
            yield

    @property
    def _here(self) -> str:
        return self._text[self._at : self._at + 1]

    @property
    def _line(self) -> int:
        return self._text.count("\n", 0, self._at) + 1

    def _header(self, opening: str) -> Path:
        line = self._line
        self._at += len(opening)
        path = self._within(self._key())
        self._at += len(opening)
        if opening == "[[":
            number = self._counts.get(path, 0)
            self._counts[path] = number + 1
            self._lines.setdefault(path, line)
            path = (*path, number)
        self._lines.setdefault(path, line)
        return path

    def _within(self, key: Path) -> Path:
        """The path of a header: the tables it names are the last of their like so far."""
        path: Path = ()
        for part in key[:-1]:
            path = (*path, part)
            if path in self._counts:
                path = (*path, self._counts[path] - 1)
        return (*path, key[-1])

    def _pair(self, table: Path) -> None:
        line = self._line
        path = (*table, *self._key())
        for length in range(len(table) + 1, len(path) + 1):
            self._lines.setdefault(path[:length], line)
        self._skip(" \t")
        self._at += 1  # the equals sign
        self._value(path)

    def _key(self) -> Path:
        parts: list[str | int] = []
        while True:
            self._skip(" \t")
            parts.append(self._string() if self._here in "\"'" else self._bare())
            self._skip(" \t")
            if self._here != ".":
                return tuple(parts)
            self._at += 1

    def _bare(self) -> str:
        start = self._at
        while self._here and self._here not in " \t.=]":
            self._at += 1
        return self._text[start : self._at]

    def _value(self, path: Path) -> None:
        self._skip(" \t")
        if self._here in ("'", '"'):
            self._string()
        elif self._here == "[":
            self._list(path)
        elif self._here == "{":
            self._inline_table(path)
        else:
            while self._here and self._here not in ",]}\n#":
                self._at += 1

    def _list(self, path: Path) -> None:
        self._at += 1
        for number, _ in enumerate(self._items("]")):
            self._lines[*path, number] = self._line
            self._value((*path, number))

    def _inline_table(self, path: Path) -> None:
        self._at += 1
        for _ in self._items("}"):
            self._pair(path)

    def _items(self, closing: str) -> Iterator[None]:
        while True:
            self._skip(" \t\n,")
            if self._here in ("", closing):
                self._at += 1
                return
            yield

    def _string(self) -> str:
        mark = self._here
        if self._text.startswith(mark * 3, self._at):
            return self._until(mark * 3)
        return self._until(mark)

    def _until(self, mark: str) -> str:
        start = self._at = self._at + len(mark)
        while not self._text.startswith(mark, self._at):
            self._at += 2 if self._here == "\\" and mark[0] == '"' else 1
        content = self._text[start : self._at]
        self._at += len(mark)
        # Up to two quotation marks may stand before the closing three.
        while len(mark) > 1 and self._here == mark[0]:
            self._at += 1
        return content if mark[0] == "'" else _unescaped(content)

    def _skip(self, characters: str) -> None:
        while self._here and (self._here in characters or self._here == "#"):
            if self._here == "#":
                end = self._text.find("\n", self._at)
                self._at = len(self._text) if end < 0 else end
            else:
                self._at += 1


def _unescaped(content: str) -> str:
    if "\\" not in content:
        return content
    return str(tomllib.loads(f'key = """{content}"""')["key"])
