"""Saying why one looks: asked before what is shown, and once for the task and not for each page."""

from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for

from domain.access.policy import Permission
from domain.access_log.codes import CHOSEN, OF_A_CASE, Purpose
from domain.access_log.purposes import HOLDS, Said, is_case_reference, needs_case
from web.access_log.guarding import session_id
from web.auth.going_on import ours
from web.current import may, me, services
from web.forms.loading import Problem
from web.security import requires

blueprint = Blueprint("purposes", __name__)

ASK_CASE = "Enter the reference of the case, in capitals and digits, like CO/123/26"


@blueprint.get("/purpose")
@requires(Permission.SIGNED_IN)
def ask() -> Any:
    """Why somebody looks; what they said last, while it holds."""
    said = services().access_log.said(session_id(), me())
    return _page(
        purpose=said.purpose.value if said else "",
        case=said.case_reference if said else "",
        confidential=bool(said and said.confidential),
        following=ours(request.args.get("next", "")),
    )


@blueprint.post("/purpose")
@requires(Permission.SIGNED_IN)
def say() -> Any:
    """Take down why, and go on to what was asked for."""
    chosen, case = request.form.get("purpose", ""), request.form.get("case", "").strip().upper()
    confidential = request.form.get("confidential") == "yes" and may(Permission.LOOK_IN_CONFIDENCE)
    following = ours(request.form.get("next", ""))
    wrong = []
    purpose = next((one for one in CHOSEN if one.value == chosen), None)
    if purpose is None:
        sentence = "Select why you look"
        wrong.append(Problem(question="purpose", sentence=sentence, href="#purpose"))
    if (case and not is_case_reference(case)) or (purpose and needs_case(purpose) and not case):
        wrong.append(Problem(question="case", sentence=ASK_CASE, href="#case"))
    if purpose is None or wrong:
        page = _page(
            purpose=chosen, case=case, confidential=confidential, following=following, wrong=wrong
        )
        return page, 422
    said = Said(
        purpose=Purpose(chosen),
        case_reference=case,
        confidential=confidential,
        at=services().clock.now(),
    )
    services().access_log.say(session_id(), me(), said)
    return redirect(following or url_for("home.home"))


def _page(
    *,
    purpose: str,
    case: str,
    confidential: bool,
    following: str,
    wrong: list[Problem] | None = None,
) -> str:
    return render_template(
        "access_log/purpose.html",
        purposes=CHOSEN,
        of_a_case=[one.label for one in CHOSEN if one in OF_A_CASE],
        purpose=purpose,
        case=case,
        confidential=confidential,
        may_be_confidential=may(Permission.LOOK_IN_CONFIDENCE),
        minutes=int(HOLDS.total_seconds() // 60),
        following=following,
        problems=wrong or [],
    )
