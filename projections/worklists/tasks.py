"""What there is to do about a record."""

from domain.codelists.codelist import CodeList


class Task(CodeList):
    """What there is to do."""

    REVIEW = "review", "Review"
    AMEND = "amend", "Amend"
    ASSESS = "assess", "Assess"
