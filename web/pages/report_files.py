"""Reports as files: their rows, their charts, and what was wrong with what was asked."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask import Response

from web.forms.loading import Problem

FILES: Mapping[str, str] = {
    "csv": "text/csv",
    "json": "application/csvm+json",
    "ods": "application/vnd.oasis.opendocument.spreadsheet",
    "png": "image/png",
    "svg": "image/svg+xml",
}
TEXT = "text/plain; charset=utf-8"


def attached(content: str | bytes, name: str) -> Response:
    """A file to keep, of the kind that its name says."""
    disposition = f'attachment; filename="{name}"'
    kind = FILES[name.rpartition(".")[2]]
    return Response(content, mimetype=kind, headers={"Content-Disposition": disposition})


def refused(problems: Sequence[Problem]) -> Any:
    """What is wrong, instead of a file."""
    return "\n".join(one.sentence for one in problems), 422, {"Content-Type": TEXT}
