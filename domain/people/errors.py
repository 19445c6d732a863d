"""The refusals of a person's standing."""

from domain.errors import DomainError


class OwnStandingError(DomainError):
    """Nobody changes their own roles. Ask another administrator."""


class GrantInThePastError(DomainError):
    """A role starts now or later: it does not reach back in time."""


class GrantEndsBeforeItStartsError(DomainError):
    """A role must end after it starts."""


class RoleNotHeldError(DomainError):
    """The person does not hold this role."""


class OwnSupervisorError(DomainError):
    """Nobody supervises themselves."""


class NotSupervisedError(DomainError):
    """Nobody supervises this person now."""


class RoleHeldError(DomainError):
    """The person holds this role already. Revoke it first to change its dates."""
