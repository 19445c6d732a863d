"""Strict both ways: what would not come back as it is, is not stored; what is odd, is not read."""

import json
from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest

from application.codec import from_json, to_json
from application.mapper import SealingMapper
from domain.codec import LARGEST, CodecError
from domain.codelists.answers import Absence
from domain.codelists.locations import LocationType
from domain.records.account import QUESTIONS
from tests.builders import CED_FIRED, CROWD, MINOR_INJURY, a_submission
from tests.fakes import FakeKeyRing


@pytest.fixture
def mapper() -> SealingMapper:
    return SealingMapper(FakeKeyRing())


@pytest.mark.parametrize(
    "stored", [b"1.0", b"NaN", b"Infinity", b"-Infinity", b"1e3", b"{", b"\xff"]
)
def test_what_is_never_written_is_not_read(stored: bytes) -> None:
    with pytest.raises(CodecError):
        from_json(stored)


@pytest.mark.parametrize("value", [float("nan"), float("inf")])
def test_a_number_that_is_none_is_not_written(value: float) -> None:
    with pytest.raises(CodecError):
        to_json({"a": value})


def test_a_lone_surrogate_is_not_written() -> None:
    with pytest.raises(CodecError):
        to_json({"a": "\ud800"})


@pytest.mark.parametrize(
    "value",
    ["", "  ", "é 名 🚓", '"quoted"', "back\\slash", "line\nbreak", "\u2028", "<b>", "{}", "\x01"],
)
def test_words_come_back_to_the_letter(mapper: SealingMapper, value: str) -> None:
    (event,) = a_submission(narrative_information=value)

    assert mapper.to_domain_event(mapper.to_stored_event(event)) == event


@pytest.mark.parametrize(
    "poison",
    [
        {"narrative_information": "nul\x00"},
        {"area": "nul\x00"},
        {"narrative_information": "\ud800"},
        {**CROWD, "crowd_estimate": LARGEST + 1},
        {**CROWD, "crowd_estimate": 10**5000},
    ],
    ids=["NUL sealed", "NUL clear", "surrogate", "too large", "thousands of digits"],
)
def test_poison_is_not_written(mapper: SealingMapper, poison: dict[str, Any]) -> None:
    """Each of these would be saved and then stop every reader (spec: eventsourcing, 3.5)."""
    (event,) = a_submission()
    poisoned = replace(event, answers={**event.answers, **poison})

    with pytest.raises(CodecError):
        mapper.to_stored_event(poisoned)


@pytest.mark.parametrize(
    "words",
    ['{"_type_": "uuid_hex", "_data_": "y"}', '{"absent": "not-known"}', "not-known", "None"],
)
def test_words_that_look_like_stored_data_stay_words(mapper: SealingMapper, words: str) -> None:
    (event,) = a_submission()
    event = replace(event, answers={**event.answers, "area": words, "narrative_information": words})

    assert mapper.to_domain_event(mapper.to_stored_event(event)) == event


@pytest.mark.parametrize(
    "changes",
    [CED_FIRED, MINOR_INJURY, CROWD, {"locations": tuple(LocationType)}, {"powers": ()}],
    ids=["ced", "injury", "crowd", "many", "none of many"],
)
def test_every_kind_of_answer_comes_back_with_its_type(
    mapper: SealingMapper, changes: dict[str, Any]
) -> None:
    event = a_submission(**changes)[0]

    back = mapper.to_domain_event(mapper.to_stored_event(event))

    assert back == event
    assert {name: type(answer) for name, answer in back.answers.items()} == {
        name: type(answer) for name, answer in event.answers.items()
    }


@pytest.mark.parametrize(
    "absence", [one for one in Absence if one.name not in ("ERASED", "UNOPENED")]
)
@pytest.mark.parametrize("question", ["mental_condition", "subject_name", "colleagues", "tactics"])
def test_each_way_of_not_answering_stays_what_it_was(
    mapper: SealingMapper, absence: Absence, question: str
) -> None:
    (event,) = a_submission()
    event = replace(event, answers=_in_form_order({**event.answers, question: absence}))

    back = mapper.to_domain_event(mapper.to_stored_event(event))

    assert back.answers[question] is absence


@pytest.mark.parametrize(
    ("question", "stored"),
    [
        ("area", 5),
        ("area", None),
        ("single_crewed", "perhaps"),
        ("single_crewed", True),
        ("primary_conduct", "Compliant"),
        ("incident_date", "yesterday"),
        ("incident_date", 20261119),
        ("locations", "street"),
        ("locations", {"street": True}),
        ("crowd_estimate", "200"),
        ("crowd_estimate", True),
        ("mental_condition", {"absent": "never"}),
        ("mental_condition", {"absent": "not-known", "more": 1}),
        ("tactics", [{"tactic": "ced-fired", "effective": "yes", "more": 1}]),
        ("not_a_question", "yes"),
    ],
)
def test_an_answer_that_is_none_is_not_read(
    mapper: SealingMapper, question: str, stored: object
) -> None:
    (event,) = a_submission()
    kept = mapper.to_stored_event(event)
    state = json.loads(kept.state)
    state["d"]["answers"][question] = stored

    with pytest.raises(CodecError):
        mapper.to_domain_event(replace(kept, state=json.dumps(state).encode()))


@pytest.mark.parametrize(
    ("part", "name", "stored"),
    [
        ("d", "more", "unknown"),
        ("d", "reference", 5),
        ("d", "force", "nowhere"),
        ("m", "role", "king"),
        ("m", "actor", "me"),
        ("m", "at", "2026-11-20T12:00:00"),
        ("m", "more", "unknown"),
    ],
)
def test_a_field_that_is_none_is_not_read(
    mapper: SealingMapper, part: str, name: str, stored: object
) -> None:
    (event,) = a_submission()
    kept = mapper.to_stored_event(event)
    state = json.loads(kept.state)
    state[part][name] = stored

    with pytest.raises(CodecError):
        mapper.to_domain_event(replace(kept, state=json.dumps(state).encode()))


@pytest.mark.parametrize(("part", "name"), [("d", "reference"), ("d", "supervisor"), ("m", "why")])
def test_a_missing_field_is_not_made_up(mapper: SealingMapper, part: str, name: str) -> None:
    (event,) = a_submission()
    kept = mapper.to_stored_event(event)
    state = json.loads(kept.state)
    del state[part][name]

    with pytest.raises(CodecError):
        mapper.to_domain_event(replace(kept, state=json.dumps(state).encode()))


def test_a_moment_without_its_offset_is_not_written(mapper: SealingMapper) -> None:
    (event,) = a_submission()

    with pytest.raises(CodecError):
        mapper.to_stored_event(replace(event, started_at=datetime(2026, 11, 20, 12, 0)))  # noqa: DTZ001


def _in_form_order(answers: dict[str, Any]) -> dict[str, Any]:
    return {name: answers[name] for name in QUESTIONS if name in answers}
