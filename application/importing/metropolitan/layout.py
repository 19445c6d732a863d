"""A file in the Metropolitan layout: its headings against ours, and each line as a record.

Context. Years differ: 269, 271 and 275 columns, labels with and without what stands in brackets.
Decision. The headings decide which year it is; one that is not known is refused and never dropped
in silence, because it may hold answers. What the layout or the file does not have was not asked.
Consequence: whoever imports says what an unknown column means, or that it is to be left out. Kept
by ``tests/application/test_metropolitan.py``.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from difflib import get_close_matches
from typing import Any

from application.importing.candidate import Candidate, Rejected
from application.importing.identity import KEY, LONGEST_KEY, PROBLEM, Identities, reference
from application.importing.metropolitan.columns import (
    CODES,
    COLUMNS,
    OUT_OF_FORCE,
    OUT_OF_FORCE_CODE,
)
from application.importing.metropolitan.parts import Chosen, Heading
from application.importing.metropolitan.row import SAYABLE, Known, Row
from application.importing.words import plainly, without_asides
from domain.codelists.answers import Absence
from domain.event import Source
from domain.records.account import QUESTIONS

NAME = "mps"
REFERENCE = "MPS"
HEADINGS: tuple[Heading, ...] = tuple(heading for part in COLUMNS for heading in part.headings)
DATE = HEADINGS[0]

NOT_IN_LAYOUT: Mapping[str, Any] = {
    question: Absence.NOT_ASKED
    for question in QUESTIONS
    if question not in {part.question for part in COLUMNS}
}
"""What the layout has no column for was not asked. That it is of one person is not said either."""


class UnknownHeadingsError(ValueError):
    """The file has columns that the layout does not know, or lacks the one that it cannot do without."""


class UnknownCodeError(ValueError):
    """A word was said to mean a code that no column has."""


def _spellings() -> dict[str, str]:
    found: dict[str, str] = {}
    for heading in HEADINGS:
        for text in (heading.text, *heading.also):
            for spelling in (plainly(text), plainly(without_asides(text))):
                if found.setdefault(spelling, heading.text) != heading.text:
                    raise UnknownHeadingsError(text)
    return found


SPELLINGS = _spellings()
"""Published headings by how they may be spelt."""

GROUPS: Mapping[str, Chosen] = {
    next(iter(part.headings)).text.partition(":")[0]: part
    for part in COLUMNS
    if isinstance(part, Chosen)
}
"""Columns of which there may be more than are known, by what their headings begin with."""


@dataclass(frozen=True, kw_only=True)
class Metropolitan:
    """The layout, for the lines of one file."""

    source: Source
    """The file; its line is filled in for each record."""
    identities: Identities
    known: Known
    columns: Mapping[str, str]
    """The file's headings by published heading."""
    more: Mapping[str, Sequence[tuple[str, str]]] = field(default_factory=dict)
    """By question, the code that somebody gave for each column that is not known, with its heading."""
    name: str = NAME

    @property
    def missing(self) -> tuple[str, ...]:
        """Published headings that the file does not have, the later editions' aside."""
        return tuple(
            one.text for one in HEADINGS if one.text not in self.columns and one.since == DATE.since
        )

    def read(self, line: int, cells: Mapping[str, str]) -> Candidate | Rejected:
        row = self._row(line, cells)
        given = cells.get(KEY, "").strip()
        if len(given) > LONGEST_KEY:
            row.problem(KEY, f"A key has no more than {LONGEST_KEY} characters")
        said = tuple(part for cell in row.cells.items() for part in cell)
        key = given or self.identities.key(said)
        answers = {part.question: part.read(row) for part in COLUMNS}
        if row.problems:
            return Rejected(
                line=line, cells=tuple(cells.values()), problems=tuple(row.problems), key=key
            )
        record = self.identities.record(key)
        return Candidate(
            record=record,
            reference=reference(REFERENCE, record),
            officer=None,
            rank=None,
            answers={**NOT_IN_LAYOUT, **answers},
            words=row.words,
            source=replace(self.source, line=line),
            key=key,
            likewise=self.identities.likewise(said) if given else (),
            remarks=tuple(row.remarks),
        )

    def _row(self, line: int, cells: Mapping[str, str]) -> Row:
        filled = {
            ours: text
            for ours, theirs in self.columns.items()
            # Most cells are empty, and need no second look.
            if (cell := cells[theirs]) and (text := cell.strip())
        }
        for columns in self.more.values():
            filled |= {theirs: cells[theirs].strip() for _, theirs in columns}
        return Row(line=line, cells=filled, known=self.known, present=self.columns, more=self.more)


def layout_of(
    headings: Sequence[str],
    *,
    source: Source,
    identities: Identities,
    areas: Mapping[str, str],
    said: Mapping[str, str],
    ignored: Sequence[str] = (),
) -> Metropolitan:
    """The layout for a file with these headings.

    ``areas`` are the installation's own, by code. ``said`` are codes of ours by words of theirs, of
    cells or of whole columns. ``ignored`` are headings of columns to be left out.

    Raises:
        UnknownHeadingsError: a heading is not known, or there is no date.
        UnknownCodeError: a code is not one of ours.

    """
    _refuse_unknown_codes(said, areas)
    codes = {plainly(word): code for word, code in said.items()}
    columns, unknown = _known(headings)
    left_out = {plainly(one) for one in ignored}
    if never := left_out - {plainly(one) for one in headings}:
        raise UnknownHeadingsError(f"There is no column {min(never)!r} to ignore.")
    columns = {ours: theirs for ours, theirs in columns.items() if plainly(theirs) not in left_out}
    more: dict[str, list[tuple[str, str]]] = {}
    for heading in unknown:
        if plainly(heading) in left_out:
            continue
        question, code = _column(heading, codes)
        more.setdefault(question, []).append((code, heading))
    if DATE.text not in columns:
        raise UnknownHeadingsError(
            f"There is no column {DATE.text!r}, so this is no file in the Metropolitan layout,"
            " or its first line does not hold the headings."
        )
    return Metropolitan(
        source=source,
        identities=identities,
        known=Known(areas=_by_label(areas), words=codes),
        columns=columns,
        more=more,
    )


def _known(headings: Sequence[str]) -> tuple[dict[str, str], list[str]]:
    found: dict[str, str] = {}
    unknown: list[str] = []
    for heading in headings:
        if heading in (KEY, PROBLEM):
            continue
        ours = SPELLINGS.get(plainly(heading)) or SPELLINGS.get(plainly(without_asides(heading)))
        if ours is None:
            unknown.append(heading)
        elif ours in found:
            raise UnknownHeadingsError(
                f"The columns {found[ours]!r} and {heading!r} mean the same. Remove one of them."
            )
        else:
            found[ours] = heading
    # In published order, whatever the file's: the key of a line does not hang on it.
    return {one.text: found[one.text] for one in HEADINGS if one.text in found}, unknown


def _column(heading: str, codes: Mapping[str, str]) -> tuple[str, str]:
    """The question and the code that an unknown column was said to mean."""
    group = GROUPS.get(heading.partition(":")[0].strip())
    code = codes.get(plainly(heading)) or codes.get(plainly(heading.partition(":")[2]))
    if group is None:
        raise UnknownHeadingsError(
            f'The column {heading!r} is not known. If it does not matter: --ignore "{heading}".'
        )
    known = [one.value for one in group.columns]
    if code is None:
        raise UnknownHeadingsError(
            f"The column {heading!r} is not known. Say which of our codes it means with"
            f' --map "{heading}=code", or leave it out with --ignore "{heading}".'
            f" The codes are: {', '.join(known)}."
        )
    if code not in known:
        raise UnknownCodeError(
            f"{code!r} is no code of {heading!r}. It is one of: {', '.join(known)}."
        )
    return group.question, code


def _refuse_unknown_codes(said: Mapping[str, str], areas: Mapping[str, str]) -> None:
    known = {*CODES, *areas, OUT_OF_FORCE_CODE, *(one.value for one in SAYABLE)}
    for word, code in said.items():
        if code not in known:
            near = get_close_matches(code, sorted(known), n=3, cutoff=0.5)
            perhaps = f" Did you mean {' or '.join(near)}?" if near else ""
            raise UnknownCodeError(
                f"{word!r} cannot mean {code!r}: there is no such code.{perhaps}"
            )


def _by_label(areas: Mapping[str, str]) -> dict[str, str]:
    labels = {label.casefold(): code for code, label in areas.items()}
    return {**labels, **{code: code for code in areas}, OUT_OF_FORCE.casefold(): OUT_OF_FORCE_CODE}
