"""The tables of the summary, in their order (spec: domain, 3): what each counts, and on what basis.

A table says which cells a record is in; adding up is ``counting.py``. Tactical communications stand on
their own line and in no total (R5). Which codes are rows, and in which words, is said by the version of
the code lists and of the rules by which an edition is counted; in which way an answer is missing is a
row of its own wherever a record has it (R8).
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import get_origin

from domain.codelists.answers import Absence, YesNo
from domain.codelists.editions import RecordType
from domain.counting.ced import highest_use
from domain.counting.quality import Kind, unmet
from domain.counting.rules import ALL, CROWD
from domain.counting.timeliness import MINUTES
from domain.disclosure.treatments import Control, Treatment, usual_treatment
from domain.records.account import ANSWER_TYPES, Account
from domain.records.tactics import TacticUsed
from domain.summary.headings import Heading
from domain.summary.versions import RecordVersion
from domain.summary.ways import Ways

RECORDS, TIMES = "records", "times"
UNTREATED = Control(treatment=Treatment.NONE)
FORM = "form"
"""The form as a whole, where a table hangs on all of it."""
Cell = tuple[str, str]
"""A row and a column."""
Headings = tuple[Heading, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Table:
    """One table of the summary."""

    code: str
    title: str
    basis: str
    """What its figures count, in words."""
    stub: str
    """What its rows are."""
    rows: Callable[[Ways], Headings]
    """In their order; in a table of areas those that records name."""
    columns: Callable[[Ways], Headings]
    cells: Callable[[RecordVersion, Ways], Iterable[Cell]]
    """The cells that a record is in, as often as it counts there."""
    question: str | None = None
    """By whose answers the rows are, if one."""
    across: str | None = None
    """By whose answers the columns are, if one."""
    of_the_form: bool = False
    """Whether a record counts in it by answers to any question."""
    adds_up: bool = False
    """Whether a record is in one row and one column, so that rows and columns have totals."""
    control: Control = UNTREATED
    """What is done to it before it is published: the same in every edition (spec: ux, 7.2)."""

    @property
    def hangs_on(self) -> frozenset[str]:
        """The questions whose lists change what it says, and the form if all of it does."""
        asked = {one for one in (self.question, self.across) if one}
        return frozenset(asked | {FORM} if self.of_the_form else asked)


def _always(*headings: Heading) -> Callable[[Ways], Headings]:
    """Rows or columns that are the same in every version."""
    return lambda _: headings


def _one_column(label: str = "Records") -> Callable[[Ways], Headings]:
    return _always(Heading(RECORDS, label))


WAYS_OF_MISSING = (
    Absence.NOT_KNOWN,
    Absence.NOT_ANSWERED,
    Absence.NOT_ASKED,
    Absence.NOT_APPLICABLE,
    Absence.REFUSED,
    Absence.ERASED,
    Absence.UNOPENED,
)


def missing(ways: Ways) -> Headings:
    """The ways in which there is no answer, as rows."""
    return tuple(
        Heading(f"~{one.value}", ways.lists.label("absence", one.value)) for one in WAYS_OF_MISSING
    )


NONE = Heading("~none", "None of these")
ONCE = "Records, each once"
SEVERAL = "Records. One record may name several, so the rows add up to more than there are records"


def headings(question: str) -> Callable[[Ways], Headings]:
    """The codes of a question, as they are published."""
    none = (NONE,) if get_origin(ANSWER_TYPES[question]) is tuple else ()
    return lambda ways: (*ways.lists.questions.get(question, ()), *none, *missing(ways))


def codes(account: Account, question: str, ways: Ways) -> tuple[str, ...]:
    """What an account says to a question, each code once; or in which way it says nothing."""
    answer = account.answer(question)
    if isinstance(answer, Absence):
        return (f"~{answer.value}",)
    if isinstance(answer, tuple):
        found = dict.fromkeys(ways.lists.code(question, one.value) for one in answer)
        return tuple(found) or (NONE.code,)
    return (ways.lists.code(question, str(answer)),)


def code_of(question: str) -> str:
    """The code of the table with a row for each answer to a question."""
    return question.replace("_", "-")


def _by(question: str, title: str) -> Table:
    """A table with a row for each answer to a question."""
    several = get_origin(ANSWER_TYPES[question]) is tuple

    def cells(version: RecordVersion, ways: Ways) -> Iterator[Cell]:
        return ((code, RECORDS) for code in codes(version.account, question, ways))

    return Table(
        code=code_of(question),
        title=title,
        basis=SEVERAL if several else ONCE,
        stub="Answer",
        rows=headings(question),
        columns=_one_column(),
        cells=cells,
        question=question,
        adds_up=not several,
    )


def _across(
    down: str, across: str, *, code: str, title: str, stub: str, treatment: Treatment | None = None
) -> Table:
    """A table with a row for each answer to a question, and a column for each to another."""

    def cells(version: RecordVersion, ways: Ways) -> Iterator[Cell]:
        (row,) = codes(version.account, down, ways)
        (column,) = codes(version.account, across, ways)
        yield row, column

    return Table(
        code=code,
        title=title,
        basis=ONCE,
        stub=stub,
        # Areas are a force's own and in no list: the rows are those that its records name.
        rows=headings(down),
        columns=headings(across),
        cells=cells,
        question=down,
        across=across,
        adds_up=True,
        control=Control(treatment=treatment or usual_treatment((down, across))),
    )


def _tactics(version: RecordVersion, ways: Ways) -> Iterator[Cell]:
    for line in (ALL, CROWD) if version.account.is_crowd else (ALL,):
        yield line, RECORDS
        yield line, TIMES
    for code, times in ways.lines(ways.tactics(version.account)):
        yield code, RECORDS
        for _ in range(times):
            yield code, TIMES


def _worked(version: RecordVersion, ways: Ways) -> Iterator[Cell]:
    steps = version.account.tactics
    for step in steps if isinstance(steps, tuple) else ():
        yield ways.lists.code("tactics", step.tactic.value), _answer(step)


def _answer(step: TacticUsed) -> str:
    said = step.effective
    return f"~{said.value}" if isinstance(said, Absence) else said.value


def _ced(version: RecordVersion, ways: Ways) -> Iterator[Cell]:
    named = ways.tactics(version.account)
    use = highest_use(named, highest_first=ways.rules.highest_first)
    if use:
        yield use.value, RECORDS


def _basis(version: RecordVersion, ways: Ways) -> Iterator[Cell]:
    yield RECORDS, RECORDS
    kind = version.account.record_type
    yield f"of-{kind.value}" if isinstance(kind, RecordType) else "of-unknown", RECORDS
    if version.encounter:
        yield "linked", RECORDS
    if version.is_told_apart:
        yield "told-apart", RECORDS


def _quality(version: RecordVersion, ways: Ways) -> Iterator[Cell]:
    late = version.recorded_after
    if late is None:
        yield "time-unknown", RECORDS
    elif late > ways.rules.late_after:
        yield "late", RECORDS
    # What these rules do not know was not looked for when they were made.
    unmet_ones = unmet(version.account, at=version.stated_at)
    for kind in {ways.rules.checks[code] for code in unmet_ones if code in ways.rules.checks}:
        yield kind, RECORDS


def _found(ways: Ways) -> Headings:
    return (
        Heading(
            "late", f"Recorded more than {ways.rules.late_after // MINUTES} hours after it happened"
        ),
        Heading("time-unknown", "When it happened or was recorded is not known"),
        *(
            Heading(one.value, ways.lists.label("quality", one.value))
            for one in (Kind.GAP, Kind.CONTRADICTION)
        ),
    )


def _uses(ways: Ways) -> Headings:
    """Those of a Taser, the lowest first."""
    tactics = {one.code: one for one in ways.lists.questions["tactics"]}
    return tuple(tactics[one] for one in reversed(ways.rules.highest_first))


OFFICERS, ENCOUNTERS, PEOPLE = "officers", "encounters", "people"
"""Rows that count whom or what records share, each once."""

BASIS = Table(
    code="counted",
    title="What is counted",
    basis="A record is one officer’s account of the force they used on one person or a crowd",
    stub="Count",
    rows=_always(
        Heading(RECORDS, "Records"),
        Heading("of-individual", "Of those, records of one person"),
        Heading("of-crowd", "Of those, records of a crowd"),
        Heading("of-unknown", "Of those, records that do not say of whom"),
        Heading(OFFICERS, "Officers with a record"),
        Heading("linked", "Records that are linked to an encounter"),
        Heading(ENCOUNTERS, "Encounters: linked records once, every other record as one"),
        Heading(
            "told-apart", "Records of one person that say whom, or are linked to others of them"
        ),
        Heading(PEOPLE, "People in those: linked records once, every other of them as one"),
    ),
    columns=_one_column("Number"),
    cells=_basis,
)
TACTICS = Table(
    code="tactics",
    title="Tactics",
    basis="Records that name the tactic, and how often it was reported: each once a record (R2, R3)",
    stub="Tactic",
    rows=Ways.line_headings,
    columns=_always(Heading(RECORDS, "Records"), Heading(TIMES, "Times reported")),
    cells=_tactics,
    question="tactics",
)
EFFECTIVENESS = Table(
    code="effectiveness",
    title="Whether tactics were effective, as officers said",
    basis="Uses of a tactic, several a record; the officer who used it says if it was effective",
    stub="Tactic",
    rows=lambda ways: ways.lists.questions["tactics"],
    columns=lambda ways: (
        Heading(YesNo.YES.value, "Effective"),
        Heading(YesNo.NO.value, "Not effective"),
        *missing(ways),
    ),
    cells=_worked,
    question="tactics",
)
CED = Table(
    code="ced",
    title="Taser (CED), by highest use",
    basis="Records that name a use of a Taser, by the highest (R4)",
    stub="Highest use",
    rows=_uses,
    columns=_one_column(),
    cells=_ced,
    question="tactics",
    adds_up=True,
)
QUALITY = Table(
    code="quality",
    title="Quality of the records",
    basis="Records. One record may have several of these",
    stub="What was found",
    rows=_found,
    columns=_one_column(),
    cells=_quality,
    of_the_form=True,
)

TABLES: tuple[Table, ...] = (
    BASIS,
    TACTICS,
    EFFECTIVENESS,
    CED,
    _by("locations", "Where"),
    _by("impact_factors", "Impact factors"),
    _by("reasons", "Reasons for force"),
    _by("primary_conduct", "Primary conduct of the person"),
    _by("outcomes", "Outcomes"),
    _across(
        "perceived_age",
        "perceived_gender",
        code="age-by-gender",
        title="Age by gender, as the officer perceived them",
        stub="Age",
    ),
    _by("perceived_age", "Age, as the officer perceived it"),
    _by("perceived_gender", "Gender, as the officer perceived it"),
    _by("perceived_ethnicity", "Ethnicity, as the officer perceived it"),
    _by("physical_condition", "Physical condition, as the officer perceived it"),
    _by("mental_condition", "Mental condition, as the officer perceived it"),
    _across(
        "subject_injured",
        "perceived_ethnicity",
        code="injured-by-ethnicity",
        title="Whether the person was injured, by perceived ethnicity",
        stub="Person injured",
        # Exact figures are wanted of injuries, so that small ones are hidden and none is rounded.
        treatment=Treatment.SUPPRESS,
    ),
    _by("subject_injured", "Person injured"),
    _by("subject_injury_level", "Injury of the person"),
    _by("officer_injured", "Officer injured"),
    _by("officer_injury_level", "Injury of the officer"),
    _across(
        "area",
        "perceived_ethnicity",
        code="area-by-ethnicity",
        title="Area by perceived ethnicity",
        stub="Area",
    ),
    QUALITY,
)
BY_CODE: Mapping[str, Table] = MappingProxyType({one.code: one for one in TABLES})


_CROSSED = {question for table in TABLES if table.across for question in table.hangs_on}
CROSSED: tuple[Table, ...] = tuple(
    one for one in TABLES if one.across or one.question in _CROSSED or one is BASIS
)
"""The tables that cross two questions, and those in which their totals stand."""


def rows_of(table: Table, found: Iterable[str], ways: Ways) -> Headings:
    """The rows of a table whose records are in these: all of its list, and whatever is found of what
    has no list or no answer.
    """
    return _with_found(table.rows(ways), found)


def _with_found(listed: Headings, found: Iterable[str]) -> Headings:
    have = set(found)
    others = sorted(have - {one.code for one in listed})
    known = [one for one in listed if one.code in have or not one.code.startswith("~")]
    answered = [one for one in known if not one.code.startswith("~")]
    missing = [one for one in known if one.code.startswith("~")]
    return (*answered, *(Heading(code, code) for code in others), *missing)


def columns_of(table: Table, found: Iterable[str], ways: Ways) -> Headings:
    """The columns of a table: ways of not answering only where a record has them."""
    return _with_found(table.columns(ways), found)
