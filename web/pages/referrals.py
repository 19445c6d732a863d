"""What professional standards must assess, with the rule that fired and the deadline."""

from typing import Any

from flask import Blueprint, render_template

from domain.access.policy import Permission
from domain.records.referral import LABELS
from projections.register import queries as register
from projections.worklists import queries as worklists
from web.current import names, services
from web.security import requires

blueprint = Blueprint("referrals", __name__)


@blueprint.get("/referrals")
@requires(Permission.SEE_REFERRALS)
def referrals() -> Any:
    """The soonest due first."""
    with services().views.reading() as connection:
        items = worklists.referrals(connection)
        wanted = register.Filter(records=frozenset(item.record for item in items))
        found = register.search(
            connection, wanted, seen=register.Seen(everything=True), size=len(items) or 1
        )
    rows = {row.record: row for row in found.rows}
    listed = [(item, rows[item.record]) for item in items if item.record in rows]
    return render_template(
        "review/referrals.html",
        listed=listed,
        labels=LABELS,
        now=services().clock.now(),
        names=names(item.officer for item in items),
    )
