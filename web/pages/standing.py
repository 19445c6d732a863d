"""What happens to a record as a whole: notes, assessment, withdrawal, restriction."""

from collections.abc import Callable
from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for

from application.carrying_out import Done
from domain.access.errors import NotAllowedError
from domain.access.policy import Permission
from domain.codelists.assessments import Assessment
from domain.codelists.codelist import CodeList
from domain.codelists.reasons import GroundForRestriction, ReasonForWithdrawal
from domain.errors import DomainError
from domain.records.record import UseOfForceRecord
from web.current import requester, services, version
from web.forms.loading import Problem
from web.pages.finding import may
from web.pages.finding import record as find
from web.pages.free_text import LONGEST, TOO_LONG
from web.pages.meanwhile import Meanwhile, refused, version_to_post
from web.security import remember_position, requires

blueprint = Blueprint("standing", __name__)

Act = Callable[[UseOfForceRecord, Any, str], Done]


@blueprint.route("/records/<reference>/note", methods=["GET", "POST"])
@requires(Permission.ADD_NOTE)
def note(reference: str) -> Any:
    def add(found: UseOfForceRecord, _: Any, text: str) -> Done:
        return services().records.add_note(found.id, text, requester=requester())

    return _page(
        reference,
        Permission.ADD_NOTE,
        add,
        title="Add a note",
        advice="A note stands beside the record for good. It changes no answer.",
        label="Your note",
        button="Add note",
    )


@blueprint.route("/records/<reference>/assess", methods=["GET", "POST"])
@requires(Permission.ASSESS)
def assess(reference: str) -> Any:
    def act(found: UseOfForceRecord, outcome: Any, text: str) -> Done:
        return services().reviews.assess(
            found.id, outcome, explanation=text, version=version(), requester=requester()
        )

    return _page(
        reference,
        Permission.ASSESS,
        act,
        title="Record your assessment",
        advice="It settles the referral. The supervisor’s review goes on.",
        legend="What is the result?",
        asked="the result",
        codes=Assessment,
        button="Record assessment",
    )


@blueprint.route("/records/<reference>/withdraw", methods=["GET", "POST"])
@requires(Permission.WITHDRAW)
def withdraw(reference: str) -> Any:
    def act(found: UseOfForceRecord, reason: Any, text: str) -> Done:
        return services().records.withdraw(
            found.id, reason=reason, explanation=text, version=version(), requester=requester()
        )

    return _page(
        reference,
        Permission.WITHDRAW,
        act,
        title="Withdraw this record",
        advice="It will no longer count. It is not deleted: those entitled can still read it, "
        "its history says why, and it can be restored.",
        codes=ReasonForWithdrawal,
        button="Withdraw record",
        warning=True,
    )


@blueprint.route("/records/<reference>/restore", methods=["GET", "POST"])
@requires(Permission.WITHDRAW)
def restore(reference: str) -> Any:
    def act(found: UseOfForceRecord, _: Any, text: str) -> Done:
        return services().records.restore(
            found.id, explanation=text, version=version(), requester=requester()
        )

    return _page(
        reference,
        Permission.WITHDRAW,
        act,
        title="Restore this record",
        advice="It counts again and is reviewed again.",
        button="Restore record",
    )


@blueprint.route("/records/<reference>/restrict", methods=["GET", "POST"])
@requires(Permission.RESTRICT)
def restrict(reference: str) -> Any:
    def act(found: UseOfForceRecord, ground: Any, text: str) -> Done:
        return services().records.restrict(
            found.id, ground=ground, explanation=text, requester=requester()
        )

    return _page(
        reference,
        Permission.RESTRICT,
        act,
        title="Restrict this record",
        advice="Only professional standards see it until the restriction is lifted. "
        "It still counts in statistics.",
        codes=GroundForRestriction,
        button="Restrict record",
        warning=True,
    )


@blueprint.route("/records/<reference>/unrestrict", methods=["GET", "POST"])
@requires(Permission.RESTRICT)
def unrestrict(reference: str) -> Any:
    def act(found: UseOfForceRecord, _: Any, text: str) -> Done:
        return services().records.unrestrict(found.id, explanation=text, requester=requester())

    return _page(
        reference,
        Permission.RESTRICT,
        act,
        title="Lift the restriction",
        advice="The record is in ordinary use again.",
        button="Lift restriction",
    )


def _page(
    reference: str,
    permission: Permission,
    act: Act,
    *,
    title: str,
    advice: str,
    button: str,
    label: str = "Why, in a few words?",
    legend: str = "Why?",
    asked: str = "a reason",
    codes: type[CodeList] | None = None,
    warning: bool = False,
) -> Any:
    """A page that asks why, and then does it."""
    found = find(reference)
    if not may(permission, found):
        raise NotAllowedError
    code, text = request.form.get("reason", ""), request.form.get("text", "").strip()
    wrong: list[Problem] = []
    since: Meanwhile | None = None
    if request.method == "POST":
        if codes is not None and code not in set(codes):
            wrong.append(Problem(question="reason", sentence=f"Select {asked}", href="#reason"))
        if not text:
            sentence = "Enter a few words"
            wrong.append(Problem(question="text", sentence=sentence, href="#text"))
        if len(text) > LONGEST:
            wrong.append(Problem(question="text", sentence=TOO_LONG, href="#text"))
        if not wrong:
            try:
                done = act(found, codes(code) if codes else None, text)
            except DomainError as error:
                wrong, since = refused(error, found, version())
            else:
                answer = redirect(url_for("record.show", reference=reference))
                return remember_position(answer, done.position)
    page = render_template(
        "records/standing.html",
        record=found,
        title=title,
        advice=advice,
        label=label,
        legend=legend,
        codes=list(codes or ()),
        chosen=code,
        text=text,
        button=button,
        warning=warning,
        problems=wrong,
        meanwhile=since,
        version=version_to_post(found, since),
    )
    return page, 422 if wrong else 200
