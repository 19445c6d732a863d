"""Messages to other systems: at least once, in order, by one process at a time, given up in the end."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid4

import orjson
import pytest
from sqlalchemy import select

from domain.clients.scopes import Told
from domain.codelists.reasons import GroundForRestriction, ReasonForWithdrawal
from tests.builders import answers
from tests.fakes import FakeClock
from tests.people import ADMINISTRATOR, OFFICER, STANDARDS, SUPERVISOR
from tests.web.api.machine import SECRET, a_webhook
from web.adapters.stores import WORK
from web.adapters.tables import webhook_endpoints
from web.bootstrap import Services
from web.webhooks import signing
from web.webhooks.dispatcher import FIRST_WAIT, MOST_TRIES, Dispatcher
from web.webhooks.states import MessageState
from web.webhooks.store import LEASE, Message


@dataclass
class OtherSystem:
    """Takes what it is sent, or says what goes wrong."""

    taken: list[tuple[dict[str, Any], Mapping[str, str]]] = field(default_factory=list)
    wrong: Callable[[], str] = lambda: ""

    def send(self, address: str, body: bytes, headers: Mapping[str, str]) -> str:
        if wrong := self.wrong():
            return wrong
        self.taken.append((orjson.loads(body), headers))
        return ""

    @property
    def topics(self) -> list[str]:
        return [content["type"].partition(".")[2] for content, _ in self.taken]


@pytest.fixture
def other() -> OtherSystem:
    return OtherSystem()


@pytest.fixture
def dispatcher(services: Services, other: OtherSystem) -> Dispatcher:
    return replace(services.dispatcher, send=other.send, spread=lambda: 1.0)


def a_record(services: Services) -> UUID:
    record = uuid4()
    services.records.submit(
        record,
        reference=f"UOF-26-{record.hex[:6]}",
        started_at=services.clock.now(),
        answers=answers(narrative_action="Sealed narrative"),
        requester=OFFICER.asks(),
    )
    return record


def accept(services: Services, record: UUID) -> None:
    services.reviews.accept(record, advice="Sealed", version=1, requester=SUPERVISOR.asks())


def messages(services: Services, webhook: UUID) -> list[Message]:
    return list(services.webhooks.messages(webhook, number=1, size=100)[0])


def test_what_happens_is_told_in_the_order_of_the_log(
    services: Services, dispatcher: Dispatcher, other: OtherSystem
) -> None:
    a_webhook(services)
    first, second, third = (a_record(services) for _ in range(3))
    accept(services, second)
    services.reviews.refer(first, explanation="Look", version=1, requester=SUPERVISOR.asks())
    services.records.withdraw(
        third,
        reason=ReasonForWithdrawal.DUPLICATE,
        explanation="Twice",
        version=1,
        requester=OFFICER.asks(),
    )

    assert dispatcher.deliver() == 3
    assert other.topics == ["accepted", "referred", "withdrawn"]
    positions = [content["data"]["position"] for content, _ in other.taken]
    assert positions == sorted(positions)
    assert dispatcher.deliver() == 0


def test_only_what_was_asked_for_is_told_and_only_from_then_on(
    services: Services, dispatcher: Dispatcher, other: OtherSystem
) -> None:
    accept(services, a_record(services))
    a_webhook(services, told=(Told.ACCEPTED,))
    accept(services, a_record(services))
    services.records.withdraw(
        a_record(services),
        reason=ReasonForWithdrawal.DUPLICATE,
        explanation="Twice",
        version=1,
        requester=OFFICER.asks(),
    )

    dispatcher.deliver()

    assert other.topics == ["accepted"]


def test_a_message_is_signed_and_holds_nothing_personal(
    services: Services, dispatcher: Dispatcher, other: OtherSystem
) -> None:
    webhook = a_webhook(services)
    accept(services, a_record(services))

    dispatcher.deliver()

    ((content, headers),) = other.taken
    (message,) = messages(services, webhook)
    assert headers["webhook-id"] == message.id
    expected = signing.headers(
        SECRET, message=message.id, at=services.clock.now(), body=message.body.encode()
    )
    assert headers == expected
    text = orjson.dumps(content).decode()
    assert "Sealed" not in text
    assert str(OFFICER.id) not in text
    assert content["data"]["content"] == {"with_advice": True}


def test_a_signature_is_that_of_the_published_scheme() -> None:
    found = signing.headers(
        "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
        message="msg_p5jXN8AQM9LWM0D4loKWxJek",
        at=datetime.fromtimestamp(1614265330, tz=UTC),
        body=b'{"test": 2432232314}',
    )

    assert found["webhook-signature"] == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="


def test_a_failure_is_tried_again_later_and_later(
    services: Services, dispatcher: Dispatcher, other: OtherSystem, clock: FakeClock
) -> None:
    webhook = a_webhook(services)
    accept(services, a_record(services))
    other.wrong = lambda: "It answered 500"

    assert dispatcher.deliver() == 1
    assert dispatcher.deliver() == 0
    clock.advance(seconds=FIRST_WAIT.total_seconds())
    assert dispatcher.deliver() == 1
    clock.advance(seconds=FIRST_WAIT.total_seconds())
    assert dispatcher.deliver() == 0
    clock.advance(seconds=FIRST_WAIT.total_seconds())
    other.wrong = lambda: ""
    assert dispatcher.deliver() == 1

    (message,) = messages(services, webhook)
    assert (message.state, message.tries) == (MessageState.DELIVERED, 3)
    assert other.topics == ["accepted"]


def test_later_messages_wait_for_one_that_fails(
    services: Services, dispatcher: Dispatcher, other: OtherSystem, clock: FakeClock
) -> None:
    a_webhook(services)
    first, second = a_record(services), a_record(services)
    accept(services, first)
    accept(services, second)
    other.wrong = lambda: "It answered 500"
    dispatcher.deliver()

    other.wrong = lambda: ""
    assert dispatcher.deliver() == 0
    clock.advance(seconds=FIRST_WAIT.total_seconds())
    dispatcher.deliver()

    assert [content["data"]["record"] for content, _ in other.taken] == [str(first), str(second)]


def test_a_message_is_given_up_in_the_end_and_the_next_goes_on(
    services: Services, dispatcher: Dispatcher, other: OtherSystem, clock: FakeClock
) -> None:
    webhook = a_webhook(services)
    accept(services, a_record(services))
    other.wrong = lambda: "It answered 410"
    for _ in range(MOST_TRIES):
        assert dispatcher.deliver() == 1
        clock.advance(hours=7)
    accept(services, a_record(services))
    other.wrong = lambda: ""

    dispatcher.deliver()

    newest, oldest = messages(services, webhook)
    assert (oldest.state, oldest.failure) == (MessageState.DEAD, "It answered 410")
    assert newest.state is MessageState.DELIVERED


def test_a_message_that_was_given_up_can_be_sent_again(
    services: Services, dispatcher: Dispatcher, other: OtherSystem, clock: FakeClock
) -> None:
    webhook = a_webhook(services)
    accept(services, a_record(services))
    other.wrong = lambda: "It answered 410"
    for _ in range(MOST_TRIES):
        dispatcher.deliver()
        clock.advance(hours=7)
    (dead,) = messages(services, webhook)
    other.wrong = lambda: ""

    assert services.webhooks.send_again(webhook, dead.position)
    dispatcher.deliver()

    assert other.taken[0][1]["webhook-id"] == dead.id
    assert messages(services, webhook)[0].state is MessageState.DELIVERED


def test_a_waiting_message_is_not_put_back(services: Services, dispatcher: Dispatcher) -> None:
    webhook = a_webhook(services)

    assert not services.webhooks.send_again(webhook, 1)


def test_two_processes_do_not_deliver_to_one_address_at_once(
    services: Services, dispatcher: Dispatcher, other: OtherSystem, clock: FakeClock
) -> None:
    webhook = a_webhook(services)
    accept(services, a_record(services))
    second = replace(dispatcher, owner=uuid4())
    assert services.webhooks.lease(webhook, second.owner)

    assert dispatcher.deliver() == 0
    clock.advance(seconds=LEASE.total_seconds() + 1)
    assert dispatcher.deliver() == 1

    assert other.topics == ["accepted"]


def test_who_dies_after_sending_sends_it_again(
    services: Services, dispatcher: Dispatcher, other: OtherSystem, clock: FakeClock
) -> None:
    webhook = a_webhook(services)
    accept(services, a_record(services))

    def send_and_die(address: str, body: bytes, headers: Mapping[str, str]) -> str:
        other.send(address, body, headers)
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        replace(dispatcher, send=send_and_die).deliver()
    dispatcher.deliver()

    ids = [headers["webhook-id"] for _, headers in other.taken]
    assert len(ids) == 2
    assert len(set(ids)) == 1
    assert messages(services, webhook)[0].state is MessageState.DELIVERED


def test_what_somebody_may_not_see_is_not_told_to_who_acts_as_them(
    services: Services, dispatcher: Dispatcher, other: OtherSystem
) -> None:
    a_webhook(services, acts_as=ADMINISTRATOR)
    accept(services, a_record(services))

    assert dispatcher.deliver() == 0
    assert other.taken == []


def test_what_is_restricted_while_it_waits_is_withheld(
    services: Services, dispatcher: Dispatcher, other: OtherSystem, clock: FakeClock
) -> None:
    webhook, record = a_webhook(services, acts_as=SUPERVISOR), a_record(services)
    accept(services, record)
    other.wrong = lambda: "It answered 500"
    dispatcher.deliver()
    services.records.restrict(
        record,
        ground=next(iter(GroundForRestriction)),
        explanation="For the court",
        requester=STANDARDS.asks(),
    )
    other.wrong = lambda: ""
    clock.advance(minutes=1)

    dispatcher.deliver()

    assert other.taken == []
    assert messages(services, webhook)[0].state is MessageState.WITHHELD


def test_a_removed_address_is_told_nothing_and_its_secret_is_gone(
    services: Services, dispatcher: Dispatcher, other: OtherSystem
) -> None:
    webhook = a_webhook(services)
    (endpoint,) = services.webhooks.endpoints()
    accept(services, a_record(services))
    services.clients.stop_telling(endpoint.client, webhook, requester=ADMINISTRATOR.asks())

    dispatcher.deliver()

    assert other.taken == []
    assert services.webhooks.secret(webhook) is None
    assert services.webhooks.endpoints() == ()


def test_a_secret_is_kept_sealed(services: Services) -> None:
    webhook = a_webhook(services)

    with services.stores.engine(WORK).connect() as connection:
        sealed = connection.execute(select(webhook_endpoints.c.sealed)).scalar_one()

    assert SECRET.removeprefix("whsec_") not in sealed
    assert services.webhooks.secret(webhook) == SECRET


def test_what_was_delivered_long_ago_is_forgotten(
    services: Services, dispatcher: Dispatcher, clock: FakeClock
) -> None:
    webhook = a_webhook(services)
    accept(services, a_record(services))
    dispatcher.deliver()
    clock.advance(days=31)
    accept(services, a_record(services))

    dispatcher.deliver()

    assert len(messages(services, webhook)) == 1
