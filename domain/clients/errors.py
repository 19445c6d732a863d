"""The refusals of other systems and their tokens."""

from domain.errors import DomainError


class NamelessClientError(DomainError):
    """Enter what the system is called, and what it is for."""


class NothingAllowedError(DomainError):
    """Choose at least one thing that the token may be used for."""


class NobodyActedForError(DomainError):
    """A token acts as somebody, or for the officers whom its requests name. Choose one."""


class TokenEndsTooLateError(DomainError):
    """A token ends after today, and within 400 days: issue another before it does."""


class TokenNotHeldError(DomainError):
    """The system does not hold this token, or it was revoked already."""


class NothingToTellError(DomainError):
    """Choose at least one thing that the system is told of."""


class AddressNotSafeError(DomainError):
    """Enter an address that begins with https:// and holds no password. On this machine, http:// will do."""


class WebhookNotRegisteredError(DomainError):
    """The system is not told of anything at this address, or no longer."""
