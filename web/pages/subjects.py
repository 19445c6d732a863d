"""Records about one person: within an encounter, and from one encounter to another."""

from typing import Any
from uuid import UUID

from flask import Blueprint, redirect, render_template, request, url_for

from domain.access.policy import Permission
from domain.codelists.reasons import GroundForLinkingSubject
from domain.errors import DomainError, NotFoundError
from projections.register import queries as register
from web.current import names, requester, seen, services
from web.forms.loading import Problem
from web.pages import encounters
from web.pages.joining import Question, join, left_alone, part
from web.security import remember_position, requires

blueprint = Blueprint("subjects", __name__)

LINK = Question(
    title="Link the person",
    heading="Which record is about the same person?",
    why="How do you know that it is the same person?",
    grounds=encounters.FOR_LINKING_SUBJECTS,
    sentence="Select how you know that it is the same person",
    button="Link the person",
    asks_other=True,
)
UNLINK = Question(
    title="Unlink the person",
    heading="Unlink the person",
    text="The record stays as it is, and in its encounter. The other records about that person stay "
    "linked; if there is one alone, it is linked to nobody either.",
    why="How do you know that it is somebody else?",
    grounds=(GroundForLinkingSubject.LINKED_IN_ERROR, GroundForLinkingSubject.TOLD),
    sentence="Select how you know that it is somebody else",
    button="Unlink the person",
)


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
    if ground not in set(LINK.grounds):
        problems.append(Problem(question="ground", sentence=LINK.sentence, href="#ground"))
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
    return join(
        reference,
        LINK,
        lambda record, other, ground: services().linking.link_subject(
            [record, other], ground=GroundForLinkingSubject(ground), requester=requester()
        ),
    )


@blueprint.route("/records/<reference>/unlink-person", methods=["GET", "POST"])
@requires(Permission.LINK)
def unlink(reference: str) -> Any:
    """Say that a record is about somebody else after all."""
    return part(
        reference,
        UNLINK,
        lambda record, ground: services().linking.unlink_subject(
            record.id,
            ground=GroundForLinkingSubject(ground),
            requester=requester(),
            last=left_alone(register.Filter(subject=record.subject), record.id),
        ),
    )
