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


class CircularSupervisionError(DomainError):
    """Two who supervise each other would review each other's records. Choose somebody else."""


class NotSupervisedError(DomainError):
    """Nobody supervises this person now."""


class RoleHeldError(DomainError):
    """The person holds this role already. Revoke it first to change its dates."""


class DelegatedToOneselfError(DomainError):
    """Nobody acts for themselves. Choose somebody else."""


class DelegationHeldError(DomainError):
    """The person acts for this supervisor in that time already. End it first to change its dates."""


class DelegationNotHeldError(DomainError):
    """The person does not act for this supervisor."""


class CannotReviewError(DomainError):
    """The person is no supervisor, and could not review what they would be asked to."""


class AlreadyReadableError(DomainError):
    """You can read this record without an emergency."""


class NoEmergencyError(DomainError):
    """There is no such emergency, or it was looked at already."""


class OwnEmergencyError(DomainError):
    """Nobody looks into an emergency of their own."""
