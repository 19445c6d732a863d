"""What shows that a record was not changed since it was recorded, to take away and check elsewhere."""

import io
import zipfile
from typing import Any
from uuid import UUID

from flask import Blueprint, Response, abort, render_template

from domain.access.policy import Permission
from web.current import name, services
from web.pages.finding import record as find
from web.pages.finding import with_history
from web.pages.meanwhile import items
from web.pages.record import tabs
from web.proof.proving import NotProvedError, Proved, Seen, files_of
from web.security import requires

blueprint = Blueprint("proof", __name__)

BEGINNING = (1980, 1, 1, 0, 0, 0)
"""The earliest that a ZIP can say: the same proofs are the same bytes."""


@blueprint.get("/records/<reference>/proof")
@requires(Permission.READ_HISTORY)
def show(reference: str) -> Any:
    """Every version with its place in the log, as the witness saw it."""
    history = with_history(reference)
    found = history.now()
    is_broken, seen, proved = False, None, list[Proved]()
    try:
        seen, proved = _proved(found.id)
    except NotProvedError:
        is_broken = True
    titles = {item.version: item for item in items(history.events)}
    # Somebody may have added another meanwhile, which this page does not show.
    proved = [one for one in proved if one.version in titles]
    return render_template(
        "history/proof.html",
        record=found,
        officer=name(found.officer, found.rank),
        tabs=tabs(found),
        seen=seen,
        checkpoint=seen.checkpoint if seen else None,
        rows=[(titles[one.version], one.proof) for one in reversed(proved)],
        is_broken=is_broken,
        is_whole=bool(proved) and all(one.proof for one in proved),
    )


@blueprint.get("/records/<reference>/proof.zip")
@requires(Permission.READ_HISTORY)
def taken_away(reference: str) -> Any:
    """The proofs as files, in the format that other programs check."""
    found = find(reference, Permission.READ_HISTORY)
    try:
        _, proved = _proved(found.id)
    except NotProvedError:
        abort(404)
    files = files_of(found.reference, proved)
    if not files:
        abort(404)
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as opened:
        for file, one in files.items():
            opened.writestr(zipfile.ZipInfo(file, BEGINNING), one)
    disposition = f'attachment; filename="{found.reference}-proof.zip"'
    headers = {"Content-Disposition": disposition}
    return Response(content.getvalue(), mimetype="application/zip", headers=headers)


def _proved(record: UUID) -> tuple[Seen | None, list[Proved]]:
    prover = services().prover
    seen = prover.seen()
    return seen, prover.proofs(record, seen) if seen else []
