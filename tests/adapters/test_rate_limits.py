"""The limit of a token: the same arithmetic in memory and in PostgreSQL, however many serve."""

from concurrent.futures import ThreadPoolExecutor
from uuid import uuid4

import pytest
from sqlalchemy import Engine

from tests.fakes import FakeClock
from web.adapters.rate_limits import (
    Bucket,
    LimitsInMemory,
    RateLimits,
    StoredLimits,
    TooManyRequestsError,
)
from web.adapters.stores import WORK, Stores

TOKEN, OTHER = uuid4(), uuid4()
BUCKET = Bucket.per_minute(60, most=3)
"""One a second, three at once."""


@pytest.fixture(params=["memory", "postgresql"])
def limits(request: pytest.FixtureRequest, clock: FakeClock) -> RateLimits:
    if request.param == "memory":
        return LimitsInMemory(BUCKET, clock)
    stores: Stores = request.getfixturevalue("postgresql_stores")
    return StoredLimits(stores.engine(WORK), BUCKET, clock)


def taken(limits: RateLimits, times: int) -> int:
    """How many of so many requests were let through."""
    through = 0
    for _ in range(times):
        try:
            limits.take(TOKEN)
        except TooManyRequestsError:
            continue
        through += 1
    return through


def test_a_bucket_holds_so_many_and_no_more(limits: RateLimits) -> None:
    assert taken(limits, 10) == 3


def test_a_bucket_fills_steadily(limits: RateLimits, clock: FakeClock) -> None:
    taken(limits, 3)

    clock.advance(seconds=2)

    assert taken(limits, 10) == 2


def test_a_bucket_never_holds_more_than_it_can(limits: RateLimits, clock: FakeClock) -> None:
    taken(limits, 3)

    clock.advance(hours=1)

    assert taken(limits, 10) == 3


def test_a_refusal_says_how_long_to_wait_and_that_is_enough(
    limits: RateLimits, clock: FakeClock
) -> None:
    taken(limits, 3)
    with pytest.raises(TooManyRequestsError) as refused:
        limits.take(TOKEN)

    clock.advance(seconds=refused.value.seconds)

    assert refused.value.seconds == 1
    limits.take(TOKEN)


def test_a_refused_request_takes_nothing(limits: RateLimits, clock: FakeClock) -> None:
    taken(limits, 100)

    clock.advance(seconds=1)

    assert taken(limits, 1) == 1


def test_each_token_has_a_bucket_of_its_own(limits: RateLimits) -> None:
    taken(limits, 3)

    limits.take(OTHER)


def test_several_processes_share_a_bucket(postgresql_stores: Stores, clock: FakeClock) -> None:
    engine: Engine = postgresql_stores.engine(WORK)
    one, two = (StoredLimits(engine, BUCKET, clock) for _ in range(2))

    through = taken(one, 2) + taken(two, 10)

    assert through == 3


def test_what_is_asked_at_the_same_moment_is_counted_once_each(
    postgresql_stores: Stores, clock: FakeClock
) -> None:
    limits = StoredLimits(postgresql_stores.engine(WORK), BUCKET, clock)

    with ThreadPoolExecutor(8) as pool:
        through = sum(pool.map(lambda _: taken(limits, 3), range(8)))

    assert through == 3
