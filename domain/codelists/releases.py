"""Editions of a release: why there is another one, and why one was given up."""

from domain.codelists.codelist import CodeList


class ReasonForEdition(CodeList):
    """Why an edition is prepared (spec: ux, 7.3, revisions policy)."""

    FIRST = "first", "First publication"
    SCHEDULED = "scheduled", "Scheduled revision"
    ERROR = "error", "A mistake was found"
    RESUBMISSION = "resubmission", "Many records came later or were changed"


class GroundForAbandoning(CodeList):
    """Why an edition that was prepared is not published."""

    FIGURES = "figures", "The figures must be looked into first"
    RECORDS = "records", "More records are to be in it"
    WORDS = "words", "Its notice must say something else"
    NOT_NEEDED = "not-needed", "It is not needed"
