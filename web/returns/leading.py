"""Which records a figure of the return counts, as a slice that a list of them understands."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from domain.codelists.editions import FIRST_DAY
from domain.codelists.perceptions import PerceivedEthnicity
from domain.counting.national.answers import FIVE_GROUPS_SINCE
from domain.counting.national.figures import ALL
from domain.counting.national.rules import NOT_REPORTED
from domain.counting.periods import Quarter
from domain.counting.quality import BEFORE_RECORDING
from projections.statistics.dimensions import BY_NAME, DIMENSIONS, NONE_CHOSEN, UNKNOWN
from projections.statistics.marks import NATIONAL, RULE
from projections.statistics.slices import Slice
from web.returns.layout import TableLayout
from web.returns.tables import Row

NAMED = {"age": "age", "gender": "gender", "ethnicity": "ethnicity"}
CONDITIONS: Mapping[str, tuple[str, str]] = {
    "physical": ("yes", "no"),
    "mental": ("no", "yes"),
    "physical-and-mental": ("yes", "yes"),
    "none": ("no", "no"),
}
BY_QUESTION = {one.question: one for one in DIMENSIONS}
RECORDS = "records"
"""The line above the tactics."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Leading:
    """From the figures of one year to their records."""

    year: int
    is_over: bool

    def of_check(self, forces: frozenset[str], check: str) -> Slice:
        """The records that do not meet a check."""
        marked = replace(self._all(forces), marks={RULE: frozenset({check})})
        # These are in no year.
        return replace(marked, since=None, until=None) if check == BEFORE_RECORDING else marked

    def of_blank(self, forces: frozenset[str], question: str) -> Slice | None:
        """The records that leave a question blank, if a list can be filtered by it."""
        if question not in BY_QUESTION:
            return None
        dimension = BY_QUESTION[question]
        blank = {*UNKNOWN}
        if dimension.several and question != "impact_factors":
            blank.add(NONE_CHOSEN)
        return replace(self._all(forces), answers={dimension.name: frozenset(blank)})

    def of_figure(self, table: TableLayout, row: Row, column: int) -> Slice | None:
        """The records behind a figure, where a list of them can be as long as the figure says."""
        last = column == len(table.columns)
        code = "" if last else table.columns[column].code
        if table.kind == "ced":
            return self._of_ced(row, code)
        every = self._all(row.codes)
        if table.kind == "forces":
            return every
        if row.answers:
            return replace(every, answers=_of_an_injury(table.kind, row.answers, code))
        every = replace(every, marks=_on(row.line))
        if last or table.kind == "once" or not row.line:
            return every if row.line else None
        answers = _answers(table.of, code, self.year)
        return replace(every, answers=answers) if answers else None

    def _of_ced(self, row: Row, code: str) -> Slice | None:
        """Of uses of a CED: of the quarters that a line is about, as far as they have begun."""
        first, last = row.quarters[0], row.quarters[-1]
        if first < Quarter.of(FIRST_DAY):
            # No list can be asked for what was recorded before recording began.
            return None
        until = last if self.is_over or last.year < self.year - 1 else None
        return Slice(since=first, until=until, forces=row.codes, marks=_on(code))

    def _all(self, forces: frozenset[str]) -> Slice:
        """Of the running year every quarter that there is: none can be asked for before it begins."""
        until = Quarter(self.year - 1, 4) if self.is_over else None
        return Slice(since=Quarter(self.year - 1, 1), until=until, forces=forces)


INJURY: Mapping[str, tuple[str, ...]] = {
    "officer-injuries": ("officer-injured", "officer-injury-intentional"),
    "subject-injuries": ("person-injured",),
}
LEVEL = {"officer-injuries": "officer-injury-level", "subject-injuries": "person-injury-level"}


def _of_an_injury(kind: str, answers: tuple[str, ...], level: str) -> Mapping[str, frozenset[str]]:
    """What a line and a column of the tables of injuries say of a record; a total says nothing."""
    said = dict(zip(INJURY[kind], answers, strict=True)) | {LEVEL[kind]: level}
    return {
        name: frozenset(UNKNOWN if code == NOT_REPORTED else {code})
        for name, code in said.items()
        if code != ALL
    }


def _on(line: str) -> Mapping[str, frozenset[str]]:
    """Being on a line of the return; every record is on that of all."""
    return {} if line == RECORDS else {NATIONAL: frozenset({line})}


def _answers(of: str, code: str, year: int) -> Mapping[str, frozenset[str]] | None:
    if of in NAMED:
        return {NAMED[of]: _codes(of, code, year)}
    if of == "condition":
        if code == NOT_REPORTED:
            return None
        physical, mental = CONDITIONS[code]
        return {"physical": frozenset({physical}), "mental": frozenset({mental})}
    dimension = BY_QUESTION[of]
    # The sum of a group of places counts a record at two of them twice; a list does not.
    known = code not in ("public", "police-setting", "medical-setting")
    return {dimension.name: frozenset({code})} if known else None


def _codes(of: str, code: str, year: int) -> frozenset[str]:
    if code == NOT_REPORTED:
        more = BY_NAME[NAMED[of]].also_unknown if year >= FIVE_GROUPS_SINCE else ()
        return frozenset({*UNKNOWN, *more})
    merged = of == "ethnicity" and year >= FIVE_GROUPS_SINCE and code == PerceivedEthnicity.ASIAN
    return frozenset({code, PerceivedEthnicity.CHINESE.value} if merged else {code})
