"""Versions of the counting rules and of the code lists: how an edition was counted stays known for ever.

Context. Code lists, labels, the lines of the return and the checks of a record change while the form
does. What was published with the old ones must be made again years later.
Decision. What a figure of a release hangs on beside the log is named by two numbers, each of which
stands for data of its own (``pinned/``) that is never changed. Whoever adds a code or a check, changes a
label or a line, or takes codes of a list together, pins what the program then says as the next version.
Consequence: a published edition is counted and labelled as it was then, and the difference that a
version makes is told from what happened to records. A function that a version is counted by stays as
it is. Kept by ``tests/releases/test_pinned.py`` and ``tests/releases/test_byte_for_byte.py``.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property, lru_cache, partial
from types import MappingProxyType

from domain.codelists.tactics import Tactic
from domain.counting import rules
from domain.counting.groupings import Kind, Line
from domain.counting.rules import ALL, COMMUNICATIONS, CROWD, NOT_REPORTED, Counted
from domain.errors import DomainError
from domain.records.account import Account
from domain.summary.headings import Heading, label_of
from domain.summary.pinned.files import LISTS, RULES, Content, pinned

Lines = tuple[tuple[str, int], ...]


class UnknownVersionError(DomainError):
    """A newer version of the program counted this edition. Only that one can make it again."""


@dataclass(frozen=True, kw_only=True)
class CountingRules:
    """One version of how records are counted (spec: domain, 2.1 and 2.3)."""

    version: int
    since: date
    """From which releases are counted by it."""
    says: str
    """What it changed, in words for readers."""
    table: tuple[Line, ...]
    """The lines of the table of tactics that are tactics, or groups or parts of them."""
    beside: Mapping[str, str]
    """The words of its other lines."""
    highest_first: tuple[Tactic, ...]
    """The uses of a Taser, the highest first (R4)."""
    checks: Mapping[str, str]
    """The checks of a record, each with what kind of finding it is counted as."""
    late_after: int
    """Minutes after which a record is late."""
    counted: Callable[[Iterable[Tactic]], Counted]
    """The tactics for which a record counts, of all that it names."""

    @cached_property
    def lines(self) -> Callable[[Counted], Lines]:
        """The lines on which a record with these tactics stands, and how often it counts there."""
        # Records are many, and few of them name other tactics than all the rest.
        return lru_cache(maxsize=20_000)(partial(rules.lines_among, self.table))

    @cached_property
    def labels(self) -> Mapping[str, str]:
        """The words of every line of the table of tactics, in its order."""
        lines = [(line.code, line.label) for line in self.table]
        first, last = (ALL, CROWD), (NOT_REPORTED, COMMUNICATIONS)
        return {
            **{code: self.beside[code] for code in first},
            **dict(lines),
            **{code: self.beside[code] for code in last},
        }

    @cached_property
    def depths(self) -> Mapping[str, int]:
        """How far a line of the table of tactics is set in below its group."""
        return {line.code: line.depth for line in self.table}

    @cached_property
    def counted_once(self) -> tuple[Line, ...]:
        """The tactics as the return counts them: each once a record, however often it was used (R2)."""
        return tuple(line for line in self.table if line.kind is Kind.TACTIC)


@dataclass(frozen=True, kw_only=True)
class CodeLists:
    """One version of the lists by which answers are published."""

    version: int
    since: date
    says: str
    questions: Mapping[str, tuple[Heading, ...]]
    """By question: the codes of its list, in the order of the form."""
    beside: Mapping[str, tuple[Heading, ...]]
    """Lists that no question has, by their names."""
    recoded: Mapping[str, Mapping[str, str]]
    """By question: codes that are published as others. Events keep what was answered."""

    def code(self, question: str, code: str) -> str:
        return self.recoded.get(question, {}).get(code, code)

    def label(self, name: str, code: str) -> str:
        """The words of a code of a list that no question has."""
        return label_of(self.beside[name], code)


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

    def lines(self, tactics: Iterable[Tactic]) -> Lines:
        """The lines on which a record with these tactics stands, and how often it counts there."""
        return self.rules.lines(self.rules.counted(tactics))

    def line_headings(self) -> tuple[Heading, ...]:
        """The lines of the table of tactics: each could be chosen while one of its tactics could."""
        tactics = {one.code: one for one in self.lists.questions["tactics"]}
        of = {
            line.code: [tactics[one] for one in line.tactics if one in tactics]
            for line in self.rules.table
        }
        return tuple(
            Heading(
                code,
                label,
                min((one.since for one in of.get(code, ())), default=date.min),
                max((one.until for one in of.get(code, ())), default=date.max),
            )
            for code, label in self.rules.labels.items()
        )


def counting_rules(
    version: int, content: Content, counted: Callable[..., Counted]
) -> CountingRules:
    """A version of the rules, of what was pinned and of the function by which it counts tactics."""
    highest_first = tuple(map(Tactic, content["highest_first"]))
    return CountingRules(
        version=version,
        since=date.fromisoformat(content["since"]),
        says=content["says"],
        table=tuple(map(_line, content["lines"])),
        beside=MappingProxyType(content["beside"]),
        highest_first=highest_first,
        checks=MappingProxyType(content["checks"]),
        late_after=content["late_after_minutes"],
        counted=partial(counted, highest_first=highest_first),
    )


def code_lists(version: int, content: Content) -> CodeLists:
    """A version of the lists, of what was pinned."""
    return CodeLists(
        version=version,
        since=date.fromisoformat(content["since"]),
        says=content["says"],
        questions={name: _headings(codes) for name, codes in content["questions"].items()},
        beside={name: _headings(codes) for name, codes in content["beside"].items()},
        recoded=content["recoded"],
    )


def _line(content: Content) -> Line:
    return Line(
        code=content["code"],
        label=content["label"],
        kind=Kind(content["kind"]),
        tactics=frozenset(map(Tactic, content["tactics"])),
        depth=content["depth"],
    )


def _headings(codes: Iterable[Content]) -> tuple[Heading, ...]:
    return tuple(
        Heading(
            one["code"],
            one["label"],
            date.fromisoformat(one["since"]) if "since" in one else date.min,
            date.fromisoformat(one["until"]) if "until" in one else date.max,
        )
        for one in codes
    )


COUNTED: Mapping[int, Callable[..., Counted]] = MappingProxyType({1: rules.counted})
"""By version of the rules: the function by which it counts tactics."""
COUNTING_RULES: Mapping[int, CountingRules] = MappingProxyType(
    {n: counting_rules(n, content, COUNTED[n]) for n, content in pinned(RULES).items()}
)
CODE_LISTS: Mapping[int, CodeLists] = MappingProxyType(
    {n: code_lists(n, content) for n, content in pinned(LISTS).items()}
)


def is_known(counting_rules: int, code_lists: int) -> bool:
    """Whether this version of the program can count as an edition was counted."""
    return counting_rules in COUNTING_RULES and code_lists in CODE_LISTS


def ways(counting_rules: int, code_lists: int) -> Ways:
    """The ways of an edition.

    Raises:
        UnknownVersionError: a newer program counted it.

    """
    if not is_known(counting_rules, code_lists):
        raise UnknownVersionError
    return Ways(rules=COUNTING_RULES[counting_rules], lists=CODE_LISTS[code_lists])


NEWEST = Ways(rules=COUNTING_RULES[max(COUNTING_RULES)], lists=CODE_LISTS[max(CODE_LISTS)])
"""By which a new edition is counted."""
