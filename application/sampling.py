"""Drawing the sample of a month, and saying what was found of each look in it."""

from collections.abc import Callable, Iterable
from datetime import date
from uuid import UUID

from application.access import Access, Requester
from application.carrying_out import Done, carry_out, saying
from application.log import RecordLog
from domain.access.policy import Permission
from domain.codelists.forces import Force
from domain.codelists.sampling import LookOutcome
from domain.errors import NotFoundError
from domain.event import Event
from domain.sampling.events import LookReviewed, LooksSampled
from domain.sampling.sample import Frame, Sample, fold, sample_id


class Samples:
    """Samples of looks of professional standards, of the force of who asks."""

    def __init__(self, log: RecordLog, access: Access) -> None:
        self._log = log
        self._access = access

    def draw(self, month: date, frame: Callable[[], Frame], *, requester: Requester) -> Done:
        """Draw the sample of a month.

        Raises:
            NotAllowedError, AlreadyDrawnError, MonthNotOverError.

        """
        force = self._force(requester.person)

        def decide() -> tuple[Event, ...]:
            command = self._access.command(requester, Permission.REVIEW_LOOKS)
            return (self._sample(force, month).draw(frame(), command=command),)

        return carry_out(
            self._log,
            requester,
            decide,
            on=sample_id(force, month),
            says=saying(LooksSampled, month=month),
        )

    def review(
        self,
        month: date,
        leaf: int,
        outcome: LookOutcome,
        *,
        explanation: str,
        requester: Requester,
    ) -> Done:
        """Say what was found of a look.

        Raises:
            NotAllowedError, OwnLookError, LookReviewedError, NothingSaidError.
            NotFoundError: it was not drawn.

        """
        force = self._force(requester.person)

        def decide() -> tuple[Event, ...]:
            command = self._access.command(requester, Permission.REVIEW_LOOKS)
            sample = self._sample(force, month)
            return (sample.review(leaf, outcome, explanation, command=command),)

        return carry_out(
            self._log,
            requester,
            decide,
            on=sample_id(force, month),
            says=saying(LookReviewed, leaf=leaf, outcome=outcome, explanation=explanation),
        )

    def samples(self, months: Iterable[date], *, by: UUID) -> tuple[Sample, ...]:
        """The samples of some months, drawn or not, for who reviews them.

        Raises:
            NotFoundError: they may not.

        """
        if not self._access.holds(by, Permission.REVIEW_LOOKS):
            raise NotFoundError
        force = self._force(by)
        return tuple(self._sample(force, month) for month in months)

    def _force(self, person: UUID) -> Force:
        return self._access.person(person).force

    def _sample(self, force: Force, month: date) -> Sample:
        return fold(force, month, self._log.events_of(sample_id(force, month)))
