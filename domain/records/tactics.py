"""What the officer did, in order, and whether each step worked."""

from dataclasses import dataclass

from domain.codelists.answers import Absence, YesNo
from domain.codelists.ced import ProbeBack, ProbeFront
from domain.codelists.tactics import CED_TACTICS, Tactic
from domain.records.question import asks

MOST_TACTICS = 20
MOST_CED_USES = 4


@dataclass(frozen=True, kw_only=True, slots=True)
class TacticUsed:
    """One step of the sequence (items 15 and 16)."""

    tactic: Tactic
    effective: YesNo | Absence = Absence.NOT_ANSWERED


@dataclass(frozen=True, kw_only=True, slots=True)
class CedUse:
    """One use of a conducted energy device (items 19 to 35). A cycle is five seconds.

    The published layout has the probe positions in each of its four blocks, so they belong to a
    use and not to the record.
    """

    drawn: YesNo | Absence = Absence.NOT_ANSWERED
    aimed: YesNo | Absence = Absence.NOT_ANSWERED
    arced: YesNo | Absence = Absence.NOT_ANSWERED
    red_dotted: YesNo | Absence = Absence.NOT_ANSWERED
    drive_stun: YesNo | Absence = Absence.NOT_ANSWERED
    drive_stun_repeated: YesNo | Absence = Absence.NOT_ANSWERED
    angle_drive_stun: YesNo | Absence = Absence.NOT_ANSWERED
    fired: YesNo | Absence = Absence.NOT_ANSWERED
    cartridge_number: str | Absence = Absence.NOT_ANSWERED
    cycle_interrupted: YesNo | Absence = Absence.NOT_ANSWERED
    cycle_repeated: YesNo | Absence = Absence.NOT_ANSWERED
    cycles: int | Absence = Absence.NOT_ANSWERED
    cycle_extended: YesNo | Absence = Absence.NOT_ANSWERED
    missed_one_probe: YesNo | Absence = Absence.NOT_ANSWERED
    missed_both_probes: YesNo | Absence = Absence.NOT_ANSWERED
    probes_front: tuple[ProbeFront, ...] | Absence = Absence.NOT_ANSWERED
    probes_back: tuple[ProbeBack, ...] | Absence = Absence.NOT_ANSWERED


@dataclass(frozen=True, kw_only=True)
class TacticsUsed:
    """The ordered tactics and the firearm questions (items 15, 16, 36 and 37)."""

    tactics: tuple[TacticUsed, ...] | Absence = asks(
        15, required=True, headings=("Tactic 1", "Effective 1")
    )
    firearm_aimed: YesNo | Absence = asks(36, required=True, headings=("Firearms Aimed",))
    firearm_fired: YesNo | Absence = asks(37, required=True, headings=("Firearms Fired",))


@dataclass(frozen=True, kw_only=True)
class CedDetail:
    """The CED block (items 17 to 35), asked when a CED tactic is listed."""

    ced_used: YesNo | Absence = asks(
        17, required=True, when=("tactics", CED_TACTICS), headings=("CED Used",)
    )
    ced_serial: str | Absence = asks(
        18, required=True, when=("tactics", CED_TACTICS), headings=("CED Device Serial No",)
    )
    ced_uses: tuple[CedUse, ...] | Absence = asks(
        19, required=True, when=("tactics", CED_TACTICS), headings=("CED Drawn",)
    )
