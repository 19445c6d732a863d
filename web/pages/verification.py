"""Whether the log was verified: when, by whom, how far, and what came out."""

from typing import Any
from uuid import UUID

from flask import Blueprint, render_template

from domain.access.policy import Permission
from projections.register import queries as register
from web.current import is_signed_in, may, seen, services
from web.proof.verifications import MOST_SHOWN, OVERDUE, Scope, Standing, Verification
from web.security import requires

blueprint = Blueprint("verification", __name__)


@blueprint.get("/verification")
@requires(Permission.SEE_VERIFICATION)
def show() -> Any:
    """The last verifications, with what they found."""
    stands, past = standing_now(), services().verifications.last()
    worst = next((one for one in past if one.report["number_of_findings"]), None)
    return render_template(
        "admin/verification.html",
        stands=stands,
        past=past,
        found=worst,
        references=_references(worst),
        due={scope: int(most.total_seconds() // 3600) for scope, most in OVERDUE.items()},
        Scope=Scope,
        most=MOST_SHOWN,
    )


def standing_now() -> Standing:
    """How it stands with verifying at this moment."""
    given = services()
    return given.verifications.standing(given.clock.now(), since=given.scheduled.started)


def alarm() -> Standing | None:
    """What whoever answers for the log must see on every page; nothing while all is well."""
    if not is_signed_in() or not may(Permission.SEE_VERIFICATION):
        return None
    stands = standing_now()
    return stands if stands.is_alarming else None


def _references(worst: Verification | None) -> dict[str, str]:
    """The references of the records that findings name, where the person may see them."""
    named = {one["record"] for one in worst.report["findings"]} if worst else set()
    records = [UUID(one) for one in named if one is not None and _is_id(one)]
    if not records:
        return {}
    visible = seen()
    with services().views.reading() as connection:
        rows = register.some(connection, records, seen=visible)
    return {str(row.record): row.reference for row in rows}


def _is_id(text: str) -> bool:
    # Whoever owns the database can have put anything where a record is named.
    try:
        return str(UUID(text)) == text
    except ValueError:
        return False
