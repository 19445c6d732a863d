"""Each check of a return: a record that fails it, and that a complete one fails none."""

from datetime import date
from typing import Any

import pytest

from domain.codelists.answers import Absence, YesNo
from domain.codelists.conduct import PrimaryConduct
from domain.codelists.injuries import OfficerInjuryLevel, SubjectInjured, SubjectInjuryLevel
from domain.codelists.outcomes import Outcome
from domain.codelists.tactics import Tactic
from domain.counting.national.checks import CHECKS, failed
from domain.records.account import Account
from domain.records.tactics import CedUse, TacticUsed
from tests.builders import CED_FIRED, CROWD, MINOR_INJURY, answers, used

RECORDED = date(2026, 11, 25)
BLANK = Absence.NOT_ANSWERED

FAILING: dict[str, list[dict[str, Any]]] = {
    "no-tactic": [{"tactics": used(Tactic.COMMUNICATIONS)}, {"tactics": BLANK}, {"tactics": ()}],
    "effective-missing": [{"tactics": (TacticUsed(tactic=Tactic.COMPLIANT_HANDCUFFING),)}],
    "too-many-tactics": [{"tactics": used(*[Tactic.COMPLIANT_HANDCUFFING] * 21)}],
    "ced-not-carried": [
        {**CED_FIRED, "ced_carried": YesNo.NO},
        {**CED_FIRED, "ced_trained": BLANK, "ced_carried": BLANK},
    ],
    "ced-detail-missing": [{**CED_FIRED, "tactics": used(Tactic.CED_DRAWN), "ced_uses": BLANK}],
    "ced-tactic-missing": [{"ced_used": YesNo.YES}, {"ced_uses": (CedUse(drawn=YesNo.YES),)}],
    "firing-not-detailed": [{**CED_FIRED, "ced_uses": (CedUse(fired=YesNo.YES),)}],
    "firearms-disagree": [{"firearm_aimed": YesNo.YES}, {"firearm_fired": YesNo.YES}],
    "officer-injury-contradicted": [
        {"officer_injury_level": OfficerInjuryLevel.MINOR},
        {"officer_injury_intentional": YesNo.NO},
        {"officer_medical_provided": YesNo.YES},
    ],
    "assault-not-recorded": [
        {
            "officer_injured": YesNo.YES,
            "officer_injury_intentional": YesNo.YES,
            "officer_assaulted": YesNo.NO,
        }
    ],
    "subject-injury-contradicted": [
        {"subject_injured": SubjectInjured.NO, "subject_injury_level": SubjectInjuryLevel.MINOR},
        {
            "subject_injured": SubjectInjured.UNKNOWN,
            "subject_injury_level": SubjectInjuryLevel.SEVERE,
        },
    ],
    "deaths-disagree": [
        {"outcomes": (Outcome.FATALITY,)},
        {"subject_injured": SubjectInjured.YES, "subject_injury_level": SubjectInjuryLevel.DEATH},
    ],
    "no-reason": [{"reasons": ()}, {"reasons": BLANK}, {"reasons": Absence.NOT_ASKED}],
    "factors-blank": [{"impact_factors": BLANK}],
    "no-outcome": [{"outcomes": ()}, {"outcomes": BLANK}],
    "no-location": [{"locations": ()}, {"locations": BLANK}],
    "compliance-not-met": [
        {
            "primary_conduct": PrimaryConduct.COMPLIANT,
            "tactics": used(Tactic.NON_COMPLIANT_HANDCUFFING),
        }
    ],
    "in-the-future": [{"incident_date": date(2026, 11, 26)}],
    "before-recording-began": [{"incident_date": date(2017, 3, 31)}],
    "of-a-crowd": [CROWD],
}


def of(**changes: Any) -> tuple[str, ...]:
    stated = {name: one for name, one in answers(**changes).items() if one is not BLANK}
    return failed(Account.of(stated), RECORDED)


def test_every_rule_of_the_specification_is_checked() -> None:
    assert {one.rule for one in CHECKS.values()} == set(range(1, 11))
    assert FAILING.keys() == CHECKS.keys()


@pytest.mark.parametrize(
    ("code", "changes"), [(code, one) for code, each in FAILING.items() for one in each]
)
def test_a_record_fails_a_check(code: str, changes: dict[str, Any]) -> None:
    assert code in of(**changes)


@pytest.mark.parametrize(
    "changes",
    [{}, CED_FIRED, MINOR_INJURY, {"impact_factors": ()}, {"tactics": used(Tactic.OTHER)}],
)
def test_a_record_that_says_all_of_it_fails_none(changes: dict[str, Any]) -> None:
    given = {"primary_conduct": PrimaryConduct.ACTIVE, **changes}

    assert of(**given) == ()


def test_a_day_is_in_the_future_of_the_day_on_which_it_was_recorded() -> None:
    account = Account.of(answers(incident_date=date(2026, 11, 26)))

    assert "in-the-future" in failed(account, date(2026, 11, 25))
    assert "in-the-future" not in failed(account, date(2026, 11, 26))
