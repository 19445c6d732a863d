"""Taking over how many people live somewhere, or were arrested: what rates are counted against.

Decision. The source and the date stand in every line of the file, so that nobody parts them from the
numbers; a file that is wrong anywhere is refused whole, with every fault and its line; what was loaded
before is kept, also under the same name. Consequence: a rate that was shown can be explained later.
Kept by ``tests/application/test_populations.py``.
"""

import csv
import hashlib
import io
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from types import MappingProxyType
from typing import Protocol
from uuid import NAMESPACE_URL, UUID, uuid5

from application.ports import Clock
from domain.codelists.codelist import CodeList
from domain.codelists.forces import Force
from domain.counting.populations import GROUPS, By, Population, PopulationKind
from domain.errors import DomainError

SAME = ("population", "kind", "source", "from", "to", "force")
"""Headings under which every line of a file says the same."""
HEADINGS = (*SAME, "by", "group", "number")
AREA = "area"
"""A heading that a file may have: of a line without it the number is of the whole force."""

AREA_CODE = re.compile(r"[a-z0-9][a-z0-9-]{0,39}")
LONGEST = 200
MOST = 10**10
"""A number of people that no force has: something slipped."""


class UnusablePopulationError(DomainError):
    """The file cannot be loaded, and nothing of it was."""

    def __init__(self, faults: Sequence[str]) -> None:
        super().__init__(*faults)
        self.faults = tuple(faults)

    @property
    def sentence(self) -> str:
        return "\n".join((super().sentence, *self.faults))

    def __str__(self) -> str:
        return self.sentence


@dataclass(frozen=True, kw_only=True, slots=True)
class Loaded:
    """A population as it was loaded."""

    id: UUID
    population: Population
    file: str
    digest: str
    loaded_at: datetime


class PopulationStore(Protocol):
    """Where populations are kept; none is ever changed or removed."""

    def add(self, loaded: Loaded) -> bool:
        """Keep one; false if the same file was loaded before."""

    def of(self, force: Force) -> tuple[Loaded, ...]:
        """Those of a force, the last loaded first."""


Areas = Mapping[str, str]
"""The areas of a force by code, with what they are called."""

NO_AREAS: Mapping[Force, Areas] = MappingProxyType({})


class Populations:
    """What a force's records are counted against."""

    def __init__(
        self, store: PopulationStore, clock: Clock, areas: Mapping[Force, Areas] = NO_AREAS
    ) -> None:
        """Over a store; ``areas`` are those of the forces whose areas are known here."""
        self._store = store
        self._clock = clock
        self._areas = areas

    def load(self, content: bytes, *, file: str) -> tuple[Loaded, bool]:
        """Take a file over; and whether it was new.

        Raises:
            UnusablePopulationError: with every fault, and the line it is in.

        """
        digest = hashlib.sha256(content).hexdigest()
        loaded = Loaded(
            id=uuid5(NAMESPACE_URL, f"population:{digest}"),
            population=read(content, self._areas),
            file=file,
            digest=digest,
            loaded_at=self._clock.now(),
        )
        return loaded, self._store.add(loaded)

    def of(self, force: Force) -> tuple[Loaded, ...]:
        """Those of a force, the last loaded first."""
        return self._store.of(force)


Row = tuple[int, Mapping[str, str]]
"""A line by its number, as an editor shows it, and its cells by heading."""


def read(content: bytes, known: Mapping[Force, Areas] = NO_AREAS) -> Population:
    """The population that a file holds. Of a force whose areas are known it has no others.

    Raises:
        UnusablePopulationError: with every fault, and the line it is in.

    """
    rows = _rows(content)
    faults = [fault for row in rows for fault in _faults(row, known)]
    faults += _differing(rows)
    faults += _twice(rows, known)
    if faults:
        raise UnusablePopulationError(faults)
    _, first = rows[0]
    since, until = date.fromisoformat(first["from"]), date.fromisoformat(first["to"])
    if since > until:
        raise UnusablePopulationError([f"from, {since}, must not be after to, {until}."])
    force = Force(first["force"])
    numbers: dict[str, dict[By, dict[str, int]]] = {}
    for _, cells in rows:
        by, area = By(cells["by"]), _area(cells, known.get(force))
        groups = numbers.setdefault(area, {}).setdefault(by, {})
        groups[_group(by, cells["group"])] = int(cells["number"])
    whole = numbers.pop("", {})
    return Population(
        name=first["population"],
        kind=PopulationKind(first["kind"]),
        source=first["source"],
        force=force,
        since=since,
        until=until,
        numbers=whole,
        areas=numbers,
    )


def _rows(content: bytes) -> list[Row]:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise UnusablePopulationError(["It is not text in UTF-8. Save it as CSV UTF-8."]) from None
    reader = csv.reader(io.StringIO(text, newline=""))
    headings = [one.strip() for one in next(reader, [])]
    if sorted({*headings} - {AREA}) != sorted(HEADINGS) or len(headings) != len({*headings}):
        missing = [one for one in HEADINGS if one not in headings]
        unknown = [one for one in headings if one not in (*HEADINGS, AREA)]
        raise UnusablePopulationError(
            [
                f"Its first line must have the headings {', '.join(HEADINGS)}, each once.",
                *([f"Missing: {', '.join(missing)}."] if missing else []),
                *([f"Not known: {', '.join(unknown)[:LONGEST]}."] if unknown else []),
                f"It may have {AREA} as well.",
            ]
        )
    rows: list[Row] = []
    try:
        for cells in reader:
            if not any(cell.strip() for cell in cells):
                continue
            if len(cells) != len(headings):
                fault = f"Line {reader.line_num}: it has {len(cells)} cells, and there are {len(headings)} headings."
                raise UnusablePopulationError([fault])
            named = zip(headings, (cell.strip() for cell in cells), strict=True)
            rows.append((reader.line_num, dict(named)))
    except csv.Error as error:
        raise UnusablePopulationError([f"Line {reader.line_num}: {error}."]) from None
    if not rows:
        raise UnusablePopulationError(["It has no line beside its headings."])
    return rows


def _faults(row: Row, known: Mapping[Force, Areas]) -> Iterator[str]:
    number, cells = row
    for sentence in (*_said(cells), *_within(cells, known), *_counted(cells)):
        yield f"Line {number}: {sentence}"


def _said(cells: Mapping[str, str]) -> Iterator[str]:
    for heading in ("population", "source"):
        if not cells[heading]:
            yield f"{heading} is empty. Say what the numbers are called, and where they are from."
        elif len(cells[heading]) > LONGEST:
            yield f"{heading} has more than {LONGEST} characters."
    for heading, codes in (("kind", PopulationKind), ("force", Force), ("by", By)):
        yield from _code(cells, heading, codes)
    for heading in ("from", "to"):
        try:
            date.fromisoformat(cells[heading])
        except ValueError:
            yield f"{heading} is {_shown(cells[heading])}. Enter a date such as 2021-03-21."


def _within(cells: Mapping[str, str], known: Mapping[Force, Areas]) -> Iterator[str]:
    areas = known.get(Force(cells["force"])) if cells["force"] in set(Force) else None
    if cells.get(AREA) and not _area(cells, areas):
        there = f"There are: {', '.join(areas)}." if areas else "Enter its code, such as north."
        yield f"{AREA} is {_shown(cells[AREA])}. {there}"


def _area(cells: Mapping[str, str], areas: Areas | None) -> str:
    """The code of the area that a code or a name stands for; empty if it stands for none."""
    plain = cells.get(AREA, "").casefold()
    if areas is None:
        return plain if AREA_CODE.fullmatch(plain) else ""
    names = {one.casefold(): code for code, label in areas.items() for one in (code, label)}
    return names.get(plain, "")


def _code(cells: Mapping[str, str], heading: str, codes: type[CodeList]) -> Iterator[str]:
    if cells[heading] not in set(codes):
        few = [one.value for one in codes] if codes is not Force else ["its code, as kent"]
        yield f"{heading} is {_shown(cells[heading])}. Enter {' or '.join(few)}."


def _counted(cells: Mapping[str, str]) -> Iterator[str]:
    text = cells["number"]
    if not (text.isascii() and text.isdigit()) or len(text) > len(str(MOST)) or int(text) > MOST:
        yield f"number is {_shown(text)}. Enter a whole number, without separators."
    if cells["by"] in set(By):
        by = By(cells["by"])
        if not _group(by, cells["group"]):
            groups = ", ".join(group.code for group in GROUPS[by])
            yield f"group is {_shown(cells['group'])}. Of {by.value} there are: {groups}."


def _differing(rows: Sequence[Row]) -> Iterator[str]:
    number, first = rows[0]
    for heading in SAME:
        for line, cells in rows[1:]:
            if cells[heading] != first[heading]:
                yield (
                    f"Line {line}: {heading} is {_shown(cells[heading])}, and in line {number} it is"
                    f" {_shown(first[heading])}. A file holds one population."
                )
                break


def _twice(rows: Sequence[Row], known: Mapping[Force, Areas]) -> Iterator[str]:
    seen: Counter[tuple[str, str, str]] = Counter()
    for line, cells in rows:
        by, group = cells["by"], cells["group"]
        areas = known.get(Force(cells["force"])) if cells["force"] in set(Force) else None
        area = _area(cells, areas) or cells.get(AREA, "")
        this = (area, by, (_group(By(by), group) if by in set(By) else "") or group)
        seen[this] += 1
        if seen[this] == 2:
            yield f"Line {line}: {cells['by']} {_shown(cells['group'])} was there before."


def _group(by: By, text: str) -> str:
    """The code of a group that a code or a label stands for; empty if it stands for none."""
    plain = text.casefold()
    names = {
        plainly: group.code
        for group in GROUPS[by]
        for plainly in (group.code, group.label.casefold())
    }
    return names.get(plain, "")


def _shown(text: str) -> str:
    return f"“{text[:40]}”" if text else "empty"
