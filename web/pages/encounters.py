"""Records of one event: several officers, several people."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from flask import Blueprint, redirect, render_template, request, url_for

from domain.access.errors import NotAllowedError
from domain.access.policy import Permission
from domain.codelists.codelist import CodeList
from domain.codelists.reasons import GroundForLinking, GroundForLinkingSubject
from domain.errors import DomainError, NotFoundError
from projections.register import queries as register
from web.current import names, requester, seen, services
from web.forms.loading import Problem
from web.pages.finding import may
from web.pages.finding import record as find
from web.security import remember_position, requires

blueprint = Blueprint("encounters", __name__)

FOR_LINKING = (
    GroundForLinking.SAME_INCIDENT,
    GroundForLinking.SAME_SUBJECT,
    GroundForLinking.TOLD,
)


FOR_UNLINKING = (GroundForLinking.LINKED_IN_ERROR, GroundForLinking.TOLD)
FOR_LINKING_SUBJECTS = tuple(
    one for one in GroundForLinkingSubject if one is not GroundForLinkingSubject.LINKED_IN_ERROR
)


@blueprint.get("/encounters/<uuid:encounter>")
@requires(Permission.SIGNED_IN)
def show(encounter: UUID) -> Any:
    """The records of one encounter, as far as the signed-in person sees them."""
    return page_of(encounter)


def rows_of(encounter: UUID) -> tuple[register.RegisterRow, ...]:
    """The records of an encounter that the signed-in person sees.

    Raises:
        NotFoundError: there is none.

    """
    with services().views.reading() as connection:
        page = register.search(
            connection, register.Filter(encounter=encounter), seen=seen(), size=100
        )
    if not page.rows:
        raise NotFoundError
    return page.rows


def page_of(encounter: UUID, *problems: Problem) -> Any:
    """The page of an encounter, with what is wrong about a form that was sent from it."""
    rows = rows_of(encounter)
    subjects = dict.fromkeys(row.subject for row in reversed(rows) if row.subject)
    page = render_template(
        "records/encounter.html",
        encounter=encounter,
        rows=rows,
        names=names(row.officer for row in rows),
        people={subject: f"Person {number}" for number, subject in enumerate(subjects, start=1)},
        grounds=FOR_LINKING_SUBJECTS,
        ticked=request.form.getlist("record"),
        chosen=request.form.get("ground", ""),
        problems=list(problems),
    )
    return page, 422 if problems else 200


@blueprint.route("/records/<reference>/link", methods=["GET", "POST"])
@requires(Permission.LINK)
def link(reference: str) -> Any:
    """Put a record into the encounter of another one, which may have none yet."""
    found = find(reference)
    if not may(Permission.LINK, found):
        raise NotAllowedError
    other, ground = request.form.get("other", "").strip().upper(), request.form.get("ground", "")
    found_wrong = wrong(reference, other, ground) if request.method == "POST" else []
    if request.method == "POST" and not found_wrong:
        try:
            done = services().records.link(
                found.id, find(other).id, ground=GroundForLinking(ground), requester=requester()
            )
        except DomainError as error:
            found_wrong = [Problem(question="", sentence=error.sentence, href="#main-content")]
        else:
            answer = redirect(url_for("record.show", reference=reference))
            return remember_position(answer, done.position)
    page = render_template(
        "records/link.html",
        record=found,
        other=other,
        grounds=FOR_LINKING,
        chosen=ground,
        problems=found_wrong,
    )
    return page, 422 if found_wrong else 200


def wrong(
    reference: str,
    other: str,
    ground: str,
    *,
    among: Sequence[CodeList] = FOR_LINKING,
    sentence: str = "Select why they belong together",
) -> list[Problem]:
    """What is wrong with the reference of another record, and with a ground."""
    problems = []
    if other == reference or not _can_see(other):
        unseen = "Enter the reference of another record that you can see"
        problems.append(Problem(question="other", sentence=unseen, href="#other"))
    if ground not in set(among):
        problems.append(Problem(question="ground", sentence=sentence, href="#ground"))
    return problems


def _can_see(reference: str) -> bool:
    try:
        find(reference)
    except NotFoundError:
        return False
    return True


@blueprint.route("/records/<reference>/unlink", methods=["GET", "POST"])
@requires(Permission.LINK)
def unlink(reference: str) -> Any:
    """Take a record out of its encounter, saying on what ground."""
    found = find(reference)
    if not may(Permission.LINK, found):
        raise NotAllowedError
    ground = request.form.get("ground", "")
    problems: list[Problem] = []
    if request.method == "POST" and ground not in set(FOR_UNLINKING):
        sentence = "Select why they do not belong together"
        problems = [Problem(question="ground", sentence=sentence, href="#ground")]
    elif request.method == "POST":
        try:
            done = services().records.unlink(
                found.id, ground=GroundForLinking(ground), requester=requester()
            )
        except DomainError as error:
            problems = [Problem(question="", sentence=error.sentence, href="#main-content")]
        else:
            answer = redirect(url_for("record.show", reference=reference))
            return remember_position(answer, done.position)
    page = render_template(
        "records/unlink.html", record=found, grounds=FOR_UNLINKING, chosen=ground, problems=problems
    )
    return page, 422 if problems else 200
