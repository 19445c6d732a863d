"""The refusals of retention."""

from domain.errors import DomainError


class HeldError(DomainError):
    """A legal hold is on this record, and it always wins: nothing of it is erased while it lasts."""


class TooCloseError(DomainError):
    """You made this record or are named in it, so others decide about its erasure."""


class SecondPersonNeededError(DomainError):
    """Somebody else must agree to this: nobody agrees to what they asked for themselves."""


class ErasureUnderWayError(DomainError):
    """An erasure of this record is under way already. It ends first."""


class NoErasureError(DomainError):
    """No erasure of this record is at that stage."""


class NothingToEraseError(DomainError):
    """Choose what is to be erased, of what has not been erased yet."""


class StillReferredError(DomainError):
    """Professional standards have not assessed this record yet, so nothing of it is erased."""


class PeriodNotOverError(DomainError):
    """Its retention period is not over, or no policy says how long it is."""


class CoolingOffError(DomainError):
    """The time in which this erasure can be undone is not over yet."""


class NoWayBackError(DomainError):
    """The time in which this erasure could be undone is over: it is being made final."""


class NotReportedError(DomainError):
    """Not every place that holds something of the record has reported, so the erasure is not complete."""


class NoSuchHoldError(DomainError):
    """There is no such hold on this record, or it is not at that stage."""


class ReviewInThePastError(DomainError):
    """Enter a day in the future: until then the record is kept, and reviewed again."""


class UnknownPeriodError(DomainError):
    """Give a period for every group, in whole months from 1 to 1,200."""


class TooLongToCoolOffError(DomainError):
    """An erasure can be undone for at most 14 days, so that a lawful one ends within a month."""


class PolicyInThePastError(DomainError):
    """A policy begins today or later: what was decided under the last one stays so."""
