"""Everything that happened to a record, the record at any moment, and any two versions compared."""

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from flask import Blueprint

from application.histories import WithHistory
from domain.access.policy import Permission
from domain.clients.scopes import Scope
from domain.codec import encode_answer
from domain.event import Event
from domain.records.account import Account, changed
from domain.records.history import evolve
from domain.records.record import UseOfForceRecord
from web.api.operations import Operation, answer, operation
from web.api.problems import wrong_parameter
from web.api.records import erased, shown
from web.api.schemas import history, record
from web.api.schemas.answers import in_numbers
from web.current import context, me, services
from web.pages.meanwhile import items

blueprint = Blueprint("api_history", __name__, url_prefix="/api/records")


def reading(*, gives: Any, asks: Any = None, cached: bool = False) -> Operation:
    return Operation(
        permission=Permission.READ_HISTORY,
        scope=Scope.HISTORY_READ,
        gives=gives,
        asks=asks,
        cached=cached,
        problems=(404, 422) if cached else (404,),
    )


@blueprint.get("/<uuid:record_id>/history")
@operation(reading(gives=history.History()))
def timeline(record_id: UUID) -> Any:
    """Read the history of a record.

    Every event with who did it, in which role, through which system, where it was found if it was
    imported, what was said, and the answers before and after. What is confidential is named and not
    told.
    """
    found = _found(record_id)
    events = found.events
    changes = dict(_changes(events))
    happened = [
        {
            "version": item.version,
            "topic": event.TOPIC,
            "title": item.title,
            "at": item.at,
            "by": {"id": event.metadata.actor, "called": item.by},
            "role": item.role,
            "through": item.through or None,
            "source": event.metadata.source,
            "said": [{"label": said.label, "text": said.text} for said in item.said],
            "changes": changes.get(item.version, []),
        }
        for item, event in zip(items(events), events, strict=True)
    ]
    return answer({"events": happened, "erased": erased(found.now())})


@blueprint.get("/<uuid:record_id>/as-at")
@operation(reading(gives=record.Record(), asks=history.AsAt(), cached=True))
def as_at(record_id: UUID, asked: dict[str, Any]) -> Any:
    """Read a record as it was.

    At a version, or at a moment. One of the two is needed.
    """
    if len(asked) != 1:
        raise wrong_parameter("version", "Send a version or a moment, and not both", status=422)
    history_of_it = _found(record_id)
    if "version" in asked:
        return shown(history_of_it.at(asked["version"]), then=True)
    found = history_of_it.as_at(asked["moment"])
    if found is None:
        raise wrong_parameter("moment", "Send a moment after the record was submitted", status=422)
    return shown(found, then=True)


@blueprint.get("/<uuid:record_id>/compare")
@operation(reading(gives=history.Comparison(), asks=history.Between()))
def compare(record_id: UUID, asked: dict[str, Any]) -> Any:
    """Compare two versions of a record.

    The answers that differ, before and after. Without versions, the first with the last.
    """
    found = _found(record_id)
    before = found.at(asked.get("earlier", 1))
    after = found.at(asked["later"]) if "later" in asked else found.now()
    return answer(
        {
            "from": before.version,
            "to": after.version,
            "status_before": before.status,
            "status_after": after.status,
            "erased": erased(after),
            "changes": _differences(before.account, after.account),
        }
    )


def _found(record_id: UUID) -> WithHistory:
    return services().records.with_history(record_id, by=me())


def _changes(events: tuple[Event, ...]) -> Iterator[tuple[int, list[dict[str, Any]]]]:
    """The answers that each event changed, by version; the first one set them all."""
    found: UseOfForceRecord | None = None
    for event in events:
        before, found = found, evolve(event, found)
        if before is not None:
            yield event.originator_version, _differences(before.account, found.account)


def _differences(before: Account, after: Account) -> list[dict[str, Any]]:
    numbers = context().collar_numbers(before.named | after.named)

    def written(account: Account, question: str) -> Any:
        return in_numbers(question, encode_answer(account.answer(question)), numbers)

    return [
        {
            "question": question,
            "before": written(before, question),
            "after": written(after, question),
        }
        for question in changed(before, after)
    ]
