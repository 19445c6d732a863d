from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select

from tests.fakes import NOON, FakeClock
from web.adapters.stores import WORK, Stores
from web.adapters.tables import sessions as table
from web.auth.sessions import Session, Sessions, Way

DEVICE = "Another browser"
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

    found = sessions.find(token)

    assert found == Session(
        id=found.id, person=person, started_at=NOON, seen_at=NOON, fresh_at=NOON, device=DEVICE
    )


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


def test_showing_again_who_one_is_gives_a_new_token_and_ends_the_old_one(
    sessions: Sessions, person: UUID, clock: FakeClock
) -> None:
    token = sessions.start(person, fresh=False)
    session = sessions.find(token)
    assert session
    assert not session.is_fresh(clock.now(), timedelta(minutes=10))

    new = sessions.renew(session.id)

    assert new is not None
    assert sessions.find(token) is None
    renewed = sessions.find(new)
    assert renewed
    assert renewed.is_fresh(clock.now(), timedelta(minutes=10))
    assert renewed.started_at == session.started_at
    assert sessions.renew(session.id) is None, "the old one is nobody's"


def test_a_session_that_is_over_is_not_renewed(
    sessions: Sessions, person: UUID, clock: FakeClock
) -> None:
    session = sessions.find(sessions.start(person))
    assert session

    clock.advance(minutes=16)

    assert sessions.renew(session.id) is None


def test_a_way_that_was_switched_off_ends_its_sessions(
    stores: Stores, clock: FakeClock, sessions: Sessions, person: UUID
) -> None:
    by_password, by_provider = (sessions.start(person, way=way) for way in (Way.CODE, Way.PROVIDER))
    engine = stores.engine(WORK)

    only = Sessions(engine, clock, idle=IDLE, longest=LONGEST, ways={Way.PROVIDER})

    assert only.find(by_password) is None
    assert only.find(by_provider)
    assert [one.way for one in only.of(person)] == [Way.PROVIDER]


def test_a_session_of_an_earlier_release_goes_on(
    sessions: Sessions, person: UUID, stores: Stores
) -> None:
    """In an upgrade both write: the earlier one knows neither way nor device."""
    token = sessions.start(person, agent="A browser")
    empty = {"way": None, "device": None, "device_digest": None, "fresh_at": None}
    with stores.engine(WORK).begin() as connection:
        connection.execute(table.update().values(**empty))

    found = sessions.find(token, "Another")

    assert found
    assert (found.way, found.device, found.fresh_at) == (Way.PASSWORD, "", None)
