"""Every way a record is made, read and changed, but for its review."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID, uuid5

from application.access import Access, Requester
from application.carrying_out import Done, carry_out, carry_out_seen, saying
from application.histories import WithHistory, shown
from application.log import RecordLog
from application.looking import Look
from application.stored_records import StoredRecords, of_record, standing
from domain.access.policy import Permission
from domain.codelists.reasons import (
    GroundForLinking,
    GroundForRestriction,
    ReasonForAmendment,
    ReasonForWithdrawal,
)
from domain.errors import NotFoundError
from domain.event import Event
from domain.records.account import Account, Answers, changed
from domain.records.events import (
    Amended,
    EncounterLinked,
    EncounterUnlinked,
    NoteAdded,
    Restored,
    Restricted,
    Submitted,
    Unrestricted,
    Withdrawn,
)
from domain.records.record import UseOfForceRecord


class Records:
    """Use cases of the officer, and of whoever keeps the record."""

    def __init__(self, log: RecordLog, access: Access, stored: StoredRecords) -> None:
        self._log = log
        self._access = access
        self._stored = stored

    def read(
        self,
        record_id: UUID,
        *,
        by: UUID,
        permission: Permission = Permission.READ,
        version: int | None = None,
    ) -> UseOfForceRecord:
        """A record, as it is or as it was, for somebody who may see it now.

        Raises:
            NotFoundError: there is none, or they may not: the difference would itself tell.

        """
        events, record, access = self._readable(record_id, by=by, permission=permission)
        found = record if version is None else standing(events, version=version)
        return shown(found, access.withheld(by, record))

    def as_at(self, record_id: UUID, moment: datetime, *, by: UUID) -> UseOfForceRecord | None:
        """A record as it was at a moment, for somebody who may see its history now; none if it was
        not submitted then.

        Raises:
            NotFoundError: there is no record, or they may not.

        """
        return self.with_history(record_id, by=by).as_at(moment)

    def history(self, record_id: UUID, *, by: UUID) -> tuple[Event, ...]:
        """Everything that happened to a record, for somebody who may see that.

        Raises:
            NotFoundError: there is no record, or they may not.

        """
        return self.with_history(record_id, by=by).events

    def with_history(self, record_id: UUID, *, by: UUID) -> WithHistory:
        """A record with its history, for somebody who may see that: read once, looked at often.

        Raises:
            NotFoundError: there is no record, or they may not.

        """
        events, record, access = self._readable(
            record_id, by=by, permission=Permission.READ_HISTORY
        )
        return WithHistory(events=events, withheld=access.withheld(by, record))

    def _readable(
        self, record_id: UUID, *, by: UUID, permission: Permission
    ) -> tuple[tuple[Event, ...], UseOfForceRecord, Access]:
        # Read once: what is shown is what was decided on.
        look = self._log.look(record_id, by)
        access = self._access.on(look)
        events = of_record(look.events_of(record_id))
        record = standing(events)
        if not access.may(by, permission, record):
            raise NotFoundError
        return events, record, access

    def may(self, permission: Permission, record: UseOfForceRecord, *, by: UUID) -> bool:
        """Whether somebody may do something to a record now: what a page offers them."""
        return self._access.may(by, permission, record)

    def submit(
        self,
        record_id: UUID,
        *,
        reference: str,
        started_at: datetime,
        answers: Answers,
        requester: Requester,
    ) -> Done:
        """Make a record of an officer's account.

        Raises:
            AccountHasGapsError, NotAllowedError, KeyReusedError, ConcurrentChangeError.

        """

        def decide(look: Look) -> Sequence[Event]:
            access = self._access.on(look)
            person = access.person(requester.person)
            return UseOfForceRecord.submit(
                record_id,
                reference=reference,
                force=person.force,
                rank=person.rank,
                supervisor=person.supervisor,
                started_at=started_at,
                answers=answers,
                command=access.command_of(person, requester, Permission.SUBMIT),
            )

        def says(event: Event) -> bool:
            said = Account.of(answers).answers
            return saying(Submitted, officer=requester.person, answers=said)(event)

        return carry_out_seen(
            self._log, requester, decide, on=record_id, says=says, seen=(requester.person,)
        )

    def amend(
        self,
        record_id: UUID,
        changes: Answers,
        *,
        reason: ReasonForAmendment,
        explanation: str,
        version: int,
        requester: Requester,
    ) -> Done:
        said = saying(Amended, reason=reason, explanation=explanation)

        def says(event: Event) -> bool:
            if not said(event) or not isinstance(event, Amended):
                return False
            before = self._stored.get(record_id, version=event.originator_version - 1).account
            return changed(before, before.with_changes(changes).without_unasked()) == event.answers

        return self._stored.change(
            record_id,
            Permission.AMEND,
            requester,
            lambda record, command: record.amend(
                changes, reason=reason, explanation=explanation, command=command
            ),
            says=says,
            version=version,
            opened=True,
        )

    def add_note(self, record_id: UUID, text: str, *, requester: Requester) -> Done:
        return self._stored.change(
            record_id,
            Permission.ADD_NOTE,
            requester,
            lambda record, command: record.add_note(text, command=command),
            says=saying(NoteAdded, text=text),
        )

    def withdraw(
        self,
        record_id: UUID,
        *,
        reason: ReasonForWithdrawal,
        explanation: str,
        version: int,
        requester: Requester,
    ) -> Done:
        return self._stored.change(
            record_id,
            Permission.WITHDRAW,
            requester,
            lambda record, command: record.withdraw(
                reason=reason, explanation=explanation, command=command
            ),
            says=saying(Withdrawn, reason=reason, explanation=explanation),
            version=version,
        )

    def restore(
        self, record_id: UUID, *, explanation: str, version: int, requester: Requester
    ) -> Done:
        return self._stored.change(
            record_id,
            Permission.WITHDRAW,
            requester,
            lambda record, command: record.restore(explanation=explanation, command=command),
            says=saying(Restored, explanation=explanation),
            version=version,
        )

    def link(
        self, record_id: UUID, other_id: UUID, *, ground: GroundForLinking, requester: Requester
    ) -> Done:
        """Place a record in the encounter of another, which gets one with it if it has none.

        Raises:
            NotFoundError, NotAllowedError, AlreadyLinkedError, KeyReusedError,
            ConcurrentChangeError.

        """

        def decide() -> Sequence[Event]:
            record, other = self._stored.get(record_id), self._stored.get(other_id)
            command = self._access.command(requester, Permission.LINK, record)
            theirs = self._access.command(requester, Permission.LINK, other)
            encounter = other.encounter or uuid5(requester.request, "encounter")
            linked = record.link(encounter, ground=ground, command=command)
            if other.encounter is None:
                linked += other.link(encounter, ground=ground, command=theirs)
            return linked

        def says(event: Event) -> bool:
            # The event names the encounter and not the other record, whose history does.
            if not isinstance(event, EncounterLinked) or event.ground is not ground:
                return False
            others = self._stored.events(other_id)
            linked = (one for one in others if isinstance(one, EncounterLinked))
            return any(one.encounter == event.encounter for one in linked)

        return carry_out(self._log, requester, decide, on=record_id, says=says)

    def unlink(
        self,
        record_id: UUID,
        *,
        ground: GroundForLinking,
        requester: Requester,
        last: UUID | None = None,
    ) -> Done:
        """Take a record out of its encounter, and with it the last one that would be left there alone:
        a record by itself is linked to nothing, and may be suggested again.

        Raises:
            NotFoundError, NotAllowedError, NotLinkedError, KeyReusedError, ConcurrentChangeError.

        """

        def decide() -> Sequence[Event]:
            record = self._stored.get(record_id)
            command = self._access.command(requester, Permission.LINK, record)
            unlinked = record.unlink(ground=ground, command=command)
            other = self._stored.get(last) if last else None
            if other and other.encounter == record.encounter:
                theirs = self._access.command(requester, Permission.LINK, other)
                unlinked += other.unlink(ground=ground, command=theirs)
            return unlinked

        says = saying(EncounterUnlinked, ground=ground)
        return carry_out(self._log, requester, decide, on=record_id, says=says)

    def restrict(
        self,
        record_id: UUID,
        *,
        ground: GroundForRestriction,
        explanation: str,
        requester: Requester,
    ) -> Done:
        return self._stored.change(
            record_id,
            Permission.RESTRICT,
            requester,
            lambda record, command: record.restrict(
                ground=ground, explanation=explanation, command=command
            ),
            says=saying(Restricted, ground=ground, explanation=explanation),
        )

    def unrestrict(self, record_id: UUID, *, explanation: str, requester: Requester) -> Done:
        return self._stored.change(
            record_id,
            Permission.RESTRICT,
            requester,
            lambda record, command: record.unrestrict(explanation=explanation, command=command),
            says=saying(Unrestricted, explanation=explanation),
        )
