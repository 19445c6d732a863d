"""Returning, accepting, referring and assessing records."""

from typing import Any
from uuid import UUID

from flask import Blueprint

from domain.access.policy import Permission
from domain.clients.scopes import Scope
from domain.records.events import PinnedNote
from web.api.access import requester, version
from web.api.operations import Operation, operation
from web.api.records import changing, did
from web.api.schemas import review
from web.current import me, services

blueprint = Blueprint("api_reviews", __name__, url_prefix="/api/records")


def reviewing(takes: Any, permission: Permission = Permission.REVIEW) -> Operation:
    return changing(permission, takes, scope=Scope.REVIEWS_WRITE)


@blueprint.post("/<uuid:record_id>/returns")
@operation(reviewing(review.Return()))
def give_back(record_id: UUID, sent: dict[str, Any]) -> Any:
    """Return a record to its officer.

    With notes, each about one question or about the whole record.
    """
    found = services().records.read(record_id, by=me())
    notes = [
        PinnedNote(question=note.get("question", ""), text=note["text"]) for note in sent["notes"]
    ]
    done = services().reviews.give_back(record_id, notes, version=version(), requester=requester())
    return did(done, found.reference)


@blueprint.post("/<uuid:record_id>/acceptances")
@operation(reviewing(review.Acceptance()))
def accept(record_id: UUID, sent: dict[str, Any]) -> Any:
    """Accept a record as it stands.

    Perhaps with advice, which its officer reads. Nobody accepts their own.
    """
    found = services().records.read(record_id, by=me())
    done = services().reviews.accept(
        record_id, advice=sent.get("advice", ""), version=version(), requester=requester()
    )
    return did(done, found.reference)


@blueprint.post("/<uuid:record_id>/referrals")
@operation(reviewing(review.Referral()))
def refer(record_id: UUID, sent: dict[str, Any]) -> Any:
    """Refer a record to professional standards.

    On the reviewer's own judgement; what a rule calls for is referred by itself.
    """
    found = services().records.read(record_id, by=me())
    done = services().reviews.refer(
        record_id, explanation=sent["explanation"], version=version(), requester=requester()
    )
    return did(done, found.reference)


@blueprint.post("/<uuid:record_id>/assessments")
@operation(reviewing(review.AssessmentMade(), Permission.ASSESS))
def assess(record_id: UUID, sent: dict[str, Any]) -> Any:
    """Assess what was referred.

    By professional standards; the supervisor's review goes on afterwards.
    """
    found = services().records.read(record_id, by=me())
    done = services().reviews.assess(
        record_id,
        sent["outcome"],
        explanation=sent["explanation"],
        version=version(),
        requester=requester(),
    )
    return did(done, found.reference)
