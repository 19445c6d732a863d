"""How the subject behaved, what weighed on the decision, and why force was used."""

from dataclasses import dataclass

from domain.codelists.answers import Absence, YesNo
from domain.codelists.conduct import PrimaryConduct
from domain.codelists.impact_factors import ImpactFactor
from domain.codelists.powers import Power
from domain.codelists.reasons import ReasonForForce
from domain.codelists.threats import Threat
from domain.records.question import IF_YES, asks


@dataclass(frozen=True, kw_only=True)
class Justification:
    """Conduct, impact factors, reasons and powers (items 5 to 10)."""

    primary_conduct: PrimaryConduct | Absence = asks(
        5, required=True, not_for_crowd=True, headings=("PrimaryConduct",)
    )
    officer_assaulted: YesNo | Absence = asks(6, required=True, headings=("AssaultedBySubject",))
    assaulted_with: tuple[Threat, ...] | Absence = asks(
        8, required=True, when=("officer_assaulted", IF_YES), headings=("AssaultedWithWeapon",)
    )
    threatened_with: tuple[Threat, ...] | Absence = asks(7, headings=("ThreatenedWithWeapon",))
    impact_factors: tuple[ImpactFactor, ...] | Absence = asks(
        9, required=True, headings=("Impact Factor:",)
    )
    reasons: tuple[ReasonForForce, ...] | Absence = asks(
        10, required=True, headings=("Reason for Force:",)
    )
    powers: tuple[Power, ...] | Absence = asks()
    de_escalation: YesNo | Absence = asks()
