"""Injuries, of the officer and of the subject."""

from domain.codelists.codelist import CodeList


class OfficerInjuryLevel(CodeList):
    """How badly the officer was hurt, item 45 (Home Office, table 10)."""

    MINOR = "minor", "Minor"
    SEVERE = "severe", "Severe"


class SubjectInjured(CodeList):
    """Whether the force injured the subject, item 47 (Home Office, table 11)."""

    YES = "yes", "Yes"
    NO = "no", "No"
    UNKNOWN = "unknown", "Unknown"


class SubjectInjuryLevel(CodeList):
    """How badly the subject was hurt, item 48 (Home Office, table 11)."""

    MINOR = "minor", "Minor"
    SEVERE = "severe", "Severe"
    DEATH = "death", "Death"
