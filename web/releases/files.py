"""The files of an edition, all made of its document, in the layout that it is pinned to."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from domain.summary.ways import UnknownVersionError
from web.releases import tidy
from web.releases.bundles import bundle
from web.releases.data_files import files_of
from web.releases.document import Counted, Document, document, written
from web.releases.drawings import drawings
from web.releases.words import readme
from web.releases.workbook import workbook

DOCUMENT = "edition.json"
"""What its page is shown from."""
ALL = "all.zip"
README = "README.txt"
"""In the archive alone: on its page an edition says what its files are."""


def files(made: Document) -> Mapping[str, bytes]:
    """Every file of an edition by its name, in the order in which they are offered.

    Raises:
        UnknownVersionError: a newer version of the program laid it out.

    """
    return layout_of(made["layout"]).files(made)


def _first(made: Document) -> Mapping[str, bytes]:
    each = {
        "tables.ods": workbook(made),
        **files_of(tidy.figures(made)),
        **(files_of(tidy.changes(made)) if made["revision"] else {}),
        **{f"{name}.svg": drawn.encode() for name, drawn in drawings(made).items()},
        DOCUMENT: written(made),
    }
    return {**each, ALL: bundle({**each, README: readme(each, made).encode()})}


@dataclass(frozen=True, kw_only=True, slots=True)
class Layout:
    """What an edition says, and how its files look."""

    document: Callable[[Counted], Document]
    files: Callable[[Document], Mapping[str, bytes]]


LAYOUTS: Mapping[int, Layout] = MappingProxyType({1: Layout(document=document, files=_first)})
"""Every layout in which an edition was ever published."""


def layout_of(number: int) -> Layout:
    """A layout by its number.

    Raises:
        UnknownVersionError: a newer version of the program has it.

    """
    if number not in LAYOUTS:
        raise UnknownVersionError
    return LAYOUTS[number]
