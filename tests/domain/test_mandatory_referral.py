from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import pytest

from domain.codelists.answers import YesNo
from domain.codelists.injuries import OfficerInjuryLevel, SubjectInjured, SubjectInjuryLevel
from domain.codelists.outcomes import Outcome
from domain.codelists.perceptions import PerceivedAge
from domain.codelists.reasons import ReasonForAmendment
from domain.codelists.tactics import Tactic
from domain.event import Event
from domain.records import referral
from domain.records.events import Referred
from domain.records.record import UseOfForceRecord
from domain.records.referral import ReferralRule
from tests.builders import (
    CED_FIRED,
    MINOR_INJURY,
    a_submission,
    a_submitted_record,
    after,
    an_account,
    and_then,
    used,
)
from tests.people import OFFICER, SUPERVISOR

Changes = dict[str, Any]

DEAD: Changes = {
    **MINOR_INJURY,
    "subject_injury_level": SubjectInjuryLevel.DEATH,
    "serious_injury": YesNo.YES,
    "outcomes": (Outcome.FATALITY,),
}
SEVERE: Changes = {
    **MINOR_INJURY,
    "subject_injury_level": SubjectInjuryLevel.SEVERE,
    "serious_injury": YesNo.NO,
}
OFFICER_HURT: Changes = {
    "officer_injured": YesNo.YES,
    "officer_injury_intentional": YesNo.NO,
    "officer_injury_level": OfficerInjuryLevel.MINOR,
    "officer_medical_provided": YesNo.YES,
}
CHILD: Changes = {"perceived_age": PerceivedAge.FROM_11}
DOG_BITE: Changes = {"tactics": used(Tactic.DOG_BITE)}


@dataclass(frozen=True, kw_only=True)
class Examples:
    """Accounts that a rule fires on, and the nearest ones that it does not fire on."""

    fires: tuple[Changes, ...]
    does_not: tuple[Changes, ...]


EXAMPLES = {
    "death": Examples(
        fires=(
            DEAD,
            {**SEVERE, "outcomes": (Outcome.FATALITY,)},
            {"subject_injury_level": SubjectInjuryLevel.DEATH},
        ),
        does_not=(SEVERE, {"outcomes": (Outcome.HOSPITALISED,)}),
    ),
    "serious-injury": Examples(
        fires=(SEVERE, {**DEAD, "serious_injury": YesNo.YES}),
        does_not=(MINOR_INJURY, {"subject_injured": SubjectInjured.UNKNOWN}),
    ),
    "firearm-fired": Examples(
        fires=(
            {"tactics": used(Tactic.FIREARM_FIRED), "firearm_fired": YesNo.YES},
            {"tactics": used(Tactic.COMMUNICATIONS, Tactic.FIREARM_FIRED)},
        ),
        does_not=({"tactics": used(Tactic.FIREARM_AIMED), "firearm_aimed": YesNo.YES},),
    ),
    "aep-fired": Examples(
        fires=({"tactics": used(Tactic.AEP_FIRED)},),
        does_not=({"tactics": used(Tactic.AEP_AIMED)},),
    ),
    "ced-discharged-under-18": Examples(
        fires=(
            {**CED_FIRED, **CHILD},
            {**CHILD, "tactics": used(Tactic.CED_DRIVE_STUN)},
            {
                "perceived_age": PerceivedAge.UNDER_11,
                "tactics": used(Tactic.CED_ANGLE_DRIVE_STUN),
            },
        ),
        does_not=(CED_FIRED, {**CHILD, "tactics": used(Tactic.CED_RED_DOTTED)}, CHILD),
    ),
    "ced-discharged": Examples(
        fires=(
            CED_FIRED,
            {"tactics": used(Tactic.CED_DRIVE_STUN)},
            {"tactics": used(Tactic.CED_ANGLE_DRIVE_STUN)},
        ),
        does_not=(
            {"tactics": used(Tactic.CED_DRAWN, Tactic.CED_AIMED)},
            {"tactics": used(Tactic.CED_ARCED, Tactic.CED_RED_DOTTED)},
        ),
    ),
    "ced-under-18": Examples(
        fires=(
            {**CHILD, "tactics": used(Tactic.CED_DRAWN)},
            {"perceived_age": PerceivedAge.UNDER_11, "tactics": used(Tactic.CED_FIRED)},
        ),
        does_not=({"tactics": used(Tactic.CED_DRAWN)}, {**CHILD, "tactics": used(Tactic.SHIELD)}),
    ),
    "dog-bite": Examples(fires=(DOG_BITE,), does_not=({"tactics": used(Tactic.DOG_DEPLOYED)},)),
    "officer-severely-injured": Examples(
        fires=({**OFFICER_HURT, "officer_injury_level": OfficerInjuryLevel.SEVERE},),
        does_not=(OFFICER_HURT,),
    ),
    "hospitalised": Examples(
        fires=({"outcomes": (Outcome.HOSPITALISED,), "tactics": used(Tactic.GROUND_RESTRAINT)},),
        does_not=(
            {"outcomes": (Outcome.HOSPITALISED,)},
            {
                "outcomes": (Outcome.HOSPITALISED,),
                "tactics": used(Tactic.COMMUNICATIONS, Tactic.NON_COMPLIANT_HANDCUFFING),
            },
            {"tactics": used(Tactic.GROUND_RESTRAINT)},
        ),
    ),
}
"""By rule: spec, domain, 4.3. A rule without examples fails the test."""

each_rule = pytest.mark.parametrize("rule", referral.RULES, ids=lambda rule: rule.code)


def test_no_example_is_of_a_rule_that_is_gone() -> None:
    assert EXAMPLES.keys() == {rule.code for rule in referral.RULES}


@each_rule
def test_a_rule_fires_on_what_it_is_about(rule: ReferralRule) -> None:
    for changes in EXAMPLES[rule.code].fires:
        assert rule in referral.firing(an_account(**changes)), changes


@each_rule
def test_a_rule_does_not_fire_on_its_neighbours(rule: ReferralRule) -> None:
    for changes in EXAMPLES[rule.code].does_not:
        assert rule not in referral.firing(an_account(**changes)), changes


@each_rule
def test_a_rule_has_a_label_a_source_and_a_limit(rule: ReferralRule) -> None:
    assert rule.label[0].isupper()
    assert "4.3" in rule.source
    assert rule.days in (referral.ONE_DAY, referral.THREE_DAYS)


def test_death_serious_injury_and_shots_are_for_the_next_day() -> None:
    urgent = {rule.code for rule in referral.RULES if rule.days == referral.ONE_DAY}

    assert urgent == {"death", "serious-injury", "firearm-fired", "ced-discharged-under-18"}


def test_compliant_handcuffing_refers_nothing() -> None:
    assert referral.firing(an_account()) == ()


def referrals(events: tuple[Event, ...]) -> list[Referred]:
    return [event for event in events if isinstance(event, Referred)]


def amended(record: UseOfForceRecord, **changes: Any) -> tuple[Event, ...]:
    return record.amend(
        changes,
        reason=ReasonForAmendment.NEW_EVIDENCE,
        explanation="The video shows it.",
        command=OFFICER.commands(),
    )


def test_a_referral_is_recorded_with_the_submission_that_calls_for_it() -> None:
    events = a_submission(**DOG_BITE)

    (referred,) = referrals(events)
    assert referred.rules == ("dog-bite",)
    assert referred.originator_version == events[0].originator_version + 1
    assert referred.metadata.why == "referral-rule"
    assert referred.explanation is None


def test_rules_that_fire_together_are_one_referral_with_the_shortest_limit() -> None:
    (referred,) = referrals(a_submission(**CED_FIRED, **CHILD))

    assert referred.rules == ("ced-discharged-under-18", "ced-discharged", "ced-under-18")
    assert referred.due == datetime(2026, 11, 21, 23, 59, 59, tzinfo=UTC)


def test_an_amendment_that_makes_a_rule_fire_records_the_referral() -> None:
    events = amended(a_submitted_record(), **DOG_BITE)

    (referred,) = referrals(events)
    assert referred.rules == ("dog-bite",)
    assert referred.originator_version == events[0].originator_version + 1


def test_a_rule_that_was_recorded_is_not_recorded_again() -> None:
    record = a_submitted_record(**DOG_BITE)

    assert referrals(amended(record, area="north")) == []


def test_a_rule_that_stopped_firing_and_fires_again_is_not_recorded_again() -> None:
    record = a_submitted_record(**DOG_BITE)
    without = and_then(record, amended(record, tactics=used(Tactic.GROUND_RESTRAINT)))

    assert referrals(amended(without, **DOG_BITE)) == []


def test_a_second_rule_is_recorded_beside_the_first() -> None:
    record = a_submitted_record(**DOG_BITE)

    (referred,) = referrals(amended(record, outcomes=(Outcome.HOSPITALISED,)))

    assert referred.rules == ("hospitalised",)


def test_a_referral_is_not_waived_by_amending_the_answer_away() -> None:
    record = a_submitted_record(**DOG_BITE)

    later = and_then(record, amended(record, tactics=used(Tactic.GROUND_RESTRAINT)))

    assert later.referrals == ("dog-bite",)


def test_a_referral_is_not_waived_by_accepting_the_record() -> None:
    record = a_submitted_record(**DOG_BITE)

    later = and_then(record, record.accept(advice="", command=SUPERVISOR.commands()))

    assert later.referrals == ("dog-bite",)


def test_the_supervisors_review_goes_on_beside_a_mandatory_referral() -> None:
    record = after(*a_submission(**DOG_BITE))

    assert record.accept(advice="", command=SUPERVISOR.commands())


@pytest.mark.parametrize(
    ("since", "days", "due"),
    [
        pytest.param("2026-11-20T12:00Z", 1, "2026-11-21T23:59:59Z", id="winter"),
        pytest.param("2026-07-01T12:00Z", 1, "2026-07-02T22:59:59Z", id="summer"),
        pytest.param("2026-07-01T23:30Z", 1, "2026-07-03T22:59:59Z", id="after local midnight"),
        pytest.param("2026-11-20T23:59Z", 1, "2026-11-21T23:59:59Z", id="before local midnight"),
        pytest.param("2026-03-28T12:00Z", 1, "2026-03-29T22:59:59Z", id="the clocks go forward"),
        pytest.param("2026-10-24T12:00Z", 1, "2026-10-25T23:59:59Z", id="the clocks go back"),
        pytest.param("2026-10-23T12:00Z", 3, "2026-10-26T23:59:59Z", id="three days across it"),
        pytest.param("2026-12-30T12:00Z", 3, "2027-01-02T23:59:59Z", id="across the year"),
    ],
)
def test_it_is_due_at_the_end_of_a_local_day(since: str, days: int, due: str) -> None:
    moment = datetime.fromisoformat(since)

    assert referral.due(days, since=moment) == datetime.fromisoformat(due)
