"""The files of an edition, all made of its document (layout 1)."""

from collections.abc import Mapping

from web.releases import tidy
from web.releases.bundles import bundle
from web.releases.data_files import files_of
from web.releases.document import Document, written
from web.releases.drawings import drawings
from web.releases.workbook import workbook

DOCUMENT = "edition.json"
"""What its page is shown from."""
ALL = "all.zip"


def files(made: Document) -> Mapping[str, bytes]:
    """Every file of an edition by its name, in the order in which they are offered."""
    each = {
        "tables.ods": workbook(made),
        **files_of(tidy.figures(made)),
        **(files_of(tidy.changes(made)) if made["revision"] else {}),
        **{f"{name}.svg": drawn.encode() for name, drawn in drawings(made).items()},
        DOCUMENT: written(made),
    }
    return {**each, ALL: bundle(each)}
