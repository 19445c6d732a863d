"""The refusals of a disclosure."""

from domain.errors import DomainError


class NoRecordChosenError(DomainError):
    """Choose a record at least."""


class NoRecipientError(DomainError):
    """Say who receives the records, and for what they asked."""


class NotYetError(DomainError):
    """Enter a moment in the past: nobody knows how a record will stand."""


class NotThenError(DomainError):
    """One of these records did not exist at that moment. Choose a later one, or leave the record out."""


class MustBeWithheldError(DomainError):
    """What goes to everybody must identify nobody: every sealed part is withheld from it."""
