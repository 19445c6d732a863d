"""The coded facts of records for whoever analyses them, without whose they are."""

import json
from http import HTTPStatus
from typing import Any

from flask import Blueprint

from domain.access.policy import Permission
from domain.clients.scopes import Scope
from projections.statistics import facts
from projections.statistics.facts import Key
from web.api import cursors
from web.api.operations import Operation, answer, operation
from web.api.problems import wrong_parameter
from web.api.reports import arguments, behind, refuse
from web.api.schemas import slices
from web.api.schemas.reports import NOT_CONTROLLED, FactsOfSlice
from web.current import services
from web.pages.facts import filters_in
from web.reports.facts import as_object

blueprint = Blueprint("api_facts", __name__, url_prefix="/api/facts")


@blueprint.get("")
@operation(
    Operation(
        permission=Permission.READ_REPORTS,
        scope=Scope.FACTS_READ,
        asks=slices.OF_FACTS,
        gives=FactsOfSlice(),
        problems=(HTTPStatus.UNPROCESSABLE_ENTITY,),
    )
)
def listing(asked: dict[str, Any]) -> Any:
    """List the facts of records.

    Of a slice, without names, officers, days or anybody's words; records that are alike in all of it are
    one row. Read on with the cursor: while nothing changes, no record is given twice or left out.

    Nothing is rounded or hidden, and nothing can be asked to be: most rows stand for one record, so that
    hiding the small ones would hide the records, and hiding some of them would tell the rest by what the
    reports add up to. Control belongs to a table that is published. Rows together may point to somebody:
    analyse them within the force, and publish the data of releases.
    """
    filters = filters_in(arguments({key: one for key, one in asked.items() if key not in PLACE}))
    refuse(filters.problems)
    after = _after(asked)
    with services().analysis.asking() as answering:
        found = facts.stretch(answering.ask, filters.wanted, after=after, size=asked["limit"])
        position = answering.position
    is_last = len(found) < asked["limit"]
    content = {
        "position": position,
        "behind": behind(position),
        "disclosure_control": NOT_CONTROLLED,
        "facts": [as_object(one) for one in found],
        "next": None if is_last else cursors.put(json.dumps(found[-1].key), asked),
    }
    return answer(content)


PLACE = ("cursor", "limit")


def _after(asked: dict[str, Any]) -> Key | None:
    if "cursor" not in asked:
        return None
    try:
        found = json.loads(cursors.taken(asked["cursor"], asked))
    except ValueError:
        found = None
    if not facts.is_key(found):
        detail = "Send next of the answer before, with the same filters"
        raise wrong_parameter("cursor", detail)
    return tuple(found)
