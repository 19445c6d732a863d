"""Where a list is read on, and waiting until it shows what was just saved.

A cursor says where a reader stopped and which filters they had; one that anybody else made up, or
one of other filters, is refused. It holds nothing that the reader does not know.
"""

import base64
import binascii
import hashlib
from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from flask import abort, request

from projections.register.keyset import Place
from web.api.problems import wrong_header
from web.current import me, services, whole_number

WAIT_SECONDS = 2.0
POSITION = "Position"
NO_FILTER = ("cursor", "limit")


def write(place: Place | None, asked: Mapping[str, Any]) -> str | None:
    """A cursor for a place; none at the end."""
    if place is None:
        return None
    text = f"{place.entered_at.isoformat()}|{place.record}|{_filters(asked)}"
    return base64.urlsafe_b64encode(text.encode()).decode()


def read(cursor: str, asked: Mapping[str, Any]) -> Place | None:
    """The place that a cursor says; none if it is none, or belongs to other filters."""
    try:
        text = base64.b64decode(cursor.encode(), altchars=b"-_", validate=True).decode()
        at, record, filters = text.split("|")
        place = Place(entered_at=datetime.fromisoformat(at), record=UUID(record))
    except (binascii.Error, ValueError):
        return None
    if filters != _filters(asked) or write(place, asked) != cursor or not place.entered_at.tzinfo:
        return None
    return place


def wait_until_shown() -> None:
    """Wait until lists show everything up to the position in the header, if there is one."""
    text = request.headers.get(POSITION)
    if text is None:
        return
    position = whole_number(text)
    if position is None or position > services().log.last_position():
        raise wrong_header(POSITION, "Send the position that an answer gave")
    if not services().views.wait_for(position, seconds=WAIT_SECONDS):
        abort(503)


def _filters(asked: Mapping[str, Any]) -> str:
    kept = sorted((name, str(value)) for name, value in asked.items() if name not in NO_FILTER)
    return hashlib.sha256(repr((str(me()), kept)).encode()).hexdigest()[:16]
