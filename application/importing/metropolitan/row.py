"""One line on its way to answers: its cells, what was wrong with them, and words worth keeping."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from application.importing import damage
from application.importing.candidate import Problem
from application.importing.words import Vocabulary, plainly
from domain.codelists.answers import Absence
from domain.codelists.codelist import CodeList

LONGEST_SHOWN = 40
"""A cell that slipped into the wrong column may hold a name: no more of it is shown than helps."""
MOST_WORDS = 12


@dataclass(frozen=True, kw_only=True, slots=True)
class Known:
    """What is known of words beside the layout: by the installation, or said on the spot."""

    areas: Mapping[str, str] = field(default_factory=dict)
    """Codes of areas by label."""
    words: Mapping[str, str] = field(default_factory=dict)
    """Codes of ours by words of theirs, as far as the layout does not know them."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Row:
    """The cells of a line that hold something, by published heading."""

    line: int
    cells: Mapping[str, str]
    known: Known
    present: Collection[str]
    """The published headings that the file has."""
    more: Mapping[str, Sequence[tuple[str, str]]] = field(default_factory=dict)
    """By question, the code of each column that the layout does not know, with its heading."""
    problems: list[Problem] = field(default_factory=list)
    remarks: list[Problem] = field(default_factory=list)
    words: dict[str, tuple[str, ...]] = field(default_factory=dict)

    def has(self, heading: str) -> bool:
        return heading in self.present

    def text(self, heading: str) -> str:
        return self.cells.get(heading, "")

    def problem(self, heading: str, sentence: str) -> None:
        """Something that keeps the line from being a record."""
        self.problems.append(Problem(line=self.line, heading=heading, sentence=sentence))

    def remark(self, heading: str, sentence: str) -> None:
        """Something that the record cannot show, and that nobody has to mend."""
        self.remarks.append(Problem(line=self.line, heading=heading, sentence=sentence))

    def keep(self, question: str, word: str) -> None:
        """Keep the source's own word, because no code of ours says quite the same."""
        self.words[question] = (*self.words.get(question, ()), word)

    def said(self, text: str) -> str:
        """The code of ours that somebody gave for a word of theirs; empty if nobody did."""
        return self.known.words.get(plainly(text), "") if self.known.words else ""

    def code(
        self, question: str, heading: str, text: str, vocabulary: Vocabulary[CodeList]
    ) -> CodeList:
        """The code, or the absence, that a word stands for; a problem when it is not known."""
        if code := vocabulary.code_of(text):
            return code
        if said := self.said(text):
            mapped = vocabulary.coded(said) or absence(said)
            if mapped is not None:
                self.keep(question, text)
                return mapped
        self.problem(heading, unknown(text, vocabulary))
        return Absence.NOT_ANSWERED


SAYABLE = (
    Absence.NOT_ANSWERED,
    Absence.NOT_ASKED,
    Absence.NOT_KNOWN,
    Absence.REFUSED,
    Absence.NOT_APPLICABLE,
)
"""What a word may be said to mean instead of an answer."""


def absence(code: str) -> Absence | None:
    return next((one for one in SAYABLE if one.value == code), None)


def shown(text: str) -> str:
    """A cell as a message shows it."""
    return f"“{text}”" if len(text) <= LONGEST_SHOWN else f"“{text[:LONGEST_SHOWN]}…”"


def unknown(text: str, vocabulary: Vocabulary[CodeList]) -> str:
    """What to do about a word that is not known."""
    if told := damage.explained(text):
        return f"{shown(text)} is damaged: {told}"
    words = ", ".join(vocabulary.words[:MOST_WORDS])
    more = ", …" if len(vocabulary.words) > MOST_WORDS else ""
    return (
        f"{shown(text)} is not known. Enter one of: {words}{more};"
        ' or say what it means with --map "their word=our code"'
    )
