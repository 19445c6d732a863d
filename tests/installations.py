"""Installations to test on: the real composition root over fresh stores, on SQLite and PostgreSQL."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from argon2 import PasswordHasher

from application.people import People
from projections import following
from tests.fakes import FakeClock
from tests.people import (
    ADMINISTRATOR,
    COLLEAGUE,
    EVERYBODY,
    OFFICER,
    PASSWORD,
    SUPERVISOR,
    Somebody,
)
from tests.postgres import Databases
from web.adapters.stores import WORK
from web.auth.accounts import Accounts
from web.bootstrap import Services, bootstrap
from web.settings import Settings

QUICK = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
"""As slow as a password hash must be would be as slow as a thousand tests."""


def sqlite_settings(data: Path, **more: str) -> Settings:
    return Settings.from_environment(
        # Whether somebody is asked why they look is tested where it is the matter.
        {
            "UOF_DATA": str(data),
            "UOF_FOLLOW": "no",
            "UOF_TELL": "no",
            "UOF_PURPOSE": "off",
            "UOF_VERIFY": "no",
            **more,
        }
    )


def postgres_settings(data: Path, databases: Databases, **more: str) -> Settings:
    return Settings.from_environment(
        {
            "UOF_DATA": str(data),
            "UOF_DATABASE": databases.main,
            "UOF_KEYS_DATABASE": databases.keys,
            "UOF_EPOCH_KEY": str(data / "epoch.key"),
            "UOF_FOLLOW": "no",
            # The tests' own login made the databases, and owns them.
            "UOF_ALLOW_WEAK": "yes",
            "UOF_TELL": "no",
            "UOF_PURPOSE": "off",
            **more,
        }
    )


def epoch_key_in(data: Path) -> None:
    """The key file that an administrator of a production installation provides."""
    file = data / "epoch.key"
    file.write_bytes(b"k" * 32)
    file.chmod(0o600)


@contextmanager
def opened(settings: Settings, clock: FakeClock | None = None) -> Iterator[Services]:
    """An installation's services, closed again."""
    services = bootstrap(settings, clock=clock or FakeClock())
    quick = Accounts(services.stores.engine(WORK), services.clock, QUICK)
    try:
        yield replace(services, accounts=quick)
    finally:
        services.close()


def appoint(services: Services, *people: Somebody) -> None:
    """Make people known, each in their role."""
    for one in people:
        services.people.found(
            one.id,
            name=one.name,
            collar_number=one.collar_number,
            force=services.settings.force,
            rank=one.rank,
            role=one.role,
        )


def populate(services: Services) -> None:
    """Register the people of the tests, give them accounts, and put the officers under their supervisor."""
    people: People = services.people
    appoint(services, *EVERYBODY)
    for one in EVERYBODY:
        services.accounts.set_password(one.id, username=one.username, password=PASSWORD)
    for officer in (OFFICER, COLLEAGUE):
        people.assign_supervisor(officer.id, SUPERVISOR.id, requester=ADMINISTRATOR.asks())
    follow(services)


def follow(services: Services) -> None:
    """Let the read models take in everything, now and in this thread."""
    following.catch_up(services.views.engine(), services.reader)


def copy_of(prepared: Path, target: Path) -> Path:
    """A fresh copy of a prepared directory of SQLite files."""
    return Path(shutil.copytree(prepared, target))
