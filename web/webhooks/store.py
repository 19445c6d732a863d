"""What waits to be told, to whom, and who tells it now.

Decision. A message is kept before it is sent and struck off after it was taken, and whoever delivers
to an address holds a lease of it, taken by changing one row. Consequence: every message arrives at
least once, in the order of the log, however many processes deliver and whenever one of them dies.
Kept by ``tests/adapters/test_webhooks.py``.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid5

from sqlalchemy import ColumnElement, Engine, Row, and_, delete, func, insert, or_, select, update

from application.codec import from_json, to_json
from application.ports import Clock, KeyRing
from application.sealing import Place, seal, unseal
from domain.clients.scopes import Told
from domain.codelists.field_groups import FieldGroup
from web.adapters.stores import reading
from web.adapters.tables import webhook_deliveries, webhook_endpoints
from web.webhooks.states import MessageState

LEASE = timedelta(seconds=60)
"""Much longer than a message may take; who delivers asks for it anew before each."""
KEPT = timedelta(days=30)
"""How long it is remembered that a message was delivered."""
TOPIC = "webhook"
GROUP = FieldGroup.REFERENCES


@dataclass(frozen=True, kw_only=True, slots=True)
class Endpoint:
    """An address that is told, as far as this store knows it; the rest is in the log."""

    webhook: UUID
    client: UUID
    position: int
    """How far the log was looked through for it."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Message:
    """One thing to tell one address."""

    webhook: UUID
    position: int
    record: UUID
    told: Told
    body: str
    state: MessageState = MessageState.WAITING
    tries: int = 0
    next_at: datetime
    tried_at: datetime | None = None
    failure: str = ""

    @property
    def id(self) -> str:
        """The same whenever it is sent again."""
        return f"msg_{uuid5(self.webhook, str(self.position)).hex}"


class StoredWebhooks:
    """The secrets and the messages of every address."""

    def __init__(self, engine: Engine, ring: KeyRing, clock: Clock) -> None:
        self._engine = engine
        self._ring = ring
        self._clock = clock

    def add(self, webhook: UUID, *, client: UUID, secret: str, position: int) -> None:
        """Begin to tell an address of what happens after a position."""
        place = Place(stream=webhook, version=1, topic=TOPIC)
        sealed = seal({"secret": secret}, ring=self._ring, place=place, group=GROUP)
        with self._engine.begin() as connection:
            connection.execute(
                insert(webhook_endpoints).values(
                    webhook=webhook,
                    client=client,
                    sealed=to_json(sealed).decode(),
                    position=position,
                )
            )

    def forget(self, webhook: UUID) -> None:
        """Tell the address nothing more, and make every copy of its secret unreadable."""
        with self._engine.begin() as connection:
            for table in (webhook_deliveries, webhook_endpoints):
                connection.execute(delete(table).where(table.c.webhook == webhook))
        self._ring.destroy(webhook, GROUP)

    def secret(self, webhook: UUID) -> str | None:
        query = select(webhook_endpoints.c.sealed).where(webhook_endpoints.c.webhook == webhook)
        with reading(self._engine).connect() as connection:
            sealed = connection.execute(query).scalar_one_or_none()
        if sealed is None:
            return None
        place = Place(stream=webhook, version=1, topic=TOPIC)
        content = unseal(from_json(sealed.encode()), ring=self._ring, place=place, group=GROUP)
        return None if content is None else str(content["secret"])

    def endpoints(self) -> tuple[Endpoint, ...]:
        query = select(webhook_endpoints).order_by(webhook_endpoints.c.webhook)
        with reading(self._engine).connect() as connection:
            return tuple(_endpoint(row) for row in connection.execute(query))

    def lease(self, webhook: UUID, owner: UUID) -> Endpoint | None:
        """Take or keep the right to deliver to an address; none if somebody else has it."""
        now = self._clock.now()
        free = or_(
            webhook_endpoints.c.leased_until.is_(None),
            webhook_endpoints.c.leased_until < now,
            webhook_endpoints.c.leased_by == owner,
        )
        taken = (
            update(webhook_endpoints)
            .where(webhook_endpoints.c.webhook == webhook, free)
            .values(leased_by=owner, leased_until=now + LEASE)
            .returning(webhook_endpoints)
        )
        with self._engine.begin() as connection:
            row = connection.execute(taken).one_or_none()
        return None if row is None else _endpoint(row)

    def release(self, webhook: UUID, owner: UUID) -> None:
        this = and_(webhook_endpoints.c.webhook == webhook, webhook_endpoints.c.leased_by == owner)
        with self._engine.begin() as connection:
            connection.execute(
                update(webhook_endpoints).where(this).values(leased_by=None, leased_until=None)
            )

    def collect(
        self, endpoint: Endpoint, messages: Sequence[Message], *, position: int, owner: UUID
    ) -> bool:
        """Keep messages and how far the log was looked through, both or neither.

        Returns:
            Whether they were kept: somebody else may have looked since.

        """
        moved = (
            update(webhook_endpoints)
            .where(
                webhook_endpoints.c.webhook == endpoint.webhook,
                webhook_endpoints.c.position == endpoint.position,
                webhook_endpoints.c.leased_by == owner,
            )
            .values(position=position)
        )
        rows = [
            {
                "webhook": one.webhook,
                "position": one.position,
                "record": one.record,
                "told": one.told.value,
                "body": one.body,
                "state": one.state.value,
                "tries": one.tries,
                "next_at": one.next_at,
                "tried_at": None,
                "failure": "",
            }
            for one in messages
        ]
        with self._engine.begin() as connection:
            if connection.execute(moved).rowcount != 1:
                return False
            if rows:
                connection.execute(insert(webhook_deliveries), rows)
        return True

    def first_waiting(self, webhook: UUID) -> Message | None:
        """The message that is next: later ones wait until it was taken or given up."""
        query = (
            select(webhook_deliveries)
            .where(
                webhook_deliveries.c.webhook == webhook,
                webhook_deliveries.c.state == MessageState.WAITING.value,
            )
            .order_by(webhook_deliveries.c.position)
            .limit(1)
        )
        with reading(self._engine).connect() as connection:
            row = connection.execute(query).one_or_none()
        return None if row is None else _message(row)

    def tried(
        self,
        message: Message,
        *,
        state: MessageState,
        failure: str = "",
        next_at: datetime | None = None,
    ) -> None:
        """Write down what became of a message."""
        now = self._clock.now()
        with self._engine.begin() as connection:
            connection.execute(
                update(webhook_deliveries)
                .where(_this(message.webhook, message.position))
                .values(
                    state=state.value,
                    tries=message.tries + 1,
                    tried_at=now,
                    next_at=next_at or now,
                    failure=failure,
                )
            )
            connection.execute(
                delete(webhook_deliveries).where(
                    webhook_deliveries.c.webhook == message.webhook,
                    webhook_deliveries.c.state == MessageState.DELIVERED.value,
                    webhook_deliveries.c.tried_at < now - KEPT,
                )
            )

    def send_again(self, webhook: UUID, position: int) -> bool:
        """Put a message that was given up, or that was taken, among those that wait."""
        ended = webhook_deliveries.c.state != MessageState.WAITING.value
        again = (
            update(webhook_deliveries)
            .where(_this(webhook, position), ended)
            .values(state=MessageState.WAITING.value, tries=0, next_at=self._clock.now())
        )
        with self._engine.begin() as connection:
            return connection.execute(again).rowcount == 1

    def messages(self, webhook: UUID, *, number: int, size: int) -> tuple[tuple[Message, ...], int]:
        """Some of the messages to an address, the newest first, and how many there are."""
        which = webhook_deliveries.c.webhook == webhook
        query = select(webhook_deliveries).where(which)
        newest = query.order_by(webhook_deliveries.c.position.desc())
        count = select(func.count()).select_from(webhook_deliveries).where(which)
        with reading(self._engine).connect() as connection:
            found = connection.execute(newest.limit(size).offset((number - 1) * size))
            return tuple(map(_message, found)), connection.execute(count).scalar_one()

    def counts(self) -> dict[tuple[UUID, MessageState], int]:
        """How many messages each address has in each state."""
        state, webhook = webhook_deliveries.c.state, webhook_deliveries.c.webhook
        query = select(webhook, state, func.count().label("messages")).group_by(webhook, state)
        with reading(self._engine).connect() as connection:
            return {
                (row.webhook, MessageState(row.state)): row.messages
                for row in connection.execute(query)
            }


def _this(webhook: UUID, position: int) -> ColumnElement[bool]:
    return and_(webhook_deliveries.c.webhook == webhook, webhook_deliveries.c.position == position)


def _endpoint(row: Row[Any]) -> Endpoint:
    return Endpoint(webhook=row.webhook, client=row.client, position=row.position)


def _message(row: Row[Any]) -> Message:
    return Message(
        webhook=row.webhook,
        position=row.position,
        record=row.record,
        told=Told(row.told),
        body=row.body,
        state=MessageState(row.state),
        tries=row.tries,
        next_at=row.next_at,
        tried_at=row.tried_at,
        failure=row.failure,
    )
