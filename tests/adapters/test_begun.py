"""What waits for a code or for the provider: for one browser, once, and not for long."""

import pytest
from sqlalchemy import select

from tests.fakes import FakeClock
from web.adapters.stores import WORK, Stores
from web.adapters.tables import begun_sign_ins
from web.auth.begun import MOST_BYTES, BegunSignIns

CONTENT = {"for": "code", "verifier": "a-verifier", "kept": [["text", "He fell."]], "resume": "/r"}


@pytest.fixture
def begun(stores: Stores, clock: FakeClock) -> BegunSignIns:
    return BegunSignIns(stores.engine(WORK), clock)


def rows(stores: Stores) -> list[object]:
    with stores.engine(WORK).connect() as connection:
        return list(connection.execute(select(begun_sign_ins)))


def test_what_waits_is_looked_at_and_taken_once(begun: BegunSignIns) -> None:
    token = begun.begin(CONTENT)

    assert begun.look(token) == begun.take(token) == CONTENT
    assert begun.take(token) is None
    assert begun.look(token) is None


@pytest.mark.parametrize("token", ["", "guess", "é", "x" * 5000])
def test_another_token_opens_nothing(begun: BegunSignIns, token: str) -> None:
    begun.begin(CONTENT)

    assert begun.look(token) is None


def test_who_reads_the_table_reads_nothing_of_it(begun: BegunSignIns, stores: Stores) -> None:
    token = begun.begin(CONTENT)

    (row,) = rows(stores)

    assert token not in str(row)
    assert b"verifier" not in row.sealed
    assert b"fell" not in row.sealed
    assert begun.look(row.token_digest) is None


def test_it_waits_ten_minutes_and_is_then_cleared_away(
    begun: BegunSignIns, clock: FakeClock, stores: Stores
) -> None:
    token = begun.begin(CONTENT)
    clock.advance(minutes=9, seconds=59)
    assert begun.look(token)

    clock.advance(seconds=1)

    assert begun.take(token) is None
    begun.begin(CONTENT)
    assert len(rows(stores)) == 1


def test_a_form_that_is_too_long_is_left_out_and_signing_in_goes_on(begun: BegunSignIns) -> None:
    token = begun.begin({**CONTENT, "kept": [["text", "x" * MOST_BYTES]]})

    assert begun.look(token) == {**CONTENT, "kept": [], "resume": ""}
