"""Yes, no, and the different ways in which there is no answer."""

from domain.codelists.codelist import CodeList


class YesNo(CodeList):
    """The answer to a closed question."""

    YES = "yes", "Yes"
    NO = "no", "No"


class Absence(CodeList):
    """Why there is no answer. Different things, kept different in every read model."""

    NOT_ASKED = "not-asked", "Not asked"
    NOT_APPLICABLE = "not-applicable", "Not applicable"
    NOT_KNOWN = "not-known", "Officer did not know"
    REFUSED = "refused", "Officer preferred not to say"
    NOT_ANSWERED = "not-answered", "Not answered"
    ERASED = "erased", "Erased"
    UNOPENED = "unopened", "Sealed"
