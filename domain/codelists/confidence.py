"""What was decided of a request to look in confidence."""

from domain.codelists.codelist import CodeList


class ConfidenceOutcome(CodeList):
    """Whether somebody may look at what belongs to a case so that its officers are not shown it."""

    APPROVED = "approved", "Approve it"
    DECLINED = "declined", "Decline it"
