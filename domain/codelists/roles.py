"""The police posts under which a person acts."""

from domain.codelists.codelist import CodeList


class Role(CodeList):
    """In what capacity somebody acted. Every event names one (spec: audit, section 6.1)."""

    OFFICER = "officer", "Officer"
    SUPERVISOR = "supervisor", "Supervisor"
    PROFESSIONAL_STANDARDS = "professional-standards", "Professional standards"
    HEAD_OF_STANDARDS = "head-of-standards", "Head of professional standards"
    OUTSIDE_REVIEWER = "outside-reviewer", "Outside reviewer"
    ANALYST = "analyst", "Analyst"
    RECORDS_MANAGER = "records-manager", "Records manager"
    DATA_PROTECTION = "data-protection-officer", "Data protection officer"
    ADMINISTRATOR = "administrator", "Administrator"
    SYSTEM = "system", "The system"
