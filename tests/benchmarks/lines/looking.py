"""What it costs that every look is logged before it leaves: the page with it and without, in turns."""

from collections.abc import Callable, Iterator
from contextlib import closing
from statistics import median
from time import perf_counter

from flask import Flask
from flask.testing import FlaskClient

from domain.access_log.codes import Action, Channel
from domain.access_log.entry import Entry, RecordSeen
from tests.benchmarks.bench import SQLITE, Bench
from tests.benchmarks.figures import Figure, Measured, Missing, Spread, Table, short, within_rounds
from tests.people import OFFICER, STANDARDS, SUPERVISOR, Somebody
from tests.web import given
from tests.web.given import Given
from web.app import create_app
from web.bootstrap import Services, bootstrap

GOALS = ("look sqlite", "look postgresql")
RECORDS = 25


def measure(bench: Bench) -> Iterator[Measured]:
    """Each page in each way, and the read of a record with its entry as the goal speaks of it."""
    if SQLITE in bench.databases and len(bench.databases) == 1:
        yield Missing(goal="look postgresql", why="PostgreSQL is not installed")
    for database in bench.databases:
        with closing(bootstrap(bench.installation(database))) as services:
            records = [given.submitted(services) for _ in range(RECORDS)]
            yield Figure(
                goal=f"look {database}",
                value=Spread.of(
                    _logged_read(services, records[0], bench.sizes.reads)
                    for _ in range(bench.sizes.rounds)
                ),
            )
            yield _pages(services, records[0], bench, database)


def _logged_read(services: Services, record: Given, times: int) -> float:
    """The median of reading a record for somebody and committing that they did, in milliseconds."""

    def look() -> None:
        found = services.records.read(record.id, by=STANDARDS.id)
        seen = (RecordSeen(record=found.id, version=found.version),)
        services.access_log.write(
            Entry(
                at=services.clock.now(),
                person=STANDARDS.id,
                action=Action.READ,
                channel=Channel.PAGE,
                place="record.show",
                seen=seen,
            )
        )

    return 1000 * _median(look, times)


def _pages(services: Services, record: Given, bench: Bench, database: str) -> Table:
    one = f"/records/{record.reference}"
    pages: list[tuple[str, Somebody, str]] = [
        ("an officer's own record", OFFICER, one),
        ("a supervisor's queue of 25", SUPERVISOR, "/review"),
        ("a search of 25", STANDARDS, "/search"),
        ("the history of a record", STANDARDS, f"{one}/history"),
    ]
    logged, unlogged = create_app(services), _unlogged(services)
    rows = []
    for called, who, address in pages:
        ways = [_get(_client(services, app, who), address) for app in (logged, unlogged)]
        seconds: tuple[list[float], list[float]] = ([], [])
        for _ in range(bench.sizes.rounds):
            for way, found in zip(ways, seconds, strict=True):
                found.append(_median(way, bench.sizes.reads))
        ratio = within_rounds(*seconds)
        rows.append(
            (
                called,
                *(short(1000 * Spread.of(found).middle) for found in seconds),
                f"{short(ratio.middle)} ({short(ratio.low)} to {short(ratio.high)})",
            )
        )
    return Table(
        title=f"A page whose look is logged, beside one whose is not, {database}",
        head=("page", "logged, ms", "not logged, ms", "ratio"),
        rows=tuple(rows),
        note="In the process, without a network; the median of each round, and of the rounds.",
    )


def _unlogged(services: Services) -> Flask:
    """The same application without the one place through which answers are logged."""
    app = create_app(services)
    app.after_request_funcs[None] = [
        one for one in app.after_request_funcs[None] if "access_log" not in one.__module__
    ]
    return app


def _client(services: Services, app: Flask, who: Somebody) -> FlaskClient:
    client = app.test_client()
    client.set_cookie("session", services.sessions.start(who.id))
    return client


def _get(client: FlaskClient, address: str) -> Callable[[], None]:
    def get() -> None:
        answer = client.get(address)
        assert answer.status_code == 200, address
        answer.close()

    get()
    return get


def _median(way: Callable[[], None], times: int) -> float:
    found = []
    for _ in range(times):
        began = perf_counter()
        way()
        found.append(perf_counter() - began)
    return median(found)
