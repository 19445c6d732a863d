"""Records that are probably missing: what other systems know of and nobody recorded, until it is
recorded or explained.
"""

from collections.abc import Callable
from datetime import timedelta
from typing import Any, TypeVar
from uuid import UUID

from flask import Blueprint, redirect, render_template, request, url_for

from application.carrying_out import Done
from domain.access.policy import Permission
from domain.codelists.codelist import CodeList
from domain.codelists.expected import ExpectedKind, ReasonForNone
from domain.errors import DomainError, NotFoundError
from domain.expected.encounter import ExpectedEncounter, State
from domain.local_time import LOCAL
from domain.records.record import UseOfForceRecord
from projections.expected import queries as expected
from projections.register import queries as register
from web.current import may, me, myself, name, names, requester, seen, services, team
from web.forms.loading import Problem
from web.pages import filters
from web.pages.finding import record as find
from web.pages.free_text import LONGEST, TOO_LONG
from web.reconciling import reconcile
from web.security import remember_position, requires

blueprint = Blueprint("missing", __name__)

Code = TypeVar("Code", bound=CodeList)
NEAR = timedelta(days=1)
MOST_NEAR = 8


def follower() -> expected.Follower:
    """Whose encounters the signed-in person follows up."""
    everybody = may(Permission.SEARCH)
    return expected.Follower(force=myself().force, team=None if everybody else team())


@blueprint.get("/review/missing")
@requires(Permission.FOLLOW_UP)
def missing() -> Any:
    """The oldest first; which of them are shown stands in the address."""
    state = _coded(State, request.args.get("show", "")) or State.OPEN
    kinds = frozenset(request.args.getlist("kind")) & {one.value for one in ExpectedKind}
    mine, force = follower(), myself().force
    with services().views.reading() as connection:
        page = expected.listed(
            connection, mine, state=state, kinds=kinds, number=filters.page_number(request.args)
        )
        counts = expected.counts(connection, mine)
        covered = expected.coverage(connection, forces={force.value})
    return render_template(
        "review/missing.html",
        page=page,
        state=state,
        counts=counts,
        kinds=list(ExpectedKind),
        chosen=kinds,
        coverage=covered,
        now=services().clock.now(),
        areas=services().settings.area_options,
        names=names(row.officer for row in page.rows),
        address=filters.address_of("missing.missing", request.args),
    )


@blueprint.post("/review/missing")
@requires(Permission.FOLLOW_UP)
def look_again() -> Any:
    """Look for the records of what is open, now."""
    reconcile(services(), myself().force)
    answer = redirect(url_for("missing.missing"))
    return remember_position(answer, services().log.last_position())


@blueprint.get("/review/missing/<uuid:expected>")
@requires(Permission.FOLLOW_UP)
def show(expected: UUID) -> Any:
    """One encounter, what is near it, and what can be done."""
    return _page(services().expecting.read(expected, by=me()))


@blueprint.post("/review/missing/<uuid:expected>/record")
@requires(Permission.FOLLOW_UP)
def match(expected: UUID) -> Any:
    """Say which record is of it."""
    found = services().expecting.read(expected, by=me())
    reference = request.form.get("record", "").strip().upper()
    other = _readable(reference)
    if other is None:
        sentence = "Enter the reference of a record that you can see"
        return _page(found, Problem(question="record", sentence=sentence, href="#record"))
    return _carried_out(
        found, lambda: services().expecting.match(found.id, other.id, requester=requester())
    )


@blueprint.post("/review/missing/<uuid:expected>/explanation")
@requires(Permission.FOLLOW_UP)
def explain(expected: UUID) -> Any:
    """Say why there is no record."""
    found = services().expecting.read(expected, by=me())
    reason, text = (
        _coded(ReasonForNone, request.form.get("reason", "")),
        request.form.get("text", "").strip(),
    )
    wrong = []
    if reason is None:
        sentence = "Select why there is no record"
        wrong.append(Problem(question="reason", sentence=sentence, href="#reason"))
    if not text or len(text) > LONGEST:
        sentence = TOO_LONG if text else "Enter how you know"
        wrong.append(Problem(question="text", sentence=sentence, href="#text"))
    if reason is None or wrong:
        return _page(found, *wrong)
    return _carried_out(
        found,
        lambda: services().expecting.explain(found.id, reason, text, requester=requester()),
    )


@blueprint.post("/review/missing/<uuid:expected>/undo")
@requires(Permission.FOLLOW_UP)
def undo(expected: UUID) -> Any:
    """Open it again: the record is of another encounter, or the explanation does not hold."""
    found = services().expecting.read(expected, by=me())
    change = (
        services().expecting.unmatch
        if found.state is State.MATCHED
        else services().expecting.reopen
    )
    return _carried_out(found, lambda: change(found.id, requester=requester()))


def _carried_out(found: ExpectedEncounter, change: Callable[[], Done]) -> Any:
    try:
        done = change()
    except DomainError as error:
        return _page(found, Problem(question="", sentence=error.sentence, href="#main-content"))
    answer = redirect(url_for("missing.show", expected=found.id))
    return remember_position(answer, done.position)


def _page(found: ExpectedEncounter, *problems: Problem) -> Any:
    near = _near(found) if found.state is State.OPEN else ()
    page = render_template(
        "review/expected.html",
        expected=found,
        officer=name(found.officer) if found.officer else "Not known here",
        area=services().settings.area_options.get(found.area or "", found.area or "Not known"),
        matched=_shown(found.record) if found.record else None,
        near=near,
        names=names(row.officer for row in near),
        reasons=list(ReasonForNone),
        own=found.officer == me(),
        problems=list(problems),
        typed=request.form,
    )
    return page, 422 if problems else 200


def _near(found: ExpectedEncounter) -> tuple[register.RegisterRow, ...]:
    """Records of about that time that the signed-in person sees: of the officer, or of anybody."""
    day = found.happened_at.astimezone(LOCAL).date()
    officers = frozenset({found.officer}) if found.officer else None
    wanted = register.Filter(since=day - NEAR, until=day + NEAR, officers=officers)
    with services().views.reading() as connection:
        return register.search(connection, wanted, seen=seen(), size=MOST_NEAR).rows


def _shown(record: UUID) -> UseOfForceRecord | None:
    """The record that was found, if the signed-in person may read it."""
    try:
        return services().records.read(record, by=me())
    except NotFoundError:
        return None


def _readable(reference: str) -> UseOfForceRecord | None:
    try:
        return find(reference)
    except NotFoundError:
        return None


def _coded(kind: type[Code], text: str) -> Code | None:
    return next((one for one in kind if one.value == text), None)
