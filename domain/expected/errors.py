"""The refusals of an expected encounter."""

from domain.errors import DomainError


class NotOpenError(DomainError):
    """This is matched or explained already. Open it again first."""


class NothingToUndoError(DomainError):
    """This is neither matched nor explained, so there is nothing to undo."""


class OwnMissingRecordError(DomainError):
    """Nobody explains why their own record is missing. Your supervisor does."""


class NotExplainedError(DomainError):
    """Say why there is no record, in your own words."""


class OtherForceError(DomainError):
    """The record is another force's."""
