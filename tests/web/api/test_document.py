"""The OpenAPI document says what the API does, and a change of it shows in review."""

import json
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from openapi_spec_validator import validate

from domain.clients.scopes import Scope
from domain.records.account import QUESTIONS
from tests.web.api.machine import Machine
from web.api import openapi
from web.api.operations import operation_of
from web.api.problems import TITLES

KEPT = Path(openapi.__file__).with_name("openapi.json")


@pytest.fixture
def document(app: Flask) -> dict[str, Any]:
    with app.app_context():
        return openapi.made(app)


def test_the_document_is_kept_as_it_is_made(document: dict[str, Any]) -> None:
    # Changed on purpose? Then: uof openapi > web/api/openapi.json
    assert KEPT.read_text(encoding="utf-8") == openapi.written(document)


def test_the_document_is_valid_openapi(document: dict[str, Any]) -> None:
    validate(document)


def test_the_document_is_served_to_whoever_asks(app: Flask) -> None:
    answer = app.test_client().get("/api/openapi.json")

    assert answer.mimetype == "application/json"
    assert answer.get_json() == json.loads(KEPT.read_text(encoding="utf-8"))


def test_every_view_under_the_api_is_an_operation_of_the_document(
    app: Flask, document: dict[str, Any]
) -> None:
    views = {
        rule.endpoint
        for rule in app.url_map.iter_rules()
        if rule.rule.startswith("/api/") and rule.endpoint != "api_docs.docs"
    }
    ids = {one["operationId"] for path in document["paths"].values() for one in path.values()}

    assert {view.removeprefix("api_").replace(".", "_") for view in views} == ids
    assert all(operation_of(app.view_functions[view]) for view in views)


def test_every_question_of_the_form_is_sent_and_given(document: dict[str, Any]) -> None:
    schemas = document["components"]["schemas"]

    assert list(schemas["Answers"]["properties"]) == list(QUESTIONS)
    assert schemas["GivenAnswers"]["required"] == list(QUESTIONS)


def test_every_question_has_words_and_a_way_of_not_answering(document: dict[str, Any]) -> None:
    for name, one in document["components"]["schemas"]["Answers"]["properties"].items():
        assert one["title"], name
        assert one["description"], name
        absences = one["anyOf"][-1]["properties"]["absent"]["enum"]
        assert absences[-1] == "not-answered", name


def test_every_operation_has_a_sentence_and_every_answer_a_schema(
    document: dict[str, Any],
) -> None:
    for path in document["paths"].values():
        for one in path.values():
            assert one["summary"]
            for status, answer in one["responses"].items():
                assert "$ref" in answer or status == "304" or answer["content"], one["operationId"]


def test_every_problem_of_the_document_is_one_that_is_known(document: dict[str, Any]) -> None:
    assert set(document["components"]["responses"]) == {name for name, *_ in TITLES.values()}


def test_every_change_needs_a_key_and_every_scope_is_used(document: dict[str, Any]) -> None:
    needed = set()
    for path in document["paths"].values():
        for method, one in path.items():
            parameters = [openapi.resolved(document, parameter) for parameter in one["parameters"]]
            names = {parameter["name"]: parameter for parameter in parameters}
            needed.add(one.get("x-scope"))
            assert (method == "post") == ("Idempotency-Key" in names), one["operationId"]
            assert not names.get("Idempotency-Key") or names["Idempotency-Key"]["required"]

    # Acting for officers is a header of every one.
    assert needed - {None} == {one.value for one in Scope} - {Scope.ACT_FOR_OFFICERS}


def test_an_installations_own_areas_are_not_in_the_document(
    document: dict[str, Any], officers: Machine
) -> None:
    areas = officers.get("/api/codelists/area").get_json()

    assert [one["code"] for one in areas["codes"]] == ["central", "north", "coast", "out-of-force"]
    assert "central" not in json.dumps(document)
