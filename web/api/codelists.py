"""The closed lists of the form, for systems that must offer or check them."""

import re
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from flask import Blueprint

from domain.access.policy import Permission
from domain.codelists.answers import Absence
from domain.codelists.assessments import Assessment
from domain.codelists.codelist import CodeList
from domain.codelists.editions import FormEdition
from domain.codelists.forces import Force
from domain.codelists.ranks import Rank
from domain.codelists.reasons import ReasonForAmendment, ReasonForWithdrawal
from domain.codelists.roles import Role
from domain.codelists.statuses import RecordStatus
from domain.codelists.tactics import Tactic
from domain.errors import NotFoundError
from domain.records.account import QUESTIONS
from projections.register.flags import Flag
from web.api.operations import Operation, answer, operation
from web.api.schemas import codelists
from web.current import services
from web.forms.kinds import codes_in

blueprint = Blueprint("api_codelists", __name__, url_prefix="/api/codelists")

AREAS = "area"
BESIDE = (
    *(Absence, Assessment, Flag, Force, FormEdition, Rank, ReasonForAmendment),
    *(ReasonForWithdrawal, RecordStatus, Role),
)
"""Lists that the API uses and no question does."""


def _name(kind: type[CodeList]) -> str:
    return "-".join(re.findall("[A-Z][a-z]+", kind.__name__)).lower()


def _lists() -> Mapping[str, tuple[type[CodeList], tuple[str, ...]]]:
    found: dict[str, tuple[type[CodeList], tuple[str, ...]]] = {}
    for question in QUESTIONS:
        kind = codes_in(question) or (Tactic if question == "tactics" else None)
        if kind is not None:
            _, questions = found.get(_name(kind), (kind, ()))
            found[_name(kind)] = kind, (*questions, question)
    return dict(sorted({**found, **{_name(kind): (kind, ()) for kind in BESIDE}}.items()))


LISTS = _lists()


@blueprint.get("")
@operation(
    Operation(
        permission=Permission.SIGNED_IN,
        asks=codelists.OnDay(),
        gives=codelists.CodeLists(),
    )
)
def every(asked: dict[str, Any]) -> Any:
    """List the code lists.

    Codes are never removed or reused: one that is no longer on the form has a day until which it
    was, and stays readable. The areas are the force's own.
    """
    day = asked.get("on")
    return answer({"codelists": [_given(name, day) for name in (AREAS, *LISTS)]})


@blueprint.get("/<name>")
@operation(
    Operation(
        permission=Permission.SIGNED_IN,
        asks=codelists.OnDay(),
        gives=codelists.CodeList(),
        problems=(404,),
    )
)
def one(name: str, asked: dict[str, Any]) -> Any:
    """Read a code list."""
    if name not in (AREAS, *LISTS):
        raise NotFoundError
    return answer(_given(name, asked.get("on")))


def _given(name: str, day: date | None) -> dict[str, Any]:
    if name == AREAS:
        return {"name": AREAS, "questions": [AREAS], "codes": list(_areas())}
    kind, questions = LISTS[name]
    members = kind.on(day) if day else tuple(kind)
    return {"name": name, "questions": questions, "codes": [_code(member) for member in members]}


def _areas() -> Iterator[dict[str, Any]]:
    for code, label in services().settings.area_options.items():
        yield {"code": code, "label": label, "since": None, "until": None}


def _code(member: CodeList) -> dict[str, Any]:
    return {
        "code": member.value,
        "label": member.label,
        "since": None if member.since == date.min else member.since,
        "until": None if member.until == date.max else member.until,
    }
