"""Saying why one looks: asked before what is shown, and once for the task and not for each page."""

from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for

from domain.access.policy import Permission
from domain.access_log.codes import CHOSEN, OF_A_CASE, Purpose
from domain.access_log.purposes import HOLDS, Said, is_case_reference, needs_case
from domain.people.confidence import Confidence
from web.access_log.guarding import session_id
from web.auth.going_on import ours
from web.current import may, me, myself, services, standing
from web.forms.loading import Problem
from web.security import requires

blueprint = Blueprint("purposes", __name__)

NOT_APPROVED = (
    "Looking in confidence is not approved for this case, or no longer. Ask for it first, or look"
    " without it"
)
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
        sentence = "Select why you are looking"
        wrong.append(Problem(question="purpose", sentence=sentence, href="#purpose"))
    needed = confidential or (purpose is not None and needs_case(purpose))
    if not is_case_reference(case) if case else needed:
        wrong.append(Problem(question="case", sentence=ASK_CASE, href="#case"))
    elif confidential and not myself().looks_in_confidence_at(case, services().clock.now()):
        wrong.append(Problem.at("confidential", NOT_APPROVED))
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
        approved=_approved(),
        minutes=int(HOLDS.total_seconds() // 60),
        following=following,
        problems=wrong or [],
    )


def _approved() -> list[Confidence]:
    """The requests by which somebody may look in confidence now."""
    now = services().clock.now()
    return [one for one in standing().confidences if one.holds_at(now)]
