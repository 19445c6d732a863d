"""What is invented: nothing was published about it, and it is plausible at most.

How people share the work, how long things take, who asks whom again. Reports about these figures
say something about this file and nothing about any police force.
"""

from collections.abc import Mapping

from domain.codelists.assessments import Assessment
from domain.codelists.conduct import PrimaryConduct
from domain.codelists.duties import MainDuty
from domain.codelists.powers import Power
from domain.codelists.reasons import ReasonForAmendment, ReasonForWithdrawal
from domain.codelists.threats import Threat
from domain.codelists.video import NoVideoReason
from web.demo.generating.chance import Delay, Each, Pick

# People.

RECORDS_A_MONTH = 0.8
"""Of an officer, on average; some make none, some ten times as many."""
FEWEST_OFFICERS = 12
SMALLEST_TEAM, LARGEST_TEAM = 6, 9
TEAMS_OF_AN_INSPECTOR = 5
OFFICERS_OF_STANDARDS = 400
SERGEANTS_SHARE = 0.25
"""A sergeant uses force as often as a quarter of an officer."""
CHANGES_TEAM = 8.0
CED_TRAINED = 30.0
DUTIES = Pick(
    {
        # Frontline patrol and response 79 per cent: Cambridgeshire (spec: domain, 1.3 F).
        MainDuty.RESPONSE: 79,
        MainDuty.NEIGHBOURHOOD: 6,
        MainDuty.ROADS: 3,
        MainDuty.CUSTODY: 4,
        MainDuty.PROACTIVE: 3,
        MainDuty.ARV: 2,
        MainDuty.DOG_HANDLER: 1,
        MainDuty.OPERATIONAL_SUPPORT: 1,
        MainDuty.INVESTIGATION: 1,
    }
)
CS_FORCES = 15.0
"""Per cent of forces whose spray is CS; the others have PAVA."""

# Encounters: officers, subjects and which of them each record is about.

SHAPES: Pick[tuple[tuple[int, int], ...]] = Pick(
    {
        ((0, 0),): 60,
        ((0, 0), (1, 0)): 24,
        ((0, 0), (1, 0), (2, 0)): 7,
        ((0, 0), (1, 0), (2, 0), (3, 0)): 2,
        ((0, 0), (0, 1)): 4,
        ((0, 0), (0, 1), (1, 0), (1, 1)): 2,
        ((0, 0), (1, 1)): 1,
    }
)
"""Officers and subjects by number. How many there are depends on nothing that was published, so that
the published shares stay what they are."""
NAMES_THE_OTHERS = 80.0
NAMES_A_BYSTANDER = 12.0
SEES_IT_OTHERWISE = 3.0
"""Officers at one encounter perceive the same person alike, but for so many."""
CROWDS_ON_MATCH_DAYS = 2.5
CROWDS_AT_NEW_YEAR = 1.5
CROWD_SIZE = (20, 900)
OUT_OF_FORCE_SHARE = 1.2

# Answers that no national table shows.

CONDUCT: Mapping[str, Pick[PrimaryConduct]] = {
    "compliant only": Pick(dict(zip(PrimaryConduct, (80, 7, 8, 5, 0, 0), strict=True))),
    "compliant and more": Pick(dict(zip(PrimaryConduct, (45, 12, 14, 22, 6, 1), strict=True))),
    "force": Pick(dict(zip(PrimaryConduct, (4, 13, 14, 42, 22, 5), strict=True))),
    "weapon": Pick(dict(zip(PrimaryConduct, (1, 4, 8, 24, 38, 25), strict=True))),
}
"""By what was done. Compliant conduct was 24 to 43 per cent in London's boroughs (spec: domain, 7)."""
ASSAULTED: Mapping[PrimaryConduct, float] = dict(
    zip(PrimaryConduct, (0.0, 1.0, 1.0, 6.0, 32.0, 48.0), strict=True)
)
ASSAULTED_WITH = Pick(dict(zip(Threat, (0.2, 2, 1, 4, 6, 22, 8, 30, 22, 4, 6), strict=True)))
THREATENED_WITH = Pick(dict(zip(Threat, (3, 40, 12, 16, 9, 5, 3, 4, 4, 2, 2), strict=True)))
THREATENED_BY_A_WEAPON = 70.0
MENTAL_HEALTH_WEIGHED = 85.0
"""Of people who appeared to have a mental condition, it was an impact factor for so many."""
STOP_AND_SEARCH = 45.0
"""Of searches, were a stop and search: on the form from 1 April 2023."""
SINGLE_CREWED = 22.0
CED_CARRIED = 88.0
VIDEO = 91.0
NO_VIDEO = Pick(dict(zip(NoVideoReason, (30, 25, 35, 10), strict=True)))
POWERS = Each(dict(zip(Power, (45, 38, 41, 6, 3), strict=True)))
DE_ESCALATION_ASKED, DE_ESCALATED = 60.0, 72.0
MEDICAL_OFFERED, MEDICAL_PROVIDED, OFFICER_TREATED = 88.0, 62.0, 34.0
SERIOUS_IF_SEVERE = 40.0
FIREARM_FIRED = 0.1
CYCLE_REPEATED, CYCLE_INTERRUPTED, PROBE_MISSED = 15.0, 6.0, 12.0
EARLY_STEP_EFFECTIVE = 96.5
LAST_STEP_EFFECTIVE = 99.9
MADE_OFF_EFFECTIVE = 40.0
WORDS_EFFECTIVE = 35.0
"""Talking first seldom ends it, or there would be no record."""
ON_THE_FIVE_MINUTES = 60.0
"""Times are told to five minutes more often than not."""

# What becomes of a record: hours.

STARTED_AFTER = Delay((0, 0.3), (0.5, 2.5), (0.9, 9), (0.95, 24), (0.99, 120), (1, 400))
FILLED_IN = Delay((0, 0.06), (0.7, 0.25), (0.95, 1), (1, 12))
REVIEWED_AFTER = Delay((0, 0.4), (0.5, 18), (0.88, 70), (0.96, 160), (1, 700))
AMENDED_AFTER = Delay((0, 1), (0.5, 20), (0.9, 90), (1, 300))
ASSESSED_AFTER = Delay((0, 2), (0.6, 20), (0.9, 70), (1, 240))
LATER = Delay((0, 48), (0.6, 300), (1, 1_200))

SPOTS_A_MISTAKE = 3.0
RETURNED = 9.0
RETURNED_AGAIN = 12.0
"""Of those that were returned once."""
NOTE_INSTEAD = 6.0
"""Of returned ones: the officer adds a note and amends nothing yet."""
REFERRED_BY_REVIEWER = 0.6
ADVICE = 12.0
WITHDRAWN = 0.5
RESTORED = 15.0
CORRECTED_LATER = 1.2
NOTED = 1.0
LINKED = 70.0
"""Of encounters with several records."""

WHY_AMENDED = Pick({ReasonForAmendment.ERROR: 60, ReasonForAmendment.MISSING: 40})
WHY_LATER = Pick(
    {
        ReasonForAmendment.NEW_EVIDENCE: 65,
        ReasonForAmendment.SUBJECT_REQUEST: 15,
        ReasonForAmendment.OTHER: 20,
    }
)
WHY_WITHDRAWN = Pick(dict(zip(ReasonForWithdrawal, (70, 12, 8, 5, 5), strict=True)))
ASSESSMENTS = Pick(dict(zip(Assessment, (91, 3, 1, 5), strict=True)))

# Words.

WRITES = {"narrative": 75.0, "references": 55.0, "place": 40.0, "subject": 35.0}
"""Officers who write something, by what it is about."""
