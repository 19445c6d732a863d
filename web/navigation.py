"""The pages that somebody can go to, by what they may do."""

from flask import request, url_for

from domain.access.policy import Permission
from web.current import is_signed_in, may

PLACES = (
    ("home.home", "Your records", Permission.SUBMIT),
    ("review.queue", "Review", Permission.SEE_QUEUE),
    ("missing.missing", "Missing", Permission.FOLLOW_UP),
    ("suggested.suggested", "Encounters", Permission.LINK),
    ("referrals.referrals", "Referrals", Permission.SEE_REFERRALS),
    ("emergencies.emergencies", "Emergencies", Permission.REVIEW_EMERGENCIES),
    ("search.search", "Search", Permission.SEARCH),
    ("disclosures.disclosures", "Disclosures", Permission.READ_DISCLOSURES),
    ("reports.index", "Reports", Permission.READ_REPORTS),
    ("releases.releases", "Releases", Permission.APPROVE_RELEASE),
    ("access_log.search", "Who looked", Permission.SEARCH_ACCESS),
    ("confidence.requested", "In confidence", Permission.APPROVE_CONFIDENCE),
    ("retention.retention", "Retention", Permission.SEE_RETENTION),
    ("imports.imports", "Imports", Permission.SEE_IMPORTS),
    ("verification.show", "Verification", Permission.SEE_VERIFICATION),
    ("admin.people", "People", Permission.MANAGE_PEOPLE),
    ("clients.clients", "Systems", Permission.MANAGE_PEOPLE),
)


PART_OF = {
    **dict.fromkeys(
        ("coverage", "disproportionality", "effectiveness", "facts", "returns"), "reports"
    ),
    "api_docs": "clients",
    "delegating": "review",
    "encounters": "suggested",
    "keeping": "retention",
    "reciprocal": "review",
    "sampling": "access_log",
    "subjects": "suggested",
    "webhooks": "clients",
}
"""Pages that stand under another item."""


def navigation() -> list[dict[str, object]]:
    """Items of the service navigation component."""
    if not is_signed_in():
        return []
    asked = (request.endpoint or "").split(".")[0]
    blueprint = PART_OF.get(asked, asked)
    return [
        {"text": text, "href": url_for(endpoint), "active": endpoint.split(".")[0] == blueprint}
        for endpoint, text, permission in PLACES
        if may(permission)
    ]
