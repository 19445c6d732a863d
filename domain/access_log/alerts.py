"""Which looks stand out, by numbers that are a setting with a day from which they hold.

None of it says that somebody did wrong: it says where to ask (spec: audit, 5.4).
"""

import re
from dataclasses import dataclass, fields
from datetime import date, timedelta
from uuid import UUID

from domain.codelists.codelist import CodeList
from domain.dated import said


class Kind(CodeList):
    """What stands out."""

    OWN = "own", "Own name"
    PEOPLE = "people", "Many people at one record"
    VOLUME = "volume", "Many records in a day"
    NIGHT = "night", "Out of hours"
    AGAIN = "again", "The same record again and again"
    SURNAME = "surname", "Same surname as the officer of the record"
    COLLEAGUE = "colleague", "Records of their own team or encounter"
    CLOSED = "closed", "Records that were closed long ago"


BESIDE_THE_LOG = frozenset({Kind.SURNAME, Kind.COLLEAGUE, Kind.CLOSED})
"""What stands out by what is known of records and people, and not by the log of looks alone.

The name of whom a record is about is sealed: to compare it with the names of those who look, every record that
was looked at would have to be opened, or whether they are alike would lie open where nothing is erased. No
address of anybody is recorded (spec: audit, 5.4).
"""
CLOSED_FOR = timedelta(days=365)
"""So long after it was accepted or withdrawn a record is closed."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Thresholds:
    """From how many on something stands out, since a day."""

    since: date
    records: int
    """Records of others that one person opened in a day."""
    people: int
    """People who opened one record of somebody else, within the days that are looked at."""
    again: int
    """Times that one person opened one record of somebody else, within the same days."""
    night: int
    """Looks of one person in a night, at what is not their own."""
    begins: int
    """The hour in which a night begins, by the clock on the wall."""
    ends: int
    """The hour before which it ends."""
    surname: int = 1
    """Times that somebody opened a record of an officer who is called as they are."""
    colleague: int = 3
    """Records of their own team or encounter, in which they are not named, that somebody opened."""
    closed: int = 10
    """Records of others, closed a year ago and longer, that somebody opened."""

    def is_night(self, hour: int) -> bool:
        if self.begins <= self.ends:
            return self.begins <= hour < self.ends
        return hour >= self.begins or hour < self.ends


STANDARD = "2017-04-01=records:50,people:5,again:5,night:20,begins:22,ends:6,surname:1,colleague:3,closed:10"
"""What a new installation goes by: to be looked at by professional standards, and changed with a date."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Alert:
    """Something that stands out, and why."""

    kind: Kind
    person: UUID | None
    record: UUID | None
    day: date | None
    number: int
    limit: Thresholds

    @property
    def why(self) -> str:
        """The sentence that says why, without a name."""
        since = f"{self.limit.since:%-d %B %Y}"
        sentences = {
            Kind.OWN: f"Searched by their own name or number {_times(self.number)}."
            " Whoever is named in a record asks a colleague to look.",
            Kind.PEOPLE: f"{self.number} people who did not make it opened this record;"
            f" {self.limit.people} or more stand out since {since}.",
            Kind.VOLUME: f"Opened {self.number} records of others in one day;"
            f" {self.limit.records} or more stand out since {since}.",
            Kind.NIGHT: f"Looked {_times(self.number)} between {self.limit.begins:02}:00 and"
            f" {self.limit.ends:02}:00 at what is not their own; {self.limit.night} or more stand"
            f" out since {since}.",
            Kind.AGAIN: f"Opened this record of somebody else {_times(self.number)};"
            f" {self.limit.again} or more stand out since {since}.",
            Kind.SURNAME: f"Opened this record of an officer with their own surname"
            f" {_times(self.number)}; {self.limit.surname} or more stand out since {since}. It may be"
            " chance.",
            Kind.COLLEAGUE: f"Opened {self.number} records of people of their own team or encounter, in"
            f" which they are not named; {self.limit.colleague} or more stand out since {since}.",
            Kind.CLOSED: f"Opened {self.number} records of others that had been closed for a year or"
            f" longer; {self.limit.closed} or more stand out since {since}.",
        }
        return sentences[self.kind]


def _times(number: int) -> str:
    return {1: "once", 2: "twice"}.get(number, f"{number} times")


NUMBERS = tuple(one.name for one in fields(Thresholds) if one.name != "since")
MAY_BE_LEFT_OUT = {"surname", "colleague", "closed"}
"""Numbers that have one of their own where a setting says none."""
LAST_HOUR = 23
LONGEST = timedelta(days=366)
"""So many days are looked at together, at most."""


def thresholds(text: str) -> tuple[Thresholds, ...]:
    """Thresholds as a setting says them: ``day=name:number,…`` with semicolons between, by their day.

    Raises:
        ValueError: a name is missing or unknown, or something is no number and no day.

    """
    return said(text, _read)


def _read(part: str) -> Thresholds:
    day, _, text = part.partition("=")
    numbers = dict(re.findall(r"\s*([a-z]+):([0-9]{1,6})\s*(?:,|$)", text))
    wanted = set(NUMBERS) - MAY_BE_LEFT_OUT
    if not wanted <= set(numbers) <= set(NUMBERS) or text.count(",") != len(numbers) - 1:
        raise ValueError(part)
    read = {name: int(number) for name, number in numbers.items()}
    if max(read["begins"], read["ends"]) > LAST_HOUR or not min(
        one for name, one in read.items() if name not in ("begins", "ends")
    ):
        raise ValueError(part)
    return Thresholds(since=date.fromisoformat(day.strip()), **read)
