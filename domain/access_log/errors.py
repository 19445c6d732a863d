"""The refusals of the access log."""

from domain.access.errors import NotAllowedError


class OwnLookingError(NotAllowedError):
    """What you yourself looked at is read by somebody else. Ask a colleague or your head of department."""
