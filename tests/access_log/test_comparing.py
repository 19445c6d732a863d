"""What stands out by what is known of records and people: surnames, colleagues, closed records."""

from datetime import date, timedelta
from uuid import UUID

import pytest

from domain.access_log.alerts import Kind, thresholds
from domain.access_log.codes import Action, Channel
from domain.access_log.entry import Entry, RecordSeen
from domain.codelists.ranks import Rank
from domain.codelists.roles import Role
from tests.access_log.conftest import Installed, appoint
from tests.builders import WORDS
from tests.fakes import NOON, FakeClock
from tests.installations import follow
from tests.people import (
    ADMINISTRATOR,
    COLLEAGUE,
    OFFICER,
    OTHER_SUPERVISOR,
    STANDARDS,
    SUPERVISOR,
    Somebody,
)
from tests.web import given
from web.access_log import comparing
from web.access_log.asking import Reader
from web.bootstrap import Services

RELATIVE = Somebody(
    name="Zoe FINCH", collar_number="1107", rank=Rank.SERGEANT, role=Role.PROFESSIONAL_STANDARDS
)
LIMITS = "2026-01-01=records:50,people:5,again:5,night:20,begins:22,ends:6,surname:2,colleague:2,closed:2"


def _also(services: Services, who: Somebody, role: Role) -> None:
    services.people.grant(who.id, role, since=None, until=None, requester=ADMINISTRATOR.asks())
    follow(services)


def _looked(
    services: Services, who: Somebody, *records: UUID, days: int = 0, own: bool = False
) -> None:
    for record in records:
        services.access_log.write(
            Entry(
                at=NOON + timedelta(days=days),
                person=who.id,
                action=Action.READ,
                channel=Channel.PAGE,
                place="record.show",
                seen=(RecordSeen(record=record, version=1, own=own),),
            )
        )


def _found(services: Services, *, reader: Somebody = STANDARDS) -> list[tuple[Kind, UUID, int]]:
    alerts = comparing.alerts(
        services.access_log.engine,
        services.views,
        services.directory,
        since=date(2026, 11, 1),
        until=date(2028, 1, 31),
        reader=Reader(person=reader.id, confidential=False),
        thresholds=thresholds(LIMITS),
    )
    return [(one.kind, one.person, one.number) for one in alerts if one.person]


def test_who_opens_a_record_of_an_officer_of_their_surname_stands_out(services: Services) -> None:
    appoint(services, RELATIVE)
    theirs, others = given.submitted(services), given.submitted(services, by=COLLEAGUE)
    _looked(services, RELATIVE, theirs.id, theirs.id, others.id, others.id)
    _looked(services, SUPERVISOR, theirs.id, theirs.id)
    _looked(services, OFFICER, theirs.id, theirs.id, own=True)

    assert _found(services) == [(Kind.SURNAME, RELATIVE.id, 2)]
    assert _found(services, reader=RELATIVE) == []


def test_who_opens_records_of_their_own_team_or_encounter_stands_out(services: Services) -> None:
    """Whoever is named in one was there, and who supervises has to look."""
    _also(services, COLLEAGUE, Role.PROFESSIONAL_STANDARDS)
    _also(services, OTHER_SUPERVISOR, Role.OFFICER)
    one, other = given.submitted(services), given.submitted(services)
    named = given.submitted(services, colleagues=(COLLEAGUE.id,))
    _looked(services, COLLEAGUE, one.id, named.id)
    _looked(services, SUPERVISOR, one.id, other.id)
    assert _found(services) == []
    of_encounter = given.submitted(services, by=OTHER_SUPERVISOR)
    mine = given.submitted(services, by=COLLEAGUE)
    of_encounter.linked(mine)

    _looked(services, COLLEAGUE, of_encounter.id)

    assert _found(services) == [(Kind.COLLEAGUE, COLLEAGUE.id, 2)]


def test_who_opens_what_was_closed_a_year_ago_stands_out(
    services: Services, clock: FakeClock
) -> None:
    records = [given.submitted(services).accepted() for _ in range(3)]
    waiting = given.submitted(services)
    clock.advance(days=300)
    late = given.submitted(services).accepted()

    _looked(services, OTHER_SUPERVISOR, *(one.id for one in (*records, waiting, late)), days=364)
    assert _found(services) == []
    _looked(services, OTHER_SUPERVISOR, *(one.id for one in records[:2]), waiting.id, days=365)

    assert _found(services) == [(Kind.CLOSED, OTHER_SUPERVISOR.id, 2)]


@pytest.mark.parametrize(
    ("name", "found"), [("Ada Finch", "finch"), ("ADA  FINCH ", "finch"), ("Prince", "prince")]
)
def test_a_surname_is_the_last_word_of_a_name(name: str, found: str) -> None:
    assert comparing.surname(name) == found


def test_the_page_says_why_and_nothing_of_whom_a_record_is_about(embedded: Installed) -> None:
    _also(embedded.services, OTHER_SUPERVISOR, Role.OFFICER)
    words = {**WORDS, "subject_name": "Zachary Effie Lark"}
    record = given.submitted(embedded.services, **words)
    other = given.submitted(embedded.services, by=OTHER_SUPERVISOR)
    embedded.services.directory.add(
        OTHER_SUPERVISOR.id,
        name="Dov Dunnock",
        collar_number=OTHER_SUPERVISOR.collar_number,
        force=embedded.services.settings.force,
    )
    investigator = Somebody(
        name="Hal Dunnock",
        collar_number="1106",
        rank=Rank.SERGEANT,
        role=Role.PROFESSIONAL_STANDARDS,
    )
    appoint(embedded.services, investigator)
    _looked(embedded.services, investigator, other.id, record.id)

    page = embedded.browser_of(STANDARDS).open("/audit/alerts")

    (row,) = page.rows[:1]
    assert row[0] == "Same surname as the officer of the record"
    assert "It may be chance." in row[3]
    assert "Zachary" not in page.text
