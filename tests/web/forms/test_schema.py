"""The account as machines send it: strict, and refused with the sentence that a person would read."""

import json
from datetime import date, time
from typing import Any
from uuid import uuid4

import pytest
from marshmallow import ValidationError

from domain.codec import encode_answer
from domain.codelists.answers import Absence, YesNo
from domain.codelists.locations import LocationType
from domain.codelists.tactics import Tactic
from domain.records.account import ANSWER_TYPES, QUESTIONS
from domain.records.tactics import CedUse, TacticUsed
from tests.builders import CED_FIRED, CROWD, MINOR_INJURY, WORDS, answers
from web.forms.kinds import Kind, kind_of
from web.forms.schemas import WORDS as IN_WORDS
from web.forms.schemas import AccountSchema

COLLEAGUES = (uuid4(), uuid4())
ONE_OF_EACH: dict[Kind, Any] = {
    Kind.RADIOS: {"single_crewed": YesNo.NO},
    Kind.SELECT: {},
    Kind.CHECKBOXES: {"locations": (LocationType.STREET, LocationType.DWELLING)},
    Kind.DATE: {"incident_date": date(2026, 3, 27)},
    Kind.TIME: {"incident_time": time(22, 41)},
    Kind.NUMBER: {"crowd_estimate": 200},
    Kind.TEXT: {"place": "12 Mill Lane — near “The Crown”"},
    Kind.LONG_TEXT: {"narrative_action": "First.\nThen. 🚓"},
    Kind.PEOPLE: {"colleagues": COLLEAGUES},
    Kind.TACTICS: {"tactics": (TacticUsed(tactic=Tactic.BATON_USED, effective=YesNo.NO),)},
    Kind.CED_USES: {"ced_uses": (CedUse(fired=YesNo.YES, cycles=2, cartridge_number="C"),)},
}
WHOLE = {
    "compliant handcuffing": answers(),
    "a Taser that was fired": answers(**CED_FIRED),
    "an injury": answers(**MINOR_INJURY),
    "sealed words": answers(**WORDS),
    "a crowd": answers(**CROWD),
    "a crowd of nobody knows how many": answers(**{**CROWD, "crowd_estimate": Absence.NOT_KNOWN}),
    "nothing at all": {},
}


def through_json(plain: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(json.dumps(plain))
    return found


def dumped(given: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = AccountSchema(only=tuple(given)).dump(given) if given else {}
    return through_json(found)


@pytest.mark.parametrize("given", ONE_OF_EACH.values(), ids=[kind.value for kind in ONE_OF_EACH])
def test_every_kind_of_answer_survives_the_journey(given: dict[str, Any]) -> None:
    assert AccountSchema().load(dumped(given)) == given


@pytest.mark.parametrize("given", WHOLE.values(), ids=WHOLE)
def test_a_whole_account_survives_the_journey(given: dict[str, Any]) -> None:
    assert AccountSchema().load(dumped(given)) == given


@pytest.mark.parametrize("absence", Absence)
def test_a_way_of_not_answering_stays_what_it_is(absence: Absence) -> None:
    given = {"mental_condition": absence}

    assert AccountSchema().load(dumped(given)) == given


def test_a_question_that_does_not_exist_is_refused() -> None:
    with pytest.raises(ValidationError) as refused:
        AccountSchema().load({"shoe_size": 44})

    assert refused.value.messages_dict == {"shoe_size": ["Unknown field."]}


CODED = [
    name for name in QUESTIONS if kind_of(name) in (Kind.RADIOS, Kind.SELECT) and name != "area"
]


@pytest.mark.parametrize("question", CODED)
@pytest.mark.parametrize("wrong", ["no-such-code", "", 1, None, True, [], {}])
def test_a_code_that_is_not_on_the_list_is_refused_with_the_questions_own_sentence(
    question: str, wrong: Any
) -> None:
    with pytest.raises(ValidationError) as refused:
        AccountSchema().load({question: wrong})

    (sentence,) = refused.value.messages_dict[question]
    assert sentence


@pytest.mark.parametrize("question", [name for name in CODED if IN_WORDS[name].missing])
def test_the_sentence_is_the_one_that_the_page_shows(question: str) -> None:
    with pytest.raises(ValidationError) as refused:
        AccountSchema().load({question: "no-such-code"})

    assert refused.value.messages_dict[question] == [IN_WORDS[question].missing]


@pytest.mark.parametrize(
    ("question", "wrong"),
    [
        ("incident_date", "27/03/2026"),
        ("incident_date", 20260327),
        ("incident_date", "2026-02-30"),
        ("incident_time", "25:00"),
        ("incident_time", 1430),
        ("crowd_estimate", "200"),
        ("crowd_estimate", 1.5),
        ("crowd_estimate", True),
        ("place", 12),
        ("place", ["a"]),
        ("locations", "street"),
        ("locations", ["no-such-code"]),
        ("colleagues", ["not-an-id"]),
        ("tactics", [{"tactic": "baton-used", "effective": "yes", "more": 1}]),
        ("tactics", [{"effective": "yes"}]),
        ("ced_uses", [{"drawn": "perhaps"}]),
        ("place", {"absent": "no-such-absence"}),
        ("place", {"absent": "erased", "more": 1}),
    ],
)
def test_what_is_no_answer_is_refused(question: str, wrong: Any) -> None:
    with pytest.raises(ValidationError) as refused:
        AccountSchema().load({question: wrong})

    assert list(refused.value.messages_dict) == [question]


@pytest.mark.parametrize("text", ["\x00", "before\x00after", "\ud800", "half a pair \udc00"])
@pytest.mark.parametrize("question", ["place", "narrative_action"])
def test_a_character_that_cannot_be_stored_is_refused_at_its_question(
    question: str, text: str
) -> None:
    with pytest.raises(ValidationError) as refused:
        AccountSchema().load({question: text})

    (sentence,) = refused.value.messages_dict[question]
    assert sentence == "Remove the characters that cannot be stored"


TEXTS = [name for name in ANSWER_TYPES if kind_of(name) in (Kind.TEXT, Kind.LONG_TEXT)]


@pytest.mark.parametrize("question", TEXTS)
def test_a_text_may_be_as_long_as_its_question_says_and_no_longer(question: str) -> None:
    longest = IN_WORDS[question].longest
    just = "é" * longest

    assert AccountSchema().load({question: just}) == {question: just}
    with pytest.raises(ValidationError) as refused:
        AccountSchema().load({question: just + "é"})
    (sentence,) = refused.value.messages_dict[question]
    assert sentence == f"Enter no more than {longest:,} characters"


def test_an_answer_is_the_same_to_a_machine_as_to_the_log() -> None:
    given = answers(**CED_FIRED)

    assert dumped(given) == through_json(
        {name: encode_answer(answer) for name, answer in given.items()}
    )
