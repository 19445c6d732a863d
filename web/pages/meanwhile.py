"""What somebody else did to a record while a page about it was open.

A refusal must lose nothing: the page is shown again with what was typed, what happened since, and
what that changed, so that the person decides again on the record as it is.
"""

from dataclasses import dataclass

from flask import request

from domain.errors import DomainError, StaleVersionError
from domain.event import Event
from domain.records.history import fold
from domain.records.record import UseOfForceRecord
from web.current import context, me, names_at, services, systems, whole_number
from web.forms.differences import Difference, differences
from web.forms.loading import Problem
from web.forms.timeline import Item
from web.forms.timeline import timeline as items_of

HEADING = "meanwhile"


@dataclass(frozen=True, kw_only=True, slots=True)
class Meanwhile:
    """The events since the version that the page showed, and the answers that they changed."""

    events: tuple[Item, ...]
    changed: tuple[Difference, ...]


def items(events: tuple[Event, ...]) -> list[Item]:
    """Everything that happened to a record, the first first."""
    return items_of(
        events,
        context(fold(None, events)),
        names_at((event.metadata.actor, event.metadata.at) for event in events),
        systems=systems(event.metadata.via for event in events),
        confidential=getattr(events[0], "officer", None) != me(),
    )


def happened_since(found: UseOfForceRecord, version: int) -> Meanwhile:
    """What happened to a record after a version, up to the one given."""
    history = services().records.with_history(found.id, by=me())
    return Meanwhile(
        events=tuple(item for item in items(history.events) if item.version > version),
        changed=tuple(differences(history.at(version).account, found.account, context(found))),
    )


def version_to_post(found: UseOfForceRecord, since: Meanwhile | None) -> int:
    """The version that a page shows: after an error the one it was opened on, so that what others did
    meanwhile is still told; the newest once it has been told.
    """
    opened = None if since else whole_number(request.form.get("version", ""))
    return found.version if opened is None else opened


def refused(
    error: DomainError, found: UseOfForceRecord, version: int
) -> tuple[list[Problem], Meanwhile | None]:
    """What to say about a refused command, and what happened since if that is why."""
    if isinstance(error, StaleVersionError):
        sentence = f"{error.sentence} Look at what changed, then decide again"
        return (
            [Problem(question="", sentence=sentence, href=f"#{HEADING}")],
            happened_since(found, version),
        )
    return [Problem(question="", sentence=error.sentence, href="#main-content")], None
