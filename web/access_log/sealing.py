"""Giving each entry of the access log its leaf, after it was committed.

Context. Who looks must not wait for whoever else looks, and a number that was drawn first may be committed
last. Decision. Entries are added without a lock; a sealer looks afterwards for those that have no leaf
yet, and adds their leaves at the end of the tree, one sealer at a time. Consequence: an entry is sealed
some seconds after it was shown, and none is missed for coming late. Kept by
``tests/access_log/test_sealing.py``. (Spec: audit, 5.4.)
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Engine, func, insert, select, text

from domain.access_log.codes import Action, Channel, Purpose
from domain.access_log.entry import Entry, RecordSeen, leaf
from web.adapters.access_tables import access_entries, access_leaves, access_records

PAGE = 500
ALONE = 7_301_956
"""Any number that nothing else in the database locks."""
LATE = 100_000
"""How far below the last sealed number late ones are looked for; a sealer that starts looks everywhere."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Stored:
    """An entry as it is stored."""

    number: int
    entry: Entry
    salt: bytes
    day: Any
    hour: Any
    """As they are stored beside the moment from which they follow."""

    def leaf(self, origin: str) -> bytes:
        """The hash of its leaf.

        Raises:
            ValueError: what is stored is not what is stored of an entry.

        """
        if (self.day, self.hour) != (self.entry.day, self.entry.hour):
            raise ValueError(self.number)
        return leaf(origin, self.number, self.entry, self.salt)


class Sealer:
    """Seals what is not sealed yet."""

    def __init__(self, engine: Engine, origin: str) -> None:
        self._engine = engine
        self._origin = origin
        self._looked_everywhere = False

    def seal(self) -> int:
        """Seal everything there is; returns how many entries were."""
        sealed = 0
        while number := self._page():
            sealed += number
        self._looked_everywhere = True
        return sealed

    def _page(self) -> int:
        with self._engine.begin() as connection:
            if connection.dialect.name == "postgresql":
                connection.execute(text(f"SELECT pg_advisory_xact_lock({ALONE})"))
            size, last = connection.execute(
                select(
                    func.coalesce(func.max(access_leaves.c.leaf_index) + 1, 0),
                    func.coalesce(func.max(access_leaves.c.number), 0),
                )
            ).one()
            floor = last - LATE if self._looked_everywhere else 0
            found = list(unsealed(connection, above=floor))
            if found:
                rows = [
                    {"leaf_index": index, "number": one.number, "leaf_hash": one.leaf(self._origin)}
                    for index, one in enumerate(found, start=size)
                ]
                connection.execute(insert(access_leaves), rows)
        return len(found)


def unsealed(connection: Connection, *, above: int = 0) -> Iterator[Stored]:
    """The first entries without a leaf."""
    query = (
        select(access_entries)
        .outerjoin(access_leaves, access_leaves.c.number == access_entries.c.number)
        .where(access_leaves.c.number.is_(None), access_entries.c.number > above)
        .order_by(access_entries.c.number)
        .limit(PAGE)
    )
    yield from stored(connection, connection.execute(query).all())


def stored(connection: Connection, rows: Sequence[Any]) -> Iterator[Stored]:
    """Entries with the records in each."""
    seen = seen_in(connection, [row.number for row in rows])
    for row in rows:
        yield as_stored(row, seen.get(row.number, ()))


def seen_in(connection: Connection, numbers: Sequence[int]) -> dict[int, list[RecordSeen]]:
    """The records in each of some entries."""
    found: dict[int, list[RecordSeen]] = {}
    query = select(access_records).where(access_records.c.number.in_(numbers))
    for row in connection.execute(query):
        one = RecordSeen(record=row.record, version=row.version, own=row.own)
        found.setdefault(row.number, []).append(one)
    return found


def as_stored(row: Any, seen: Iterable[RecordSeen]) -> Stored:
    """An entry as a row says it.

    Raises:
        ValueError: it says what no entry does.

    """
    return Stored(
        number=row.number,
        salt=bytes(row.salt),
        day=row.day,
        hour=row.hour,
        entry=Entry(
            at=row.at,
            person=row.person,
            via=row.via,
            session=row.session,
            device=row.device,
            channel=Channel(row.channel),
            action=Action(row.action),
            place=row.place,
            purpose=Purpose(row.purpose),
            case_reference=row.case_reference,
            confidential=row.confidential,
            broke_glass=row.broke_glass,
            recipient=row.recipient,
            terms=tuple(row.terms),
            filters=row.filters,
            hits=row.hits,
            seen=tuple(sorted(seen)),
        ),
    )
