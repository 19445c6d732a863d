"""The refusals of access."""

from domain.errors import DomainError


class NotAllowedError(DomainError):
    """You are not allowed to do this."""
