"""Asking to look in confidence, and deciding on what others ask."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from flask import Blueprint, abort, redirect, render_template, request, url_for

from domain.access.policy import Permission
from domain.access_log.purposes import is_case_reference
from domain.codelists.confidence import ConfidenceOutcome
from domain.errors import DomainError
from domain.people.confidence import LONGEST_CONFIDENCE, USUAL_CONFIDENCE
from domain.people.errors import NoCaseError
from projections.paging import Numbered
from projections.people import confidences
from projections.people.confidences import ConfidenceRow
from web.current import me, myself, name, names, requester, services, standing, whole_number
from web.forms.loading import Problem
from web.pages import filters
from web.pages.free_text import wrong_words
from web.security import remember_position, requires

blueprint = Blueprint("confidence", __name__)

PAGE = 25
ASK_DAYS = f"Enter for how many days, from 1 to {LONGEST_CONFIDENCE.days}"


@blueprint.route("/confidence", methods=["GET", "POST"])
@requires(Permission.LOOK_IN_CONFIDENCE)
def ask() -> Any:
    """Ask for a case; and what became of what was asked before."""
    case, text = (request.form.get(key, "").strip() for key in ("case", "text"))
    case, wrong = case.upper(), list[Problem]()
    if request.method == "POST":
        if not is_case_reference(case):
            wrong.append(Problem.at("case", NoCaseError().sentence))
        wrong += wrong_words(text)
        if not wrong:
            try:
                done = services().confidences.request(case, explanation=text, requester=requester())
            except DomainError as error:
                wrong = [Problem.at("case", error.sentence)]
            else:
                answer = redirect(url_for("confidence.ask"))
                return remember_position(answer, done.position)
    with services().views.reading() as connection:
        rows = confidences.requests_of(connection, me())
    page = render_template(
        "confidence/ask.html",
        rows=rows,
        cases={one.version: one.case for one in standing().confidences},
        names=names(row.decided_by for row in rows),
        state=_state,
        now=services().clock.now(),
        case=case,
        text=text,
        problems=wrong,
    )
    return page, 422 if wrong else 200


@blueprint.get("/confidences")
@requires(Permission.APPROVE_CONFIDENCE)
def requested() -> Any:
    """What was asked for, what nobody decided first."""
    number = filters.page_number(request.args)
    with services().views.reading() as connection:
        rows, total = confidences.requests(connection, myself().force, number=number, size=PAGE)
    return render_template(
        "confidence/list.html",
        rows=rows,
        cases=services().confidences.cases({row.person for row in rows}, by=me()),
        names=names([row.person for row in rows] + [row.decided_by for row in rows]),
        state=_state,
        now=services().clock.now(),
        page=Numbered(total=total, number=number, size=PAGE),
        address=filters.address_of("confidence.requested", request.args),
    )


@blueprint.route("/confidences/<uuid:asker>/<int:asked>", methods=["GET", "POST"])
@requires(Permission.APPROVE_CONFIDENCE)
def decide(asker: UUID, asked: int) -> Any:
    """What somebody said, and approving or declining it."""
    said = services().confidences.asked(asker, asked, by=me())
    text, given = request.form.get("text", "").strip(), request.form.get("outcome", "")
    days, wrong = request.form.get("days", str(USUAL_CONFIDENCE.days)).strip(), list[Problem]()
    if request.method == "POST":
        if given not in set(ConfidenceOutcome):
            wrong.append(Problem.at("outcome", "Select what you decide"))
        if given == ConfidenceOutcome.APPROVED and not _are_days(days):
            wrong.append(Problem.at("days", ASK_DAYS))
        wrong += wrong_words(text)
        if not wrong:
            try:
                if given == ConfidenceOutcome.APPROVED:
                    done = services().confidences.approve(
                        asker,
                        asked,
                        lasts=timedelta(days=int(days)),
                        explanation=text,
                        requester=requester(),
                    )
                else:
                    done = services().confidences.decline(
                        asker, asked, explanation=text, requester=requester()
                    )
            except DomainError as error:
                wrong = [Problem.at("outcome", error.sentence)]
            else:
                answer = redirect(url_for("confidence.requested"))
                return remember_position(answer, done.position)
    with services().views.reading() as connection:
        row = confidences.request(connection, asker, asked)
    if row is None:
        abort(404)
    page = render_template(
        "confidence/decide.html",
        said=said,
        row=row,
        who=name(asker),
        by=name(row.decided_by) if row.decided_by else "",
        own=asker == me(),
        state=_state,
        now=services().clock.now(),
        outcomes=list(ConfidenceOutcome),
        chosen=given,
        days=days,
        longest=LONGEST_CONFIDENCE.days,
        text=text,
        problems=wrong,
    )
    return page, 422 if wrong else 200


@blueprint.post("/confidence/<int:asked>/end")
@requires(Permission.LOOK_IN_CONFIDENCE)
def withdraw(asked: int) -> Any:
    """End or withdraw what one asked for oneself."""
    done = services().confidences.end(me(), asked, requester=requester())
    return remember_position(redirect(url_for("confidence.ask")), done.position)


@blueprint.post("/confidences/<uuid:asker>/<int:asked>/end")
@requires(Permission.APPROVE_CONFIDENCE)
def end(asker: UUID, asked: int) -> Any:
    """Take an approval back."""
    done = services().confidences.end(asker, asked, requester=requester())
    return remember_position(redirect(url_for("confidence.requested")), done.position)


def _state(row: ConfidenceRow, now: datetime) -> str:
    """What became of a request."""
    if row.waits():
        return "To be decided"
    if row.holds_at(now):
        return "Approved"
    if row.outcome is ConfidenceOutcome.DECLINED:
        return "Declined"
    return "Ended" if row.outcome else "Withdrawn"


def _are_days(text: str) -> bool:
    number = whole_number(text)
    return number is not None and 1 <= number <= LONGEST_CONFIDENCE.days
