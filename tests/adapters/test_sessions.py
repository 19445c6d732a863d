from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select

from tests.fakes import NOON, FakeClock
from web.adapters.stores import WORK, Stores
from web.adapters.tables import sessions as table
from web.auth.sessions import Session, Sessions

IDLE, LONGEST = timedelta(minutes=15), timedelta(hours=8)


@pytest.fixture
def sessions(stores: Stores, clock: FakeClock) -> Sessions:
    return Sessions(stores.engine(WORK), clock, idle=IDLE, longest=LONGEST)


@pytest.fixture
def person() -> UUID:
    return uuid4()


def kept(stores: Stores) -> list[object]:
    with stores.engine(WORK).connect() as connection:
        return list(connection.execute(select(table)))


def test_a_session_is_found_by_its_token(sessions: Sessions, person: UUID) -> None:
    token = sessions.start(person)

    assert sessions.find(token) == Session(person=person, started_at=NOON)


@pytest.mark.parametrize("token", ["", "guess", "é", "x" * 5000])
def test_another_token_is_no_session(sessions: Sessions, person: UUID, token: str) -> None:
    sessions.start(person)

    assert sessions.find(token) is None


def test_only_a_digest_of_the_token_is_kept(
    sessions: Sessions, person: UUID, stores: Stores
) -> None:
    token = sessions.start(person)

    assert token not in str(kept(stores))


def test_the_digest_is_no_token(sessions: Sessions, person: UUID, stores: Stores) -> None:
    sessions.start(person)

    (row,) = kept(stores)

    assert sessions.find(row.token_digest) is None


def test_every_token_is_new(sessions: Sessions, person: UUID) -> None:
    tokens = {sessions.start(person) for _ in range(5)}

    assert len(tokens) == 5
    assert min(map(len, tokens)) >= 43  # 32 random bytes


def test_a_session_that_is_not_used_ends(
    sessions: Sessions, person: UUID, clock: FakeClock
) -> None:
    token = sessions.start(person)

    clock.advance(minutes=15, seconds=1)

    assert sessions.find(token) is None


def test_a_session_that_is_used_goes_on(sessions: Sessions, person: UUID, clock: FakeClock) -> None:
    token = sessions.start(person)

    for _ in range(10):
        clock.advance(minutes=14)
        assert sessions.find(token) is not None


def test_a_session_ends_in_the_end_however_much_it_is_used(
    sessions: Sessions, person: UUID, clock: FakeClock
) -> None:
    token = sessions.start(person)
    for _ in range(48):
        clock.advance(minutes=10)
        assert sessions.find(token) is not None

    clock.advance(seconds=1)

    assert sessions.find(token) is None


def test_signing_out_ends_the_session(sessions: Sessions, person: UUID) -> None:
    token = sessions.start(person)

    sessions.end(token)

    assert sessions.find(token) is None


def test_signing_out_here_leaves_the_session_there(sessions: Sessions, person: UUID) -> None:
    here, there = sessions.start(person), sessions.start(person)

    sessions.end(here)

    assert sessions.find(there) is not None


def test_signing_somebody_out_everywhere_ends_all_of_theirs(
    sessions: Sessions, person: UUID
) -> None:
    theirs, another = [sessions.start(person) for _ in range(2)], sessions.start(uuid4())

    sessions.end_all(person)

    assert [sessions.find(token) for token in theirs] == [None, None]
    assert sessions.find(another) is not None


def test_sessions_that_ran_out_are_cleared_away(
    sessions: Sessions, person: UUID, clock: FakeClock, stores: Stores
) -> None:
    sessions.start(person)
    clock.advance(hours=9)

    sessions.start(person)

    assert len(kept(stores)) == 1
