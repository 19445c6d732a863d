"""What is of many records is counted behind its page: nobody waits, and what died is said."""

from collections.abc import Iterator
from threading import Event

import pytest

from tests import installations
from tests.fakes import FakeClock
from web.bootstrap import Services
from web.releases import behind
from web.releases.behind import Behind, State
from web.releases.making import DoubtsError
from web.settings import Settings


@pytest.fixture
def services(sqlite: Settings, clock: FakeClock) -> Iterator[Services]:
    """What is kept is bytes under a key: one database is as good as the other."""
    with installations.opened(sqlite, clock) as opened:
        yield opened


@pytest.fixture
def work(services: Services, clock: FakeClock) -> Behind:
    return Behind(services.counted_editions, clock)


def test_what_is_under_way_is_not_begun_again(work: Behind) -> None:
    may_end, begun = Event(), []
    work.begin("one", lambda: begun.append(1) or may_end.wait())
    work.begin("one", lambda: begun.append(2))
    under_way = work.state("one")
    may_end.set()
    work.wait()

    assert under_way == State(is_under_way=True)
    assert begun == [1]
    assert work.state("one") == State(is_under_way=False)


def test_what_died_with_its_process_is_said_and_begun_again(
    services: Services, work: Behind, clock: FakeClock
) -> None:
    services.counted_editions.keep("one", {"heard": clock.now().isoformat()})
    at_first = work.state("one")
    clock.advance(minutes=2)
    later, done = work.state("one"), []
    work.begin("one", lambda: done.append(1))
    work.wait()

    assert at_first.is_under_way
    assert later == State(is_under_way=False, problem=behind.INTERRUPTED)
    assert done == [1]


@pytest.mark.parametrize(
    ("error", "words"),
    [(DoubtsError(), "Say that you approve it"), (ZeroDivisionError(), behind.BROKEN)],
)
def test_what_was_refused_or_failed_is_said_in_words(
    work: Behind, error: Exception, words: str
) -> None:
    def fail() -> None:
        raise error

    work.begin("one", fail)
    work.wait()

    assert work.state("one").problem.startswith(words)


def test_what_takes_long_is_heard_of_meanwhile(
    work: Behind, clock: FakeClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(behind, "BEAT", 0.01)
    heard, begun_at = Event(), clock.now()
    say = work._say

    def saying(about: str) -> None:
        say(about)
        if clock.now() > begun_at:
            heard.set()

    monkeypatch.setattr(work, "_say", saying)
    may_end = Event()
    work.begin("one", may_end.wait)
    clock.advance(minutes=5)
    assert heard.wait(30)
    still = work.state("one")
    may_end.set()
    work.wait()

    assert still.is_under_way


def test_who_closes_begins_nothing_more(work: Behind) -> None:
    done: list[int] = []

    work.close()
    work.begin("one", lambda: done.append(1))

    assert not done
    assert work.state("one") == State(is_under_way=False)
