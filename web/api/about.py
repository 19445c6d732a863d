"""What the API says of itself: that it answers, and what can be asked of it."""

from typing import Any

from flask import Blueprint

from domain.access.policy import Permission
from web.api import openapi
from web.api.operations import Operation, answer, operation
from web.api.schemas import health as schemas
from web.current import services

blueprint = Blueprint("api_about", __name__, url_prefix="/api")


@blueprint.get("/health")
@operation(Operation(permission=Permission.EVERYBODY, gives=schemas.Health()))
def health() -> Any:
    """See whether the API answers."""
    # A log that cannot be reached is answered with 503 by the guards of every request.
    services().log.last_position()
    return answer({"status": "ok"})


@blueprint.get("/openapi.json")
@operation(Operation(permission=Permission.EVERYBODY))
def document() -> Any:
    """Read this document.

    OpenAPI 3.1, made from the views and schemas that answer.
    """
    return answer(openapi.document())
