"""What a person is told when the identity provider did not do its part.

Apart from the client: every installation knows these, and only one with a provider loads what speaks to it.
"""

import logging

from domain.errors import DomainError
from web import logs


class ProviderRefusedError(DomainError):
    """Your force account did not sign you in. Try again, or ask your administrator."""


class ProviderAwayError(DomainError):
    """Your force account cannot be reached now. Try again in a minute."""


class NotShownAgainError(DomainError):
    """Your force account did not say that you just showed who you are. Try again with your second factor."""


def refused(why: str) -> ProviderRefusedError:
    """A refusal; the reason goes into the log, where whoever runs the service finds it."""
    logs.say("provider-refused", level=logging.WARNING, reason=why)
    return ProviderRefusedError()


def away(error: Exception) -> ProviderAwayError:
    """That it cannot be reached; the log says in which way."""
    logs.say("provider-away", level=logging.WARNING, reason=type(error).__name__)
    return ProviderAwayError()
