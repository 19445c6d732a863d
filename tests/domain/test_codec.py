import json
from datetime import UTC, date, datetime, time
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from application.codec import to_json
from domain.codec import LARGEST, CodecError, decode_answer, encode_answer, plain, typed
from domain.codelists.answers import Absence, YesNo
from domain.codelists.duties import MainDuty
from domain.codelists.tactics import Tactic
from domain.event import Metadata
from domain.records.account import QUESTIONS
from domain.records.tactics import CedUse, TacticUsed
from tests.domain.strategies import METADATA, answers_to


def there_and_back(question: str, answer: Any) -> Any:
    return decode_answer(question, json.loads(json.dumps(encode_answer(answer))))


@pytest.mark.parametrize("question", QUESTIONS)
@given(data=st.data())
@settings(max_examples=20, deadline=None)
def test_every_answer_comes_back_as_it_was(question: str, data: st.DataObject) -> None:
    answer = data.draw(answers_to(question))

    back = there_and_back(question, answer)

    # The representation tells a code from text of the same spelling; equality does not.
    assert back == answer
    assert repr(back) == repr(answer)


@given(metadata=METADATA)
@settings(max_examples=30, deadline=None)
def test_metadata_comes_back_as_it_was(metadata: Metadata) -> None:
    assert typed(json.loads(json.dumps(plain(metadata))), Metadata) == metadata


@pytest.mark.parametrize("question", QUESTIONS)
@pytest.mark.parametrize("absence", Absence)
def test_every_absence_is_told_apart_from_every_answer(question: str, absence: Absence) -> None:
    assert there_and_back(question, absence) is absence


@pytest.mark.parametrize("answer", [MainDuty.OTHER, Tactic.SHIELD, YesNo.YES])
def test_a_code_is_stored_and_never_its_label(answer: Any) -> None:
    assert encode_answer(answer) == answer.value
    assert answer.value != answer.label


def test_a_moment_keeps_its_offset() -> None:
    moment = datetime(2026, 7, 1, 12, 0, 0, 123456, tzinfo=UTC)

    assert plain(moment) == "2026-07-01T12:00:00.123456+00:00"
    assert typed(plain(moment), datetime) == moment


@pytest.mark.parametrize(
    "value",
    [
        pytest.param("A\x00B", id="a NUL, which PostgreSQL cannot keep"),
        pytest.param(LARGEST + 1, id="a number that other readers of JSON round"),
        pytest.param(-LARGEST - 1, id="the same below zero"),
        pytest.param(datetime(2026, 7, 1, 12, 0), id="a moment without an offset"),  # noqa: DTZ001
        pytest.param(("fine", "A\x00B"), id="one in a list"),
        pytest.param(CedUse(cartridge_number="\x00"), id="one in a use of a CED"),
        pytest.param(CedUse(cycles=LARGEST + 1), id="a number in a use of a CED"),
    ],
)
def test_what_would_not_come_back_is_not_written(value: Any) -> None:
    with pytest.raises(CodecError):
        plain(value)


def test_half_of_a_character_is_not_written() -> None:
    with pytest.raises(CodecError):
        to_json(plain("\ud800"))


def test_the_largest_number_is_written() -> None:
    assert plain(LARGEST) == LARGEST


@pytest.mark.parametrize(
    ("question", "stored"),
    [
        pytest.param("place", 5, id="a number for text"),
        pytest.param("place", None, id="nothing for text"),
        pytest.param("place", ["12 Sealed Street"], id="a list for text"),
        pytest.param("crowd_estimate", "200", id="text for a number"),
        pytest.param("crowd_estimate", True, id="yes or no for a number"),
        pytest.param("crowd_estimate", 2.0, id="a fraction for a number"),
        pytest.param("main_duty", "Patrol or response", id="a label for a code"),
        pytest.param("main_duty", "RESPONSE", id="a name for a code"),
        pytest.param("main_duty", "response ", id="a code with a space"),
        pytest.param("main_duty", None, id="nothing for a code"),
        pytest.param("main_duty", ["response"], id="a list for one code"),
        pytest.param("main_duty", "street", id="a code of another list"),
        pytest.param("probes_front", [1], id="a number for a code"),
        pytest.param("locations", "street", id="one code for a list"),
        pytest.param("locations", {"0": "street"}, id="an object for a list"),
        pytest.param("locations", ["street", "nowhere"], id="an unknown code in a list"),
        pytest.param("incident_date", "19 November 2026", id="words for a date"),
        pytest.param("incident_date", 20261119, id="a number for a date"),
        pytest.param("incident_time", "quarter to eleven", id="words for a time"),
        pytest.param("colleagues", ["Ada Finch"], id="a name for an identifier"),
        pytest.param("tactics", ["shield"], id="a code for a step"),
        pytest.param("tactics", [{"effective": "yes"}], id="a step without a tactic"),
        pytest.param("tactics", [{"tactic": "shield", "order": 1}], id="an unknown key in a step"),
        pytest.param("ced_uses", [{"held": "yes"}], id="an unknown key in a use"),
        pytest.param("place", {"absent": "gone"}, id="an unknown absence"),
        pytest.param("place", {"absent": "refused", "why": ""}, id="an absence with more in it"),
        pytest.param("shoe_size", 9, id="no question of the form"),
    ],
)
def test_what_is_no_answer_to_the_question_is_not_read(question: str, stored: Any) -> None:
    with pytest.raises(CodecError):
        decode_answer(question, stored)


def test_a_moment_without_an_offset_is_not_read() -> None:
    with pytest.raises(CodecError):
        typed("2026-07-01T12:00:00", datetime)


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("tactics", (TacticUsed(tactic=Tactic.SHIELD, effective=YesNo.NO),)),
        ("tactics", (TacticUsed(tactic=Tactic.SHIELD),)),
        ("ced_uses", (CedUse(fired=YesNo.YES, cycles=3), CedUse(drawn=Absence.NOT_KNOWN))),
        ("incident_date", date(2026, 11, 19)),
        ("incident_time", time(22, 41)),
        ("colleagues", (UUID(int=1), UUID(int=2))),
        ("impact_factors", ()),
        ("place", "no"),
        ("place", ""),
    ],
)
def test_answers_of_every_shape_come_back(question: str, answer: Any) -> None:
    assert repr(there_and_back(question, answer)) == repr(answer)
