"""Records about one person: within an encounter, and from one encounter to another."""

from typing import Any
from uuid import UUID

from flask import Blueprint, redirect, render_template, request, url_for

from domain.access.errors import NotAllowedError
from domain.access.policy import Permission
from domain.codelists.reasons import GroundForLinkingSubject
from domain.errors import DomainError, NotFoundError
from projections.register import queries as register
from web.current import names, requester, seen, services
from web.forms.loading import Problem
from web.pages import encounters
from web.pages.finding import may
from web.pages.finding import record as find
from web.security import remember_position, requires

blueprint = Blueprint("subjects", __name__)

FOR_UNLINKING = (GroundForLinkingSubject.LINKED_IN_ERROR, GroundForLinkingSubject.TOLD)
FOR_LINKING = encounters.FOR_LINKING_SUBJECTS


@blueprint.get("/subjects/<uuid:subject>")
@requires(Permission.SIGNED_IN)
def show(subject: UUID) -> Any:
    """The records that were linked to one person, as far as the signed-in person sees them."""
    with services().views.reading() as connection:
        page = register.search(connection, register.Filter(subject=subject), seen=seen(), size=100)
    if not page.rows:
        raise NotFoundError
    return render_template(
        "records/subject.html", page=page, names=names(row.officer for row in page.rows)
    )


@blueprint.post("/encounters/<uuid:encounter>/people")
@requires(Permission.LINK)
def within(encounter: UUID) -> Any:
    """Say that the ticked records of an encounter are about one person."""
    rows = {str(row.record): row for row in encounters.rows_of(encounter)}
    ticked = [rows[one] for one in request.form.getlist("record") if one in rows]
    ground = request.form.get("ground", "")
    problems = []
    if len(ticked) < 2:
        sentence = "Select the records that are about one person, two at least"
        problems.append(Problem(question="record", sentence=sentence, href="#record"))
    if ground not in set(FOR_LINKING):
        sentence = "Select how you know that it is the same person"
        problems.append(Problem(question="ground", sentence=sentence, href="#ground"))
    if problems:
        return encounters.page_of(encounter, *problems)
    # Who is linked to nobody yet comes first.
    ticked.sort(key=lambda row: row.subject is not None)
    try:
        done = services().linking.link_subject(
            [row.record for row in ticked],
            ground=GroundForLinkingSubject(ground),
            requester=requester(),
        )
    except DomainError as error:
        problem = Problem(question="", sentence=error.sentence, href="#main-content")
        return encounters.page_of(encounter, problem)
    return remember_position(
        redirect(url_for("encounters.show", encounter=encounter)), done.position
    )


@blueprint.route("/records/<reference>/link-person", methods=["GET", "POST"])
@requires(Permission.LINK)
def link(reference: str) -> Any:
    """Say that a record is about the same person as another one, of whatever encounter."""
    found = find(reference)
    if not may(Permission.LINK, found):
        raise NotAllowedError
    other, ground = request.form.get("other", "").strip().upper(), request.form.get("ground", "")
    wrong: list[Problem] = []
    if request.method == "POST":
        sentence = "Select how you know that it is the same person"
        wrong = encounters.wrong(reference, other, ground, among=FOR_LINKING, sentence=sentence)
        if not wrong:
            try:
                done = services().linking.link_subject(
                    [found.id, find(other).id],
                    ground=GroundForLinkingSubject(ground),
                    requester=requester(),
                )
            except DomainError as error:
                wrong = [Problem(question="", sentence=error.sentence, href="#main-content")]
            else:
                answer = redirect(url_for("record.show", reference=reference))
                return remember_position(answer, done.position)
    page = render_template(
        "records/link_person.html",
        record=found,
        other=other,
        grounds=FOR_LINKING,
        chosen=ground,
        problems=wrong,
    )
    return page, 422 if wrong else 200


@blueprint.route("/records/<reference>/unlink-person", methods=["GET", "POST"])
@requires(Permission.LINK)
def unlink(reference: str) -> Any:
    """Say that a record is about somebody else after all."""
    found = find(reference)
    if not may(Permission.LINK, found):
        raise NotAllowedError
    ground = request.form.get("ground", "")
    wrong: list[Problem] = []
    if request.method == "POST" and ground not in set(FOR_UNLINKING):
        sentence = "Select how you know that it is somebody else"
        wrong = [Problem(question="ground", sentence=sentence, href="#ground")]
    elif request.method == "POST":
        try:
            done = services().linking.unlink_subject(
                found.id, ground=GroundForLinkingSubject(ground), requester=requester()
            )
        except DomainError as error:
            wrong = [Problem(question="", sentence=error.sentence, href="#main-content")]
        else:
            answer = redirect(url_for("record.show", reference=reference))
            return remember_position(answer, done.position)
    page = render_template(
        "records/unlink_person.html",
        record=found,
        grounds=FOR_UNLINKING,
        chosen=ground,
        problems=wrong,
    )
    return page, 422 if wrong else 200
