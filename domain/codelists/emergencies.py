"""Why somebody opened a record that is not theirs to read, and what was found of it afterwards."""

from domain.codelists.codelist import CodeList


class GroundForBreakingGlass(CodeList):
    """Why it could not wait for somebody who may read the record (spec: audit, 6.1)."""

    RISK_TO_LIFE = "risk-to-life", "Somebody may come to harm"
    IN_CUSTODY = "in-custody", "The person is in custody or in hospital now"
    SUPERVISOR_AWAY = "supervisor-away", "The officer’s supervisor cannot be reached"


class EmergencyOutcome(CodeList):
    """What professional standards found when they looked at it."""

    JUSTIFIED = "justified", "It was needed"
    NOT_JUSTIFIED = "not-justified", "It was not needed"
