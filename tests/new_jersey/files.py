"""The published files of New Jersey, whole or in part; they are not in this repository."""

import csv
import gzip
from collections.abc import Iterator, Sequence
from pathlib import Path

from tests.architecture.source import ROOT
from tests.requirements import need

PUBLISHED = ROOT.parent / "shared" / "data" / "us_nj_oag_use_of_force"
MAIN = "incident.csv.gz"
FILES = 13


def whole() -> list[Path]:
    """All of the files; a test that asks for them is left out where they are not."""
    need(PUBLISHED.is_dir(), f"the reports of New Jersey are not at {PUBLISHED}")
    return sorted(PUBLISHED.glob("*.csv.gz"))


def sample(folder: Path, *, every: int) -> list[Path]:
    """Every so many-th report, with everything that belongs to it, in files of the same kind."""
    paths = whole()
    chosen = {row[0] for number, row in enumerate(_rows(PUBLISHED / MAIN)) if number % every == 0}
    return [_part(path, folder, chosen) for path in paths]


def _part(path: Path, folder: Path, chosen: set[str]) -> Path:
    part = folder / path.name
    with gzip.open(part, "wt", encoding="utf-8", newline="", compresslevel=1) as file:
        writer = csv.writer(file)
        for number, row in enumerate(_rows(path, headings=True)):
            if number == 0 or row[0] in chosen:
                writer.writerow(row)
    return part


def _rows(path: Path, *, headings: bool = False) -> Iterator[Sequence[str]]:
    with gzip.open(path, "rt", encoding="utf-8", newline="") as file:
        rows = csv.reader(file)
        if not headings:
            next(rows)
        yield from rows
