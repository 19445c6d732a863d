"""What monitoring asks: whether the process answers, whether the service is ready, and figures.

Decision. Whether the service is ready is no secret: load balancers ask without a name. Why it is not,
and the figures, are for this machine, or for whoever sends ``UOF_MONITOR_TOKEN``; a request that came
through a proxy came from elsewhere. Nothing personal is in any of them. Consequence: an attacker
learns from outside that the service is busy, and not what with. Kept by
``tests/web/pages/test_watched.py``.
"""

import hmac
from http import HTTPStatus
from typing import Any

from flask import Blueprint, Response, abort, request

from domain.access.policy import Permission
from web import metrics
from web.adapters.addresses import is_this_machine
from web.current import services
from web.health import health
from web.metrics import CONTENT_TYPE, Standing
from web.pages.verification import standing_now
from web.proof.silence import silence
from web.security import requires

blueprint = Blueprint("watched", __name__)

FORWARDED = ("X-Forwarded-For", "X-Forwarded-Host", "X-Forwarded-Proto", "Forwarded")


@blueprint.get("/health/live")
@requires(Permission.EVERYBODY)
def live() -> Any:
    """This process answers; it says nothing about databases."""
    return {"status": "alive"}


@blueprint.get("/health/ready")
@requires(Permission.EVERYBODY)
def ready() -> Any:
    """Whether people can be sent here."""
    given = services()
    found = health(
        given.stores,
        given.views,
        failed=given.follower.failed,
        most_behind=given.settings.most_behind,
        verified=lambda: standing_now().word,
    )
    status = HTTPStatus.OK if found.is_ready else HTTPStatus.SERVICE_UNAVAILABLE
    return found.in_words(details=_may_know()), status


@blueprint.get("/metrics")
@requires(Permission.EVERYBODY)
def figures() -> Any:
    """What was counted, and how the installation stands."""
    if not _may_know():
        abort(403)
    given = services()
    standing = Standing(
        position=given.log.last_position(),
        projections=given.views.status(),
        failed=given.follower.failed,
        drafts=given.drafts.number(),
        refused=bool(given.checkpointing.refused or given.access_checkpointing.refused)
        if given.signs
        else None,
        verified=standing_now(),
        others=silence(given.settings, given.stores).figures() if given.watches_signing else (),
    )
    return Response(metrics.written(standing), content_type=CONTENT_TYPE)


def _may_know() -> bool:
    expected = services().settings.monitor_token
    scheme, _, sent = request.headers.get("Authorization", "").partition(" ")
    if expected and scheme.lower() == "bearer":
        return hmac.compare_digest(sent.encode(), expected.encode())
    forwarded = any(name in request.headers for name in FORWARDED)
    asked_by = request.remote_addr or ""
    return not forwarded and asked_by != "" and is_this_machine(asked_by)
