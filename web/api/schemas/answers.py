"""The answers of the form in JSON: the pages' own questions, sent by a machine.

Decision. An answer is a code, a value or a list of them, as the log keeps it, and a reason why there
is none is an object of its own, ``{"absent": "not-known"}``, so that it is never taken for a code.
People are named by collar number, which is what other systems know. What a page would never send is
refused with the sentence that the page shows, at the member that is wrong. Consequence: a question
that is added to the form is in the API, its document and its refusals by itself. Kept by
``tests/web/api/test_answers.py`` and ``tests/web/api/test_document.py``.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import fields as fields_of
from datetime import date, time
from typing import Any, get_args, get_type_hints

from marshmallow import ValidationError, fields

from domain.codec import decode_answer, encode_answer, typed
from domain.codelists.answers import Absence, YesNo
from domain.records.account import ANSWER_TYPES, QUESTIONS, Account
from domain.records.tactics import MOST_CED_USES, MOST_TACTICS, CedUse, TacticUsed
from web.api.schemas.parts import DATE, NUMBER_OF_A_PERSON
from web.current import context
from web.forms.ced_use import MOST_CYCLES
from web.forms.kinds import Kind, codes_in, kind_of
from web.forms.reading import LARGEST_NUMBER
from web.forms.schemas import WORDS, AccountSchema
from web.forms.sections.ced import USE

ACCOUNT = AccountSchema()
"""Made once: every field of it is a copy, and there are sixty."""
COLLEAGUES = "colleagues"
TIME = r"^([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]$"
AREA = r"^[a-z0-9][a-z0-9-]*$"
SERIAL = r"^[A-Za-z0-9][A-Za-z0-9 ./_-]*$"

Wrong = Mapping[str, Any] | list[str]
"""What is wrong with a value: sentences, or what is wrong with each of its members."""


class AnswersField(fields.Field[dict[str, Any]]):
    """Answers by question; a question that is left out is not answered."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> Any:
        if not isinstance(value, dict):
            raise ValidationError("Send the answers as an object, by question")
        wrong: dict[str, Any] = {}
        sent = dict(value)
        if COLLEAGUES in sent and (unknown := _replace_numbers(sent)):
            wrong[COLLEAGUES] = unknown
            del sent[COLLEAGUES]
        answers = _loaded(sent, wrong)
        for question in answers:
            if found := _finer(question, sent[question]):
                wrong[question] = found
        if wrong:
            raise ValidationError(wrong)
        return answers


def given(account: Account) -> dict[str, Any]:
    """Every question with its answer, or the reason why there is none."""
    numbers = context().collar_numbers(account.named)
    answers = {name: encode_answer(account.answer(name)) for name in QUESTIONS}
    return {name: in_numbers(name, answer, numbers) for name, answer in answers.items()}


def in_numbers(question: str, answer: Any, numbers: Mapping[Any, str]) -> Any:
    """The answer with collar numbers in place of ids; an id stays for who has no number any more."""
    if question != COLLEAGUES or not isinstance(answer, list):
        return answer
    known = {str(person): number for person, number in numbers.items()}
    return [known.get(person, person) for person in answer]


def _replace_numbers(sent: dict[str, Any]) -> Wrong | None:
    """Put ids in the place of collar numbers; returns which of them are nobody's."""
    numbers = sent[COLLEAGUES]
    if not isinstance(numbers, list):
        return None
    wrong: dict[str, Any] = {
        str(index): ["Send a collar number: letters and digits, as text"]
        for index, number in enumerate(numbers)
        if not isinstance(number, str) or not re.fullmatch(NUMBER_OF_A_PERSON, number)
    }
    if wrong:
        return wrong
    found = context().find(numbers)
    wrong = {
        str(index): ["There is nobody with this collar number. Check it"]
        for index, number in enumerate(numbers)
        if number not in found
    }
    sent[COLLEAGUES] = [str(found[number]) for number in numbers if number in found]
    return wrong or None


def _loaded(sent: dict[str, Any], wrong: dict[str, Any]) -> dict[str, Any]:
    try:
        loaded: dict[str, Any] = ACCOUNT.load(sent)
    except ValidationError as error:
        for question, sentences in error.messages_dict.items():
            if question not in QUESTIONS:
                wrong[question] = ["There is no such question on the form. Remove it"]
            else:
                wrong[question] = _located(question, sent[question], sentences)
        return dict(error.valid_data or {})
    return loaded


def _located(question: str, value: Any, sentences: list[str]) -> Wrong:
    """The same sentences at the member of a list that is wrong, if it is one of them."""
    members = get_args(ANSWER_TYPES[question])
    if not members or not isinstance(value, list):
        return sentences
    wrong = {str(n): sentences for n, one in enumerate(value) if not _is(one, members[0])}
    return wrong or sentences


def _is(value: Any, kind: Any) -> bool:
    try:
        typed(value, kind)
    except Exception:  # noqa: BLE001 - the converter raises whatever the value makes it raise
        return False
    return True


def _finer(question: str, value: Any) -> Wrong | None:
    """What no page would send, though it could be read as an answer."""
    if isinstance(value, dict):
        return _not_offered(value, (*QUESTIONS[question].offers, Absence.NOT_ANSWERED))
    finer = FINER.get(kind_of(question))
    return finer(question, value) if finer else None


def _not_offered(value: Mapping[str, Any], offers: tuple[Absence, ...]) -> Wrong | None:
    if value["absent"] in offers:
        return None
    return {"absent": [f"Answer the question, or send {' or '.join(offers)}"]}


def _text(question: str, value: str) -> Wrong | None:
    return None if value.strip() else ["Leave the question out if there is no answer"]


def _area(question: str, value: str) -> Wrong | None:
    if question == "area" and value not in context().areas:
        return [f"{WORDS[question].missing}: {', '.join(context().areas)}"]
    return None


def _spelt(question: str, value: str) -> Wrong | None:
    """A date or a time in the one way in which it is stored: other readers know no other."""
    answer = decode_answer(question, value)
    if encode_answer(answer) == value and getattr(answer, "tzinfo", None) is None:
        return None
    example = date(2026, 3, 27) if isinstance(answer, date) else time(14, 30)
    return [f"Send it like {example.isoformat()}"]


def _number(question: str, value: int, *, most: int = LARGEST_NUMBER) -> Wrong | None:
    return None if 0 <= value <= most else [f"Enter a number from 0 to {most:,}"]


def _each_once(question: str, value: list[str]) -> Wrong | None:
    wrong = {str(n): ["Send each once"] for n, one in enumerate(value) if one in value[:n]}
    return wrong or None


def _steps(question: str, value: list[dict[str, Any]]) -> Wrong | None:
    wrong = {
        str(index): {"effective": ["Send yes or no"]}
        for index, step in enumerate(value)
        if step.get("effective") not in tuple(YesNo)
    }
    return wrong or None


def _uses(question: str, value: list[dict[str, Any]]) -> Wrong | None:
    found = {str(index): _use(use) for index, use in enumerate(value)}
    return {index: wrong for index, wrong in found.items() if wrong} or None


def _use(use: Mapping[str, Any]) -> Wrong:
    wrong: dict[str, Any] = {}
    for name, value in use.items():
        if isinstance(value, dict):
            found = _not_offered(value, ABSENT_OF_A_USE)
        elif isinstance(value, list):
            found = _each_once(name, value)
        elif isinstance(value, int):
            found = _number(name, value, most=MOST_CYCLES)
        else:
            found = None
        if found:
            wrong[name] = found
    return wrong


SPELT: Mapping[Kind, str] = {
    Kind.DATE: "Like 2026-03-27",
    Kind.TIME: "Like 14:30:00, by the local clock",
    Kind.PEOPLE: "Collar numbers",
}
"""How an answer is written by a machine, where the page's hint is for people."""

ABSENT_OF_A_USE = (Absence.NOT_KNOWN, Absence.NOT_ANSWERED)

FINER: Mapping[Kind, Callable[[str, Any], Wrong | None]] = {
    Kind.RADIOS: _area,
    Kind.CHECKBOXES: _each_once,
    Kind.PEOPLE: _each_once,
    Kind.DATE: _spelt,
    Kind.TIME: _spelt,
    Kind.NUMBER: _number,
    Kind.TEXT: _text,
    Kind.LONG_TEXT: _text,
    Kind.TACTICS: _steps,
    Kind.CED_USES: _uses,
}


def described(*, sent: bool) -> dict[str, Any]:
    """The JSON Schema of all answers, as they are sent or as they are given."""
    properties = {name: _described(name, sent=sent) for name in QUESTIONS}
    schema: dict[str, Any] = {
        "type": "object",
        "properties": properties,
        "additionalProperties": False,
    }
    return schema if sent else {**schema, "required": list(QUESTIONS)}


def _described(name: str, *, sent: bool) -> dict[str, Any]:
    question, words = QUESTIONS[name], WORDS[name]
    offers = (*question.offers, Absence.NOT_ANSWERED) if sent else tuple(Absence)
    found: dict[str, Any] = {
        "title": words.heading,
        "description": " ".join(filter(None, (words.label, SPELT.get(kind_of(name), words.hint)))),
        "anyOf": [_value(name, sent=sent), absent(offers)],
    }
    if question.item is not None:
        found["x-item"] = question.item
    if question.asked_when:
        when = question.asked_when
        found["x-asked-when"] = {"question": when.question, "codes": sorted(when.codes)}
    if question.group:
        found["x-sealed"] = question.group.value
    found["x-required"] = question.required
    return found


def absent(offers: tuple[Absence, ...]) -> dict[str, Any]:
    """The JSON Schema of a reason why there is no answer."""
    return {
        "type": "object",
        "properties": {"absent": {"type": "string", "enum": [one.value for one in offers]}},
        "required": ["absent"],
        "additionalProperties": False,
    }


def _value(name: str, *, sent: bool) -> dict[str, Any]:
    kind, codes = kind_of(name), codes_in(name)
    if codes is not None:
        one = {"type": "string", "enum": [code.value for code in codes]}
        return _list(one) if kind is Kind.CHECKBOXES else one
    texts = {"type": "string", "minLength": 1, "maxLength": WORDS[name].longest or 40}
    kinds: dict[Kind, dict[str, Any]] = {
        # Each force has its own: they are among the code lists that an installation serves.
        Kind.RADIOS: {"type": "string", "pattern": AREA, "maxLength": 40},
        Kind.DATE: {"type": "string", "format": "date", "pattern": DATE},
        Kind.TIME: {"type": "string", "pattern": TIME},
        Kind.NUMBER: {"type": "integer", "minimum": 0, "maximum": LARGEST_NUMBER},
        Kind.TEXT: texts,
        Kind.LONG_TEXT: texts,
        Kind.PEOPLE: _list({"type": "string", **({"pattern": NUMBER_OF_A_PERSON} if sent else {})}),
        Kind.TACTICS: _list(_members(TacticUsed, sent=sent), most=MOST_TACTICS, once=False),
        Kind.CED_USES: _list(_members(CedUse, sent=sent), most=MOST_CED_USES, once=False),
    }
    return kinds[kind]


def _list(one: dict[str, Any], *, most: int = 0, once: bool = True) -> dict[str, Any]:
    found: dict[str, Any] = {"type": "array", "items": one}
    if most:
        found["maxItems"] = most
    if once:
        found["uniqueItems"] = True
    return found


def _members(kind: type, *, sent: bool) -> dict[str, Any]:
    """The JSON Schema of one step or use, from its type."""
    hints = get_type_hints(kind)
    required = ["tactic", "effective"] if kind is TacticUsed else []
    names = [entry.name for entry in fields_of(kind)]
    return {
        "type": "object",
        "properties": {name: _member(name, hints[name], sent=sent) for name in names},
        "required": required if sent else names,
        "additionalProperties": False,
    }


def _member(name: str, hint: Any, *, sent: bool) -> dict[str, Any]:
    kinds = [one for one in get_args(hint) or (hint,) if one is not Absence]
    value = _plain(kinds[0])
    if name in USE:
        value = {"title": USE[name].label, **value}
    if Absence not in get_args(hint) or (sent and name == "effective"):
        return value
    title = {"title": value.pop("title")} if "title" in value else {}
    return {**title, "anyOf": [value, absent(ABSENT_OF_A_USE if sent else tuple(Absence))]}


def _plain(kind: Any) -> dict[str, Any]:
    if get_args(kind):
        return _list(_plain(get_args(kind)[0]))
    if kind is int:
        return {"type": "integer", "minimum": 0, "maximum": MOST_CYCLES}
    if kind is str:
        return {"type": "string", "pattern": SERIAL, "maxLength": 40}
    return {"type": "string", "enum": [code.value for code in kind]}
