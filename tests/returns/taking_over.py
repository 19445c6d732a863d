"""Files in the Metropolitan layout, taken over as the records of forces, and the return of them."""

import csv
import io
from itertools import islice
from pathlib import Path
from typing import Any

from application.importing.candidate import Rejected
from application.importing.csv_file import look_at
from application.importing.identity import Identities
from application.importing.imports import Imports
from application.importing.metropolitan.layout import layout_of
from domain.codelists.forces import Force
from domain.event import Source
from tests.projections.asking import asking
from tests.returns.recount import Cell
from web.bootstrap import Services
from web.returns import files
from web.returns.files import Return

BATCH = 500


def take_over(services: Services, path: Path, force: Force, *, trusted: bool = False) -> int:
    """Every line of a file; none of them may be rejected."""
    found = look_at(path)
    layout = layout_of(
        found.headings,
        source=Source(file=found.name, digest=found.digest, line=1),
        identities=Identities(layout="mps", force=force),
        areas=services.settings.areas,
        said={},
        ignored=(),
    )
    imports = Imports(services.log, services.clock)
    lines, taken = found.lines(), 0
    while batch := list(islice(lines, BATCH)):
        read = [
            layout.read(one.number, dict(zip(found.headings, one.cells, strict=True)))
            for one in batch
        ]
        candidates: list[Any] = []
        for one in read:
            assert not isinstance(one, Rejected), one
            candidates.append(one)
        taken += len(imports.take_over(candidates, force=force, trusted=trusted))
    return taken


def returned(services: Services, year: int, *forces: str) -> Return:
    """The return, counted on the copy in columns."""
    services.analysis.prepare()
    with services.analysis.asking() as asked:
        assert asked.in_columns
        return files.returned(asked.ask, year, frozenset(forces), position=asked.position)


def on_facts(services: Services, year: int, *forces: str) -> Return:
    """The same, counted on the facts themselves."""
    with services.analysis._facts() as connection:
        return files.returned(asking(connection), year, frozenset(forces), position=0)


def cells(made: Return) -> dict[Cell, int | str]:
    """Every figure, read from the file that it is handed over in."""
    found: dict[Cell, int | str] = {}
    for line in csv.DictReader(io.StringIO(files.as_csv(made).decode())):
        count = line["count"]
        about = (line["police_force"], line["type_of_force"], line["tactic"], line["category"])
        key = (int(line["table"]), *about)
        assert key not in found, key
        found[key] = count if count == ":" else int(count)
    return found
