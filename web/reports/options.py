"""What a report can be filtered by, in words: for the form, and for what was chosen."""

from collections.abc import Mapping
from datetime import date
from typing import Any, get_args

from domain.codelists.answers import Absence, YesNo
from domain.codelists.codelist import CodeList
from domain.codelists.editions import FIRST_DAY, RecordType
from domain.codelists.forces import Force
from domain.codelists.tactics import Tactic
from domain.counting.effectiveness import LAST_POSITION
from domain.counting.groupings import LINES
from domain.counting.periods import Quarter, quarters
from domain.counting.rules import COMMUNICATIONS, LABELS, NOT_REPORTED
from domain.records.account import ANSWER_TYPES, QUESTIONS
from projections.statistics.dimensions import NONE_CHOSEN, UNKNOWN, Dimension, absent
from projections.statistics.sequences import NOTHING, UNANSWERED, StepWanted
from web.forms.schemas import WORDS

Options = Mapping[str, str]
"""Words by code, in the order in which they are offered."""

UNKNOWN_WORDS: Options = {
    absent(Absence.NOT_ANSWERED): "Not reported",
    absent(Absence.NOT_KNOWN): "Not known",
    absent(Absence.NOT_ASKED): "Not asked",
    absent(Absence.NOT_APPLICABLE): "Not applicable (crowd)",
    absent(Absence.REFUSED): "Officer preferred not to say",
    absent(Absence.ERASED): "Erased",
}
RARELY = (absent(Absence.NOT_ASKED), absent(Absence.REFUSED), absent(Absence.ERASED))
"""Understood in an address, and offered only where somebody chose them."""

HEADINGS: Options = {
    "area": "Area",
    "reason": "Reason for force",
    "factor": "Impact factor",
    "conduct": "Primary conduct",
    "age": "Perceived age",
    "gender": "Perceived gender",
    "ethnicity": "Perceived ethnicity",
    "physical": "Perceived physical condition",
    "mental": "Perceived mental condition",
    "outcome": "Outcome",
    "location": "Location",
    "person-injured": "Person injured",
    "person-injury-level": "Person’s injury level",
    "officer-injured": "Officer injured",
    "officer-injury-intentional": "Officer’s injury intentional",
    "officer-injury-level": "Officer’s injury level",
}
"""The form asks the officer; a report is about what they answered."""

KINDS: Options = {one.value: one.label for one in RecordType}


def periods(today: date) -> Options:
    """Every quarter since recording began, the newest first."""
    every = quarters(Quarter.of(FIRST_DAY), Quarter.of(today))
    return {one.code: one.label for one in reversed(list(every))}


def lines() -> Options:
    """The lines of the table by which records can be filtered."""
    lines = {line.code: line.label for line in LINES if line.code != "total"}
    return {**lines, **{code: LABELS[code] for code in (NOT_REPORTED, COMMUNICATIONS)}}


def answers(dimension: Dimension, areas: Options) -> Options:
    """The answers by which records can be filtered, and the ways in which there is none."""
    return {**_codes(dimension, areas), **_none(dimension), **UNKNOWN_WORDS}


def offered(dimension: Dimension, areas: Options, chosen: frozenset[str]) -> Options:
    """Those that the form shows."""
    crowd = absent(Absence.NOT_APPLICABLE)
    left_out = {*RARELY, *([] if QUESTIONS[dimension.question].not_for_crowd else [crowd])}
    every = answers(dimension, areas)
    return {code: words for code, words in every.items() if code not in left_out - chosen}


def forces(own: Force, *, every: bool) -> Options:
    """The forces whose records somebody may count."""
    return {one.value: one.label for one in Force if every or one is own}


def unknown_words(dimension: Dimension, code: str) -> str:
    """What is unknown and in which way, beside a figure: "age not known"."""
    kind: Any = ANSWER_TYPES[dimension.question]
    words = UNKNOWN_WORDS[code] if code in UNKNOWN else kind(code).label
    about = HEADINGS[dimension.name].removeprefix("Perceived ").lower()
    return f"{about} {words[0].lower()}{words[1:]}"


WORKED: Options = {
    YesNo.YES.value: "effective",
    YesNo.NO.value: "not effective",
    UNANSWERED: "no answer whether effective",
}


def step_words(step: StepWanted) -> str:
    """A step of a sequence, for people."""
    parts = [step.tactic.label, _worked(step.answer)]
    if step.position:
        later = " or later" if step.position == LAST_POSITION else ""
        parts.append(f"as step {step.position}{later}")
    if step.then == NOTHING:
        parts.append("nothing used after it")
    elif step.then:
        parts += [f"then {Tactic(step.then).label}", _worked(step.then_answer)]
    return ", ".join(part for part in parts if part)


def _worked(answer: str) -> str:
    if answer in UNKNOWN_WORDS:
        return f"whether effective {UNKNOWN_WORDS[answer].lower()}"
    return WORKED.get(answer, "")


def _codes(dimension: Dimension, areas: Options) -> Options:
    kind = ANSWER_TYPES[dimension.question]
    if dimension.question == "area":
        return areas
    codes: type[CodeList] = get_args(kind)[0] if dimension.several else kind
    return {one.value: one.label for one in codes}


def _none(dimension: Dimension) -> Options:
    none = WORDS[dimension.question].none
    return {NONE_CHOSEN: none} if none else {}
