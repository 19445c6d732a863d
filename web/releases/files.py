"""The files of an edition, all made of its document (layout 1)."""

from collections.abc import Mapping

from web.releases.document import Document, written
from web.releases.drawings import drawings
from web.releases.workbook import workbook

DOCUMENT = "edition.json"
"""What its page is shown from."""


def files(made: Document) -> Mapping[str, bytes]:
    """Every file of an edition by its name, in the order in which they are offered."""
    return {
        "tables.ods": workbook(made),
        **{f"{name}.svg": drawn.encode() for name, drawn in drawings(made).items()},
        DOCUMENT: written(made),
    }
