"""The lines of a table of tactics, in the order of the national return (spec: domain, 2.2).

A line is a tactic of the return, a group of them, or a part of one that the return does not tell
apart and a force does. The return's "not stated" lines are left out here: our code list has no
tactic without its level.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from domain.codelists.codelist import CodeList
from domain.codelists.tactics import CED_DISCHARGES, CED_TACTICS, HANDCUFFING, Tactic


class Kind(CodeList):
    """What a line of the table is."""

    TOTAL = "total", "Every counted tactic"
    GROUP = "group", "A group of the return"
    PARENT = "parent", "A tactic of the return with its levels"
    TACTIC = "tactic", "What the return counts once a record"
    PART = "part", "A part that the return does not tell apart"


@dataclass(frozen=True, kw_only=True, slots=True)
class Line:
    """One line: a record is on it that names one of its tactics."""

    code: str
    label: str
    kind: Kind
    tactics: frozenset[Tactic]
    depth: int
    """How far it is set in: 0 for the total and the groups."""


TOTAL, GROUP, PARENT, TACTIC, PART = Kind

CED_HELD_BACK = tuple(one for one in CED_TACTICS if one not in CED_DISCHARGES)
"""Non-discharge: drawn, aimed, arced, red-dotted (Home Office 2020, table 13)."""


def _line(kind: Kind, depth: int, code: str, label: str, *tactics: Tactic) -> Line:
    return Line(code=code, label=label, kind=kind, tactics=frozenset(tactics), depth=depth)


def _each(kind: Kind, depth: int, *tactics: Tactic) -> Iterator[Line]:
    """A line for each of these tactics, under its own name."""
    return (_line(kind, depth, one.value, one.label, one) for one in tactics)


T = Tactic
RESTRAINT = (*HANDCUFFING, T.LIMB_RESTRAINTS, T.GROUND_RESTRAINT)
BATON, DOG = (T.BATON_DRAWN, T.BATON_USED), (T.DOG_DEPLOYED, T.DOG_BITE)
SPRAY_DRAWN, SPRAY_USED = (T.CS_DRAWN, T.PAVA_DRAWN), (T.CS_USED, T.PAVA_USED)
EQUIPMENT = (*BATON, *SPRAY_DRAWN, *SPRAY_USED, T.SPIT_GUARD, T.SHIELD)
AEP, FIREARMS = (T.AEP_AIMED, T.AEP_FIRED), (T.FIREARM_AIMED, T.FIREARM_FIRED)

LINES: tuple[Line, ...] = (
    _line(TOTAL, 0, "total", "Total tactics", *(one for one in T if one is not T.COMMUNICATIONS)),
    _line(GROUP, 0, "restraint", "Restraint", *RESTRAINT),
    _line(PARENT, 1, "handcuffing", "Handcuffing", *HANDCUFFING),
    *_each(TACTIC, 2, *HANDCUFFING),
    *_each(TACTIC, 1, T.LIMB_RESTRAINTS, T.GROUND_RESTRAINT),
    # A group that is one tactic is one line.
    _line(TACTIC, 0, T.UNARMED_SKILLS.value, "Unarmed skills", T.UNARMED_SKILLS),
    _line(GROUP, 0, "other-equipment", "Other equipment", *EQUIPMENT),
    _line(PARENT, 1, "baton", "Baton", *BATON),
    *_each(TACTIC, 2, *BATON),
    _line(PARENT, 1, "spray", "Irritant spray", *SPRAY_DRAWN, *SPRAY_USED),
    _line(TACTIC, 2, "spray-drawn", "Irritant spray drawn", *SPRAY_DRAWN),
    *_each(PART, 3, *SPRAY_DRAWN),
    _line(TACTIC, 2, "spray-used", "Irritant spray used", *SPRAY_USED),
    *_each(PART, 3, *SPRAY_USED),
    *_each(TACTIC, 1, T.SPIT_GUARD, T.SHIELD),
    _line(GROUP, 0, "less-lethal", "Less lethal weapons", *CED_TACTICS, *AEP),
    _line(PARENT, 1, "ced", "Taser (CED), highest use", *CED_TACTICS),
    _line(PARENT, 2, "ced-non-discharge", "Taser not discharged", *CED_HELD_BACK),
    *_each(TACTIC, 3, *CED_HELD_BACK),
    _line(PARENT, 2, "ced-discharge", "Taser discharged", *CED_DISCHARGES),
    *_each(TACTIC, 3, *CED_DISCHARGES),
    _line(PARENT, 1, "aep", "AEP (baton round)", *AEP),
    *_each(TACTIC, 2, *AEP),
    _line(TACTIC, 0, "firearms", "Firearms", *FIREARMS),
    *_each(PART, 1, *FIREARMS),
    _line(GROUP, 0, "other-tactics", "Other", *DOG, T.OTHER),
    _line(PARENT, 1, "dog", "Dog", *DOG),
    *_each(TACTIC, 2, *DOG),
    *_each(TACTIC, 1, T.OTHER),
)

BY_CODE: Mapping[str, Line] = MappingProxyType({line.code: line for line in LINES})
COUNTED_ONCE = tuple(line for line in LINES if line.kind is Kind.TACTIC)
"""The tactics as the return counts them: each once a record, however often it was used (R2)."""
