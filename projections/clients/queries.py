"""Questions that pages ask about other systems."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import Connection, func, select

from domain.clients.scopes import Scope, Told
from projections.clients.tables import client, client_token, client_webhook


@dataclass(frozen=True, kw_only=True, slots=True)
class ClientRow:
    """A system, and how many of its tokens open something now."""

    client: UUID
    name: str
    registered_at: datetime
    tokens: int


@dataclass(frozen=True, kw_only=True, slots=True)
class TokenRow:
    """A token, as lists show it."""

    token: UUID
    client: UUID
    acts_as: UUID | None
    scopes: tuple[Scope, ...]
    issued_at: datetime
    issued_by: UUID
    expires_at: datetime
    revoked_at: datetime | None

    def opens_at(self, moment: datetime) -> bool:
        return self.revoked_at is None and moment < self.expires_at


@dataclass(frozen=True, kw_only=True, slots=True)
class WebhookRow:
    """An address at which a system is told of what happens."""

    webhook: UUID
    client: UUID
    called: str
    """What the system is called."""
    address: str
    acts_as: UUID
    told: tuple[Told, ...]
    registered_at: datetime
    removed_at: datetime | None


def clients(connection: Connection, *, at: datetime) -> tuple[ClientRow, ...]:
    """Every system, by name."""
    opening = (
        select(client_token.c.client, func.count().label("tokens"))
        .where(client_token.c.revoked_at.is_(None), client_token.c.expires_at > at)
        .group_by(client_token.c.client)
        .subquery()
    )
    query = (
        select(client, func.coalesce(opening.c.tokens, 0).label("tokens"))
        .outerjoin(opening, opening.c.client == client.c.client)
        .order_by(client.c.name, client.c.client)
    )
    return tuple(
        ClientRow(
            client=row.client, name=row.name, registered_at=row.registered_at, tokens=row.tokens
        )
        for row in connection.execute(query)
    )


def tokens(connection: Connection, of: UUID) -> tuple[TokenRow, ...]:
    """Every token that a system was ever given, the newest first."""
    query = select(client_token).where(client_token.c.client == of)
    newest = (client_token.c.issued_at.desc(), client_token.c.token)
    return tuple(
        TokenRow(
            token=row.token,
            client=row.client,
            acts_as=row.acts_as,
            scopes=tuple(map(Scope, row.scopes)),
            issued_at=row.issued_at,
            issued_by=row.issued_by,
            expires_at=row.expires_at,
            revoked_at=row.revoked_at,
        )
        for row in connection.execute(query.order_by(*newest))
    )


def webhooks(connection: Connection, *, only: UUID | None = None) -> tuple[WebhookRow, ...]:
    """Every address at which a system is told, or one, the newest first; removed ones are last."""
    query = (
        select(client_webhook, client.c.name)
        .join(client, client.c.client == client_webhook.c.client)
        .order_by(
            client_webhook.c.removed_at.is_not(None),
            client_webhook.c.registered_at.desc(),
            client_webhook.c.webhook,
        )
    )
    if only is not None:
        query = query.where(client_webhook.c.webhook == only)
    return tuple(
        WebhookRow(
            webhook=row.webhook,
            client=row.client,
            called=row.name,
            address=row.address,
            acts_as=row.acts_as,
            told=tuple(map(Told, row.told)),
            registered_at=row.registered_at,
            removed_at=row.removed_at,
        )
        for row in connection.execute(query)
    )


def names_of_tokens(connection: Connection, tokens: Iterable[UUID]) -> dict[UUID, str]:
    """What the system is called that holds each token."""
    query = (
        select(client_token.c.token, client.c.name)
        .join(client, client.c.client == client_token.c.client)
        .where(client_token.c.token.in_(set(tokens)))
    )
    return {row.token: row.name for row in connection.execute(query)}
