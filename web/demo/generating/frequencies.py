"""What was published: shares of records, in per cent, as the Home Office printed them.

Source: HO18, HO19 and HO20, England and Wales, years ending in March (spec: domain, section 7; a
test compares the tables here with the published workbooks). A financial year without a table of its
own is taken to be like the nearest that has one.

Decision. Every share is kept as it was published, and two things in the tables have no code on the
form as officers answer it. A level "not stated" cannot be left out by an officer, so it is not
generated; the levels of a Taser are shares of those that were stated. "Not reported" is an officer
who could not tell, where the form offers that, and is left out where it does not. Consequence:
handcuffing without a level (7.9 per cent in 2020) and some 1 per cent of other tactics are missing
from the number of tactics a record. Kept by ``tests/demo/test_calibration.py``.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from domain.codelists.answers import Absence, YesNo
from domain.codelists.codelist import CodeList
from domain.codelists.impact_factors import ImpactFactor
from domain.codelists.injuries import OfficerInjuryLevel, SubjectInjured, SubjectInjuryLevel
from domain.codelists.locations import LocationType
from domain.codelists.outcomes import Outcome
from domain.codelists.perceptions import PerceivedAge, PerceivedEthnicity, PerceivedGender
from domain.codelists.reasons import EDITION_2023, ReasonForForce
from domain.codelists.tactics import Tactic

NOT_REPORTED = Absence.NOT_KNOWN


class Row(CodeList):
    """A row of table 1 that is a family of the form's tactics, told apart by force or by level."""

    SPRAY_DRAWN = "spray-drawn"
    SPRAY_USED = "spray-used"
    CED = "ced"
    AEP = "aep"
    FIREARM = "firearm"


Health = tuple[YesNo | Absence, YesNo | Absence]
"""Mental and physical condition: two answers on the form, one column in the tables."""
MENTAL: Health = (YesNo.YES, YesNo.NO)
PHYSICAL: Health = (YesNo.NO, YesNo.YES)
MENTAL_AND_PHYSICAL: Health = (YesNo.YES, YesNo.YES)
NO_CONDITION: Health = (YesNo.NO, YesNo.NO)
HEALTH_NOT_REPORTED: Health = (NOT_REPORTED, NOT_REPORTED)

Shares = Mapping[Any, float]


@dataclass(frozen=True, kw_only=True)
class Year:
    """One published year."""

    ending: int
    tactics: Shares
    """Table 1, share of records in which it was used at all."""
    communications: float
    """Beside another tactic; never alone, never counted."""
    ced: Shares
    """The highest use of a Taser in a record, of the records with one."""
    age: Shares
    gender: Shares
    ethnicity: Shares
    health: Shares


TACTICS = (
    Tactic.COMPLIANT_HANDCUFFING,
    Tactic.NON_COMPLIANT_HANDCUFFING,
    Tactic.LIMB_RESTRAINTS,
    Tactic.GROUND_RESTRAINT,
    Tactic.UNARMED_SKILLS,
    Tactic.BATON_DRAWN,
    Tactic.BATON_USED,
    Row.SPRAY_DRAWN,
    Row.SPRAY_USED,
    Tactic.SPIT_GUARD,
    Tactic.SHIELD,
    Row.CED,
    Row.AEP,
    Row.FIREARM,
    Tactic.DOG_DEPLOYED,
    Tactic.DOG_BITE,
    Tactic.OTHER,
)
CED = (
    Tactic.CED_DRAWN,
    Tactic.CED_AIMED,
    Tactic.CED_RED_DOTTED,
    Tactic.CED_ARCED,
    Tactic.CED_DRIVE_STUN,
    Tactic.CED_FIRED,
    Tactic.CED_ANGLE_DRIVE_STUN,
)
AGE = (*PerceivedAge, NOT_REPORTED)
GENDER = (*PerceivedGender, NOT_REPORTED)
ETHNICITY = tuple(PerceivedEthnicity)
HEALTH = (MENTAL, PHYSICAL, MENTAL_AND_PHYSICAL, NO_CONDITION, HEALTH_NOT_REPORTED)


def _shares(these: tuple[Any, ...], *percents: float) -> Shares:
    return dict(zip(these, percents, strict=True))


# fmt: off
YEARS = {
    2018: Year(
        ending=2018,
        tactics=_shares(
            TACTICS,
            34.0, 24.8, 6.9, 14.4, 35.0, 0.88, 0.44, 1.50, 1.80, 0.84, 0.26,
            5.46, 0.17, 1.00, 0.40, 0.13, 9.2,
        ),
        communications=52.7,
        ced=_shares(CED, 25.4, 9.1, 49.9, 0.8, 0.4, 11.0, 0.4),
        age=_shares(AGE, 0.17, 9.2, 52.3, 21.9, 5.4, 0.55, 10.4),
        gender=_shares(GENDER, 81.0, 16.1, 0.15, 2.7),
        # The last is "don't know" with "not reported": 5.4 and 0.9.
        ethnicity=_shares(ETHNICITY, 73.2, 11.8, 4.8, 0.18, 2.0, 1.6, 6.3),
        health=_shares(HEALTH, 12.8, 0.65, 0.40, 82.9, 3.2),
    ),
    2019: Year(
        ending=2019,
        tactics=_shares(
            TACTICS,
            41.5, 26.8, 7.0, 16.0, 33.8, 0.96, 0.55, 1.77, 2.22, 1.14, 0.22,
            5.16, 0.17, 1.06, 0.38, 0.15, 5.9,
        ),
        communications=47.5,
        ced=_shares(CED, 23.9, 9.2, 50.9, 0.7, 0.2, 11.0, 0.2),
        age=_shares(AGE, 0.15, 9.5, 54.6, 23.9, 6.0, 0.54, 5.4),
        gender=_shares(GENDER, 83.2, 15.8, 0.16, 0.9),
        # 3.3 and 0.3.
        ethnicity=_shares(ETHNICITY, 70.0, 15.7, 6.3, 0.23, 2.2, 2.0, 3.6),
        health=_shares(HEALTH, 13.0, 0.69, 0.42, 85.6, 0.3),
    ),
    2020: Year(
        ending=2020,
        tactics=_shares(
            TACTICS,
            40.1, 23.3, 6.2, 14.3, 33.3, 0.74, 0.36, 1.43, 1.85, 1.46, 0.16,
            6.52, 0.13, 0.97, 0.36, 0.10, 5.6,
        ),
        communications=43.8,
        ced=_shares(CED, 22.3, 9.7, 52.4, 1.2, 0.1, 10.2, 0.06),
        age=_shares(AGE, 0.15, 10.1, 54.1, 24.4, 6.3, 0.83, 4.1),
        gender=_shares(GENDER, 82.8, 15.9, 0.16, 1.1),
        # From this year the tables show Chinese within Asian, 7.1 together, and "don't know" within
        # "not reported", 2.6; officers still answer seven codes, so the 0.23 of the year before stays.
        ethnicity=_shares(ETHNICITY, 69.3, 16.3, 6.87, 0.23, 2.2, 2.5, 2.6),
        health=_shares(HEALTH, 13.6, 0.66, 0.41, 80.6, 4.7),
    ),
}
# fmt: on

BOTH_HANDCUFFED = 1.27
"""Handcuffed both ways in one record, 2020: 350,470 times in 344,200 records (table 1)."""

AEP: Shares = {Tactic.AEP_AIMED: 613, Tactic.AEP_FIRED: 36}
"""2020, table 1, numbers of records."""

REASONS: Shares = {
    ReasonForForce.PROTECT_SELF: 68.2,
    ReasonForForce.PROTECT_PUBLIC: 31.9,
    ReasonForForce.PROTECT_SUBJECT: 41.1,
    ReasonForForce.PROTECT_OFFICERS: 57.9,
    ReasonForForce.PREVENT_OFFENCE: 33.1,
    ReasonForForce.SECURE_EVIDENCE: 17.7,
    ReasonForForce.EFFECT_SEARCH: 27.4,
    ReasonForForce.EFFECT_ARREST: 51.2,
    ReasonForForce.METHOD_OF_ENTRY: 0.9,
    ReasonForForce.REMOVE_HANDCUFFS: 5.1,
    ReasonForForce.PREVENT_HARM: 36.3,
    ReasonForForce.PREVENT_ESCAPE: 44.7,
    ReasonForForce.OTHER: 7.0,
}
"""2020, table 6; a record names 4.2 of them."""

IMPACT_FACTORS: Shares = {
    ImpactFactor.WEAPON: 15.9,
    ImpactFactor.ALCOHOL: 36.6,
    ImpactFactor.DRUGS: 30.4,
    ImpactFactor.MENTAL_HEALTH: 21.5,
    ImpactFactor.PRIOR_KNOWLEDGE: 22.1,
    ImpactFactor.SIZE: 29.5,
    ImpactFactor.DISTURBANCE: 2.9,
    ImpactFactor.CROWD: 9.9,
    ImpactFactor.OTHER: 17.2,
}
"""2020, table 7; a record names 1.9 of them, and some none."""

OUTCOMES: Shares = {
    Outcome.ARRESTED: 76.4,
    Outcome.MADE_OFF: 0.73,
    Outcome.HOSPITALISED: 3.6,
    Outcome.MENTAL_HEALTH_ACT: 3.8,
    Outcome.FATALITY: 100 * 16 / 491_984,
    Outcome.OTHER: 16.7,
}
"""2020, table 8."""

NO_FURTHER_ACTION = 6.2
"""Of all Metropolitan records (spec: domain, 7), on the form from 1 April 2023; "other" before."""

LOCATIONS: Shares = {
    LocationType.STREET: 46.7,
    LocationType.PUBLIC_TRANSPORT: 0.6,
    LocationType.RETAIL: 2.5,
    LocationType.OPEN_GROUND: 6.1,
    LocationType.LICENSED: 1.2,
    LocationType.STADIUM: 0.2,
    LocationType.HOSPITAL: 2.9,
    LocationType.MENTAL_HEALTH: 1.0,
    LocationType.VEHICLE_WITH_CAGE: 1.6,
    LocationType.VEHICLE_WITHOUT_CAGE: 1.4,
    LocationType.DWELLING: 21.9,
    LocationType.POLICE_STATION: 1.2,
    LocationType.CUSTODY: 12.5,
    LocationType.AMBULANCE: 0.6,
    LocationType.OTHER: 3.9,
}
"""2020, table 9."""

SUBJECT_INJURED: Shares = {
    SubjectInjured.YES: 5.5,
    SubjectInjured.NO: 89.7,
    SubjectInjured.UNKNOWN: 4.8,
}
"""2020, table 11; the 2.7 that were not reported are with those who were not injured."""

SUBJECT_INJURY_LEVELS: Shares = {
    SubjectInjuryLevel.MINOR: 96.2 + 1.7,
    SubjectInjuryLevel.SEVERE: 2.1,
}
"""Of the injured, 2020; the 1.7 without a level are with the minor ones."""

DEATHS_AMONG_FATALITIES = 100 * 2 / 16
"""A death is the injury level in 2 records (table 11), the outcome in 16 (table 8): of 2020."""

OFFICER_INJURED = 4.7
OFFICER_INJURY_INTENTIONAL = 100 * 10_711 / 23_243
OFFICER_INJURY_LEVELS: Shares = {
    OfficerInjuryLevel.MINOR: 100 - 100 * 424 / 23_243,
    OfficerInjuryLevel.SEVERE: 100 * 424 / 23_243,
}
"""2020, table 10."""

EFFECTIVE = 99.1
"""Of techniques in Cambridgeshire, November 2022 to November 2023 (spec: domain, 7)."""

FIRST_MONTH = 4


@lru_cache(maxsize=4096)
def year_of(day: date) -> Year:
    """The published year of a day, or the nearest."""
    ending = day.year + (day.month >= FIRST_MONTH)
    return YEARS[min(max(ending, min(YEARS)), max(YEARS))]


def outcomes_on(day: date) -> Shares:
    """The outcomes in use on a day: what had no code of its own before was "other"."""
    if day < EDITION_2023:
        return OUTCOMES
    other = OUTCOMES[Outcome.OTHER] - NO_FURTHER_ACTION
    return {**OUTCOMES, Outcome.NO_FURTHER_ACTION: NO_FURTHER_ACTION, Outcome.OTHER: other}
