"""What is too weak for real records stops a start, each with a sentence of its own."""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from pathlib import Path

import psycopg
import pytest

from domain.people.proposals import RolesBy
from tests import installations
from tests.e2e.production import FOLLOWER, WEB, by, logins
from tests.postgres import Databases, databases
from web.adapters.addresses import is_this_machine
from web.adapters.stores import Stores
from web.demo.people import ACCOUNTS, PASSWORD
from web.settings import Settings, SettingsError
from web.weaknesses import refuse_weak_follower, refuse_weak_server


@pytest.fixture
def owned(postgres: Path, prepared_postgres: Databases, tmp_path: Path) -> Settings:
    """The settings of whoever owns an installation."""
    installations.epoch_key_in(tmp_path)
    logins(postgres)
    return installations.postgres_settings(tmp_path, databases(postgres, like=prepared_postgres))


@pytest.fixture
def strict(owned: Settings) -> Settings:
    """Settings in which nothing is weak, of a process that serves."""
    return replace(
        owned,
        database=by(WEB, owned.database),
        keys_database=by(WEB, owned.keys_database),
        secure_cookies=True,
        second_factor=True,
        roles_by=RolesBy.TWO,
        allow_weak=False,
    )


@pytest.fixture
def following(owned: Settings) -> Settings:
    """The same of a process that follows."""
    return replace(owned, database=by(FOLLOWER, owned.database), keys_database="", allow_weak=False)


def start(settings: Settings) -> None:
    with closing(Stores(settings)) as stores:
        refuse_weak_server(settings, stores)


def follow(settings: Settings) -> None:
    with closing(Stores(settings)) as stores:
        refuse_weak_follower(settings, stores)


@contextmanager
def refused(sentence: str) -> Iterator[None]:
    with pytest.raises(SettingsError) as raised:
        yield
    # And nothing else is said.
    assert str(raised.value).startswith(sentence)
    assert "\n" not in str(raised.value)


def execute(url: str, *statements: str) -> None:
    with psycopg.connect(url, autocommit=True) as connection:
        for statement in statements:
            connection.execute(statement)


def test_a_strict_installation_starts(strict: Settings, following: Settings) -> None:
    start(strict)
    follow(following)


def test_what_is_for_trying_out_is_not_asked(sqlite: Settings) -> None:
    start(sqlite)
    follow(sqlite)


def test_cookies_in_clear_are_refused(strict: Settings) -> None:
    with refused("Set UOF_SECURE_COOKIES to yes"):
        start(replace(strict, secure_cookies=False))


def test_a_password_alone_is_refused(strict: Settings) -> None:
    with refused("A password alone is too weak for real records"):
        start(replace(strict, second_factor=False))
    start(replace(strict, second_factor=False, local_accounts=False))


def test_roles_that_one_administrator_gives_are_refused(strict: Settings) -> None:
    with refused("Set UOF_ROLES_BY to two"):
        start(replace(strict, roles_by=RolesBy.ONE))
    start(replace(strict, roles_by=RolesBy.ONE, allow_weak=True))


def test_an_identity_provider_in_clear_or_without_a_second_factor_is_refused(
    strict: Settings,
) -> None:
    good = replace(strict, oidc_issuer="https://login.example", oidc_step_up_context="c1")
    start(good)

    with refused("UOF_OIDC_ISSUER is spoken to in clear"):
        start(replace(good, oidc_issuer="http://127.0.0.1:8080"))
    with refused("Set UOF_OIDC_STEP_UP_CONTEXT"):
        start(replace(good, oidc_step_up_context=""))


def test_a_server_that_follows_is_refused(strict: Settings) -> None:
    with refused("Set UOF_FOLLOW to no"):
        start(replace(strict, follow=True))


def test_a_superuser_is_refused(strict: Settings, owned: Settings, following: Settings) -> None:
    with refused("UOF_DATABASE logs in as a superuser"):
        start(replace(strict, database=owned.database))
    with refused("UOF_KEYS_DATABASE logs in as a superuser"):
        start(replace(strict, keys_database=owned.keys_database))
    with pytest.raises(SettingsError, match="UOF_DATABASE logs in as a superuser"):
        follow(replace(following, database=owned.database))


def test_the_owner_of_the_log_or_of_the_keys_is_refused(strict: Settings, owned: Settings) -> None:
    execute(owned.database, f"ALTER TABLE records.stored_events OWNER TO {WEB}")
    with refused("UOF_DATABASE logs in as the owner of the log"):
        start(strict)
    execute(owned.database, "ALTER TABLE records.stored_events OWNER TO uof")
    execute(owned.keys_database, f"ALTER TABLE keys.data_keys OWNER TO {WEB}")
    with refused("UOF_KEYS_DATABASE logs in as the owner of the keys"):
        start(strict)


@pytest.mark.parametrize("privilege", ["INSERT", "UPDATE", "DELETE", "TRUNCATE"])
def test_a_login_that_may_write_past_the_function_is_refused(
    strict: Settings, owned: Settings, privilege: str
) -> None:
    execute(owned.database, f"GRANT {privilege} ON records.stored_events TO uof_web")

    with refused("The login of UOF_DATABASE may write to the log's table"):
        start(strict)


@pytest.mark.parametrize(
    "statement",
    [
        "DISABLE TRIGGER never_changed",
        "DISABLE TRIGGER ALL",
        "ENABLE TRIGGER never_emptied",
        "ENABLE REPLICA TRIGGER never_changed",
    ],
)
def test_a_log_whose_guards_are_off_is_refused(
    strict: Settings, owned: Settings, statement: str
) -> None:
    execute(owned.database, f"ALTER TABLE records.stored_events {statement}")

    with refused("The triggers that keep the log from being changed are switched off"):
        start(strict)


def test_a_database_that_does_not_wait_for_its_disk_is_refused(
    strict: Settings, owned: Settings
) -> None:
    name = psycopg.conninfo.conninfo_to_dict(owned.database)["dbname"]
    execute(owned.database, f'ALTER DATABASE "{name}" SET synchronous_commit = off')

    with refused("Set synchronous_commit to on in PostgreSQL"):
        start(strict)


def test_keys_beside_what_they_open_are_refused(strict: Settings, owned: Settings) -> None:
    execute(owned.keys_database, "CREATE SCHEMA records")

    with refused("UOF_KEYS_DATABASE holds the log too"):
        start(strict)


def test_a_follower_that_may_add_events_is_refused(following: Settings, strict: Settings) -> None:
    with refused("The login of UOF_DATABASE may add events"):
        follow(replace(following, database=strict.database))


def test_the_made_up_force_is_refused(strict: Settings, owned: Settings) -> None:
    account = ACCOUNTS[0]
    with installations.opened(owned) as services:
        services.accounts.set_password(account.id, username="anybody", password=PASSWORD)

    with refused("The made-up people of the demonstration can sign in here"):
        start(strict)


@pytest.mark.parametrize("name", ["FLASK_DEBUG", "WERKZEUG_DEBUG_PIN", "PYTHONINSPECT"])
def test_what_helps_to_find_faults_is_refused(
    strict: Settings, following: Settings, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.setenv(name, "0")
    start(strict)

    monkeypatch.setenv(name, "1")
    with refused(f"Remove {name}"):
        start(strict)
    with refused(f"Remove {name}"):
        follow(following)


@pytest.mark.parametrize("mode", ["", "?sslmode=prefer", "?sslmode=disable", "?sslmode=require"])
def test_a_server_elsewhere_must_show_who_it_is(strict: Settings, mode: str) -> None:
    """Said before anybody connects: nothing is sent to whoever answers."""
    for name in ("database", "keys_database"):
        elsewhere = {name: f"postgresql://web@database.invalid/uof{mode}"}
        with refused(f"Add sslmode=verify-full to UOF_{name.upper()}"):
            start(replace(strict, **elsewhere))


def test_a_list_of_weaknesses_is_said_at_once(strict: Settings, owned: Settings) -> None:
    with pytest.raises(SettingsError) as raised:
        start(replace(owned, allow_weak=False))

    assert len(str(raised.value).splitlines()) >= 3


def test_trying_out_is_for_this_machine_alone(owned: Settings) -> None:
    start(owned)

    with refused("UOF_ALLOW_WEAK is for trying out, and others can reach 0.0.0.0"):
        start(replace(owned, host="0.0.0.0"))


@pytest.mark.parametrize(
    ("host", "here"),
    [
        ("127.0.0.1", True),
        ("127.8.8.8", True),
        ("::1", True),
        ("localhost", True),
        ("/run/postgresql", True),
        ("", True),
        ("0.0.0.0", False),
        ("10.0.0.7", False),
        ("database.police.invalid", False),
    ],
)
def test_what_is_reached_from_this_machine_alone(host: str, *, here: bool) -> None:
    assert is_this_machine(host) is here
