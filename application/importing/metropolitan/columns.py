"""The layout itself: every column in its published order, with the question and the codes it holds.

Decision. One statement of the layout is both read and written, so that what is exported can be
imported again and says the same. Consequence: a word is corrected in one place. Kept by
``tests/application/test_metropolitan.py``. (Spec: domain, 1.2 and 1.3.)

The two other reasons that the layout has since 1 April 2023 are not known by name, and are not here.
"""

from typing import Any

from application.importing.metropolitan.parts import (
    YES_NO,
    Age,
    Area,
    Choice,
    Chosen,
    Clock,
    Day,
    Heading,
    Named,
    Part,
    Serial,
    Used,
)
from application.importing.metropolitan.tactics import Steps, Uses
from application.importing.words import Vocabulary
from domain.codelists.answers import YesNo
from domain.codelists.conduct import PrimaryConduct
from domain.codelists.duties import MainDuty
from domain.codelists.impact_factors import ImpactFactor
from domain.codelists.injuries import OfficerInjuryLevel, SubjectInjured, SubjectInjuryLevel
from domain.codelists.locations import LocationType
from domain.codelists.outcomes import Outcome
from domain.codelists.perceptions import PerceivedAge, PerceivedEthnicity, PerceivedGender
from domain.codelists.reasons import EDITION_2023, ReasonForForce
from domain.codelists.tactics import Tactic
from domain.codelists.threats import Threat

CONDUCT: Vocabulary[Any] = Vocabulary(
    {
        PrimaryConduct.COMPLIANT: "Compliant",
        PrimaryConduct.PASSIVE: "Passive resistance",
        PrimaryConduct.VERBAL: "Verbal resistance/gestures",
        PrimaryConduct.ACTIVE: "Active resistance",
        PrimaryConduct.AGGRESSIVE: "Aggressive resistance",
        PrimaryConduct.SERIOUS: "Serious or aggravated resistance",
    }
)

THREATS: Vocabulary[Any] = Vocabulary(
    {
        Threat.FIREARM: "Firearm",
        Threat.BLADED: "Bladed weapon/object",
        Threat.POINTED: "Pointed weapon/object",
        Threat.BLUNT: "Blunt weapon/object",
        Threat.MISSILE: "Missile/object thrown",
        Threat.SPIT: "Spit",
        Threat.BITE: "Bite",
        Threat.KICK: "Kick",
        Threat.PUNCH: "Punch",
        Threat.HEADBUTT: "Headbutt",
        Threat.OTHER: "Other",
    }
)

DUTIES: Vocabulary[Any] = Vocabulary(
    {
        **{duty: duty.label for duty in MainDuty},
        MainDuty.RESPONSE: "Patrol/response",
        MainDuty.DOG_HANDLER: "Dog handler duty",
        MainDuty.ARV: "ARV",
        MainDuty.AFO: "AFO",
        MainDuty.CTSFO: "CTSFO",
    },
    {"Frontline uniformed patrol and response": MainDuty.RESPONSE},
)
"""Five words of the publisher's were seen; the others are our own labels."""

TACTICS: Vocabulary[Any] = Vocabulary(
    {
        Tactic.COMMUNICATIONS: "Tactical Communications",
        Tactic.COMPLIANT_HANDCUFFING: "Compliant Handcuffing",
        Tactic.NON_COMPLIANT_HANDCUFFING: "Non-Compliant Handcuffing",
        Tactic.LIMB_RESTRAINTS: "Limb/Body Restraints",
        Tactic.GROUND_RESTRAINT: "Ground Restraint",
        Tactic.UNARMED_SKILLS: (
            "Unarmed Skills (including pressure points, strikes, restraints and take-downs)"
        ),
        Tactic.BATON_DRAWN: "Baton Drawn",
        Tactic.BATON_USED: "Baton Used",
        Tactic.CS_DRAWN: "Irritant Spray - CS Drawn",
        Tactic.PAVA_DRAWN: "Irritant Spray - PAVA Drawn",
        Tactic.CS_USED: "Irritant Spray - CS Used",
        Tactic.PAVA_USED: "Irritant Spray - PAVA Used",
        Tactic.SPIT_GUARD: "Spit Guard",
        Tactic.SHIELD: "Shield",
        Tactic.CED_DRAWN: "CED (Taser) Drawn",
        Tactic.CED_AIMED: "CED (Taser) Aimed",
        Tactic.CED_ARCED: "CED (Taser) Arced",
        Tactic.CED_RED_DOTTED: "CED (Taser) Red-Dotted",
        Tactic.CED_DRIVE_STUN: "CED (Taser) Drive Stun",
        Tactic.CED_ANGLE_DRIVE_STUN: "CED (Taser) Angle Drive Stun",
        Tactic.CED_FIRED: "CED (Taser) Fired",
        Tactic.AEP_AIMED: "AEP Aimed",
        Tactic.AEP_FIRED: "AEP Fired",
        Tactic.FIREARM_AIMED: "Firearm Aimed",
        Tactic.FIREARM_FIRED: "Firearm Fired",
        Tactic.DOG_DEPLOYED: "Dog Deployed",
        Tactic.DOG_BITE: "Dog Bite",
        Tactic.OTHER: "Other/Improvised",
    },
    {"AEP Drawn": Tactic.AEP_AIMED, "AEP Used": Tactic.AEP_FIRED},
)
"""“AEP Fired” was not seen in the published files and follows “AEP Aimed” (spec: domain, T23)."""

AGES: Vocabulary[Any] = Vocabulary(
    {
        PerceivedAge.UNDER_11: "0-10",
        PerceivedAge.FROM_11: "11-17",
        PerceivedAge.FROM_18: "18-34",
        PerceivedAge.FROM_35: "35-49",
        PerceivedAge.FROM_50: "50-64",
        PerceivedAge.FROM_65: "65 and over",
    },
    {"65+": PerceivedAge.FROM_65},
)

GENDERS: Vocabulary[Any] = Vocabulary({one: one.label for one in PerceivedGender})

ETHNICITIES: Vocabulary[Any] = Vocabulary(
    {
        PerceivedEthnicity.WHITE: "White",
        PerceivedEthnicity.BLACK: "Black (or Black British)",
        PerceivedEthnicity.ASIAN: "Asian (or Asian British)",
        PerceivedEthnicity.CHINESE: "Chinese",
        PerceivedEthnicity.MIXED: "Mixed",
        PerceivedEthnicity.OTHER: "Other",
        PerceivedEthnicity.DONT_KNOW: "Don't know",
    }
)

LONG_YES = "Yes - injured as a result of an assault"
"""How the publisher's long form of yes is put is not known to the letter (spec: domain, 1.3 N)."""

STAFF_INJURED: Vocabulary[Any] = Vocabulary(
    {YesNo.YES: "Yes", YesNo.NO: "No"},
    {
        LONG_YES: YesNo.YES,
        "Yes - I was injured as a result of an assault": YesNo.YES,
        "Injured as a result of an assault": YesNo.YES,
        "Yes (injured as a result of an assault)": YesNo.YES,
    },
)


def _yes_no(question: str, heading: str) -> Choice:
    return Choice(question=question, heading=Heading(heading), vocabulary=YES_NO)


COLUMNS: tuple[Part, ...] = (
    Day(question="incident_date", heading=Heading("IncidentDate", ("Incident Date",))),
    Clock(question="incident_time", heading=Heading("IncidentTime", ("Incident Time",))),
    Chosen(
        question="locations",
        columns={
            LocationType.STREET: Heading("Incident Location: Street/Highway"),
            LocationType.PUBLIC_TRANSPORT: Heading("Incident Location: Public Transport"),
            LocationType.RETAIL: Heading("Incident Location: Retail Premises"),
            LocationType.OPEN_GROUND: Heading(
                "Incident Location: Open ground (e.g. park, car park, field)"
            ),
            LocationType.LICENSED: Heading("Incident Location: Licensed Premises"),
            LocationType.STADIUM: Heading("Incident Location: Sports or Event Stadia"),
            LocationType.HOSPITAL: Heading(
                "Incident Location: Hospital/A&E (non-mental-health setting)"
            ),
            LocationType.MENTAL_HEALTH: Heading("Incident Location: Mental Health Setting"),
            LocationType.VEHICLE_WITH_CAGE: Heading(
                "Incident Location: Police vehicle with prisoner handling cage"
            ),
            LocationType.VEHICLE_WITHOUT_CAGE: Heading(
                "Incident Location: Police vehicle without prisoner handling cage"
            ),
            LocationType.DWELLING: Heading("Incident Location: Dwelling"),
            LocationType.POLICE_STATION: Heading(
                "Incident Location: Police station (excluding custody block)"
            ),
            LocationType.CUSTODY: Heading("Incident Location: Custody Block"),
            LocationType.AMBULANCE: Heading("Incident Location: Ambulance"),
            LocationType.OTHER: Heading("Incident Location: Other"),
        },
    ),
    Area(question="area", heading=Heading("Borough")),
    Choice(question="primary_conduct", heading=Heading("PrimaryConduct"), vocabulary=CONDUCT),
    _yes_no("officer_assaulted", "AssaultedBySubject"),
    Named(question="threatened_with", heading=Heading("ThreatenedWithWeapon"), vocabulary=THREATS),
    Named(question="assaulted_with", heading=Heading("AssaultedWithWeapon"), vocabulary=THREATS),
    Chosen(
        question="impact_factors",
        columns={
            ImpactFactor.WEAPON: Heading(
                "Impact Factor: Possesion of a weapon", ("Impact Factor: Possession of a weapon",)
            ),
            ImpactFactor.ALCOHOL: Heading("Impact Factor: Alcohol"),
            ImpactFactor.DRUGS: Heading("Impact Factor: Drugs"),
            ImpactFactor.MENTAL_HEALTH: Heading("Impact Factor: Mental Health"),
            ImpactFactor.PRIOR_KNOWLEDGE: Heading("Impact Factor: Prior Knowledge"),
            ImpactFactor.SIZE: Heading("Impact Factor: Size/Gender/Build"),
            ImpactFactor.DISTURBANCE: Heading(
                "Impact Factor: Acute Behavioural Disorder",
                ("Impact Factor: Acute Behavioural Disturbance",),
            ),
            ImpactFactor.CROWD: Heading("Impact Factor: Crowd"),
            ImpactFactor.OTHER: Heading("Impact Factor: Other"),
        },
    ),
    Chosen(
        question="reasons",
        columns={
            ReasonForForce.PROTECT_SELF: Heading("Reason for Force: Protect self"),
            ReasonForForce.PROTECT_PUBLIC: Heading("Reason for Force: Protect Public"),
            ReasonForForce.PROTECT_SUBJECT: Heading("Reason for Force: Protect Subject"),
            ReasonForForce.PROTECT_OFFICERS: Heading("Reason for Force: Protect Other Officers"),
            ReasonForForce.PREVENT_OFFENCE: Heading("Reason for Force: Prevent Offence"),
            ReasonForForce.SECURE_EVIDENCE: Heading("Reason for Force: Secure Evidence"),
            ReasonForForce.EFFECT_SEARCH: Heading("Reason for Force: Effect Search"),
            ReasonForForce.EFFECT_STOP_AND_SEARCH: Heading(
                "Reason for Force: Effect Stop and search", since=EDITION_2023
            ),
            ReasonForForce.EFFECT_ARREST: Heading("Reason for Force: Effect Arrest"),
            ReasonForForce.METHOD_OF_ENTRY: Heading("Reason for Force: Method of Entry"),
            ReasonForForce.REMOVE_HANDCUFFS: Heading("Reason for Force: Remove Handcuffs"),
            ReasonForForce.PREVENT_HARM: Heading("Reason for Force: Prevent Harm"),
            ReasonForForce.PREVENT_ESCAPE: Heading("Reason for Force: Prevent Escape"),
            ReasonForForce.OTHER: Heading("Reason for Force: Other"),
        },
    ),
    Choice(question="main_duty", heading=Heading("MainDuty"), vocabulary=DUTIES),
    _yes_no("single_crewed", "SingleCrewed"),
    _yes_no("ced_trained", "TrainedCED"),
    _yes_no("ced_carried", "CarryingCED"),
    Steps(question="tactics", vocabulary=TACTICS),
    Used(question="ced_used", heading=Heading("CED Used"), vocabulary=YES_NO),
    Serial(question="ced_serial", heading=Heading("CED Device Serial No")),
    Uses(question="ced_uses"),
    _yes_no("firearm_aimed", "Firearms Aimed"),
    _yes_no("firearm_fired", "Firearms Fired"),
    Age(question="perceived_age", heading=Heading("SubjectAge"), vocabulary=AGES),
    Choice(question="perceived_gender", heading=Heading("SubjectGender"), vocabulary=GENDERS),
    Choice(
        question="perceived_ethnicity",
        heading=Heading("SubjectEthnicity"),
        vocabulary=ETHNICITIES,
    ),
    _yes_no("physical_condition", "PhysicalDisability"),
    _yes_no("mental_condition", "MentalDisability"),
    Choice(question="officer_injured", heading=Heading("StaffInjured"), vocabulary=STAFF_INJURED),
    _yes_no("officer_injury_intentional", "StaffInjuryIntentional"),
    Choice(
        question="officer_injury_level",
        heading=Heading("StaffInjuryLevel"),
        vocabulary=Vocabulary({one: one.label for one in OfficerInjuryLevel}),
    ),
    _yes_no("officer_medical_provided", "StaffMedProvided"),
    Choice(
        question="subject_injured",
        heading=Heading("SubjectInjured"),
        vocabulary=Vocabulary({one: one.label for one in SubjectInjured}),
    ),
    Choice(
        question="subject_injury_level",
        heading=Heading("SubjectNatureOfInjury"),
        vocabulary=Vocabulary({one: one.label for one in SubjectInjuryLevel}),
    ),
    _yes_no("subject_medical_offered", "SubjectMedOffered"),
    _yes_no("subject_medical_provided", "SubjectMedProvided"),
    Chosen(
        question="outcomes",
        columns={
            Outcome.MADE_OFF: Heading("Outcome: Made off/escaped"),
            Outcome.ARRESTED: Heading("Outcome: Arrested"),
            Outcome.HOSPITALISED: Heading("Outcome: Hospitalised"),
            Outcome.MENTAL_HEALTH_ACT: Heading("Outcome: Detained - Mental Health Act"),
            Outcome.FATALITY: Heading("Outcome: Fatality"),
            Outcome.OTHER: Heading("Outcome: Other"),
            Outcome.NO_FURTHER_ACTION: Heading("Outcome: No Further Action", since=EDITION_2023),
        },
    ),
)

OUT_OF_FORCE = "Out of force"
"""The publisher's word for an area outside the force's own ground."""
OUT_OF_FORCE_CODE = "out-of-force"

CODES: frozenset[str] = frozenset(
    {
        *(
            code
            for part in COLUMNS
            if isinstance(part, Choice | Named | Steps)
            for code in part.vocabulary.codes
        ),
        *(code.value for part in COLUMNS if isinstance(part, Chosen) for code in part.columns),
    }
)
"""Every code of ours that a word may be said to mean."""
