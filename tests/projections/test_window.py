"""The records that are compared are those of whole days, and of whom somebody may see them."""

from datetime import date, timedelta
from uuid import UUID

from projections.register.queries import Seen
from projections.register.window import A_DAY, Window, window
from tests.builders import a_submission
from tests.installations import follow
from tests.people import COLLEAGUE, OFFICER
from tests.projections.happening import reading, submitted, withdrawn
from web.bootstrap import Services

LAST = date(2026, 11, 19)
EVERYBODY = Seen(everything=True)


def happened(services: Services, *days: int, **said: object) -> list[UUID]:
    """Records of so many days before the last one."""
    records = [UUID(int=100 + number) for number, _ in enumerate(days)]
    for record, before in zip(records, days, strict=True):
        day = LAST - timedelta(days=before)
        services.log.append(a_submission(record=record, incident_date=day, **said))  # type: ignore[arg-type]
    follow(services)
    return records


def shown(services: Services, *, most: int, upto: date | None = None) -> Window:
    with reading(services) as connection:
        return window(connection, seen=EVERYBODY, officers=None, upto=upto, most=most)


def test_what_lies_about_midnight_is_compared_in_one_window_or_the_next(
    services: Services,
) -> None:
    records = happened(services, 0, 1, 1, 2, 2, 2, 3)

    first = shown(services, most=4)
    second = shown(services, most=4, upto=first.earlier)
    third = shown(services, most=4, upto=second.earlier)

    assert set(first.records) == {*records[:3], first.records[-1]}
    assert first.earlier == LAST - 2 * A_DAY, "not the whole of that day is in the first"
    assert set(second.records) == set(records[3:])
    assert (second.cut, second.more, second.earlier) == (False, False, None)
    assert third.records == first.records


def test_every_record_is_in_some_window(services: Services) -> None:
    records = happened(services, 0, 0, 1, 1, 2, 4, 4, 5)
    found, upto = set[UUID](), None
    for _ in range(6):
        part = shown(services, most=3, upto=upto)
        found |= set(part.records)
        upto = part.earlier
        if upto is None:
            break

    assert found == set(records)


def test_a_day_with_too_many_is_cut_and_says_so(services: Services) -> None:
    happened(services, 0, 0, 0, 1)

    found = shown(services, most=2)

    assert (len(found.records), found.cut) == (2, True)
    assert found.earlier == LAST - A_DAY


def test_of_nothing_there_is_nothing_to_compare(services: Services) -> None:
    assert shown(services, most=2) == Window(records=(), since=None, until=None)


def test_records_are_compared_by_officer_and_area_and_while_they_count(
    services: Services,
) -> None:
    mine = submitted(services, area="north")
    submitted(services, by=COLLEAGUE, area="north")
    submitted(services)
    submitted(services, area="north").then(withdrawn())

    with reading(services) as connection:
        found = window(
            connection, seen=EVERYBODY, officers=frozenset({OFFICER.id}), areas={"north"}
        )
        nothing = window(connection, seen=Seen(), officers=None)

    assert found.records == (mine.id,)
    assert nothing.records == ()
