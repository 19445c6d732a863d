"""Opening a record that is not one's to read, in an emergency; and looking into who did."""

from typing import Any
from uuid import UUID

from flask import Blueprint, abort, redirect, render_template, request, url_for

from domain.access.policy import Permission
from domain.codelists.emergencies import EmergencyOutcome, GroundForBreakingGlass
from domain.errors import DomainError, NotFoundError
from domain.people.person import GLASS_IS_REVIEWED_WITHIN, GLASS_STAYS_BROKEN
from projections.paging import Numbered
from projections.people import queries as people
from projections.register import queries as register
from web.current import me, myself, name, names, requester, seen, services
from web.forms.loading import Problem
from web.pages import filters
from web.pages.finding import record_id
from web.pages.free_text import wrong_words
from web.security import remember_position, requires

blueprint = Blueprint("emergencies", __name__)

PAGE = 25
MINUTES = int(GLASS_STAYS_BROKEN.total_seconds()) // 60


@blueprint.route("/emergency", methods=["GET", "POST"])
@requires(Permission.BREAK_GLASS)
def break_glass() -> Any:
    """Open one record for an hour."""
    reference, text = (request.form.get(key, "").strip() for key in ("reference", "text"))
    given, wrong = request.form.get("ground", ""), list[Problem]()
    if request.method == "POST":
        if not reference:
            wrong.append(Problem.at("reference", "Enter the reference of the record"))
        if given not in set(GroundForBreakingGlass):
            wrong.append(Problem.at("ground", "Select why it cannot wait"))
        wrong += wrong_words(text, "Enter what is happening")
        if not wrong:
            try:
                done = services().emergencies.break_glass(
                    record_id(reference),
                    ground=GroundForBreakingGlass(given),
                    explanation=text,
                    requester=requester(),
                )
            except NotFoundError:
                sentence = "There is no record with this reference that can be opened. Check it"
                wrong = [Problem.at("reference", sentence)]
            except DomainError as error:
                wrong = [Problem.at("reference", error.sentence)]
            else:
                answer = redirect(url_for("record.show", reference=reference))
                return remember_position(answer, done.position)
    page = render_template(
        "emergencies/open.html",
        reference=reference or request.args.get("reference", ""),
        grounds=list(GroundForBreakingGlass),
        chosen=given,
        text=text,
        minutes=MINUTES,
        days=GLASS_IS_REVIEWED_WITHIN.days,
        problems=wrong,
    )
    return page, 422 if wrong else 200


@blueprint.get("/emergencies")
@requires(Permission.REVIEW_EMERGENCIES)
def emergencies() -> Any:
    """Those that nobody looked into first."""
    number = filters.page_number(request.args)
    with services().views.reading() as connection:
        rows, total = people.emergencies(connection, myself().force, number=number, size=PAGE)
        records = register.some(connection, [row.record for row in rows], seen=seen())
    return render_template(
        "emergencies/list.html",
        rows=rows,
        references={row.record: row.reference for row in records},
        names=names([row.person for row in rows] + [row.reviewed_by for row in rows]),
        page=Numbered(total=total, number=number, size=PAGE),
        now=services().clock.now(),
        days=GLASS_IS_REVIEWED_WITHIN.days,
        address=filters.address_of("emergencies.emergencies", request.args),
    )


@blueprint.route("/emergencies/<uuid:reader>/<int:version>", methods=["GET", "POST"])
@requires(Permission.REVIEW_EMERGENCIES)
def look_into(reader: UUID, version: int) -> Any:
    """What somebody said, and what was found."""
    said = services().emergencies.emergency(reader, version, by=me())
    with services().views.reading() as connection:
        row = people.emergency(connection, reader, version)
        records = register.some(connection, [said.record], seen=seen())
    if row is None or not records:
        abort(404)
    text, given = request.form.get("text", "").strip(), request.form.get("outcome", "")
    wrong = list[Problem]()
    if request.method == "POST":
        if given not in set(EmergencyOutcome):
            wrong.append(Problem.at("outcome", "Select whether it was needed"))
        wrong += wrong_words(text, "Enter what you found")
        if not wrong:
            try:
                done = services().emergencies.review(
                    reader,
                    version,
                    EmergencyOutcome(given),
                    explanation=text,
                    requester=requester(),
                )
            except DomainError as error:
                wrong = [Problem.at("outcome", error.sentence)]
            else:
                answer = redirect(url_for("emergencies.emergencies"))
                return remember_position(answer, done.position)
    page = render_template(
        "emergencies/look_into.html",
        said=said,
        row=row,
        reference=records[0].reference,
        who=name(reader),
        by=name(row.reviewed_by) if row.reviewed_by else "",
        own=reader == me(),
        outcomes=list(EmergencyOutcome),
        chosen=given,
        text=text,
        problems=wrong,
    )
    return page, 422 if wrong else 200
