"""What the officer did."""

from domain.codelists.codelist import CodeList


class Tactic(CodeList):
    """A tactic, item 15: up to twenty, in the order used (spec: domain, 1.3 G)."""

    COMMUNICATIONS = "communications", "Tactical communications"
    COMPLIANT_HANDCUFFING = "handcuffing-compliant", "Handcuffing, compliant"
    NON_COMPLIANT_HANDCUFFING = "handcuffing-non-compliant", "Handcuffing, not compliant"
    LIMB_RESTRAINTS = "limb-restraints", "Limb or body restraints"
    GROUND_RESTRAINT = "ground-restraint", "Ground restraint"
    UNARMED_SKILLS = (
        "unarmed-skills",
        "Unarmed skills: escorting, pressure points, strikes, restraints, take-downs",
    )
    BATON_DRAWN = "baton-drawn", "Baton drawn"
    BATON_USED = "baton-used", "Baton used"
    CS_DRAWN = "cs-drawn", "Irritant spray, CS, drawn"
    PAVA_DRAWN = "pava-drawn", "Irritant spray, PAVA, drawn"
    CS_USED = "cs-used", "Irritant spray, CS, used"
    PAVA_USED = "pava-used", "Irritant spray, PAVA, used"
    SPIT_GUARD = "spit-guard", "Spit and bite guard"
    SHIELD = "shield", "Shield"
    CED_DRAWN = "ced-drawn", "Taser (CED) drawn"
    CED_AIMED = "ced-aimed", "Taser (CED) aimed"
    CED_ARCED = "ced-arced", "Taser (CED) arced"
    CED_RED_DOTTED = "ced-red-dotted", "Taser (CED) red-dotted"
    CED_DRIVE_STUN = "ced-drive-stun", "Taser (CED) drive stun"
    CED_ANGLE_DRIVE_STUN = "ced-angle-drive-stun", "Taser (CED) angle drive stun"
    CED_FIRED = "ced-fired", "Taser (CED) fired"
    AEP_AIMED = "aep-aimed", "AEP (baton round) drawn or aimed"
    AEP_FIRED = "aep-fired", "AEP (baton round) fired"
    FIREARM_AIMED = "firearm-aimed", "Firearm aimed"
    FIREARM_FIRED = "firearm-fired", "Firearm fired"
    DOG_DEPLOYED = "dog-deployed", "Dog deployed"
    DOG_BITE = "dog-bite", "Dog bite"
    OTHER = "other", "Other or improvised"


CED_DISCHARGES = (Tactic.CED_DRIVE_STUN, Tactic.CED_ANGLE_DRIVE_STUN, Tactic.CED_FIRED)
"""CED uses in which current reached somebody or was meant to (Home Office 2020, table 13)."""

CED_TACTICS = (
    Tactic.CED_DRAWN,
    Tactic.CED_AIMED,
    Tactic.CED_ARCED,
    Tactic.CED_RED_DOTTED,
    *CED_DISCHARGES,
)

HANDCUFFING = (Tactic.COMPLIANT_HANDCUFFING, Tactic.NON_COMPLIANT_HANDCUFFING)

MOST_TO_LEAST_SEVERE = (
    Tactic.FIREARM_FIRED,
    Tactic.AEP_FIRED,
    Tactic.CED_FIRED,
    Tactic.CED_ANGLE_DRIVE_STUN,
    Tactic.CED_DRIVE_STUN,
    Tactic.DOG_BITE,
    Tactic.FIREARM_AIMED,
    Tactic.AEP_AIMED,
    Tactic.CED_RED_DOTTED,
    Tactic.CED_ARCED,
    Tactic.CED_AIMED,
    Tactic.CED_DRAWN,
    Tactic.BATON_USED,
    Tactic.CS_USED,
    Tactic.PAVA_USED,
    Tactic.SPIT_GUARD,
    Tactic.DOG_DEPLOYED,
    Tactic.SHIELD,
    Tactic.BATON_DRAWN,
    Tactic.CS_DRAWN,
    Tactic.PAVA_DRAWN,
    Tactic.UNARMED_SKILLS,
    Tactic.GROUND_RESTRAINT,
    Tactic.LIMB_RESTRAINTS,
    Tactic.OTHER,
    Tactic.NON_COMPLIANT_HANDCUFFING,
    Tactic.COMPLIANT_HANDCUFFING,
    Tactic.COMMUNICATIONS,
)
"""For the queue alone: what a reviewer should see first. Within CED the Home Office's descending
order (spec: domain, 1.3 H); between families ours, and no statistic uses it."""
