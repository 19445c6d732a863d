"""How somebody outside verifies what was disclosed to them, with a program and keys that they get here."""

import hashlib
from typing import Any

from flask import Blueprint, Response, render_template

from domain.access.policy import Permission
from web.current import services
from web.disclosing.contents import VERIFIER
from web.proof.proving import NotProvedError
from web.security import requires

blueprint = Blueprint("verifying", __name__)


@blueprint.get("/verify")
@requires(Permission.EVERYBODY)
def show() -> Any:
    """The program with its digest, the keys, and what to do with them."""
    try:
        seen = services().prover.seen()
    except NotProvedError:
        seen = None
    return render_template(
        "static_pages/verify.html",
        digest=hashlib.sha256(VERIFIER.read_bytes()).hexdigest(),
        keys=seen.keys if seen else (),
    )


@blueprint.get("/verify.py")
@requires(Permission.EVERYBODY)
def program() -> Any:
    """The program itself: one file, as it lies in every bundle."""
    headers = {"Content-Disposition": 'attachment; filename="verify.py"'}
    return Response(VERIFIER.read_bytes(), mimetype="text/x-python", headers=headers)
