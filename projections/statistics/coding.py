"""Texts that stand often, kept as numbers: what a statement asks of a text is asked once of each text.

Context. Ten million records name a few hundred combinations of tactics, and some dozens of answers to a
question. Decision. The copy in columns holds a number for each of those texts; of a statement, whatever
asks something of one such column is answered here for each of its texts, and becomes a set of numbers
before it is asked of any record. A statement in which that cannot be done is asked of the texts
themselves. Consequence: reports know nothing of it, and a filter by text costs as little as one by
number. Kept by ``tests/projections/test_coding.py``. (Spec: performance, 3.)
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import reduce
from operator import and_, or_
from typing import Any

from sqlalchemy import (
    Column,
    ColumnElement,
    Integer,
    MetaData,
    Select,
    Table,
    Text,
    cast,
    false,
    func,
    literal,
    select,
    true,
)
from sqlalchemy import and_ as sql_and
from sqlalchemy.sql import operators, visitors
from sqlalchemy.sql.elements import (
    BinaryExpression,
    BindParameter,
    BooleanClauseList,
    ClauseElement,
    Grouping,
    Label,
)
from sqlalchemy.sql.selectable import FromClause
from sqlalchemy.types import UserDefinedType

from projections.projection import SCHEMA
from projections.statistics.tables import fact_counted

FEW = 3
"""Numbers that a database compares one by one; more of them are looked up in a set."""

AS_TEXT = frozenset({"steps", "states", "unmet", "mended", "mended_for"})
"""Columns of which almost every record has a text of its own, or of which little is asked."""


CODED = tuple(
    one.name for one in fact_counted.c if isinstance(one.type, Text) and one.name not in AS_TEXT
)
fact_coded = Table(
    "fact_coded",
    MetaData(schema=SCHEMA),
    *(Column(one.name, Integer() if one.name in CODED else one.type) for one in fact_counted.c),
)
"""The narrow facts with numbers in the place of texts."""

FACTS = (fact_counted, fact_coded)

fact_text = Table(
    "fact_text",
    fact_coded.metadata,
    Column("of", Text, nullable=False),
    Column("number", Integer, nullable=False),
    Column("text", Text, nullable=False),
)
"""The texts of each column that has them, for statements that ask more of them than numbers tell."""


class Bits(UserDefinedType[str]):
    """A set of numbers: a sign for each, in their order."""

    cache_ok = True

    def get_col_spec(self, **_: Any) -> str:
        return "BIT"


@dataclass(eq=False)
class Texts:
    """The texts of a column, each with its number: its place. Nothing is ever taken away."""

    all: list[str] = field(default_factory=list)
    numbers: dict[str, int] = field(default_factory=dict)
    _like: dict[str, tuple[int, int]] = field(default_factory=dict)

    def number(self, text: str) -> int:
        """The number of a text, a new one if it was not there."""
        found = self.numbers.get(text)
        if found is None:
            self.all.append(text)
            found = self.numbers[text] = len(self.all) - 1
        return found

    def coded(self, texts: Iterable[str]) -> list[int]:
        """The numbers of many texts."""
        known = self.numbers
        try:
            return [known[text] for text in texts]
        except KeyError:
            return [self.number(text) for text in texts]

    def among(self, texts: Iterable[str]) -> int:
        """The set of those of these texts that are there, a bit for each number."""
        return sum(1 << self.numbers[one] for one in set(texts) if one in self.numbers)

    def like(self, pattern: str) -> int:
        """The set of the texts that are like a pattern; what was looked at is not looked at again."""
        looked_at, found = self._like.get(pattern, (0, 0))
        new = self.all[looked_at:]
        if new:
            is_like = _matcher(pattern)
            found |= sum(1 << number for number, text in enumerate(new, looked_at) if is_like(text))
            self._like[pattern] = (looked_at + len(new), found)
        return found

    @property
    def every(self) -> int:
        return (1 << len(self.all)) - 1


def _matcher(pattern: str) -> Any:
    within = pattern.removeprefix("%").removesuffix("%")
    if pattern == f"%{within}%" and not {"%", "_"} & set(within):
        return lambda text: within in text
    signs = {"%": ".*", "_": "."}
    whole = re.compile("".join(signs.get(one, re.escape(one)) for one in pattern), re.DOTALL)
    return whole.fullmatch


class NotUnderstoodError(Exception):
    """Something is asked of a text that numbers do not tell."""


@dataclass(frozen=True, slots=True)
class Translated:
    """A statement that asks numbers, and in which places of its rows they stand for texts."""

    statement: Select[Any]
    coded: Mapping[int, Texts]

    def rows(self, found: Sequence[tuple[Any, ...]]) -> Sequence[tuple[Any, ...]]:
        """What was found, with the texts."""
        if not self.coded or not found:
            return found
        columns: list[Any] = list(zip(*found, strict=True))
        for place, texts in self.coded.items():
            columns[place] = [texts.all[number] for number in columns[place]]
        return list(zip(*columns, strict=True))


def translated(query: Select[Any], texts: Mapping[str, Texts]) -> Translated:
    """A statement about the narrow facts, as one about the facts with numbers.

    Raises:
        NotUnderstoodError: it asks something else of a text than which it is, or what it is like.

    """
    statement: Any = visitors.replacement_traverse(query, {}, _Translation(texts))
    shown = map(_shown, statement.selected_columns)
    return Translated(statement, {place: texts[one] for place, one in enumerate(shown) if one})


def of_texts(query: Select[Any]) -> Select[Any]:
    """A statement about the narrow facts, as one about their numbers and the texts that these are of."""
    every: Iterable[Any] = visitors.iterate(query)
    asked = {one.name for one in every if _is_of_facts(one)}
    columns: list[ColumnElement[Any]] = []
    joined: FromClause = fact_coded
    for one in fact_coded.c:
        if one.name in CODED and one.name in asked:
            texts = fact_text.alias(f"text_of_{one.name}")
            joined = joined.join(texts, sql_and(texts.c.of == one.name, texts.c.number == one))
            columns.append(texts.c.text.label(one.name))
        elif one.name in asked or one.primary_key:
            columns.append(one)
    facts = select(*columns).select_from(joined).subquery(fact_counted.name)

    def replace(element: Any, **_: Any) -> Any:
        if element is fact_counted:
            return facts
        return facts.c[element.name] if _is_of_facts(element) else None

    asks: Any = visitors.replacement_traverse(query, {}, replace)
    found: Select[Any] = asks
    return found


Found = tuple[str, int]
"""A column, and the set of its texts that are meant."""


class _Translation:
    def __init__(self, texts: Mapping[str, Texts]) -> None:
        self._texts = texts

    def __call__(self, element: Any, **_: Any) -> Any:
        """What stands for a part of a statement; none for what stays as it is, or is made of others."""
        if element is fact_counted:
            return fact_coded
        if isinstance(element, Column):
            return fact_coded.c[element.name] if _is_of_facts(element) else None
        found = self._found(element)
        if found:
            return self._is_among(*found)
        if any(map(_is_coded, _asked_of(element))):
            raise NotUnderstoodError
        return None

    def _found(self, element: Any) -> Found | None:
        """What is asked of the text of one column, as a set; none if it is something else."""
        if isinstance(element, Grouping):
            return self._found(element.element)
        if isinstance(element, BooleanClauseList):
            return self._together(element)
        if isinstance(element, BinaryExpression) and _is_coded(element.left):
            return self._compared(element)
        return None

    def _together(self, element: BooleanClauseList) -> Found | None:
        parts = [self._found(one) for one in element.clauses]
        columns = {part[0] for part in parts if part}
        if len(columns) != 1 or not all(parts):
            return None
        join = or_ if element.operator is operators.or_ else and_
        return columns.pop(), reduce(join, [part[1] for part in parts if part])

    def _compared(self, element: BinaryExpression[Any]) -> Found | None:
        name, with_what = element.left.name, element.right
        if not isinstance(with_what, BindParameter):
            return None
        texts: Texts = self._texts[name]
        value: Any = with_what.value
        if element.operator is operators.eq:
            return name, texts.among([value])
        if element.operator is operators.ne:
            return name, texts.every & ~texts.among([value])
        if element.operator is operators.in_op:
            return name, texts.among(value)
        if element.operator is operators.like_op:
            return name, texts.like(value)
        return None

    def _is_among(self, name: str, wanted: int) -> ColumnElement[bool]:
        texts, column = self._texts[name], fact_coded.c[name]
        if not wanted:
            return false()
        if wanted == texts.every:
            return true()
        if wanted.bit_count() <= FEW:
            return column.in_(_bits(wanted))
        as_bits = format(wanted, f"0{wanted.bit_length()}b")[::-1].ljust(len(texts.all), "0")
        return func.get_bit(cast(literal(as_bits, Text()), Bits()), column) == 1


def _shown(column: Any) -> str:
    """Of which column the numbers are that a statement shows, under whatever name; or of none."""
    found = (one for one in column.base_columns if isinstance(one, Column))
    return next((one.name for one in found if one.name in CODED and one.table in FACTS), "")


def _bits(number: int) -> Iterator[int]:
    while number:
        lowest = number & -number
        yield lowest.bit_length() - 1
        number ^= lowest


def _is_of_facts(element: Any) -> bool:
    return isinstance(element, Column) and element.table is fact_counted


def _is_coded(element: Any) -> bool:
    return _is_of_facts(element) and element.name in CODED


def _asked_of(element: Any) -> Iterable[Any]:
    """What a part of a statement asks something of, beside what it only shows or counts by."""
    if isinstance(element, Select):
        ordered = element._order_by_clauses  # noqa: SLF001 - it is told in no other way
        return (one for clause in ordered for one in visitors.iterate(clause))
    if isinstance(element, FromClause | Label) or not isinstance(element, ClauseElement):
        return ()
    return element.get_children()
