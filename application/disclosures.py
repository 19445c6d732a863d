"""Disclosing records to somebody outside. Which files that makes is not theirs to know."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from application.access import Access, Requester
from application.carrying_out import Done, carry_out_seen, saying
from application.log import RecordLog
from application.looking import Look
from application.stored_records import of_record, standing
from domain.access.policy import Permission
from domain.disclosures.disclosure import Terms, make
from domain.disclosures.events import Made
from domain.errors import NotFoundError
from domain.event import Event
from domain.records.record import UseOfForceRecord


@dataclass(frozen=True, kw_only=True, slots=True)
class Chosen:
    """A record that is disclosed: as it stood at a version, by somebody who knows it up to another."""

    record: UUID
    shown: int
    version: int


class Disclosures:
    """The use cases of disclosing."""

    def __init__(self, log: RecordLog, access: Access) -> None:
        self._log = log
        self._access = access

    def get(
        self, disclosure: UUID, *, by: UUID, permission: Permission = Permission.DISCLOSE
    ) -> Made:
        """A disclosure, for somebody who may make one, or may do what is said.

        Raises:
            NotFoundError: there is none, or they may not see it.

        """
        somebody = self._access.person(by)
        found = self._log.events_of(disclosure)
        if not found or not isinstance(found[0], Made) or found[0].force is not somebody.force:
            raise NotFoundError
        if not self._access.holds(by, permission):
            raise NotFoundError
        return found[0]

    def record(
        self, record: UUID, *, by: UUID, permission: Permission = Permission.DISCLOSE
    ) -> UseOfForceRecord:
        """A record, for somebody who may disclose it, or may do what is said.

        Raises:
            NotFoundError: there is none, or they may not.

        """
        look = self._log.look(record, by)
        found = standing(of_record(look.events_of(record)))
        if not self._access.on(look).may(by, permission, found):
            raise NotFoundError
        return found

    def make(
        self,
        disclosure: UUID,
        records: Sequence[Chosen],
        terms: Terms,
        *,
        digest: str,
        requester: Requester,
    ) -> Done:
        """Say in the history of each record that it is disclosed, and in one event of their own to whom.

        Raises:
            NotAllowedError, StaleVersionError, KeyReusedError, and the refusals of ``make``.

        """

        def decide(look: Look) -> Sequence[Event]:
            access = self._access.on(look)
            command = access.command(requester, Permission.DISCLOSE)
            found = []
            for one in records:
                record = standing(of_record(look.closed_events_of(one.record)))
                theirs = access.command(requester, Permission.DISCLOSE, record)
                record.expect(one.version)
                found.append((record, one.shown, theirs))
            return make(disclosure, found, terms, digest=digest, command=command)

        says = saying(
            Made,
            kind=terms.kind,
            basis=terms.basis,
            recipient=terms.recipient,
            explanation=terms.explanation,
            records=tuple(one.record for one in records),
        )
        seen = (requester.person, *(one.record for one in records))
        return carry_out_seen(self._log, requester, decide, on=disclosure, says=says, seen=seen)
