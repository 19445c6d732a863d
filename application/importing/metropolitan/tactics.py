"""The columns of the tactics in their order, and of up to four uses of a Taser."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from application.importing.metropolitan.parts import (
    NOT_ANSWERED,
    NOT_ASKED,
    YES_NO,
    AreaWord,
    Heading,
    TooMuchError,
    serial,
)
from application.importing.metropolitan.row import Row, shown
from application.importing.words import Vocabulary
from domain.codelists.answers import Absence, YesNo
from domain.codelists.ced import ProbeBack, ProbeFront
from domain.codelists.codelist import CodeList
from domain.records.account import Account
from domain.records.tactics import MOST_CED_USES, MOST_TACTICS, CedUse, TacticUsed


@dataclass(frozen=True, kw_only=True)
class Steps:
    """``Tactic n`` and ``Effective n``, twenty times; the last heading is the publisher's slip."""

    question: str
    vocabulary: Vocabulary[Any]

    @cached_property
    def pairs(self) -> tuple[tuple[Heading, Heading], ...]:
        return tuple(
            (Heading(f"Tactic {step}"), _effective(step)) for step in range(1, MOST_TACTICS + 1)
        )

    @property
    def headings(self) -> Sequence[Heading]:
        return tuple(heading for pair in self.pairs for heading in pair)

    def read(self, row: Row) -> Any:
        if not any(row.has(tactic.text) for tactic, _ in self.pairs):
            return NOT_ASKED
        steps: list[TacticUsed] = []
        last = 0
        for number, (named, worked) in enumerate(self.pairs, start=1):
            word, said = row.text(named.text), row.text(worked.text)
            if not word:
                if said:
                    row.remark(worked.text, f"{shown(said)} is left out: there is no such tactic")
                continue
            if number != last + 1:
                row.remark(named.text, "The tactics before it have a gap: their order is kept")
            last = number
            tactic = row.code(self.question, named.text, word, self.vocabulary)
            effective = _yes_no(row, self.question, worked.text, said)
            if not isinstance(tactic, Absence):
                steps.append(TacticUsed(tactic=tactic, effective=effective))  # type: ignore[arg-type]
        return tuple(steps) or NOT_ANSWERED

    def write(self, account: Account, area_word: AreaWord) -> Sequence[str]:
        steps = account.tactics
        if isinstance(steps, Absence):
            return ("",) * (2 * MOST_TACTICS)
        if len(steps) > MOST_TACTICS:
            raise TooMuchError(
                f"it names {len(steps)} tactics, and there are columns for {MOST_TACTICS}"
            )
        cells = [
            cell
            for step in steps
            for cell in (self.vocabulary.word_of(step.tactic), _said(step.effective))
        ]
        return (*cells, *[""] * (2 * MOST_TACTICS - len(cells)))


def _effective(step: int) -> Heading:
    published, other = f"Effective {step}", f"Tactic Effective {step}"
    return Heading(other, (published,)) if step == MOST_TACTICS else Heading(published, (other,))


LEVELS: tuple[tuple[str, str], ...] = (
    ("drawn", "Drawn"),
    ("aimed", "Aimed"),
    ("arced", "Arced"),
    ("red_dotted", "Red-Dotted"),
    ("drive_stun", "Drive Stun"),
    ("drive_stun_repeated", "Drive Stun Repeat Application"),
    ("angle_drive_stun", "Angle Drive Stun"),
    ("fired", "Fired"),
    ("cartridge_number", "Fired Cartridge Number"),
    ("cycle_interrupted", "Fired 5 Secs Cycle Interrupted"),
    ("cycle_repeated", "Fired Repeat Cycle Same Cartridge"),
    ("cycles", "Fired Total Number Of Cycles"),
    ("cycle_extended", "Fired Cycle Extended Beyond 5 Secs"),
    ("missed_one_probe", "Fired Miss With One Probe"),
    ("missed_both_probes", "Fired Miss With Both Probes"),
)
CARTRIDGE, CYCLES = "cartridge_number", "cycles"
MOST_CYCLES_DIGITS = 4


@dataclass(frozen=True, kw_only=True)
class Use:
    """The forty columns of one use: what was done, and where the probes hit."""

    number: int
    question: str

    @cached_property
    def prefix(self) -> str:
        return "CED" if self.number == 1 else f"CED{self.number}"

    @cached_property
    def levels(self) -> tuple[tuple[str, Heading], ...]:
        return tuple((name, self._level(words)) for name, words in LEVELS)

    @cached_property
    def probes(self) -> tuple[tuple[str, tuple[tuple[CodeList, Heading], ...]], ...]:
        return (
            ("probes_front", self._places("Front", ProbeFront)),
            ("probes_back", self._places("Back", ProbeBack)),
        )

    @cached_property
    def headings(self) -> Sequence[Heading]:
        places = (heading for _, side in self.probes for _, heading in side)
        return (*(heading for _, heading in self.levels), *places)

    @cached_property
    def texts(self) -> frozenset[str]:
        return frozenset(heading.text for heading in self.headings)

    def read(self, row: Row) -> CedUse | None:
        """The use; none when all its columns are empty."""
        if self.texts.isdisjoint(row.cells):
            return None
        values: dict[str, Any] = {}
        for name, heading in self.levels:
            values[name] = self._value(row, name, heading.text)
        for name, places in self.probes:
            values[name] = self._hit(row, places)
        return CedUse(**values)

    def write(self, use: CedUse) -> Sequence[str]:
        cells = [_said(getattr(use, name)) for name, _ in self.levels]
        for name, places in self.probes:
            hit = getattr(use, name)
            absent = isinstance(hit, Absence)
            cells += ["" if absent else "Yes" if place in hit else "No" for place, _ in places]
        return cells

    def _level(self, words: str) -> Heading:
        plain = f"{self.prefix} {words}"
        # The publisher's slip: "Ced" was replaced by "CED2" in "Arced" too.
        slip = f"{self.prefix} Ar{self.prefix}"
        return Heading(slip, (plain,)) if words == "Arced" and self.number > 1 else Heading(plain)

    def _places(self, side: str, places: type[CodeList]) -> tuple[tuple[CodeList, Heading], ...]:
        return tuple((place, Heading(f"{self.prefix} {side} {place.label}")) for place in places)

    def _value(self, row: Row, name: str, heading: str) -> Any:
        text = row.text(heading)
        if name == CARTRIDGE:
            return serial(row, self.question, heading)
        if name == CYCLES:
            return _count(row, heading, text)
        return _yes_no(row, self.question, heading, text)

    def _hit(self, row: Row, places: Sequence[tuple[CodeList, Heading]]) -> Any:
        said = [(place, heading.text, row.text(heading.text)) for place, heading in places]
        if not any(text for _, _, text in said):
            return NOT_ANSWERED
        return tuple(
            place
            for place, heading, text in said
            if text
            and (
                text.casefold() in MARKS or _yes_no(row, self.question, heading, text) is YesNo.YES
            )
        )


MARKS = ("x", "✓", "✔")


@dataclass(frozen=True, kw_only=True)
class Uses:
    """The blocks of up to four uses."""

    question: str

    @cached_property
    def blocks(self) -> tuple[Use, ...]:
        return tuple(
            Use(number=number, question=self.question) for number in range(1, MOST_CED_USES + 1)
        )

    @cached_property
    def headings(self) -> Sequence[Heading]:
        return tuple(heading for block in self.blocks for heading in block.headings)

    def read(self, row: Row) -> Any:
        if all(block.texts.isdisjoint(row.present) for block in self.blocks):
            return NOT_ASKED
        uses = [block.read(row) for block in self.blocks]
        while uses and uses[-1] is None:
            uses.pop()
        # An empty block before a filled one keeps its place: which use was which is not ours to say.
        return tuple(use or CedUse() for use in uses) or NOT_ANSWERED

    def write(self, account: Account, area_word: AreaWord) -> Sequence[str]:
        uses = () if isinstance(account.ced_uses, Absence) else account.ced_uses
        if len(uses) > MOST_CED_USES:
            raise TooMuchError(
                f"it has {len(uses)} uses of a Taser, and there are columns for {MOST_CED_USES}"
            )
        filled = [
            cell for block, use in zip(self.blocks, uses, strict=False) for cell in block.write(use)
        ]
        return (*filled, *[""] * (len(self.headings) - len(filled)))


def _yes_no(row: Row, question: str, heading: str, text: str) -> Any:
    return row.code(question, heading, text, YES_NO) if text else NOT_ANSWERED


def _count(row: Row, heading: str, text: str) -> Any:
    whole = text.removesuffix(".0")
    if not whole:
        return NOT_ANSWERED
    if whole.isascii() and whole.isdigit() and len(whole) <= MOST_CYCLES_DIGITS:
        return int(whole)
    row.problem(heading, f"{shown(text)} is no number of cycles. Enter a whole number, or nothing")
    return NOT_ANSWERED


def _said(answer: Any) -> str:
    if isinstance(answer, Absence):
        return ""
    return YES_NO.word_of(answer) if isinstance(answer, YesNo) else str(answer)
