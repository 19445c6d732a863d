"""What the made-up officers say about what they did."""

from datetime import time
from typing import Any

from domain.codelists.answers import Absence, YesNo
from domain.codelists.conduct import PrimaryConduct
from domain.codelists.duties import MainDuty
from domain.codelists.editions import RecordType
from domain.codelists.impact_factors import ImpactFactor
from domain.codelists.injuries import SubjectInjured, SubjectInjuryLevel
from domain.codelists.locations import LocationType
from domain.codelists.outcomes import Outcome
from domain.codelists.perceptions import PerceivedAge, PerceivedEthnicity, PerceivedGender
from domain.codelists.reasons import ReasonForForce
from domain.codelists.tactics import Tactic
from domain.records.tactics import CedUse, TacticUsed
from web.demo.people import OFFICER

YES, NO = YesNo.YES, YesNo.NO

SHIFT: dict[str, Any] = {
    "main_duty": MainDuty.RESPONSE,
    "single_crewed": NO,
    "ced_trained": NO,
}


def tactics(*steps: tuple[Tactic, YesNo]) -> tuple[TacticUsed, ...]:
    return tuple(TacticUsed(tactic=tactic, effective=effective) for tactic, effective in steps)


COMPLIANT: dict[str, Any] = {
    "record_type": RecordType.INDIVIDUAL,
    "incident_time": time(22, 41),
    "locations": (LocationType.STREET,),
    **SHIFT,
    "video_recorded": YES,
    "perceived_age": PerceivedAge.FROM_18,
    "perceived_gender": PerceivedGender.MALE,
    "perceived_ethnicity": PerceivedEthnicity.WHITE,
    "physical_condition": NO,
    "mental_condition": Absence.NOT_KNOWN,
    "primary_conduct": PrimaryConduct.COMPLIANT,
    "officer_assaulted": NO,
    "impact_factors": (ImpactFactor.ALCOHOL,),
    "reasons": (ReasonForForce.EFFECT_ARREST, ReasonForForce.PREVENT_ESCAPE),
    "tactics": tactics((Tactic.COMPLIANT_HANDCUFFING, YES)),
    "firearm_aimed": NO,
    "firearm_fired": NO,
    "subject_injured": SubjectInjured.NO,
    "officer_injured": NO,
    "outcomes": (Outcome.ARRESTED,),
}

INJURY: dict[str, Any] = {
    "subject_injured": SubjectInjured.YES,
    "subject_injury_level": SubjectInjuryLevel.MINOR,
    "subject_injury_detail": "Graze to the left wrist, seen by the custody nurse.",
    "subject_medical_offered": YES,
    "subject_medical_provided": YES,
}

DOORSTEP: dict[str, Any] = {
    **COMPLIANT,
    "subject_identifier": "NS/2207/18K",
    "incident_time": time(23, 41),
    "locations": (LocationType.DWELLING,),
    "perceived_gender": PerceivedGender.FEMALE,
    "primary_conduct": PrimaryConduct.ACTIVE,
    "impact_factors": (ImpactFactor.ALCOHOL, ImpactFactor.PRIOR_KNOWLEDGE),
    "tactics": tactics(
        (Tactic.COMMUNICATIONS, NO),
        (Tactic.UNARMED_SKILLS, YES),
        (Tactic.NON_COMPLIANT_HANDCUFFING, YES),
    ),
    "narrative_information": "Called to a disturbance. One person inside, shouting.",
    "narrative_action": "I took hold of her arm, guided her out and handcuffed her to the front.",
}

STRUGGLE: dict[str, Any] = {
    **COMPLIANT,
    "place": "Outside the Anchor, Northshire Central",
    **INJURY,
    "incident_time": time(1, 12),
    "locations": (LocationType.LICENSED,),
    "perceived_age": PerceivedAge.FROM_11,
    "primary_conduct": PrimaryConduct.AGGRESSIVE,
    "tactics": tactics(
        (Tactic.COMMUNICATIONS, NO),
        (Tactic.PAVA_USED, NO),
        (Tactic.GROUND_RESTRAINT, YES),
        (Tactic.NON_COMPLIANT_HANDCUFFING, YES),
    ),
    "subject_injury_detail": "Red eyes from the spray, rinsed; taken to hospital to be checked.",
    "outcomes": (Outcome.ARRESTED, Outcome.HOSPITALISED),
}

RED_DOT: dict[str, Any] = {
    **COMPLIANT,
    "incident_time": time(16, 5),
    "locations": (LocationType.OPEN_GROUND,),
    "ced_trained": YES,
    "ced_carried": YES,
    "primary_conduct": PrimaryConduct.SERIOUS,
    "impact_factors": (ImpactFactor.WEAPON,),
    "tactics": tactics((Tactic.CED_DRAWN, NO), (Tactic.CED_RED_DOTTED, YES)),
    "ced_used": YES,
    "ced_serial": "X29-000417",
    "ced_uses": (CedUse(drawn=YES, aimed=YES, red_dotted=YES, fired=NO),),
}

FIRED: dict[str, Any] = {
    **RED_DOT,
    "incident_time": time(2, 30),
    "locations": (LocationType.STREET,),
    "tactics": tactics(
        (Tactic.CED_DRAWN, NO), (Tactic.CED_FIRED, YES), (Tactic.COMPLIANT_HANDCUFFING, YES)
    ),
    "ced_uses": (CedUse(drawn=YES, fired=YES, cartridge_number="C-20417", cycles=1),),
    "video_recorded": YES,
    "narrative_assessment": "He held a knife and came towards us.",
    "narrative_action": "I fired once. He dropped the knife and was handcuffed.",
}

CROWD: dict[str, Any] = {
    **{
        question: answer
        for question, answer in COMPLIANT.items()
        if question
        not in (
            "perceived_age",
            "perceived_gender",
            "perceived_ethnicity",
            "physical_condition",
            "mental_condition",
            "primary_conduct",
        )
    },
    "record_type": RecordType.CROWD,
    "crowd_estimate": 250,
    "incident_time": time(17, 10),
    "locations": (LocationType.STADIUM,),
    "main_duty": MainDuty.PUBLIC_ORDER,
    "impact_factors": (ImpactFactor.CROWD,),
    "reasons": (ReasonForForce.PROTECT_PUBLIC, ReasonForForce.PREVENT_HARM),
    "tactics": tactics((Tactic.SHIELD, YES)),
    "outcomes": (Outcome.OTHER,),
}

OLD: dict[str, Any] = {
    **{name: answer for name, answer in COMPLIANT.items() if name != "single_crewed"},
    "incident_time": time(15, 20),
    "video_recorded": Absence.NOT_ASKED,
}
"""From a system that never asked about video, and with one answer missing."""

TOGETHER: dict[str, Any] = {
    **COMPLIANT,
    "incident_time": time(19, 20),
    "locations": (LocationType.RETAIL,),
    "place": "Outside the market hall, Northshire Central",
    "incident_reference": "NS-0417",
    "colleagues": (OFFICER.id,),
}
"""Names the other officer, who has not recorded it yet."""
