"""The whole account of one record, such that the rules find nothing to block."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, time
from functools import lru_cache
from random import Random
from typing import Any
from uuid import UUID

from domain.codelists.answers import YesNo
from domain.codelists.duties import MainDuty
from domain.codelists.editions import RecordType
from domain.codelists.impact_factors import ImpactFactor
from domain.codelists.injuries import SubjectInjured, SubjectInjuryLevel
from domain.codelists.locations import LocationType
from domain.codelists.outcomes import Outcome
from domain.codelists.reasons import EDITION_2023, ReasonForForce
from domain.codelists.tactics import CED_TACTICS, Tactic
from web.demo.generating import frequencies, habits, words
from web.demo.generating.chance import AtLeastOne, Pick, below, happens, one_of
from web.demo.generating.frequencies import MENTAL, MENTAL_AND_PHYSICAL, Health
from web.demo.generating.roster import Member, Need
from web.demo.generating.tactics import Done, ced_use_of, steps_of
from web.settings import OUT_OF_FORCE

YES, NO = YesNo.YES, YesNo.NO

REASONS: AtLeastOne[ReasonForForce] = AtLeastOne(frequencies.REASONS)
LOCATIONS: AtLeastOne[LocationType] = AtLeastOne(frequencies.LOCATIONS)
SUBJECT_INJURED: Pick[SubjectInjured] = Pick(frequencies.SUBJECT_INJURED)
SUBJECT_INJURY_LEVELS: Pick[SubjectInjuryLevel] = Pick(frequencies.SUBJECT_INJURY_LEVELS)
OFFICER_INJURY_LEVELS = Pick(frequencies.OFFICER_INJURY_LEVELS)
AT_THE_MATCH = (LocationType.STADIUM, LocationType.STREET)
CROWD_REASONS = (
    ReasonForForce.PROTECT_PUBLIC,
    ReasonForForce.PROTECT_OFFICERS,
    ReasonForForce.PREVENT_HARM,
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Scene:
    """What all records of an encounter have in common."""

    day: date
    at: time
    locations: tuple[LocationType, ...]
    area: str
    place: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Person:
    """A subject as one perceives them, and what weighed and came of it."""

    age: Any
    gender: Any
    ethnicity: Any
    health: Health
    factors: tuple[ImpactFactor, ...]
    outcomes: tuple[Outcome, ...]
    name: str


def scene(day: date, at: time, areas: Sequence[str], source: Random, *, is_crowd: bool) -> Scene:
    locations = (one_of(source, AT_THE_MATCH),) if is_crowd else LOCATIONS.of(source)
    outside = happens(source, habits.OUT_OF_FORCE_SHARE)
    return Scene(
        day=day,
        at=at,
        locations=locations,
        area=OUT_OF_FORCE if outside else one_of(source, areas),
        place=words.place(source, locations),
    )


@lru_cache
def _perceived(ending: int) -> tuple[Pick[Any], Pick[Any], Pick[Any], Pick[Health]]:
    year = frequencies.YEARS[ending]
    return Pick(year.age), Pick(year.gender), Pick(year.ethnicity), Pick(year.health)


def person(day: date, source: Random) -> Person:
    """Somebody; age, gender, ethnicity and condition do not depend on one another here."""
    age, gender, ethnicity, health = (
        one.of(source) for one in _perceived(frequencies.year_of(day).ending)
    )
    return Person(
        age=age,
        gender=gender,
        ethnicity=ethnicity,
        health=health,
        factors=_factors(day, health, source),
        outcomes=_outcomes(day >= EDITION_2023).of(source),
        name=words.subject_name(source),
    )


def seen_by_another(seen: Person, day: date, source: Random) -> Person:
    """The same person as another officer perceives them: mostly alike."""
    age, gender, ethnicity, _ = _perceived(frequencies.year_of(day).ending)
    return replace(
        seen,
        age=_otherwise(seen.age, age, source),
        gender=_otherwise(seen.gender, gender, source),
        ethnicity=_otherwise(seen.ethnicity, ethnicity, source),
    )


def _otherwise(seen: Any, anybody: Pick[Any], source: Random) -> Any:
    return anybody.of(source) if happens(source, habits.SEES_IT_OTHERWISE) else seen


@lru_cache
def _outcomes(since_2023: bool) -> AtLeastOne[Outcome]:  # noqa: FBT001 - a key of the cache
    return AtLeastOne(frequencies.outcomes_on(EDITION_2023 if since_2023 else date.min))


def _factors(day: date, health: Health, source: Random) -> tuple[ImpactFactor, ...]:
    return tuple(
        factor
        for factor, share in frequencies.IMPACT_FACTORS.items()
        if happens(
            source,
            _mental_health(day, health, share) if factor is ImpactFactor.MENTAL_HEALTH else share,
        )
    )


def _mental_health(day: date, health: Health, share: float) -> float:
    """Of those who appeared to have a condition, most; of the others, what is left of the share."""
    shares = frequencies.year_of(day).health
    mental = (shares[MENTAL] + shares[MENTAL_AND_PHYSICAL]) / sum(shares.values())
    if health in (MENTAL, MENTAL_AND_PHYSICAL):
        return habits.MENTAL_HEALTH_WEIGHED
    return (share - habits.MENTAL_HEALTH_WEIGHED * mental) / (1 - mental)


def answers(
    seen: Scene,
    subject: Person | None,
    officer: Member,
    done: Done,
    source: Random,
    *,
    colleagues: Sequence[UUID],
) -> dict[str, Any]:
    """The coded answers of a record; ``subject`` is none for a crowd."""
    outcomes = subject.outcomes if subject else (Outcome.OTHER,)
    told: dict[str, Any] = {
        "record_type": RecordType.INDIVIDUAL if subject else RecordType.CROWD,
        "incident_date": seen.day,
        "incident_time": seen.at,
        "locations": seen.locations,
        "area": seen.area,
        **_shift(officer, done, source, is_crowd=subject is None),
        "outcomes": outcomes,
        **_tactics(done, outcomes, source),
        **_injuries(subject, source),
    }
    if colleagues:
        told["colleagues"] = tuple(colleagues)
    told |= _of_person(seen.day, subject, done, source) if subject else _of_crowd(source)
    told |= _officer_injury(told, source)
    return told


def _shift(officer: Member, done: Done, source: Random, *, is_crowd: bool) -> Mapping[str, Any]:
    duty = MainDuty.PUBLIC_ORDER if is_crowd else officer.duty
    if done.need is Need.FIREARM:
        duty = MainDuty.ARV
    used_ced = any(tactic in CED_TACTICS for tactic in done.tactics)
    told: dict[str, Any] = {
        "main_duty": duty,
        "single_crewed": _yes(source, habits.SINGLE_CREWED),
        "ced_trained": YES if officer.ced_trained else NO,
    }
    if officer.ced_trained:
        told["ced_carried"] = YES if used_ced else _yes(source, habits.CED_CARRIED)
    told["video_recorded"] = _yes(source, habits.VIDEO)
    if told["video_recorded"] is NO:
        told["no_video_reason"] = habits.NO_VIDEO.of(source)
    return told


def _tactics(done: Done, outcomes: tuple[Outcome, ...], source: Random) -> Mapping[str, Any]:
    told: dict[str, Any] = {
        "tactics": steps_of(done, source, outcomes),
        "firearm_aimed": YES if Tactic.FIREARM_AIMED in done.tactics else NO,
        "firearm_fired": YES if Tactic.FIREARM_FIRED in done.tactics else NO,
    }
    if any(tactic in CED_TACTICS for tactic in done.tactics):
        told |= {
            "ced_used": YES,
            "ced_serial": f"X{20 + below(source, 10)}-{100_000 + below(source, 900_000)}",
            "ced_uses": (ced_use_of(done, source),),
        }
    return told


def _of_person(day: date, subject: Person, done: Done, source: Random) -> Mapping[str, Any]:
    conduct = habits.CONDUCT[done.kind].of(source)
    mental, physical = subject.health
    told: dict[str, Any] = {
        "perceived_age": subject.age,
        "perceived_gender": subject.gender,
        "perceived_ethnicity": subject.ethnicity,
        "physical_condition": physical,
        "mental_condition": mental,
        "primary_conduct": conduct,
        "officer_assaulted": _yes(source, habits.ASSAULTED[conduct]),
        "impact_factors": subject.factors,
        "reasons": _reasons(day, source),
    }
    if ImpactFactor.WEAPON in subject.factors and happens(source, habits.THREATENED_BY_A_WEAPON):
        told["threatened_with"] = (habits.THREATENED_WITH.of(source),)
    if powers := habits.POWERS.of(source):
        told["powers"] = powers
    if happens(source, habits.DE_ESCALATION_ASKED):
        told["de_escalation"] = _yes(source, habits.DE_ESCALATED)
    return told


def _reasons(day: date, source: Random) -> tuple[ReasonForForce, ...]:
    """A stop and search is a search; from 1 April 2023 the form tells it apart."""
    found = REASONS.of(source)
    if (
        day >= EDITION_2023
        and ReasonForForce.EFFECT_SEARCH in found
        and happens(source, habits.STOP_AND_SEARCH)
    ):
        return (*found, ReasonForForce.EFFECT_STOP_AND_SEARCH)
    return found


def _of_crowd(source: Random) -> Mapping[str, Any]:
    least, most = habits.CROWD_SIZE
    return {
        "crowd_estimate": least + 10 * below(source, (most - least) // 10),
        "officer_assaulted": NO,
        "impact_factors": (ImpactFactor.CROWD,),
        "reasons": CROWD_REASONS[: 1 + below(source, len(CROWD_REASONS))],
    }


def _injuries(subject: Person | None, source: Random) -> Mapping[str, Any]:
    if subject is None:
        return {"subject_injured": SubjectInjured.NO}
    if Outcome.FATALITY in subject.outcomes and happens(
        source, frequencies.DEATHS_AMONG_FATALITIES
    ):
        return _injured(SubjectInjuryLevel.DEATH, source)
    injured = SUBJECT_INJURED.of(source)
    if injured is not SubjectInjured.YES:
        return {"subject_injured": injured}
    return _injured(SUBJECT_INJURY_LEVELS.of(source), source)


def _injured(level: SubjectInjuryLevel, source: Random) -> dict[str, Any]:
    told: dict[str, Any] = {
        "subject_injured": SubjectInjured.YES,
        "subject_injury_level": level,
    }
    if level is not SubjectInjuryLevel.MINOR:
        told["serious_injury"] = _yes(source, habits.SERIOUS_IF_SEVERE)
    told["subject_medical_offered"] = _yes(source, habits.MEDICAL_OFFERED)
    if told["subject_medical_offered"] is YES:
        told["subject_medical_provided"] = _yes(source, habits.MEDICAL_PROVIDED)
    return told


def _officer_injury(told: Mapping[str, Any], source: Random) -> Mapping[str, Any]:
    """With the assault: who was hurt on purpose was assaulted."""
    injury: dict[str, Any] = {"officer_injured": _yes(source, frequencies.OFFICER_INJURED)}
    assaulted = told["officer_assaulted"]
    if injury["officer_injured"] is YES:
        injury["officer_injury_intentional"] = _yes(source, frequencies.OFFICER_INJURY_INTENTIONAL)
        injury["officer_injury_level"] = OFFICER_INJURY_LEVELS.of(source)
        injury["officer_medical_provided"] = _yes(source, habits.OFFICER_TREATED)
        if injury["officer_injury_intentional"] is YES:
            assaulted = injury["officer_assaulted"] = YES
    if assaulted is YES:
        injury["assaulted_with"] = (habits.ASSAULTED_WITH.of(source),)
    return injury


def in_words(told: Mapping[str, Any], seen: Scene, name: str, source: Random) -> dict[str, Any]:
    """What officers write beside their answers; each of these is sealed."""
    written: dict[str, Any] = {}
    if "ced_used" in told or happens(source, habits.WRITES["narrative"]):
        written |= words.narrative(source)
    if happens(source, habits.WRITES["references"]):
        written |= words.references(
            source,
            arrested=Outcome.ARRESTED in told["outcomes"],
            filmed=told["video_recorded"] is YES,
        )
    if happens(source, habits.WRITES["place"]):
        written["place"] = seen.place
    if name and happens(source, habits.WRITES["subject"]):
        written["subject_name"] = name
    if told["subject_injured"] is SubjectInjured.YES:
        written["subject_injury_detail"] = one_of(source, words.INJURY)
    if told["officer_injured"] is YES:
        written["officer_injury_detail"] = one_of(source, words.OWN_INJURY)
    return written


def _yes(source: Random, percent: float) -> YesNo:
    return YES if happens(source, percent) else NO
