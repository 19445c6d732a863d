"""The facts of a slice without whatever points to one record: no number, no officer, no team, no moment.

Decision. What is alike is one row with how many records it stands for, in an order that every database
has; whoever reads on says the row they stopped at. Consequence: rows need no name of their own, and what
is read twice or left out can be seen by whoever adds the records up. Kept by
``tests/projections/test_deidentified.py``.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Text, func, select, tuple_
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import FunctionElement

from projections.statistics.dimensions import DIMENSIONS
from projections.statistics.slices import Slice, conditions
from projections.statistics.tables import fact_counted
from projections.statistics.tactics import Ask

COLUMNS: tuple[str, ...] = (
    "year",
    "quarter",
    "force",
    "record_type",
    *(one.column for one in DIMENSIONS),
    "tactics",
    "steps",
    "unmet",
    "returned",
)
"""What is given of a record. A column that is not here is given to nobody: the record and its position
in the log, officer and team, what it is linked to, and how many minutes something took, which tells one record from all
others."""

SEVERAL = frozenset(
    {
        *(one.column for one in DIMENSIONS if one.several),
        "tactics",
        "steps",
        "unmet",
    }
)
"""Columns in which several codes stand, with a space between them."""

NUMBERS = frozenset({"year", "quarter", "returned"})

AT_ONCE = 5_000
Key = tuple[Any, ...]
"""The values of a row in the order of the columns: no two rows have the same."""


@dataclass(frozen=True, slots=True)
class Alike:
    """Records of which everything that is given is the same."""

    key: Key
    records: int


class InBytes(FunctionElement[str]):
    """A text in the order of its bytes, which is the same everywhere."""

    inherit_cache = True
    type = Text()


@compiles(InBytes)
def _in_bytes(element: InBytes, compiler: Any, **given: Any) -> str:
    return f'{compiler.process(element.clauses, **given)} COLLATE "C"'


@compiles(InBytes, "sqlite")
def _as_it_is(element: InBytes, compiler: Any, **given: Any) -> str:
    return str(compiler.process(element.clauses, **given))


def is_key(given: Any) -> bool:
    """Whether somebody may have stopped at a row of these values."""
    kinds = [int if name in NUMBERS else str for name in COLUMNS]
    is_one = isinstance(given, list) and len(given) == len(kinds)
    return is_one and all(map(isinstance, given, kinds))


def stretch(ask: Ask, wanted: Slice, *, after: Key | None, size: int) -> tuple[Alike, ...]:
    """The next rows of a slice, after one or from the first."""
    columns = [fact_counted.c[name] for name in COLUMNS]
    ordered = [one if one.name in NUMBERS else InBytes(one) for one in columns]
    query = select(*columns, func.count()).where(*conditions(wanted)).group_by(*columns)
    if after is not None:
        query = query.where(tuple_(*ordered) > tuple_(*after))
    rows: Sequence[Any] = ask(query.order_by(*ordered).limit(size))
    return tuple(Alike(tuple(values), int(records)) for *values, records in rows)


def every(ask: Ask, wanted: Slice, *, size: int = AT_ONCE) -> Iterator[Alike]:
    """All rows of a slice, never all of them in memory."""
    after: Key | None = None
    while found := stretch(ask, wanted, after=after, size=size):
        yield from found
        after = found[-1].key
