"""Every event of a record, without its words: who, in which role, when, why and by which request."""

from domain.records.events import RECORD_EVENTS, Imported
from projections.record_history.queries import bookmarks
from projections.record_history.tables import record_event
from tests.builders import CED_FIRED, WORDS
from tests.people import OFFICER, STANDARDS, SUPERVISOR
from tests.projections.everything import everything_happens
from tests.projections.happening import (
    accepted,
    amended,
    assessed,
    linked,
    noted,
    reading,
    restored,
    restricted,
    returned,
    submitted,
    unlinked,
    unrestricted,
    withdrawn,
)
from web.bootstrap import Services


def test_every_event_of_a_record_is_a_row(services: Services) -> None:
    record = everything_happens(services)

    log = services.log.read(after=0, limit=1000)
    events = [one for one in log if one.event.originator_id == record.id]
    assert {type(one.event) for one in events} == RECORD_EVENTS - {Imported}
    assert [
        (row.version, row.position, row.topic, row.actor, row.role, row.at, row.why, row.request)
        for row in record.rows(record_event)
    ] == [
        (
            one.event.originator_version,
            one.position,
            one.event.TOPIC,
            one.event.metadata.actor,
            one.event.metadata.role,
            one.event.metadata.at,
            one.event.metadata.why,
            one.event.metadata.request,
        )
        for one in events
    ]


def test_a_row_says_who_in_which_role_and_why(services: Services) -> None:
    record = submitted(services, **CED_FIRED)

    record.then(amended(area="north"), returned(), assessed())

    assert [
        (row.topic.partition(".")[2], row.actor, row.role, row.why)
        for row in record.rows(record_event)
    ] == [
        ("submitted", OFFICER.id, "officer", "own-account"),
        ("referred", OFFICER.id, "officer", "referral-rule"),
        ("amended", OFFICER.id, "officer", "error"),
        ("returned", SUPERVISOR.id, "supervisor", "review"),
        ("assessed", STANDARDS.id, "professional-standards", "no-more"),
    ]


def test_events_of_one_command_share_its_request(services: Services) -> None:
    record = submitted(services, **CED_FIRED)

    first, second = record.rows(record_event)
    assert first.request == second.request


def test_a_row_has_the_answers_that_its_event_set(services: Services) -> None:
    record = submitted(services).then(amended(area="north"), noted())

    first, amendment, note = record.rows(record_event)
    assert first.answers["area"] == "central"
    assert amendment.answers == {"area": "north"}
    assert note.answers == {}


def test_of_a_sealed_answer_a_row_has_only_that_it_was_given(services: Services) -> None:
    record = submitted(services, place=WORDS["place"])

    assert record.row(record_event).answers["place"] == {"absent": "unopened"}


def test_no_row_is_changed_by_what_happens_later(services: Services) -> None:
    record = submitted(services).then(returned())
    before = record.rows(record_event)

    record.then(amended(area="north"), accepted(), withdrawn(), restored())

    assert record.rows(record_event)[:2] == before


def test_bookmarks_are_the_moments_of_the_account_and_of_its_review(services: Services) -> None:
    record = submitted(services, **CED_FIRED).then(
        noted(),
        returned(),
        amended(area="north"),
        linked(OFFICER.id),
        unlinked(),
        restricted(),
        unrestricted(),
        assessed(),
        accepted(),
        withdrawn(),
        restored(),
    )
    submitted(services)

    with reading(services) as connection:
        found = bookmarks(connection, record.id)

    assert [(row.version, row.topic.partition(".")[2]) for row in found] == [
        (1, "submitted"),
        (2, "referred"),
        (4, "returned"),
        (5, "amended"),
        (10, "assessed"),
        (11, "accepted"),
        (12, "withdrawn"),
        (13, "restored"),
    ]
