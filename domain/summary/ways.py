"""Versions of the counting rules and of the code lists: how an edition was counted stays known for ever.

Decision. What a figure of a release hangs on beside the log is named by two numbers. Whoever changes
how records are counted, or takes codes of a list together, adds a version here and leaves the earlier
ones as they are. Consequence: a published edition is counted as it was then, and the difference that
a version makes is told from what happened to records. Kept by
``tests/releases/test_byte_for_byte.py``, which holds figures of every version that was ever used.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType

from domain.codelists.tactics import Tactic
from domain.counting import rules
from domain.records.account import Account

Counted = frozenset[Tactic]


@dataclass(frozen=True, kw_only=True, slots=True)
class CountingRules:
    """One version of how tactics are counted (spec: domain, 2.1)."""

    version: int
    since: date
    """From which releases are counted by it: a break in every series that it changes."""
    says: str
    """What it changed, in words for readers."""
    counted: Callable[[Iterable[Tactic]], Counted]
    """The tactics for which a record counts, of all that it names."""
    lines: Callable[[Counted], tuple[tuple[str, int], ...]]
    """The lines of the table of tactics on which it stands, and how often it counts there."""


@dataclass(frozen=True, kw_only=True, slots=True)
class CodeLists:
    """One version of the lists by which answers are published."""

    version: int
    since: date
    says: str
    recoded: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    """By question: codes that are published as others. Events keep what was answered."""

    def code(self, question: str, code: str) -> str:
        return self.recoded.get(question, {}).get(code, code)


@dataclass(frozen=True, kw_only=True, slots=True)
class Ways:
    """How records are counted: by which rules, and by which lists."""

    rules: CountingRules
    lists: CodeLists

    def tactics(self, account: Account) -> tuple[Tactic, ...]:
        """The tactics that an account names, in their order."""
        steps = account.tactics
        return tuple(self.named(step.tactic for step in steps)) if isinstance(steps, tuple) else ()

    def named(self, tactics: Iterable[Tactic]) -> Iterable[Tactic]:
        return (Tactic(self.lists.code("tactics", one.value)) for one in tactics)

    def lines(self, tactics: Iterable[Tactic]) -> tuple[tuple[str, int], ...]:
        """The lines on which a record with these tactics stands, and how often it counts there."""
        return self.rules.lines(self.rules.counted(tactics))


COUNTING_RULES: Mapping[int, CountingRules] = MappingProxyType(
    {
        1: CountingRules(
            version=1,
            since=date(2017, 4, 1),
            says="Rules R1 to R10 of the Home Office return for the year ending March 2020",
            counted=rules.counted,
            lines=rules.lines,
        )
    }
)
CODE_LISTS: Mapping[int, CodeLists] = MappingProxyType(
    {
        1: CodeLists(
            version=1,
            since=date(2017, 4, 1),
            says="The lists of the national form, each code under its own name",
        )
    }
)


def ways(counting_rules: int, code_lists: int) -> Ways:
    """The ways of an edition.

    Raises:
        KeyError: a newer product counted it.

    """
    return Ways(rules=COUNTING_RULES[counting_rules], lists=CODE_LISTS[code_lists])


NEWEST = Ways(rules=COUNTING_RULES[max(COUNTING_RULES)], lists=CODE_LISTS[max(CODE_LISTS)])
"""By which a new edition is counted."""
