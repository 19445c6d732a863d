"""The refusals of a sample of looks."""

from domain.errors import DomainError


class AlreadyDrawnError(DomainError):
    """The sample of this month was drawn already."""


class MonthNotOverError(DomainError):
    """A sample is drawn from the second day after its month."""


class NotSealedYetError(DomainError):
    """Looks of this month are not sealed yet. Wait a minute; if it stays so, nothing seals the log of looks."""


class OwnLookError(DomainError):
    """Nobody reviews their own looks."""


class LookReviewedError(DomainError):
    """This look was reviewed already."""
