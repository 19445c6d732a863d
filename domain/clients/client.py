"""Another system of the force: the tokens it holds and the addresses at which it is told.

Context. A token that could be issued or revoked unseen would let somebody act in another's name
without a trace. Decision. Tokens and webhooks are events of their client, digest and all; the log
answers whether a token opens anything, and no table beside it. Consequence: a revoked token ends at
once in every process, and who issued it stands for ever. Kept by ``tests/domain/test_clients.py``
and ``tests/application/test_clients.py``.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import singledispatch
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

from domain.clients.errors import (
    AddressNotSafeError,
    NamelessClientError,
    NobodyActedForError,
    NothingAllowedError,
    NothingToTellError,
    TokenEndsTooLateError,
    TokenNotHeldError,
    WebhookNotRegisteredError,
)
from domain.clients.events import (
    ClientRegistered,
    TokenIssued,
    TokenRevoked,
    WebhookRegistered,
    WebhookRemoved,
)
from domain.clients.scopes import Scope, Told
from domain.command import Command
from domain.event import Event
from domain.records.events import Words

ADMINISTRATION = "administration"
"""The coded ground of every change to a system's access."""
LONGEST = timedelta(days=400)
"""A token that is never renewed is one that nobody looks after."""
THIS_MACHINE = ("localhost", "127.0.0.1", "::1")


@dataclass(frozen=True, kw_only=True, slots=True)
class Token:
    """What a system shows to be let in."""

    id: UUID
    digest: str
    acts_as: UUID | None
    scopes: frozenset[Scope]
    issued_at: datetime
    expires_at: datetime
    revoked: bool = False

    def opens_at(self, moment: datetime) -> bool:
        return not self.revoked and moment < self.expires_at


@dataclass(frozen=True, kw_only=True, slots=True)
class Webhook:
    """An address at which a system is told of what happens."""

    id: UUID
    address: str
    acts_as: UUID
    told: frozenset[Told]
    removed: bool = False


@dataclass(frozen=True, kw_only=True)
class Client:
    """A system that acts through tokens."""

    id: UUID
    version: int
    name: str
    purpose: Words
    tokens: tuple[Token, ...] = ()
    webhooks: tuple[Webhook, ...] = ()

    @staticmethod
    def register(client: UUID, *, name: str, purpose: str, command: Command) -> ClientRegistered:
        if not name.strip() or not purpose.strip():
            raise NamelessClientError
        return ClientRegistered(
            originator_id=client,
            originator_version=1,
            metadata=command.because(ADMINISTRATION),
            name=name,
            explanation=purpose,
        )

    def issue(
        self,
        token: UUID,
        *,
        digest: str,
        acts_as: UUID | None,
        scopes: Collection[Scope],
        expires_at: datetime,
        command: Command,
    ) -> TokenIssued:
        """Let the system act as somebody, or for the officers it names, until a moment.

        Raises:
            NothingAllowedError, NobodyActedForError, TokenEndsTooLateError.

        """
        if not set(scopes) - {Scope.ACT_FOR_OFFICERS}:
            raise NothingAllowedError
        if acts_as is None and Scope.ACT_FOR_OFFICERS not in scopes:
            raise NobodyActedForError
        if not command.at < expires_at <= command.at + LONGEST:
            raise TokenEndsTooLateError
        return TokenIssued(
            **self._next(command),
            token=token,
            digest=digest,
            acts_as=acts_as,
            scopes=tuple(scope for scope in Scope if scope in scopes),
            expires_at=expires_at,
        )

    def revoke(self, token: UUID, *, command: Command) -> TokenRevoked:
        if not any(one.id == token and not one.revoked for one in self.tokens):
            raise TokenNotHeldError
        return TokenRevoked(**self._next(command), token=token)

    def tell(
        self,
        webhook: UUID,
        *,
        address: str,
        acts_as: UUID,
        told: Collection[Told],
        command: Command,
    ) -> WebhookRegistered:
        """Tell the system at an address of what happens to records that somebody may see.

        Raises:
            NothingToTellError, AddressNotSafeError.

        """
        if not told:
            raise NothingToTellError
        if not is_safe(address):
            raise AddressNotSafeError
        return WebhookRegistered(
            **self._next(command),
            webhook=webhook,
            address=address,
            acts_as=acts_as,
            told=tuple(one for one in Told if one in told),
        )

    def stop_telling(self, webhook: UUID, *, command: Command) -> WebhookRemoved:
        if not any(one.id == webhook and not one.removed for one in self.webhooks):
            raise WebhookNotRegisteredError
        return WebhookRemoved(**self._next(command), webhook=webhook)

    def token_with(self, digest: str, *, at: datetime) -> Token | None:
        """The token of a digest, if it opens anything now."""
        return next((one for one in self.tokens if one.digest == digest and one.opens_at(at)), None)

    def _next(self, command: Command) -> dict[str, Any]:
        return {
            "originator_id": self.id,
            "originator_version": self.version + 1,
            "metadata": command.because(ADMINISTRATION),
        }


def is_safe(address: str) -> bool:
    """Whether what is sent there is read by nobody on the way."""
    try:
        parts = urlsplit(address)
        parts.port  # noqa: B018 - refuses a port that is none
    except ValueError:
        return False
    plain = parts.scheme == "http" and parts.hostname in THIS_MACHINE
    written = address.isascii() and address.isprintable() and " " not in address
    return (
        written
        and bool(parts.hostname)
        and "@" not in parts.netloc
        and (plain or parts.scheme == "https")
    )


def fold(client: Client | None, events: Iterable[Event]) -> Client | None:
    """What the events make of a client. It never refuses: rules are checked before the event."""
    for event in events:
        client = _evolve(event, client)
    return client


@singledispatch
def _evolve(event: Event, client: Any) -> Client:
    raise TypeError(type(event))


@_evolve.register
def _(event: ClientRegistered, client: None) -> Client:
    return Client(
        id=event.originator_id,
        version=event.originator_version,
        name=event.name,
        purpose=event.explanation,
    )


@_evolve.register
def _(event: TokenIssued, client: Client) -> Client:
    token = Token(
        id=event.token,
        digest=event.digest,
        acts_as=event.acts_as,
        scopes=frozenset(event.scopes),
        issued_at=event.metadata.at,
        expires_at=event.expires_at,
    )
    return replace(client, version=event.originator_version, tokens=(*client.tokens, token))


@_evolve.register
def _(event: TokenRevoked, client: Client) -> Client:
    tokens = tuple(
        replace(one, revoked=one.revoked or one.id == event.token) for one in client.tokens
    )
    return replace(client, version=event.originator_version, tokens=tokens)


@_evolve.register
def _(event: WebhookRegistered, client: Client) -> Client:
    webhook = Webhook(
        id=event.webhook, address=event.address, acts_as=event.acts_as, told=frozenset(event.told)
    )
    return replace(client, version=event.originator_version, webhooks=(*client.webhooks, webhook))


@_evolve.register
def _(event: WebhookRemoved, client: Client) -> Client:
    webhooks = tuple(
        replace(one, removed=one.removed or one.id == event.webhook) for one in client.webhooks
    )
    return replace(client, version=event.originator_version, webhooks=webhooks)
