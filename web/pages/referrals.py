"""What professional standards must assess, with the rule that fired and the deadline."""

from typing import Any

from flask import Blueprint, render_template, request

from domain.access.policy import Permission
from domain.records.referral import LABELS
from projections.worklists import queries as worklists
from projections.worklists.tasks import Task
from web.current import me, myself, names, services
from web.pages import filters
from web.security import requires

blueprint = Blueprint("referrals", __name__)


@blueprint.get("/referrals")
@requires(Permission.SEE_REFERRALS)
def referrals() -> Any:
    """The soonest due first."""
    reviewer = worklists.Reviewer(person=me(), team=None, force=myself().force)
    with services().views.reading() as connection:
        page = worklists.items(
            connection, Task.ASSESS, reviewer, number=filters.page_number(request.args)
        )
    return render_template(
        "review/referrals.html",
        page=page,
        labels=LABELS,
        now=services().clock.now(),
        names=names(item.row.officer for item in page.items),
        address=filters.address_of("referrals.referrals", request.args),
    )
