"""A record that was imported: where it was found, and what to mend."""

from datetime import datetime
from typing import Any

from domain.codelists.answers import YesNo
from tests.builders import SOURCE
from tests.web import given
from tests.web.api.machine import Machine
from web.bootstrap import Services

RECORDS = "/api/records"


def is_where_it_was_found(told: dict[str, Any]) -> bool:
    at = datetime.fromisoformat(told["at"])
    return (told["file"], told["digest"], told["line"], at) == (
        SOURCE.file,
        SOURCE.digest,
        SOURCE.line,
        SOURCE.at,
    )


def test_it_says_where_it_was_found_and_what_to_mend(services: Services, officers: Machine) -> None:
    record = given.imported(services)

    told = officers.get(f"{RECORDS}/{record.id}").get_json()

    assert told["status"] == "imported"
    assert is_where_it_was_found(told["source"])
    assert told["to_mend"] == [
        {
            "rule": "answers-every-question-asked",
            "question": "single_crewed",
            "detail": "Answer this question",
        }
    ]


def test_what_was_mended_is_to_mend_no_more(services: Services, officers: Machine) -> None:
    record = given.imported(services).amended(single_crewed=YesNo.NO)

    told = officers.get(f"{RECORDS}/{record.id}").get_json()

    assert told["to_mend"] == []
    assert is_where_it_was_found(told["source"])


def test_a_record_that_was_submitted_here_has_no_source(
    services: Services, officers: Machine
) -> None:
    record = given.submitted(services)

    told = officers.get(f"{RECORDS}/{record.id}").get_json()

    assert told["source"] is None
    assert told["to_mend"] == []


def test_the_history_says_of_each_event_whether_it_was_imported(
    services: Services, officers: Machine
) -> None:
    record = given.imported(services).amended(single_crewed=YesNo.NO)

    found, mended = officers.get(f"{RECORDS}/{record.id}/history").get_json()["events"]

    assert is_where_it_was_found(found["source"])
    assert mended["source"] is None


def test_the_list_tells_imported_records_and_finds_those_to_mend(
    services: Services, standards: Machine
) -> None:
    imported = given.imported(services, officer=None)
    submitted = given.submitted(services)

    everything, to_mend = (
        {one["id"]: one for one in standards.get(RECORDS, **asked).get_json()["records"]}
        for asked in ({}, {"flag": "to-mend"})
    )

    assert everything[str(imported.id)]["imported"]
    assert everything[str(imported.id)]["officer"]["id"] is None
    assert not everything[str(submitted.id)]["imported"]
    assert set(to_mend) == {str(imported.id)}
