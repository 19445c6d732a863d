"""Tactics as the return counts them, and the lines on which it adds them up (spec: domain, 1.3 G, 2.2)."""

from collections.abc import Mapping
from types import MappingProxyType

from domain.codelists.codelist import CodeList
from domain.codelists.tactics import Tactic


class NationalTactic(CodeList):
    """What the return counts once a record. It tells CS from PAVA no more than a firearm that was
    aimed from one that was fired; and a tool whose level is not known is not stated (R7).
    """

    COMPLIANT = "handcuffing-compliant", "Compliant handcuffing"
    NON_COMPLIANT = "handcuffing-non-compliant", "Non-compliant handcuffing"
    HANDCUFFING_NOT_STATED = "handcuffing-not-stated", "Handcuffing not stated"
    LIMB = "limb-restraints", "Limb / Body restraints"
    GROUND = "ground-restraint", "Ground restraint"
    UNARMED = "unarmed-skills", "Unarmed skills"
    BATON_DRAWN = "baton-drawn", "Baton drawn"
    BATON_USED = "baton-used", "Baton used"
    BATON_NOT_STATED = "baton-not-stated", "Baton not stated"
    SPRAY_DRAWN = "spray-drawn", "Irritant spray drawn"
    SPRAY_USED = "spray-used", "Irritant spray used"
    SPRAY_NOT_STATED = "spray-not-stated", "Irritant spray not stated"
    SPIT_GUARD = "spit-guard", "Spit and bite guard"
    SHIELD = "shield", "Shield"
    CED_DRAWN = "ced-drawn", "CED drawn"
    CED_AIMED = "ced-aimed", "CED aimed"
    CED_RED_DOT = "ced-red-dotted", "CED red-dot"
    CED_ARCED = "ced-arced", "CED arced"
    CED_DRIVE_STUN = "ced-drive-stun", "CED drive-stun"
    CED_FIRED = "ced-fired", "CED fired"
    CED_ANGLE = "ced-angle-drive-stun", "CED angle-drive stun"
    CED_NOT_STATED = "ced-not-stated", "CED not stated"
    AEP_AIMED = "aep-aimed", "AEP drawn"
    AEP_FIRED = "aep-fired", "AEP used"
    AEP_NOT_STATED = "aep-not-stated", "AEP not stated"
    FIREARMS = "firearms", "Firearms"
    DOG_DEPLOYED = "dog-deployed", "Dog deployed"
    DOG_BITE = "dog-bite", "Dog bite"
    DOG_NOT_STATED = "dog-not-stated", "Dog not stated"
    OTHER = "other", "Other / improvised"
    COMMUNICATIONS = "communications", "Tactical communication"


N = NationalTactic

MERGED = {
    Tactic.CS_DRAWN: N.SPRAY_DRAWN,
    Tactic.PAVA_DRAWN: N.SPRAY_DRAWN,
    Tactic.CS_USED: N.SPRAY_USED,
    Tactic.PAVA_USED: N.SPRAY_USED,
    Tactic.FIREARM_AIMED: N.FIREARMS,
    Tactic.FIREARM_FIRED: N.FIREARMS,
}
NATIONAL: Mapping[Tactic, NationalTactic] = MappingProxyType(
    {one: MERGED.get(one) or N(one.value) for one in Tactic}
)
"""The tactic of the return that a tactic of the form is counted as."""

RESTRAINT = (N.COMPLIANT, N.NON_COMPLIANT, N.HANDCUFFING_NOT_STATED, N.LIMB, N.GROUND)
BATON = (N.BATON_DRAWN, N.BATON_USED, N.BATON_NOT_STATED)
SPRAY = (N.SPRAY_DRAWN, N.SPRAY_USED, N.SPRAY_NOT_STATED)
EQUIPMENT = (*BATON, *SPRAY, N.SPIT_GUARD, N.SHIELD)
NON_DISCHARGE = (N.CED_DRAWN, N.CED_AIMED, N.CED_RED_DOT, N.CED_ARCED)
DISCHARGE = (N.CED_DRIVE_STUN, N.CED_FIRED, N.CED_ANGLE)
CED = (*NON_DISCHARGE, *DISCHARGE, N.CED_NOT_STATED)
AEP = (N.AEP_AIMED, N.AEP_FIRED, N.AEP_NOT_STATED)
DOG = (N.DOG_DEPLOYED, N.DOG_BITE, N.DOG_NOT_STATED)

TOTAL, NOT_REPORTED = "total", "not-reported"

GROUPS: dict[str, tuple[NationalTactic, ...]] = {
    TOTAL: tuple(one for one in N if one is not N.COMMUNICATIONS),
    "restraint": RESTRAINT,
    "handcuffing": RESTRAINT[:3],
    "other-equipment": EQUIPMENT,
    "baton": BATON,
    "spray": SPRAY,
    "less-lethal": (*CED, *AEP),
    "ced": CED,
    "ced-non-discharge": NON_DISCHARGE,
    "ced-discharge": DISCHARGE,
    "aep": AEP,
    "other-tactics": (*DOG, N.OTHER),
    "dog": DOG,
}
LINES: Mapping[str, frozenset[NationalTactic]] = MappingProxyType(
    {
        **{code: frozenset(tactics) for code, tactics in GROUPS.items()},
        **{one.value: frozenset({one}) for one in N},
    }
)
"""What each line of a table adds up. ``not-reported`` is a line too, and adds up no tactic."""
