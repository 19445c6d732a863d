"""What happened, the record as it was, and what differs."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from domain.codelists.answers import YesNo
from tests.builders import CED_FIRED
from tests.people import COLLEAGUE, OFFICER, SUPERVISOR
from tests.web import given
from tests.web.api.machine import Machine
from web.bootstrap import Services

RECORDS = "/api/records"


@pytest.fixture
def record(services: Services) -> given.Given:
    """A record that was amended after an hour, and accepted."""
    made = given.submitted(services)
    services.clock.advance(hours=1)  # type: ignore[attr-defined]
    return made.amended(single_crewed=YesNo.YES, colleagues=(COLLEAGUE.id,)).accepted()


def at(record: given.Given, what: str) -> str:
    return f"{RECORDS}/{record.id}/{what}"


def test_the_history_says_who_did_what_and_what_changed(
    officers: Machine, record: given.Given
) -> None:
    events = officers.get(at(record, "history")).get_json()["events"]

    assert [(one["version"], one["topic"].partition(".")[2]) for one in events] == [
        (1, "submitted"),
        (2, "amended"),
        (3, "accepted"),
    ]
    amended = events[1]
    assert amended["by"] == {"id": str(OFFICER.id), "called": "PC 4127 Ada Finch"}
    assert amended["role"] == "officer"
    assert amended["said"][1] == {"label": "Why", "text": "I had it wrong"}
    assert amended["changes"] == [
        {"question": "single_crewed", "before": "no", "after": "yes"},
        {
            "question": "colleagues",
            "before": {"absent": "not-answered"},
            "after": [COLLEAGUE.collar_number],
        },
    ]
    assert events[2]["by"]["id"] == str(SUPERVISOR.id)


def test_the_history_says_through_which_system_it_came(
    officers: Machine, record: given.Given
) -> None:
    officers.post(at(record, "notes"), {"text": "Seen on video"})

    events = officers.get(at(record, "history")).get_json()["events"]

    assert [one["through"] for one in events] == [None, None, None, "Custody system"]


def test_what_is_confidential_is_named_and_not_told(
    officers: Machine, standards: Machine, services: Services
) -> None:
    record = given.submitted(services)
    services.reviews.refer(
        record.id, explanation="I doubt this", version=1, requester=SUPERVISOR.asks()
    )

    own, theirs = (
        machine.get(at(record, "history")).get_json()["events"][1]["said"]
        for machine in (officers, standards)
    )

    assert "doubt" not in str(own)
    assert "I doubt this" in str(theirs)


def test_a_record_is_read_as_it_was_at_a_version(officers: Machine, record: given.Given) -> None:
    answer = officers.get(at(record, "as-at"), version=1)

    assert answer.headers["ETag"] == '"1"'
    assert answer.get_json()["answers"]["single_crewed"] == "no"
    assert officers.get(at(record, "as-at"), version=9).status_code == 404


def test_a_record_is_read_as_it_was_at_a_moment(
    officers: Machine, services: Services, record: given.Given
) -> None:
    now = services.clock.now()

    def version(moment: Any) -> Any:
        return officers.get(at(record, "as-at"), moment=moment.isoformat()).get_json()["version"]

    assert version(now - timedelta(minutes=30)) == 1
    assert version(now) == 3


@pytest.mark.parametrize(
    "asked",
    [
        {},
        {"version": 1, "moment": "2026-11-20T12:00:00Z"},
        {"moment": "2020-01-01T00:00:00Z"},
    ],
    ids=["neither", "both", "before it was submitted"],
)
def test_one_moment_is_asked_for(
    officers: Machine, record: given.Given, asked: dict[str, Any]
) -> None:
    answer = officers.get(at(record, "as-at"), **asked)

    assert answer.status_code == 422
    assert answer.get_json()["errors"][0]["parameter"] in ("version", "moment")


@pytest.mark.parametrize("moment", ["yesterday", "2026-11-20", "2026-11-20T12:00:00"])
def test_a_moment_says_its_offset(officers: Machine, record: given.Given, moment: str) -> None:
    assert officers.get(at(record, "as-at"), moment=moment).status_code == 400


def test_two_versions_are_compared(officers: Machine, record: given.Given) -> None:
    compared = officers.get(at(record, "compare"), **{"from": 1, "to": 2}).get_json()

    assert (compared["from"], compared["to"]) == (1, 2)
    assert [one["question"] for one in compared["changes"]] == ["single_crewed", "colleagues"]


def test_without_versions_the_first_is_compared_with_the_last(
    officers: Machine, record: given.Given
) -> None:
    compared = officers.get(at(record, "compare")).get_json()

    assert (compared["from"], compared["to"]) == (1, 3)
    assert (compared["status_before"], compared["status_after"]) == ("submitted", "accepted")


def test_a_follower_of_the_feed_is_told_of_what_it_may_see(
    standards: Machine, services: Services
) -> None:
    record = given.submitted(services, **CED_FIRED)

    feed = standards.get("/api/changes").get_json()

    assert [one["record"] for one in feed["changes"]] == [str(record.id)] * 2
    assert feed["next"] == services.log.last_position()
    assert standards.get("/api/changes", after=feed["next"]).get_json()["changes"] == []
    assert UUID(feed["changes"][0]["record"]) == record.id
