"""Requests to look in confidence in every state, and who decides on them."""

from tests.installations import appoint
from tests.people import PASSWORD, STANDARDS
from tests.standards import HEAD, INVESTIGATOR, REVIEWER, approved, requested
from web.bootstrap import Services

APPROVED, DECLINED, WAITING = 3, 5, 7
"""The versions of the events with which ``STANDARDS`` asked."""


def ask(services: Services) -> None:
    """Appoint who decides, and bring each state about."""
    watching = (INVESTIGATOR, HEAD, REVIEWER)
    appoint(services, *watching)
    for one in watching:
        services.accounts.set_password(one.id, username=one.username, password=PASSWORD)
    versions = [approved(services, "CO/123/26", days=90), requested(services, "CO/124/26")]
    services.confidences.decline(
        STANDARDS.id,
        versions[1],
        explanation="There is another way.\nAsk their supervisor.",
        requester=HEAD.asks(),
    )
    versions.append(requested(services, "URN 01AB 123/26"))
    assert versions == [APPROVED, DECLINED, WAITING]
