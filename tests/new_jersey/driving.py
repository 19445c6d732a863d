"""Taking the reports of New Jersey over, batch by batch."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

from application.importing.candidate import Candidate, Rejected
from application.importing.imports import Imports, Taken
from application.importing.mapping.joining import Joined
from application.importing.mapping.layout import MappedLayout
from application.importing.mapping.reading import mapping_of
from domain.codelists.forces import Force

BATCH = 500


@dataclass
class Outcome:
    """What became of the lines."""

    taken: int = 0
    already: int = 0
    rejected: list[Rejected] = field(default_factory=list)
    refused: int = 0


def take_over(imports: Imports, paths: Sequence[Path], text: str) -> Outcome:
    """Every line, in batches."""
    source = Joined(mapping_of(text), paths)
    layout = MappedLayout(mapping_of(text), file=source.name, digest=source.digest)
    outcome = Outcome()
    lines = source.lines()
    while batch := list(islice(lines, BATCH)):
        read = [
            layout.read(line.number, dict(zip(source.headings, line.cells, strict=True)))
            for line in batch
        ]
        outcome.rejected += [one for one in read if isinstance(one, Rejected)]
        candidates = [one for one in read if isinstance(one, Candidate)]
        for one in imports.take_over(candidates, force=Force.NORTHSHIRE):
            if not isinstance(one, Taken):
                outcome.refused += 1
            elif one.already:
                outcome.already += 1
            else:
                outcome.taken += 1
    return outcome
