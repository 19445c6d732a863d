"""The short record: the commonest event, on one page.

Facts of the shift and what the kind itself says are filled in and shown as text; nothing that is a
judgement or a perception is ever chosen for the officer (spec: ux, section 4).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from types import MappingProxyType

from domain.codelists.answers import Absence, YesNo
from domain.codelists.conduct import PrimaryConduct
from domain.codelists.editions import RecordType
from domain.codelists.outcomes import Outcome
from domain.codelists.tactics import Tactic
from domain.local_time import LOCAL
from domain.records.account import Account, Answers
from domain.records.tactics import TacticUsed
from web.adapters.preferences import SHIFT
from web.forms.loading import Problem

COMPLIANT_HANDCUFFING = "compliant-handcuffing-on-arrest"

KINDS: Mapping[str, tuple[str, Answers]] = MappingProxyType(
    {
        COMPLIANT_HANDCUFFING: (
            "Compliant handcuffing on arrest",
            {
                "record_type": RecordType.INDIVIDUAL,
                "primary_conduct": PrimaryConduct.COMPLIANT,
                "tactics": (TacticUsed(tactic=Tactic.COMPLIANT_HANDCUFFING),),
                "firearm_aimed": YesNo.NO,
                "firearm_fired": YesNo.NO,
                "outcomes": (Outcome.ARRESTED,),
            },
        )
    }
)
"""What each kind says by itself."""

SHARED = ("incident_date", "incident_time", "locations", "place", "area", "incident_reference")
"""Facts of an event that a colleague's record may lend; never tactics, reasons or perceptions."""

FACTS = ("incident_date", "incident_time", *SHIFT)
STATED = ("primary_conduct", "outcomes")
BEFORE_EFFECT = "impact_factors"
"""The question below which it is asked whether the one tactic worked."""
QUESTIONS = (
    "locations",
    "video_recorded",
    "no_video_reason",
    "reasons",
    "impact_factors",
    "officer_assaulted",
    "assaulted_with",
    "perceived_age",
    "perceived_gender",
    "perceived_ethnicity",
    "physical_condition",
    "mental_condition",
    "subject_injured",
    "subject_injury_level",
    "subject_medical_offered",
    "subject_medical_provided",
    "officer_injured",
    "officer_injury_intentional",
    "officer_injury_level",
    "officer_medical_provided",
)
EFFECTIVE = "effective"
"""The one question that is put otherwise here: whether the handcuffing worked."""


def first_answers(kind: str, shift: Answers, now: datetime) -> Answers:
    """What a short record starts from: the kind, the shift, and now."""
    local = now.astimezone(LOCAL)
    when = {
        "incident_date": local.date(),
        "incident_time": local.time().replace(second=0, microsecond=0, tzinfo=None),
    }
    started = Account.of({**KINDS[kind][1], **shift, **when})
    return started.without_unasked().answers


def shared_facts(colleagues: Account) -> Answers:
    """What another officer's record of the same event may lend (spec: ux, 4)."""
    answered = colleagues.answers
    return {question: answered[question] for question in SHARED if question in answered}


def questions(account: Account) -> tuple[str, ...]:
    """What is asked: facts of the shift that are not known yet, and then everything else."""
    missing = (name for name in SHIFT if account.answer(name) is Absence.NOT_ANSWERED)
    return (*missing, *QUESTIONS)


def with_effect(account: Account, effective: str) -> Account:
    """The account with the answer to whether the one tactic worked."""
    steps = account.tactics
    if isinstance(steps, Absence) or not steps:
        return account
    answer = YesNo(effective) if effective in set(YesNo) else Absence.NOT_ANSWERED
    first = TacticUsed(tactic=steps[0].tactic, effective=answer)
    return account.with_changes({"tactics": (first, *steps[1:])})


def effect(account: Account) -> str:
    """The answer so far, as the form holds it."""
    steps = account.tactics
    return "" if isinstance(steps, Absence) or not steps else steps[0].effective.value


def in_order(problems: Iterable[Problem], asked: Sequence[str]) -> tuple[Problem, ...]:
    """Problems as their questions stand on the page, which is not the order of the full record."""
    place = {name: float(number) for number, name in enumerate(asked)}
    place["tactics"] = place[BEFORE_EFFECT] + 0.5
    return tuple(sorted(problems, key=lambda one: place.get(one.question, len(place))))


def in_its_words(problem: Problem) -> Problem:
    """The one question that is put otherwise here is asked for in its own words."""
    if problem.question != "tactics":
        return problem
    return replace(problem, sentence="Select yes if the handcuffing was effective")
