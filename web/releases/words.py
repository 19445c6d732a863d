"""The sentences that every edition carries: what its figures are, and what they are not (spec: ux, 7.3)."""

import textwrap
from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import Any

from domain.disclosure.symbols import Symbol
from domain.disclosure.treatments import Treatment
from web.releases.data_files import LICENCE

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
        Treatment.NONE: "The figures are as counted: nothing is hidden or rounded.",
        Treatment.ROUND: (
            "Every figure and total is rounded to the nearest five, each by itself ([low] is not zero). Where that would"
            " still tell a figure exactly, one is hidden ([c])."
        ),
        Treatment.SUPPRESS: "Figures under five are hidden ([c]), and others by which they could be told.",
    }
)


FOLLOWS_CODE = (
    "These are not official statistics. The force applies the Code of Practice for Statistics"
    " voluntarily. Trustworthiness: an edition is approved by a second person, and its time is"
    " announced. Quality: every figure states its basis, and what is unknown stands beside it. Value:"
    " data files are open, and every revision is explained."
)
NOT_OFFICIAL = "These are not official statistics."
SEEN_BY_NOBODY = (
    "Nobody but those who prepared and approved it saw the figures before they were public."
)


def early_access(posts: Sequence[str]) -> str:
    """Who saw the figures before they were public (spec: ux, 7.3)."""
    if not posts:
        return SEEN_BY_NOBODY
    return f"Beside those who prepared and approved it, these saw the figures before they were public: {'; '.join(posts)}."


def standing(*, follows_code: bool) -> str:
    """What kind of statistics these are."""
    return FOLLOWS_CODE if follows_code else NOT_OFFICIAL


FILES: Mapping[str, str] = MappingProxyType(
    {
        "tables.ods": "Every table, as a spreadsheet (ODS)",
        "figures.csv": "Every figure, a line each (CSV)",
        "figures.csv-metadata.json": "What the columns of the figures mean (CSVW)",
        "changes.csv": "Why each figure moved, a line each (CSV)",
        "changes.csv-metadata.json": "What the columns of the changes mean (CSVW)",
        "edition.json": "Everything that the page of the edition says (JSON)",
        "by-quarter.svg": "Chart: Records by quarter (SVG)",
        "all.zip": "All of these files with their checksums (ZIP)",
    }
)
"""What each file of an edition is, for readers."""


def file_in_words(name: str, made: Mapping[str, Any]) -> str:
    """What a file is; of a chart, which table it draws."""
    drawn = {f"{table['code']}.svg": table["title"] for table in made["tables"]}
    if name in FILES:
        return FILES[name]
    return f"Chart: {drawn[name]} (SVG)" if name in drawn else name


def title_of(made: Mapping[str, Any]) -> str:
    """Use of force, Northshire Police, April to June 2026, edition 2."""
    number = f", edition {made['edition']}" if made["edition"] > 1 else ""
    return f"Use of force, {made['force']['label']}, {made['period']['label']}{number}"


def readme(names: Iterable[str], made: Mapping[str, Any]) -> str:
    """What lies beside the files of an edition that were taken away together (spec: ux, 7)."""
    publisher = made["publisher"]
    about = [
        title_of(made),
        *([f"Notice: {made['notice']}"] if made["notice"] else []),
        early_access(publisher["early_access"]),
        standing(follows_code=publisher["follows_code"]),
        *(
            [f"Questions about these figures: {publisher['contact']}"]
            if publisher["contact"]
            else []
        ),
        f"Open Government Licence v3.0: {LICENCE}",
        "How to read the figures:",
        *(f"- {one}" for one in made["caveats"]),
        "What stands in the place of a figure, in the data without brackets:",
        *(f"- {one.value} {one.meaning}" for one in Symbol),
        "Files:",
        *(f"- {name}: {file_in_words(name, made)}" for name in names),
        "The checksums of these files are in SHA256SUMS: sha256sum --check SHA256SUMS",
    ]
    return "\n\n".join(textwrap.fill(one, 90, break_on_hyphens=False) for one in about) + "\n"
