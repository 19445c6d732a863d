"""The transparency log for whoever mirrors or watches it: the checkpoint and the tiles, without signing in.

The addresses are those of c2sp.org/tlog-tiles under ``/tlog``; nothing of any record is behind them.
"""

from http import HTTPStatus
from typing import Any
from uuid import UUID
from zlib import crc32

from flask import Blueprint, Response, abort, request

from domain.access.policy import Permission
from web.adapters.rate_limits import TooManyRequestsError
from web.current import services
from web.proof.mirroring import tile_at
from web.proof.proving import NotProvedError
from web.security import requires

blueprint = Blueprint("tlog", __name__, url_prefix="/tlog")

SLOTS = 4096
"""Addresses are counted in so many buckets: a memory that many visitors cannot fill."""
FOR_EVER = "public, max-age=31536000, immutable"


@blueprint.before_request
def count() -> Response | None:
    """Refuse whoever asks more often than a mirror needs to."""
    slot = UUID(int=crc32((request.remote_addr or "").encode()) % SLOTS)
    try:
        services().mirror_limits.take(slot)
    except TooManyRequestsError as error:
        refused = _text("Too many requests.\n", HTTPStatus.TOO_MANY_REQUESTS)
        refused.headers["Retry-After"] = str(error.seconds)
        return refused
    return None


@blueprint.errorhandler(NotProvedError)
def not_proved(_: NotProvedError) -> Response:
    """What was published is damaged, or is not what the log is."""
    return _text("The log is not the one that was published.\n", HTTPStatus.SERVICE_UNAVAILABLE)


@blueprint.get("/checkpoint")
@requires(Permission.EVERYBODY)
def checkpoint() -> Any:
    """The newest checkpoint that enough witnesses saw."""
    note = services().mirror.checkpoint()
    if note is None:
        abort(404)
    return _text(str(note), HTTPStatus.OK)


@blueprint.get("/tile/<level>/<path:rest>")
@requires(Permission.EVERYBODY)
def tile(level: str, rest: str) -> Any:
    """A tile of hashes, which never changes."""
    asked = tile_at(level, rest)
    content = None if asked is None else services().mirror.tile(asked)
    if content is None:
        abort(404)
    headers = {"Cache-Control": FOR_EVER}
    return Response(content, mimetype="application/octet-stream", headers=headers)


def _text(said: str, status: HTTPStatus) -> Response:
    headers = {"Cache-Control": "no-cache"}
    return Response(said, status, mimetype="text/plain", headers=headers)
