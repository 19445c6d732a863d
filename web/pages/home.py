"""The start page: what to finish, what came back, what waits, what is done."""

from dataclasses import dataclass
from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for

from domain.access.policy import Permission
from domain.codelists.statuses import RecordStatus
from projections.paging import Numbered
from projections.register import queries as register
from projections.register.flags import Flag
from web.current import may, me, services
from web.forms import short
from web.pages.filters import address_of, page_number
from web.pages.finding import is_submitted
from web.security import requires

blueprint = Blueprint("home", __name__)

EVERY, LATEST = 1000, 20
A_PAGE = 50
GROUPS = (
    (RecordStatus.RETURNED, "Returned to you", EVERY),
    (RecordStatus.SUBMITTED, "Awaiting review", EVERY),
    (RecordStatus.REFERRED, "With professional standards", EVERY),
    (RecordStatus.ACCEPTED, "Accepted", LATEST),
    (RecordStatus.IMPORTED, "Imported", LATEST),
    (RecordStatus.WITHDRAWN, "Withdrawn", LATEST),
)
"""What is done is not all on the first page: a career has thousands of records."""
ELSEWHERE = (
    (Permission.SEE_QUEUE, "review.queue"),
    (Permission.MANAGE_PEOPLE, "admin.people"),
    (Permission.READ_REPORTS, "reports.index"),
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Group:
    """Records in the same status, the last changed first; only so many of them are shown."""

    status: RecordStatus
    title: str
    rows: tuple[register.RegisterRow, ...]
    most: int

    @property
    def shown(self) -> tuple[register.RegisterRow, ...]:
        return self.rows[: self.most]


@dataclass(frozen=True, kw_only=True, slots=True)
class Page(Numbered):
    """Some of the records in one status."""

    rows: tuple[register.RegisterRow, ...]


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
        Group(
            status=status,
            title=title,
            rows=tuple(row for row in rows if row.status is status),
            most=most,
        )
        for status, title, most in GROUPS
    ]
    shown = request.args.get("show", "")
    if chosen := [one for one in groups if one.status.value == shown and one.rows]:
        return _all_of(chosen[0])
    return render_template(
        "records/home.html",
        drafts=[draft for draft in services().drafts.of(me()) if not is_submitted(draft)],
        groups=[group for group in groups if group.rows],
        areas=services().settings.area_options,
        kinds=short.KINDS,
        Flag=Flag,
    )


def _all_of(group: Group) -> Any:
    """Every record in one status, a page at a time."""
    number = page_number(request.args)
    first = (number - 1) * A_PAGE
    page = Page(
        total=len(group.rows),
        number=number,
        size=A_PAGE,
        rows=group.rows[first : first + A_PAGE],
    )
    return render_template(
        "records/all.html",
        title=group.title,
        page=page,
        areas=services().settings.area_options,
        address=address_of("home.home", request.args),
        Flag=Flag,
    )
