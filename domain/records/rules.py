"""What an account must satisfy before it is submitted, and what a reviewer is warned of.

Each rule is a function that is true when the account satisfies it. The sources are sections of the
specification's ``domain.md``: the numbered rules of 2.3, and R-numbers of 2.1.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, get_args

from domain.codelists.answers import Absence, YesNo
from domain.codelists.codelist import CodeList
from domain.codelists.conduct import PrimaryConduct
from domain.codelists.editions import FIRST_DAY
from domain.codelists.injuries import SubjectInjuryLevel
from domain.codelists.outcomes import Outcome
from domain.codelists.tactics import CED_TACTICS, Tactic
from domain.local_time import LOCAL, happened_at
from domain.records.account import ANSWER_TYPES, QUESTIONS, Account
from domain.records.finding import Finding
from domain.records.question import codes_of
from domain.records.tactics import MOST_CED_USES, MOST_TACTICS, CedUse, TacticUsed

Check = Callable[[Account], bool]


@dataclass(frozen=True, kw_only=True, slots=True)
class Rule:
    """A named rule, the question it is about, what to do when it fails, and where it comes from."""

    check: Check
    question: str
    sentence: str
    source: str
    blocks: bool

    @property
    def name(self) -> str:
        return self.check.__name__.replace("_", "-")

    def finding(self, account: Account) -> Finding | None:
        if self.check(account):
            return None
        return Finding(
            rule=self.name, question=self.question, sentence=self.sentence, blocks=self.blocks
        )


RULES: list[Rule] = []
"""Every rule that depends on the account alone, in form order."""


def _rule(question: str, sentence: str, *, source: str, blocks: bool) -> Callable[[Check], Check]:
    def register(check: Check) -> Check:
        RULES.append(
            Rule(check=check, question=question, sentence=sentence, source=source, blocks=blocks)
        )
        return check

    return register


def blocks(question: str, sentence: str, *, source: str) -> Callable[[Check], Check]:
    """A rule that stops submission."""
    return _rule(question, sentence, source=source, blocks=True)


def warns(question: str, sentence: str, *, source: str) -> Callable[[Check], Check]:
    """A rule that only tells the reviewer."""
    return _rule(question, sentence, source=source, blocks=False)


def _steps(account: Account) -> tuple[Tactic, ...]:
    steps = account.tactics
    return () if isinstance(steps, Absence) else tuple(step.tactic for step in steps)


def _ced_uses(account: Account) -> tuple[CedUse, ...]:
    uses = account.ced_uses
    return () if isinstance(uses, Absence) else uses


def _names_one(account: Account, question: str) -> bool:
    answer = getattr(account, question)
    return isinstance(answer, Absence) or len(answer) > 0


@blocks("locations", "Select where it happened, at least one kind of place", source="2.3 rule 7")
def names_at_least_one_location(account: Account) -> bool:
    return _names_one(account, "locations")


@blocks("reasons", "Select at least one reason for using force", source="2.3 rule 7")
def names_at_least_one_reason(account: Account) -> bool:
    return _names_one(account, "reasons")


@blocks("outcomes", "Select at least one outcome", source="2.3 rule 7")
def names_at_least_one_outcome(account: Account) -> bool:
    return _names_one(account, "outcomes")


@blocks(
    "assaulted_with",
    "Select what you were assaulted with",
    source="1.2 item 8, asked when 6 is yes",
)
def names_what_the_officer_was_assaulted_with(account: Account) -> bool:
    return _names_one(account, "assaulted_with")


@blocks(
    "tactics",
    "Select at least one tactic other than tactical communications",
    source="2.3 rule 1; R6: a record without one counts as not reported",
)
def names_a_tactic_other_than_communications(account: Account) -> bool:
    if isinstance(account.tactics, Absence):
        return True
    return any(tactic is not Tactic.COMMUNICATIONS for tactic in _steps(account))


@blocks("tactics", "Select yes if each tactic was effective", source="2.3 rule 2")
def says_whether_each_tactic_was_effective(account: Account) -> bool:
    if isinstance(account.tactics, Absence):
        return True
    return all(step.effective is not Absence.NOT_ANSWERED for step in account.tactics)


@blocks("tactics", f"Enter no more than {MOST_TACTICS} tactics", source="2.3 rule 2")
def names_no_more_than_twenty_tactics(account: Account) -> bool:
    return len(_steps(account)) <= MOST_TACTICS


@blocks("ced_uses", f"Enter no more than {MOST_CED_USES} uses", source="1.2 items 19 to 33")
def details_no_more_than_four_ced_uses(account: Account) -> bool:
    return len(_ced_uses(account)) <= MOST_CED_USES


@blocks("ced_uses", "Enter at least one use of the Taser", source="2.3 rule 3")
def details_a_ced_use(account: Account) -> bool:
    return _names_one(account, "ced_uses")


@blocks(
    "ced_used",
    "Select yes: your tactics say that you used a Taser",
    source="2.3 rule 3; 1.2 item 17: drawing one is a use",
)
def agrees_that_a_ced_was_used(account: Account) -> bool:
    return account.ced_used is not YesNo.NO or not _used_a_ced(account)


@blocks(
    "ced_uses",
    "Enter the use in which you fired the Taser: your tactics say that you did",
    source="2.3 rule 3: a firing has a cartridge and cycles, so it has a use",
)
def details_the_firing_that_it_names(account: Account) -> bool:
    if isinstance(account.ced_uses, Absence) or Tactic.CED_FIRED not in _steps(account):
        return True
    return any(use.fired is YesNo.YES for use in account.ced_uses)


@blocks(
    "ced_uses",
    "Enter the cartridge number and the number of cycles for each firing",
    source="2.3 rule 3",
)
def details_each_firing(account: Account) -> bool:
    fired = (use for use in _ced_uses(account) if use.fired is YesNo.YES)
    return all(_is_given(use.cartridge_number) and _is_given(use.cycles) for use in fired)


def _is_given(answer: object) -> bool:
    return not isinstance(answer, Absence)


@blocks(
    "ced_uses",
    "Remove the probes of each use in which the Taser was not fired or stunned with",
    source="1.2 items 34 and 35: asked when fired or stun",
)
def places_probes_only_where_the_ced_was_discharged(account: Account) -> bool:
    return all(
        _is_discharge(use) or not (_some(use.probes_front) or _some(use.probes_back))
        for use in _ced_uses(account)
    )


def _is_discharge(use: CedUse) -> bool:
    return YesNo.YES in (use.fired, use.drive_stun, use.angle_drive_stun)


def _some(answer: tuple[object, ...] | Absence) -> bool:
    return isinstance(answer, tuple) and len(answer) > 0


@blocks(
    "firearm_aimed",
    "Select yes if you aimed a firearm: your answer and your tactics must agree",
    source="2.3 rule 4",
)
def agrees_whether_a_firearm_was_aimed(account: Account) -> bool:
    return _agrees(account, account.firearm_aimed, Tactic.FIREARM_AIMED)


@blocks(
    "firearm_fired",
    "Select yes if you fired a firearm: your answer and your tactics must agree",
    source="2.3 rule 4",
)
def agrees_whether_a_firearm_was_fired(account: Account) -> bool:
    return _agrees(account, account.firearm_fired, Tactic.FIREARM_FIRED)


def _agrees(account: Account, answer: YesNo | Absence, tactic: Tactic) -> bool:
    if isinstance(answer, Absence) or isinstance(account.tactics, Absence):
        return True
    return (answer is YesNo.YES) == (tactic in _steps(account))


@blocks(
    "outcomes",
    "Select fatality as an outcome if the person died",
    source="2.3 rule 6; R12. The reverse only warns: a person may die of something other than force",
)
def records_a_death_as_a_fatality(account: Account) -> bool:
    died = account.subject_injury_level is SubjectInjuryLevel.DEATH
    return not died or Outcome.FATALITY in codes_of(account.outcomes)


@blocks("area", "Select the area", source="1.2 item 4: one of a force's list; a code, never words")
def names_the_area_by_its_code(account: Account) -> bool:
    return isinstance(account.area, Absence) or bool(AREA.fullmatch(account.area))


@blocks(
    "ced_serial",
    "Enter the serial number of the Taser, letters and digits",
    source="1.2 items 18 and 27; 4.2: serials are matched to the device's download",
)
def gives_a_serial_number_of_the_ced(account: Account) -> bool:
    return isinstance(account.ced_serial, Absence) or is_serial(account.ced_serial)


@blocks(
    "ced_uses",
    "Enter the cartridge number, letters and digits",
    source="1.2 items 18 and 27; 4.2: serials are matched to the device's download",
)
def gives_the_number_of_each_cartridge(account: Account) -> bool:
    given = (use.cartridge_number for use in _ced_uses(account))
    return all(isinstance(number, Absence) or is_serial(number) for number in given)


AREA = re.compile(r"[a-z0-9][a-z0-9-]{0,39}")
SERIAL = re.compile(r"[A-Za-z0-9][A-Za-z0-9 ./_-]{0,39}")


def is_serial(text: str) -> bool:
    """Whether this can be the serial number of a device or cartridge."""
    # These stand clear in the log and in read models: a name must not slip in among them.
    return bool(SERIAL.fullmatch(text)) and any(character.isdigit() for character in text)


@blocks("crowd_estimate", "Enter how many people were in the crowd, 2 or more", source="section 10")
def estimates_a_crowd_of_several(account: Account) -> bool:
    estimate = account.crowd_estimate
    return isinstance(estimate, Absence) or estimate > 1


@warns(
    "subject_injury_level",
    "The outcome is a fatality but the injury level is not death",
    source="2.3 rule 6; R12",
)
def explains_a_fatality(account: Account) -> bool:
    if Outcome.FATALITY not in codes_of(account.outcomes):
        return True
    return account.subject_injury_level is SubjectInjuryLevel.DEATH


@warns("ced_trained", "A Taser was used by an officer not trained to", source="2.3 rule 3")
def used_a_ced_only_if_trained(account: Account) -> bool:
    return not _used_a_ced(account) or account.ced_trained is not YesNo.NO


@warns("ced_carried", "A Taser was used by an officer not carrying one", source="2.3 rule 3")
def used_a_ced_only_if_carried(account: Account) -> bool:
    return not _used_a_ced(account) or account.ced_carried is not YesNo.NO


LEVELS = (
    ("drawn", Tactic.CED_DRAWN),
    ("aimed", Tactic.CED_AIMED),
    ("arced", Tactic.CED_ARCED),
    ("red_dotted", Tactic.CED_RED_DOTTED),
    ("drive_stun", Tactic.CED_DRIVE_STUN),
    ("angle_drive_stun", Tactic.CED_ANGLE_DRIVE_STUN),
    ("fired", Tactic.CED_FIRED),
)


@warns(
    "ced_uses",
    "The detail of the Taser names a level that the tactics do not",
    source="2.3 rule 3; R4: the return counts the highest level among the tactics",
)
def lists_each_ced_level_as_a_tactic(account: Account) -> bool:
    used = {
        tactic
        for use in _ced_uses(account)
        for level, tactic in LEVELS
        if getattr(use, level) is YesNo.YES
    }
    return used <= set(_steps(account))


@warns(
    "narrative_action",
    "A Taser was used and the account says nothing about it",
    source="1.1: a CED use still needs a narrative on the decision model",
)
def explains_a_ced_use(account: Account) -> bool:
    return not _used_a_ced(account) or any(
        _is_given(answer) or answer in NOT_READ
        for answer in (getattr(account, name) for name in NARRATIVE)
    )


NARRATIVE = tuple(name for name in QUESTIONS if name.startswith("narrative_"))


def _used_a_ced(account: Account) -> bool:
    return any(tactic in CED_TACTICS for tactic in _steps(account))


@warns(
    "officer_assaulted",
    "The officer’s injury was intentional but no assault is recorded",
    source="2.3 rule 5",
)
def records_an_intentional_injury_as_an_assault(account: Account) -> bool:
    intentional = account.officer_injury_intentional is YesNo.YES
    return not intentional or account.officer_assaulted is not YesNo.NO


@warns(
    "primary_conduct",
    "The person was compliant but no compliant tactic is recorded",
    source="2.3 rule 8",
)
def met_compliance_with_a_compliant_tactic(account: Account) -> bool:
    # Communications are not counted as force (R5), so they do not make a strike a mild response.
    force = [tactic for tactic in _steps(account) if tactic is not Tactic.COMMUNICATIONS]
    if account.primary_conduct is not PrimaryConduct.COMPLIANT or not force:
        return True
    return Tactic.COMPLIANT_HANDCUFFING in force


BLOCKING = tuple(rule for rule in RULES if rule.blocks)
REQUIRED = tuple(name for name, question in QUESTIONS.items() if question.required)
NEVER: frozenset[str] = frozenset()


def findings(
    account: Account, *, at: datetime, never_asked: frozenset[str] = NEVER
) -> tuple[Finding, ...]:
    """Everything wrong with an account, blocking findings first.

    ``at`` is the moment of submission or amendment; the incident cannot lie after it.
    ``never_asked`` are the questions that the system an imported account comes from did not ask.
    """
    found = [
        *_of_the_form(account, at, never_asked),
        *(finding for rule in RULES if (finding := rule.finding(account))),
    ]
    return tuple(sorted(found, key=lambda finding: not finding.blocks))


def blocking(
    account: Account, *, at: datetime, never_asked: frozenset[str] = NEVER
) -> tuple[Finding, ...]:
    """The findings that stop submission."""
    return (
        *_of_the_form(account, at, never_asked),
        *(finding for rule in BLOCKING if (finding := rule.finding(account))),
    )


def warnings(account: Account, *, at: datetime) -> tuple[Finding, ...]:
    """The findings that a reviewer is told of."""
    return tuple(finding for finding in findings(account, at=at) if not finding.blocks)


ANSWERS_EVERY_QUESTION = "answers-every-question-asked"
ANSWERS_ONLY_WHAT_WAS_ASKED = "answers-only-what-was-asked"


def _of_the_form(account: Account, at: datetime, never_asked: frozenset[str]) -> Iterator[Finding]:
    """What stops every account, whatever is asked in it."""
    yield from _gaps(account, never_asked)
    yield from _unasked(account)
    yield from _wrong_edition(account)
    yield from _dates(account, at)


def _gaps(account: Account, never_asked: frozenset[str]) -> Iterator[Finding]:
    """Questions that must be answered and are not (1.2, column "Req")."""
    for name in REQUIRED:
        if name not in never_asked and _is_open(account, name):
            yield _blocking(ANSWERS_EVERY_QUESTION, name, "Answer this question")


def _is_open(account: Account, name: str) -> bool:
    """Whether it is asked, and neither answered nor left in a way that the form offers by name."""
    question, answer = QUESTIONS[name], getattr(account, name)
    if not isinstance(answer, Absence) or not account.is_asked(name):
        return False
    if account.is_crowd and question.not_for_crowd:
        return False
    return answer not in (*question.offers, *NOT_READ)


NOT_READ = (Absence.ERASED, Absence.UNOPENED)
"""It was answered; what was said is not ours to ask for again."""


def _unasked(account: Account) -> Iterator[Finding]:
    """Answers whose condition does not hold: the contradictions published today (2.3 rules 3, 5, 6)."""
    for name, answer in account.answers.items():
        if answer is not Absence.NOT_ASKED and not account.is_asked(name):
            sentence = "Remove this answer: it contradicts an earlier one"
            yield _blocking(ANSWERS_ONLY_WHAT_WAS_ASKED, name, sentence)


def _wrong_edition(account: Account) -> Iterator[Finding]:
    """Codes that were not on the form on the incident date (1.4)."""
    day = account.incident_date
    if isinstance(day, Absence):
        return
    for name in DATED:
        answer = getattr(account, name)
        if isinstance(answer, Absence):
            continue
        members = answer if isinstance(answer, tuple) else (answer,)
        members = tuple(m.tactic if isinstance(m, TacticUsed) else m for m in members)
        if any(isinstance(m, CodeList) and not m.since <= day <= m.until for m in members):
            sentence = "Select an answer that was on the form on the day it happened"
            yield _blocking("uses-the-codes-of-its-edition", name, sentence)


def _is_dated(kind: Any) -> bool:
    member, *_ = get_args(kind) or (kind,)  # tuple[X, ...] is of X
    codes = Tactic if member is TacticUsed else member
    return (
        isinstance(codes, type)
        and issubclass(codes, CodeList)
        and any(code.since > date.min or code.until < date.max for code in codes)
    )


DATED = tuple(name for name, kind in ANSWER_TYPES.items() if _is_dated(kind))
"""The questions with a code that is not on every edition of the form."""


def _dates(account: Account, at: datetime) -> Iterator[Finding]:
    """The national set starts on 1 April 2017 and holds nothing from the future (2.3 rule 9)."""
    day, moment = account.incident_date, account.incident_time
    if isinstance(day, Absence):
        return
    if day < FIRST_DAY:
        sentence = "The date you used force must be on or after 1 April 2017"
        yield _blocking("happened-since-recording-began", "incident_date", sentence)
    if day > at.astimezone(LOCAL).date():
        sentence = "The date you used force must be today or in the past"
        yield _blocking("happened-in-the-past", "incident_date", sentence)
    elif not isinstance(moment, Absence) and happened_at(day, moment) > at:
        sentence = "The time you used force must be in the past"
        yield _blocking("happened-in-the-past", "incident_time", sentence)


def _blocking(rule: str, question: str, sentence: str) -> Finding:
    return Finding(rule=rule, question=question, sentence=sentence, blocks=True)
