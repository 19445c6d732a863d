"""Whether tactics worked, as it is read: rows of figures, each with the way to its records."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace

from domain.codelists.answers import YesNo
from domain.codelists.injuries import SubjectInjured
from domain.codelists.tactics import Tactic
from domain.counting.effectiveness import BASE, COVERED, LAST_POSITION, Of, Worked, ordered
from domain.estimating.intervals import Estimate, share
from projections.statistics.dimensions import BY_NAME, UNKNOWN
from projections.statistics.effectiveness import Compared, Effectiveness
from projections.statistics.sequences import NOTHING, StepWanted
from projections.statistics.slices import Slice
from web.reports.figures import Shown, between, percent, shown_share
from web.reports.options import HEADINGS, UNKNOWN_WORDS, Options, answers

Address = Callable[[Slice], str]
"""Where the records of a slice are listed; nowhere for who may not see them."""

POSITIONS: Mapping[int, str] = {
    1: "First",
    2: "Second",
    3: "Third",
    LAST_POSITION: "Fourth or later",
}
YES, NO = YesNo.YES.value, YesNo.NO.value


@dataclass(frozen=True, slots=True)
class Number:
    """How many, and where their records are."""

    number: int
    href: str = ""


@dataclass(frozen=True, slots=True)
class Blank:
    """Uses of which nothing was said, and in which way."""

    words: str
    number: Number


@dataclass(frozen=True, kw_only=True, slots=True)
class Line:
    """What was said of uses of one kind."""

    code: str
    label: str
    times: Number
    yes: Number
    no: Number
    blanks: tuple[Blank, ...]
    rate: Estimate | None
    bounds: tuple[float, float] | None

    @property
    def answered(self) -> int:
        return self.yes.number + self.no.number

    @property
    def is_enough(self) -> bool:
        """Whether there are as many answers as it takes to stand in an order."""
        return self.answered >= BASE

    @property
    def shown(self) -> Shown | None:
        return shown_share(self.rate)

    @property
    def bounds_shown(self) -> str:
        if not self.blanks:
            return "all answered" if self.times.number else ""
        return between(*self.bounds) if self.bounds else ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Alike:
    """What a tactic would have come to under the circumstances of all, or why nobody can say."""

    estimate: Estimate | None
    why_not: str
    unknown: int
    """Answers that are left out, because nothing is known of their circumstances."""

    @property
    def shown(self) -> Shown | None:
        return shown_share(self.estimate)


@dataclass(frozen=True, kw_only=True, slots=True)
class Injured:
    """Records in which something was used, and what was said in them of an injury."""

    yes: Number
    no: Number
    unknown: tuple[Blank, ...]
    rate: Shown | None


@dataclass(frozen=True, kw_only=True, slots=True)
class TacticRow:
    """Everything about one tactic."""

    tactic: Tactic
    line: Line
    alike: Alike
    positions: tuple[Line, ...]
    then: tuple[Line, ...]
    nothing_then: Number
    records: Number
    person: Injured
    officer: Injured

    @property
    def label(self) -> str:
        return self.tactic.label


@dataclass(frozen=True, kw_only=True, slots=True)
class Table:
    """The rows, those that are in the order that was asked for apart from those that are in none."""

    rows: tuple[TacticRow, ...]
    too_few: tuple[TacticRow, ...] = ()

    @property
    def every(self) -> tuple[TacticRow, ...]:
        return (*self.rows, *self.too_few)


def table(counted: Effectiveness, wanted: Slice, *, address: Address, by_share: bool) -> Table:
    """A row for each tactic that was used, as on the form, or by share as far as that means anything."""
    rows = {
        tactic: _row(tactic, of, counted.compared[tactic], wanted, address)
        for tactic, of in counted.of.items()
    }
    if not by_share:
        return Table(rows=tuple(rows.values()))
    first, last = ordered({tactic: of.worked for tactic, of in counted.of.items()})
    return Table(rows=tuple(rows[one] for one in first), too_few=tuple(rows[one] for one in last))


def _row(tactic: Tactic, of: Of, compared: Compared, wanted: Slice, address: Address) -> TacticRow:
    at = _to(wanted, address, StepWanted(tactic=tactic))
    return TacticRow(
        tactic=tactic,
        line=line(tactic.value, tactic.label, of.worked, at),
        alike=alike(compared),
        positions=tuple(
            line(str(number), label, of.by_position.get(number, Worked()), _position(at, number))
            for number, label in POSITIONS.items()
        ),
        then=tuple(
            line(after.value, after.label, worked, _then(at, after))
            for after, worked in _in_order(of)
        ),
        nothing_then=Number(
            of.then[None].times if None in of.then else 0,
            at(answer=NO, then=NOTHING) if None in of.then else "",
        ),
        records=Number(of.records, at()),
        person=_injured("person-injured", of.person, tactic, wanted, address),
        officer=_injured("officer-injured", of.officer, tactic, wanted, address),
    )


At = Callable[..., str]
"""The address of the records with a step, given what else is asked of it."""


def _to(wanted: Slice, address: Address, step: StepWanted) -> At:
    return lambda **more: address(replace(wanted, step=replace(step, **more)))


def _position(at: At, number: int) -> At:
    return lambda **more: at(position=number, **more)


def _then(at: At, after: Tactic) -> At:
    def to(answer: str = "") -> str:
        return at(answer=NO, then=after.value, then_answer=answer)

    return to


def _in_order(of: Of) -> Iterator[tuple[Tactic, Worked]]:
    for after in Tactic:
        if after in of.then:
            yield after, of.then[after]


def line(code: str, label: str, worked: Worked, at: At) -> Line:
    """What was said of some uses."""
    return Line(
        code=code,
        label=label,
        times=Number(worked.times, at() if worked.times else ""),
        yes=Number(worked.yes, at(answer=YES) if worked.yes else ""),
        no=Number(worked.no, at(answer=NO) if worked.no else ""),
        blanks=tuple(
            Blank(
                UNKNOWN_WORDS[answer].lower(), Number(worked.unanswered[answer], at(answer=answer))
            )
            for answer in UNKNOWN
            if worked.unanswered[answer]
        ),
        rate=worked.rate,
        bounds=worked.bounds,
    )


def alike(compared: Compared) -> Alike:
    """The comparison, if it rests on enough."""
    found = compared.found
    why_not = ""
    if compared.answered < BASE:
        why_not = f"only {compared.answered:,} {'answer' if compared.answered == 1 else 'answers'}"
    elif found is None or found.covered < COVERED:
        covered = percent(found.covered) if found else percent(0)
        why_not = f"used in {covered} of circumstances alone"
    return Alike(
        estimate=None if why_not or found is None else found.estimate,
        why_not=why_not,
        unknown=compared.unknown,
    )


def _injured(
    name: str, said: Mapping[str, int], tactic: Tactic, wanted: Slice, address: Address
) -> Injured:
    def to(code: str) -> str:
        step = StepWanted(tactic=tactic)
        return address(
            replace(wanted, step=step, answers={**wanted.answers, name: frozenset({code})})
        )

    def blank(code: str, words: str) -> Blank:
        return Blank(words, Number(said[code], to(code)))

    yes, no = said.get(YES, 0), said.get(NO, 0)
    unknown = [
        blank(code, SubjectInjured.UNKNOWN.label.lower())
        for code in BY_NAME[name].also_unknown
        if said.get(code)
    ]
    unknown += [blank(code, UNKNOWN_WORDS[code].lower()) for code in UNKNOWN if said.get(code)]
    return Injured(
        yes=Number(yes, to(YES) if yes else ""),
        no=Number(no, to(NO) if no else ""),
        unknown=tuple(unknown),
        rate=shown_share(share(yes, yes + no)),
    )


def _nowhere(wanted: Slice) -> str:
    return ""


def split_lines(
    tactic: Tactic,
    found: Mapping[str, Mapping[str, Worked]],
    wanted: Slice,
    *,
    areas: Options,
    address: Address,
) -> tuple[tuple[str, tuple[Line, ...]], ...]:
    """One tactic by the answers to each question that it is split by, with what the question is.

    Where a question has several answers and is filtered by as well, no address says both: such a
    figure leads nowhere.
    """

    def lines(name: str) -> Iterator[Line]:
        for code, label in answers(BY_NAME[name], areas).items():
            if code in found[name]:
                there = replace(wanted, answers={**wanted.answers, name: frozenset({code})})
                twice = name in wanted.answers and BY_NAME[name].several
                to = _nowhere if twice else address
                yield line(
                    code, label, found[name][code], _to(there, to, StepWanted(tactic=tactic))
                )

    return tuple((HEADINGS[name], tuple(lines(name))) for name in found)
