"""A list that is read on loses and repeats nothing, on each database."""

from datetime import date

import pytest

from projections.register import keyset
from projections.register.queries import Filter, Seen
from tests.people import COLLEAGUE, OFFICER
from tests.web import given
from web.bootstrap import Services

EVERYTHING, ALL = Seen(everything=True), Filter()


def read_on(services: Services, size: int, wanted: Filter = ALL) -> list[str]:
    found: list[str] = []
    after: keyset.Place | None = None
    for _ in range(50):
        with services.views.reading() as connection:
            part = keyset.stretch(connection, wanted, seen=EVERYTHING, after=after, size=size)
        found += [row.reference for row in part.rows]
        after = part.end
        if after is None:
            return found
    raise AssertionError("the list has no end")


def made(services: Services) -> list[str]:
    """Records of three moments, some of them of the same one."""
    references = []
    for number in range(7):
        references.append(given.submitted(services).reference)
        services.clock.advance(seconds=number % 3)  # type: ignore[attr-defined]
    return references


@pytest.mark.parametrize("size", [1, 2, 3, 7, 8])
def test_every_record_is_given_once_the_last_submitted_first(services: Services, size: int) -> None:
    references = made(services)

    found = read_on(services, size)

    assert sorted(found) == sorted(references)
    assert found[0] == references[-1]


def test_an_amendment_moves_no_record_across_the_place(services: Services) -> None:
    records = [given.submitted(services) for _ in range(4)]
    with services.views.reading() as connection:
        first = keyset.stretch(connection, Filter(), seen=EVERYTHING, after=None, size=2)

    for record in records:
        record.amended(incident_date=date(2026, 11, 1))
    given.submitted(services)
    with services.views.reading() as connection:
        rest = keyset.stretch(connection, Filter(), seen=EVERYTHING, after=first.end, size=9)

    found = {row.reference for row in (*first.rows, *rest.rows)}
    assert found >= {record.reference for record in records}
    assert len(first.rows) + len(rest.rows) == len(found)


def test_force_and_area_narrow_the_list(services: Services) -> None:
    north = given.submitted(services, area="north").reference
    given.submitted(services)

    assert read_on(services, 5, Filter(areas=frozenset({"north"}))) == [north]
    assert len(read_on(services, 5, Filter(forces=frozenset({"northshire"})))) == 2
    assert read_on(services, 5, Filter(forces=frozenset({"kent"}))) == []


def test_nobody_reads_on_into_what_they_may_not_see(services: Services) -> None:
    own = given.submitted(services)
    given.submitted(services, by=COLLEAGUE)

    with services.views.reading() as connection:
        found = keyset.stretch(connection, Filter(), seen=Seen(by=OFFICER.id), after=None, size=9)

    assert [row.reference for row in found.rows] == [own.reference]
    assert found.end is None
