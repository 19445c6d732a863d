"""What each event does to the list of other systems."""

from functools import singledispatch

from sqlalchemy import Connection, insert, update

from domain.clients.events import (
    CLIENT_EVENTS,
    ClientRegistered,
    TokenIssued,
    TokenRevoked,
    WebhookRegistered,
    WebhookRemoved,
)
from domain.disclosures.events import DISCLOSURE_EVENTS
from domain.event import Event
from domain.expected.events import EXPECTED_EVENTS
from domain.people.events import PERSON_EVENTS
from domain.records.events import RECORD_EVENTS
from domain.releases.events import RELEASE_EVENTS
from domain.retention.events import RETENTION_EVENTS
from domain.sampling.events import SAMPLE_EVENTS
from projections.clients.tables import client, client_token, client_webhook, metadata
from projections.projection import Projection


@singledispatch
def project(event: Event, position: int, connection: Connection) -> None:
    """Take an event into the list of other systems."""
    raise NotImplementedError(type(event))


@project.register
def _(event: ClientRegistered, position: int, connection: Connection) -> None:
    connection.execute(
        insert(client).values(
            client=event.originator_id, name=event.name, registered_at=event.metadata.at
        )
    )


@project.register
def _(event: TokenIssued, position: int, connection: Connection) -> None:
    connection.execute(
        insert(client_token).values(
            token=event.token,
            client=event.originator_id,
            acts_as=event.acts_as,
            scopes=[scope.value for scope in event.scopes],
            issued_at=event.metadata.at,
            issued_by=event.metadata.actor,
            expires_at=event.expires_at,
            revoked_at=None,
        )
    )


@project.register
def _(event: TokenRevoked, position: int, connection: Connection) -> None:
    connection.execute(
        update(client_token)
        .where(client_token.c.token == event.token)
        .values(revoked_at=event.metadata.at)
    )


@project.register
def _(event: WebhookRegistered, position: int, connection: Connection) -> None:
    connection.execute(
        insert(client_webhook).values(
            webhook=event.webhook,
            client=event.originator_id,
            address=event.address,
            acts_as=event.acts_as,
            told=[one.value for one in event.told],
            registered_at=event.metadata.at,
            removed_at=None,
        )
    )


@project.register
def _(event: WebhookRemoved, position: int, connection: Connection) -> None:
    connection.execute(
        update(client_webhook)
        .where(client_webhook.c.webhook == event.webhook)
        .values(removed_at=event.metadata.at)
    )


PROJECTION = Projection(
    name="clients",
    version=1,
    metadata=metadata,
    project=project,
    handles=CLIENT_EVENTS,
    ignores=PERSON_EVENTS
    | RECORD_EVENTS
    | EXPECTED_EVENTS
    | RELEASE_EVENTS
    | DISCLOSURE_EVENTS
    | RETENTION_EVENTS
    | SAMPLE_EVENTS,
)
