"""What is no answer is refused at the member that is wrong, with the words of the page."""

from typing import Any

import pytest

from domain.codelists.answers import Absence
from domain.records.account import QUESTIONS
from tests.builders import CED_FIRED
from tests.people import COLLEAGUE
from tests.web.api.machine import Machine
from tests.web.api.sending import a_submission

STEP = {"tactic": "baton-used", "effective": "yes"}
WRONG: list[tuple[str, Any, str]] = [
    ("area", "moon", "/answers/area"),
    ("area", "", "/answers/area"),
    ("incident_date", "20261119", "/answers/incident_date"),
    ("incident_date", "2026-W47-4", "/answers/incident_date"),
    ("incident_time", "22:41", "/answers/incident_time"),
    ("incident_time", "22:41:00+01:00", "/answers/incident_time"),
    ("incident_time", "22:41:00.5", "/answers/incident_time"),
    ("place", "", "/answers/place"),
    ("place", " \n", "/answers/place"),
    ("place", "a\x00b", "/answers/place"),
    ("place", {"absent": "erased"}, "/answers/place/absent"),
    ("place", {"absent": "not-known"}, "/answers/place/absent"),
    ("mental_condition", {"absent": "not-asked"}, "/answers/mental_condition/absent"),
    ("locations", ["street", "moon"], "/answers/locations/1"),
    ("locations", ["street", "street"], "/answers/locations/1"),
    ("locations", "street", "/answers/locations"),
    ("colleagues", ["0000"], "/answers/colleagues/0"),
    ("colleagues", [COLLEAGUE.collar_number, 1], "/answers/colleagues/1"),
    ("colleagues", [str(COLLEAGUE.id)], "/answers/colleagues/0"),
    ("colleagues", [COLLEAGUE.collar_number] * 2, "/answers/colleagues/1"),
    ("colleagues", COLLEAGUE.collar_number, "/answers/colleagues"),
    ("tactics", [STEP, {**STEP, "tactic": "glare"}], "/answers/tactics/1"),
    ("tactics", [{"tactic": "baton-used"}], "/answers/tactics/0/effective"),
    ("crowd_estimate", 2_000_000, "/answers/crowd_estimate"),
    ("crowd_estimate", 2**70, "/answers/crowd_estimate"),
    ("ced_uses", [{"cycles": -1}], "/answers/ced_uses/0/cycles"),
    ("ced_uses", [{"cycles": 2**31}], "/answers/ced_uses/0/cycles"),
    ("ced_uses", [{"drawn": {"absent": "erased"}}], "/answers/ced_uses/0/drawn/absent"),
    ("ced_uses", [{"probes_front": ["1", "1"]}], "/answers/ced_uses/0/probes_front/1"),
    ("ced_uses", [{"drawn": "yes"}, {"drawn": "maybe"}], "/answers/ced_uses/1"),
]


@pytest.mark.parametrize(("question", "value", "pointer"), WRONG)
def test_what_is_no_answer_is_refused_where_it_stands(
    officers: Machine, question: str, value: Any, pointer: str
) -> None:
    content = a_submission()
    content["answers"][question] = value

    answer = officers.post("/api/records", content)

    assert answer.status_code == 422, answer.text
    error = next(one for one in answer.get_json()["errors"] if one["pointer"] == pointer)
    assert error["question"] == question
    assert error["detail"]


def test_a_way_of_not_answering_that_the_form_offers_is_an_answer(officers: Machine) -> None:
    content = a_submission()
    for name, question in QUESTIONS.items():
        if Absence.NOT_KNOWN in question.offers and question.asked_when is None:
            content["answers"][name] = {"absent": "not-known"}

    assert officers.post("/api/records", content).status_code == 201


def test_a_question_that_is_said_not_to_be_answered_is_not(officers: Machine) -> None:
    content = a_submission()
    content["answers"]["place"] = {"absent": "not-answered"}

    place = officers.post("/api/records", content).headers["Location"]

    answers = officers.get(place).get_json()["answers"]
    assert answers["place"] == {"absent": "not-answered"}


def test_an_answer_to_what_was_not_asked_is_refused(officers: Machine) -> None:
    content = a_submission()
    content["answers"]["crowd_estimate"] = 20

    errors = officers.post("/api/records", content).get_json()["errors"]

    assert [one["question"] for one in errors] == ["crowd_estimate"]


def test_a_use_may_say_that_something_is_not_known(officers: Machine) -> None:
    content = a_submission(**CED_FIRED)
    content["answers"]["ced_uses"][0]["cycle_extended"] = {"absent": "not-known"}

    place = officers.post("/api/records", content).headers["Location"]

    (use,) = officers.get(place).get_json()["answers"]["ced_uses"]
    assert use["cycle_extended"] == {"absent": "not-known"}
    assert use["aimed"] == {"absent": "not-answered"}
