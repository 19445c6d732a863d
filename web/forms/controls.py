"""From a question and its answer to the parameters of a GOV.UK Frontend component."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from domain.codelists.answers import Absence, YesNo
from domain.codelists.codelist import CodeList
from domain.codelists.tactics import Tactic
from domain.records.account import QUESTIONS, Account
from domain.records.tactics import MOST_TACTICS, TacticUsed
from web.forms.context import Context
from web.forms.kinds import Kind, codes_in, kind_of
from web.forms.loading import Problem, error_of, is_shown, questions
from web.forms.reading import ABSENT, NONE
from web.forms.schemas import WORDS, section_of
from web.forms.words import Words

SMALL = "govuk-radios--small"


@dataclass(frozen=True, kw_only=True, slots=True)
class FollowUp:
    """When a question shows: the parent, its codes, and how to say so without script."""

    question: str
    codes: str
    note: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Control:
    """One question, ready for its component."""

    question: str
    kind: str
    params: Mapping[str, Any]
    more: Mapping[str, Any] | None = None
    """Rarer options of the same question, folded away until they are wanted."""
    follow_up: FollowUp | None = None
    extra: Mapping[str, Any] | None = None


@dataclass(frozen=True, kw_only=True)
class Page:
    """What the controls of one page need to know."""

    account: Account
    context: Context
    typed: Mapping[str, Sequence[str]] = field(default_factory=dict)
    problems: Sequence[Problem] = ()
    folded: frozenset[str] = frozenset()
    """Questions whose rarer options are folded away."""

    def error(self, question: str) -> dict[str, str] | None:
        return error_of(self.problems, question)

    def text(self, name: str, otherwise: str) -> str:
        values = self.typed.get(name)
        return values[0] if values else otherwise


def controls(section: str, page: Page) -> list[Control]:
    """The questions of a section, as far as they belong on its page."""
    return [control(name, page) for name in questions(section) if is_shown(page.account, name)]


def control(question: str, page: Page) -> Control:
    return MAKERS[kind_of(question)](question, page)


def _made(question: str, kind: Kind, params: Mapping[str, Any], **more: Any) -> Control:
    return Control(
        question=question,
        kind=kind.value,
        params=params,
        follow_up=follow_up(question),
        **more,
    )


def follow_up(question: str) -> FollowUp | None:
    """Where a question follows another on the same page."""
    when = QUESTIONS[question].asked_when
    if when is None or section_of(when.question) != section_of(question):
        return None
    codes = codes_in(when.question)
    labels = [code.label for code in codes or () if code in when.codes]
    note = f"Answer if ‘{'’ or ‘'.join(labels)}’"
    return FollowUp(question=when.question, codes=" ".join(sorted(when.codes)), note=note)


def _common(question: str, page: Page) -> dict[str, Any]:
    words = WORDS[question]
    params: dict[str, Any] = {"name": question, "errorMessage": page.error(question)}
    if words.hint:
        params["hint"] = {"text": words.hint}
    return params


def _legend(question: str) -> dict[str, Any]:
    return {"legend": {"text": WORDS[question].label, "classes": "govuk-fieldset__legend--s"}}


def _label(question: str) -> dict[str, Any]:
    return {"text": WORDS[question].label, "classes": "govuk-label--s"}


def _answer(question: str, page: Page) -> Any:
    return getattr(page.account, question)


def _options(question: str, page: Page) -> list[tuple[str, str]]:
    """Codes and labels in the order in which they are offered."""
    if question == "area":
        return list(page.context.areas.items())
    day = page.account.incident_date
    codes = codes_in(question) or CodeList
    members = tuple(codes) if isinstance(day, Absence) else codes.on(day)
    first = WORDS[question].first
    ordered = sorted(members, key=lambda code: first.index(code) if code in first else len(first))
    return [(code.value, code.label) for code in ordered]


def _item(value: str, label: str, *, checked: bool, words: Words) -> dict[str, Any]:
    item: dict[str, Any] = {"value": value, "text": label, "checked": checked}
    if hint := words.options.get(value):
        item["hint"] = {"text": hint}
    return item


def _radios(question: str, page: Page) -> Control:
    answer, words = _answer(question, page), WORDS[question]
    items = [
        _item(code, label, checked=answer == code, words=words)
        for code, label in _options(question, page)
    ]
    for absence in QUESTIONS[question].offers:
        chosen = answer is absence
        items.append(
            _item(f"{ABSENT}{absence.value}", _offer(absence), checked=chosen, words=words)
        )
    params = {
        **_common(question, page),
        "idPrefix": question,
        "fieldset": _legend(question),
        "items": items,
        "classes": _sizes(question, items),
    }
    return _made(question, Kind.RADIOS, params)


def _sizes(question: str, items: Sequence[Any]) -> str:
    if follow_up(question):
        return SMALL
    codes = {item["value"] for item in items}
    return "govuk-radios--inline" if codes == set(YesNo) else ""


def _offer(absence: Absence) -> str:
    offers = {Absence.NOT_KNOWN: "I could not tell", Absence.REFUSED: "I prefer not to say"}
    return offers[absence]


def _select(question: str, page: Page) -> Control:
    answer = _answer(question, page)
    items = [{"value": "", "text": "Select"}]
    items += [
        {"value": code, "text": label, "selected": answer == code}
        for code, label in _options(question, page)
    ]
    params = {**_common(question, page), "id": question, "label": _label(question), "items": items}
    return _made(question, Kind.SELECT, params)


def _checkboxes(question: str, page: Page) -> Control:
    answer, words = _answer(question, page), WORDS[question]
    ticked = [code.value for code in answer] or [NONE] if isinstance(answer, tuple) else []
    chosen = page.typed.get(question, ticked)
    items: list[dict[str, Any]] = [
        _item(code, label, checked=code in chosen, words=words)
        for code, label in _options(question, page)
    ]
    params = {
        **_common(question, page),
        "idPrefix": question,
        "fieldset": _legend(question),
        "classes": "govuk-checkboxes--small" if follow_up(question) else "",
    }
    if question in page.folded:
        common = len(words.first)
        rarer = {"name": question, "idPrefix": f"{question}-more", "items": items[common:]}
        rarer["classes"] = "govuk-checkboxes--small"
        more = {"params": rarer, "open": any(item["checked"] for item in items[common:])}
        return _made(question, Kind.CHECKBOXES, {**params, "items": items[:common]}, more=more)
    if words.none:
        none = _item(NONE, words.none, checked=NONE in chosen, words=words)
        items += [{"divider": "or"}, {**none, "behaviour": "exclusive"}]
    return _made(question, Kind.CHECKBOXES, {**params, "items": items})


def _date(question: str, page: Page) -> Control:
    answer = _answer(question, page)
    given = (
        ("", "", "")
        if isinstance(answer, Absence)
        else (str(answer.day), str(answer.month), str(answer.year))
    )
    error = page.error(question)
    problem = next((one for one in page.problems if one.question == question), None)
    items = []
    for part, value, width in zip(("day", "month", "year"), given, (2, 2, 4), strict=True):
        wrong = problem is not None and (
            problem.href.endswith(f"-{part}") or (error is not None and not any(given))
        )
        items.append(
            {
                "name": part,
                "value": page.text(f"{question}-{part}", value),
                "classes": f"govuk-input--width-{width}{' govuk-input--error' if wrong else ''}",
            }
        )
    params = {
        **_common(question, page),
        "id": question,
        "namePrefix": question,
        "fieldset": _legend(question),
        "items": items,
    }
    return _made(question, Kind.DATE, params)


def _input(question: str, page: Page, value: str, **more: Any) -> dict[str, Any]:
    return {
        **_common(question, page),
        "id": question,
        "label": _label(question),
        "value": page.text(question, value),
        **more,
    }


def _time(question: str, page: Page) -> Control:
    answer = _answer(question, page)
    value = "" if isinstance(answer, Absence) else f"{answer:%H:%M}"
    params = _input(question, page, value, classes="govuk-input--width-5", spellcheck=False)
    return _made(question, Kind.TIME, params)


def _number(question: str, page: Page) -> Control:
    answer = _answer(question, page)
    value = "" if isinstance(answer, Absence) else str(answer)
    params = _input(question, page, value, classes="govuk-input--width-5", inputmode="numeric")
    offers = [
        {"value": absence.value, "text": _offer(absence), "checked": answer is absence}
        for absence in QUESTIONS[question].offers
    ]
    extra = {"name": f"{question}-absent", "items": offers, "classes": "govuk-checkboxes--small"}
    return _made(question, Kind.NUMBER, params, extra=extra if offers else None)


def _text(question: str, page: Page) -> Control:
    answer = _answer(question, page)
    value = "" if isinstance(answer, Absence) else str(answer)
    params = _input(question, page, value, autocomplete="off", spellcheck=False)
    if answer is Absence.ERASED:
        params["hint"] = {"text": "Erased. It cannot be answered again"}
        params["disabled"] = True
    return _made(question, Kind.TEXT, params)


def _long_text(question: str, page: Page) -> Control:
    answer = _answer(question, page)
    value = "" if isinstance(answer, Absence) else str(answer)
    return _made(question, Kind.LONG_TEXT, _input(question, page, value, rows="5"))


def _people(question: str, page: Page) -> Control:
    answer = _answer(question, page)
    numbers = {} if isinstance(answer, Absence) else page.context.collar_numbers(answer)
    params = _input(question, page, ", ".join(numbers.values()), autocomplete="off")
    return _made(question, Kind.PEOPLE, params)


def _tactics(question: str, page: Page) -> Control:
    answer = _answer(question, page)
    steps = answer if isinstance(answer, tuple) else ()
    return _made(question, Kind.TACTICS, {"error": page.error(question)}, extra=tactic_steps(steps))


def tactic_steps(steps: Iterable[TacticUsed | None], *, focus: int | None = None) -> dict[str, Any]:
    """The list of tactics; an empty place is ``None``, and there is always one to fill."""
    places = list(steps) or [None]
    options = [(tactic.value, tactic.label) for tactic in Tactic]
    return {
        "steps": [
            {
                "number": number,
                "tactic": step.tactic.value if step else "",
                "label": step.tactic.label if step else "",
                "effective": step.effective.value if step else "",
                "focus": focus == number,
            }
            for number, step in enumerate(places)
        ],
        "options": options,
        "full": len(places) >= MOST_TACTICS,
        "most": MOST_TACTICS,
    }


def _ced_uses(question: str, page: Page) -> Control:
    answer = _answer(question, page)
    uses = answer if isinstance(answer, tuple) else ()
    return _made(question, Kind.CED_USES, {"error": page.error(question)}, extra={"uses": uses})


MAKERS = {
    Kind.RADIOS: _radios,
    Kind.SELECT: _select,
    Kind.CHECKBOXES: _checkboxes,
    Kind.DATE: _date,
    Kind.TIME: _time,
    Kind.NUMBER: _number,
    Kind.TEXT: _text,
    Kind.LONG_TEXT: _long_text,
    Kind.PEOPLE: _people,
    Kind.TACTICS: _tactics,
    Kind.CED_USES: _ced_uses,
}
