"""The receipts of the signed-in person: shown once when given, and found again."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from flask import (
    Blueprint,
    Flask,
    Response,
    abort,
    g,
    has_request_context,
    render_template,
    request,
)

from domain.access.policy import Permission
from domain.event import Event
from domain.proof.receipts import ALPHABET, GROUP, GROUPS
from projections.register import queries as register
from web.bootstrap import Services
from web.current import is_api, is_signed_in, me, seen, services
from web.pages.finding import record_id
from web.proof.proving import NotProvedError, Seen
from web.proof.receipts import MOST_SHOWN, Kept
from web.security import requires

blueprint = Blueprint("receipts", __name__)

COOKIE = "receipt"
SHOWN_SECONDS = 120
CODE = re.compile("-".join([f"[{ALPHABET}]{{{GROUP}}}"] * GROUPS))


def serve_receipts(app: Flask, given: Services) -> None:
    """Give a receipt for what this process records, and show it on the page that follows."""
    given.log.tell(_giving(given))
    app.after_request(_remember)


@dataclass(frozen=True, slots=True)
class Shown:
    """A receipt, and the record it is of, where the person still sees that."""

    code: str
    reference: str | None
    version: int


def just_given() -> Shown | None:
    """The receipt of what the person did a moment ago; on one page, and then in their list."""
    code = request.cookies.get(COOKIE, "")
    if not is_signed_in() or not CODE.fullmatch(code):
        return None
    g.receipt_shown = True
    kept = services().receipts.by_code(code, by=me())
    if kept is None:
        return None
    reference = _references([kept]).get(kept.receipt.record)
    return Shown(code, reference, kept.receipt.version)


@blueprint.get("/receipts")
@requires(Permission.SIGNED_IN)
def receipts() -> Any:
    """What the signed-in person recorded, with the code of each receipt."""
    kept = services().receipts.of_person(me())
    witnessed = _witnessed()
    references = _references(kept)
    return render_template(
        "receipts/list.html",
        rows=[(one, references.get(one.receipt.record)) for one in kept],
        size=witnessed.checkpoint.size if witnessed else 0,
        most=MOST_SHOWN,
        key=services().receipts.key,
    )


@blueprint.get("/records/<reference>/receipts/<int:version>.receipt")
@requires(Permission.READ_HISTORY)
def taken_away(reference: str, version: int) -> Any:
    """A receipt as the signed note that it is: one's own, or of a record whose history one may read."""
    found = _shown(reference, version)
    return _file(f"{reference}-{version}.receipt", str(found.note))


@blueprint.get("/records/<reference>/receipts/<int:version>.tlog-proof")
@requires(Permission.READ_HISTORY)
def exchanged(reference: str, version: int) -> Any:
    """The proof that a receipt is exchanged for, once a checkpoint that a witness saw covers it."""
    receipt, witnessed = _shown(reference, version).receipt, _witnessed()
    if witnessed is None or receipt.index >= witnessed.checkpoint.size:
        abort(404)
    try:
        proved = services().prover.proofs(receipt.record, witnessed)
    except NotProvedError:
        abort(404)
    proof = next((one.proof for one in proved if one.version == receipt.version), None)
    if proof is None or proof.index != receipt.index or not proof.shows(receipt.leaf):
        # What the receipt names is not what the log holds: uof verify says so.
        abort(404)
    return _file(f"{reference}-{version}.tlog-proof", str(proof))


def _giving(given: Services) -> Callable[[Sequence[Event]], None]:
    def give(events: Sequence[Event]) -> None:
        kept = given.receipts.give(events)
        if kept is not None and has_request_context():
            g.receipt = kept

    return give


def _remember(response: Response) -> Response:
    if is_api():
        return response
    kept: Kept | None = g.get("receipt")
    if kept is not None and response.status_code < 400:
        response.set_cookie(
            COOKIE, kept.code, max_age=SHOWN_SECONDS, httponly=True, samesite="Strict", path="/"
        )
    elif g.get("receipt_shown"):
        response.delete_cookie(COOKIE, path="/", httponly=True, samesite="Strict")
    return response


def _shown(reference: str, version: int) -> Kept:
    record = record_id(reference)
    found = services().receipts.of(record, version)
    if found is None:
        abort(404)
    if found.person != me():
        services().records.read(record, by=me(), permission=Permission.READ_HISTORY)
    return found


def _references(kept: Sequence[Kept]) -> dict[UUID, str]:
    """The references of the records that receipts are of, where the person sees them."""
    visible, records = seen(), {one.receipt.record for one in kept}
    if not records:
        return {}
    with services().views.reading() as connection:
        rows = register.some(connection, records, seen=visible, most=MOST_SHOWN)
    return {row.record: row.reference for row in rows}


def _witnessed() -> Seen | None:
    try:
        return services().prover.seen()
    except NotProvedError:
        return None


def _file(name: str, content: str) -> Response:
    disposition = f'attachment; filename="{name}"'
    return Response(
        content,
        content_type="text/plain; charset=utf-8",
        headers={"Content-Disposition": disposition},
    )
