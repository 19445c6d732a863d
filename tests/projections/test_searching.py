"""What a list finds, and who sees what in it at all."""

from dataclasses import dataclass
from datetime import date, time, timedelta
from uuid import UUID, uuid4

import pytest

from domain.codelists.answers import YesNo
from domain.codelists.statuses import RecordStatus
from domain.codelists.tactics import Tactic
from domain.codelists.video import NoVideoReason
from projections.register.flags import Flag
from projections.register.queries import Filter, Page, Seen, naming, of_officer, search, similar
from tests.builders import used
from tests.fakes import NOON
from tests.people import COLLEAGUE, OFFICER, OTHER_SUPERVISOR, STANDARDS
from tests.projections.happening import (
    Happening,
    accepted,
    linked,
    reading,
    restricted,
    submitted,
    withdrawn,
)
from web.bootstrap import Services

EVERYTHING = Seen(everything=True)
ENCOUNTER = UUID(int=7)


@dataclass(frozen=True)
class Found:
    """The two records of these tests."""

    services: Services
    shield: Happening
    baton: Happening

    def which(self, wanted: Filter, *, seen: Seen = EVERYTHING) -> list[str]:
        """The names of those that a search finds, in its order."""
        with reading(self.services) as connection:
            page = search(connection, wanted, seen=seen)
        assert page.total == len(page.rows)
        return [self.name(row.record) for row in page.rows]

    def name(self, record: UUID) -> str:
        return {self.shield.id: "shield", self.baton.id: "baton"}[record]


@pytest.fixture
def two(services: Services) -> Found:
    """A colleague's record of the 18th, accepted and in an encounter; an officer's of the 19th."""
    shield = submitted(
        services,
        by=COLLEAGUE,
        reference="UOF-26-000010",
        incident_date=date(2026, 11, 18),
        tactics=used(Tactic.SHIELD),
    ).then(accepted(), linked(ENCOUNTER))
    baton = submitted(
        services,
        by=OFFICER,
        reference="UOF-26-0000%1",
        incident_date=date(2026, 11, 19),
        tactics=used(Tactic.BATON_USED, Tactic.COMMUNICATIONS),
        video_recorded=YesNo.NO,
        no_video_reason=NoVideoReason.NO_TIME,
        colleagues=(OTHER_SUPERVISOR.id,),
    )
    return Found(services, shield, baton)


def test_every_filter_narrows_the_search_to_what_it_names(two: Found) -> None:
    day = date(2026, 11, 19)

    found = {
        "nothing asked": two.which(Filter()),
        "part of a reference": two.which(Filter(reference="00010")),
        "a reference in small letters": two.which(Filter(reference="uof-26-00001")),
        "a sign that databases read as anything": two.which(Filter(reference="%")),
        "an officer": two.which(Filter(officers=frozenset({OFFICER.id}))),
        "two officers": two.which(Filter(officers=frozenset({OFFICER.id, COLLEAGUE.id}))),
        "no officer at all": two.which(Filter(officers=frozenset())),
        "a status": two.which(Filter(statuses=frozenset({RecordStatus.ACCEPTED}))),
        "a tactic": two.which(Filter(tactics=frozenset({Tactic.COMMUNICATIONS}))),
        "either tactic": two.which(Filter(tactics=frozenset({Tactic.SHIELD, Tactic.BATON_USED}))),
        "a flag": two.which(Filter(flags=frozenset({Flag.NO_VIDEO}))),
        "since a day": two.which(Filter(since=day)),
        "until a day": two.which(Filter(until=day - timedelta(days=1))),
        "one day": two.which(Filter(since=day, until=day)),
        "an encounter": two.which(Filter(encounter=ENCOUNTER)),
        "two things that no record is": two.which(
            Filter(tactics=frozenset({Tactic.SHIELD}), flags=frozenset({Flag.NO_VIDEO}))
        ),
    }

    assert found == {
        "nothing asked": ["baton", "shield"],
        "part of a reference": ["shield"],
        "a reference in small letters": ["shield"],
        "a sign that databases read as anything": ["baton"],
        "an officer": ["baton"],
        "two officers": ["baton", "shield"],
        "no officer at all": [],
        "a status": ["shield"],
        "a tactic": ["baton"],
        "either tactic": ["baton", "shield"],
        "a flag": ["baton"],
        "since a day": ["baton"],
        "until a day": ["shield"],
        "one day": ["baton"],
        "an encounter": ["shield"],
        "two things that no record is": [],
    }


def test_nobody_sees_anything_without_saying_who_they_are(two: Found) -> None:
    assert two.which(Filter(), seen=Seen()) == []


def test_a_team_without_its_supervisor_shows_nothing(two: Found) -> None:
    assert two.which(Filter(), seen=Seen(team=frozenset({OFFICER.id, COLLEAGUE.id}))) == []


def test_an_officer_sees_their_own(two: Found) -> None:
    assert two.which(Filter(), seen=Seen(by=OFFICER.id)) == ["baton"]


def test_somebody_sees_a_record_in_which_they_are_named(two: Found) -> None:
    assert two.which(Filter(), seen=Seen(by=OTHER_SUPERVISOR.id)) == ["baton"]


def test_a_supervisor_sees_their_team(two: Found) -> None:
    supervisor = Seen(by=uuid4(), team=frozenset({COLLEAGUE.id}))

    assert two.which(Filter(), seen=supervisor) == ["shield"]


def test_somebody_to_whom_no_record_belongs_sees_none(two: Found) -> None:
    assert two.which(Filter(), seen=Seen(by=STANDARDS.id)) == []


def test_no_filter_shows_what_somebody_may_not_see(two: Found) -> None:
    wanted = Filter(reference="UOF-26-000010", officers=frozenset({COLLEAGUE.id}))

    assert two.which(wanted, seen=Seen(by=OFFICER.id)) == []


def test_a_restricted_record_is_hidden_from_all_but_those_who_see_everything(two: Found) -> None:
    two.baton.then(restricted())

    assert two.which(Filter()) == ["baton", "shield"]
    assert two.which(Filter(), seen=Seen(by=OFFICER.id)) == []
    assert two.which(Filter(), seen=Seen(by=OTHER_SUPERVISOR.id)) == []
    assert two.which(Filter(), seen=Seen(by=uuid4(), team=frozenset({OFFICER.id}))) == []


def test_pages_show_every_record_once_the_newest_incident_first(services: Services) -> None:
    days = [date(2026, 11, day) for day in (3, 1, 5, 2, 4)]
    for day in days:
        submitted(services, incident_date=day, reference=f"UOF-26-{day.day}")

    pages = [a_page(services, number) for number in (1, 2, 3, 4)]

    found = [[row.reference[-1] for row in page.rows] for page in pages]
    assert found == [["5", "4"], ["3", "2"], ["1"], []]
    assert {(page.total, page.last) for page in pages} == {(5, 3)}


def test_records_of_one_moment_keep_their_order_from_page_to_page(services: Services) -> None:
    for _ in range(5):
        submitted(services)

    found = [row.record for number in (1, 2, 3) for row in a_page(services, number).rows]

    assert len(set(found)) == 5


def test_an_empty_list_has_one_page(services: Services) -> None:
    page = a_page(services, 1)

    assert (page.rows, page.total, page.last) == ((), 0, 1)


def test_an_officers_own_records_are_listed_the_last_changed_first(services: Services) -> None:
    older = submitted(services, at=NOON)
    newer = submitted(services, at=NOON + timedelta(hours=1))
    submitted(services, at=NOON, by=COLLEAGUE)
    submitted(services, at=NOON).then(restricted())

    older.then(accepted(at=NOON + timedelta(hours=2)))

    with reading(services) as connection:
        found = of_officer(connection, OFFICER.id)
    assert [row.record for row in found] == [older.id, newer.id]


def test_a_list_shows_whose_records_name_somebody(services: Services) -> None:
    naming_them = {"by": COLLEAGUE, "colleagues": (OFFICER.id,)}
    named = submitted(services, **naming_them)
    submitted(services, by=COLLEAGUE)
    submitted(services, by=OFFICER, colleagues=(OFFICER.id,))
    submitted(services, **naming_them, incident_date=date(2026, 11, 17))
    submitted(services, **naming_them).then(withdrawn(by=COLLEAGUE))
    submitted(services, **naming_them).then(restricted())

    with reading(services) as connection:
        found = naming(connection, person=OFFICER.id, since=date(2026, 11, 18))

    assert [row.record for row in found] == [named.id]


NEARLY_MIDNIGHT = (date(2026, 11, 18), time(23, 30))


@pytest.mark.parametrize(
    ("day", "at", "is_similar"),
    [
        (date(2026, 11, 18), time(23, 30), True),
        (date(2026, 11, 18), time(22, 30), True),
        (date(2026, 11, 18), time(22, 29), False),
        # Around midnight another day may be a moment away.
        (date(2026, 11, 19), time(0, 30), True),
        (date(2026, 11, 19), time(0, 31), False),
        (date(2026, 11, 17), time(23, 30), False),
        # Without a time the day must do.
        (date(2026, 11, 18), None, True),
        (date(2026, 11, 19), None, False),
    ],
)
@pytest.mark.parametrize("settings", ["sqlite"], indirect=True)
def test_a_record_of_about_the_same_time_may_be_the_same_one(
    services: Services, day: date, at: time | None, *, is_similar: bool
) -> None:
    known_day, known_time = NEARLY_MIDNIGHT
    submitted(services, incident_date=known_day, incident_time=known_time)

    with reading(services) as connection:
        found = similar(connection, officer=OFFICER.id, day=day, at=at, but=uuid4())

    assert bool(found) is is_similar


def test_neither_the_record_itself_nor_a_withdrawn_nor_a_colleagues_is_taken_for_the_same(
    services: Services,
) -> None:
    itself = submitted(services)
    submitted(services).then(withdrawn())
    submitted(services, by=COLLEAGUE)

    with reading(services) as connection:
        found = similar(
            connection,
            officer=OFFICER.id,
            day=date(2026, 11, 19),
            at=time(22, 41),
            but=itself.id,
        )

    assert found == ()


def a_page(services: Services, number: int) -> Page:
    with reading(services) as connection:
        return search(connection, Filter(), seen=EVERYTHING, number=number, size=2)
