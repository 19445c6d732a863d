"""From what was typed to plain data, question by question."""

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

from domain.records.account import QUESTIONS
from domain.records.tactics import MOST_TACTICS
from web.forms.context import Context
from web.forms.kinds import Kind, kind_of
from web.forms.schemas import WORDS

Typed = Mapping[str, Sequence[str]]
"""A posted form: every value of every field, in order."""

NONE = "none"
"""The box that says none of the others."""
ABSENT = "~"
"""Before the code of a way of not answering, so that no option can be taken for it."""
MONTHS = {
    name: number
    for number, names in enumerate(
        [
            "jan january",
            "feb february",
            "mar march",
            "apr april",
            "may",
            "jun june",
            "jul july",
            "aug august",
            "sep sept september",
            "oct october",
            "nov november",
            "dec december",
        ],
        start=1,
    )
    for name in names.split()
}
LARGEST_NUMBER = 1_000_000


class UnreadableError(ValueError):
    """What was typed is not an answer; ``control`` is the part to mend, such as ``-month``."""

    def __init__(self, sentence: str, control: str = "") -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.control = control


def read(question: str, typed: Typed, context: Context) -> Any | None:
    """The plain answer that was typed; none if nothing was.

    Raises:
        UnreadableError: something was typed that cannot be an answer.

    """
    return READERS[kind_of(question)](question, typed, context)


def _first(name: str, typed: Typed) -> str:
    values = typed.get(name, ())
    return values[0].strip() if values else ""


def _code(question: str, typed: Typed, context: Context) -> Any | None:
    value = _first(question, typed)
    if value.startswith(ABSENT):
        offered = [absence.value for absence in QUESTIONS[question].offers]
        if (chosen := value.removeprefix(ABSENT)) not in offered:
            raise UnreadableError(WORDS[question].missing)
        return {"absent": chosen}
    if question == "area" and value and value not in context.areas:
        raise UnreadableError(WORDS[question].missing)
    return value or None


def _codes(question: str, typed: Typed, _: Context) -> Any | None:
    values = [value for value in typed.get(question, ()) if value]
    if NONE not in values:
        return list(dict.fromkeys(values)) or None
    if len(values) > 1:
        none = WORDS[question].none
        raise UnreadableError(f"Select what applies, or ‘{none}’, not both")
    return []


def _text(question: str, typed: Typed, _: Context) -> Any | None:
    return _first(question, typed).replace("\r\n", "\n") or None


def _number(question: str, typed: Typed, _: Context) -> Any | None:
    if not (text := _first(question, typed)):
        return _offered(question, typed)
    if not re.fullmatch(r"[0-9][0-9, ]{0,20}", text, re.ASCII):
        raise UnreadableError("Enter a whole number, like 12")
    number = int(re.sub(r"[, ]", "", text))
    if number > LARGEST_NUMBER:
        raise UnreadableError(f"Enter a number no larger than {LARGEST_NUMBER:,}")
    return number


def _offered(question: str, typed: Typed) -> Any | None:
    """An answer such as "not known" in a box of its own beside a number."""
    offered = [absence.value for absence in QUESTIONS[question].offers]
    chosen = _first(f"{question}-absent", typed)
    return {"absent": chosen} if chosen in offered else None


def _date(question: str, typed: Typed, _: Context) -> Any | None:
    parts = {part: _first(f"{question}-{part}", typed) for part in ("day", "month", "year")}
    if not any(parts.values()):
        return None
    for part, text in parts.items():
        if not text:
            raise UnreadableError(f"Date must include a {part}", f"-{part}")
    month = MONTHS.get(parts["month"].casefold().rstrip("."), parts["month"])
    numbers = (parts["year"], str(month), parts["day"])
    for part, text in zip(("year", "month", "day"), numbers, strict=True):
        if not re.fullmatch(r"[0-9]{1,4}", text, re.ASCII):
            raise UnreadableError(f"Enter the {part} as a number", f"-{part}")
    if len(parts["year"]) != len("2026"):
        raise UnreadableError("Year must include 4 numbers", "-year")
    try:
        return date(*map(int, numbers)).isoformat()
    except ValueError:
        raise UnreadableError("Enter a real date", "-day") from None


def _time(question: str, typed: Typed, _: Context) -> Any | None:
    if not (text := _first(question, typed)):
        return None
    found = re.fullmatch(r"([0-9]{1,2})[:.h ]?([0-9]{2})", text, re.ASCII)
    if not found or int(found[1]) > 23 or int(found[2]) > 59:
        raise UnreadableError("Enter a time, like 14:30")
    return f"{int(found[1]):02}:{found[2]}:00"


def _people(question: str, typed: Typed, context: Context) -> Any | None:
    parts = re.split(r"[,;&\s]+", _first(question, typed))
    numbers = [part for part in parts if part and part.casefold() != "and"]
    found = context.find(numbers)
    if unknown := [number for number in numbers if number not in found]:
        raise UnreadableError(f"There is nobody with collar number {', '.join(unknown)}. Check it")
    return [str(found[number]) for number in dict.fromkeys(numbers)] or None


def _tactics(question: str, typed: Typed, _: Context) -> Any | None:
    steps = []
    for index in tactic_indexes(typed):
        if tactic := _first(f"tactics-{index}-tactic", typed):
            effective = _first(f"tactics-{index}-effective", typed)
            steps.append({"tactic": tactic, "effective": effective or {"absent": "not-answered"}})
    return steps or None


def _elsewhere(question: str, typed: Typed, _: Context) -> Any | None:
    """Answered on pages of its own."""
    return None


def tactic_indexes(typed: Typed) -> list[int]:
    """The numbers of the tactics in a posted form, in order; a hostile form cannot make many."""
    found = {int(match[1]) for name in typed if (match := re.fullmatch(TACTIC_FIELD, name))}
    return sorted(found)[: MOST_TACTICS + 1]


TACTIC_FIELD = r"tactics-([0-9]{1,3})-tactic"

READERS: Mapping[Kind, Callable[[str, Typed, Context], Any | None]] = {
    Kind.RADIOS: _code,
    Kind.SELECT: _code,
    Kind.CHECKBOXES: _codes,
    Kind.DATE: _date,
    Kind.TIME: _time,
    Kind.NUMBER: _number,
    Kind.TEXT: _text,
    Kind.LONG_TEXT: _text,
    Kind.PEOPLE: _people,
    Kind.TACTICS: _tactics,
    Kind.CED_USES: _elsewhere,
}
