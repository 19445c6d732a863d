"""Looking through the log for what other systems are told, and telling them until they have it."""

import logging
import secrets
import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

import orjson

from application.changes import Change, ChangeFeed, change_of
from application.clients import Clients
from application.log import RecordLog
from application.ports import Clock
from domain.access_log.codes import Action, Channel, Purpose
from domain.access_log.entry import Entry, RecordSeen
from domain.clients.client import Webhook
from domain.clients.scopes import KINDS
from domain.errors import NotFoundError
from web.webhooks import signing
from web.webhooks.sending import Send
from web.webhooks.states import MessageState
from web.webhooks.store import Endpoint, Message, StoredWebhooks

LOG = logging.getLogger(__name__)

PAGE = 500
MOST_PAGES = 20
MOST_MESSAGES = 100
"""How much is done for one address before the next has its turn."""
FIRST_WAIT, LONGEST_WAIT = timedelta(seconds=10), timedelta(hours=6)
MOST_TRIES = 14
"""The better part of a day; then the message is given up, and an administrator may send it again."""


def spread() -> float:
    """Between three quarters and five quarters: those who failed together do not come back together."""
    return 0.75 + secrets.randbelow(1000) / 2000


@dataclass(frozen=True, kw_only=True)
class Dispatcher:
    """Delivers to every address in turn. Several may run: a lease decides who delivers where."""

    store: StoredWebhooks
    reader: RecordLog
    clients: Clients
    changes: ChangeFeed
    clock: Clock
    send: Send
    log_look: Callable[[Entry], None]
    """What is told is logged before it leaves; what cannot be logged is told later."""
    spread: Callable[[], float] = spread
    owner: UUID

    def deliver(self) -> int:
        """Tell everybody what is due; returns how many messages were tried."""
        return sum(self._to(endpoint) for endpoint in self.store.endpoints())

    def _to(self, endpoint: Endpoint) -> int:
        leased = self.store.lease(endpoint.webhook, self.owner)
        if leased is None:
            return 0
        try:
            webhook = self._registered(leased)
            if webhook is None:
                self.store.forget(leased.webhook)
                return 0
            self._collect(leased, webhook)
            return self._send_due(webhook)
        finally:
            self.store.release(endpoint.webhook, self.owner)

    def _registered(self, endpoint: Endpoint) -> Webhook | None:
        """What the log says of an address; none if it was removed."""
        try:
            client = self.clients.known(endpoint.client)
        except NotFoundError:
            return None
        return next(
            (one for one in client.webhooks if one.id == endpoint.webhook and not one.removed), None
        )

    def _collect(self, endpoint: Endpoint, webhook: Webhook) -> None:
        for _ in range(MOST_PAGES):
            recorded = self.reader.read(after=endpoint.position, limit=PAGE)
            if not recorded:
                return
            messages = []
            for one in recorded:
                told = KINDS.get(type(one.event))
                if told not in webhook.told:
                    continue
                record = self.changes.visible(one.event.originator_id, by=webhook.acts_as)
                if record is None:
                    continue
                change = change_of(one.position, one.event, record)
                messages.append(
                    Message(
                        webhook=webhook.id,
                        position=one.position,
                        record=record.id,
                        told=told,
                        body=written(change),
                        next_at=self.clock.now(),
                    )
                )
            last = recorded[-1].position
            if not self.store.collect(endpoint, messages, position=last, owner=self.owner):
                return
            endpoint = Endpoint(webhook=endpoint.webhook, client=endpoint.client, position=last)

    def _send_due(self, webhook: Webhook) -> int:
        secret, tried = self.store.secret(webhook.id), 0
        while secret and tried < MOST_MESSAGES:
            message = self.store.first_waiting(webhook.id)
            if message is None or message.next_at > self.clock.now():
                break
            if self.store.lease(webhook.id, self.owner) is None:
                break
            self._send(message, webhook, secret)
            tried += 1
        return tried

    def _send(self, message: Message, webhook: Webhook, secret: str) -> None:
        if self.changes.visible(message.record, by=webhook.acts_as) is None:
            failure = "The person it acts as may no longer see the record"
            self.store.tried(message, state=MessageState.WITHHELD, failure=failure)
            return
        self.log_look(self._look(message, webhook))
        now, body = self.clock.now(), message.body.encode()
        headers = signing.headers(secret, message=message.id, at=now, body=body)
        failure = self.send(webhook.address, body, headers)
        if not failure:
            self.store.tried(message, state=MessageState.DELIVERED)
        elif message.tries + 1 >= MOST_TRIES:
            self.store.tried(message, state=MessageState.DEAD, failure=failure)
        else:
            wait = min(FIRST_WAIT * 2**message.tries, LONGEST_WAIT) * self.spread()
            self.store.tried(
                message, state=MessageState.WAITING, failure=failure, next_at=now + wait
            )

    def _look(self, message: Message, webhook: Webhook) -> Entry:
        version = orjson.loads(message.body)["data"]["version"]
        return Entry(
            at=self.clock.now(),
            person=webhook.acts_as,
            action=Action.DISCLOSE,
            channel=Channel.WEBHOOK,
            place="webhooks.deliver",
            purpose=Purpose.SYSTEM,
            recipient=str(webhook.id),
            seen=(RecordSeen(record=message.record, version=version),),
        )


def written(change: Change) -> str:
    """The content of a message: codes alone, and where to read more."""
    event = change.event
    content = {
        "type": event.TOPIC,
        "timestamp": event.metadata.at,
        "data": {
            "record": event.originator_id,
            "reference": change.reference,
            "version": event.originator_version,
            "position": change.position,
            "role": event.metadata.role,
            "why": event.metadata.why,
            "content": change.content,
        },
    }
    return orjson.dumps(content, option=orjson.OPT_UTC_Z).decode()


class Telling:
    """A thread that does what is due, woken by what is saved and looking by itself."""

    def __init__(self, *jobs: Callable[[], object], seconds: float = 5.0) -> None:
        self._jobs = jobs
        self._seconds = seconds
        self._woken = threading.Event()
        self._stop = threading.Event()
        self._thread: threading.Thread | None = None

    def start(self) -> None:
        self._thread = threading.Thread(target=self._run, name="telling", daemon=True)
        self._thread.start()

    @property
    def is_alive(self) -> bool:
        return self._thread is not None and self._thread.is_alive()

    def wake(self) -> None:
        self._woken.set()

    def close(self) -> None:
        """Stop after the job that is being done."""
        self._stop.set()
        self._woken.set()
        if self._thread is not None:
            self._thread.join()

    def _run(self) -> None:
        while not self._stop.is_set():
            self._woken.clear()
            for job in self._jobs:
                _try(job)
            self._woken.wait(self._seconds)


def _try(job: Callable[[], object]) -> None:
    try:
        job()
    except Exception as error:  # noqa: BLE001 - a database that is away comes back
        LOG.error("telling failed with %s", type(error).__name__)
