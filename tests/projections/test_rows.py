"""However many events are taken in at once, the rows are the same."""

import pytest

from projections import following
from projections.projection import UnknownEventError
from projections.rebuild import rows
from projections.registry import PROJECTIONS
from tests.projections.everything import everything_happens
from tests.projections.happening import reading
from web.bootstrap import Services


@pytest.mark.parametrize("page", [1, 3, 500])
def test_the_size_of_a_page_makes_no_difference_to_the_rows(
    services: Services, monkeypatch: pytest.MonkeyPatch, page: int
) -> None:
    everything_happens(services)
    monkeypatch.setattr(following, "PAGE", page)

    number = services.views.generations.begin()
    built = services.views.engine_of(number)
    following.create(built)
    following.catch_up(built, services.reader)

    with reading(services) as live, built.connect() as fresh:
        for projection in PROJECTIONS.values():
            for table in projection.metadata.sorted_tables:
                assert list(rows(table, fresh)) == list(rows(table, live)), table.name


def test_a_page_is_read_once_for_all_who_stand_at_its_beginning() -> None:
    log = CountingLog()
    once = following.ReadOnce(log)

    pages = [once.read(after=0, limit=5) for _ in range(3)]
    ends = [once.read(after=5, limit=5) for _ in range(2)]

    assert pages == [["an event"]] * 3
    assert ends == [[], []]
    assert log.asked == [0, 5, 5], "the end is asked for each time"


class CountingLog:
    """A log with one page."""

    def __init__(self) -> None:
        self.asked: list[int] = []

    def read(self, *, after: int, limit: int) -> list:
        self.asked.append(after)
        return [] if after else ["an event"]

    def last_position(self) -> int:
        return 1


def test_an_event_that_nobody_decided_about_stops_the_page(services: Services) -> None:
    from dataclasses import replace

    everything_happens(services)
    recorded = services.reader.read(after=0, limit=500)
    ignorant = replace(PROJECTIONS["statistics"], handles=frozenset())

    with pytest.raises(UnknownEventError), services.views.engine().connect() as connection:
        ignorant.take_in(recorded, connection)
