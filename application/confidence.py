"""Asking to look in confidence, and deciding on it. What is decided by whom: ``domain/people/confidence.py``."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from application.access import Access, Requester
from application.carrying_out import Done, carry_out, saying
from application.log import RecordLog
from domain.access.policy import Permission
from domain.codelists.confidence import ConfidenceOutcome
from domain.errors import NotFoundError
from domain.event import Event
from domain.people.confidence import Confidence
from domain.people.events import (
    ConfidenceApproved,
    ConfidenceDeclined,
    ConfidenceEnded,
    ConfidenceRequested,
)
from domain.records.events import Words


@dataclass(frozen=True, kw_only=True, slots=True)
class Asked:
    """A request, with what was said of it by who asked and who decided."""

    request: Confidence
    why: Words
    outcome: ConfidenceOutcome | None = None
    why_decided: Words = ""


class Confidences:
    """Requests to look in confidence."""

    def __init__(self, log: RecordLog, access: Access) -> None:
        self._log = log
        self._access = access

    def request(self, case: str, *, explanation: str, requester: Requester) -> Done:
        """Ask for one case.

        Raises:
            NotAllowedError, NoCaseError, NothingSaidError, ConfidenceRequestedError.

        """

        def decide() -> tuple[Event, ...]:
            command = self._access.command(requester, Permission.LOOK_IN_CONFIDENCE)
            somebody = self._access.person(requester.person)
            return (somebody.request_confidence(case, explanation, command=command),)

        return carry_out(
            self._log,
            requester,
            decide,
            on=requester.person,
            says=saying(ConfidenceRequested, case=case, explanation=explanation),
        )

    def approve(
        self,
        person: UUID,
        requested: int,
        *,
        lasts: timedelta,
        explanation: str,
        requester: Requester,
    ) -> Done:
        """Allow it; ``requested`` is the version of the event that asked for it.

        Raises:
            NotAllowedError, OwnConfidenceError, ConfidenceUndecidableError, ConfidenceDecidedError,
            ApprovalTooLongError, NothingSaidError.
            NotFoundError: the person is of another force.

        """

        def decide() -> tuple[Event, ...]:
            command = self._access.command(requester, Permission.APPROVE_CONFIDENCE)
            somebody = self._access.of_own_force(person, requester.person)
            return (somebody.approve_confidence(requested, lasts, explanation, command=command),)

        says = saying(ConfidenceApproved, requested=requested, explanation=explanation)
        return carry_out(
            self._log,
            requester,
            decide,
            on=person,
            says=lambda event: says(event) and _lasts(event) == lasts,
        )

    def decline(
        self, person: UUID, requested: int, *, explanation: str, requester: Requester
    ) -> Done:
        """Do not allow it.

        Raises:
            The same as of approving.

        """

        def decide() -> tuple[Event, ...]:
            command = self._access.command(requester, Permission.APPROVE_CONFIDENCE)
            somebody = self._access.of_own_force(person, requester.person)
            return (somebody.decline_confidence(requested, explanation, command=command),)

        return carry_out(
            self._log,
            requester,
            decide,
            on=person,
            says=saying(ConfidenceDeclined, requested=requested, explanation=explanation),
        )

    def end(self, person: UUID, requested: int, *, requester: Requester) -> Done:
        """End it or withdraw it: one's own, or as somebody who decides on them.

        Raises:
            NotAllowedError, NoConfidenceError.
            NotFoundError: the person is of another force.

        """
        needed = (
            Permission.LOOK_IN_CONFIDENCE
            if person == requester.person
            else Permission.APPROVE_CONFIDENCE
        )

        def decide() -> tuple[Event, ...]:
            command = self._access.command(requester, needed)
            somebody = self._access.of_own_force(person, requester.person)
            return (somebody.end_confidence(requested, command=command),)

        return carry_out(
            self._log,
            requester,
            decide,
            on=person,
            says=saying(ConfidenceEnded, requested=requested),
        )

    def asked(self, person: UUID, requested: int, *, by: UUID) -> Asked:
        """What was said of a request, to who asked and to who decides.

        Raises:
            NotFoundError: there is no such request, or they may not.

        """
        if person != by and not self._access.holds(by, Permission.APPROVE_CONFIDENCE):
            raise NotFoundError
        somebody = self._access.of_own_force(person, by)
        request = next((one for one in somebody.confidences if one.version == requested), None)
        if request is None:
            raise NotFoundError
        said: Words = ""
        decided: ConfidenceApproved | ConfidenceDeclined | None = None
        for event in self._log.events_of(person):
            if isinstance(event, ConfidenceRequested) and event.originator_version == requested:
                said = event.explanation
            if (
                isinstance(event, ConfidenceApproved | ConfidenceDeclined)
                and event.requested == requested
            ):
                decided = event
        if decided is None:
            return Asked(request=request, why=said)
        outcome = (
            ConfidenceOutcome.APPROVED
            if isinstance(decided, ConfidenceApproved)
            else ConfidenceOutcome.DECLINED
        )
        return Asked(request=request, why=said, outcome=outcome, why_decided=decided.explanation)

    def cases(self, people: Iterable[UUID], *, by: UUID) -> Mapping[tuple[UUID, int], Words]:
        """The cases that these people asked for, by person and version, for who decides on them."""
        if not self._access.holds(by, Permission.APPROVE_CONFIDENCE):
            raise NotFoundError
        return {
            (person, one.version): one.case
            for person in set(people)
            for one in self._access.of_own_force(person, by).confidences
        }


def _lasts(event: Event) -> timedelta | None:
    if not isinstance(event, ConfidenceApproved):
        return None
    return event.until - event.metadata.at
