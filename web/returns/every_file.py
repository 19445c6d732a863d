"""The files of a return: the page offers them and the command writes them."""

from collections.abc import Callable, Mapping

from web.releases.data_files import DESCRIPTION
from web.returns import checking, files
from web.returns.described import description
from web.returns.files import Return

FILES: Mapping[str, tuple[str, Callable[[Return], bytes]]] = {
    "ods": (".ods", files.as_ods),
    "csv": (".csv", files.as_csv),
    "csv-metadata.json": (DESCRIPTION, description),
    "checks.csv": ("-checks.csv", lambda made: checking.lines(made.checked).encode()),
}
"""Of each kind of file, how its name ends and what is in it."""
