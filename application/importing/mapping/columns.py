"""The columns that a mapping names, found among its files."""

from collections.abc import Sequence
from zoneinfo import ZoneInfo

from application.importing.mapping import ways
from application.importing.mapping.mistakes import instead
from application.importing.mapping.source_mapping import About, Column, File, Rows
from application.importing.mapping.tables import Table
from application.importing.mapping.ways import Way

NOWHERE = File(
    name="",
    pattern="",
    key=(),
    rows=Rows.ONE,
    about=About.ALL,
    order="",
    unused={},
    line=1,
)
"""Stands for the file of a column after a mistake: the mapping is refused in the end."""


class Columns:
    """Finds the column that a text names; remembers every one that was named."""

    def __init__(self, files: Sequence[File]) -> None:
        self._files = {file.name: file for file in files}
        self.named: list[Column] = []

    def take(self, table: Table, key: str) -> Column:
        return self.found(table, table.take(key, str), key)

    def several(self, table: Table, key: str) -> tuple[Column, ...]:
        return tuple(self.found(table, name, key) for name in table.texts(key))

    def perhaps(self, table: Table, key: str) -> Column | None:
        """A column that need not be there."""
        return None if table.anything(key) is None else self.take(table, key)

    def found(self, table: Table, name: str, *keys: str) -> Column:
        """The column of a name: ``file.heading``, or the heading alone where there is one file."""
        file, heading = self._split(table, name, keys)
        column = Column(file=file, heading=heading, cell=name, line=table.line(*keys))
        self.named.append(column)
        if heading in file.unused:
            table.wrong(f"“{name}” is among the unused columns: take it out there or here.", *keys)
        return column

    def _split(self, table: Table, name: str, keys: Sequence[str]) -> tuple[File, str]:
        if len(self._files) == 1:
            (only,) = self._files.values()
            return only, name
        before, dot, heading = name.partition(".")
        if before not in self._files:
            table.wrong(
                f"“{name}” is in no file of this mapping: write the file’s name, a full stop and the "
                f"heading. {instead(before, self._files)}",
                *keys,
            )
        elif not dot or not heading:
            table.wrong(f"“{name}” names no column: write {before}.heading.", *keys)
        return self._files.get(before, NOWHERE), heading


def moment(table: Table, key: str, columns: Columns, zone: ZoneInfo) -> tuple[Column, Way]:
    """A column that says when something happened, by the clocks of the source."""
    given = table.table(key)
    if given is None:
        table.wrong(f"“{key}” is missing: it says when it happened, by “from” and “format”.")
        return (columns.found(table, ""), ways.text)
    column = columns.take(given, "from")
    written = form(given, "format", "%Y", "%m", "%d")
    given.done()
    return (column, ways.remembered(ways.instant(written, zone)))


def form(table: Table, key: str, *directives: str) -> str:
    """How a date or time is written, in the letters of ``strftime``; it has to say all of these."""
    written = table.take(key, str)
    if written and not ways.keeps(written, *directives):
        needed = ", ".join(directives)
        table.wrong(f"“{written}” is no form in which it can be read: it needs {needed}.", key)
    return written
