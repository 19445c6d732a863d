from datetime import timedelta
from typing import Any, Literal
from uuid import UUID, uuid4

import pytest
from argon2 import PasswordHasher, extract_parameters
from argon2.exceptions import VerifyMismatchError
from sqlalchemy import select

from tests.fakes import FakeClock
from tests.installations import QUICK
from web.adapters.stores import WORK, Stores
from web.adapters.tables import credentials, sign_in_attempts
from web.auth.accounts import HASHER, Accounts, UsernameTakenError, of_nobody
from web.auth.attempts import MOST_ANYWHERE, MOST_ATTEMPTS, WINDOW, TooManyAttemptsError


class CountingHasher(PasswordHasher):
    """A quick hasher that counts how often it compared."""

    def __init__(self) -> None:
        super().__init__(time_cost=1, memory_cost=8, parallelism=1)
        self.compared = 0

    def verify(self, hash: str | bytes, password: str | bytes) -> Literal[True]:  # noqa: A002 - its name
        self.compared += 1
        return super().verify(hash, password)


@pytest.fixture
def accounts(stores: Stores, clock: FakeClock) -> Accounts:
    return Accounts(stores.engine(WORK), clock, QUICK)


@pytest.fixture
def ada(accounts: Accounts) -> UUID:
    person = uuid4()
    accounts.set_password(person, username="Ada", password="made-up-password")
    return person


def _fail(accounts: Accounts, *, times: int, username: str = "ada") -> None:
    for _ in range(times):
        assert accounts.person(username, "wrong") is None


def rows(stores: Stores, table: Any) -> list[Any]:
    with stores.engine(WORK).connect() as connection:
        return list(connection.execute(select(table)))


def test_a_name_and_its_password_are_a_person(accounts: Accounts, ada: UUID) -> None:
    assert accounts.person("ada", "made-up-password") == ada


@pytest.mark.parametrize("username", ["ADA", "Ada", " ada ", "aDa\n"])
def test_a_name_is_the_same_however_it_is_typed(
    accounts: Accounts, ada: UUID, username: str
) -> None:
    assert accounts.person(username, "made-up-password") == ada


def test_names_are_compared_by_casefolding(accounts: Accounts) -> None:
    person = uuid4()
    accounts.set_password(person, username="Strauß", password="made-up-password")

    assert accounts.person("STRAUSS", "made-up-password") == person


@pytest.mark.parametrize("password", ["", "Made-up-password", "made-up-password ", "wrong"])
def test_another_password_is_nobody(accounts: Accounts, ada: UUID, password: str) -> None:
    assert accounts.person("ada", password) is None


def test_an_unknown_name_is_nobody(accounts: Accounts, ada: UUID) -> None:
    assert accounts.person("ben", "made-up-password") is None


def test_an_unknown_name_takes_the_same_path_as_a_wrong_password(
    stores: Stores, clock: FakeClock
) -> None:
    """One comparison each, so that the time of a refusal does not tell who has an account."""
    hasher = CountingHasher()
    accounts = Accounts(stores.engine(WORK), clock, hasher)
    accounts.set_password(uuid4(), username="ada", password="made-up-password")

    compared = []
    for username in ("ada", "ben"):
        before = hasher.compared
        accounts.person(username, "wrong")
        compared.append(hasher.compared - before)

    assert compared == [1, 1]
    # Each counts twice: for the network address, and for anywhere.
    assert len(rows(stores, sign_in_attempts)) == 4


@pytest.mark.parametrize("hasher", [HASHER, QUICK])
def test_the_hash_of_nobody_takes_as_long_to_check_as_others(hasher: PasswordHasher) -> None:
    nobodys, somebodys = of_nobody(hasher), hasher.hash("made-up-password")

    with pytest.raises(VerifyMismatchError):
        hasher.verify(nobodys, "made-up-password")

    assert extract_parameters(nobodys) == extract_parameters(somebodys)
    assert of_nobody(hasher) != nobodys


@pytest.mark.parametrize("username", ["ada", "nobody-has-this"])
def test_after_five_failures_a_name_waits(accounts: Accounts, ada: UUID, username: str) -> None:
    _fail(accounts, times=MOST_ATTEMPTS, username=username)

    with pytest.raises(TooManyAttemptsError):
        accounts.person(username, "made-up-password")


def test_before_the_fifth_failure_the_password_is_still_taken(
    accounts: Accounts, ada: UUID
) -> None:
    _fail(accounts, times=MOST_ATTEMPTS - 1)

    assert accounts.person("ada", "made-up-password") == ada


def test_a_failure_counts_however_the_name_was_typed(accounts: Accounts, ada: UUID) -> None:
    for username in ("ada", "ADA", " Ada", "aDA", "adA "):
        _fail(accounts, times=1, username=username)

    with pytest.raises(TooManyAttemptsError):
        accounts.person("ada", "made-up-password")


def test_one_name_waits_and_the_others_do_not(accounts: Accounts, ada: UUID) -> None:
    _fail(accounts, times=MOST_ATTEMPTS, username="ben")

    assert accounts.person("ada", "made-up-password") == ada


def test_the_wait_ends(accounts: Accounts, ada: UUID, clock: FakeClock) -> None:
    _fail(accounts, times=MOST_ATTEMPTS)

    clock.advance(seconds=WINDOW.total_seconds())

    assert accounts.person("ada", "made-up-password") == ada


def test_a_refusal_for_too_many_attempts_does_not_lengthen_the_wait(
    accounts: Accounts, ada: UUID, clock: FakeClock
) -> None:
    _fail(accounts, times=MOST_ATTEMPTS)
    clock.advance(seconds=(WINDOW - timedelta(minutes=1)).total_seconds())
    with pytest.raises(TooManyAttemptsError):
        accounts.person("ada", "made-up-password")

    clock.advance(minutes=1)

    assert accounts.person("ada", "made-up-password") == ada


def test_signing_in_forgets_the_failures(accounts: Accounts, ada: UUID) -> None:
    _fail(accounts, times=MOST_ATTEMPTS - 1)
    accounts.person("ada", "made-up-password")

    _fail(accounts, times=MOST_ATTEMPTS - 1)

    assert accounts.person("ada", "made-up-password") == ada


def test_neither_the_password_nor_the_name_as_typed_is_kept(
    accounts: Accounts, stores: Stores
) -> None:
    """People type their password into the wrong box."""
    accounts.set_password(uuid4(), username="ada", password="made-up-password")
    accounts.person("my-secret-in-the-wrong-box", "made-up-password")

    kept = str(rows(stores, credentials) + rows(stores, sign_in_attempts))

    assert "made-up-password" not in kept
    assert "wrong-box" not in kept


def test_a_new_password_ends_the_old_one(accounts: Accounts, ada: UUID) -> None:
    accounts.set_password(ada, username="ada", password="another-password")

    assert accounts.person("ada", "made-up-password") is None
    assert accounts.person("ada", "another-password") == ada


def test_a_name_belongs_to_one_person(accounts: Accounts, ada: UUID) -> None:
    with pytest.raises(UsernameTakenError):
        accounts.set_password(uuid4(), username="ADA", password="made-up-password")

    assert accounts.username_of(ada) == "ada"


def test_a_first_password_must_be_changed(accounts: Accounts) -> None:
    person = uuid4()

    first = accounts.issue(person, username="ben")

    assert accounts.person("ben", first) == person
    assert accounts.must_change(person)


def test_a_password_of_ones_own_need_not_be_changed(accounts: Accounts) -> None:
    person = uuid4()
    accounts.issue(person, username="ben")

    accounts.set_password(person, username="ben", password="of-my-own-choosing")

    assert not accounts.must_change(person)


def test_no_two_first_passwords_are_the_same(accounts: Accounts) -> None:
    passwords = {accounts.issue(uuid4(), username=f"ben{number}") for number in range(5)}

    assert len(passwords) == 5
    assert min(map(len, passwords)) >= 12


@pytest.mark.parametrize("odd", ["", "\ud800", "ada\x00", "x" * 10_000, "' OR 1=1 --"])
def test_an_odd_name_is_nobody(accounts: Accounts, ada: UUID, odd: str) -> None:
    assert accounts.person(odd, "made-up-password") is None


def test_failures_from_elsewhere_do_not_lock_somebody_out(accounts: Accounts, ada: UUID) -> None:
    for _ in range(MOST_ATTEMPTS):
        accounts.person("ada", "wrong", address="127.0.0.2")

    with pytest.raises(TooManyAttemptsError):
        accounts.person("ada", "made-up-password", address="127.0.0.2")
    assert accounts.person("ada", "made-up-password", address="127.0.0.3") == ada


def test_a_name_waits_after_many_failures_from_anywhere(accounts: Accounts, ada: UUID) -> None:
    for number in range(MOST_ANYWHERE):
        accounts.person("ada", "wrong", address=f"127.0.0.{number}")

    with pytest.raises(TooManyAttemptsError):
        accounts.person("ada", "made-up-password", address="127.0.1.1")


def test_made_up_people_share_a_password(accounts: Accounts, ada: UUID) -> None:
    people = {uuid4(): f"made-up-{number}" for number in range(3)}

    accounts.share_password(people, password="shared-made-up")

    assert [accounts.person(name, "shared-made-up") for name in people.values()] == [*people]
    assert not any(accounts.must_change(person) for person in people)
    assert accounts.person("ada", "made-up-password") == ada


def test_a_shared_password_takes_nobodys_name(accounts: Accounts, ada: UUID) -> None:
    with pytest.raises(UsernameTakenError):
        accounts.share_password({uuid4(): "ada"}, password="shared-made-up")

    assert accounts.person("ada", "made-up-password") == ada
