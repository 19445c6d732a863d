"""How a table is treated before it is published: a property of its definition.

Decision. Nothing is done to the national layout, which publishes ones and twos (spec: domain, R14).
What crosses a protected characteristic with places below the force, or with injury, is rounded unless
its definition says otherwise; suppression is there where exact figures are wanted (spec: ux, 7.2).
Kept by ``tests/domain/disclosure/test_treatments.py``.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum

from domain.disclosure import rounding, suppressing
from domain.disclosure.bounds import HIDDEN, NOWHERE_ELSE, Elsewhere, Known, Limits, exactly
from domain.disclosure.symbols import Shown, Symbol
from domain.disclosure.tables import Place, Table

PROTECTED = frozenset(
    (
        "perceived_age",
        "perceived_gender",
        "perceived_ethnicity",
        "physical_condition",
        "mental_condition",
    )
)
"""The questions of the form about what the Equality Act 2010, section 4, protects."""
BELOW_THE_FORCE = frozenset(("area", "team"))
INJURY = frozenset(
    (
        "officer_injured",
        "officer_injury_intentional",
        "officer_injury_level",
        "subject_injured",
        "subject_injury_level",
    )
)


class Treatment(StrEnum):
    """What is done to a table. The values are stored with editions."""

    NONE = "none"
    ROUND = "round5"
    SUPPRESS = "suppress"


@dataclass(frozen=True, kw_only=True, slots=True)
class Control:
    """A treatment with its numbers."""

    treatment: Treatment
    base: int = 5
    """What is rounded to."""
    under: int = 5
    """Figures under this are hidden, but zeros."""
    narrowest: int = 3
    """Hidden figures lie between bounds at least so far apart: what is hidden for its own sake is
    known to be one to four."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Treated:
    """A table as readers see it."""

    rows: tuple[str, ...]
    columns: tuple[str, ...]
    figures: Mapping[Place, Shown]
    control: Control

    @property
    def hidden(self) -> frozenset[Place]:
        """Where figures are hidden."""
        return frozenset(place for place, one in self.figures.items() if one is Symbol.HIDDEN)

    @property
    def known(self) -> Known:
        """What a reader knows of each figure before adding up."""
        return {place: _known(shown, self.control) for place, shown in self.figures.items()}

    def apart(self, table: Table) -> Mapping[Place, int]:
        """Which figures must not be told, and how far apart bounds of them must be: all that are hidden,
        and the small ones of rounded ones. This is asked with the true table.
        """
        rounded = {at for at, one in self.known.items() if one.width} - self.hidden
        small = {at: rounding.EXACT for at in rounded if table.figures[at] < self.control.under}
        return small | dict.fromkeys(self.hidden, self.control.narrowest)


def usual_treatment(questions: Collection[str]) -> Treatment:
    """What is done to a table that crosses these questions, unless its definition says otherwise."""
    asked = set(questions)
    is_close = asked & PROTECTED and asked & (BELOW_THE_FORCE | INJURY)
    return Treatment.ROUND if is_close else Treatment.NONE


def treated(
    table: Table,
    control: Control,
    *,
    hidden_before: Collection[Place] = (),
    elsewhere: Elsewhere = NOWHERE_ELSE,
) -> Treated:
    """A table as its definition says; what its last edition hid stays hidden, unless it is zero."""
    figures: Mapping[Place, Shown] = table.figures
    hiding: Collection[Place] = ()
    if control.treatment is Treatment.ROUND:
        base = control.base
        figures = {at: rounding.rounded(one, base=base) for at, one in table.figures.items()}
        hiding = rounding.told(
            table,
            base=base,
            under=control.under,
            narrowest=control.narrowest,
            also=hidden_before,
            elsewhere=elsewhere,
        )
    if control.treatment is Treatment.SUPPRESS:
        hiding = suppressing.hidden(
            table,
            under=control.under,
            narrowest=control.narrowest,
            also=hidden_before,
            elsewhere=elsewhere,
        )
    shown = {**figures, **dict.fromkeys(hiding, Symbol.HIDDEN)}
    return Treated(rows=table.rows, columns=table.columns, figures=shown, control=control)


def _known(shown: Shown, control: Control) -> Limits:
    if shown is Symbol.HIDDEN:
        return HIDDEN
    if control.treatment is Treatment.ROUND:
        return rounding.behind(shown, base=control.base)
    assert isinstance(shown, int)
    return exactly(shown)
