"""The refusals of a release."""

from domain.errors import DomainError


class NotOverError(DomainError):
    """The period is not over yet. It can be prepared from the day after its last one."""


class UnderWayError(DomainError):
    """Another edition is being prepared. Publish it or abandon it first."""


class NoReasonError(DomainError):
    """Say why there is another edition, and what readers should know of it."""


class NothingPublishedError(DomainError):
    """Nothing was published of this period, so there is nothing to correct."""


class NotAtThisStageError(DomainError):
    """This edition is not at the stage at which that can be done."""


class NothingBehindError(DomainError):
    """An edition cannot say less than the one before it: its place in the log lies before that."""


class SecondPersonError(DomainError):
    """Whoever prepared or checked an edition does not approve it. A second person does."""


class ApprovedOtherFilesError(DomainError):
    """The files were made anew since you looked at them. Look again before you approve them."""


class InThePastError(DomainError):
    """Choose a time of publication that has not passed."""


class BeforeItsEndError(DomainError):
    """Choose a day after the end of the period: records of it may come until then."""


class TooEarlyError(DomainError):
    """The time of publication has not come yet."""
