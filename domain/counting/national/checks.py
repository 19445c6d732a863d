"""What a return is checked for before it is made: the validation rules of section 2.3 of the spec.

Records are counted as they were found (R11); a check says which of them somebody should look at. It
is made of a record when the record is made or amended, so that it says the same of the same log.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

from domain.codelists.answers import Absence, YesNo
from domain.codelists.editions import FIRST_DAY
from domain.codelists.injuries import SubjectInjured
from domain.codelists.tactics import CED_TACTICS
from domain.counting.national.rules import deaths
from domain.records import rules
from domain.records.account import Account
from domain.records.question import codes_of

Failing = Callable[[Account, date], bool]
"""Whether a record fails a check; the day is the one on which its account was recorded."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Check:
    """One thing to look for, and the rule of section 2.3 that asks for it."""

    code: str
    rule: int
    sentence: str
    fails: Failing


_CHECKS: list[Check] = []


def _check(rule: int, sentence: str) -> Callable[[Failing], Failing]:
    def register(fails: Failing) -> Failing:
        code = fails.__name__.strip("_").replace("_", "-")
        _CHECKS.append(Check(code=code, rule=rule, sentence=sentence, fails=fails))
        return fails

    return register


def failed(account: Account, recorded: date) -> tuple[str, ...]:
    """The codes of the checks that a record fails, in their order."""
    return tuple(one.code for one in _CHECKS if one.fails(account, recorded))


@_check(1, "No tactic other than tactical communications: counts as “Not reported”")
def _no_tactic(account: Account, recorded: date) -> bool:
    return isinstance(account.tactics, Absence) or not (
        rules.names_a_tactic_other_than_communications(account)
    )


@_check(2, "A tactic without an answer to whether it was effective")
def _effective_missing(account: Account, recorded: date) -> bool:
    if isinstance(account.tactics, Absence):
        return False
    return any(isinstance(step.effective, Absence) for step in account.tactics)


@_check(2, "More than twenty tactics")
def _too_many_tactics(account: Account, recorded: date) -> bool:
    return not rules.names_no_more_than_twenty_tactics(account)


@_check(3, "A Taser tactic, and the officer not recorded as trained in it and carrying it")
def _ced_not_carried(account: Account, recorded: date) -> bool:
    trained = account.ced_trained is YesNo.YES and account.ced_carried is YesNo.YES
    return _names_a_ced(account) and not trained


@_check(3, "A Taser tactic without its detail")
def _ced_detail_missing(account: Account, recorded: date) -> bool:
    return _names_a_ced(account) and not _has_ced_detail(account)


@_check(3, "Detail of a Taser, or that it was used, without a Taser tactic")
def _ced_tactic_missing(account: Account, recorded: date) -> bool:
    used = account.ced_used is YesNo.YES or _has_ced_detail(account)
    return used and not _names_a_ced(account)


@_check(3, "A Taser fired, without cartridge number or number of cycles")
def _firing_not_detailed(account: Account, recorded: date) -> bool:
    return not (
        rules.details_each_firing(account) and rules.details_the_firing_that_it_names(account)
    )


@_check(4, "The answers about firearms and the tactics do not agree")
def _firearms_disagree(account: Account, recorded: date) -> bool:
    return not (
        rules.agrees_whether_a_firearm_was_aimed(account)
        and rules.agrees_whether_a_firearm_was_fired(account)
    )


@_check(5, "Officer not injured, and intent, level or medical help recorded")
def _officer_injury_contradicted(account: Account, recorded: date) -> bool:
    about = (
        account.officer_injury_intentional,
        account.officer_injury_level,
        account.officer_medical_provided,
    )
    injured = account.officer_injured is YesNo.YES
    return not injured and not all(isinstance(one, Absence) for one in about)


@_check(5, "Officer injured on purpose, and no assault recorded")
def _assault_not_recorded(account: Account, recorded: date) -> bool:
    intentional = account.officer_injury_intentional is YesNo.YES
    return intentional and account.officer_assaulted is not YesNo.YES


@_check(6, "Person not injured or not known to be, and an injury level recorded")
def _subject_injury_contradicted(account: Account, recorded: date) -> bool:
    uninjured = account.subject_injured in (SubjectInjured.NO, SubjectInjured.UNKNOWN)
    return uninjured and not isinstance(account.subject_injury_level, Absence)


@_check(6, "Fatality as outcome without death as injury, or the reverse")
def _deaths_disagree(account: Account, recorded: date) -> bool:
    fatality, death = deaths(codes_of(account.outcomes), account.subject_injury_level)
    return fatality != death


@_check(7, "No reason for force: left out of table 6")
def _no_reason(account: Account, recorded: date) -> bool:
    return not codes_of(account.reasons)


@_check(7, "Impact factors left blank, which is not the same as none")
def _factors_blank(account: Account, recorded: date) -> bool:
    return isinstance(account.impact_factors, Absence)


@_check(7, "No outcome: left out of table 8")
def _no_outcome(account: Account, recorded: date) -> bool:
    return not codes_of(account.outcomes)


@_check(7, "No location: left out of table 9")
def _no_location(account: Account, recorded: date) -> bool:
    return not codes_of(account.locations)


@_check(8, "Person compliant, and no compliant tactic")
def _compliance_not_met(account: Account, recorded: date) -> bool:
    return not rules.met_compliance_with_a_compliant_tactic(account)


@_check(9, "Dated after the day on which it was recorded")
def _in_the_future(account: Account, recorded: date) -> bool:
    day = account.incident_date
    return not isinstance(day, Absence) and day > recorded


@_check(9, "Dated before 1 April 2017: in no return")
def _before_recording_began(account: Account, recorded: date) -> bool:
    day = account.incident_date
    return not isinstance(day, Absence) and day < FIRST_DAY


@_check(10, "A record of a crowd: how people were perceived counts as “Not reported” if not said")
def _of_a_crowd(account: Account, recorded: date) -> bool:
    return account.is_crowd


def _names_a_ced(account: Account) -> bool:
    steps = account.tactics
    return not isinstance(steps, Absence) and any(step.tactic in CED_TACTICS for step in steps)


def _has_ced_detail(account: Account) -> bool:
    return not isinstance(account.ced_uses, Absence) and bool(account.ced_uses)


CHECKS: Mapping[str, Check] = MappingProxyType({one.code: one for one in _CHECKS})
"""Every check by its code, in the order of the rules."""
