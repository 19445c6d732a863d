"""The page of one use of a Taser."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields
from typing import Any, get_args, get_type_hints

from domain.codec import typed as typed_value
from domain.codelists.answers import Absence, YesNo
from domain.codelists.codelist import CodeList
from domain.records.account import Account
from domain.records.tactics import CedUse
from web.forms.loading import Problem, error_of
from web.forms.reading import Typed
from web.forms.sections.ced import USE

USES = "ced_uses"
HINTS = get_type_hints(CedUse)
MOST_CYCLES = 99


@dataclass(frozen=True, kw_only=True, slots=True)
class PostedUse:
    """One use as it was posted, as far as it could be read, and what to do about the rest."""

    use: CedUse
    problems: tuple[Problem, ...]
    typed: Typed
    """What was typed, to be shown again as it was."""
    unreadable: Typed = field(default_factory=dict)
    """What of it is no answer."""


def read_use(typed: Typed) -> PostedUse:
    """Take one posted use in."""
    answers: dict[str, Any] = {}
    problems: list[Problem] = []
    unreadable: dict[str, Sequence[str]] = {}
    for entry in fields(CedUse):
        values = [value.strip() for value in typed.get(entry.name, ()) if value.strip()]
        if not values:
            continue
        if wrong := _unreadable(entry.name, values[0]):
            problems.append(_problem(entry.name, wrong))
            unreadable[entry.name] = values
            continue
        try:
            answers[entry.name] = typed_value(_plain(entry.name, values), HINTS[entry.name])
        except ValueError:
            problems.append(_problem(entry.name, "Select an answer that is on the form"))
    use = CedUse(**answers)
    said = {problem.question for problem in problems}
    problems += [one for one in missing(use) if one.question not in said]
    return PostedUse(use=use, problems=tuple(problems), typed=typed, unreadable=unreadable)


def _plain(name: str, values: Sequence[str]) -> Any:
    if _codes(name):
        return list(dict.fromkeys(values))
    return int(values[0]) if _is_number(name) else values[0]


def _unreadable(name: str, text: str) -> str:
    """What to do about a text that is no answer; nothing if it may be one."""
    longest = USE[name].longest
    if _is_number(name) and not re.fullmatch("[0-9]{1,2}", text):
        return f"Enter a number from 0 to {MOST_CYCLES}"
    return f"Enter no more than {longest} characters" if longest and len(text) > longest else ""


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
    return account.with_changes({USES: (*uses[: number - 1], use, *uses[number:])})


def without_use(account: Account, number: int) -> Account:
    uses = uses_of(account)
    left = (*uses[: number - 1], *uses[number:])
    return account.with_changes({USES: left or Absence.NOT_ANSWERED})


def uses_of(account: Account) -> tuple[CedUse, ...]:
    uses = account.ced_uses
    return () if isinstance(uses, Absence) else uses


def typed_of(kept: Typed, number: int) -> Typed:
    """What was typed for one use before and could not be read, by the names of its boxes."""
    return {name: values for (at, name), values in _by_use(kept).items() if at == number}


def typed_with(kept: Typed, number: int, posted: PostedUse) -> Typed:
    """What a draft keeps as it was typed, once a use was posted."""
    uses = {at: values for at, values in _by_use(kept).items() if at[0] != number}
    uses |= {(number, name): values for name, values in posted.unreadable.items()}
    return _kept(kept, uses)


def typed_without(kept: Typed, number: int) -> Typed:
    """What a draft keeps as it was typed, once a use was removed and those after it moved up."""
    uses = _by_use(kept).items()
    moved = {(at - (at > number), name): text for (at, name), text in uses if at != number}
    return _kept(kept, moved)


def unreadable_uses(account: Account, kept: Typed) -> tuple[Problem, ...]:
    """The first thing that was typed for a use, could not be read, and was not mended since."""
    uses = uses_of(account) if account.is_asked(USES) else ()
    for number in range(1, len(uses) + 1):
        for name, values in typed_of(kept, number).items():
            sentence = f"Use {number}: {_unreadable(name, values[0])}"
            return (Problem(question=USES, sentence=sentence, href=f"#{USES}"),)
    return ()


def _by_use(kept: Typed) -> dict[tuple[int, str], Sequence[str]]:
    found = ((re.fullmatch(rf"{USES}-([0-9])-(.+)", name), text) for name, text in kept.items())
    return {(int(match[1]), match[2]): text for match, text in found if match}


def _kept(kept: Typed, uses: Mapping[tuple[int, str], Sequence[str]]) -> Typed:
    others = {name: text for name, text in kept.items() if not name.startswith(f"{USES}-")}
    return {**others, **{f"{USES}-{at}-{name}": text for (at, name), text in uses.items()}}


def controls(posted: PostedUse) -> list[Mapping[str, Any]]:
    """The questions of one use, ready for their components."""
    return [_control(entry.name, posted) for entry in fields(CedUse)]


def _control(name: str, posted: PostedUse) -> Mapping[str, Any]:
    words, answer = USE[name], getattr(posted.use, name)
    params: dict[str, Any] = {
        "name": name,
        "errorMessage": error_of(posted.problems, name),
        "hint": {"text": words.hint} if words.hint else None,
    }
    legend = {"legend": {"text": words.label, "classes": "govuk-fieldset__legend--s"}}
    if _is_closed(name):
        items = [_item(code, checked=answer is code) for code in YesNo]
        radios = {"idPrefix": name, "fieldset": legend, "items": items}
        return {"kind": "radios", "params": {**params, **radios, "classes": "govuk-radios--inline"}}
    if codes := _codes(name):
        chosen = answer if isinstance(answer, tuple) else ()
        items = [_item(code, checked=code in chosen) for code in codes]
        boxes = {"idPrefix": name, "fieldset": legend, "items": items}
        classes = "govuk-checkboxes--small app-places"
        return {"kind": "checkboxes", "params": {**params, **boxes, "classes": classes}}
    value = (posted.typed.get(name) or ["" if isinstance(answer, Absence) else str(answer)])[0]
    label = {"text": words.label, "classes": "govuk-label--s"}
    box = {"id": name, "label": label, "value": value, "classes": "govuk-input--width-10"}
    return {"kind": "text", "params": {**params, **box}}


def _item(code: CodeList, *, checked: bool) -> dict[str, Any]:
    return {"value": code.value, "text": code.label, "checked": checked}


def _is_closed(name: str) -> bool:
    return YesNo in get_args(HINTS[name])


def _is_number(name: str) -> bool:
    return int in get_args(HINTS[name])


def _codes(name: str) -> type[CodeList] | None:
    """The code list of a question that allows several answers."""
    several = (get_args(kind)[0] for kind in get_args(HINTS[name]) if get_args(kind))
    return next(several, None)


def _problem(name: str, sentence: str) -> Problem:
    return Problem(question=name, sentence=sentence, href=f"#{name}")
