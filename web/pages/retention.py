"""How long records are kept: what falls due, what holds a record back, and the policy it goes by.

Who keeps records reads no answer here: which groups a record has something of, and what was decided.
"""

import csv
import io
from datetime import date
from typing import Any

from flask import Blueprint, Response, redirect, render_template, request, url_for

from application.retention import Kept
from domain.access.policy import Permission
from domain.codelists.codelist import CodeList
from domain.codelists.retention import RetentionGroup
from domain.errors import DomainError
from domain.retention.deciding import is_due
from domain.retention.errors import (
    PolicyInThePastError,
    TooLongToCoolOffError,
    UnknownPeriodError,
)
from domain.retention.events import KEEPING_EVENTS
from domain.retention.keeping import Stage
from domain.retention.policy import LONGEST_COOLING_OFF, Policy
from domain.retention.policy_events import Period
from projections.paging import Numbered
from projections.retention import queries
from web.current import may, me, myself, requester, services, today, whole_number
from web.forms.loading import Problem
from web.pages import filters
from web.pages.finding import record_id
from web.pages.meanwhile import items
from web.pages.report_files import attached
from web.security import remember_position, requires

blueprint = Blueprint("retention", __name__)

PAGE = 50
LONGEST_SOURCE = 200


class Show(CodeList):
    """What of the records that are kept a list shows."""

    DUE = "due", "Due for review"
    UNDER_WAY = "under-way", "Being erased"
    HELD = "held", "Held back"
    ERASED = "erased", "Erased"


@blueprint.get("/retention")
@requires(Permission.SEE_RETENTION)
def retention() -> Any:
    """What falls due, what is under way, what is held back, and what was erased."""
    show = _show(request.args.get("show", ""))
    force, day = myself().force, today()
    policy = services().retention.policy(force)
    number = filters.page_number(request.args)
    with services().views.reading() as connection:
        due, due_page = (
            queries.due(connection, force=force, policy=policy, day=day, page=number, size=PAGE)
            if policy
            else ((), Numbered(total=0, number=1, size=PAGE))
        )
        erased, erased_page = queries.erased(connection, force=force, page=number, size=PAGE)
        under_way = queries.under_way(connection, force=force)
        held = queries.held(connection, force=force)
    if show is Show.UNDER_WAY:
        for row in under_way:
            # What a process that died left undone is done before anybody relies on the list.
            services().retention.settle(row.record)
    rows = {
        Show.DUE: due,
        Show.UNDER_WAY: under_way,
        Show.HELD: held,
        Show.ERASED: erased,
    }
    counts = {
        Show.DUE: due_page.total,
        Show.UNDER_WAY: len(under_way),
        Show.HELD: len(held),
        Show.ERASED: erased_page.total,
    }
    return render_template(
        "retention/list.html",
        show=show,
        Show=Show,
        Stage=Stage,
        counts=counts,
        rows=rows[show],
        page=erased_page if show is Show.ERASED else due_page,
        policy=policy,
        now=services().clock.now(),
        reports={row.record: services().purge_reports.of(row.record) for row in under_way},
        address=filters.address_of("retention.retention", request.args),
    )


@blueprint.get("/retention.csv")
@requires(Permission.SEE_RETENTION)
def due_as_file() -> Any:
    """Everything that is due for review, as a file."""
    force, day = myself().force, today()
    policy = services().retention.policy(force)
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(("reference", "group", "incident_date", "maybe_under_18", "due_on", "holds"))
    if policy:
        with services().views.reading() as connection:
            found = queries.every_due(connection, force=force, policy=policy, day=day)
        for row in found:
            holds = " ".join(one.value for one in row.holds)
            child = "yes" if row.may_have_been_under_18 else "no"
            writer.writerow(
                (row.reference, row.group.value, row.incident, child, row.due_on(policy), holds)
            )
    return attached(text.getvalue(), f"retention-{day}.csv")


@blueprint.get("/retention/<reference>")
@requires(Permission.SEE_RETENTION)
def show(reference: str) -> Any:
    """One record: how long it is kept and why, what there is to erase, and what was decided."""
    found = look(reference)
    services().retention.settle(found.record.id)
    kept = [event for event in found.events if type(event) in KEEPING_EVENTS]
    told = {event.originator_version for event in kept}
    erasure = found.record.keeping.erasure
    return render_template(
        "retention/record.html",
        kept=found,
        record=found.record,
        erasure=erasure,
        is_due=bool(erasure and is_due(erasure, services().clock.now())),
        Stage=Stage,
        items=[item for item in reversed(items(found.events)) if item.version in told],
        reports=services().purge_reports.of(found.record.id) if erasure else {},
        today=today(),
    )


@blueprint.get("/retention/<reference>/certificates/<int:number>")
@requires(Permission.SEE_RETENTION)
def certificate(reference: str, number: int) -> Any:
    """The certificate of an erasure, as it was signed."""
    found = look(reference)
    text = found.certificate(number)
    return render_template(
        "retention/certificate.html", record=found.record, number=number, text=text
    )


@blueprint.get("/retention/<reference>/certificates/<int:number>.txt")
@requires(Permission.SEE_RETENTION)
def certificate_file(reference: str, number: int) -> Any:
    """The same, to take away."""
    text = look(reference).certificate(number)
    disposition = f'attachment; filename="{reference}-erasure-{number}.txt"'
    headers = {"Content-Disposition": disposition}
    return Response(text, mimetype="text/plain", headers=headers)


@blueprint.get("/retention/policy")
@requires(Permission.SEE_RETENTION)
def policy() -> Any:
    """How long records are kept, now and from which day on; and every policy before."""
    return _policy_page({})


@blueprint.post("/retention/policy")
@requires(Permission.SET_RETENTION)
def set_policy() -> Any:
    """Set a policy, which begins today or later."""
    typed = request.form.to_dict()
    since, days = _day(typed.get("since", "")), whole_number(typed.get("days", ""))
    source = typed.get("source", "").strip()
    months = {one: whole_number(typed.get(one.value, "")) for one in RetentionGroup}
    wrong = []
    if since is None:
        wrong.append(Problem.at("since", "Enter the day from which it holds"))
    wrong += [
        Problem.at(one.value, "Enter the period in whole months, from 1 to 1,200")
        for one, number in months.items()
        if number is None
    ]
    if days is None:
        wrong.append(Problem.at("days", f"Enter a number of days, at most {LONGEST_COOLING_OFF}"))
    if not source or len(source) > LONGEST_SOURCE:
        wrong.append(
            Problem.at("source", f"Enter its source, in up to {LONGEST_SOURCE} characters")
        )
    if wrong or since is None or days is None:
        return _policy_page(typed, *wrong)
    chosen = Policy(
        since=since,
        periods=tuple(Period(group=one, months=number or 0) for one, number in months.items()),
        from_18th_birthday="from_18th_birthday" in typed,
        cooling_off_days=days,
        source=source,
    )
    try:
        done = services().retention.set_policy(chosen, requester=requester())
    except DomainError as error:
        return _policy_page(typed, Problem.at(AT.get(type(error), "since"), error.sentence))
    return remember_position(redirect(url_for("retention.policy")), done.position)


AT: dict[type[DomainError], str] = {
    PolicyInThePastError: "since",
    UnknownPeriodError: RetentionGroup.GRAVE.value,
    TooLongToCoolOffError: "days",
}
"""At which field a refusal is shown."""


def look(reference: str, permission: Permission = Permission.SEE_RETENTION) -> Kept:
    """A record before the signed-in person, who keeps it.

    Raises:
        NotFoundError: there is none, or they do not.

    """
    return services().retention.look(record_id(reference), by=me(), permission=permission)


def back_to(found: Kept) -> str:
    """Where somebody goes on who decided about a record."""
    place = "retention.show" if may(Permission.SEE_RETENTION) else "record.show"
    return url_for(place, reference=found.record.reference)


def _policy_page(typed: dict[str, str], *problems: Problem) -> Any:
    force = myself().force
    page = render_template(
        "retention/policy.html",
        policy=services().retention.policy(force),
        policies=tuple(reversed(services().retention.policies(force))),
        groups=list(RetentionGroup),
        typed=typed,
        problems=list(problems),
        longest=LONGEST_COOLING_OFF,
        epochs=tuple(reversed(services().retention.epochs())),
    )
    return page, 422 if problems else 200


def _show(code: str) -> Show:
    return Show(code) if code in set(Show) else Show.DUE


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        return None
