"""A file of encounters that another system knows of: its columns, and each line as one of them."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from uuid import UUID

from domain.codelists.expected import ExpectedKind
from domain.codelists.forces import Force
from domain.event import Source
from domain.expected.matching import plainly
from domain.local_time import LOCAL, happened_at
from domain.records.rules import AREA, is_serial

KIND, REFERENCE, DAY, CLOCK, OFFICER, PLACE, DEVICE = (
    "kind",
    "reference",
    "date",
    "time",
    "officer",
    "area",
    "device",
)
SPELLINGS: Mapping[str, tuple[str, ...]] = {
    KIND: ("kind", "type"),
    REFERENCE: (
        "reference",
        "ref",
        "custody number",
        "custody reference",
        "arrest reference",
        "incident number",
        "incident reference",
        "log number",
        "urn",
    ),
    DAY: ("date", "arrest date", "arrival date", "incident date", "download date"),
    CLOCK: ("time", "arrest time", "arrival time", "incident time", "download time"),
    OFFICER: ("officer", "collar number", "officer number", "arresting officer", "warrant number"),
    PLACE: ("area", "district", "station area", "borough"),
    DEVICE: ("device", "device serial", "serial number", "taser serial", "ced device serial no"),
}
"""How the headings may be spelt, in any case and with strokes or spaces."""
KINDS: Mapping[str, ExpectedKind] = {
    **{one.value: one for one in ExpectedKind},
    **{one.label.casefold(): one for one in ExpectedKind},
    "custody arrival": ExpectedKind.CUSTODY,
    "ced download": ExpectedKind.CED,
    "taser": ExpectedKind.CED,
    "incident": ExpectedKind.INCIDENT,
}
PROBLEM = "Problem"
"""The heading under which a file of rejected lines says what was wrong; nobody reads it but people."""
DAYS = ("%Y-%m-%d", "%d/%m/%Y", "%d/%m/%y", "%d-%b-%Y", "%d %B %Y")
CLOCKS = ("%H:%M", "%H:%M:%S", "%H%M", "%I:%M %p")
LONGEST = 60
EARLIEST = date(2017, 4, 1)


class UnusableHeadingsError(ValueError):
    """The file has not the columns that it needs."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Row:
    """One encounter, as the file has it."""

    encounter: UUID
    kind: ExpectedKind
    officer: UUID | None
    happened_at: datetime
    area: str | None
    device: str | None
    reference: str | None
    source: Source


@dataclass(frozen=True, kw_only=True, slots=True)
class RejectedRow:
    """A line that says too little, or something that cannot be."""

    line: int
    sentence: str
    cells: Sequence[str]


@dataclass(kw_only=True)
class ExpectedFile:
    """Reads the lines of one file."""

    source: Source
    """The file; its line is filled in for each encounter."""
    columns: Mapping[str, str]
    """The file's headings by ours."""
    kind: ExpectedKind | None
    areas: Mapping[str, str]
    """Codes of areas by label and code, in lower case."""
    holder: Callable[[str], UUID | None]
    """Who has a collar number."""
    name: Callable[[str], UUID]
    """The id under which an encounter is kept that says this of itself."""
    now: datetime
    unknown_officers: set[str] = field(default_factory=set)
    """Collar numbers that nobody here has."""

    def read(self, line: int, cells: Mapping[str, str]) -> Row | RejectedRow:
        """One line, its cells by heading."""
        said = {ours: cells[theirs].strip() for ours, theirs in self.columns.items()}
        try:
            return self._row(line, said)
        except ValueError as error:
            return RejectedRow(line=line, sentence=str(error), cells=tuple(cells.values()))

    def _row(self, line: int, said: Mapping[str, str]) -> Row:
        kind = self._kind(said.get(KIND, ""))
        moment = self._moment(said.get(DAY, ""), said.get(CLOCK, ""))
        reference, number = said.get(REFERENCE, ""), said.get(OFFICER, "")
        if not reference and not number:
            raise ValueError("There is neither a reference nor an officer: enter one of them")
        if len(reference) > LONGEST:
            raise ValueError(f"The reference has more than {LONGEST} characters: shorten it")
        device = said.get(DEVICE, "")
        if device and not is_serial(device):
            raise ValueError(
                "The device is no serial number, which has letters and digits: mend or empty it"
            )
        # However it is written: the same reference in another file is the same encounter.
        known = plainly(reference) or f"{number}\x1f{moment.isoformat()}\x1f{device}"
        return Row(
            encounter=self.name(f"{kind.value}\x1f{known}"),
            kind=kind,
            officer=self._officer(number),
            happened_at=moment,
            area=self._area(said.get(PLACE, "")),
            device=device or None,
            reference=reference or None,
            source=Source(file=self.source.file, digest=self.source.digest, line=line),
        )

    def _kind(self, text: str) -> ExpectedKind:
        if not text and self.kind:
            return self.kind
        found = KINDS.get(text.casefold())
        if found is None:
            kinds = ", ".join(one.value for one in ExpectedKind)
            raise ValueError(f"“{text[:40]}” is no kind of encounter: enter one of {kinds}")
        return found

    def _moment(self, day: str, clock: str) -> datetime:
        on, at = _parsed(day, DAYS), _parsed(clock, CLOCKS)
        if on is None:
            raise ValueError(f"“{day[:40]}” is no day: enter it such as 2026-04-27")
        if at is None:
            raise ValueError(f"“{clock[:40]}” is no time: enter it such as 22:41")
        if on.date() < EARLIEST:
            raise ValueError("It lies before 1 April 2017, when recording began")
        moment = happened_at(on.date(), time(at.hour, at.minute, at.second))
        if moment > self.now:
            raise ValueError("It lies in the future: check day and time")
        return moment.astimezone(UTC)

    def _officer(self, number: str) -> UUID | None:
        found = self.holder(number) if number else None
        if number and found is None:
            self.unknown_officers.add(number)
        return found

    def _area(self, text: str) -> str | None:
        if not text:
            return None
        if found := self.areas.get(text.casefold()):
            return found
        # Records may be of areas that are not this installation's: their codes are plain words.
        code = "-".join(text.casefold().split())
        if not AREA.fullmatch(code):
            raise ValueError(f"“{text[:40]}” cannot be the name of an area: mend or empty it")
        return code


def expected_file(
    headings: Sequence[str],
    *,
    source: Source,
    force: Force,
    kind: ExpectedKind | None,
    areas: Mapping[str, str],
    holder: Callable[[str], UUID | None],
    name: Callable[[Force, str], UUID],
    now: datetime,
) -> ExpectedFile:
    """What reads a file with these headings.

    Raises:
        UnusableHeadingsError: a column that it needs is missing, or stands there twice.

    """
    columns: dict[str, str] = {}
    for heading in headings:
        ours = next((one for one, known in SPELLINGS.items() if _plain(heading) in known), None)
        if ours in columns:
            raise UnusableHeadingsError(
                f"The columns {columns[ours]!r} and {heading!r} mean the same. Remove one of them."
            )
        if ours:
            columns[ours] = heading
    missing = [one for one in (DAY, CLOCK) if one not in columns]
    if KIND not in columns and kind is None:
        missing.append(KIND)
    if REFERENCE not in columns and OFFICER not in columns:
        missing.append(f"{REFERENCE} or {OFFICER}")
    if missing:
        raise UnusableHeadingsError(
            f"There is no column {', '.join(missing)}. The columns are: {', '.join(SPELLINGS)};"
            " a file of one kind may leave that out and say it with --kind."
        )
    by_label = {label.casefold(): code for code, label in areas.items()}
    return ExpectedFile(
        source=source,
        columns=columns,
        kind=kind,
        areas={**by_label, **{code: code for code in areas}},
        holder=holder,
        name=lambda said: name(force, said),
        now=now,
    )


def unread(headings: Sequence[str]) -> list[str]:
    """The columns that nothing is read of."""
    known = {spelling for spellings in SPELLINGS.values() for spelling in spellings}
    return [one for one in headings if _plain(one) not in known and one != PROBLEM]


def _plain(heading: str) -> str:
    return " ".join(heading.casefold().replace("_", " ").replace("-", " ").split())


def _parsed(text: str, formats: Sequence[str]) -> datetime | None:
    for form in formats:
        try:
            return datetime.strptime(text, form).replace(tzinfo=LOCAL)
        except ValueError:
            continue
    return None
