"""The part of a mapping file that answers our questions: one table a question."""

from collections.abc import Mapping
from itertools import pairwise
from typing import Any

from application.importing.mapping import ways
from application.importing.mapping.columns import Columns, form
from application.importing.mapping.kinds import ABSENCES, Kind, kind_of
from application.importing.mapping.mistakes import instead
from application.importing.mapping.source_mapping import Condition, Effective, Part, Rule
from application.importing.mapping.tables import Table
from application.importing.mapping.ways import Said, Way, Words
from domain.codelists.answers import Absence, YesNo
from domain.records.account import QUESTIONS

YES_NO = Kind(YesNo, several=False, steps=False)
ALL_OF_THEM = "all"
FIRST_OF_THEM = "first"
WAYS = ("values", "others", "bands", "date", "time", "number", "text", "slug", "people")
BY_WORDS = {"others": "values"}
"""“others” is what the words say that “values” does not list."""


def rules(table: Table | None, not_asked: Table | None, columns: Columns) -> tuple[Rule, ...]:
    """A rule for each question; a question without one is a mistake."""
    return tuple(
        rule
        for question in QUESTIONS
        if (rule := _decided(question, table, not_asked, columns)) is not None
    )


def _decided(
    question: str, table: Table | None, not_asked: Table | None, columns: Columns
) -> Rule | None:
    asked = table.table(question) if table else None
    reason = not_asked.take(question, str, "") if not_asked else ""
    if asked is not None and not_asked is not None and question in not_asked:
        not_asked.wrong(f"“{question}” has a rule too: keep one of them.", question)
    if asked is not None:
        return _Question(question, asked, columns).rule()
    if not_asked is not None and question in not_asked:
        if not reason.strip():
            not_asked.wrong(f"“{question}” was not asked: say why it has no equivalent.", question)
        line = not_asked.line(question)
        return Rule(question=question, line=line, constant=Absence.NOT_ASKED)
    where = table or not_asked
    if where is not None:
        where.wrong(
            f"nothing is said of “{question}”: give it a table, or a line under [not-asked]."
        )
    return None


class _Question:
    def __init__(self, question: str, table: Table, columns: Columns) -> None:
        self._question = question
        self._kind = kind_of(question)
        self._table = table
        self._columns = columns

    def rule(self) -> Rule:
        table = self._table
        parts = table.tables("parts")
        combine = table.one_of("combine", (ALL_OF_THEM, FIRST_OF_THEM), ALL_OF_THEM)
        rule = Rule(
            question=self._question,
            line=table.line(),
            constant=self._constant(),
            parts=self._parts(parts),
            first_only=combine == FIRST_OF_THEM,
            pick=self._pick(),
            otherwise=table.code("otherwise", ABSENCES, Absence.NOT_ANSWERED),
        )
        ways_of_answering = sum(key in table for key in ("from", "parts", "constant"))
        if ways_of_answering != 1 or ("parts" in table and not parts):
            table.wrong("say one of “from”, “parts” and “constant”, and of “parts” at least one.")
        for part in parts:
            part.done()
        table.done()
        return rule

    def _parts(self, parts: tuple[Table, ...]) -> tuple[Part, ...]:
        if "from" in self._table:
            return (self.part(self._table),)
        return tuple(self.part(part) for part in parts)

    def part(self, table: Table) -> Part:
        """A column, and how it is read; what a part leaves out its question says for all of them."""
        way, words = self._way(table if any(way in table for way in WAYS) else self._table)
        splitting = table if "split" in table else self._table
        keeping = table if "keep-words" in table else self._table
        effective = table if "effective" in table else self._table
        return Part(
            column=self._columns.take(table, "from"),
            way=way,
            split=splitting.take("split", str, ""),
            words=words,
            keeps=self._keeps(keeping, words),
            when=conditions(table, self._columns),
            effective=self._effective(effective),
            line=table.line("from"),
        )

    def _way(self, table: Table) -> tuple[Way, Mapping[str, int]]:
        given = list(dict.fromkeys(BY_WORDS.get(way, way) for way in WAYS if way in table))
        if len(given) != 1 or given[0] not in self._kind.ways:
            choice = " or ".join(f"“{way}”" for way in self._kind.ways)
            table.wrong(
                f"say how it is read, by {choice}."
                if choice
                else "this question cannot be mapped: put it under [not-asked]."
            )
            for way in given:
                table.anything(way)
            return ways.text, {}
        if given[0] == "values":
            return values(table, "values", self._kind)
        return self._plain_way(table, given[0]), {}

    def _plain_way(self, table: Table, way: str) -> Way:
        if way == "bands":
            return ways.remembered(ways.banded(self._bands(table)))
        if way == "date":
            return ways.remembered(ways.day(form(table, way, "%Y", "%m", "%d")))
        if way == "time":
            return ways.remembered(ways.clock(form(table, way, "%H", "%M")))
        if table.take(way, bool) is not True:
            table.wrong(f"“{way}” is true, or left out.", way)
        return {
            "number": ways.number,
            "text": ways.text,
            "slug": ways.remembered(ways.slug),
            "people": ways.text,
        }[way]

    def _bands(self, table: Table) -> list[tuple[Any, int, int]]:
        bands = table.inside("bands")
        found: list[tuple[Any, int, int]] = []
        for code in bands:
            match bands.take(code, list):
                case [int(lowest), int(highest)] if lowest <= highest:
                    found.append((self._band(table, code), lowest, highest))
                case _:
                    table.wrong(f"the band of “{code}” must be [lowest, highest].", "bands", code)
        found.sort(key=lambda band: band[1])
        for (_, _, end), (code, begin, _) in pairwise(found):
            if begin <= end:
                table.wrong(f"the band of “{code}” begins before another ends.", "bands", str(code))
        return found

    def _band(self, table: Table, code: str) -> Any:
        if code not in tuple(self._kind.member):
            sentence = f"“{code}” is no code of this question. "
            table.wrong(sentence + instead(code, self._kind.member), "bands", code)
            return None
        return self._kind.member(code)

    def _keeps(self, table: Table, words: Mapping[str, int]) -> frozenset[str] | None:
        given = table.anything("keep-words")
        if given is True:
            return None
        if given is None:
            return frozenset()
        kept = table.texts("keep-words")
        for word in kept:
            if word not in words and "others" not in table:
                sentence = f"“{word}” is not among the values. {instead(word, words)}"
                table.wrong(sentence, "keep-words")
        return frozenset(kept)

    def _effective(self, table: Table) -> Effective:
        if not self._kind.steps:
            return Effective()
        if isinstance(table.anything("effective"), dict):
            given = table.inside("effective")
            column = self._columns.take(given, "from")
            words, _ = values(given, "values", YES_NO)
            given.done()
            return Effective(column=column, words=words)
        return Effective(always=table.code("effective", ABSENCES, Absence.NOT_ANSWERED))

    def _pick(self) -> tuple[Any, ...]:
        picked = self._table.texts("pick", ())
        if picked and (self._kind.several or not self._kind.is_coded):
            self._table.wrong("“pick” is for a question that takes one code.", "pick")
            return ()
        return tuple(
            code
            for target in picked
            for code in _said(self._table, "pick", (target,), self._kind)
            if not isinstance(code, Absence)
        )

    def _constant(self) -> Any:
        if "constant" not in self._table:
            return None
        table, kind = self._table, self._kind
        if kind.is_coded:
            said = _said(table, "constant", table.texts("constant"), kind)
            if isinstance(said, Absence) or not said:
                table.wrong("“constant” is a code; what was not asked is under [not-asked].")
                return None
            if kind.steps:
                table.wrong("the tactics of every record cannot be the same.", "constant")
            return said if kind.several else said[0]
        if kind.member is int:
            return table.take("constant", int)
        if kind.member is not str:
            table.wrong("this question has no constant answer.", "constant")
        return table.take("constant", str)


def conditions(table: Table, columns: Columns) -> tuple[Condition, ...]:
    """The columns, and the words that they must have, for something to be read."""
    given = table.inside("when")
    return tuple(
        Condition(column=columns.found(given, name, name), words=frozenset(given.texts(name)))
        for name in given
    )


def values(table: Table, key: str, kind: Kind) -> tuple[Words, Mapping[str, int]]:
    """The words of a closed list, each with what it says, and the line on which it stands."""
    given = table.inside(key)
    others = _said(table, "others", table.texts("others"), kind) if "others" in table else None
    known: dict[str, Said] = {}
    lines: dict[str, int] = {}
    for word in given:
        if not word.strip() or word != word.strip():
            given.wrong(
                f"“{word}” begins or ends with a blank, or is one; cells are read without.", word
            )
        known[word] = _said(given, word, given.texts(word), kind)
        lines[word] = given.line(word)
    if not known and others is None:
        table.wrong(f"“{key}” lists no word.", key)
    return Words(known, others), lines


def _said(table: Table, key: str, targets: tuple[str, ...], kind: Kind) -> Any:
    try:
        said = kind.said(targets)
    except KeyError as error:
        (target,) = error.args
        table.wrong(f"“{target}” is no code of this question. {instead(target, kind.targets)}", key)
        return ()
    if not kind.several and not isinstance(said, Absence) and len(said) > 1:
        table.wrong("this question takes one code.", key)
    return said
