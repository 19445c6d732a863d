"""Building the read models again beside the live ones, comparing, and switching.

Decision. A rebuild never touches the live tables: it fills a generation of its own, compares it
row for row with the live one at the same log position, and only then becomes live. Consequence:
readers never see half-built tables, and a difference is reported instead of overwritten unseen.
Kept by ``tests/projections/test_rebuild.py``. (Spec: eventsourcing, 2.4.)
"""

import hashlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    Column,
    ColumnElement,
    Connection,
    Engine,
    Table,
    TypeDecorator,
    select,
    type_coerce,
)

from projections import following
from projections.projection import LogReader
from projections.registry import PROJECTIONS
from projections.views import Views

ROWS = 1000
"""Rows fetched at a time while two generations are compared."""

Progress = Callable[[int, int], None]
"""Told how many positions of how many are behind; called after each page."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Difference:
    """Rows of one table that are in one generation only."""

    table: str
    only_live: int
    only_rebuilt: int


def rebuild(
    views: Views, log: LogReader, *, progress: Progress = lambda _done, _all: None
) -> tuple[Difference, ...]:
    """Build every read model again and make it live; returns how the old one differed."""
    with views.generations.rebuilding():
        return _rebuild(views, log, progress)


def rebuild_outdated(views: Views, log: LogReader) -> None:
    """Rebuild if an earlier version of a projection built the live tables, and nobody else just did."""
    if _is_outdated(views):
        with views.generations.rebuilding():
            if _is_outdated(views):
                _rebuild(views, log, lambda _done, _all: None)


def _is_outdated(views: Views) -> bool:
    found = views.status()
    return any(one.is_outdated for one in found) and not any(one.is_ahead for one in found)


def _rebuild(views: Views, log: LogReader, progress: Progress) -> tuple[Difference, ...]:
    live = views.engine()
    number = views.generations.begin()
    with views.generations.filling(number) as built:
        following.create_tables(built)
        # Not beyond the live one, or it would differ for being behind.
        fill(built, log, reached(live), progress)
        differences = compare(live, built, log)
        # Not beyond the log as it is now: whoever follows takes in what is written meanwhile.
        fill(built, log, {}, progress)
        following.create_indexes(built)
    views.generations.switch(number)
    return differences


def compare(live: Engine, built: Engine, log: LogReader) -> tuple[Difference, ...]:
    """Compare two generations at one position, however fast the live one moves on.

    Projections of another version than the live one are left out.
    """
    snapshot = live.execution_options(reads=True)
    if live.dialect.name == "postgresql":
        snapshot = snapshot.execution_options(isolation_level="REPEATABLE READ")
    with snapshot.connect() as held:
        names = comparable(held)
        for name, position in following.positions(held).items():
            if name in names:
                following.catch_up(built, log, upto=position, only=(name,))
        with built.execution_options(reads=True).connect() as fresh:
            found = (
                _difference(table, held, fresh)
                for name in names
                for table in PROJECTIONS[name].metadata.sorted_tables
            )
            return tuple(one for one in found if one.only_live or one.only_rebuilt)


def comparable(live: Connection) -> list[str]:
    """The projections whose live tables were built by this version: others differ by design."""
    built_by = following.versions(live)
    return [name for name, one in PROJECTIONS.items() if built_by.get(name) == one.version]


def rows(table: Table, connection: Connection) -> Iterator[str]:
    """Every row of a table as text, in the order of its key."""
    query = select(*map(_as_kept, table.columns)).order_by(*table.primary_key.columns)
    for row in connection.execution_options(yield_per=ROWS).execute(query):
        yield repr(tuple(row))


def _as_kept(column: Column[Any]) -> ColumnElement[Any]:
    """A column as it is kept: what is made of it when it is read is alike for both."""
    kind = column.type
    return type_coerce(column, kind.impl_instance) if isinstance(kind, TypeDecorator) else column


def _difference(table: Table, live: Connection, built: Connection) -> Difference:
    old, new = _digests(table, live), _digests(table, built)
    return Difference(table=table.name, only_live=len(old - new), only_rebuilt=len(new - old))


def _digests(table: Table, connection: Connection) -> set[bytes]:
    # A digest and not the row: two generations of a million records are compared in memory.
    return {
        hashlib.blake2b(row.encode(), digest_size=16).digest() for row in rows(table, connection)
    }


def reached(live: Engine) -> dict[str, int]:
    """How far the live projections have come that can be compared."""
    with live.execution_options(reads=True).connect() as connection:
        positions = following.positions(connection)
        return {name: positions[name] for name in comparable(connection)}


def fill(built: Engine, log: LogReader, upto: Mapping[str, int], progress: Progress) -> None:
    """Take in the log, as far as the positions named, otherwise as far as it is now."""
    last, once = log.last_position(), following.ReadOnce(log)
    limits = dict.fromkeys(PROJECTIONS, last) | dict(upto)
    wanted, most = PROJECTIONS.values(), following.LONG_PAGE
    while following.step_together(built, wanted, once, upto=limits, most=most):
        with built.connect() as connection:
            done = sum(following.positions(connection).values())
        progress(done, len(PROJECTIONS) * last)
