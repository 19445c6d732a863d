"""The files of a set of data: its lines as CSV, and their description as CSV on the Web.

CSV as RFC 4180 has it, in UTF-8, with a line of names; the description as the W3C's metadata
vocabulary for tabular data, under the name at which tools look for it. Symbols stand in the data
without brackets and are declared as no value (spec: ux, 7.1).
"""

import csv
import io
import re
from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any

import orjson

from domain.disclosure.symbols import Symbol
from web.releases.datasets import Column, Dataset, Described, Value

DESCRIPTION = ".csv-metadata.json"
"""How a description is called after its file, so that tools find it."""
LICENCE = "https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/"
"""The Open Government Licence, under which public bodies publish."""


def files_of(data: Dataset) -> dict[str, bytes]:
    """The two files, by name."""
    return {f"{data.name}.csv": as_csv(data), f"{data.name}{DESCRIPTION}": described(data)}


def as_csv(data: Dataset) -> bytes:
    """Every line of it."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow([one.name for one in data.columns])
    writer.writerows([_written(value) for value in row] for row in data.rows)
    return text.getvalue().encode()


def described(data: Described) -> bytes:
    """What the columns are and mean, and if it is published, by whom, and what one may do with it."""
    found: dict[str, Any] = {
        "@context": ["http://www.w3.org/ns/csvw", {"@language": "en"}],
        "url": f"{data.name}.csv",
        "dc:title": data.title,
        "dc:description": data.description,
        **(
            {"dc:publisher": data.publisher, "dc:license": {"@id": LICENCE}}
            if data.publisher
            else {}
        ),
        "dialect": {"encoding": "utf-8", "lineTerminators": ["\r\n"]},
        "tableSchema": {
            "columns": list(map(_column, data.columns)),
            "primaryKey": [one.name for one in data.key],
        },
    }
    return orjson.dumps(found, option=orjson.OPT_INDENT_2) + b"\n"


def _written(value: Value) -> str:
    if isinstance(value, Symbol):
        return value.letters
    if isinstance(value, Decimal):
        return f"{value:f}"
    return value.isoformat() if isinstance(value, date) else str(value)


def _column(column: Column) -> dict[str, Any]:
    found: dict[str, Any] = {
        "name": column.name,
        "titles": [column.title, column.name],
        "dc:description": column.meaning,
        "datatype": column.kind.value,
    }
    if column.values:
        found["datatype"] = {"base": column.kind.value, "format": _one_of(column.values)}
    if column.unit:
        found["schema:unitText"] = column.unit
    if column.is_key:
        found["required"] = not column.may_be_empty
    elif column.is_figure:
        found["null"] = [letters for letters, _ in column.symbols]
        found["rdfs:comment"] = "; ".join(
            f"{letters}: {meaning}" for letters, meaning in column.symbols
        )
    return found


def _one_of(values: Iterable[str]) -> str:
    """A pattern of these words and no others, in the words of ECMAScript."""
    return f"^({'|'.join(SPECIAL.sub(BACKSLASHED, value) for value in values)})$"


SPECIAL, BACKSLASHED = re.compile(r"[\\^$.*+?()\[\]{}|]"), r"\\\g<0>"
