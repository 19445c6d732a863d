"""The start page: what to finish, what came back, what waits, what is done."""

from dataclasses import dataclass
from typing import Any

from flask import Blueprint, redirect, render_template, url_for

from domain.access.policy import Permission
from domain.codelists.statuses import RecordStatus
from projections.register import queries as register
from projections.register.flags import Flag
from web.current import may, me, services
from web.forms import short
from web.pages.finding import is_submitted
from web.security import requires

blueprint = Blueprint("home", __name__)

EVERY, LATEST = 1000, 20
GROUPS = (
    (RecordStatus.RETURNED, "Returned to you", EVERY),
    (RecordStatus.SUBMITTED, "Awaiting review", EVERY),
    (RecordStatus.REFERRED, "With professional standards", EVERY),
    (RecordStatus.ACCEPTED, "Accepted", LATEST),
    (RecordStatus.IMPORTED, "Imported", LATEST),
    (RecordStatus.WITHDRAWN, "Withdrawn", LATEST),
)
"""What is done is not all listed: a career has thousands of records."""
ELSEWHERE = (
    (Permission.SEE_QUEUE, "review.queue"),
    (Permission.MANAGE_PEOPLE, "admin.people"),
    (Permission.READ_REPORTS, "reports.index"),
    (Permission.SEARCH_ACCESS, "access_log.search"),
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Group:
    """Records in the same status, the last changed first; only so many of them are shown."""

    title: str
    rows: tuple[register.RegisterRow, ...]
    most: int

    @property
    def shown(self) -> tuple[register.RegisterRow, ...]:
        return self.rows[: self.most]


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
    groups = [
        Group(title=title, rows=tuple(row for row in rows if row.status is status), most=most)
        for status, title, most in GROUPS
    ]
    return render_template(
        "records/home.html",
        drafts=[draft for draft in services().drafts.of(me()) if not is_submitted(draft)],
        groups=[group for group in groups if group.rows],
        areas=services().settings.area_options,
        kinds=short.KINDS,
        Flag=Flag,
    )
