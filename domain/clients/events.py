"""Everything that can happen to another system's access. Issuing and revoking are evidence."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from typing import ClassVar
from uuid import UUID

from domain.clients.scopes import Scope, Told
from domain.codelists.field_groups import FieldGroup
from domain.event import Event
from domain.records.events import Words


@dataclass(frozen=True, kw_only=True)
class ClientRegistered(Event):
    """Another system is known to the force by a name, and for a purpose."""

    TOPIC: ClassVar[str] = "client.registered"
    SEALED: ClassVar[Mapping[str, FieldGroup]] = MappingProxyType(
        {"explanation": FieldGroup.NARRATIVE}
    )

    name: str
    """A system's name, and nobody's: it stands in histories."""
    explanation: Words
    """What it is for."""


@dataclass(frozen=True, kw_only=True)
class TokenIssued(Event):
    """The system was given a token. The token itself is kept nowhere, only its digest."""

    TOPIC: ClassVar[str] = "client.token-issued"

    token: UUID
    digest: str
    """SHA-256 of 256 random bits: nobody guesses the token from it."""
    acts_as: UUID | None
    """Whose roles it has; none when each request names its officer."""
    scopes: tuple[Scope, ...]
    expires_at: datetime


@dataclass(frozen=True, kw_only=True)
class TokenRevoked(Event):
    """The token opens nothing from now on. What was done through it stands."""

    TOPIC: ClassVar[str] = "client.token-revoked"

    token: UUID


@dataclass(frozen=True, kw_only=True)
class WebhookRegistered(Event):
    """The system is told at an address of what happens to records that a person may see."""

    TOPIC: ClassVar[str] = "client.webhook-registered"

    webhook: UUID
    address: str
    acts_as: UUID
    told: tuple[Told, ...]


@dataclass(frozen=True, kw_only=True)
class WebhookRemoved(Event):
    """Nothing is sent to the address any longer."""

    TOPIC: ClassVar[str] = "client.webhook-removed"

    webhook: UUID


CLIENT_EVENTS: frozenset[type[Event]] = frozenset(
    {ClientRegistered, TokenIssued, TokenRevoked, WebhookRegistered, WebhookRemoved}
)
"""All of them, for whoever takes in every one or none."""
