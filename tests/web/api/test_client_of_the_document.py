"""Whoever has only the document gets a record through its whole life."""

from typing import Any

import pytest
from flask import Flask

from tests.installations import follow
from tests.people import OFFICER, STANDARDS, SUPERVISOR, Somebody
from tests.web import given
from tests.web.api.documented import DocumentedClient, NotDocumentedError
from tests.web.api.machine import a_token
from web.bootstrap import Services

ANSWERED: dict[str, Any] = {
    "record_type": "individual",
    "incident_date": "2026-11-19",
    "incident_time": "22:41:00",
    "locations": ["street"],
    "area": "central",
    "main_duty": "response",
    "single_crewed": "no",
    "ced_trained": "no",
    "video_recorded": "yes",
    "perceived_age": "18-to-34",
    "perceived_gender": "male",
    "perceived_ethnicity": "white",
    "physical_condition": "no",
    "mental_condition": {"absent": "not-known"},
    "primary_conduct": "compliant",
    "officer_assaulted": "no",
    "impact_factors": ["alcohol"],
    "reasons": ["effect-arrest"],
    "tactics": [{"tactic": "handcuffing-compliant", "effective": "yes"}],
    "firearm_aimed": "no",
    "firearm_fired": "no",
    "subject_injured": "no",
    "officer_injured": "no",
    "outcomes": ["arrested"],
}


@pytest.fixture
def client_of(app: Flask, services: Services) -> Any:
    def made(somebody: Somebody) -> DocumentedClient:
        return DocumentedClient(app.test_client(), a_token(services, acts_as=somebody)[1])

    return made


def test_a_record_lives_through_the_document_alone(client_of: Any, services: Services) -> None:
    officer, supervisor, standards = map(client_of, (OFFICER, SUPERVISOR, STANDARDS))
    for question in officer.required():
        codes = ANSWERED[question]
        if isinstance(codes, str) and question not in ("incident_date", "incident_time", "area"):
            assert codes in officer.permitted("Answers", question)

    submitted = officer.call("records_submit", {"answers": ANSWERED})
    record = submitted.content["id"]
    returned = supervisor.call(
        "reviews_give_back",
        {"notes": [{"question": "locations", "text": "Was it indoors?"}]},
        record_id=record,
        if_match=submitted.headers["ETag"],
    )
    read = officer.call("records_read", record_id=record)
    amended = officer.call(
        "records_amend",
        {
            "reason": officer.permitted("Amendment", "reason")[0],
            "explanation": "It was a shop",
            "answers": {"locations": ["retail"]},
        },
        record_id=record,
        if_match=returned.headers["ETag"],
    )
    officer.call("records_add_note", {"text": "Seen on video"}, record_id=record)
    now = supervisor.call("records_read", record_id=record)
    supervisor.call("reviews_accept", {}, record_id=record, if_match=now.headers["ETag"])
    follow(services)
    history = standards.call("history_timeline", record_id=record)
    then = standards.call("history_as_at", record_id=record, version="1")
    compared = standards.call("history_compare", record_id=record)
    listed = officer.call("records_listing", status="accepted")
    feed = standards.call("changes_feed")

    assert read.content["notes"] == [{"question": "locations", "text": "Was it indoors?"}]
    assert amended.content["version"] == 3
    topics = [event["topic"].partition(".")[2] for event in history.content["events"]]
    assert topics == ["submitted", "returned", "amended", "note-added", "accepted"]
    assert then.content["answers"]["locations"] == ["street"]
    (change,) = compared.content["changes"]
    assert (change["before"], change["after"]) == (["street"], ["retail"])
    assert [one["id"] for one in listed.content["records"]] == [record]
    assert [one["topic"].partition(".")[2] for one in feed.content["changes"]] == topics


def test_imports_and_what_they_brought_are_read_by_the_document(
    client_of: Any, services: Services
) -> None:
    standards = client_of(STANDARDS)
    job, record = given.a_job(services, "legacy.csv"), given.imported(services)

    listed = standards.call("imports_listing")
    one = standards.call("imports_one", import_id=str(job))
    read = standards.call("records_read", record_id=str(record.id))
    history = standards.call("history_timeline", record_id=str(record.id))

    assert listed.content["imports"] == [one.content]
    assert read.content["source"] == history.content["events"][0]["source"]


def test_a_refusal_is_read_by_the_document_too(client_of: Any) -> None:
    answer = client_of(OFFICER).call("records_submit", {"answers": {}})

    assert answer.status == 422
    assert {one["question"] for one in answer.content["errors"]} >= {"area", "tactics"}


def test_the_client_sends_nothing_that_is_not_in_the_document(client_of: Any) -> None:
    client = client_of(OFFICER)

    with pytest.raises(NotDocumentedError, match="knows no page"):
        client.call("records_listing", page="2")
    with pytest.raises(NotDocumentedError, match="needs If-Match"):
        client.call("records_withdraw", {}, record_id="0" * 32)
