"""How long records are kept, what holds them back, and how content of them is erased.

Decision. That something is to be erased is an event first, and its keys follow: they are put under
quarantine when it is approved and let out when it is undone. Whoever looks next (``settle``) does what a
process that died between the two left undone. Consequence: log and key ring say the same, whatever stops.
An erasure becomes final only when every place that derives from records has reported. Kept by
``tests/keys/test_erasing.py``. (Spec: audit, 5.3.)
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Protocol
from uuid import UUID, uuid4, uuid5

from application.access import Access, Requester
from application.carrying_out import Done, carry_out, saying
from application.histories import Opened, to_nobody
from application.log import RecordLog
from application.people import FOUNDER
from application.stored_records import StoredRecords, standing
from domain.access.policy import Permission
from domain.codelists.field_groups import FieldGroup
from domain.codelists.forces import Force
from domain.codelists.retention import (
    GroundForErasure,
    GroundForHold,
    GroundForKeeping,
    RetentionGroup,
)
from domain.codelists.roles import Role
from domain.command import Command
from domain.errors import NotFoundError
from domain.event import Event
from domain.local_time import LOCAL
from domain.records.events import Referred
from domain.records.record import UseOfForceRecord
from domain.retention import deciding
from domain.retention.epoch_events import EpochChanged
from domain.retention.errors import NotReportedError
from domain.retention.events import (
    ErasureApproved,
    ErasureCompleted,
    ErasureProposed,
    ErasureReversed,
    ErasureTurnedDown,
    HoldPlaced,
    HoldReleaseAsked,
    HoldReleased,
    Purged,
    RetainedAfterReview,
)
from domain.retention.keeping import Stage
from domain.retention.policy import (
    LONGEST_COOLING_OFF,
    Policy,
    adult_on,
    group_of,
    in_force,
    policies,
    policy_id,
    review_on,
    set_policy,
)
from domain.retention.policy_events import PolicyAdopted

Groups = Collection[FieldGroup]

KEY_RING = UUID("9b1f5a52-2d0e-4c7c-8f35-6a3b0c9d7e41")
"""The stream of the key ring: of it there is one."""
EPOCH = "epoch"


class Quarantine(Protocol):
    """Keys that nobody gets, and that can be let out again, until their epoch ends."""

    def quarantine(self, record: UUID, groups: Groups) -> None:
        """Give these keys to nobody from now on."""

    def let_out(self, record: UUID, groups: Groups) -> None:
        """Give them out again."""

    def quarantined(self, record: UUID) -> frozenset[FieldGroup]:
        """The groups of a record whose keys nobody gets, and that could be let out."""


class PurgeHandler(Protocol):
    """Answers for a place that derives something from records (spec: audit, 5.3)."""

    @property
    def place(self) -> str:
        """What the place is called, in a certificate."""

    def purge(self, record: UUID, groups: Groups, *, event: int) -> int | None:
        """Let go of what the place has of these groups, and say of how much; none while it cannot say
        so yet. ``event`` is the version of the record with which it was approved.
        """


class PurgeReports(Protocol):
    """What each place reported, for who waits for it."""

    def note(self, record: UUID, place: str, removed: int | None, *, at: datetime) -> None:
        """A place was asked, and reported or could not yet."""

    def of(self, record: UUID) -> Mapping[str, int | None]:
        """What each place said last."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Kept:
    """A record before somebody who keeps it: without a word of it."""

    record: UseOfForceRecord
    events: tuple[Event, ...]
    sealed: Mapping[FieldGroup, int]
    """In how many events something of a group is sealed, erased or not."""
    group: RetentionGroup
    policy: Policy | None
    review_on: date | None
    """When its review is due by the policy in force; none without one."""

    def certificate(self, version: int) -> str:
        """The certificate that came with a version.

        Raises:
            NotFoundError: none did.

        """
        for event in self.events:
            if isinstance(event, ErasureCompleted) and event.originator_version == version:
                return event.certificate
        raise NotFoundError

    @property
    def due_on(self) -> date | None:
        """When its review is due, after any that kept it."""
        kept = self.record.keeping.kept_until
        return max(filter(None, (self.review_on, kept)), default=None)


class Retention:
    """The use cases of those who keep records."""

    def __init__(
        self,
        log: RecordLog,
        reader: RecordLog,
        access: Access,
        stored: StoredRecords,
        keys: Quarantine,
        *,
        opened: Opened = to_nobody,
    ) -> None:
        """``opened`` is told of every record that somebody who keeps it is shown."""
        self._log = log
        self._reader = reader
        self._access = access
        self._stored = stored
        self._keys = keys
        self._opened = opened

    def policies(self, force: Force) -> tuple[Policy, ...]:
        """Every policy that a force ever set."""
        return policies(self._log.events_of(policy_id(force)))

    def policy(self, force: Force) -> Policy | None:
        """The policy in force today."""
        return in_force(self.policies(force), self._today())

    def set_policy(self, policy: Policy, *, requester: Requester) -> Done:
        """Say how long records of the requester's force are kept.

        Raises:
            NotAllowedError, PolicyInThePastError, UnknownPeriodError, TooLongToCoolOffError.

        """
        force = self._access.person(requester.person).force

        def decide() -> Sequence[Event]:
            command = self._access.command(requester, Permission.SET_RETENTION)
            version = len(self._log.events_of(policy_id(force)))
            today = self._today()
            return [set_policy(policy, force=force, version=version, today=today, command=command)]

        says = saying(
            PolicyAdopted, since=policy.since, periods=policy.periods, source=policy.source
        )
        return carry_out(self._log, requester, decide, on=policy_id(force), says=says)

    def look(
        self, record_id: UUID, *, by: UUID, permission: Permission = Permission.SEE_RETENTION
    ) -> Kept:
        """A record for somebody who keeps it. Who may not read it reads no answer here.

        Raises:
            NotFoundError: there is none, or they keep none of this force.

        """
        person = self._access.person(by)
        found = self._kept(record_id)
        if found.record.force is not person.force:
            raise NotFoundError
        if not self._access.may(by, permission, found.record):
            raise NotFoundError
        self._opened(found.record)
        return found

    def place_hold(
        self, record_id: UUID, ground: GroundForHold, case: str, *, requester: Requester
    ) -> Done:
        hold = uuid5(requester.request, "hold")
        done = self._stored.change(
            record_id,
            Permission.HOLD,
            requester,
            lambda record, command: deciding.place_hold(
                record, hold, ground, case, command=command
            ),
            says=saying(HoldPlaced, ground=ground, hold=hold),
        )
        self.settle(record_id)
        return done

    def ask_release(self, record_id: UUID, hold: UUID, *, requester: Requester) -> Done:
        return self._stored.change(
            record_id,
            Permission.HOLD,
            requester,
            lambda record, command: deciding.ask_release(record, hold, command=command),
            says=saying(HoldReleaseAsked, hold=hold),
        )

    def release(self, record_id: UUID, hold: UUID, *, requester: Requester) -> Done:
        return self._stored.change(
            record_id,
            Permission.HOLD,
            requester,
            lambda record, command: deciding.release(record, hold, command=command),
            says=saying(HoldReleased, hold=hold),
        )

    def keep(
        self, record_id: UUID, ground: GroundForKeeping, until: date, *, requester: Requester
    ) -> Done:
        return self._stored.change(
            record_id,
            Permission.REVIEW_RETENTION,
            requester,
            lambda record, command: deciding.keep(
                record, ground, until=until, today=self._today(), command=command
            ),
            says=saying(RetainedAfterReview, ground=ground, until=until),
        )

    def propose(
        self, record_id: UUID, groups: Groups, ground: GroundForErasure, *, requester: Requester
    ) -> Done:
        def decide(record: UseOfForceRecord, command: Command) -> Sequence[Event]:
            kept = self._kept(record_id)
            due = kept.due_on
            return deciding.propose(
                record,
                groups,
                ground,
                sealed=kept.sealed,
                period_is_over=due is not None and due <= self._today(),
                command=command,
            )

        chosen = tuple(one for one in FieldGroup if one in groups)
        return self._stored.change(
            record_id,
            Permission.REVIEW_RETENTION,
            requester,
            decide,
            says=saying(ErasureProposed, groups=chosen, ground=ground),
        )

    def turn_down(self, record_id: UUID, ground: GroundForKeeping, *, requester: Requester) -> Done:
        return self._stored.change(
            record_id,
            Permission.UNDO_ERASURE,
            requester,
            lambda record, command: deciding.turn_down(record, ground, command=command),
            says=saying(ErasureTurnedDown, ground=ground),
        )

    def approve(self, record_id: UUID, *, version: int, requester: Requester) -> Done:
        """Approve what was proposed, as it stood in the version that was shown: from here nobody reads
        it.
        """

        def decide(record: UseOfForceRecord, command: Command) -> Sequence[Event]:
            policy = self.policy(record.force)
            days = LONGEST_COOLING_OFF if policy is None else policy.cooling_off_days
            return deciding.approve(record, days=days, command=command)

        done = self._stored.change(
            record_id,
            Permission.APPROVE_ERASURE,
            requester,
            decide,
            says=lambda event: isinstance(event, ErasureApproved),
            version=version,
        )
        self.settle(record_id)
        return done

    def undo(self, record_id: UUID, ground: GroundForKeeping, *, requester: Requester) -> Done:
        done = self._stored.change(
            record_id,
            Permission.UNDO_ERASURE,
            requester,
            lambda record, command: deciding.undo(record, ground, command=command),
            says=saying(ErasureReversed, ground=ground),
        )
        self.settle(record_id)
        return done

    def settle(self, record_id: UUID) -> None:
        """Let the key ring say of a record what its history says, whoever died before it did."""
        record = standing(self._closed(record_id))
        wanted = frozenset(record.keeping.gone)
        held = self._keys.quarantined(record_id)
        if wanted - held:
            self._keys.quarantine(record_id, wanted - held)
        if held - wanted:
            self._keys.let_out(record_id, held - wanted)

    def confirm(
        self, record_id: UUID, handlers: Iterable[PurgeHandler], reports: PurgeReports
    ) -> bool:
        """Close the way back of an erasure whose time is over, once every place has let go.

        Returns:
            Whether it is confirmed now, or was before.

        Raises:
            NotReportedError: a place has not.
            HeldError, CoolingOffError, NoErasureError.

        """
        record = standing(self._closed(record_id))
        if record.keeping.is_at(Stage.CONFIRMED):
            return True
        command = self.system()
        # Refused before anything is let go of.
        deciding.confirm(record, (), command=command)
        purged = self.fan_out(record_id, handlers, reports)
        if any(removed is None for removed in purged.values()):
            raise NotReportedError
        places = [Purged(place=place, removed=removed or 0) for place, removed in purged.items()]
        self._log.append(deciding.confirm(record, places, command=command))
        return True

    def fan_out(
        self, record_id: UUID, handlers: Iterable[PurgeHandler], reports: PurgeReports
    ) -> Mapping[str, int | None]:
        """Ask every place to let go of what is being erased of a record, and note what it says."""
        record = standing(self._closed(record_id))
        groups = frozenset(record.keeping.gone)
        event = max((gone.event for gone in record.keeping.gone.values()), default=record.version)
        said: dict[str, int | None] = {}
        before = reports.of(record_id)
        for handler in handlers:
            removed = handler.purge(record_id, groups, event=event)
            # Asked again, a place has less to let go of: what it did before counts too.
            said[handler.place] = (
                None if removed is None else removed + (before.get(handler.place) or 0)
            )
            reports.note(record_id, handler.place, said[handler.place], at=self._access.now())
        return said

    def complete(self, record_id: UUID, *, keys: int, epoch: int, certificate: str) -> bool:
        """Say that the keys of a confirmed erasure are gone; nothing if that was said.

        Returns:
            Whether it was said now.

        """
        record = standing(self._closed(record_id))
        if not record.keeping.is_at(Stage.CONFIRMED):
            return False
        self._log.append(
            deciding.complete(
                record, keys=keys, epoch=epoch, certificate=certificate, command=self.system()
            )
        )
        return True

    def note_epoch(self, *, epoch: int, name: str, before: str, keys: int, destroyed: int) -> None:
        """Say that the epoch of the key ring was changed; nothing if that was said."""
        # The first epoch has no event, so that the second one's is version 1.
        if len(self._log.events_of(KEY_RING)) < epoch - 1:
            changed = EpochChanged(
                originator_id=KEY_RING,
                originator_version=epoch - 1,
                metadata=self.system().because(EPOCH),
                epoch=epoch,
                name=name,
                before=before,
                keys=keys,
                destroyed=destroyed,
            )
            self._log.append([changed])

    def epochs(self) -> tuple[EpochChanged, ...]:
        """Every change of the epoch, the first one first."""
        events = self._log.events_of(KEY_RING)
        return tuple(event for event in events if isinstance(event, EpochChanged))

    def record(self, record_id: UUID) -> UseOfForceRecord:
        """A record without a word of it, for the procedures of the key ring."""
        return standing(self._closed(record_id))

    def kept(self, record_id: UUID) -> Kept:
        """The same with what its review goes by."""
        return self._kept(record_id)

    def system(self) -> Command:
        """What the system does by itself, when its time has come."""
        return Command(by=FOUNDER, role=Role.SYSTEM, at=self._access.now(), request=uuid4())

    def _kept(self, record_id: UUID) -> Kept:
        # Opened for the date of birth alone, by which the period of a child counts.
        events = self._stored.events(record_id)
        opened, record = standing(events), standing(self._closed(record_id))
        account = opened.account
        group = group_of(
            injury=account.subject_injury_level,
            outcomes=account.outcomes,
            fired=account.firearm_fired,
            referred=any(isinstance(event, Referred) for event in events),
        )
        policy, incident = self.policy(record.force), account.incident_date
        due = None
        if policy and isinstance(incident, date):
            adult = adult_on(
                incident, age=account.perceived_age, born=account.subject_date_of_birth
            )
            due = review_on(policy, group, incident=incident, adult=adult)
        return Kept(
            # Which case a hold is for is all that is opened of it.
            record=replace(record, keeping=opened.keeping),
            events=self._closed(record_id),
            sealed=self._reader.sealed_of(record_id),
            group=group,
            policy=policy,
            review_on=due,
        )

    def _closed(self, record_id: UUID) -> tuple[Event, ...]:
        events = self._reader.events_of(record_id)
        if not events:
            raise NotFoundError
        return events

    def _today(self) -> date:
        return self._access.now().astimezone(LOCAL).date()
