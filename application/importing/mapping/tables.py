"""A table of a mapping file, read strictly: each key is taken once, and what is left is a mistake."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, TypeVar

from application.importing.mapping.mistakes import Mistake, instead
from application.importing.mapping.positions import Path, nearest

T = TypeVar("T")
C = TypeVar("C", bound=str)

MISSING: Any = object()
"""Stands for no default: the key has to be there."""

CALLED = {
    str: "text in quotation marks",
    list: "a list",
    dict: "a table",
    int: "a whole number",
    bool: "true",
}


class Table:
    """One table, with the path that leads to it. Mistakes are collected, so that all are told."""

    def __init__(
        self,
        content: Mapping[str, Any],
        path: Path,
        lines: Mapping[Path, int],
        mistakes: list[Mistake],
    ) -> None:
        self._content = content
        self._path = path
        self._lines = lines
        self._mistakes = mistakes
        self._known: list[str] = []

    def __contains__(self, key: str) -> bool:
        return key in self._content

    def __iter__(self) -> Iterator[str]:
        return iter(self._content)

    def take(self, key: str, kind: type[T], default: Any = MISSING) -> T:
        """The value of a key, of this type; the type's own empty value after a mistake."""
        self._known.append(key)
        if key not in self._content:
            if default is MISSING:
                self.wrong(f"“{key}” is missing: give it {CALLED[kind]}.")
                return kind()
            return default  # type: ignore[no-any-return]
        value = self._content[key]
        if type(value) is not kind:
            self.wrong(f"“{key}” must be {CALLED[kind]}.", key)
            return kind()
        return value

    def one_of(self, key: str, choices: Sequence[str], default: Any = MISSING) -> str:
        word = self.take(key, str, default)
        if word and word not in choices:
            self.wrong(f"“{key}” cannot be “{word}”. {instead(word, choices)}", key)
        return word

    def code(self, key: str, codes: Sequence[C], default: Any = MISSING) -> C:
        """One of some codes; the first of them after a mistake."""
        word = self.one_of(key, codes, default)
        return next((code for code in codes if code == word), codes[0])

    def texts(self, key: str, default: Any = MISSING) -> tuple[str, ...]:
        """A list of texts, or one text that stands for a list of one."""
        self._known.append(key)
        value = self._content.get(key, default)
        if value is MISSING:
            self.wrong(f"“{key}” is missing: give it text in quotation marks, or a list of texts.")
            return ()
        if isinstance(value, str):
            return (value,)
        if not isinstance(value, list | tuple) or not all(isinstance(one, str) for one in value):
            self.wrong(f"“{key}” must be text in quotation marks, or a list of texts.", key)
            return ()
        return tuple(value)

    def words(self, key: str) -> Mapping[str, str]:
        """A table of texts by word; none when it is left out."""
        table = self.inside(key)
        return {word: table.take(word, str) for word in table}

    def table(self, key: str) -> "Table | None":
        """The table under a key, or none when it is left out."""
        found = self.inside(key)
        return found if key in self else None

    def inside(self, key: str) -> "Table":
        """The table under a key; an empty one when it is left out."""
        content = self.take(key, dict, {})
        return Table(content, (*self._path, key), self._lines, self._mistakes)

    def tables(self, key: str) -> "tuple[Table, ...]":
        """The tables of a list of them; none when it is left out."""
        found = self.take(key, list, [])
        if not all(isinstance(one, dict) for one in found):
            self.wrong(f"“{key}” must be a list of tables.", key)
            return ()
        return tuple(
            Table(one, (*self._path, key, number), self._lines, self._mistakes)
            for number, one in enumerate(found)
        )

    def anything(self, key: str) -> Any:
        """A value whose type decides what it means."""
        self._known.append(key)
        return self._content.get(key)

    def wrong(self, sentence: str, *keys: str | int) -> None:
        """Note a mistake at a key, or at the table itself."""
        self._mistakes.append(Mistake(self.line(*keys), f"{self._name(keys)}{sentence}"))

    def line(self, *keys: str | int) -> int:
        return nearest(self._lines, (*self._path, *keys))

    def done(self) -> None:
        """Nothing else may be in it: a key that nobody reads would be a rule that nobody follows."""
        for key in self._content:
            if key not in self._known:
                self.wrong(f"“{key}” means nothing here. {instead(key, self._known)}", key)

    def _name(self, keys: Sequence[str | int]) -> str:
        named = [part for part in self._path if isinstance(part, str)]
        return f"{'.'.join(named)}: " if named else ""
