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


class OwnAccountError(DomainError):
    """Nobody closes their own account, or takes their own second factor away. Ask another administrator."""


class AccountClosedError(DomainError):
    """The account is closed already."""


class AccountOpenError(DomainError):
    """The account is not closed."""


class NotAnIdError(DomainError):
    """Enter the id that the identity provider has for them, and no name or mail address."""


class NotLinkedError(DomainError):
    """The account is linked to nothing at the identity provider."""


class RoleHeldError(DomainError):
    """The person holds this role already. Revoke it first to change its dates."""


class TakesTwoError(DomainError):
    """One administrator proposes this, and another one confirms it."""


class ProposedAlreadyError(DomainError):
    """A change to this role waits already. Have it confirmed, declined or withdrawn first."""


class NotWaitingError(DomainError):
    """This no longer waits: it was decided or withdrawn, or it lapsed. Propose it anew."""


class OwnProposalError(DomainError):
    """You proposed this yourself. Another administrator decides it, or you withdraw it."""


class OthersProposalError(DomainError):
    """Only who proposed this withdraws it. Decline it instead."""


class ProposerGoneError(DomainError):
    """Who proposed this is no longer an administrator. Decline it, and propose it anew."""


class SignInChangedError(DomainError):
    """Another administrator changed how you sign in. For seven days after that, others propose and confirm roles."""


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


class NoCaseError(DomainError):
    """Enter the reference of one case, in capitals and digits, like CO/123/26."""


class ConfidenceRequestedError(DomainError):
    """You asked for this case already: wait for the decision, or use what was approved."""


class ConfidenceDecidedError(DomainError):
    """There is no such request, or it was decided or withdrawn already."""


class NoConfidenceError(DomainError):
    """There is no such request, or nothing of it is left to end."""


class OwnConfidenceError(DomainError):
    """Nobody decides on their own request to look in confidence."""


class ConfidenceUndecidableError(DomainError):
    """A head of professional standards decides on requests; on those of a head, the outside reviewer."""


class ApprovalTooLongError(DomainError):
    """It is approved for 1 to 90 days."""
