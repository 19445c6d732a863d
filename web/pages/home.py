"""The start page: what to finish, what came back, what waits, what is done."""

from typing import Any

from flask import Blueprint, redirect, render_template, url_for

from domain.access.policy import Permission
from domain.codelists.statuses import RecordStatus
from projections.register import queries as register
from web.current import may, me, services
from web.forms import short
from web.pages.finding import is_submitted
from web.security import requires

blueprint = Blueprint("home", __name__)

GROUPS = (
    (RecordStatus.RETURNED, "Returned to you"),
    (RecordStatus.SUBMITTED, "Awaiting review"),
    (RecordStatus.REFERRED, "With professional standards"),
    (RecordStatus.ACCEPTED, "Accepted"),
    (RecordStatus.WITHDRAWN, "Withdrawn"),
)
ELSEWHERE = (
    (Permission.SEE_QUEUE, "review.queue"),
    (Permission.MANAGE_PEOPLE, "admin.people"),
)


@blueprint.get("/")
@requires(Permission.SIGNED_IN)
def home() -> Any:
    """Who does not record goes to where their work is."""
    if not may(Permission.SUBMIT):
        for permission, endpoint in ELSEWHERE:
            if may(permission):
                return redirect(url_for(endpoint))
    with services().views.reading() as connection:
        rows = register.of_officer(connection, me())
    groups = [(title, [row for row in rows if row.status is status]) for status, title in GROUPS]
    return render_template(
        "records/home.html",
        drafts=[draft for draft in services().drafts.of(me()) if not is_submitted(draft)],
        groups=[(title, found) for title, found in groups if found],
        areas=services().settings.area_options,
        kinds=short.KINDS,
    )
