"""Who is asking, and in which role they may do it now."""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import cache, partial
from uuid import UUID

from application.looking import Look, Streams
from application.ports import Clock
from domain.access.errors import NotAllowedError
from domain.access.policy import (
    WITHHELD_FROM_NAMED,
    Permission,
    Relation,
    acting_role,
    holds,
)
from domain.codelists.field_groups import FieldGroup
from domain.codelists.roles import Role
from domain.command import Command
from domain.errors import NotFoundError
from domain.people.person import Person, fold
from domain.records.record import UseOfForceRecord

Supervises = Callable[[UUID | None], bool]
"""Whether the person who asks supervises an officer now."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Requester:
    """A signed-in person, and the key of this one request: the same key is the same request."""

    person: UUID
    request: UUID
    via: UUID | None = None
    """The machine token that carries the request, if one does."""


class Access:
    """Answers from the log, never from a read model: a revoked role ends at once."""

    def __init__(self, log: Streams, clock: Clock) -> None:
        self._log = log
        self._clock = clock

    def on(self, look: Look) -> "Access":
        """The same, answered from one look at the log."""
        return Access(look, self._clock)

    def person(self, person: UUID) -> Person:
        """A person's standing.

        Raises:
            NotFoundError: nobody was registered under this id.

        """
        found = fold(None, self._log.events_of(person))
        if found is None:
            raise NotFoundError
        return found

    def of_own_force(self, person: UUID, by: UUID) -> Person:
        """The standing of a person of the force of whoever asks: one log may keep several forces' people.

        Raises:
            NotFoundError: one of the two was never registered, or they are of different forces.

        """
        found = self.person(person)
        if found.force is not self.person(by).force:
            raise NotFoundError
        return found

    def roles(self, person: UUID) -> frozenset[Role]:
        """The roles somebody may act in now."""
        return self.person(person).roles_at(self._clock.now())

    def holds(self, person: UUID, permission: Permission) -> bool:
        return holds(permission, self.roles(person))

    def may(self, person: UUID, permission: Permission, record: UseOfForceRecord) -> bool:
        """Whether somebody may do something to a record now."""
        try:
            self._role(self.person(person), permission, record)
        except NotAllowedError:
            return False
        return True

    def allowed(
        self, person: UUID, permission: Permission, records: Iterable[UseOfForceRecord]
    ) -> list[UseOfForceRecord]:
        """Those of many records to which somebody may do something now; who supervises whom is read
        once an officer.
        """
        somebody = self.person(person)
        supervises = cache(partial(self._supervises, self._standing_for(somebody)))
        whoever = self._holds_for_any(somebody, permission)
        found = []
        for record in records:
            try:
                # Where it takes no relation, nobody needs to look up who supervises whom.
                self._role(somebody, permission, record, whoever or supervises)
            except NotAllowedError:
                continue
            found.append(record)
        return found

    def _holds_for_any(self, somebody: Person, permission: Permission) -> Supervises | None:
        """The answer that nobody is supervised, if that makes no difference."""
        try:
            acting_role(permission, roles=somebody.roles_at(self._clock.now()))
        except NotAllowedError:
            return None
        return lambda _: False

    def withheld(self, person: UUID, record: UseOfForceRecord) -> frozenset[FieldGroup]:
        """The sealed groups that somebody who may read a record does not see of it."""
        if person == record.officer or not record.is_named(person):
            return frozenset()
        role = self._role(self.person(person), Permission.READ, record)
        return WITHHELD_FROM_NAMED if role is Role.OFFICER else frozenset()

    def command(
        self, requester: Requester, permission: Permission, record: UseOfForceRecord | None = None
    ) -> Command:
        """A command in the role that allows it.

        Raises:
            NotAllowedError: no role of theirs does.

        """
        return self.command_of(self.person(requester.person), requester, permission, record)

    def command_of(
        self,
        somebody: Person,
        requester: Requester,
        permission: Permission,
        record: UseOfForceRecord | None = None,
    ) -> Command:
        """The same for who has just read how the requester stands, and goes by it.

        Raises:
            NotAllowedError: no role of theirs allows it.

        """
        return Command(
            by=requester.person,
            role=self._role(somebody, permission, record),
            at=self._clock.now(),
            request=requester.request,
            via=requester.via,
        )

    def now(self) -> datetime:
        return self._clock.now()

    def _role(
        self,
        somebody: Person,
        permission: Permission,
        record: UseOfForceRecord | None,
        supervises: Supervises | None = None,
    ) -> Role:
        if record and record.force is not somebody.force:
            # One log may keep several forces' records; nobody acts on another force's.
            raise NotAllowedError
        return acting_role(
            permission,
            roles=somebody.roles_at(self._clock.now()),
            relations=self._relations(
                somebody,
                record,
                supervises or partial(self._supervises, self._standing_for(somebody)),
            )
            if record
            else (),
            restricted=record.restricted if record else False,
        )

    def _relations(
        self, somebody: Person, record: UseOfForceRecord, supervises: Supervises
    ) -> Collection[Relation]:
        relations, person = set(), somebody.id
        if somebody.has_open_at(record.id, self._clock.now()):
            relations.add(Relation.EMERGENCY)
        if record.is_named(person):
            relations.add(Relation.NAMED)
        if record.is_imported:
            relations.add(Relation.IMPORTED)
        if record.officer == person:
            relations.add(Relation.OWN)
        # Nobody supervises themselves, so there is nothing to look up for one's own record.
        elif supervises(record.officer):
            relations.add(Relation.SUPERVISES)
        return relations

    def _standing_for(self, somebody: Person) -> frozenset[UUID]:
        """In whose place somebody decides now: their own, and of those for whom they act."""
        return somebody.acts_for_at(self._clock.now()) | {somebody.id}

    def _supervises(self, supervisors: frozenset[UUID], officer: UUID | None) -> bool:
        """Supervision as it stands now: whoever released the officer no longer decides for them."""
        if officer is None:
            return False
        # The officer of an imported record may never have been registered here.
        found = fold(None, self._log.events_of(officer))
        return found is not None and found.supervisor in supervisors
