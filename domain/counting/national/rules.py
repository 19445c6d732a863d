"""The counting rules of the return, R1 to R18, each a function of its own (spec: domain, 2.1).

Decision. What of a record counts, and where, is worked out here and nowhere else: databases count
records that are alike, layouts say in which order the figures stand. Consequence: a rule is read,
tested and changed in one place. Kept by ``tests/domain/counting/test_national_rules.py`` and
``tests/returns/test_counted_again.py``.
"""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from domain.codelists.answers import Absence
from domain.codelists.forces import Force
from domain.codelists.injuries import SubjectInjuryLevel
from domain.codelists.outcomes import Outcome
from domain.codelists.tactics import CED_TACTICS, Tactic
from domain.counting.ced import only_highest
from domain.counting.national.tactics import LINES, NATIONAL, NationalTactic
from domain.counting.periods import financial_year

Counted = frozenset[NationalTactic]
Function = TypeVar("Function", bound=Callable[..., object])


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule of the return: its number, the function that is it, and where it was read."""

    number: int
    function: Callable[..., object]
    source: str

    @property
    def name(self) -> str:
        return self.function.__name__.replace("_", "-")


RULES: dict[int, Rule] = {}
"""Every rule by its number; two of them are in ``figures.py``, which adds up."""


def rule(number: int, source: str) -> Callable[[Function], Function]:
    """Say which rule a function is, and where it was read."""

    def register(function: Function) -> Function:
        RULES[number] = Rule(number, function, source)
        return function

    return register


@rule(1, "Home Office 2020; Metropolitan Police, notes. That it is the incident date is inferred")
def year_ending(day: date) -> int:
    """A record counts in the financial year of its incident date, named after the March it ends in."""
    return financial_year(day) + 1


@rule(2, "Home Office 2018 to 2020, notes to table 1")
def each_once(tactics: Iterable[Tactic]) -> Counted:
    """A tactic counts once a record, however often it was used in it."""
    return frozenset(NATIONAL[one] for one in tactics)


@rule(3, "Home Office 2020, table 1; the formula is inferred from its figures")
def times_and_records(line: str, counted: Counted) -> tuple[int, int]:
    """How often a record reports a line, which adds its tactics up, and whether it is on the line."""
    times = len(LINES[line] & counted)
    return times, min(times, 1)


@rule(4, "Home Office 2020, notes to tables 1 and 13")
def highest_use_of_a_ced(tactics: Iterable[Tactic]) -> frozenset[Tactic]:
    """Of several uses of a conducted energy device in one record the highest counts alone."""
    return only_highest(tactics)


@rule(5, "Home Office 2020, notes")
def communications_only_with_another(counted: Counted) -> Counted:
    """Tactical communication stands on its own line, when used with another tactic, and in no total."""
    return counted if counted - {NationalTactic.COMMUNICATIONS} else frozenset()


@rule(6, "Home Office 2018 to 2020, table 1")
def is_not_reported(counted: Counted) -> bool:
    """A record without a tactic counts as a record, and in no total of tactics."""
    return not counted


@rule(7, "Home Office 2020, notes to table 1")
def not_stated(tactics: Collection[Tactic], *, ced_used: bool) -> Counted:
    """A tool that was used and of which no tactic says the level: the form asks so of a CED alone."""
    named = any(one in CED_TACTICS for one in tactics)
    return frozenset({NationalTactic.CED_NOT_STATED} if ced_used and not named else ())


NOT_REPORTED = "not-reported"


@rule(8, "Home Office 2019 and 2020, tables 2 to 5")
def or_not_reported(code: str) -> str:
    """Whatever leaves an answer blank is “Not reported”, a column, so that rows always add up."""
    return NOT_REPORTED if code.startswith("~") else code


@rule(11, "Home Office 2020, notes to tables 10 and 11")
def as_found(*answers: str) -> tuple[str, ...]:
    """Contradictory answers are counted as they were given: not injured, and an injury level."""
    return tuple(or_not_reported(one) for one in answers)


@rule(12, "Home Office 2018, note to table 11")
def deaths(outcomes: Collection[str], level: SubjectInjuryLevel | Absence) -> tuple[bool, bool]:
    """Whether the outcome is a fatality, and whether the injury is death: two independent answers."""
    return Outcome.FATALITY in outcomes, level is SubjectInjuryLevel.DEATH


@rule(13, "Home Office 2020, notes to tables 2 to 5")
def note_of_perception(described: str) -> str:
    """What the officer perceived is not what the person would say of themselves."""
    return (
        f"The {described} is what the reporting officer perceived. It is not as reliable as what"
        " people say of themselves."
    )


@rule(14, "seen in the tables of the Home Office, 2019 and 2020")
def shown(figure: int | None) -> int | str:
    """Nothing is rounded or hidden; a colon stands for what is not available."""
    return ":" if figure is None else figure


@rule(15, "Home Office 2023; 2020, note to table 10; Leicestershire Police")
def notes_of_comparison() -> tuple[str, ...]:
    """What figures of the return must not be taken for."""
    return (
        "Police forces record differently: their figures must not be compared or ranked.",
        "A rise may be better recording and not more use of force.",
        "Figures about injured officers are not comparable with statistics of assaults.",
    )


@rule(16, "Home Office 2018 and 2019, table 13")
def name_when_revised(force: str, now: Collection[int], before: Collection[int] | None) -> str:
    """A force of an earlier year whose figures are not what was published then is marked (R)."""
    return force if before is None or list(now) == list(before) else f"{force} (R)"


@rule(17, "policeprofessional.com, of the year ending March 2025")
def note_of_persons() -> str:
    """Records are not people, and people cannot be counted from the return."""
    return (
        "A record is one officer’s use of force on one person. One event may make several records,"
        " so that neither people nor events can be counted from these tables."
    )


BRITISH_TRANSPORT_SINCE = 2024
MADE_UP = frozenset({Force.NORTHSHIRE})


@rule(18, "Home Office 2024; Metropolitan Police, notes")
def supplies(force: Force, year: int) -> bool:
    """The 43 territorial forces supply the return, and the British Transport Police from 2024."""
    if force is Force.BRITISH_TRANSPORT:
        return year >= BRITISH_TRANSPORT_SINCE
    return force not in MADE_UP


def counted_nationally(tactics: Collection[Tactic], *, ced_used: bool) -> Counted:
    """The tactics of the return for which a record counts, by R2, R4, R5 and R7."""
    named = each_once(highest_use_of_a_ced(tactics))
    return communications_only_with_another(named | not_stated(tactics, ced_used=ced_used))
