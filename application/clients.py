"""Letting other systems in, and saying what they are told of."""

from collections.abc import Callable, Collection
from datetime import datetime
from uuid import UUID

from application.access import Access, Requester
from application.carrying_out import Done, carry_out, saying
from application.log import RecordLog
from application.people import FOUNDER
from domain.access.policy import Permission
from domain.clients.client import Client, Token, fold
from domain.clients.events import (
    ClientRegistered,
    TokenIssued,
    TokenRevoked,
    WebhookRegistered,
    WebhookRemoved,
)
from domain.clients.scopes import Scope, Told
from domain.codelists.roles import Role
from domain.command import Command
from domain.errors import NotFoundError
from domain.event import Event


class Clients:
    """Other systems and their tokens. ``reader`` is the log without the keys: it lets them in."""

    def __init__(self, log: RecordLog, reader: RecordLog, access: Access) -> None:
        self._log = log
        self._reader = reader
        self._access = access

    def client(self, client: UUID) -> Client:
        """A client as it stands, with what it is for.

        Raises:
            NotFoundError: there is none under this id.

        """
        return self._folded(self._log, client)

    def known(self, client: UUID) -> Client:
        """A client as it stands, without what is sealed of it.

        Raises:
            NotFoundError: there is none under this id.

        """
        return self._folded(self._reader, client)

    def token(self, client: UUID, digest: str) -> Token | None:
        """The token of a client with a digest, if it opens anything now."""
        try:
            found = self.known(client)
        except NotFoundError:
            return None
        return found.token_with(digest, at=self._access.now())

    def register(self, client: UUID, *, name: str, purpose: str, requester: Requester) -> Done:
        command = self._command(requester)
        return carry_out(
            self._log,
            requester,
            lambda: (Client.register(client, name=name, purpose=purpose, command=command),),
            on=client,
            says=saying(ClientRegistered, name=name, explanation=purpose),
        )

    def issue(
        self,
        client: UUID,
        token: UUID,
        *,
        digest: str,
        acts_as: UUID | None,
        scopes: Collection[Scope],
        expires_at: datetime,
        requester: Requester,
    ) -> Done:
        """Record that a client was given a token; whoever drew it shows it once.

        Raises:
            NotAllowedError, NotFoundError, and whatever the client refuses.

        """
        if acts_as is not None:
            self._access.person(acts_as)
        return self._change(
            client,
            requester,
            lambda found, command: found.issue(
                token,
                digest=digest,
                acts_as=acts_as,
                scopes=scopes,
                expires_at=expires_at,
                command=command,
            ),
            says=saying(
                TokenIssued,
                token=token,
                acts_as=acts_as,
                scopes=tuple(scope for scope in Scope if scope in scopes),
                expires_at=expires_at,
            ),
        )

    def revoke(self, client: UUID, token: UUID, *, requester: Requester) -> Done:
        return self._change(
            client,
            requester,
            lambda found, command: found.revoke(token, command=command),
            says=saying(TokenRevoked, token=token),
        )

    def tell(
        self,
        client: UUID,
        webhook: UUID,
        *,
        address: str,
        acts_as: UUID,
        told: Collection[Told],
        requester: Requester,
    ) -> Done:
        self._access.person(acts_as)
        return self._change(
            client,
            requester,
            lambda found, command: found.tell(
                webhook, address=address, acts_as=acts_as, told=told, command=command
            ),
            says=saying(
                WebhookRegistered,
                webhook=webhook,
                address=address,
                acts_as=acts_as,
                told=tuple(one for one in Told if one in told),
            ),
        )

    def stop_telling(self, client: UUID, webhook: UUID, *, requester: Requester) -> Done:
        return self._change(
            client,
            requester,
            lambda found, command: found.stop_telling(webhook, command=command),
            says=saying(WebhookRemoved, webhook=webhook),
        )

    def _change(
        self,
        client: UUID,
        requester: Requester,
        decide: Callable[[Client, Command], Event],
        *,
        says: Callable[[Event], bool],
    ) -> Done:
        command = self._command(requester)
        return carry_out(
            self._log,
            requester,
            lambda: (decide(self.client(client), command),),
            on=client,
            says=says,
        )

    def _command(self, requester: Requester) -> Command:
        if requester.person == FOUNDER:
            # From the shell of the server, whose holder could do anything: the system did it.
            return Command(
                by=FOUNDER, role=Role.SYSTEM, at=self._access.now(), request=requester.request
            )
        return self._access.command(requester, Permission.MANAGE_PEOPLE)

    def _folded(self, log: RecordLog, client: UUID) -> Client:
        events = log.events_of(client)
        if not events or not isinstance(events[0], ClientRegistered):
            raise NotFoundError
        found = fold(None, events)
        if found is None:
            raise NotFoundError
        return found
