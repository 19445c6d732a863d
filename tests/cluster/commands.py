"""What a writer meant to have done, and what it was told: a line of a file for each command."""

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from enum import StrEnum, auto
from pathlib import Path
from uuid import UUID


class What(StrEnum):
    SUBMIT = auto()
    ADD_NOTE = auto()


class Told(StrEnum):
    """How a command ended for whoever sent it."""

    DONE = auto()
    """Acknowledged the first time."""
    KEPT = auto()
    """There was an error, and sent again it turned out to have been kept."""
    ANEW = auto()
    """There was an error, and sent again it was carried out."""
    NOTHING = auto()
    """There was an error each time, to the end."""
    NO_RECORD = auto()
    """The record it is about, though acknowledged, was not there any more."""

    @property
    def is_acknowledged(self) -> bool:
        return self in (Told.DONE, Told.KEPT, Told.ANEW)


@dataclass(frozen=True, kw_only=True)
class Sent:
    """One command. Times are of the machine's own clock, which goes on the same for everybody."""

    what: What
    key: UUID
    record: UUID
    told: Told
    at: float
    """When it was told."""


def write(sent: Sent) -> str:
    """A command as a line."""
    return json.dumps(asdict(sent), default=str)


def read(file: Path) -> Iterator[Sent]:
    """The commands of a file, as far as it is written."""
    return map(_parsed, file.read_text().splitlines())


def last(file: Path) -> Sent | None:
    """The newest command of a file."""
    lines = file.read_text().splitlines()
    return _parsed(lines[-1]) if lines else None


def _parsed(line: str) -> Sent:
    raw = json.loads(line)
    return Sent(
        what=What(raw["what"]),
        key=UUID(raw["key"]),
        record=UUID(raw["record"]),
        told=Told(raw["told"]),
        at=raw["at"],
    )
