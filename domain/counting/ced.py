"""Of several uses of a conducted energy device in one record only the highest is counted (R4)."""

from collections.abc import Iterable, Sequence

from domain.codelists.tactics import Tactic

HIGHEST_FIRST = (
    Tactic.CED_FIRED,
    Tactic.CED_ANGLE_DRIVE_STUN,
    Tactic.CED_DRIVE_STUN,
    Tactic.CED_RED_DOTTED,
    Tactic.CED_ARCED,
    Tactic.CED_AIMED,
    Tactic.CED_DRAWN,
)
"""The order in which the Home Office's Taser releases list the uses; that it is the descending rank
is inferred (spec: domain, 1.3 H)."""


def highest_use(
    tactics: Iterable[Tactic], *, highest_first: Sequence[Tactic] = HIGHEST_FIRST
) -> Tactic | None:
    """The one use that counts, of all that a record names; none if it names none."""
    # A device drawn, aimed and fired in one encounter is counted once, as fired (Home Office
    # tables, notes). Every step stays in the record; only the count folds.
    named = set(tactics)
    return next((use for use in highest_first if use in named), None)


def only_highest(
    tactics: Iterable[Tactic], *, highest_first: Sequence[Tactic] = HIGHEST_FIRST
) -> frozenset[Tactic]:
    """The same tactics, with the highest use of a device alone."""
    named = frozenset(tactics)
    highest = highest_use(named, highest_first=highest_first)
    return frozenset(one for one in named if one not in highest_first or one is highest)
