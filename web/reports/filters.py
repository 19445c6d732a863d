"""The filters of a report: every one of them in the address, and a sentence beside each that is wrong."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from urllib.parse import urlencode

from werkzeug.datastructures import MultiDict

from domain.codelists.forces import Force
from domain.counting.periods import Quarter, in_words
from domain.counting.rules import LABELS
from projections.statistics.dimensions import BY_NAME, DIMENSIONS, UNKNOWN
from projections.statistics.marks import MARKS
from projections.statistics.sequences import StepWanted
from projections.statistics.slices import Slice
from web.forms.loading import Problem
from web.reports import marks, options
from web.reports.options import Options

QUARTERS_SHOWN = 4
OVERDUE = timedelta(hours=72)
SINCE, UNTIL, FORCE, KIND, LINE, ALSO, COUNTING, STEP, PERSONS = (
    "from",
    "to",
    "force",
    "kind",
    "line",
    "also",
    "counted",
    "step",
    "persons",
)
NAMES = (
    *(SINCE, UNTIL, FORCE, KIND, LINE, ALSO, COUNTING, STEP, PERSONS),
    *BY_NAME,
    *MARKS,
)
YES = "yes"
AREA = "area"
"""The dimension of which other systems know too."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Known:
    """What somebody may ask for today."""

    today: date
    force: Force
    every_force: bool
    """Whether they count the records of all forces."""
    areas: Options
    teams: Callable[[], Options] = dict
    """The teams whose records they may tell apart, by who leads them. Called where a team is the matter:
    the names of two thousand people take longer to read than most lists."""
    overdue: timedelta = OVERDUE
    """When a review is overdue."""

    @property
    def forces(self) -> Options:
        return options.forces(self.force, every=self.every_force)


@dataclass(frozen=True, kw_only=True, slots=True)
class Filters:
    """What was asked for, as far as it can be, and what is wrong with the rest."""

    wanted: Slice
    known: Known
    problems: tuple[Problem, ...] = ()

    @property
    def period(self) -> str:
        """The months that are asked for, in words; empty where the first or the last is not said."""
        wanted = self.wanted
        if wanted.since is None or wanted.until is None:
            return ""
        return in_words(wanted.since, wanted.until)

    @property
    def whose(self) -> str:
        """The forces whose records are asked for."""
        forces = [Force(one).label for one in sorted(self.wanted.forces)]
        return ", ".join(forces) or "all forces"

    @property
    def is_narrowed(self) -> bool:
        """Whether anything but the period is asked for."""
        wanted = self.wanted
        return bool(
            wanted.kinds
            or wanted.lines
            or wanted.also
            or wanted.answers
            or wanted.marks
            or wanted.step
            or wanted.persons
        )

    @property
    def where(self) -> str:
        """The areas that are asked for, in words: of these other systems know too."""
        areas = areas_in(self.wanted)
        return ", ".join(label for code, label in self.known.areas.items() if code in areas)

    @property
    def beyond_coverage(self) -> str:
        """What the report is narrowed by and coverage is not, in words."""
        followed = options.HEADINGS[AREA] if areas_in(self.wanted) else ""
        names = dict.fromkeys(name for name, _ in self.in_words() if name != followed)
        return ", ".join(names).lower()

    def chosen(self, name: str) -> frozenset[str]:
        """The codes that were chosen of a dimension or of the lines."""
        return self.wanted.lines if name == LINE else self.wanted.answers.get(name, frozenset())

    def marked(self, name: str) -> frozenset[str]:
        """The codes that were chosen of a mark."""
        return self.wanted.marks.get(name, frozenset())

    def in_words(self) -> Iterator[tuple[str, str]]:
        """What narrows the report, for people: what about, and which."""
        if self.wanted.kinds:
            yield "Records of", ", ".join(options.KINDS[one] for one in sorted(self.wanted.kinds))
        if self.wanted.persons:
            yield "Records of", "No crowd"
        if self.wanted.lines:
            named = (label for code, label in LABELS.items() if code in self.wanted.lines)
            yield "Tactic", ", ".join(named)
        if self.wanted.also:
            yield "In the line", LABELS[self.wanted.also]
        if self.wanted.step:
            yield "With a step", options.step_words(self.wanted.step)
        for one in DIMENSIONS:
            words = options.answers(one, self.known.areas)
            if chosen := [words[code] for code in words if code in self.chosen(one.name)]:
                yield options.HEADINGS[one.name], ", ".join(chosen)
        for name, codes in self.wanted.marks.items():
            words = marks.options(name, teams=self.known.teams, overdue=self.known.overdue)
            yield marks.HEADINGS[name], ", ".join(words[code] for code in words if code in codes)


def read(args: MultiDict[str, str], known: Known) -> Filters:
    """The filters of a table of quarters: the last four, if the address names none."""
    found = read_within(args, known)
    until = found.wanted.until or Quarter.of(known.today)
    since = found.wanted.since or until.earlier(QUARTERS_SHOWN - 1)
    problems = found.problems
    if since > until:
        sentence = "The first quarter must not be after the last"
        problems = (*problems, Problem(question=SINCE, sentence=sentence, href=f"#{SINCE}"))
    return replace(found, wanted=replace(found.wanted, since=since, until=until), problems=problems)


def read_within(args: MultiDict[str, str], known: Known) -> Filters:
    """The filters of what somebody may count, if the address says so or not: their own force."""
    found = read_any(args, known)
    if found.wanted.forces or known.every_force:
        return found
    return replace(found, wanted=replace(found.wanted, forces=frozenset({known.force.value})))


def read_any(args: MultiDict[str, str], known: Known) -> Filters:
    """The filters that stand in the address and no others."""
    problems: list[Problem] = []

    def codes(name: str, among: Mapping[str, str], what: str) -> frozenset[str]:
        given = {one for one in args.getlist(name) if one}
        if unknown := sorted(given - among.keys()):
            sentence = f"“{unknown[0][:40]}” is not in the list. Choose {what} that is"
            problems.append(Problem(question=name, sentence=sentence, href=f"#{name}"))
        return frozenset(given & among.keys())

    def step() -> StepWanted | None:
        try:
            return StepWanted.named(args[STEP]) if args.get(STEP) else None
        except ValueError:
            sentence = f"“{args[STEP][:40]}” is no step. Follow a figure of the report to one"
            # There is no field for it: figures lead to steps.
            problems.append(Problem(question=STEP, sentence=sentence, href="#main-content"))
            return None

    periods, forces = options.periods(known.today), known.forces
    since, until = codes(SINCE, periods, "a quarter"), codes(UNTIL, periods, "a quarter")
    areas = known.areas
    answers = {
        one.name: codes(one.name, options.answers(one, areas), "an answer") for one in DIMENSIONS
    }
    marked = {
        name: codes(name, marks.options(name, teams=known.teams, overdue=known.overdue), "one")
        for name in MARKS
        if name in args
    }
    wanted = Slice(
        since=Quarter.named(min(since)) if since else None,
        until=Quarter.named(max(until)) if until else None,
        forces=codes(FORCE, forces, "a force"),
        kinds=codes(KIND, options.KINDS, "a kind of record"),
        lines=codes(LINE, options.lines(), "a tactic"),
        also=min(codes(ALSO, LABELS, "a line"), default=""),
        answers={name: chosen for name, chosen in answers.items() if chosen},
        step=step(),
        persons=args.get(PERSONS) == YES,
        marks={name: chosen for name, chosen in marked.items() if chosen},
        counting=args.get(COUNTING) == YES,
    )
    return Filters(wanted=wanted, known=known, problems=tuple(problems))


def areas_in(wanted: Slice) -> frozenset[str]:
    """The areas that a slice names; in which way an area is unknown is none of them."""
    return frozenset(one for one in wanted.answers.get(AREA, ()) if one not in UNKNOWN)


def query_of(wanted: Slice) -> str:
    """A slice as it stands in an address."""
    named = [
        (SINCE, wanted.since.code if wanted.since else ""),
        (UNTIL, wanted.until.code if wanted.until else ""),
        *((FORCE, code) for code in sorted(wanted.forces)),
        *((KIND, code) for code in sorted(wanted.kinds)),
        *((LINE, code) for code in sorted(wanted.lines)),
        (ALSO, wanted.also),
        (STEP, wanted.step.code if wanted.step else ""),
        *((name, code) for name, codes in wanted.answers.items() for code in sorted(codes)),
        (PERSONS, YES if wanted.persons else ""),
        *((name, code) for name, codes in wanted.marks.items() for code in sorted(codes)),
        (COUNTING, YES if wanted.counting else ""),
    ]
    return urlencode([(name, value) for name, value in named if value])
