"""A commit that stopped waiting for its standby is in doubt: never acknowledged, not when it is sent
again either, until a standby has it."""

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from uuid import UUID, uuid4

import psycopg
import pytest
from eventsourcing.persistence import OperationalError as LogError
from sqlalchemy.exc import OperationalError

from application.records import Records
from domain.codelists.field_groups import FieldGroup
from domain.records.events import Submitted
from tests import installations
from tests.builders import answers
from tests.fakes import NOON
from tests.people import OFFICER
from tests.postgres import cluster, databases
from tests.requirements import need
from web.adapters.key_ring import StoredKeyRing
from web.adapters.stores import KEYS
from web.bootstrap import Services, install
from web.keys.epoch_keys import EpochKeys

SECONDS = 30
WAITING = "SELECT pid FROM pg_stat_activity WHERE wait_event = 'SyncRep'"


class Server:
    """A server whose commits wait for a standby, when there is to be one."""

    def __init__(self, socket: Path) -> None:
        # Whoever administers it does not wait.
        self._connection = psycopg.connect(
            host=str(socket),
            user="uof",
            dbname="postgres",
            autocommit=True,
            options="-c synchronous_commit=local",
        )

    def wait_for_a_standby(self, name: str) -> None:
        """From now on commits wait for a standby of this name; without a name they do not."""
        self._connection.execute(f"ALTER SYSTEM SET synchronous_standby_names = '{name}'")
        self._connection.execute("SELECT pg_reload_conf()")
        _until(lambda: self._one("SHOW synchronous_standby_names") == name)

    def cancel_who_waits(self) -> None:
        """As an administrator does, who sees that something hangs."""
        _until(lambda: self._one(WAITING) is not None)
        self._connection.execute(f"SELECT pg_cancel_backend(pid) FROM ({WAITING}) AS waiting")

    def close(self) -> None:
        self._connection.close()

    def _one(self, query: str) -> object:
        found = self._connection.execute(query).fetchone()
        return found[0] if found else None


@pytest.fixture(scope="module")
def socket(postgres: Path) -> Iterator[Path]:
    need(postgres, "PostgreSQL is not installed")
    with cluster() as found:
        yield found


@pytest.fixture
def services(socket: Path, tmp_path: Path) -> Iterator[Services]:
    installations.epoch_key_in(tmp_path)
    settings = installations.postgres_settings(tmp_path, databases(socket))
    install(settings)
    with installations.opened(settings) as found:
        installations.populate(found)
        yield found


@pytest.fixture
def server(socket: Path, services: Services) -> Iterator[Server]:
    found = Server(socket)
    found.wait_for_a_standby("one_that_is_away")
    try:
        yield found
    finally:
        found.wait_for_a_standby("")
        found.close()


def test_a_record_whose_commit_was_cancelled_is_not_acknowledged(
    server: Server, services: Services
) -> None:
    record = uuid4()

    submitting = in_the_background(lambda: submit(services.records, record, uuid4()))
    server.cancel_who_waits()

    with pytest.raises(LogError, match="not known whether"):
        submitting.result(SECONDS)
    (submitted,) = services.log.events_of(record)
    assert isinstance(submitted, Submitted), "the server kept it, and has told nobody else yet"


def test_sent_again_it_waits_for_the_standby_too(server: Server, services: Services) -> None:
    """Its receipt can be read, and would be lost with this server."""
    record, key = uuid4(), uuid4()
    first = in_the_background(lambda: submit(services.records, record, key))
    server.cancel_who_waits()
    with pytest.raises(LogError):
        first.result(SECONDS)

    again = in_the_background(lambda: submit(services.records, record, key))
    server.cancel_who_waits()

    with pytest.raises(LogError, match="not known whether"):
        again.result(SECONDS)


def test_sent_again_when_the_standby_is_there_it_is_acknowledged_once(
    server: Server, services: Services
) -> None:
    record, key = uuid4(), uuid4()
    first = in_the_background(lambda: submit(services.records, record, key))
    server.cancel_who_waits()
    with pytest.raises(LogError):
        first.result(SECONDS)
    server.wait_for_a_standby("")

    done = submit(services.records, record, key)

    assert done.repeated
    assert len(services.log.events_of(record)) == 1


def test_a_key_whose_commit_was_cancelled_seals_nothing(server: Server, services: Services) -> None:
    """A key that a fail-over takes back would take with it whatever it sealed."""
    ring = StoredKeyRing(services.stores.engine(KEYS), EpochKeys.of(b"k" * 32), services.clock)

    making = in_the_background(lambda: ring.for_writing(uuid4(), FieldGroup.NARRATIVE))
    server.cancel_who_waits()

    with pytest.raises(OperationalError, match="not known whether"):
        making.result(SECONDS)


def submit(records: Records, record: UUID, key: UUID):
    # Nothing of it is sealed, so that the log alone is written to.
    return records.submit(
        record,
        reference="UOF-26-000001",
        started_at=NOON,
        answers=answers(),
        requester=OFFICER.asks(key),
    )


def in_the_background(work: Callable[[], object]) -> Future:
    pool = ThreadPoolExecutor(1)
    try:
        return pool.submit(work)
    finally:
        pool.shutdown(wait=False)


def _until(true: Callable[[], bool]) -> None:
    """Look until it is so; what it waits for is decided by a server within milliseconds."""
    pause = threading.Event()
    for _ in range(SECONDS * 100):
        if true():
            return
        pause.wait(0.01)
    pytest.fail("it never came about")
