"""What came of it."""

from domain.codelists.codelist import CodeList
from domain.codelists.reasons import EDITION_2023


class Outcome(CodeList):
    """Outcome, item 51: a record may name several (spec: domain, 1.3 O)."""

    ARRESTED = "arrested", "Arrested"
    MADE_OFF = "made-off", "Made off or escaped"
    HOSPITALISED = "hospitalised", "Hospitalised"
    MENTAL_HEALTH_ACT = "mental-health-act", "Detained under the Mental Health Act"
    FATALITY = "fatality", "Fatality"
    NO_FURTHER_ACTION = "no-further-action", "No further action", EDITION_2023
    OTHER = "other", "Other"
