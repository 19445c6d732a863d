"""The supervisor's check: return, accept, refer; and the assessment of what was referred."""

from collections.abc import Callable, Sequence
from uuid import UUID

from application.access import Requester
from application.carrying_out import Done, saying
from application.stored_records import Decide, StoredRecords
from domain.access.policy import Permission
from domain.codelists.assessments import Assessment
from domain.command import Command
from domain.event import Event
from domain.records.events import Accepted, Assessed, PinnedNote, Referred, Returned
from domain.records.record import UseOfForceRecord

Refuse = Callable[[UseOfForceRecord, Command], None]
"""Raises what speaks against a review by this person, beside what the record itself refuses."""


def nothing_else(record: UseOfForceRecord, command: Command) -> None:
    """What speaks against a review where nobody counts who reviews whom."""


class Reviews:
    """Each decision is made on the version the reviewer saw, or it is refused."""

    def __init__(self, stored: StoredRecords, refuse: Refuse = nothing_else) -> None:
        self._stored = stored
        self._refuse = refuse

    def give_back(
        self, record_id: UUID, notes: Sequence[PinnedNote], *, version: int, requester: Requester
    ) -> Done:
        return self._stored.change(
            record_id,
            Permission.REVIEW,
            requester,
            self._unless_refused(lambda record, command: record.give_back(notes, command=command)),
            says=saying(Returned, notes=tuple(notes)),
            version=version,
        )

    def accept(self, record_id: UUID, *, advice: str, version: int, requester: Requester) -> Done:
        return self._stored.change(
            record_id,
            Permission.REVIEW,
            requester,
            self._unless_refused(
                lambda record, command: record.accept(advice=advice, command=command)
            ),
            says=saying(Accepted, advice=advice or None),
            version=version,
        )

    def refer(
        self, record_id: UUID, *, explanation: str, version: int, requester: Requester
    ) -> Done:
        """Who refers a record has somebody else decide, so nothing speaks against it."""
        return self._stored.change(
            record_id,
            Permission.REVIEW,
            requester,
            lambda record, command: record.refer(explanation, command=command),
            says=saying(Referred, explanation=explanation),
            version=version,
        )

    def assess(
        self,
        record_id: UUID,
        outcome: Assessment,
        *,
        explanation: str,
        version: int,
        requester: Requester,
    ) -> Done:
        return self._stored.change(
            record_id,
            Permission.ASSESS,
            requester,
            lambda record, command: record.assess(outcome, explanation, command=command),
            says=saying(Assessed, outcome=outcome, explanation=explanation),
            version=version,
        )

    def _unless_refused(self, decide: Decide) -> Decide:
        """A decision that the record takes, if nothing beside it speaks against the reviewer."""

        def decided(record: UseOfForceRecord, command: Command) -> Sequence[Event]:
            events = decide(record, command)
            self._refuse(record, command)
            return events

        return decided
