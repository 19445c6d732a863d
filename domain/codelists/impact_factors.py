"""What affected the decision to use force."""

from domain.codelists.codelist import CodeList


class ImpactFactor(CodeList):
    """Impact factor, item 9. None is a legitimate answer, and not a blank (spec: domain, 1.3 D)."""

    WEAPON = "weapon", "Possession of a weapon"
    ALCOHOL = "alcohol", "Alcohol"
    DRUGS = "drugs", "Drugs"
    MENTAL_HEALTH = "mental-health", "Mental health"
    PRIOR_KNOWLEDGE = "prior-knowledge", "Prior knowledge"
    SIZE = "size", "Size, gender or build"
    DISTURBANCE = "disturbance", "Acute behavioural disturbance"
    CROWD = "crowd", "Crowd"
    OTHER = "other", "Other"
