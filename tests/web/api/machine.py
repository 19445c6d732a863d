"""Another system: it holds a token and asks in JSON."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

from flask import Flask
from werkzeug.test import TestResponse

from domain.clients.scopes import Scope, Told
from tests.installations import follow
from tests.people import ADMINISTRATOR, OFFICER, STANDARDS, Somebody
from web.auth import tokens
from web.bootstrap import Services

SECRET = "whsec_" + "c2VjcmV0LXNlY3JldC1zZWNyZXQtc2VjcmV0LSE="
EVERYTHING = tuple(scope for scope in Scope if scope is not Scope.ACT_FOR_OFFICERS)


def a_client(services: Services, *, name: str = "Custody system") -> UUID:
    """A system that is known and holds nothing."""
    client = uuid4()
    services.clients.register(
        client, name=name, purpose="Tests of the API", requester=ADMINISTRATOR.asks()
    )
    follow(services)
    return client


def a_token(
    services: Services,
    *,
    acts_as: Somebody | None = OFFICER,
    scopes: Iterable[Scope] = EVERYTHING,
    client: UUID | None = None,
    days: int = 30,
) -> tuple[UUID, str]:
    """A token that was issued: its id, and the text that opens."""
    holder, token = client or a_client(services), uuid4()
    text, drawn = tokens.draw(holder)
    now = services.clock.now()
    services.clients.issue(
        holder,
        token,
        digest=drawn.digest,
        acts_as=acts_as.id if acts_as else None,
        scopes=tuple(scopes),
        expires_at=now + timedelta(days=days),
        requester=ADMINISTRATOR.asks(),
    )
    follow(services)
    return token, text


def a_webhook(
    services: Services,
    *,
    client: UUID | None = None,
    acts_as: Somebody = STANDARDS,
    told: Iterable[Told] = tuple(Told),
    address: str = "http://127.0.0.1:9/told",
) -> UUID:
    """An address that a system is told at from now on."""
    holder, webhook = client or a_client(services), uuid4()
    position = services.log.last_position()
    services.clients.tell(
        holder,
        webhook,
        address=address,
        acts_as=acts_as.id,
        told=tuple(told),
        requester=ADMINISTRATOR.asks(),
    )
    services.webhooks.add(webhook, client=holder, secret=SECRET, position=position)
    follow(services)
    return webhook


@dataclass(frozen=True)
class Machine:
    """Sends requests with a token, and lets the read models follow what they did."""

    app: Flask
    services: Services
    token: str
    headers: Mapping[str, str] = field(default_factory=dict)

    def get(self, path: str, /, **query: Any) -> TestResponse:
        return self.app.test_client().get(path, query_string=query, headers=self._headers())

    def read(self, path: str, /, **headers: str) -> TestResponse:
        """A GET with headers of its own."""
        return self.app.test_client().get(path, headers={**self._headers(), **_named(headers)})

    def post(
        self,
        path: str,
        content: Any,
        *,
        key: UUID | str | None = None,
        version: int | str | None = None,
        **headers: str,
    ) -> TestResponse:
        sent = {**self._headers(), "Idempotency-Key": str(key or uuid4()), **_named(headers)}
        if version is not None:
            sent["If-Match"] = f'"{version}"' if isinstance(version, int) else version
        answer = self.app.test_client().post(path, json=content, headers=sent)
        follow(self.services)
        return answer

    def _headers(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.token}", **self.headers}


def _named(headers: Mapping[str, str]) -> dict[str, str]:
    return {name.replace("_", "-"): value for name, value in headers.items()}
