"""What an officer did, in the order in which it is done, and whether each step worked."""

from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from random import Random
from typing import Any

from domain.codelists.answers import YesNo
from domain.codelists.ced import ProbeBack, ProbeFront
from domain.codelists.forces import Force
from domain.codelists.outcomes import Outcome
from domain.codelists.tactics import CED_DISCHARGES, CED_TACTICS, Tactic
from domain.records.tactics import CedUse, TacticUsed
from web.demo.generating import frequencies, habits
from web.demo.generating.chance import AtLeastOne, Pick, below, chance, happens, one_of
from web.demo.generating.frequencies import Row, Year
from web.demo.generating.roster import Need

YES, NO = YesNo.YES, YesNo.NO

IN_ORDER = (
    Tactic.COMMUNICATIONS,
    *CED_TACTICS,
    *(Tactic.FIREARM_AIMED, Tactic.FIREARM_FIRED, Tactic.AEP_AIMED, Tactic.AEP_FIRED),
    *(Tactic.DOG_DEPLOYED, Tactic.DOG_BITE, Tactic.SHIELD),
    *(Tactic.CS_DRAWN, Tactic.PAVA_DRAWN, Tactic.CS_USED, Tactic.PAVA_USED),
    *(Tactic.BATON_DRAWN, Tactic.BATON_USED),
    *(Tactic.UNARMED_SKILLS, Tactic.OTHER, Tactic.GROUND_RESTRAINT),
    *(Tactic.COMPLIANT_HANDCUFFING, Tactic.NON_COMPLIANT_HANDCUFFING),
    *(Tactic.LIMB_RESTRAINTS, Tactic.SPIT_GUARD),
)
"""From talking to holding: what worked ends it, and what did not is followed by something else."""
PLACE = {tactic: place for place, tactic in enumerate(IN_ORDER)}

WEAPONS = frozenset(
    {
        *CED_TACTICS,
        *(Tactic.FIREARM_AIMED, Tactic.FIREARM_FIRED, Tactic.AEP_AIMED, Tactic.AEP_FIRED),
        *(Tactic.DOG_BITE, Tactic.BATON_USED, Tactic.CS_USED, Tactic.PAVA_USED),
    }
)
ON_A_CROWD = Pick(
    {
        (Tactic.SHIELD,): 35,
        (Tactic.UNARMED_SKILLS,): 30,
        (Tactic.BATON_DRAWN, Tactic.UNARMED_SKILLS): 20,
        (Tactic.OTHER,): 15,
    }
)
"""Invented: the tables do not tell crowds apart."""

EARLIER_LEVELS = {
    Tactic.CED_AIMED: (Tactic.CED_DRAWN,),
    Tactic.CED_RED_DOTTED: (Tactic.CED_DRAWN,),
    Tactic.CED_ARCED: (Tactic.CED_DRAWN,),
    Tactic.CED_DRIVE_STUN: (Tactic.CED_DRAWN,),
    Tactic.CED_ANGLE_DRIVE_STUN: (Tactic.CED_DRAWN,),
    Tactic.CED_FIRED: (Tactic.CED_DRAWN, Tactic.CED_RED_DOTTED),
}
"""What comes before a level, when it is recorded; the highest is what counts (spec: domain, R4)."""
EARLIER_RECORDED = 55.0


@lru_cache
def _of_year(year: int) -> AtLeastOne[object]:
    """The rows of table 1, with the two ways of handcuffing taken as one row, and told apart below."""
    shares = dict(frequencies.YEARS[year].tactics)
    compliant = shares.pop(Tactic.COMPLIANT_HANDCUFFING)
    other = shares.pop(Tactic.NON_COMPLIANT_HANDCUFFING)
    return AtLeastOne({HANDCUFFING: compliant + other - frequencies.BOTH_HANDCUFFED, **shares})


HANDCUFFING = "handcuffing"


@lru_cache
def _handcuffing(year: int) -> Pick[tuple[Tactic, ...]]:
    shares, both = frequencies.YEARS[year].tactics, frequencies.BOTH_HANDCUFFED
    compliant, other = Tactic.COMPLIANT_HANDCUFFING, Tactic.NON_COMPLIANT_HANDCUFFING
    return Pick(
        {
            (compliant,): shares[compliant] - both,
            (other,): shares[other] - both,
            (compliant, other): both,
        }
    )


@lru_cache
def _ced(year: int) -> Pick[Tactic]:
    return Pick(frequencies.YEARS[year].ced)


AEP: Pick[Tactic] = Pick(frequencies.AEP)


@lru_cache
def spray_of(seed: int, force: Force) -> tuple[Tactic, Tactic]:
    """Drawn and used: a force has one kind."""
    if happens(chance(seed, force, "spray"), habits.CS_FORCES):
        return Tactic.CS_DRAWN, Tactic.CS_USED
    return Tactic.PAVA_DRAWN, Tactic.PAVA_USED


@dataclass(frozen=True, kw_only=True, slots=True)
class Done:
    """What one officer did to one person."""

    tactics: tuple[Tactic, ...]
    """In order."""

    @property
    def need(self) -> Need:
        """What the officer must have been: a Taser is only in trained hands."""
        done = set(self.tactics)
        if done & {*FIREARMS}:
            return Need.FIREARM
        if done & {*CED_TACTICS}:
            return Need.CED
        return Need.DOG if done & {Tactic.DOG_DEPLOYED, Tactic.DOG_BITE} else Need.NOTHING

    @property
    def kind(self) -> str:
        """How hard it was, as the habits of conduct tell it."""
        force = {*self.tactics} - {Tactic.COMMUNICATIONS}
        if force & WEAPONS:
            return "weapon"
        if force == {Tactic.COMPLIANT_HANDCUFFING}:
            return "compliant only"
        return "compliant and more" if Tactic.COMPLIANT_HANDCUFFING in force else "force"


FIREARMS = (Tactic.FIREARM_AIMED, Tactic.FIREARM_FIRED, Tactic.AEP_AIMED, Tactic.AEP_FIRED)


def done_on(day: date, source: Random, *, spray: tuple[Tactic, Tactic]) -> Done:
    """The tactics of a record, in the shares of its year."""
    year = frequencies.year_of(day)
    found: list[Tactic] = []
    for row in _of_year(year.ending).of(source):
        found += _tactics_of(row, year, source, spray)
    if happens(source, year.communications):
        found.append(Tactic.COMMUNICATIONS)
    return Done(tactics=tuple(sorted(found, key=PLACE.__getitem__)))


def done_to_a_crowd(source: Random) -> Done:
    return Done(tactics=ON_A_CROWD.of(source))


def _tactics_of(
    row: object, year: Year, source: Random, spray: tuple[Tactic, Tactic]
) -> tuple[Tactic, ...]:
    if row == HANDCUFFING:
        return _handcuffing(year.ending).of(source)
    if row is Row.CED:
        highest = _ced(year.ending).of(source)
        earlier = EARLIER_LEVELS.get(highest, ())
        return (*(one for one in earlier if happens(source, EARLIER_RECORDED)), highest)
    if row is Row.FIREARM:
        fired = happens(source, habits.FIREARM_FIRED)
        return (Tactic.FIREARM_AIMED, Tactic.FIREARM_FIRED) if fired else (Tactic.FIREARM_AIMED,)
    if row is Row.AEP:
        return (AEP.of(source),)
    if row in (Row.SPRAY_DRAWN, Row.SPRAY_USED):
        return (spray[row is Row.SPRAY_USED],)
    if isinstance(row, Tactic):
        return (row,)
    raise TypeError(row)


def steps_of(done: Done, source: Random, outcomes: tuple[Outcome, ...]) -> tuple[TacticUsed, ...]:
    """The tactics with whether each was effective.

    One that was not is followed by another; only who got away leaves the last one without effect.
    """
    last = len(done.tactics) - 1
    made_off = Outcome.MADE_OFF in outcomes
    return tuple(
        TacticUsed(
            tactic=tactic,
            effective=YES
            if happens(source, _effective(tactic, is_last=index == last, made_off=made_off))
            else NO,
        )
        for index, tactic in enumerate(done.tactics)
    )


def _effective(tactic: Tactic, *, is_last: bool, made_off: bool) -> float:
    if tactic is Tactic.COMMUNICATIONS:
        return habits.WORDS_EFFECTIVE
    if not is_last:
        return habits.EARLY_STEP_EFFECTIVE
    return habits.MADE_OFF_EFFECTIVE if made_off else habits.LAST_STEP_EFFECTIVE


FIELDS = {
    Tactic.CED_DRAWN: "drawn",
    Tactic.CED_AIMED: "aimed",
    Tactic.CED_ARCED: "arced",
    Tactic.CED_RED_DOTTED: "red_dotted",
    Tactic.CED_DRIVE_STUN: "drive_stun",
    Tactic.CED_ANGLE_DRIVE_STUN: "angle_drive_stun",
    Tactic.CED_FIRED: "fired",
}
PROBES = (("probes_front", tuple(ProbeFront)), ("probes_back", tuple(ProbeBack)))


def ced_use_of(done: Done, source: Random) -> CedUse:
    """The detail of a Taser: its levels are those among the tactics."""
    detail: dict[str, Any] = {
        field: YES if tactic in done.tactics else NO for tactic, field in FIELDS.items()
    }
    if any(tactic in CED_DISCHARGES for tactic in done.tactics):
        side, places = one_of(source, PROBES)
        detail[side] = (one_of(source, places),)
    if Tactic.CED_FIRED in done.tactics:
        repeated = happens(source, habits.CYCLE_REPEATED)
        detail |= {
            "cartridge_number": f"C-{10_000 + below(source, 90_000)}",
            "cycles": 1 + repeated,
            "cycle_repeated": YES if repeated else NO,
            "cycle_interrupted": YES if happens(source, habits.CYCLE_INTERRUPTED) else NO,
            "cycle_extended": NO,
            "missed_one_probe": YES if happens(source, habits.PROBE_MISSED) else NO,
            "missed_both_probes": NO,
        }
    return CedUse(**detail)
