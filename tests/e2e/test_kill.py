"""``kill -9`` of the server in the middle of submissions loses no acknowledged record and makes none
twice. (Spec: eventsourcing, 2.2.)"""

import random
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date, time
from itertools import groupby
from pathlib import Path
from uuid import uuid4

import pytest

from domain.event import Event
from domain.records.events import Submitted
from projections.rebuild import rebuild
from tests import installations
from tests.builders import a_submission
from tests.e2e.serving import Server, of_installation, served
from tests.e2e.submissions import Intended, Officer, Traffic, faults, intended_in, moments
from tests.e2e.visitor import Visitor
from tests.people import COLLEAGUE, OFFICER
from web.bootstrap import Services
from web.settings import Settings

KILLS = 8
SEED = 20261125
AT_WORK = (OFFICER, COLLEAGUE, OFFICER, COLLEAGUE)
"""Two windows each: the same officer may well be at a desk and in a car."""


@pytest.fixture
def server(settings: Settings, tmp_path: Path) -> Iterator[Server]:
    with served(of_installation(settings), tmp_path) as running:
        yield running


def test_a_killed_server_loses_no_acknowledged_record_and_makes_none_twice(
    server: Server, settings: Settings
) -> None:
    traffic, enough = Traffic(), threading.Event()
    officers = [
        Officer(
            somebody=who,
            visitor=Visitor(lambda: server.url),
            traffic=traffic,
            moments=moments(number, of=len(AT_WORK)),
            enough=enough,
        )
        for number, who in enumerate(AT_WORK)
    ]
    for officer in officers:
        officer.sign_in()

    with ThreadPoolExecutor(len(officers)) as pool:
        working = [pool.submit(officer.work) for officer in officers]
        try:
            kill_again_and_again(server, traffic)
        finally:
            enough.set()
        for one in working:
            one.result()

    for officer in officers:
        page = officer.visitor.get("/")
        assert page.status == 200
        assert set(officer.acknowledged.values()) <= page.references
        assert "Draft record" not in page.text
    assert traffic.unanswered["submit"]
    assert server.stop() == 0
    acknowledged = {one: name for officer in officers for one, name in officer.acknowledged.items()}
    intended = [one for officer in officers for one in officer.intended]
    assert len(acknowledged) == len(intended) > KILLS
    with installations.opened(settings) as services:
        events = everything(services)
        submitted = [event for event in events if isinstance(event, Submitted)]
        assert faults(intended, acknowledged, map(intended_in, submitted)) == []
        assert {intended_in(event): event.reference for event in submitted} == acknowledged
        assert_dense(events)
        assert rebuild(services.views, services.reader) == ()


def test_a_submission_whose_answer_was_lost_is_sent_again_and_counts_once(
    server: Server, settings: Settings
) -> None:
    officer = Officer(
        somebody=OFFICER, visitor=Visitor(lambda: server.url), moments=moments(0, of=1)
    )
    officer.sign_in()
    reference, key = officer.fill_in(next(officer.moments)), str(uuid4())
    officer.press(reference, key)

    server.kill()
    server.start()
    officer.press(reference, key)

    assert server.stop() == 0
    with installations.opened(settings) as services:
        (submitted,) = (one for one in everything(services) if isinstance(one, Submitted))
        assert submitted.reference == reference


def kill_again_and_again(server: Server, traffic: Traffic) -> None:
    """At random moments, and every other time in the middle of a submission."""
    chance, pause = random.Random(SEED), threading.Event()
    for number in range(KILLS):
        what, more = ("submit", chance.randint(1, 4)) if number % 2 else ("save", 1)
        traffic.wait_for(what, more)
        # Sometimes at once, sometimes when the answer is nearly there.
        pause.wait(chance.choice((0, 0.1)) * chance.random())
        server.kill()
        server.start()


def everything(services: Services) -> list[Event]:
    """The whole log, taken in by the read models too, in its order."""
    installations.follow(services)
    recorded = services.reader.read(after=0, limit=100_000)
    positions = [one.position for one in recorded]
    assert positions == sorted(set(positions))
    return [one.event for one in recorded]


def assert_dense(events: list[Event]) -> None:
    """Every aggregate's versions count from one without a gap, in the order of the log."""
    by_aggregate = sorted(events, key=lambda event: event.originator_id)
    for _, its in groupby(by_aggregate, key=lambda event: event.originator_id):
        versions = [event.originator_version for event in its]
        assert versions == list(range(1, len(versions) + 1))


ONE, OTHER = (Intended(OFFICER.id, date(2026, 11, 20), time(hour)) for hour in (9, 12))


@pytest.mark.parametrize(
    ("logged", "found"),
    [
        ([ONE, OTHER], []),
        ([ONE], [f"lost: {OTHER}"]),
        ([ONE, OTHER, ONE], [f"2 times: {ONE}"]),
        ([OTHER, OTHER], [f"lost: {ONE}", f"2 times: {OTHER}"]),
    ],
)
def test_the_check_notices_a_record_that_is_lost_or_there_twice(
    logged: list[Intended], found: list[str]
) -> None:
    assert faults([ONE, OTHER], [ONE, OTHER], logged) == found


def test_the_check_notices_a_record_that_nobody_meant() -> None:
    assert faults([ONE], [ONE], [ONE, OTHER]) == [f"nobody meant: {OTHER}"]


def test_the_check_says_nothing_of_a_record_that_was_meant_and_not_acknowledged() -> None:
    assert faults([ONE, OTHER], [ONE], [ONE]) == []
    assert faults([ONE, OTHER], [ONE], [ONE, OTHER]) == []


@pytest.mark.parametrize("versions", [(1, 3), (2, 3), (1, 1), (2, 1)])
def test_the_check_notices_versions_that_are_not_dense(versions: tuple[int, ...]) -> None:
    (event,) = a_submission()

    with pytest.raises(AssertionError):
        assert_dense([replace(event, originator_version=version) for version in versions])
