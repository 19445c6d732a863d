"""Where a list is read on, and waiting until it shows what was just saved.

A cursor says where a reader stopped and which filters they had; one that anybody else made up, or
one of other filters, is refused. It holds nothing that the reader does not know.
"""

import base64
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
    """A cursor for a place in a list of records; none at the end."""
    return put(f"{place.entered_at.isoformat()}|{place.record}", asked) if place else None


def read(cursor: str, asked: Mapping[str, Any]) -> Place | None:
    """The place that a cursor says; none if it is none, or belongs to other filters."""
    try:
        at, record = taken(cursor, asked).split("|")
        place = Place(entered_at=datetime.fromisoformat(at), record=UUID(record))
    except ValueError:
        return None
    return place if write(place, asked) == cursor and place.entered_at.tzinfo else None


def put(text: str, asked: Mapping[str, Any]) -> str:
    """A cursor that says this, for whoever asks with the same filters."""
    return base64.urlsafe_b64encode(f"{text}|{_filters(asked)}".encode()).decode()


def taken(cursor: str, asked: Mapping[str, Any]) -> str:
    """What a cursor says.

    Raises:
        ValueError: it is none, or belongs to other filters.

    """
    written = base64.b64decode(cursor.encode(), altchars=b"-_", validate=True).decode()
    text, _, filters = written.rpartition("|")
    if filters != _filters(asked) or put(text, asked) != cursor:
        raise ValueError(cursor)
    return text


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
