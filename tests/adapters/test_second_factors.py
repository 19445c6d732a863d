"""One-time codes and recovery codes, each taken once."""

import threading
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select

from tests.fakes import FakeClock, FakeKeyRing
from web.adapters.stores import WORK, Stores
from web.adapters.tables import recovery_codes, second_factors
from web.auth import one_time_codes
from web.auth.attempts import MOST_ATTEMPTS, Attempts, TooManyAttemptsError
from web.auth.second_factors import RECOVERY_CODES, NothingOfferedError, SecondFactors

STEP = one_time_codes.SECONDS
VECTORS = {59: "287082", 1111111109: "081804", 1111111111: "050471", 1234567890: "005924"}
"""RFC 6238, appendix B, the last six of its eight digits."""


@pytest.mark.parametrize(("moment", "code"), VECTORS.items())
def test_codes_are_those_of_the_standard(moment: int, code: str) -> None:
    secret = b"12345678901234567890"

    assert one_time_codes.code_at(secret, moment) == code
    assert one_time_codes.step_of(code, secret, moment=moment) == moment // STEP


@pytest.fixture
def factors(stores: Stores, clock: FakeClock) -> SecondFactors:
    engine = stores.engine(WORK)
    return SecondFactors(engine, FakeKeyRing(), clock, Attempts(engine, clock))


@pytest.fixture
def person() -> UUID:
    return uuid4()


def shown(secret: bytes, clock: FakeClock, *, later: int = 0) -> str:
    return one_time_codes.code_at(secret, clock.now().timestamp() + later)


def set_up(factors: SecondFactors, person: UUID, clock: FakeClock) -> tuple[bytes, tuple[str, ...]]:
    factors.offer(person)
    secret = factors.offered(person)
    assert secret
    codes = factors.confirm(person, shown(secret, clock))
    assert codes
    return secret, codes


def test_a_second_factor_is_in_force_when_its_first_code_was_entered(
    factors: SecondFactors, person: UUID, clock: FakeClock
) -> None:
    factors.offer(person)
    secret = factors.offered(person)
    assert secret
    assert len(secret) == 20
    assert factors.confirm(person, "000000") is None
    assert not factors.has(person)

    codes = factors.confirm(person, shown(secret, clock))

    assert factors.has(person)
    assert factors.offered(person) is None
    assert codes is not None
    assert len(set(codes)) == RECOVERY_CODES
    with pytest.raises(NothingOfferedError):
        factors.confirm(person, shown(secret, clock))


def test_a_code_is_taken_once_within_one_step_of_drift(
    factors: SecondFactors, person: UUID, clock: FakeClock
) -> None:
    secret, _ = set_up(factors, person, clock)
    assert not factors.takes(person, shown(secret, clock)), "the one that confirmed it"

    clock.advance(seconds=3 * STEP)
    for later, taken in ((-2, False), (-1, True), (0, True), (1, True), (2, False)):
        assert factors.takes(person, shown(secret, clock, later=later * STEP)) is taken, later
    assert not factors.takes(person, shown(secret, clock)), "an older one than was taken"
    assert not factors.takes(uuid4(), shown(secret, clock, later=STEP)), "somebody else's"


def test_codes_are_read_as_people_type_them_and_nothing_else_is(
    factors: SecondFactors, person: UUID, clock: FakeClock
) -> None:
    secret, _ = set_up(factors, person, clock)
    clock.advance(seconds=10 * STEP)
    code = shown(secret, clock)

    for wrong in ("", code[:5], f"{code}0", "٠٠٠٠٠٠"):
        assert not factors.takes(person, wrong)
    assert factors.takes(person, f" {code[:3]} {code[3:]} ")


def test_a_recovery_code_is_taken_once_however_it_is_typed(
    factors: SecondFactors, person: UUID, clock: FakeClock
) -> None:
    _, codes = set_up(factors, person, clock)

    assert factors.takes(person, codes[0])
    assert not factors.takes(person, codes[0])
    assert factors.takes(person, codes[1].replace("-", " ").upper())
    assert not factors.takes(uuid4(), codes[2])
    assert factors.recovery_left(person) == RECOVERY_CODES - 2


def test_two_who_send_one_code_at_the_same_moment_are_one(
    factors: SecondFactors, person: UUID, clock: FakeClock
) -> None:
    secret, _ = set_up(factors, person, clock)
    clock.advance(seconds=2 * STEP)
    code, taken = shown(secret, clock), list[bool]()
    threads = [
        threading.Thread(target=lambda: taken.append(factors.takes(person, code))) for _ in range(4)
    ]

    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(taken) == [False, False, False, True]


def test_guesses_are_few(factors: SecondFactors, person: UUID, clock: FakeClock) -> None:
    secret, codes = set_up(factors, person, clock)
    clock.advance(seconds=2 * STEP)
    for _ in range(MOST_ATTEMPTS):
        assert not factors.takes(person, "guess", address="127.0.0.1")

    for right in (shown(secret, clock), codes[0]):
        with pytest.raises(TooManyAttemptsError):
            factors.takes(person, right, address="127.0.0.1")
    clock.advance(minutes=15)
    assert factors.takes(person, codes[0], address="127.0.0.1")


def test_neither_secret_nor_recovery_code_is_kept(
    factors: SecondFactors, person: UUID, clock: FakeClock, stores: Stores
) -> None:
    secret, codes = set_up(factors, person, clock)
    factors.offer(person)
    offered = factors.offered(person)
    assert offered

    with stores.engine(WORK).connect() as connection:
        kept = str(
            [
                *connection.execute(select(second_factors)),
                *connection.execute(select(recovery_codes)),
            ]
        )

    for one in (secret, offered):
        assert one_time_codes.in_words(one).replace(" ", "") not in kept
        assert one.hex() not in kept
    assert not any(code in kept or code.replace("-", "") in kept for code in codes)


def test_another_phone_takes_the_place_of_the_first_when_it_is_confirmed(
    factors: SecondFactors, person: UUID, clock: FakeClock
) -> None:
    old, codes = set_up(factors, person, clock)
    factors.offer(person)
    new = factors.offered(person)
    assert new
    clock.advance(seconds=2 * STEP)
    assert factors.takes(person, shown(old, clock))

    assert factors.confirm(person, shown(new, clock))

    clock.advance(seconds=2 * STEP)
    assert not factors.takes(person, shown(old, clock))
    assert not factors.takes(person, codes[0])
    assert factors.takes(person, shown(new, clock))


def test_what_is_taken_away_can_be_set_up_again(
    factors: SecondFactors, person: UUID, clock: FakeClock
) -> None:
    secret, codes = set_up(factors, person, clock)

    factors.remove(person)

    clock.advance(seconds=2 * STEP)
    assert not factors.has(person)
    assert not factors.takes(person, shown(secret, clock))
    assert not factors.takes(person, codes[0])
    again, _ = set_up(factors, person, clock)
    assert again != secret
