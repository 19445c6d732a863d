"""The kinds of columns that the layout is made of. Each is stated once, and read and written by it."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from functools import cached_property
from typing import Any, Protocol

from application.importing import damage
from application.importing.metropolitan.row import Row, shown
from application.importing.words import Vocabulary, slug
from domain.codelists.answers import Absence, YesNo
from domain.codelists.codelist import CodeList
from domain.records import rules
from domain.records.account import Account

NOT_ASKED, NOT_ANSWERED = Absence.NOT_ASKED, Absence.NOT_ANSWERED

YES_NO: Vocabulary[Any] = Vocabulary(
    {YesNo.YES: "Yes", YesNo.NO: "No"},
    {
        "Y": YesNo.YES,
        "True": YesNo.YES,
        "1": YesNo.YES,
        "N": YesNo.NO,
        "False": YesNo.NO,
        "0": YesNo.NO,
    },
)

AreaWord = Callable[[str], str]
"""The word for the code of an area."""


class TooMuchError(ValueError):
    """The layout has no room for this answer."""


@dataclass(frozen=True, slots=True)
class Heading:
    """A published heading, with its other spellings, and the first day of the edition that has it."""

    text: str
    also: tuple[str, ...] = ()
    since: date = date.min


class Part(Protocol):
    """Neighbouring columns that say one thing."""

    @property
    def question(self) -> str:
        """The question of ours that it answers."""

    @property
    def headings(self) -> Sequence[Heading]:
        """In their published order."""

    def read(self, row: Row) -> Any:
        """The answer, or why there is none."""

    def write(self, account: Account, area_word: AreaWord) -> Sequence[str]:
        """A cell for each heading; an answer that is not there is an empty one."""


@dataclass(frozen=True, kw_only=True)
class Choice:
    """One column with one word."""

    question: str
    heading: Heading
    vocabulary: Vocabulary[Any]

    @property
    def headings(self) -> Sequence[Heading]:
        return (self.heading,)

    def read(self, row: Row) -> Any:
        if not row.has(self.heading.text):
            return NOT_ASKED
        text = row.text(self.heading.text)
        return _code(row, self.question, self.heading.text, text, self.vocabulary)

    def write(self, account: Account, area_word: AreaWord) -> Sequence[str]:
        return (_word(getattr(account, self.question), self.vocabulary),)


@dataclass(frozen=True, kw_only=True)
class Age(Choice):
    """The age band, of which spreadsheets make a date."""

    def read(self, row: Row) -> Any:
        text = row.text(self.heading.text)
        understood = self.vocabulary.code_of(text) is not None or row.said(text)
        if damage.band_as_date(text) and not understood:
            row.problem(
                self.heading.text,
                f"{shown(text)} is what a spreadsheet makes of the age band 11-17, which it takes for"
                f' a date. Enter 11-17, or import with --map "{text}=11-to-17"',
            )
            return NOT_ANSWERED
        return super().read(row)


@dataclass(frozen=True, kw_only=True)
class Used(Choice):
    """Whether it was used: any text says so (spec: domain, 1.2 item 17)."""

    def read(self, row: Row) -> Any:
        text = row.text(self.heading.text)
        plain = self.vocabulary.code_of(text) is None and not row.said(text)
        if text and plain and not damage.explained(text):
            return YesNo.YES
        return super().read(row)


@dataclass(frozen=True, kw_only=True)
class Chosen:
    """A column for each code, with yes or no in it. No everywhere is none; nothing is no answer."""

    question: str
    columns: Mapping[CodeList, Heading]

    @property
    def headings(self) -> Sequence[Heading]:
        return tuple(self.columns.values())

    @cached_property
    def pairs(self) -> tuple[tuple[CodeList, str], ...]:
        return tuple((code, heading.text) for code, heading in self.columns.items())

    def read(self, row: Row) -> Any:
        more = row.more.get(self.question, ())
        answered, chosen = False, []
        for code, heading in self.pairs:
            text = row.cells.get(heading)
            if text is None:
                continue
            answer = YES_NO.exact.get(text) or row.code(self.question, heading, text, YES_NO)
            answered = answered or answer is not NOT_ANSWERED
            if answer is YesNo.YES:
                chosen.append(code)
        for said, heading in more:
            answer = _code(row, self.question, heading, row.text(heading), YES_NO)
            answered = answered or answer is not NOT_ANSWERED
            if answer is YesNo.YES:
                row.keep(self.question, heading)
                chosen += [code for code in self.columns if code.value == said]
        if answered:
            return tuple(dict.fromkeys(chosen))
        known = more or any(row.has(heading) for _, heading in self.pairs)
        return NOT_ANSWERED if known else NOT_ASKED

    def write(self, account: Account, area_word: AreaWord) -> Sequence[str]:
        answer = getattr(account, self.question)
        if isinstance(answer, Absence):
            return ("",) * len(self.columns)
        return tuple("Yes" if code in answer else "No" for code in self.columns)


@dataclass(frozen=True, kw_only=True)
class Named:
    """One column that names several, with commas between."""

    question: str
    heading: Heading
    vocabulary: Vocabulary[Any]

    @property
    def headings(self) -> Sequence[Heading]:
        return (self.heading,)

    def read(self, row: Row) -> Any:
        heading = self.heading.text
        if not row.has(heading):
            return NOT_ASKED
        words = [word.strip() for word in re.split(r"[,;]", row.text(heading)) if word.strip()]
        codes = [row.code(self.question, heading, word, self.vocabulary) for word in words]
        named = tuple(dict.fromkeys(code for code in codes if not isinstance(code, Absence)))
        # Empty when there was none and when nobody said: the two cannot be told apart.
        return named or next(iter(codes), NOT_ANSWERED)

    def write(self, account: Account, area_word: AreaWord) -> Sequence[str]:
        answer = getattr(account, self.question)
        if isinstance(answer, Absence):
            return ("",)
        return (", ".join(self.vocabulary.word_of(code) for code in dict.fromkeys(answer)),)


@dataclass(frozen=True, kw_only=True)
class Day:
    """The day of the incident. Without it there is no record."""

    question: str
    heading: Heading
    formats: tuple[str, ...] = (
        "%Y-%m-%d",
        "%d/%m/%Y",
        "%d/%m/%y",
        "%d-%b-%Y",
        "%d-%b-%y",
        "%d %B %Y",
        "%d %b %Y",
        "%d.%m.%Y",
    )
    """The day before the month where both are numbers, as the publisher writes."""

    @property
    def headings(self) -> Sequence[Heading]:
        return (self.heading,)

    def read(self, row: Row) -> Any:
        text = row.text(self.heading.text)
        try:
            return date.fromisoformat(text)
        except ValueError:
            found = _parsed(MIDNIGHT.sub("", text), self.formats)
        if found is None:
            row.problem(self.heading.text, self._sentence(text))
            return NOT_ANSWERED
        return found.date()

    def write(self, account: Account, area_word: AreaWord) -> Sequence[str]:
        answer = getattr(account, self.question)
        return ("" if isinstance(answer, Absence) else answer.isoformat(),)

    def _sentence(self, text: str) -> str:
        if not text:
            return "There is no date: enter the day on which force was used, such as 2020-04-27"
        if told := damage.explained(text):
            return f"{shown(text)} is damaged: {told}. Enter the day, such as 2020-04-27"
        if day := damage.day_as_number(text):
            return f"{shown(text)} is how a spreadsheet counts the day {day}. Enter the day itself"
        if _parsed(text, ("%m/%d/%Y",)):
            return (
                f"{shown(text)} has the month before the day. Check this column in the whole file,"
                " because other days of it may be read wrong; enter the day such as 2020-04-27"
            )
        return f"{shown(text)} is no day. Enter it such as 2020-04-27 or 27/04/2020"


MIDNIGHT = re.compile(r"[T ]00:00(:00(\.0+)?)?$")


@dataclass(frozen=True, kw_only=True)
class Clock:
    """The time of the incident."""

    question: str
    heading: Heading
    formats: tuple[str, ...] = ("%H:%M", "%H:%M:%S", "%I:%M %p", "%I:%M:%S %p", "%H.%M")

    @property
    def headings(self) -> Sequence[Heading]:
        return (self.heading,)

    def read(self, row: Row) -> Any:
        if not row.has(self.heading.text):
            return NOT_ASKED
        text = row.text(self.heading.text)
        if not text:
            return NOT_ANSWERED
        found = _parsed(text, self.formats)
        if found is None:
            row.problem(self.heading.text, self._sentence(text))
            return NOT_ANSWERED
        return found.time()

    def write(self, account: Account, area_word: AreaWord) -> Sequence[str]:
        answer = getattr(account, self.question)
        if not isinstance(answer, time):
            return ("",)
        return (answer.isoformat("minutes" if answer.second == 0 else "seconds"),)

    def _sentence(self, text: str) -> str:
        if at := damage.time_as_fraction(text):
            return f"{shown(text)} is how a spreadsheet keeps the time {at}. Enter the time itself"
        if told := damage.explained(text):
            return f"{shown(text)} is damaged: {told}. Enter the time, such as 22:41"
        return f"{shown(text)} is no time. Enter it such as 22:41, or leave it empty"


@dataclass(frozen=True, kw_only=True)
class Area:
    """Where in the force it was: a word of the installation's own, or one that becomes a code."""

    question: str
    heading: Heading

    @property
    def headings(self) -> Sequence[Heading]:
        return (self.heading,)

    def read(self, row: Row) -> Any:
        if not row.has(self.heading.text):
            return NOT_ASKED
        text = row.text(self.heading.text)
        if not text:
            return NOT_ANSWERED
        if known := row.known.areas.get(text.casefold()):
            return known
        said = row.said(text)
        code = said if said in row.known.areas.values() else slug(text)
        told = damage.explained(text)
        if told or not rules.AREA.fullmatch(code):
            why = f"is damaged: {told}" if told else "cannot be the name of an area"
            row.problem(
                self.heading.text,
                f"{shown(text)} {why}. Enter the area, or say which one it is with"
                ' --map "their word=our code"',
            )
            return NOT_ANSWERED
        row.keep(self.question, text)
        return code

    def write(self, account: Account, area_word: AreaWord) -> Sequence[str]:
        answer = getattr(account, self.question)
        return ("" if isinstance(answer, Absence) else area_word(answer),)


@dataclass(frozen=True, kw_only=True)
class Serial:
    """The serial number of a device."""

    question: str
    heading: Heading

    @property
    def headings(self) -> Sequence[Heading]:
        return (self.heading,)

    def read(self, row: Row) -> Any:
        if not row.has(self.heading.text):
            return NOT_ASKED
        return serial(row, self.question, self.heading.text)

    def write(self, account: Account, area_word: AreaWord) -> Sequence[str]:
        answer = getattr(account, self.question)
        return ("" if isinstance(answer, Absence) else answer,)


def serial(row: Row, question: str, heading: str) -> Any:
    """A serial number. Numbers stand clear in the log for ever, so that a name must not slip in:
    what looks like none is the one answer that is not taken over as it was found.
    """
    text = row.text(heading)
    if not text:
        return NOT_ANSWERED
    if rules.is_serial(text) and not damage.explained(text):
        return text
    if said := row.said(text):
        row.remark(heading, "What stood here is left out, as was said with --map")
        return _absence(said)
    told = damage.explained(text)
    why = f"is damaged: {told}" if told else "is no serial number, which has letters and digits"
    row.problem(
        heading,
        f"{shown(text)} {why}. Enter the number, or empty the cell;"
        ' for all of them, use --map "their word=not-known"',
    )
    return NOT_ANSWERED


def _absence(code: str) -> Absence:
    return Absence.NOT_KNOWN if code == Absence.NOT_KNOWN.value else NOT_ANSWERED


def _parsed(text: str, formats: Sequence[str]) -> datetime | None:
    for form in formats:
        try:
            return datetime.strptime(text, form)  # noqa: DTZ007
        except ValueError:
            continue
    return None


def _code(row: Row, question: str, heading: str, text: str, words: Vocabulary[Any]) -> Any:
    return row.code(question, heading, text, words) if text else NOT_ANSWERED


def _word(answer: Any, words: Vocabulary[Any]) -> str:
    return "" if isinstance(answer, Absence) else words.word_of(answer)
