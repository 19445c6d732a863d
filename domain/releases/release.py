"""A release: what a force publishes of a period. It is corrected by another edition and never changed.

Decision. An edition is pinned to a position in the log, to a version of the counting rules, of the
code lists and of the layout of its files, and says no figure itself. Consequence: whoever holds the
log makes its files again, byte for byte, whatever was amended since; the digests that were approved
say whether they are the same. Kept by ``tests/releases/test_byte_for_byte.py``.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import singledispatch
from typing import Any
from uuid import UUID, uuid5

from domain.codelists.codelist import CodeList
from domain.codelists.forces import Force
from domain.codelists.releases import GroundForAbandoning, ReasonForEdition
from domain.command import Command
from domain.event import Event
from domain.local_time import LOCAL
from domain.releases.errors import (
    ApprovedOtherFilesError,
    BeforeItsEndError,
    InThePastError,
    NoReasonError,
    NotAtThisStageError,
    NothingBehindError,
    NothingPublishedError,
    NotOverError,
    SecondPersonError,
    TooEarlyError,
    UnderWayError,
)
from domain.releases.events import (
    Abandoned,
    Announced,
    Approved,
    Area,
    Checked,
    Described,
    File,
    Prepared,
    Published,
)
from domain.releases.facts import NO_FACTS, Announcement, Facts
from domain.releases.period import Period

RELEASES = UUID("0d3c4c4e-5a8f-4f0b-9a52-1f1c2f7e6d11")
"""The space in which a force and a period name their release."""

ANNOUNCED, CHECKED, APPROVED, PUBLISHED = "announced", "checked", "approved", "published"
"""The coded grounds of what needs no other."""


class Stage(CodeList):
    """How far an edition has come."""

    PREPARED = "prepared", "Prepared"
    CHECKED = "checked", "Checked"
    APPROVED = "approved", "Approved"
    PUBLISHED = "published", "Published"
    ABANDONED = "abandoned", "Abandoned"


@dataclass(frozen=True, kw_only=True, slots=True)
class Basis:
    """What the figures of an edition hang on: the same basis gives the same files."""

    position: int
    counting_rules: int
    code_lists: int
    layout: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Edition:
    """One edition of a release."""

    number: int
    basis: Basis
    reason: ReasonForEdition
    notice: str | None
    prepared_by: UUID
    prepared_at: datetime
    facts: Facts = NO_FACTS
    stage: Stage = Stage.PREPARED
    files: tuple[File, ...] = ()
    checked_by: UUID | None = None
    approved_by: UUID | None = None
    publish_at: datetime | None = None
    published_at: datetime | None = None

    @property
    def is_under_way(self) -> bool:
        return self.stage not in (Stage.PUBLISHED, Stage.ABANDONED)


@dataclass(frozen=True, kw_only=True)
class Release:
    """What a force publishes of a period, with all its editions."""

    id: UUID
    version: int
    force: Force
    period: Period
    editions: tuple[Edition, ...] = ()
    """In the order in which they were prepared, those abandoned among them."""
    announced: Announcement | None = None
    """The last that readers were told of the day of its next edition."""

    @property
    def published(self) -> tuple[Edition, ...]:
        return tuple(one for one in self.editions if one.stage is Stage.PUBLISHED)

    @property
    def under_way(self) -> Edition | None:
        return next((one for one in self.editions if one.is_under_way), None)

    def edition(self, number: int) -> Edition:
        """The edition of a number: the last that had it, for one abandoned gives its number back.

        Raises:
            NotAtThisStageError: there is none.

        """
        found = [one for one in self.editions if one.number == number]
        if not found:
            raise NotAtThisStageError
        return found[-1]

    def told_of(self, edition: Edition) -> Announcement | None:
        """What readers were told last of the day of an edition: after the one before it, and not after it
        was public.
        """
        told = self.announced
        if told is None:
            return None
        before = [one.published_at for one in self.published if one.number < edition.number]
        if any(moment and told.at <= moment for moment in before):
            return None
        return None if edition.published_at and told.at >= edition.published_at else told

    def announce(self, publish_at: datetime, *, command: Command) -> Announced:
        """Tell readers when the next edition is to be public; another day is told by announcing it.

        Raises:
            InThePastError, BeforeItsEndError.

        """
        if publish_at <= command.at:
            raise InThePastError
        if publish_at.astimezone(LOCAL).date() <= self.period.last_day:
            raise BeforeItsEndError
        return Announced(
            **self._next(command, ANNOUNCED),
            force=self.force,
            year=self.period.year,
            quarter=self.period.quarter,
            publish_at=publish_at,
        )

    def prepare(
        self,
        basis: Basis,
        *,
        reason: ReasonForEdition,
        notice: str | None,
        facts: Facts,
        today: date,
        command: Command,
    ) -> tuple[Prepared, Described]:
        """Begin an edition, and say what it prints of the force.

        Raises:
            NotOverError, UnderWayError, NoReasonError, NothingPublishedError, NothingBehindError.

        """
        if today <= self.period.last_day:
            raise NotOverError
        if self.under_way:
            raise UnderWayError
        self._has_reason(reason, notice)
        if self.published and basis.position < self.published[-1].basis.position:
            raise NothingBehindError
        number = len(self.published) + 1
        prepared = Prepared(
            **self._next(command, reason),
            force=self.force,
            year=self.period.year,
            quarter=self.period.quarter,
            edition=number,
            position=basis.position,
            counting_rules=basis.counting_rules,
            code_lists=basis.code_lists,
            layout=basis.layout,
            reason=reason,
            notice=notice,
        )
        described = Described(
            **self._next(command, reason, after=1),
            edition=number,
            areas=tuple(Area(code=code, label=label) for code, label in facts.areas.items()),
            contact=facts.contact,
            early_access=facts.early_access,
            follows_code=facts.follows_code,
        )
        return prepared, described

    def check(self, files: Sequence[File], basis: Basis, *, command: Command) -> Checked:
        """Say which files an edition has that was counted on this basis, once its checks were gone
        through.

        Raises:
            NotAtThisStageError: none is being prepared, or another one by now.

        """
        found = self._at(Stage.PREPARED, Stage.CHECKED)
        if found.basis != basis:
            raise NotAtThisStageError
        return Checked(**self._next(command, CHECKED), edition=found.number, files=tuple(files))

    def approve(self, files: Sequence[File], *, publish_at: datetime, command: Command) -> Approved:
        """Agree to the files that were checked, as a second person.

        Raises:
            NotAtThisStageError, SecondPersonError, ApprovedOtherFilesError, InThePastError.

        """
        found = self._at(Stage.CHECKED)
        if command.by in (found.prepared_by, found.checked_by):
            raise SecondPersonError
        if tuple(files) != found.files:
            raise ApprovedOtherFilesError
        if publish_at < command.at:
            raise InThePastError
        return Approved(
            **self._next(command, APPROVED), edition=found.number, publish_at=publish_at
        )

    def abandon(self, ground: GroundForAbandoning, *, command: Command) -> Abandoned:
        """Give an edition up before it is published.

        Raises:
            NotAtThisStageError: none is under way.

        """
        found = self._at(Stage.PREPARED, Stage.CHECKED, Stage.APPROVED)
        return Abandoned(**self._next(command, ground), edition=found.number, ground=ground)

    def publish(self, *, command: Command) -> Published:
        """Make what was approved public, once its time has come.

        Raises:
            NotAtThisStageError, TooEarlyError.

        """
        found = self._at(Stage.APPROVED)
        if found.publish_at is None or command.at < found.publish_at:
            raise TooEarlyError
        return Published(**self._next(command, PUBLISHED), edition=found.number)

    def _has_reason(self, reason: ReasonForEdition, notice: str | None) -> None:
        first = reason is ReasonForEdition.FIRST
        if self.published and first:
            raise NoReasonError
        if not self.published and not first:
            raise NothingPublishedError
        if not first and reason is not ReasonForEdition.SCHEDULED and not (notice or "").strip():
            raise NoReasonError

    def _at(self, *stages: Stage) -> Edition:
        found = self.under_way
        if found is None or found.stage not in stages:
            raise NotAtThisStageError
        return found

    def _next(self, command: Command, why: str, *, after: int = 0) -> dict[str, Any]:
        return {
            "originator_id": self.id,
            "originator_version": self.version + 1 + after,
            "metadata": command.because(why),
        }


def release_id(force: Force, period: Period) -> UUID:
    """A force has one release of a period."""
    return uuid5(RELEASES, f"{force.value}/{period.code}")


def nothing_yet(force: Force, period: Period) -> Release:
    """A release of which nothing has happened."""
    return Release(id=release_id(force, period), version=0, force=force, period=period)


def fold(events: Iterable[Event]) -> Release | None:
    """What the events make of it. It never refuses: rules are checked before the event."""
    found: Release | None = None
    for event in events:
        if found is None:
            if not isinstance(event, (Announced, Prepared)):
                raise TypeError(f"a release cannot begin with {type(event).__name__}")
            found = nothing_yet(event.force, Period(event.year, event.quarter))
        found = replace(found, version=event.originator_version)
        if isinstance(event, Announced):
            told = Announcement(at=event.metadata.at, publish_at=event.publish_at)
            found = replace(found, announced=told)
        else:
            found = replace(found, editions=_evolve(event, found.editions))
    return found


def facts_of(event: Described) -> Facts:
    """What an edition says of the force."""
    return Facts(
        areas={one.code: one.label for one in event.areas},
        contact=event.contact,
        early_access=event.early_access,
        follows_code=event.follows_code,
    )


Editions = tuple[Edition, ...]


@singledispatch
def _evolve(event: Event, editions: Editions) -> Editions:
    raise TypeError(type(event))


@_evolve.register
def _(event: Prepared, editions: Editions) -> Editions:
    edition = Edition(
        number=event.edition,
        basis=Basis(
            position=event.position,
            counting_rules=event.counting_rules,
            code_lists=event.code_lists,
            layout=event.layout,
        ),
        reason=event.reason,
        notice=event.notice,
        prepared_by=event.metadata.actor,
        prepared_at=event.metadata.at,
    )
    return (*editions, edition)


@_evolve.register
def _(event: Described, editions: Editions) -> Editions:
    return _last(editions, facts=facts_of(event))


@_evolve.register
def _(event: Checked, editions: Editions) -> Editions:
    return _last(editions, stage=Stage.CHECKED, files=event.files, checked_by=event.metadata.actor)


@_evolve.register
def _(event: Approved, editions: Editions) -> Editions:
    return _last(
        editions,
        stage=Stage.APPROVED,
        approved_by=event.metadata.actor,
        publish_at=event.publish_at,
    )


@_evolve.register
def _(event: Abandoned, editions: Editions) -> Editions:
    return _last(editions, stage=Stage.ABANDONED)


@_evolve.register
def _(event: Published, editions: Editions) -> Editions:
    return _last(editions, stage=Stage.PUBLISHED, published_at=event.metadata.at)


def _last(editions: Editions, **changes: Any) -> Editions:
    return (*editions[:-1], replace(editions[-1], **changes))
