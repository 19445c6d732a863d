"""What the program says today, as a version of the lists and of the rules would say it.

Nothing is counted from it: editions are counted from what was pinned. It is what the next version is
written from, and what the newest one is held against (``tests/releases/test_pinned.py``).
"""

from collections.abc import Iterator, Mapping
from datetime import date
from types import MappingProxyType
from typing import Any, get_args, get_origin

from domain.codelists.answers import Absence
from domain.codelists.codelist import CodeList
from domain.codelists.editions import FIRST_DAY, FormEdition
from domain.codelists.expected import ExpectedKind
from domain.codelists.forces import Force
from domain.codelists.releases import ReasonForEdition
from domain.codelists.tactics import Tactic
from domain.counting import ced, groupings, quality, rules, timeliness
from domain.expected.encounter import State
from domain.records.account import ANSWER_TYPES, QUESTIONS
from domain.records.tactics import TacticUsed
from domain.summary.causes import Cause
from domain.summary.tables import TABLES

BESIDE: Mapping[str, type[CodeList]] = MappingProxyType(
    {
        "absence": Absence,
        "cause": Cause,
        "expected-kind": ExpectedKind,
        "expected-state": State,
        "force": Force,
        "form": FormEdition,
        "quality": quality.Kind,
        "reason-for-edition": ReasonForEdition,
    }
)
"""Lists of which an edition says labels and that no question of the form has, by their names."""


def lists() -> dict[str, Any]:
    """The codes and labels of every list, in their order."""
    of_questions = {name: _codes(codes, _asked(name)) for name, codes in _questions()}
    beside = {name: _codes(codes, date.min) for name, codes in BESIDE.items()}
    return {"questions": of_questions, "beside": beside}


def counting() -> dict[str, Any]:
    """The lines of the return, the ranks of a Taser, the checks of a record, and what is late."""
    return {
        "lines": [_line(one) for one in groupings.LINES],
        "beside": dict(rules.BESIDE),
        "highest_first": [one.value for one in ced.HIGHEST_FIRST],
        "checks": {one.code: one.kind.value for one in quality.CHECKS},
        "late_after_minutes": int(timeliness.LATE.total_seconds()) // timeliness.MINUTES,
    }


def _questions() -> Iterator[tuple[str, type[CodeList]]]:
    """Every question by whose list a table of the summary counts."""
    asked = {question for table in TABLES for question in (table.question, table.across)}
    for question in (one for one in QUESTIONS if one in asked):
        kind = ANSWER_TYPES[question]
        found = get_args(kind)[0] if get_origin(kind) is tuple else kind
        codes = Tactic if found is TacticUsed else found
        if isinstance(codes, type) and issubclass(codes, CodeList):
            yield question, codes


def _asked(question: str) -> date:
    """The first incident day of the form that asks it, if not every form did."""
    since = QUESTIONS[question].since
    return since if since > FIRST_DAY else date.min


def _codes(codes: type[CodeList], asked: date) -> list[dict[str, str]]:
    return [_code(one, asked) for one in codes]


def _code(code: CodeList, asked: date) -> dict[str, str]:
    said, since = {"code": code.value, "label": code.label}, max(code.since, asked)
    if since > date.min:
        said["since"] = since.isoformat()
    if code.until < date.max:
        said["until"] = code.until.isoformat()
    return said


def _line(line: groupings.Line) -> dict[str, Any]:
    return {
        "code": line.code,
        "label": line.label,
        "kind": line.kind.value,
        "depth": line.depth,
        "tactics": sorted(one.value for one in line.tactics),
    }
