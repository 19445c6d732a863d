"""Who a machine acts for, and what its token lets it do to anything at all.

Decision. A token acts as one person, or for the officer whom the header ``Officer`` names by collar
number if its scopes say so; what that person may do, and no more, it may do within its scopes.
Whether they may do it to *this* record the use case decides, as for pages. Consequence: a person
whose roles end takes their machines with them, and there is no second table of permissions. Kept by
``tests/web/api/test_access.py``.
"""

import re
from http import HTTPStatus
from typing import cast
from uuid import UUID

from flask import current_app, g, request

from application.access import Requester
from domain.access.errors import NotAllowedError
from domain.access.policy import Permission
from domain.clients.client import Token
from domain.clients.scopes import Scope
from web.api import purposes
from web.api.operations import operation_of
from web.api.problems import WrongRequestError, wrong_header
from web.api.schemas.parts import NUMBER_OF_A_PERSON
from web.auth import tokens
from web.current import is_api, may, me, services
from web.security import permission_of

KEY, OFFICER, IF_MATCH = "Idempotency-Key", "Officer", "If-Match"
SCHEME = "bearer "
VERSION = re.compile(r'"([0-9]{1,15})"')


def admit() -> None:
    """Let a machine in, or refuse it.

    Raises:
        WrongRequestError, TooManyRequestsError, NotAllowedError.

    """
    if not is_api() or request.endpoint is None:
        return
    g.person = None
    view = current_app.view_functions[request.endpoint]
    permission, operation = permission_of(view), operation_of(view)
    if permission is None:
        raise NotAllowedError
    if permission is Permission.EVERYBODY:
        return
    token = _token()
    g.token = token
    services().limits.take(token.id)
    services().token_uses.touch(token.id)
    if operation is None or (operation.scope and operation.scope not in token.scopes):
        raise _lacking(operation.scope if operation else None)
    g.said = purposes.said(services().clock.now())
    g.person = _acting(token)
    if not may(permission):
        raise NotAllowedError


def client() -> UUID:
    """The system that asks."""
    return cast(UUID, g.client)


def requester() -> Requester:
    """The person acted for, with the key of the request: the same request sent twice is one."""
    text = request.headers.get(KEY, "").strip().strip('"')
    try:
        key = UUID(text)
    except ValueError:
        raise wrong_header(KEY, "Send a UUID that is new for each request") from None
    return Requester(person=me(), request=key, via=cast(Token, g.token).id)


def version() -> int:
    """The version that the machine decided on.

    Raises:
        WrongRequestError: none is named, or one that no record has.

    """
    text = request.headers.get(IF_MATCH, "").strip()
    if text in ("", "*"):
        detail = "Name the version that you decided on"
        raise wrong_header(IF_MATCH, detail, status=HTTPStatus.PRECONDITION_REQUIRED)
    found = VERSION.fullmatch(text)
    if found is None:
        detail = 'Send one ETag as it was given, like "3"'
        raise wrong_header(IF_MATCH, detail, status=HTTPStatus.PRECONDITION_FAILED)
    return int(found[1])


def _token() -> Token:
    header = request.headers.get("Authorization", "")
    text = header[len(SCHEME) :].strip() if header.lower().startswith(SCHEME) else ""
    shown = tokens.shown(text)
    found = services().clients.token(shown.client, shown.digest) if shown else None
    if shown is None or found is None:
        # The same whether there never was one, or it was revoked, or it has run out.
        raise WrongRequestError(HTTPStatus.UNAUTHORIZED, sentence="No token that opens was sent.")
    g.client = shown.client
    return found


def _lacking(scope: Scope | None) -> WrongRequestError:
    wanted = f"It would need the scope {scope}." if scope else ""
    return WrongRequestError(HTTPStatus.FORBIDDEN, sentence=f"The token is not for this. {wanted}")


def _acting(token: Token) -> UUID:
    number = request.headers.get(OFFICER)
    if number is None:
        if token.acts_as is None:
            raise wrong_header(OFFICER, "Name the officer acted for by collar number")
        return token.acts_as
    if Scope.ACT_FOR_OFFICERS not in token.scopes:
        raise _lacking(Scope.ACT_FOR_OFFICERS)
    written = re.fullmatch(NUMBER_OF_A_PERSON, number, re.ASCII)
    numbers = [number] if written else []
    found = services().directory.with_numbers(numbers, force=services().settings.force)
    if number not in found:
        raise wrong_header(OFFICER, "There is nobody with this collar number. Check it")
    return found[number]
