"""If it cannot be logged that somebody looks, nothing leaves: a hundred times on each database (T51)."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import cycle, islice
from typing import Any

import pytest
from sqlalchemy import Connection, event, text
from sqlalchemy.exc import OperationalError

from tests.access_log.conftest import Installed
from tests.access_log.logged import lines
from tests.builders import CED_FIRED
from tests.figures import Tell
from tests.people import OFFICER, STANDARDS, SUPERVISOR, Somebody
from tests.web import given
from tests.web.api.machine import a_token
from tests.web.given import Given
from web.bootstrap import Services

FAILURES = 100
PLANTED = "Zyxwvut said so"
WAIT = 0.5


def _failing(statement: str) -> Callable[[Services], Any]:
    """The database breaks off in a statement."""

    @contextmanager
    def break_off(services: Services) -> Iterator[None]:
        def fail(_: Any, __: Any, sent: str, *___: Any) -> None:
            if statement in sent:
                raise OperationalError(sent, {}, Exception("gone"))

        engine = services.access_log.engine
        event.listen(engine, "before_cursor_execute", fail)
        try:
            yield
        finally:
            event.remove(engine, "before_cursor_execute", fail)

    return break_off


@contextmanager
def _at_the_end(services: Services) -> Iterator[None]:
    """It breaks off when everything was sent and is to be kept."""

    def fail(_: Connection) -> None:
        raise OperationalError("COMMIT", {}, Exception("gone"))

    engine = services.access_log.engine
    event.listen(engine, "commit", fail)
    try:
        yield
    finally:
        event.remove(engine, "commit", fail)


@contextmanager
def _refused(services: Services) -> Iterator[None]:
    """The database itself takes nothing more: the disk is full, or somebody took the right away."""
    with services.access_log.engine.begin() as connection:
        for statement in REFUSE[connection.dialect.name]:
            connection.execute(text(statement))
    try:
        yield
    finally:
        with services.access_log.engine.begin() as connection:
            connection.execute(text(ALLOW[connection.dialect.name]))


REFUSE = {
    "sqlite": (
        """
        -- Another connection dropped it: without the condition this one's old schema would speak.
        CREATE TRIGGER IF NOT EXISTS full BEFORE INSERT ON access_entries
        BEGIN SELECT RAISE(ABORT, 'database or disk is full'); END
        """,
    ),
    "postgresql": (
        """
        CREATE OR REPLACE FUNCTION work.full_disk() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN RAISE EXCEPTION 'could not extend file'; END $$
        """,
        """
        CREATE TRIGGER full_disk BEFORE INSERT ON work.access_entries
        FOR EACH ROW EXECUTE FUNCTION work.full_disk()
        """,
    ),
}
ALLOW = {
    "sqlite": "DROP TRIGGER full",
    "postgresql": "DROP TRIGGER full_disk ON work.access_entries",
}

WITHOUT_RECORDS = _failing("access_records (")
FAULTS = (
    _failing("access_entries ("),
    WITHOUT_RECORDS,
    _at_the_end,
    _refused,
)


@pytest.fixture
def record(services: Services) -> Given:
    return given.submitted(services, narrative_information=PLANTED, **CED_FIRED).amended(
        narrative_information=f"{PLANTED} again"
    )


def _asked(record: Given) -> list[tuple[Somebody, str]]:
    one = f"/records/{record.reference}"
    return [
        (OFFICER, "/"),
        (OFFICER, one),
        (OFFICER, f"{one}/history"),
        (OFFICER, f"{one}/amend"),
        (SUPERVISOR, "/review"),
        (SUPERVISOR, f"/review/{record.reference}"),
        (SUPERVISOR, f"{one}/as-at?version=1"),
        (SUPERVISOR, f"{one}/compare"),
        (STANDARDS, one),
        (STANDARDS, "/search"),
        (STANDARDS, "/search?words=finch"),
        (STANDARDS, "/reports/facts.csv"),
        (STANDARDS, "/reports/records"),
        (STANDARDS, f"{one}/access"),
        (STANDARDS, "/audit"),
        (STANDARDS, "/audit.csv"),
        (STANDARDS, "/api/records"),
        (STANDARDS, f"/api/records/{record.id}"),
        (STANDARDS, f"/api/records/{record.id}/history"),
        (STANDARDS, "/api/changes?after=0"),
    ]


def test_what_cannot_be_logged_does_not_leave(
    installed: Installed, record: Given, figure: Tell
) -> None:
    services = installed.services
    clients = {one: installed.browser_of(one).client for one in (OFFICER, SUPERVISOR, STANDARDS)}
    bearer = {"Authorization": f"Bearer {a_token(services, acts_as=STANDARDS)[1]}"}
    # There is something to read in the access log too.
    assert clients[OFFICER].get(f"/records/{record.reference}").status_code == 200
    before = len(lines(services))

    # Every address with every fault, until it was tried often enough.
    tried = list(islice(_tried(_asked(record)), FAILURES))
    leaked = []
    for who, address, fault in tried:
        installed.clock.advance(seconds=WAIT)
        headers = bearer if address.startswith("/api/") else {}
        with fault(services):
            answer = clients[who].get(address, headers=headers)
            # A problem says where it arose: that was asked, and shows nothing.
            said = answer.get_data(as_text=True).replace(address, "")
        if answer.status_code != 503 or any(
            one in said for one in (PLANTED, record.reference, str(record.id), "record_type")
        ):
            leaked.append((address, answer.status_code))

    assert leaked == []
    assert len(tried) == FAILURES
    assert len(lines(services)) == before
    figure(f"{len(tried)} looks that could not be logged, {len(leaked)} answers that left")


Tried = tuple[Somebody, str, Callable[[Services], Any]]


def _tried(asked: list[tuple[Somebody, str]]) -> Iterator[Tried]:
    """Facts name no record: of them nothing is written to the second table."""
    for fault in cycle(FAULTS):
        for who, address in asked:
            if not (fault is WITHOUT_RECORDS and "facts" in address):
                yield who, address, fault


def test_as_soon_as_it_can_be_logged_again_it_leaves(installed: Installed, record: Given) -> None:
    client = installed.browser_of(OFFICER).client
    address = f"/records/{record.reference}"
    with _refused(installed.services):
        assert client.get(address).status_code == 503

    answer = client.get(address)

    assert answer.status_code == 200
    assert PLANTED in answer.get_data(as_text=True)
    assert lines(installed.services)[-1].ids == {record.id}
