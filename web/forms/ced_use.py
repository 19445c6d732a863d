"""The page of one use of a Taser."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import fields
from typing import Any, get_type_hints

from domain.codec import typed as typed_value
from domain.codelists.answers import Absence, YesNo
from domain.records.account import Account
from domain.records.tactics import CedUse
from web.forms.loading import Problem
from web.forms.reading import Typed
from web.forms.sections.ced import USE

HINTS = get_type_hints(CedUse)
MOST_CYCLES = 99


def read_use(typed: Typed) -> tuple[CedUse, tuple[Problem, ...]]:
    """One use as it was posted, and what could not be read."""
    answers: dict[str, Any] = {}
    problems: list[Problem] = []
    for entry in fields(CedUse):
        value = (typed.get(entry.name) or ("",))[0].strip()
        if not value:
            continue
        plain: Any = value
        if int in HINTS[entry.name].__args__:
            if not re.fullmatch("[0-9]{1,2}", value):
                problems.append(_problem(entry.name, f"Enter a number from 0 to {MOST_CYCLES}"))
                continue
            plain = int(value)
        if len(value) > (USE[entry.name].longest or len(value)):
            sentence = f"Enter no more than {USE[entry.name].longest} characters"
            problems.append(_problem(entry.name, sentence))
            continue
        try:
            answers[entry.name] = typed_value(plain, HINTS[entry.name])
        except ValueError:
            problems.append(_problem(entry.name, "Select yes or no"))
    use = CedUse(**answers)
    problems += missing(use)
    return use, tuple(problems)


def missing(use: CedUse) -> list[Problem]:
    """What a use that was fired must say (spec: domain, 2.3 rule 3)."""
    if use.fired is not YesNo.YES:
        return []
    needed = {
        "cartridge_number": "Enter the cartridge number",
        "cycles": "Enter how many cycles there were",
    }
    absent = (name for name in needed if isinstance(getattr(use, name), Absence))
    return [_problem(name, needed[name]) for name in absent]


def with_use(account: Account, number: int, use: CedUse) -> Account:
    """The account with one use added or replaced; numbers start at 1."""
    uses = uses_of(account)
    return account.with_changes({"ced_uses": (*uses[: number - 1], use, *uses[number:])})


def without_use(account: Account, number: int) -> Account:
    uses = uses_of(account)
    left = (*uses[: number - 1], *uses[number:])
    return account.with_changes({"ced_uses": left or Absence.NOT_ANSWERED})


def uses_of(account: Account) -> tuple[CedUse, ...]:
    uses = account.ced_uses
    return () if isinstance(uses, Absence) else uses


def controls(use: CedUse, problems: Sequence[Problem]) -> list[Mapping[str, Any]]:
    """The fifteen questions, ready for their components."""
    return [_control(entry.name, use, problems) for entry in fields(CedUse)]


def _control(name: str, use: CedUse, problems: Sequence[Problem]) -> Mapping[str, Any]:
    words, answer = USE[name], getattr(use, name)
    error = next((problem.sentence for problem in problems if problem.question == name), None)
    params: dict[str, Any] = {
        "name": name,
        "errorMessage": {"text": error} if error else None,
        "hint": {"text": words.hint} if words.hint else None,
    }
    if YesNo in HINTS[name].__args__:
        items = [
            {"value": code.value, "text": code.label, "checked": answer is code} for code in YesNo
        ]
        legend = {"legend": {"text": words.label, "classes": "govuk-fieldset__legend--s"}}
        radios = {"idPrefix": name, "fieldset": legend, "items": items}
        return {"kind": "radios", "params": {**params, **radios, "classes": "govuk-radios--inline"}}
    label = {"text": words.label, "classes": "govuk-label--s"}
    value = "" if isinstance(answer, Absence) else str(answer)
    box = {"id": name, "label": label, "value": value, "classes": "govuk-input--width-10"}
    return {"kind": "text", "params": {**params, **box}}


def _problem(name: str, sentence: str) -> Problem:
    return Problem(question=name, sentence=sentence, href=f"#{name}")
