"""When a log is signed: after so many events or so much time, and when nothing happened too.

Spec: audit, 4.4.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import pytest
from sqlalchemy import Connection

from domain.proof.checkpoints import Checkpoint
from tests.builders import a_submission
from tests.proof.histories import Insider, others, write
from web.adapters.stores import RECORDS
from web.bootstrap import Services
from web.proof import reading
from web.proof.checkpointing import (
    HEARTBEAT,
    MOST_LEAVES,
    MOST_SECONDS,
    Checkpointing,
    checkpointing,
)
from web.proof.reading import leaf_hashes
from web.proof.signing import kept, last_tree


@dataclass
class Hand:
    """A clock's."""

    seconds: float = 1000.0

    def __call__(self) -> float:
        return self.seconds


@pytest.fixture
def hand() -> Hand:
    return Hand()


@pytest.fixture
def signs(services: Services, hand: Hand) -> Checkpointing:
    made = checkpointing(services.settings, services.stores)
    made.clock = hand
    return made


def size(signs: Checkpointing) -> int:
    tree = last_tree(signs.signer.folder)
    return tree.size if tree else 0


def test_what_is_there_is_signed_at_once_and_then_left_alone(signs: Checkpointing) -> None:
    signs.look()
    first = size(signs)

    assert first > 0
    assert not signs.is_due()


def test_a_new_event_is_signed_within_a_minute(
    services: Services, signs: Checkpointing, hand: Hand
) -> None:
    signs.look()
    before = size(signs)
    services.log.append(a_submission())

    hand.seconds += MOST_SECONDS - 1
    assert not signs.is_due()
    hand.seconds += 1
    signs.look()

    assert size(signs) == before + 1


def test_many_events_are_signed_at_once(services: Services, signs: Checkpointing) -> None:
    signs.look()
    before = size(signs)

    for number in range(MOST_LEAVES):
        assert signs.is_due() is False, number
        services.log.append(a_submission())

    assert signs.is_due()
    signs.look()
    assert size(signs) == before + MOST_LEAVES


def test_an_hour_of_silence_is_signed_too(signs: Checkpointing, hand: Hand) -> None:
    signs.look()
    (first,) = {content for _, content in kept(signs.witness.folder)}

    hand.seconds += HEARTBEAT - 1
    assert not signs.is_due()
    hand.seconds += 1

    assert signs.is_due()
    signs.look()
    (second,) = {content for _, content in kept(signs.witness.folder)}
    assert Checkpoint.parsed(first.decode().partition("\n\n")[0] + "\n").size == size(signs)
    assert first.partition(b"\n\n")[0] == second.partition(b"\n\n")[0]


def test_nothing_is_read_twice_to_show_several_that_the_log_grew(
    services: Services, signs: Checkpointing, monkeypatch: pytest.MonkeyPatch
) -> None:
    signs.checkpoint()
    write(services, records=3)
    read: list[tuple[int, int]] = []

    def counted(connection: Connection, begin: int, end: int) -> Sequence[bytes]:
        read.append((begin, end))
        return leaf_hashes(connection, begin, end)

    monkeypatch.setattr(reading, "leaf_hashes", counted)
    signs.checkpoint()

    assert len(read) > 2
    assert len(read) == len(set(read))


def test_a_signer_that_was_started_again_goes_on(services: Services, signs: Checkpointing) -> None:
    signs.look()
    write(services, records=2)
    again = checkpointing(services.settings, services.stores)

    again.look()

    assert size(again) == again.size > 0
    assert not again.refused


@pytest.mark.parametrize("settings", ["sqlite"], indirect=True)
@pytest.mark.parametrize("what", ["the end cut off", "another past"])
def test_what_is_refused_is_told_until_it_is_mended(
    services: Services, signs: Checkpointing, hand: Hand, what: str
) -> None:
    write(services, records=2)
    signs.look()
    before = size(signs)
    with services.stores.engine(RECORDS).begin() as connection:
        insider = Insider(connection)
        insider.unguard()
        true = insider.rows()
        insider.rewrite(true[:-1] if what == "the end cut off" else [*others(services), *true[:-1]])
    again = checkpointing(services.settings, services.stores)
    again.clock = hand
    hand.seconds += HEARTBEAT

    again.look()

    said = {"the end cut off": "The log was larger before", "another past": "not what it was"}
    assert said[what] in again.refused
    assert size(again) == before
    with services.stores.engine(RECORDS).begin() as connection:
        Insider(connection).rewrite(true)
    again.look()
    assert again.refused == ""


def test_what_was_refused_is_told_in_the_log_of_the_process_once(
    services: Services, signs: Checkpointing, caplog: pytest.LogCaptureFixture
) -> None:
    signs.look()
    with services.stores.engine(RECORDS).begin() as connection:
        insider = Insider(connection)
        insider.unguard()
        insider.drop_leaf(insider.rows()[-1])

    signs.look()
    signs.look()

    assert caplog.messages == ["the log is not signed: ShrunkError"]


def test_a_database_that_is_away_is_waited_for(
    services: Services, signs: Checkpointing, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as away:
        away.setattr("web.proof.reading.number_of_leaves", _away)
        signs.look()
    assert size(signs) == 0

    signs.look()

    assert size(signs) > 0


def _away(*_: object) -> None:
    raise OSError
