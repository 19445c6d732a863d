"""Opening a record that is not one's to read, when somebody may come to harm; and the look at it after.

Context. A table of who may read what is wrong on the night on which a life depends on what a record
says. Decision. A supervisor opens it themselves: for an hour, with a ground and words, as an event of
their own standing; professional standards see it at once and must look into it. Restricted records
stay hidden. Consequence: nobody waits for a permission, and nobody reads on the quiet. Kept by
``tests/application/test_emergencies.py``. (Spec: audit, 6.1.)
"""

from uuid import UUID

from application.access import Access, Requester
from application.carrying_out import Done, carry_out, saying
from application.log import RecordLog
from application.stored_records import StoredRecords
from domain.access.policy import Permission
from domain.codelists.emergencies import EmergencyOutcome, GroundForBreakingGlass
from domain.errors import NotFoundError
from domain.event import Event
from domain.people.errors import AlreadyReadableError
from domain.people.events import GlassBroken, GlassReviewed


class Emergencies:
    """Records that were opened in an emergency."""

    def __init__(self, log: RecordLog, access: Access, stored: StoredRecords) -> None:
        self._log = log
        self._access = access
        self._stored = stored

    def break_glass(
        self,
        record: UUID,
        *,
        ground: GroundForBreakingGlass,
        explanation: str,
        requester: Requester,
    ) -> Done:
        """Open a record of one's own force for an hour.

        Raises:
            NotAllowedError, AlreadyReadableError, NothingSaidError.
            NotFoundError: there is no such record, or it is restricted.

        """

        def decide() -> tuple[Event, ...]:
            command = self._access.command(requester, Permission.BREAK_GLASS)
            somebody, found = self._access.person(requester.person), self._stored.get(record)
            if found.force is not somebody.force or found.restricted:
                raise NotFoundError
            if self._access.may(somebody.id, Permission.READ, found):
                raise AlreadyReadableError
            return (
                somebody.break_glass(
                    record, ground=ground, explanation=explanation, command=command
                ),
            )

        return carry_out(
            self._log,
            requester,
            decide,
            on=requester.person,
            says=saying(GlassBroken, record=record, ground=ground, explanation=explanation),
        )

    def review(
        self,
        person: UUID,
        broken: int,
        outcome: EmergencyOutcome,
        *,
        explanation: str,
        requester: Requester,
    ) -> Done:
        """Say what was found of an emergency; ``broken`` is the version of the event that opened it.

        Raises:
            NotAllowedError, OwnEmergencyError, NoEmergencyError, NothingSaidError.

        """

        def decide() -> tuple[Event, ...]:
            command = self._access.command(requester, Permission.REVIEW_EMERGENCIES)
            somebody = self._access.of_own_force(person, requester.person)
            return (somebody.review_glass(broken, outcome, explanation, command=command),)

        return carry_out(
            self._log,
            requester,
            decide,
            on=person,
            says=saying(GlassReviewed, broken=broken, outcome=outcome, explanation=explanation),
        )

    def emergency(self, person: UUID, broken: int, *, by: UUID) -> GlassBroken:
        """What somebody said when they opened a record, for who looks into it.

        Raises:
            NotFoundError: there is no such emergency, or they may not.

        """
        if not self._access.holds(by, Permission.REVIEW_EMERGENCIES):
            raise NotFoundError
        self._access.of_own_force(person, by)
        found = self._log.events_of(person, upto=broken)
        if len(found) != broken or not isinstance(found[-1], GlassBroken):
            raise NotFoundError
        return found[-1]
