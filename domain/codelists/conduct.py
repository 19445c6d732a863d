"""How the subject behaved."""

from domain.codelists.codelist import CodeList


class PrimaryConduct(CodeList):
    """Primary conduct of the subject, item 5, from least to most resistance (spec: domain, 1.3 B)."""

    COMPLIANT = "compliant", "Compliant"
    PASSIVE = "passive", "Passive resistance"
    VERBAL = "verbal", "Verbal resistance or gestures"
    ACTIVE = "active", "Active resistance"
    AGGRESSIVE = "aggressive", "Aggressive resistance"
    SERIOUS = "serious", "Serious or aggravated resistance"
