from dataclasses import dataclass, replace
from typing import Any

import pytest

from domain.codelists.answers import Absence, YesNo
from domain.codelists.ced import ProbeBack, ProbeFront
from domain.codelists.conduct import PrimaryConduct
from domain.codelists.editions import RecordType
from domain.codelists.injuries import OfficerInjuryLevel, SubjectInjuryLevel
from domain.codelists.locations import LocationType
from domain.codelists.outcomes import Outcome
from domain.codelists.reasons import ReasonForForce
from domain.codelists.tactics import Tactic
from domain.codelists.threats import Threat
from domain.records import rules
from domain.records.errors import AccountHasGapsError
from domain.records.finding import Finding
from domain.records.rules import Rule
from domain.records.tactics import CedUse, TacticUsed
from tests.builders import CED_FIRED, CROWD, MINOR_INJURY, a_submission, an_account, used
from tests.fakes import NOON

Changes = dict[str, Any]


@dataclass(frozen=True, kw_only=True)
class Examples:
    """Accounts that a rule finds fault with, and the nearest ones that it does not."""

    fails: tuple[Changes, ...]
    passes: tuple[Changes, ...]


FIRING = CedUse(fired=YesNo.YES, cartridge_number="C-1", cycles=1)
DRAWN: Changes = {
    **CED_FIRED,
    "tactics": used(Tactic.CED_DRAWN),
    "ced_uses": (CedUse(drawn=YesNo.YES),),
}
DEAD: Changes = {
    **MINOR_INJURY,
    "subject_injury_level": SubjectInjuryLevel.DEATH,
    "serious_injury": YesNo.YES,
}
ATTACKED: Changes = {
    "officer_injured": YesNo.YES,
    "officer_injury_intentional": YesNo.YES,
    "officer_injury_level": OfficerInjuryLevel.MINOR,
    "officer_medical_provided": YesNo.YES,
}
ASSAULTED: Changes = {"officer_assaulted": YesNo.YES, "assaulted_with": (Threat.PUNCH,)}
UNANSWERED_STEP = TacticUsed(tactic=Tactic.SHIELD)

EXAMPLES = {
    "names-at-least-one-location": Examples(
        fails=({"locations": ()},), passes=({"locations": (LocationType.OTHER,)},)
    ),
    "names-at-least-one-reason": Examples(
        fails=({"reasons": ()},), passes=({"reasons": (ReasonForForce.OTHER,)},)
    ),
    "names-at-least-one-outcome": Examples(
        fails=({"outcomes": ()},), passes=({"outcomes": (Outcome.OTHER,)},)
    ),
    "names-what-the-officer-was-assaulted-with": Examples(
        fails=({**ASSAULTED, "assaulted_with": ()},), passes=(ASSAULTED, {})
    ),
    "names-a-tactic-other-than-communications": Examples(
        fails=(
            {"tactics": used(Tactic.COMMUNICATIONS)},
            {"tactics": used(Tactic.COMMUNICATIONS, Tactic.COMMUNICATIONS)},
            {"tactics": ()},
        ),
        passes=({"tactics": used(Tactic.COMMUNICATIONS, Tactic.COMPLIANT_HANDCUFFING)},),
    ),
    "says-whether-each-tactic-was-effective": Examples(
        fails=({"tactics": (*used(Tactic.COMPLIANT_HANDCUFFING), UNANSWERED_STEP)},),
        passes=({"tactics": used(Tactic.COMPLIANT_HANDCUFFING, effective=YesNo.NO)},),
    ),
    "names-no-more-than-twenty-tactics": Examples(
        fails=({"tactics": used(*[Tactic.COMPLIANT_HANDCUFFING] * 21)},),
        passes=({"tactics": used(*[Tactic.COMPLIANT_HANDCUFFING] * 20)},),
    ),
    "details-no-more-than-four-ced-uses": Examples(
        fails=({**CED_FIRED, "ced_uses": (FIRING,) * 5},),
        passes=({**CED_FIRED, "ced_uses": (FIRING,) * 4},),
    ),
    "details-a-ced-use": Examples(
        fails=({**CED_FIRED, "ced_uses": ()},), passes=(CED_FIRED, DRAWN, {})
    ),
    "agrees-that-a-ced-was-used": Examples(
        fails=({**CED_FIRED, "ced_used": YesNo.NO}, {**DRAWN, "ced_used": YesNo.NO}),
        passes=(CED_FIRED, DRAWN),
    ),
    "details-the-firing-that-it-names": Examples(
        fails=({**CED_FIRED, "ced_uses": (CedUse(drawn=YesNo.YES),)},),
        passes=({**CED_FIRED, "ced_uses": (CedUse(drawn=YesNo.YES), FIRING)}, DRAWN),
    ),
    "details-each-firing": Examples(
        fails=(
            {**CED_FIRED, "ced_uses": (CedUse(fired=YesNo.YES, cycles=1),)},
            {**CED_FIRED, "ced_uses": (CedUse(fired=YesNo.YES, cartridge_number="C-1"),)},
            {**CED_FIRED, "ced_uses": (FIRING, CedUse(fired=YesNo.YES))},
        ),
        passes=(CED_FIRED, {**CED_FIRED, "ced_uses": (FIRING, CedUse(fired=YesNo.NO))}),
    ),
    "places-probes-only-where-the-ced-was-discharged": Examples(
        fails=(
            {**DRAWN, "ced_uses": (CedUse(drawn=YesNo.YES, probes_front=(ProbeFront.P1,)),)},
            {**CED_FIRED, "ced_uses": (FIRING, CedUse(probes_back=(ProbeBack.A,)))},
        ),
        passes=(
            {**CED_FIRED, "ced_uses": (replace(FIRING, probes_front=(ProbeFront.P1,)),)},
            {
                **CED_FIRED,
                "ced_uses": (FIRING, CedUse(drive_stun=YesNo.YES, probes_back=(ProbeBack.A,))),
            },
            {**DRAWN, "ced_uses": (CedUse(drawn=YesNo.YES, probes_front=()),)},
        ),
    ),
    "names-the-area-by-its-code": Examples(
        fails=({"area": "Sealed Subject of 5 High Street"}, {"area": "Central"}, {"area": ""}),
        passes=({"area": "out-of-force"}, {"area": "2"}),
    ),
    "gives-a-serial-number-of-the-ced": Examples(
        fails=(
            {**CED_FIRED, "ced_serial": "Sealed Subject"},
            {**CED_FIRED, "ced_serial": "1" * 41},
        ),
        passes=({**CED_FIRED, "ced_serial": "X2-000417"}, {}),
    ),
    "gives-the-number-of-each-cartridge": Examples(
        fails=({**CED_FIRED, "ced_uses": (FIRING, replace(FIRING, cartridge_number="none left"))},),
        passes=({**CED_FIRED, "ced_uses": (replace(FIRING, cartridge_number="C/20417"),)},),
    ),
    "agrees-whether-a-firearm-was-aimed": Examples(
        fails=(
            {"tactics": used(Tactic.FIREARM_AIMED), "firearm_aimed": YesNo.NO},
            {"firearm_aimed": YesNo.YES},
        ),
        passes=({"tactics": used(Tactic.FIREARM_AIMED), "firearm_aimed": YesNo.YES}, {}),
    ),
    "agrees-whether-a-firearm-was-fired": Examples(
        fails=(
            {"tactics": used(Tactic.FIREARM_FIRED), "firearm_fired": YesNo.NO},
            {"firearm_fired": YesNo.YES},
        ),
        passes=({"tactics": used(Tactic.FIREARM_FIRED), "firearm_fired": YesNo.YES}, {}),
    ),
    "records-a-death-as-a-fatality": Examples(
        fails=(DEAD,), passes=({**DEAD, "outcomes": (Outcome.FATALITY,)}, MINOR_INJURY)
    ),
    "estimates-a-crowd-of-several": Examples(
        fails=({**CROWD, "crowd_estimate": 1}, {**CROWD, "crowd_estimate": 0}),
        passes=(
            {**CROWD, "crowd_estimate": 2},
            {**CROWD, "crowd_estimate": Absence.NOT_KNOWN},
        ),
    ),
    "explains-a-fatality": Examples(
        fails=(
            {"outcomes": (Outcome.FATALITY,)},
            {**MINOR_INJURY, "outcomes": (Outcome.FATALITY,)},
        ),
        passes=({**DEAD, "outcomes": (Outcome.FATALITY,)}, {}),
    ),
    "used-a-ced-only-if-trained": Examples(
        fails=({**CED_FIRED, "ced_trained": YesNo.NO, "ced_carried": Absence.NOT_ANSWERED},),
        passes=(CED_FIRED, {"ced_trained": YesNo.NO}),
    ),
    "used-a-ced-only-if-carried": Examples(
        fails=({**CED_FIRED, "ced_carried": YesNo.NO},),
        passes=(CED_FIRED, {"ced_trained": YesNo.YES, "ced_carried": YesNo.NO}),
    ),
    "lists-each-ced-level-as-a-tactic": Examples(
        fails=(
            {**CED_FIRED, "tactics": used(Tactic.CED_FIRED)},
            {**DRAWN, "ced_uses": (CedUse(drawn=YesNo.YES, red_dotted=YesNo.YES),)},
        ),
        passes=(CED_FIRED, DRAWN, {**CED_FIRED, "ced_uses": (FIRING,)}),
    ),
    "explains-a-ced-use": Examples(
        fails=({**CED_FIRED, "narrative_action": Absence.NOT_ANSWERED},),
        passes=(
            CED_FIRED,
            {
                **CED_FIRED,
                "narrative_action": Absence.NOT_ANSWERED,
                "narrative_information": "He held a knife.",
            },
            {},
        ),
    ),
    "records-an-intentional-injury-as-an-assault": Examples(
        fails=(ATTACKED,),
        passes=({**ATTACKED, **ASSAULTED}, {**ATTACKED, "officer_injury_intentional": YesNo.NO}),
    ),
    "met-compliance-with-a-compliant-tactic": Examples(
        fails=(
            {"tactics": used(Tactic.BATON_USED)},
            {"tactics": used(Tactic.NON_COMPLIANT_HANDCUFFING)},
            {"tactics": used(Tactic.COMMUNICATIONS, Tactic.BATON_USED)},
        ),
        passes=(
            {},
            {"tactics": used(Tactic.COMPLIANT_HANDCUFFING, Tactic.GROUND_RESTRAINT)},
            {
                "tactics": used(Tactic.BATON_USED),
                "primary_conduct": PrimaryConduct.AGGRESSIVE,
            },
        ),
    ),
}
"""By rule: spec, domain, 2.3. A rule without examples of both kinds fails the test."""

each_rule = pytest.mark.parametrize("rule", rules.RULES, ids=lambda rule: rule.name)


def findings_of(rule: Rule, changes: Changes) -> list[Finding]:
    found = rules.findings(an_account(**changes), at=NOON)
    return [finding for finding in found if finding.rule == rule.name]


def test_no_example_is_of_a_rule_that_is_gone() -> None:
    assert EXAMPLES.keys() == {rule.name for rule in rules.RULES}


@each_rule
def test_a_rule_has_examples_of_both_kinds(rule: Rule) -> None:
    assert EXAMPLES[rule.name].fails
    assert EXAMPLES[rule.name].passes


@each_rule
def test_an_account_that_breaks_a_rule_is_found_with_the_question_to_put_it_right(
    rule: Rule,
) -> None:
    for changes in EXAMPLES[rule.name].fails:
        (finding,) = findings_of(rule, changes)

        assert finding.question == rule.question
        assert finding.sentence == rule.sentence
        assert finding.blocks is rule.blocks


@each_rule
def test_an_account_that_keeps_a_rule_is_not_found(rule: Rule) -> None:
    for changes in EXAMPLES[rule.name].passes:
        assert findings_of(rule, changes) == [], changes


@each_rule
def test_a_rule_that_blocks_stops_submission_and_one_that_warns_does_not(rule: Rule) -> None:
    for changes in EXAMPLES[rule.name].fails:
        if rule.blocks:
            with pytest.raises(AccountHasGapsError) as refusal:
                a_submission(**changes)
            assert rule.name in [finding.rule for finding in refusal.value.findings]
        else:
            assert a_submission(**changes)


@each_rule
def test_a_rule_stands_for_a_crowd_too(rule: Rule) -> None:
    for changes in EXAMPLES[rule.name].fails:
        crowd = {"record_type": RecordType.CROWD, "crowd_estimate": 200, **changes}

        assert findings_of(rule, crowd), changes


@each_rule
def test_a_rule_names_its_source(rule: Rule) -> None:
    assert any(place in rule.source for place in ("1.1", "1.2", "2.3", "section 10"))


@each_rule
def test_a_sentence_says_what_to_do_or_what_is_so_and_ends_without_a_full_stop(
    rule: Rule,
) -> None:
    # GOV.UK error messages have none.
    assert rule.sentence[0].isupper()
    assert not rule.sentence.endswith(".")


def test_a_blameless_account_is_found_with_nothing() -> None:
    assert rules.findings(an_account(), at=NOON) == ()


def test_what_blocks_comes_before_what_warns() -> None:
    account = an_account(tactics=used(Tactic.BATON_USED), firearm_aimed=YesNo.YES)

    found = rules.findings(account, at=NOON)

    assert [finding.blocks for finding in found] == [True, False]
    assert rules.blocking(account, at=NOON) == found[:1]
    assert rules.warnings(account, at=NOON) == found[1:]
