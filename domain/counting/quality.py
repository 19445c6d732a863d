"""What is missing in a record and what contradicts itself, by the numbered rules of the specification.

Decision. A record is counted under named checks: what the form's rules find (``domain/records/rules.py``)
and what section 2.3 of the specification asks beyond it, also of a record whose older system did not
ask. Each check belongs to a rule of that section, or stands beside them; those that belong to
one are what a return is checked for, and records are counted in it as they were found (R11).
Consequence: a count can never name something that no record can be found by, and a new rule of the
form that nobody gave a place here fails a test. Kept by ``tests/domain/counting/test_quality.py``.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType

from domain.codelists.answers import Absence, YesNo
from domain.codelists.codelist import CodeList
from domain.codelists.injuries import SubjectInjured
from domain.codelists.tactics import CED_TACTICS
from domain.counting.rules import counted
from domain.records import rules
from domain.records.account import QUESTIONS, Account
from domain.records.finding import Finding
from domain.records.question import codes_of
from domain.records.rules import ANSWERS_EVERY_QUESTION, ANSWERS_ONLY_WHAT_WAS_ASKED


class Kind(CodeList):
    """What is wrong."""

    GAP = "gap", "Something is missing"
    CONTRADICTION = "contradiction", "Answers that do not agree"


@dataclass(frozen=True, kw_only=True, slots=True)
class Check:
    """One way of not meeting a rule, in the words of a report."""

    code: str
    label: str
    kind: Kind
    rule: int | None
    """Its number in section 2.3; none for what other sections ask for."""


GAP, CONTRADICTION = Kind
BEFORE_RECORDING = "before-recording-began"
"""The check of records that are in no year of the return."""


def _gap(rule: int | None, code: str, label: str) -> Check:
    return Check(code=code, label=label, kind=GAP, rule=rule)


def _contradiction(rule: int | None, code: str, label: str) -> Check:
    return Check(code=code, label=label, kind=CONTRADICTION, rule=rule)


RULES: Mapping[int, str] = MappingProxyType(
    {
        1: "At least one tactic other than communications",
        2: "Each tactic says if it was effective, of twenty at most",
        3: "Taser: training, carrying and detail agree with the tactics",
        4: "Firearm: answers agree with the tactics",
        5: "Officer’s injury: answers agree",
        6: "Person’s injury: answers agree with each other and the outcome",
        7: "A reason, an outcome, a location; impact factors or none of them",
        8: "Compliant conduct is met with a compliant tactic",
        9: "Not in the future, and not before 1 April 2017",
        10: "“Not applicable (crowd)” stands on records of a crowd alone",
    }
)
"""The rules of section 2.3, by number. That tests are never counted, which is part of rule 9, needs no
check: no record of ours can be a test."""

CHECKS: tuple[Check, ...] = (
    _gap(1, "no-tactic", "No tactic other than communications"),
    _gap(2, "effective-missing", "A tactic does not say if it was effective"),
    _contradiction(2, "too-many-tactics", "More than twenty tactics"),
    _contradiction(3, "ced-untrained", "Taser used by an officer not said to be trained to"),
    _contradiction(3, "ced-not-carried", "Taser used by an officer not said to carry one"),
    _gap(3, "ced-no-detail", "Taser used and its detail missing"),
    _contradiction(3, "ced-denied", "A Taser tactic, and “Taser used” says no"),
    _contradiction(3, "ced-without-tactic", "Detail of a Taser without a Taser tactic"),
    _contradiction(3, "ced-level-unlisted", "Detail names a level that the tactics do not"),
    _gap(3, "ced-firing-missing", "Taser fired and no use of it says so"),
    _gap(3, "ced-firing-bare", "A firing without its cartridge number or cycles"),
    _contradiction(4, "firearm-aimed-disagrees", "Firearm aimed: answer and tactics disagree"),
    _contradiction(4, "firearm-fired-disagrees", "Firearm fired: answer and tactics disagree"),
    _contradiction(
        5, "officer-injury-denied", "Detail of an injury to an officer who was not injured"
    ),
    _contradiction(5, "intent-without-assault", "Intentional injury and no assault"),
    _contradiction(
        6, "person-injury-denied", "Level of an injury to a person who was not said to be injured"
    ),
    _contradiction(6, "death-no-fatality", "Injury level death, and no outcome fatality"),
    _contradiction(6, "fatality-no-death", "Outcome fatality, and injury level not death"),
    _gap(7, "no-location", "No location"),
    _gap(7, "no-reason", "No reason for force"),
    _gap(7, "no-outcome", "No outcome"),
    _gap(7, "factors-blank", "Impact factors left blank: neither named nor none"),
    _contradiction(8, "compliant-met-with-more", "Compliant conduct and no compliant tactic"),
    _contradiction(9, BEFORE_RECORDING, "Happened before 1 April 2017"),
    _contradiction(9, "in-the-future", "Happened after the day on which it was recorded"),
    _contradiction(10, "crowd-answer", "“Not applicable (crowd)” on a record of one person"),
    _gap(None, "question-open", "Another question that must be answered is not"),
    _gap(None, "assault-means-missing", "Officer assaulted, and nothing says with what"),
    _gap(None, "ced-unexplained", "Taser used and nothing written about it"),
    _contradiction(None, "answer-unasked", "An answer to a question that did not arise"),
    _contradiction(None, "later-that-day", "Happened later on the day on which it was recorded"),
    _contradiction(None, "wrong-edition", "An answer that was not on the form of that day"),
    _contradiction(None, "ced-too-many-uses", "More than four uses of a Taser"),
    _contradiction(None, "probes-without-discharge", "Probes of a Taser that was not discharged"),
    _contradiction(None, "number-unreadable", "A serial or cartridge number that cannot be one"),
    _contradiction(None, "area-unreadable", "An area that is no code"),
    _contradiction(None, "crowd-of-one", "A crowd of fewer than two"),
)
BY_CODE: Mapping[str, Check] = MappingProxyType({one.code: one for one in CHECKS})
NUMBERED: tuple[Check, ...] = tuple(one for one in CHECKS if one.rule is not None)
"""The checks of section 2.3, in the order of its rules: what a return is checked for."""

FOUND: Mapping[str, str] = MappingProxyType(
    {
        "names-at-least-one-location": "no-location",
        "names-at-least-one-reason": "no-reason",
        "names-at-least-one-outcome": "no-outcome",
        "names-what-the-officer-was-assaulted-with": "assault-means-missing",
        "names-a-tactic-other-than-communications": "no-tactic",
        "says-whether-each-tactic-was-effective": "effective-missing",
        "names-no-more-than-twenty-tactics": "too-many-tactics",
        "details-no-more-than-four-ced-uses": "ced-too-many-uses",
        "details-a-ced-use": "ced-no-detail",
        "agrees-that-a-ced-was-used": "ced-denied",
        "details-the-firing-that-it-names": "ced-firing-missing",
        "details-each-firing": "ced-firing-bare",
        "places-probes-only-where-the-ced-was-discharged": "probes-without-discharge",
        "agrees-whether-a-firearm-was-aimed": "firearm-aimed-disagrees",
        "agrees-whether-a-firearm-was-fired": "firearm-fired-disagrees",
        "records-a-death-as-a-fatality": "death-no-fatality",
        "names-the-area-by-its-code": "area-unreadable",
        "gives-a-serial-number-of-the-ced": "number-unreadable",
        "gives-the-number-of-each-cartridge": "number-unreadable",
        "estimates-a-crowd-of-several": "crowd-of-one",
        "explains-a-fatality": "fatality-no-death",
        "used-a-ced-only-if-trained": "ced-untrained",
        "used-a-ced-only-if-carried": "ced-not-carried",
        "lists-each-ced-level-as-a-tactic": "ced-level-unlisted",
        "explains-a-ced-use": "ced-unexplained",
        "records-an-intentional-injury-as-an-assault": "intent-without-assault",
        "met-compliance-with-a-compliant-tactic": "compliant-met-with-more",
        "uses-the-codes-of-its-edition": "wrong-edition",
        "happened-since-recording-began": BEFORE_RECORDING,
        "happened-in-the-past": "in-the-future",
    }
)
"""The check under which what a rule of the form finds is counted."""

CED_DETAIL = ("ced_used", "ced_serial", "ced_uses")
OPEN: Mapping[str, str] = MappingProxyType(
    {
        "tactics": "no-tactic",
        "locations": "no-location",
        "reasons": "no-reason",
        "outcomes": "no-outcome",
        "impact_factors": "factors-blank",
        "assaulted_with": "assault-means-missing",
        **dict.fromkeys(CED_DETAIL, "ced-no-detail"),
    }
)
"""Questions that must be answered and are not, where that has a check of its own."""

UNASKED: Mapping[str, str] = MappingProxyType(
    {
        **dict.fromkeys(CED_DETAIL, "ced-without-tactic"),
        "officer_injury_intentional": "officer-injury-denied",
        "officer_injury_level": "officer-injury-denied",
        "officer_medical_provided": "officer-injury-denied",
        "subject_injury_level": "person-injury-denied",
    }
)
"""Answers whose condition does not hold, where that has a check of its own (R11)."""

LATER_THAT_DAY = "happened-in-the-past", "incident_time"
"""What the form refuses and section 2.3 says nothing of: its rule 9 is about the day."""

AT_LEAST_ONE: Mapping[str, str] = MappingProxyType(
    {"locations": "no-location", "reasons": "no-reason", "outcomes": "no-outcome"}
)
"""The questions of which a record names one code at least, also if it was never asked (2.3 rule 7)."""

NOT_INJURED = (SubjectInjured.NO, SubjectInjured.UNKNOWN, Absence.NOT_KNOWN)
"""What leaves no room for the level of an injury (2.3 rule 6); a blank is a gap and denies nothing."""

NOT_FOR_CROWD = tuple(name for name, question in QUESTIONS.items() if question.not_for_crowd)


def unmet(account: Account, *, at: datetime) -> tuple[str, ...]:
    """The codes of the checks that an account does not meet, in the order of the list.

    ``at`` is the moment at which it was recorded or amended: what was then to come is in the future.
    """
    found = set(_unmet(account, at))
    return tuple(one.code for one in CHECKS if one.code in found) if found else ()


def _unmet(account: Account, at: datetime) -> Iterator[str]:
    for finding in rules.findings(account, at=at, never_asked=account.never_asked):
        yield check_of(finding) if _is_wrong(finding, account) else "answer-unasked"
    yield from _tactics(account)
    if (
        account.officer_injury_intentional is YesNo.YES
        and account.officer_assaulted is not YesNo.YES
    ):
        yield "intent-without-assault"
    for question, code in AT_LEAST_ONE.items():
        if not codes_of(getattr(account, question)):
            yield code
    if isinstance(account.impact_factors, Absence):
        yield "factors-blank"
    if not account.is_crowd and any(
        getattr(account, name) is Absence.NOT_APPLICABLE for name in NOT_FOR_CROWD
    ):
        yield "crowd-answer"


def _is_wrong(finding: Finding, account: Account) -> bool:
    """Whether it is what section 2.3 calls wrong, and not merely an answer too many (its rules 3 and 6)."""
    if finding.rule == ANSWERS_ONLY_WHAT_WAS_ASKED:
        if finding.question == "ced_used":
            return account.ced_used is YesNo.YES
        if finding.question == "subject_injury_level":
            return account.subject_injured in NOT_INJURED
    return True


def _tactics(account: Account) -> Iterator[str]:
    """What the tactics leave open or call for (2.3 rules 1 to 3)."""
    steps = () if isinstance(account.tactics, Absence) else account.tactics
    if not counted(step.tactic for step in steps):
        yield "no-tactic"
    if any(isinstance(step.effective, Absence) for step in steps):
        yield "effective-missing"
    if not any(step.tactic in CED_TACTICS for step in steps):
        return
    if account.ced_trained is not YesNo.YES:
        yield "ced-untrained"
    elif account.ced_carried is not YesNo.YES:
        # Who is not trained is not asked.
        yield "ced-not-carried"
    if isinstance(account.ced_uses, Absence):
        yield "ced-no-detail"


def check_of(finding: Finding) -> str:
    """The check under which a finding is counted."""
    if finding.rule == ANSWERS_EVERY_QUESTION:
        return OPEN.get(finding.question, "question-open")
    if finding.rule == ANSWERS_ONLY_WHAT_WAS_ASKED:
        return UNASKED.get(finding.question, "answer-unasked")
    if (finding.rule, finding.question) == LATER_THAT_DAY:
        return "later-that-day"
    return FOUND[finding.rule]
