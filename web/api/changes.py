"""The feed of what happens, for systems that follow it."""

from typing import Any

from flask import Blueprint

from application.changes import Change
from domain.access.policy import Permission
from domain.clients.scopes import Scope
from web.adapters.pseudonyms import pseudonym
from web.api.access import client
from web.api.operations import Operation, answer, operation
from web.api.schemas import changes
from web.current import me, services

blueprint = Blueprint("api_changes", __name__, url_prefix="/api")


@blueprint.get("/changes")
@operation(
    Operation(
        permission=Permission.READ_HISTORY,
        scope=Scope.CHANGES_READ,
        asks=changes.Reading(),
        gives=changes.Feed(),
    )
)
def feed(asked: dict[str, Any]) -> Any:
    """Follow what happens to records.

    The events of the records that the person acted for may see, in the order of the log, each once.
    Remember next and send it as after. What could not be seen when it was read is not told later:
    read the history of a record for that.
    """
    given = services()
    found = given.changes.after(asked["after"], by=me(), limit=asked["limit"])
    key = given.pseudonyms.key(client())
    told = [
        {**as_told(one), "officer": pseudonym(key, one.officer) if one.officer else None}
        for one in found.changes
    ]
    return answer({"changes": told, "next": found.last, "more": found.more})


def as_told(change: Change) -> dict[str, Any]:
    """A change as other systems are told of it."""
    event = change.event
    return {
        "position": change.position,
        "record": event.originator_id,
        "reference": change.reference,
        "version": event.originator_version,
        "topic": event.TOPIC,
        "at": event.metadata.at,
        "role": event.metadata.role,
        "why": event.metadata.why,
        "content": change.content,
        "answers": change.answers,
    }
