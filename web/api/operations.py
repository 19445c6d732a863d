"""One operation of the API: what it takes, gives and needs, said once beside its view.

Decision. A view is declared with :func:`operation`, which reads the request by the same statement
from which the OpenAPI document is made. Consequence: what is documented is what is done, and an
operation that is in no document cannot exist. Kept by ``tests/web/api/test_document.py``.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import wraps
from http import HTTPStatus
from typing import Any

import orjson
from flask import Response, request
from marshmallow import Schema, ValidationError, fields
from werkzeug.exceptions import NotAcceptable, UnsupportedMediaType

from domain.access.policy import Permission
from domain.clients.scopes import Scope
from web.api.problems import PROBLEM, WrongRequestError, wrong_content
from web.security import requires

OPERATION = "operation"
JSON = "application/json"
View = Callable[..., Any]


@dataclass(frozen=True, kw_only=True)
class Operation:
    """What is said of a view."""

    permission: Permission
    scope: Scope | None = None
    gives: Schema | None = None
    status: int = HTTPStatus.OK
    takes: Schema | None = None
    """What is sent as content."""
    asks: Schema | None = None
    """What may stand in the address after the question mark."""
    keyed: bool = False
    """Whether it needs the key of the request."""
    versioned: bool = False
    """Whether it needs the version that was decided on."""
    cached: bool = False
    """Whether it gives the version of what it gives, and may answer that it is known already."""
    waits: bool = False
    """Whether it can wait until it shows what was just saved."""
    problems: tuple[int, ...] = field(default=())
    """Beside those that every operation can answer with."""


def operation(said: Operation) -> Callable[[View], View]:
    """Declare a view of the API; ``sent`` and ``asked`` are handed to it, read and checked."""

    def declare(view: View) -> View:
        @wraps(view)
        def read(*args: Any, **kwargs: Any) -> Any:
            _refuse_other_formats()
            if said.asks is not None:
                kwargs["asked"] = _asked(said.asks)
            if said.takes is not None:
                kwargs["sent"] = _sent(said.takes)
            return view(*args, **kwargs)

        guarded = requires(said.permission)(read)
        setattr(guarded, OPERATION, said)
        return guarded

    return declare


def operation_of(view: View | None) -> Operation | None:
    return getattr(view, OPERATION, None)


def answer(content: Mapping[str, Any], *, status: int = HTTPStatus.OK, **headers: str) -> Response:
    """An answer in JSON; headers by name with underscores for hyphens."""
    body = orjson.dumps(content, option=orjson.OPT_UTC_Z)
    response = Response(body, status=status, mimetype=JSON)
    for name, value in headers.items():
        response.headers[name.replace("_", "-")] = value
    return response


def _refuse_other_formats() -> None:
    if request.accept_mimetypes and not request.accept_mimetypes.best_match((JSON, PROBLEM)):
        raise NotAcceptable


def _sent(schema: Schema) -> Any:
    try:
        return schema.load(_content())
    except ValidationError as error:
        raise wrong_content(error.messages) from None


def _content() -> Any:
    if request.mimetype != JSON:
        raise UnsupportedMediaType
    try:
        return orjson.loads(request.get_data(cache=False))
    except orjson.JSONDecodeError:
        sentence = "The content is not JSON."
        raise WrongRequestError(HTTPStatus.BAD_REQUEST, sentence=sentence) from None


def _asked(schema: Schema) -> Mapping[str, Any]:
    """The parameters of the address, those that may be repeated as lists."""
    given = {
        name: values if name in repeated(schema) else values[-1]
        for name, values in request.args.lists()
    }
    try:
        found: Mapping[str, Any] = schema.load(given)
    except ValidationError as error:
        errors = [
            {"parameter": str(name), "detail": _first(sentences)}
            for name, sentences in error.messages_dict.items()
        ]
        raise WrongRequestError(HTTPStatus.BAD_REQUEST, *errors) from None
    return found


def repeated(schema: Schema) -> frozenset[str]:
    """The parameters that may stand in an address several times."""
    return frozenset(name for name, one in schema.fields.items() if isinstance(one, fields.List))


def _first(sentences: Any) -> str:
    while not isinstance(sentences, str):
        inner = sentences.values() if isinstance(sentences, Mapping) else sentences
        sentences = next(iter(inner))
    return sentences
