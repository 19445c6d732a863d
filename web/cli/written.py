"""A table that a command writes for people and their spreadsheets."""

import csv
import filecmp
from collections.abc import Sequence
from pathlib import Path
from typing import IO, Any

from application.importing.csv_file import UnusableFileError


class Written:
    """A CSV file that takes its name when it is complete, so that nobody finds half of one."""

    def __init__(self, path: Path, *, source: Path | None = None, keep: bool = False) -> None:
        """``keep`` gives another name rather than replacing a file that somebody may be mending.

        Raises:
            UnusableFileError: it cannot be written, or is the source that is read.

        """
        if source and path.absolute() == source.absolute():
            raise UnusableFileError(f"{path.name} is the file that is read. Name another one.")
        self.rows = 0
        self._path = path
        self._keep = keep
        # The same name each time: what a killed command left is written over by the next.
        self._part = path.with_name(f".{path.name}.part")
        try:
            # What was rejected may hold personal data: it is for whoever imports, and no one else.
            self._part.touch(mode=0o600)
            # Spreadsheets take a file without a byte-order mark for Windows-1252.
            self._opened: IO[str] = self._part.open("w", encoding="utf-8-sig", newline="")
        except OSError as error:
            raise UnusableFileError(f"{path} cannot be written: {error.strerror}.") from None
        self._writer: Any = csv.writer(self._opened)

    def row(self, cells: Sequence[str]) -> None:
        self._writer.writerow(cells)
        self.rows += 1

    def close(self, *, wanted: bool) -> Path | None:
        """Give the file its name, if it is wanted."""
        self._opened.close()
        if not wanted:
            self._part.unlink()
            return None
        path = _free(self._path, self._part) if self._keep else self._path
        self._part.replace(path)
        return path


def _free(path: Path, content: Path) -> Path:
    """The path, or one with a number, if another content is there already."""
    number, free = 1, path
    while free.exists() and not filecmp.cmp(free, content, shallow=False):
        number += 1
        free = path.with_name(f"{path.stem}-{number}{path.suffix}")
    return free
