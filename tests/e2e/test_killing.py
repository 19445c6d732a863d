"""``kill -9`` of whatever runs, while officers submit: nothing acknowledged is lost, nothing is there
twice, and the read models equal a rebuild. A few rounds; ``tests/e2e/killing.py`` does any number.
(Spec: eventsourcing, 2.2 and 7.)

The controls show that each part of the verdict can be otherwise.
"""

from collections.abc import Iterator
from datetime import time
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import delete

from domain.records.events import Submitted
from projections.register.tables import register
from tests import installations, postgres
from tests.builders import a_submission
from tests.e2e.judging import judged
from tests.e2e.killing import KILLS, embedded, in_production
from tests.e2e.submissions import Intended, intended_in
from tests.postgres import binaries, cluster
from tests.requirements import need
from web.bootstrap import Services, install
from web.settings import Settings


def test_killed_workers_followers_and_databases_lose_nothing(tmp_path: Path) -> None:
    need(binaries(), "PostgreSQL is not installed: apt-get install postgresql")

    course = in_production(tmp_path, rounds=len(KILLS))

    assert course.faults == []
    assert course.killed == dict.fromkeys(KILLS, 1)
    assert course.acknowledged > len(KILLS)


def test_a_killed_server_on_files_loses_nothing(tmp_path: Path) -> None:
    course = embedded(tmp_path, rounds=3)

    assert course.faults == []
    assert course.killed == {"server": 3}


@pytest.fixture
def submitted(services: Services) -> dict[Intended, str]:
    """What was acknowledged: two records that are in the log."""
    for number in (1, 2):
        services.log.append(
            a_submission(reference=f"UOF-26-00000{number}", incident_time=time(number))
        )
    installations.follow(services)
    return {
        intended_in(one.event): one.event.reference
        for one in services.log.read(after=0, limit=1000)
        if isinstance(one.event, Submitted)
    }


def test_an_installation_in_order_is_found_so(
    services: Services, submitted: dict[Intended, str]
) -> None:
    assert len(submitted) == 2
    assert judged(services, submitted, submitted) == []


def test_a_record_that_is_there_twice_is_found(
    services: Services, submitted: dict[Intended, str]
) -> None:
    services.log.append(a_submission(reference="UOF-26-000003", incident_time=time(1)))
    installations.follow(services)

    assert any(fault.startswith("2 times:") for fault in judged(services, submitted, submitted))


def test_an_acknowledged_record_that_is_not_there_is_found(
    services: Services, submitted: dict[Intended, str]
) -> None:
    (one, *_) = submitted
    other = Intended(one.officer, one.day, time(23))

    found = judged(services, [*submitted, other], {**submitted, other: "UOF-26-000009"})

    assert found == [f"lost: {other}"]


def test_a_record_under_another_reference_is_found(
    services: Services, submitted: dict[Intended, str]
) -> None:
    (one, *_) = submitted

    (fault,) = judged(services, submitted, {**submitted, one: "UOF-26-000009"})

    assert "was acknowledged as UOF-26-000009" in fault


def test_read_models_that_are_unlike_a_rebuild_are_found(
    services: Services, submitted: dict[Intended, str]
) -> None:
    with services.views.engine().begin() as connection:
        connection.execute(delete(register).where(register.c.reference == "UOF-26-000001"))

    assert any(
        fault.startswith("unlike a rebuild") for fault in judged(services, submitted, submitted)
    )


def test_read_models_that_are_behind_are_found(
    services: Services, submitted: dict[Intended, str]
) -> None:
    services.log.append(a_submission(reference="UOF-26-000003", incident_time=time(3)))

    found = judged(services, submitted, submitted)

    assert any(fault.startswith("not caught up") for fault in found)
    assert any(fault.startswith("nobody meant") for fault in found)


LAZY = ("synchronous_commit = off", "wal_writer_delay = 10s", "wal_writer_flush_after = 0")
"""A database that acknowledges first and writes later."""


@pytest.fixture
def lazy(tmp_path: Path) -> Iterator[tuple[Path, Settings]]:
    need(binaries(), "PostgreSQL is not installed: apt-get install postgresql")
    installations.epoch_key_in(tmp_path)
    with cluster(*LAZY) as home:
        settings = installations.postgres_settings(tmp_path, postgres.databases(home))
        install(settings)
        yield home, settings


def test_a_database_that_acknowledges_what_it_has_not_kept_is_found_out(
    lazy: tuple[Path, Settings],
) -> None:
    home, settings = lazy
    with psycopg.connect(settings.database, autocommit=True) as connection:
        connection.execute("CHECKPOINT")
    (event,) = a_submission()
    with installations.opened(settings) as services:
        services.log.append([event])
        postgres.kill(home)
    postgres.start(home)

    with installations.opened(settings) as services:
        installations.follow(services)
        one = intended_in(event)
        assert judged(services, [one], {one: event.reference}) == [f"lost: {one}"]
