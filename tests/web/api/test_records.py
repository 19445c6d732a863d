"""Submitting, reading and changing records through the API."""

from http import HTTPStatus
from uuid import UUID, uuid4

from domain.codelists.answers import Absence, YesNo
from tests.builders import CED_FIRED, WORDS
from tests.people import COLLEAGUE, OFFICER
from tests.web import given
from tests.web.api.machine import Machine
from tests.web.api.sending import a_submission, an_account
from web.bootstrap import Services

RECORDS = "/api/records"


def submitted(machine: Machine, **changes: object) -> str:
    """The address of a record that was submitted through the API."""
    answer = machine.post(RECORDS, a_submission(**changes))
    assert answer.status_code == HTTPStatus.CREATED, answer.text
    return answer.headers["Location"]


def test_a_record_is_submitted_and_read_as_it_was_sent(officers: Machine) -> None:
    answer = officers.post(RECORDS, a_submission(**CED_FIRED, **WORDS))

    assert answer.status_code == HTTPStatus.CREATED
    did = answer.get_json()
    # The Taser was fired, so a rule refers the record at once.
    assert did["version"] == 2
    assert answer.headers["ETag"] == '"2"'
    assert answer.headers["Position"] == str(did["position"])
    read = officers.get(answer.headers["Location"])
    assert read.status_code == HTTPStatus.OK
    assert read.headers["ETag"] == '"2"'
    record = read.get_json()
    assert record["reference"] == did["reference"]
    assert record["officer"] == {"id": str(OFFICER.id), "called": "PC 4127 Ada Finch"}
    sent = an_account(**CED_FIRED, **WORDS)
    assert {name: record["answers"][name] for name in sent} == sent


def test_ways_of_not_answering_are_told_apart(officers: Machine) -> None:
    answers = officers.get(submitted(officers)).get_json()["answers"]

    assert answers["mental_condition"] == {"absent": "not-known"}
    assert answers["crowd_estimate"] == {"absent": "not-asked"}
    assert answers["place"] == {"absent": "not-answered"}


def test_colleagues_are_named_by_collar_number(officers: Machine, services: Services) -> None:
    content = a_submission()
    content["answers"]["colleagues"] = [COLLEAGUE.collar_number]

    answer = officers.post(RECORDS, content)

    record = services.records.read(UUID(answer.get_json()["id"]), by=OFFICER.id)
    assert record.account.colleagues == (COLLEAGUE.id,)
    read = officers.get(answer.headers["Location"]).get_json()
    assert read["answers"]["colleagues"] == [COLLEAGUE.collar_number]


def test_an_account_with_gaps_is_refused_with_each_of_them(
    officers: Machine, services: Services
) -> None:
    content = a_submission(area=Absence.NOT_ANSWERED, no_video_reason=Absence.NOT_ANSWERED)
    content["answers"]["video_recorded"] = "no"

    answer = officers.post(RECORDS, content)

    assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert answer.mimetype == "application/problem+json"
    errors = answer.get_json()["errors"]
    assert [(one["pointer"], one["question"]) for one in errors] == [
        ("/answers/area", "area"),
        ("/answers/no_video_reason", "no_video_reason"),
    ]
    assert errors[0]["detail"] == "Select the area"
    assert services.references.next(2026) == "UOF-26-000001"


def test_the_same_request_sent_again_counts_once_and_is_answered_alike(
    officers: Machine, services: Services
) -> None:
    key, content = uuid4(), a_submission()

    first, again = (officers.post(RECORDS, content, key=key) for _ in range(2))

    assert (first.status_code, again.status_code) == (HTTPStatus.CREATED, HTTPStatus.CREATED)
    assert first.get_json()["id"] == again.get_json()["id"]
    assert first.get_json()["reference"] == again.get_json()["reference"]
    assert again.headers["ETag"] == first.headers["ETag"]
    assert services.references.next(2026) == "UOF-26-000002"


def test_a_key_is_not_used_for_something_else(officers: Machine) -> None:
    key = uuid4()
    officers.post(RECORDS, a_submission(), key=key)

    answer = officers.post(RECORDS, a_submission(single_crewed=YesNo.YES), key=key)

    assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert "key was used before" in answer.get_json()["detail"]


def test_a_record_is_amended_on_the_version_that_was_read(officers: Machine) -> None:
    place = submitted(officers)
    change = {
        "reason": "error",
        "explanation": "I had it wrong",
        "answers": {"single_crewed": "yes", "impact_factors": []},
    }

    answer = officers.post(f"{place}/amendments", change, version=1)

    assert answer.status_code == HTTPStatus.CREATED
    assert answer.headers["ETag"] == '"2"'
    answers = officers.get(place).get_json()["answers"]
    assert (answers["single_crewed"], answers["impact_factors"]) == ("yes", [])


def test_an_amendment_can_take_an_answer_out(officers: Machine) -> None:
    place = submitted(officers, **WORDS)
    change = {
        "reason": "error",
        "explanation": "It was another place",
        "answers": {"place": {"absent": "not-answered"}},
    }

    officers.post(f"{place}/amendments", change, version=1)

    assert officers.get(place).get_json()["answers"]["place"] == {"absent": "not-answered"}


def test_a_change_of_an_older_version_is_refused_and_changes_nothing(officers: Machine) -> None:
    place = submitted(officers)
    withdrawal = {"reason": "duplicate", "explanation": "Sent twice"}
    officers.post(f"{place}/notes", {"text": "Seen on video"})

    answer = officers.post(f"{place}/withdrawals", withdrawal, version=1)

    assert answer.status_code == HTTPStatus.PRECONDITION_FAILED
    assert officers.get(place).get_json()["status"] == "submitted"


def test_a_change_without_its_version_is_refused(officers: Machine) -> None:
    place = submitted(officers)

    for version in (None, "*"):
        answer = officers.post(
            f"{place}/withdrawals", {"reason": "duplicate", "explanation": "Twice"}, version=version
        )

        assert answer.status_code == HTTPStatus.PRECONDITION_REQUIRED
        assert answer.get_json()["errors"][0]["header"] == "If-Match"


def test_a_note_holds_whatever_happened(officers: Machine) -> None:
    place = submitted(officers)

    answer = officers.post(f"{place}/notes", {"text": "Seen on video"})

    assert answer.status_code == HTTPStatus.CREATED
    assert answer.get_json()["version"] == 2


def test_a_record_is_withdrawn_and_restored(officers: Machine) -> None:
    place = submitted(officers)
    why = {"reason": "duplicate", "explanation": "Sent twice"}
    officers.post(f"{place}/withdrawals", why, version=1)
    withdrawn = officers.get(place).get_json()["status"]

    answer = officers.post(f"{place}/restorations", {"explanation": "It was not"}, version=2)

    assert withdrawn == "withdrawn"
    assert answer.status_code == HTTPStatus.CREATED
    assert officers.get(place).get_json()["status"] == "submitted"


def test_a_version_that_is_known_is_not_sent_again(officers: Machine) -> None:
    place = submitted(officers)

    answer = officers.read(place, If_None_Match='"1"')

    assert answer.status_code == HTTPStatus.NOT_MODIFIED
    assert answer.data == b""


def test_what_was_done_through_a_machine_names_its_token(
    officers: Machine, services: Services
) -> None:
    place = submitted(officers)

    (event,) = services.log.events_of(UUID(place.rpartition("/")[2]))

    assert event.metadata.actor == OFFICER.id
    assert event.metadata.via is not None


def test_a_record_that_was_begun_in_the_future_is_refused(officers: Machine) -> None:
    content = {**a_submission(), "started_at": "2027-01-01T00:00:00Z"}

    answer = officers.post(RECORDS, content)

    assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert answer.get_json()["errors"][0]["pointer"] == "/started_at"


def test_a_record_of_the_pages_is_read_like_one_of_the_api(
    officers: Machine, services: Services
) -> None:
    record = given.submitted(services)

    assert officers.get(f"{RECORDS}/{record.id}").get_json()["reference"] == record.reference
