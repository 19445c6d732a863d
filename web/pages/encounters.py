"""Records of one event: several officers, several people."""

from typing import Any
from uuid import UUID

from flask import Blueprint, render_template, request

from domain.access.policy import Permission
from domain.codelists.reasons import GroundForLinking, GroundForLinkingSubject
from domain.errors import NotFoundError
from projections.register import queries as register
from web.current import names, requester, seen, services
from web.forms.loading import Problem
from web.pages.joining import Question, join, left_alone, part
from web.security import requires

blueprint = Blueprint("encounters", __name__)

FOR_LINKING_SUBJECTS = tuple(
    one for one in GroundForLinkingSubject if one is not GroundForLinkingSubject.LINKED_IN_ERROR
)
LINK = Question(
    title="Link to an encounter",
    heading="Which record belongs to the same encounter?",
    why="Why do they belong together?",
    grounds=(
        GroundForLinking.SAME_INCIDENT,
        GroundForLinking.SAME_SUBJECT,
        GroundForLinking.TOLD,
    ),
    sentence="Select why they belong together",
    button="Link records",
    asks_other=True,
)
UNLINK = Question(
    title="Unlink from an encounter",
    heading="Unlink from its encounter",
    text="The record stays as it is. The other records of the encounter stay linked; if there is one"
    " alone, it is of no encounter either.",
    why="Why do they not belong together?",
    grounds=(GroundForLinking.LINKED_IN_ERROR, GroundForLinking.TOLD),
    sentence="Select why they do not belong together",
    button="Unlink record",
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
    return join(
        reference,
        LINK,
        lambda record, other, ground: services().records.link(
            record, other, ground=GroundForLinking(ground), requester=requester()
        ),
    )


@blueprint.route("/records/<reference>/unlink", methods=["GET", "POST"])
@requires(Permission.LINK)
def unlink(reference: str) -> Any:
    """Take a record out of its encounter, saying on what ground."""
    return part(
        reference,
        UNLINK,
        lambda record, ground: services().records.unlink(
            record.id,
            ground=GroundForLinking(ground),
            requester=requester(),
            last=left_alone(register.Filter(encounter=record.encounter), record.id),
        ),
    )
