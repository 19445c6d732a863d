"""What records are marked with, in words: for what was chosen, and for who chooses."""

from collections.abc import Callable, Mapping
from datetime import timedelta
from functools import lru_cache

from domain.codelists.answers import Absence
from domain.codelists.codelist import CodeList
from domain.codelists.reasons import ReasonForAmendment
from domain.counting.groupings import BY_CODE
from domain.counting.national.tactics import LINES as NATIONAL_LINES
from domain.counting.national.tactics import NOT_REPORTED, NationalTactic
from domain.counting.people import Belongs, Known
from domain.counting.quality import CHECKS, RULES
from domain.counting.timeliness import LATE, SPANS, beyond
from domain.records.account import QUESTIONS
from projections.statistics.dimensions import NONE_CHOSEN
from projections.statistics.marks import (
    ANY_RULE,
    ANY_WAY,
    BEFORE,
    ENCOUNTER,
    MENDED,
    MENDED_FOR,
    NATIONAL,
    NOT_KNOWN,
    RECORDED,
    RETURNED,
    REVIEWED,
    RULE,
    SUBJECT,
    TEAM,
    UNKNOWN,
)
from projections.statistics.states import WAYS
from web.forms.schemas import WORDS
from web.reports.options import Options

HEADINGS: Options = {
    RULE: "Rule not met",
    UNKNOWN: "Left open",
    RECORDED: "Recorded after",
    REVIEWED: "Reviewed after",
    RETURNED: "Returned",
    MENDED: "Changed when returned",
    MENDED_FOR: "Reason for that change",
    TEAM: "Team",
    NATIONAL: "Line of the return",
    ENCOUNTER: "Encounter",
    SUBJECT: "Whom it is about",
}
WAYS_IN_WORDS: Mapping[str, str] = {
    Absence.NOT_KNOWN.value: "not known",
    Absence.REFUSED.value: "refused",
    Absence.NOT_ANSWERED.value: "not answered",
    Absence.ERASED.value: "erased",
    Absence.NOT_ASKED.value: "not asked",
    Absence.NOT_APPLICABLE.value: "not applicable",
}
CODED: Mapping[str, type[CodeList]] = {
    ENCOUNTER: Belongs,
    SUBJECT: Known,
    MENDED_FOR: ReasonForAmendment,
}
"""Marks whose codes are a list of the domain."""
MOST_RETURNS = 20
"""As often as a record is thought to be returned at most, where somebody asks for it by number."""

RULE_LABELS: Options = {
    ANY_RULE: "Any rule",
    NONE_CHOSEN: "Every rule is met",
    **{str(number): f"{number}. {text}" for number, text in RULES.items()},
    **{one.code: one.label for one in CHECKS},
}


LINES_OF_THE_RETURN: Options = {
    NOT_REPORTED: "Tactic not reported",
    **{code: BY_CODE[code].label for code in NATIONAL_LINES if code in BY_CODE},
    **{one.value: one.label for one in NationalTactic},
}


ALWAYS: Mapping[str, Options] = {
    RULE: RULE_LABELS,
    NATIONAL: LINES_OF_THE_RETURN,
    **{name: {one.value: one.label for one in kind} for name, kind in CODED.items()},
}


def options(name: str, *, teams: Callable[[], Options], overdue: timedelta) -> Options:
    """The codes of a mark that an address may name, in words."""
    return teams() if name == TEAM else _fixed(name, overdue)


@lru_cache(maxsize=64)
def _fixed(name: str, overdue: timedelta) -> Options:
    if name in ALWAYS:
        return ALWAYS[name]
    if name == UNKNOWN:
        return {
            f"{question}.{way}": f"{label(question)}: {words}"
            for question in QUESTIONS
            for way, words in (*WAYS_IN_WORDS.items(), (ANY_WAY, "unknown in any way"))
        }
    if name in (RECORDED, REVIEWED):
        late = beyond(LATE if name == RECORDED else overdue)
        missing = "Not known" if name == RECORDED else "Not reviewed yet, or not known"
        spans = {one.code: one.label for one in (*SPANS, late)}
        return {**spans, BEFORE: "Before it happened", NOT_KNOWN: missing}
    if name == RETURNED:
        times = {str(number): f"{number} times" for number in range(2, MOST_RETURNS + 1)}
        return {ANY_WAY: "Once at least", "0": "Never", "1": "Once", **times}
    return {NONE_CHOSEN: "Nothing yet", **{question: label(question) for question in QUESTIONS}}


def label(question: str) -> str:
    """What a question is about, in a table."""
    return WORDS[question].heading


assert WAYS_IN_WORDS.keys() == WAYS.keys()
