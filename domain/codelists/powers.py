"""The power an officer relied on."""

from domain.codelists.codelist import CodeList


class Power(CodeList):
    """Legal power relied on (spec: domain, 5.5)."""

    COMMON_LAW = "common-law", "Common law"
    CRIMINAL_LAW_ACT = "criminal-law-act-s3", "Criminal Law Act 1967, section 3"
    PACE = "pace-s117", "Police and Criminal Evidence Act 1984, section 117"
    MENTAL_HEALTH = "mental-health-acts", "Mental Health Act 1983 or Mental Capacity Act 2005"
    OTHER = "other", "Another power"
