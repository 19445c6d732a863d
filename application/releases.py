"""Publishing a period: preparing an edition, checking it, agreeing to it as a second person."""

from collections.abc import Callable, Sequence
from datetime import datetime
from uuid import UUID, uuid4

from application.access import Access, Requester
from application.carrying_out import Done, carry_out, saying
from application.log import ConcurrentChangeError, RecordLog
from application.people import FOUNDER
from domain.access.policy import Permission
from domain.codelists.forces import Force
from domain.codelists.releases import GroundForAbandoning, ReasonForEdition
from domain.codelists.roles import Role
from domain.command import Command
from domain.errors import NotFoundError
from domain.event import Event
from domain.local_time import LOCAL
from domain.releases.errors import TooEarlyError
from domain.releases.events import (
    Abandoned,
    Announced,
    Approved,
    Checked,
    Described,
    File,
    Prepared,
)
from domain.releases.facts import NO_FACTS, Facts
from domain.releases.period import Period
from domain.releases.release import (
    Basis,
    Release,
    Stage,
    facts_of,
    fold,
    nothing_yet,
    release_id,
)


class Releases:
    """The use cases of releases. Which figures an edition has is not theirs to know."""

    def __init__(self, log: RecordLog, access: Access) -> None:
        self._log = log
        self._access = access

    def get(self, release: UUID) -> Release:
        """A release with all its editions.

        Raises:
            NotFoundError: nothing was ever announced or prepared under this id.

        """
        events = self._log.events_of(release)
        if not events or not isinstance(events[0], (Announced, Prepared)):
            raise NotFoundError
        found = fold(events)
        assert found is not None
        return found

    def of(self, force: Force, period: Period) -> Release:
        """The release of a force and a period, whether anything happened to it or not."""
        return fold(self._log.events_of(release_id(force, period))) or nothing_yet(force, period)

    def announce(self, period: Period, publish_at: datetime, *, requester: Requester) -> Done:
        """Tell readers when the next edition of the requester's force is to be public.

        Raises:
            NotAllowedError, KeyReusedError, and the refusals of ``Release.announce``.

        """
        force = self._access.person(requester.person).force
        return self._change(
            self.of(force, period),
            Permission.PREPARE_RELEASE,
            requester,
            lambda found, command: (found.announce(publish_at, command=command),),
            says=saying(Announced, publish_at=publish_at),
        )

    def prepare(
        self,
        period: Period,
        basis: Basis,
        *,
        reason: ReasonForEdition,
        notice: str | None = None,
        facts: Facts = NO_FACTS,
        requester: Requester,
    ) -> Done:
        """Begin an edition for the requester's force.

        Raises:
            NotAllowedError, KeyReusedError, and the refusals of ``Release.prepare``.

        """
        force = self._access.person(requester.person).force

        def decide(release: Release, command: Command) -> Sequence[Event]:
            return release.prepare(
                basis,
                reason=reason,
                notice=notice,
                facts=facts,
                today=command.at.astimezone(LOCAL).date(),
                command=command,
            )

        return self._change(
            self.of(force, period),
            Permission.PREPARE_RELEASE,
            requester,
            decide,
            says=lambda event: (
                saying(Prepared, reason=reason, notice=notice)(event)
                and self._is_described(event, facts)
            ),
        )

    def check(
        self, release: UUID, files: Sequence[File], basis: Basis, *, requester: Requester
    ) -> Done:
        """Say which files the edition has that is being prepared, and on which basis they were made.

        Raises:
            NotFoundError, NotAllowedError, NotAtThisStageError, KeyReusedError.

        """
        return self._change(
            self.get(release),
            Permission.PREPARE_RELEASE,
            requester,
            lambda found, command: (found.check(files, basis, command=command),),
            says=saying(Checked, files=tuple(files)),
        )

    def approve(
        self,
        release: UUID,
        files: Sequence[File],
        *,
        publish_at: datetime,
        requester: Requester,
    ) -> Done:
        """Agree to the files of an edition, and set when it becomes public.

        Raises:
            NotFoundError, NotAllowedError, KeyReusedError, and the refusals of ``Release.approve``.

        """
        return self._change(
            self.get(release),
            Permission.APPROVE_RELEASE,
            requester,
            lambda found, command: (found.approve(files, publish_at=publish_at, command=command),),
            says=lambda event: (
                saying(Approved, publish_at=publish_at)(event) and self._is_of(event, files)
            ),
        )

    def abandon(self, release: UUID, ground: GroundForAbandoning, *, requester: Requester) -> Done:
        """Give an edition up before it is published.

        Raises:
            NotFoundError, NotAllowedError, NotAtThisStageError, KeyReusedError.

        """
        return self._change(
            self.get(release),
            Permission.APPROVE_RELEASE,
            requester,
            lambda found, command: (found.abandon(ground, command=command),),
            says=saying(Abandoned, ground=ground),
        )

    def publish_due(self, releases: Sequence[UUID]) -> int:
        """Make public what was approved and whose time has come; how many editions that were.

        Several processes may try at the same moment: one of them does it.
        """
        return sum(self._published(release) for release in releases)

    def _published(self, release: UUID) -> bool:
        found = self.get(release)
        command = Command(by=FOUNDER, role=Role.SYSTEM, at=self._access.now(), request=uuid4())
        waiting = found.under_way
        if waiting is None or waiting.stage is not Stage.APPROVED:
            return False
        try:
            self._log.append([found.publish(command=command)])
        except (ConcurrentChangeError, TooEarlyError):
            # Another process was first, or it was approved anew for a later time.
            return False
        return True

    def _is_described(self, prepared: Event, facts: Facts) -> bool:
        """Whether the edition that this event begins says these facts of the force."""
        (described,) = self._log.events_of(prepared.originator_id)[
            prepared.originator_version : prepared.originator_version + 1
        ]
        return isinstance(described, Described) and facts_of(described) == facts

    def _is_of(self, event: Event, files: Sequence[File]) -> bool:
        """Whether an event is about an edition with these files."""
        found = self.get(event.originator_id)
        return any(
            one.files == tuple(files)
            for one in found.editions
            if isinstance(event, Approved) and one.number == event.edition
        )

    def _change(
        self,
        release: Release,
        permission: Permission,
        requester: Requester,
        decide: Callable[[Release, Command], Sequence[Event]],
        *,
        says: Callable[[Event], bool],
    ) -> Done:
        def decided() -> tuple[Event, ...]:
            found = self.of(release.force, release.period)
            if self._access.person(requester.person).force is not found.force:
                raise NotFoundError
            return tuple(decide(found, self._access.command(requester, permission)))

        return carry_out(self._log, requester, decided, on=release.id, says=says)
