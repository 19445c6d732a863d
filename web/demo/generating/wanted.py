"""What somebody asks to be generated."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cached_property
from typing import Self
from uuid import UUID

from domain.codelists.editions import FIRST_DAY
from domain.codelists.forces import Force
from domain.errors import DomainError
from domain.local_time import LOCAL
from web.demo.generating.chance import identity
from web.demo.generating.force_sizes import shared_out

FOUNDED_BEFORE = timedelta(days=30)
"""How long before the first record the people of a force are registered."""


class NothingWantedError(DomainError):
    """Ask for at least one record, over at least one month."""


class NotOverYetError(DomainError):
    """Records are generated up to a day that is over: give --until a day before today."""


class BeforeRecordingBeganError(DomainError):
    """Recording began on 1 April 2017: ask for fewer months, or a later --until."""


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """So many records of these forces, over so many months until a day. Equal if all of it is equal."""

    forces: tuple[Force, ...]
    seed: int
    records: int
    months: int
    until: date
    words: bool
    """Whether anything is written in words, and so sealed."""

    @classmethod
    def of(
        cls,
        forces: Collection[Force],
        *,
        seed: int,
        records: int,
        months: int,
        today: date,
        until: date | None = None,
        words: bool = True,
    ) -> Self:
        """What is asked for, with its forces in one order however they were named.

        Raises:
            NothingWantedError, NotOverYetError, BeforeRecordingBeganError.

        """
        until = until or today - timedelta(days=1)
        wanted = cls(
            forces=tuple(force for force in Force if force in forces),
            seed=seed,
            records=records,
            months=months,
            until=until,
            words=words,
        )
        if not forces or records < 1 or months < 1:
            raise NothingWantedError
        if until >= today:
            raise NotOverYetError
        if months > _months_between(FIRST_DAY, until) or wanted.since < FIRST_DAY:
            raise BeforeRecordingBeganError
        return wanted

    @cached_property
    def since(self) -> date:
        """The first day on which a record may be."""
        years, month = divmod(self.until.year * 12 + self.until.month - 1 - self.months, 12)
        return _day_of(years, month + 1, self.until.day) + timedelta(days=1)

    @cached_property
    def founded(self) -> datetime:
        """When its people were registered."""
        first = datetime.combine(self.since, time(9), tzinfo=LOCAL)
        return (first - FOUNDED_BEFORE).astimezone(UTC)

    @cached_property
    def end(self) -> datetime:
        """The last moment of which anything is told: what happens later has not happened yet."""
        return datetime.combine(self.until, time(23, 59, 59), tzinfo=LOCAL).astimezone(UTC)

    @cached_property
    def shares(self) -> Mapping[Force, int]:
        """How many records each force gets."""
        return shared_out(self.records, self.forces)

    def key(self, *, after: int) -> UUID:
        """Names everything that was asked for, and after which number its references begin.

        It stands on everybody's registration as the request that caused it: so a later run knows
        whether it is the same, and goes on with the same numbers.
        """
        return UUID(bytes=self._named + after.to_bytes(NUMBER_BYTES, "big"))

    def is_named_by(self, key: UUID) -> bool:
        return key.bytes[:-NUMBER_BYTES] == self._named

    @cached_property
    def _named(self) -> bytes:
        words = "words" if self.words else "no words"
        asked = (self.seed, *self.forces, self.records, self.months, self.until, words)
        return identity("asked", *asked).bytes[:-NUMBER_BYTES]


NUMBER_BYTES = 4


def number_in(key: UUID) -> int:
    """After which number the references begin of a run with this key."""
    return int.from_bytes(key.bytes[-NUMBER_BYTES:], "big")


def _months_between(first: date, last: date) -> int:
    return (last.year - first.year) * 12 + last.month - first.month + 1


def _day_of(year: int, month: int, day: int) -> date:
    """A day of a month, or its last."""
    last = (date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)).day
    return date(year, month, min(day, last))
