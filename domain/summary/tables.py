"""The tables of the summary, in their order (spec: domain, 3): what each counts, and on what basis.

A table says which cells a record is in; adding up is ``counting.py``. Tactical communications stand on
their own line and in no total (R5). Which codes are rows is the code list's; in which way an answer is
missing is a row of its own wherever a record has it (R8).
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import get_args, get_origin

from domain.codelists.answers import Absence, YesNo
from domain.codelists.codelist import CodeList
from domain.codelists.editions import RecordType
from domain.codelists.tactics import CED_TACTICS, Tactic
from domain.counting.ced import highest_use
from domain.counting.quality import CHECKS, Kind, unmet
from domain.counting.rules import ALL, CROWD, LABELS
from domain.counting.timeliness import LATE, MINUTES
from domain.disclosure.treatments import Control, Treatment, usual_treatment
from domain.records.account import ANSWER_TYPES, Account
from domain.records.tactics import TacticUsed
from domain.summary.versions import RecordVersion
from domain.summary.ways import Ways

RECORDS, TIMES = "records", "times"
UNTREATED = Control(treatment=Treatment.NONE)
Cell = tuple[str, str]
"""A row and a column."""


@dataclass(frozen=True, slots=True)
class Heading:
    """A row or a column: its code, and its words."""

    code: str
    label: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Table:
    """One table of the summary."""

    code: str
    title: str
    basis: str
    """What its figures count, in words."""
    stub: str
    """What its rows are."""
    rows: tuple[Heading, ...]
    """In their order; in a table of areas those that records name."""
    columns: tuple[Heading, ...]
    cells: Callable[[RecordVersion, Ways], Iterable[Cell]]
    """The cells that a record is in, as often as it counts there."""
    question: str | None = None
    """By whose answers the rows are, if one."""
    across: str | None = None
    """By whose answers the columns are, if one."""
    adds_up: bool = False
    """Whether a record is in one row and one column, so that rows and columns have totals."""
    control: Control = UNTREATED
    """What is done to it before it is published: the same in every edition (spec: ux, 7.2)."""


ONE_COLUMN = (Heading(RECORDS, "Records"),)
MISSING = tuple(
    Heading(f"~{one.value}", one.label)
    for one in (
        Absence.NOT_KNOWN,
        Absence.NOT_ANSWERED,
        Absence.NOT_ASKED,
        Absence.NOT_APPLICABLE,
        Absence.REFUSED,
        Absence.ERASED,
        Absence.UNOPENED,
    )
)
"""The ways in which there is no answer, as rows."""

NONE = Heading("~none", "None of these")
ONCE = "Records, each once"
SEVERAL = "Records. One record may name several, so the rows add up to more than there are records"


def headings(question: str) -> tuple[Heading, ...]:
    """The codes of a question, as they are published."""
    kind = ANSWER_TYPES[question]
    several = get_origin(kind) is tuple
    codes: type[CodeList] = get_args(kind)[0] if several else kind
    named = tuple(Heading(one.value, one.label) for one in codes)
    return (*named, NONE, *MISSING) if several else (*named, *MISSING)


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
        columns=ONE_COLUMN,
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
        # Areas are a force's own: the rows are those that its records name.
        rows=MISSING if ANSWER_TYPES[down] is str else headings(down),
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
    use = highest_use(ways.tactics(version.account))
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
    elif late > LATE.total_seconds() / MINUTES:
        yield "late", RECORDS
    found = {KIND_OF[code] for code in unmet(version.account, at=version.stated_at)}
    for kind in found:
        yield kind.value, RECORDS


KIND_OF: Mapping[str, Kind] = MappingProxyType({one.code: one.kind for one in CHECKS})
OFFICERS, ENCOUNTERS, PEOPLE = "officers", "encounters", "people"
"""Rows that count whom or what records share, each once."""

BASIS = Table(
    code="counted",
    title="What is counted",
    basis="A record is one officer’s account of the force they used on one person or a crowd",
    stub="Count",
    rows=(
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
    columns=(Heading(RECORDS, "Number"),),
    cells=_basis,
)
TACTICS = Table(
    code="tactics",
    title="Tactics",
    basis="Records that name the tactic, and how often it was reported: each once a record (R2, R3)",
    stub="Tactic",
    rows=tuple(Heading(code, label) for code, label in LABELS.items()),
    columns=(Heading(RECORDS, "Records"), Heading(TIMES, "Times reported")),
    cells=_tactics,
    question="tactics",
)
EFFECTIVENESS = Table(
    code="effectiveness",
    title="Whether tactics were effective, as officers said",
    basis="Uses of a tactic, several a record; the officer who used it says if it was effective",
    stub="Tactic",
    rows=tuple(Heading(one.value, one.label) for one in Tactic),
    columns=(
        Heading(YesNo.YES.value, "Effective"),
        Heading(YesNo.NO.value, "Not effective"),
        *MISSING,
    ),
    cells=_worked,
    question="tactics",
)
CED = Table(
    code="ced",
    title="Taser (CED), by highest use",
    basis="Records that name a use of a Taser, by the highest (R4)",
    stub="Highest use",
    rows=tuple(Heading(one.value, one.label) for one in CED_TACTICS),
    columns=ONE_COLUMN,
    cells=_ced,
    question="tactics",
    adds_up=True,
)
QUALITY = Table(
    code="quality",
    title="Quality of the records",
    basis="Records. One record may have several of these",
    stub="What was found",
    rows=(
        Heading("late", "Recorded more than 24 hours after it happened"),
        Heading("time-unknown", "When it happened or was recorded is not known"),
        Heading(Kind.GAP.value, Kind.GAP.label),
        Heading(Kind.CONTRADICTION.value, Kind.CONTRADICTION.label),
    ),
    columns=ONE_COLUMN,
    cells=_quality,
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


def label_of(headings: Iterable[Heading], code: str) -> str:
    """The words of a row or column: an area stands for itself."""
    return next((one.label for one in headings if one.code == code), code)


def rows_of(table: Table, found: Iterable[str]) -> tuple[Heading, ...]:
    """The rows of a table whose records are in these: all of its list, and whatever is found of what
    has no list or no answer.
    """
    have = set(found)
    others = sorted(have - {one.code for one in table.rows})
    known = [one for one in table.rows if one.code in have or not one.code.startswith("~")]
    answered = [one for one in known if not one.code.startswith("~")]
    missing = [one for one in known if one.code.startswith("~")]
    return (*answered, *(Heading(code, code) for code in others), *missing)


def columns_of(table: Table, found: Iterable[str]) -> tuple[Heading, ...]:
    """The columns of a table: ways of not answering only where a record has them."""
    have = set(found)
    return tuple(one for one in table.columns if one.code in have or not one.code.startswith("~"))
