"""The sentences that every edition carries: what its figures are, and what they are not (spec: ux, 7.3)."""

from collections.abc import Mapping
from types import MappingProxyType

from domain.disclosure.treatments import Treatment
from web.releases.document import Document

CAVEATS = (
    (
        "A record is one officer’s account of the force they used on one person, or on a crowd. It is not"
        " an incident and not a person: several officers may record force on the same person, and one"
        " person may be in several records."
    ),
    "Police forces record differently. Their figures are not to be ranked, nor added up without care.",
    "What is said about a person is how the officer perceived them.",
    "Whether a tactic was effective is said by the officer who used it.",
    "Tactical communications stand on a line of their own and are in no total.",
    (
        "The records are those of everything recorded when the edition was prepared. Records come late and"
        " are amended: a later edition says by how much each figure moved, and why."
    ),
)
"""What forces print beside such figures (spec: domain, 3)."""

TREATMENTS: Mapping[Treatment, str] = MappingProxyType(
    {
        Treatment.NONE: "The figures are as counted.",
        Treatment.ROUND: (
            "Every figure and total is rounded to the nearest five, each by itself ([low] is not zero). Where that would"
            " still tell a figure exactly, one is hidden ([c])."
        ),
        Treatment.SUPPRESS: "Figures under five are hidden ([c]), and others by which they could be told.",
    }
)


def title_of(made: Document) -> str:
    """Use of force, Northshire Police, April to June 2026, edition 2."""
    number = f", edition {made['edition']}" if made["edition"] > 1 else ""
    return f"Use of force, {made['force']['label']}, {made['period']['label']}{number}"
