"""A refusal as a problem document (RFC 9457): what is wrong, where, and what to do.

Decision. Pages and API share one table of refusals (``web/errors.py``); here stand only the three
that HTTP has words of its own for when a machine asks. Every answer under ``/api`` that is no
success is such a document, whoever refused: the use case, the schema, or Flask itself. Consequence:
a client reads errors in one way. Kept by ``tests/web/api/test_problems.py``.
"""

from collections.abc import Iterator, Mapping
from http import HTTPStatus
from typing import Any
from urllib.parse import quote

import orjson
from flask import Response, request, url_for
from marshmallow.exceptions import SCHEMA
from werkzeug.exceptions import HTTPException, MethodNotAllowed

from application.carrying_out import KeyReusedError
from domain.errors import DomainError, StaleVersionError
from domain.records import rules
from domain.records.account import QUESTIONS
from domain.records.errors import AccountHasGapsError, UnknownQuestionError
from domain.records.finding import Finding
from web.adapters.rate_limits import TooManyRequestsError
from web.errors import STATUSES
from web.forms.schemas import WORDS

PROBLEM = "application/problem+json"
ANSWERS = "answers"
BUSY_SECONDS = 5

OF_A_MACHINE: Mapping[type[Exception], HTTPStatus] = {
    StaleVersionError: HTTPStatus.PRECONDITION_FAILED,
    KeyReusedError: HTTPStatus.UNPROCESSABLE_ENTITY,
    UnknownQuestionError: HTTPStatus.UNPROCESSABLE_ENTITY,
}

TITLES: Mapping[int, tuple[str, str, str]] = {
    400: (
        "not-readable",
        "This request cannot be read",
        "Send it as the document of the API says.",
    ),
    401: ("token-needed", "A token is needed", "Send one that opens: Authorization: Bearer uof_…"),
    403: ("not-allowed", "This is not allowed", "Ask the administrator who issued the token."),
    404: (
        "not-found",
        "There is nothing here for this token",
        "Check the address; what the person acted for may not see is not there for them.",
    ),
    405: ("method-not-allowed", "This address is not used like that", "See the header Allow."),
    406: ("not-acceptable", "The answer is JSON", "Accept application/json, or leave Accept out."),
    409: ("conflict", "This cannot be done now", "Nothing was changed. Read the record again."),
    412: (
        "changed-since",
        "The record changed since you read it",
        "Read it again, decide again, and send its new ETag in If-Match.",
    ),
    413: ("too-large", "This is too long to save", "Send at most 1,000,000 bytes."),
    415: ("not-json", "The content must be JSON", "Send it with Content-Type: application/json."),
    422: ("not-complete", "Something in it must be put right", "See errors: each says where."),
    428: (
        "version-needed",
        "Say which version you decided on",
        'Send the ETag of the record as you read it, like If-Match: "3".',
    ),
    429: (
        "too-many-requests",
        "Too many requests",
        "Wait as long as Retry-After says, in seconds.",
    ),
    500: (
        "our-fault",
        "Something went wrong on our side",
        "Send it again with the same Idempotency-Key: what is sent twice counts once.",
    ),
    503: (
        "busy",
        "The service is busy",
        "Send it again in a minute with the same Idempotency-Key: what is sent twice counts once.",
    ),
}
"""By status: the name of the kind of problem, its title, and what to do."""


class WrongRequestError(DomainError):
    """Something in the request must be put right."""

    def __init__(self, status: int, *errors: Mapping[str, str], sentence: str = "") -> None:
        super().__init__()
        self.status = status
        self.errors = errors
        self._sentence = sentence

    @property
    def sentence(self) -> str:
        return self._sentence or super().sentence


def wrong_parameter(
    name: str, detail: str, *, status: int = HTTPStatus.BAD_REQUEST
) -> WrongRequestError:
    """A parameter of the address that cannot be read, or that leads nowhere."""
    return WrongRequestError(status, {"parameter": name, "detail": detail})


def wrong_header(
    name: str, detail: str, *, status: int = HTTPStatus.BAD_REQUEST
) -> WrongRequestError:
    return WrongRequestError(status, {"header": name, "detail": detail})


def wrong_content(messages: Any) -> WrongRequestError:
    """Content that its schema refuses, with what the schema says of each part."""
    return WrongRequestError(HTTPStatus.UNPROCESSABLE_ENTITY, *_flat(messages, ()))


def problem(error: Exception, *, status: int | None = None) -> Response:
    """The answer to a machine whose request was refused, or failed."""
    found = status or status_of(error)
    name, title, advice = TITLES.get(found, TITLES[HTTPStatus.INTERNAL_SERVER_ERROR])
    content: dict[str, Any] = {
        "type": url_for("api_docs.docs", _anchor=f"problem-{name}"),
        "title": title,
        "status": found,
        "detail": f"{_sentence(error, found)} {advice}".strip(),
        "instance": quote(request.path),
    }
    if errors := list(_errors(error)):
        content["errors"] = errors
    answer = Response(orjson.dumps(content), status=found, mimetype=PROBLEM)
    for header, value in _headers(error, found):
        answer.headers[header] = value
    return answer


def status_of(error: Exception) -> int:
    """The status with which a machine is refused."""
    if isinstance(error, WrongRequestError):
        return error.status
    if isinstance(error, HTTPException):
        return error.code or HTTPStatus.INTERNAL_SERVER_ERROR
    tables = (*OF_A_MACHINE.items(), *STATUSES.items())
    known = (status for kind, status in tables if isinstance(error, kind))
    # A refusal that is in no table is a conflict, as it is for pages.
    return next(known, HTTPStatus.CONFLICT if isinstance(error, DomainError) else 500)


def _sentence(error: Exception, status: int) -> str:
    if status == HTTPStatus.NOT_FOUND or not isinstance(error, DomainError):
        return ""
    return error.sentence


def _errors(error: Exception) -> Iterator[Mapping[str, str]]:
    if isinstance(error, WrongRequestError):
        yield from error.errors
    elif isinstance(error, AccountHasGapsError):
        yield from map(_found, error.findings)


def _found(finding: Finding) -> Mapping[str, str]:
    missing = finding.rule == rules.ANSWERS_EVERY_QUESTION
    detail = WORDS[finding.question].missing if missing else finding.sentence
    return {
        "pointer": f"/{ANSWERS}/{finding.question}",
        "question": finding.question,
        "detail": detail or finding.sentence,
    }


def _flat(messages: Any, path: tuple[str, ...]) -> Iterator[Mapping[str, str]]:
    """Each sentence with a JSON Pointer (RFC 6901) to what it is about."""
    if isinstance(messages, Mapping):
        for name, inner in messages.items():
            yield from _flat(inner, path if name == SCHEMA else (*path, str(name)))
        return
    pointer = "".join(f"/{part.replace('~', '~0').replace('/', '~1')}" for part in path)
    question = path[1] if len(path) > 1 and path[0] == ANSWERS and path[1] in QUESTIONS else ""
    for sentence in messages if isinstance(messages, list) else [messages]:
        found = {"pointer": pointer, "detail": str(sentence)}
        yield {**found, "question": question} if question else found


def _headers(error: Exception, status: int) -> Iterator[tuple[str, str]]:
    if status == HTTPStatus.UNAUTHORIZED:
        yield "WWW-Authenticate", "Bearer"
    if isinstance(error, TooManyRequestsError):
        yield "Retry-After", str(error.seconds)
    elif status == HTTPStatus.SERVICE_UNAVAILABLE:
        yield "Retry-After", str(BUSY_SECONDS)
    if isinstance(error, MethodNotAllowed) and error.valid_methods:
        yield "Allow", ", ".join(sorted(error.valid_methods))
