"""The OpenAPI document: from the views and the schemas that answer, and from nothing else.

Decision. It is made from the running application and kept in ``web/api/openapi.json``, which a test
compares with it. Consequence: a change of the contract shows in review, and an installation's own
settings never change it. Kept by ``tests/web/api/test_document.py``.
"""

import inspect
import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from functools import cache
from http import HTTPStatus
from importlib.metadata import version
from typing import Any

from apispec import APISpec
from apispec.ext.marshmallow import MarshmallowPlugin
from apispec.ext.marshmallow.openapi import OpenAPIConverter
from flask import Flask, current_app
from marshmallow import Schema, fields
from werkzeug.routing import Rule

from domain.access.policy import Permission
from domain.clients.scopes import Scope
from web.api.access import IF_MATCH, KEY, OFFICER
from web.api.cursors import POSITION
from web.api.operations import JSON, Operation, operation_of, repeated
from web.api.problems import PROBLEM, TITLES
from web.api.purposes import CASE, CODES, OF_CASES, PURPOSE
from web.api.schemas.answers import AnswersField, described
from web.api.schemas.parts import NUMBER_OF_A_PERSON
from web.api.schemas.problem import Problem
from web.api.schemas.record import GivenAnswers

ABOUT = """Police use of force records, for other systems. What a person may do in the pages, a token \
that acts as them may do here, within its scopes. Every change needs a key: the same request sent \
again counts once. A decision names the version it was made on.

Reports and facts are what the records say: nothing of them is rounded or hidden, for who analyses them \
within the force. What may be published is what was published: the data of a release, whose tables were \
treated before a second person approved them, at `/publications/{force}/{period}`, without a token."""

SEVERAL = 3
"""Operations that have a parameter in common before it stands in a place of its own."""

SCOPES = "\n".join(f"- `{scope}`: {scope.label}" for scope in Scope)


@cache
def document() -> Mapping[str, Any]:
    """The document of this version of the product: the same in every installation."""
    return made(current_app)


def written(document: Mapping[str, Any]) -> str:
    """The document as it is kept and printed."""
    return json.dumps(document, indent=2, ensure_ascii=False) + "\n"


def made(app: Flask) -> dict[str, Any]:
    """The document of an application."""
    classes: dict[str, type[Schema]] = {}

    def named(schema: Any) -> str:
        kind = schema if isinstance(schema, type) else type(schema)
        classes[kind.__name__] = kind
        return kind.__name__

    plugin = MarshmallowPlugin(schema_name_resolver=named)
    spec = APISpec(
        title="Use of force records",
        version=version("use-of-force-records"),
        openapi_version="3.1.0",
        plugins=[plugin],
        info={"description": ABOUT},
    )
    _with_our_fields(plugin)
    spec.components.schema("Answers", described(sent=True))
    spec.components.schema("GivenAnswers", described(sent=False))
    spec.components.security_scheme(
        "token",
        {
            "type": "http",
            "scheme": "bearer",
            "description": f"Issued by an administrator, shown once. Scopes:\n\n{SCOPES}",
        },
    )
    for status, (name, title, advice) in TITLES.items():
        spec.components.response(name, _problem(status, title, advice))
    for rule, said in operations(app):
        view = app.view_functions[rule.endpoint]
        path = re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", rule.rule)
        (method,) = (rule.methods or set()) - {"HEAD", "OPTIONS"}
        spec.path(path, operations={method.lower(): _described(rule, said, view)})
    found: dict[str, Any] = spec.to_dict()
    for name, kind in classes.items():
        found["components"]["schemas"][name]["description"] = inspect.getdoc(kind)
    _say_once(found)
    return found


def resolved(document: Mapping[str, Any], part: Mapping[str, Any]) -> Mapping[str, Any]:
    """A part of the document, wherever it stands."""
    if "$ref" not in part:
        return part
    _, kind, name = part["$ref"].removeprefix("#/").split("/")
    found: Mapping[str, Any] = document["components"][kind][name]
    return found


def _say_once(document: dict[str, Any]) -> None:
    """Filters that several operations have in common stand in one place: every report has the same."""
    every = [one for methods in document["paths"].values() for one in methods.values()]
    alike = Counter(
        json.dumps(parameter)
        for one in every
        for parameter in one["parameters"]
        if parameter["in"] == "query"
    )
    named: dict[str, Any] = {}
    for one in every:
        for place, parameter in enumerate(one["parameters"]):
            if alike[json.dumps(parameter)] >= SEVERAL:
                named[parameter["name"]] = parameter
                one["parameters"][place] = {"$ref": f"#/components/parameters/{parameter['name']}"}
    document["components"]["parameters"] = named


def operations(app: Flask) -> Iterator[tuple[Rule, Operation]]:
    """Every operation of the API, by address."""
    rules = sorted(app.url_map.iter_rules(), key=lambda rule: (rule.rule, rule.endpoint))
    for rule in rules:
        if said := operation_of(app.view_functions[rule.endpoint]):
            yield rule, said


def _with_our_fields(plugin: MarshmallowPlugin) -> OpenAPIConverter:
    """What the schema library does not know of fields that are ours, and of codes."""

    def more(self: Any, field: fields.Field[Any], **_: Any) -> dict[str, Any]:
        if isinstance(field, AnswersField):
            name = "GivenAnswers" if isinstance(field, GivenAnswers) else "Answers"
            return {"$ref": f"#/components/schemas/{name}"}
        return {"type": "string"} if isinstance(field, fields.Enum) else {}

    converter = plugin.converter
    if converter is None:
        raise TypeError("the plugin belongs to no document")
    converter.add_attribute_function(more)  # type: ignore[no-untyped-call]
    return converter


def _described(rule: Rule, said: Operation, view: Any) -> dict[str, Any]:
    summary, _, description = inspect.cleandoc(view.__doc__).partition("\n")
    found: dict[str, Any] = {
        "operationId": rule.endpoint.removeprefix("api_").replace(".", "_"),
        "summary": summary.rstrip("."),
        "description": " ".join(description.split()),
        "tags": [rule.endpoint.partition(".")[0].removeprefix("api_")],
        "parameters": [
            *_of_the_path(rule),
            *_of_the_query(said),
            *_of_the_header(said),
            *_of_looking(rule, said),
        ],
        "responses": dict(_responses(said)),
    }
    if said.permission is not Permission.EVERYBODY:
        found["security"] = [{"token": []}]
        found["x-permission"] = said.permission.value
    if said.scope:
        found["x-scope"] = said.scope.value
    if said.takes:
        found["requestBody"] = {"required": True, "content": {JSON: {"schema": said.takes}}}
    return found


def _of_the_path(rule: Rule) -> Iterator[dict[str, Any]]:
    for kind, name in re.findall(r"<(?:(\w+):)?(\w+)>", rule.rule):
        schema = {"type": "string", **({"format": "uuid"} if kind == "uuid" else {"minLength": 1})}
        yield {"name": name, "in": "path", "required": True, "schema": schema}


def _of_the_query(said: Operation) -> Iterator[dict[str, Any]]:
    if said.asks is None:
        return
    plugin = MarshmallowPlugin()
    APISpec(title="", version="", openapi_version="3.1.0", plugins=[plugin])
    converter = _with_our_fields(plugin)
    for name, field in said.asks.fields.items():
        schema = converter.field2property(field)
        found = {
            "name": field.data_key or name,
            "in": "query",
            "required": field.required,
            "schema": schema,
        }
        if meaning := schema.pop("description", ""):
            found["description"] = meaning
        if name in repeated(said.asks):
            found |= {"style": "form", "explode": True}
        yield found


def _of_the_header(said: Operation) -> Iterator[dict[str, Any]]:
    if said.permission is not Permission.EVERYBODY:
        meaning = (
            f"Collar number of the officer acted for; needs the scope {Scope.ACT_FOR_OFFICERS}"
        )
        yield _header(OFFICER, meaning, {"type": "string", "pattern": NUMBER_OF_A_PERSON})
    if said.keyed:
        meaning = "New for each request; the same when it is sent again"
        yield _header(KEY, meaning, {"type": "string", "format": "uuid"}, required=True)
    if said.versioned:
        meaning = "The ETag of the version that was decided on"
        schema = {"type": "string", "pattern": '^"[0-9]{1,15}"$'}
        yield _header(IF_MATCH, meaning, schema, required=True)
    if said.cached:
        meaning = "An ETag that is known already"
        yield _header("If-None-Match", meaning, {"type": "string"})
    if said.waits:
        meaning = "Wait until what was saved at this position is shown"
        yield _header(POSITION, meaning, {"type": "string", "pattern": "^[0-9]{1,15}$"})


def _of_looking(rule: Rule, said: Operation) -> Iterator[dict[str, Any]]:
    """Why somebody looks, of whatever gives something of records."""
    if said.permission is Permission.EVERYBODY or "GET" not in (rule.methods or ()):
        return
    meaning = (
        "Why you look. Needed where the force asks people too: of professional standards, of files, or"
        " of every record but one's own"
    )
    yield _header(PURPOSE, meaning, {"type": "string", "enum": list(CODES)})
    meaning = f"Reference of the case, without a name; needed for {', '.join(OF_CASES)}"
    yield _header(CASE, meaning, {"type": "string"})


def _header(name: str, meaning: str, schema: dict[str, Any], *, required: bool = False) -> Any:
    return {
        "name": name,
        "in": "header",
        "required": required,
        "description": meaning,
        "schema": schema,
    }


def _responses(said: Operation) -> Iterator[tuple[str, Any]]:
    content: dict[str, Any] = {"schema": said.gives or {"type": "object"}}
    success: dict[str, Any] = {"description": "Done", "content": {JSON: content}}
    if headers := _given_headers(said):
        success["headers"] = headers
    yield str(int(said.status)), success
    if said.cached:
        headers = {"ETag": _given("The version")}
        yield "304", {"description": "It is the version that is known", "headers": headers}
    for status in sorted(problems_of(said)):
        yield str(status), TITLES[status][0]


def problems_of(said: Operation) -> set[int]:
    """The problems that an operation can answer with."""
    found = {406, 500, 503, *map(int, said.problems)}
    if said.permission is not Permission.EVERYBODY:
        found |= {400, 401, 403, 422, 429}
    if said.takes:
        found |= {413, 415, 422}
    return found


def _given_headers(said: Operation) -> dict[str, Any]:
    headers: dict[str, Any] = {}
    if said.status == HTTPStatus.CREATED:
        headers["Location"] = _given("Where the record is")
        headers[POSITION] = _given("The position of the log that covers it")
    if said.status == HTTPStatus.CREATED or said.cached:
        headers["ETag"] = _given("The version")
    return headers


def _given(meaning: str) -> dict[str, Any]:
    return {"description": meaning, "schema": {"type": "string"}, "required": True}


def _problem(status: int, title: str, advice: str) -> dict[str, Any]:
    found: dict[str, Any] = {
        "description": f"{title}. {advice}",
        "content": {PROBLEM: {"schema": Problem}},
    }
    if status in (429, 503):
        seconds = {"description": "Seconds to wait", "schema": {"type": "string"}, "required": True}
        found["headers"] = {"Retry-After": seconds}
    if status == HTTPStatus.UNAUTHORIZED:
        found["headers"] = {"WWW-Authenticate": _given("How to send a token")}
    return found
