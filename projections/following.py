"""Moving one generation of the read models along the log.

Decision. The position moves first, guarded by what it was, and the rows are written in the same
transaction. Consequence: however a process dies, and however many follow, no event is applied
twice and none is left out; the second follower finds the position moved and starts again. Kept by
``tests/projections/test_crash.py`` with its negative control. (Spec: eventsourcing, 2.2.)

Context. Somebody who waits for a page waits for one event to be taken in, and a transaction costs more
than the rows that one event writes. Decision. Read models that stand at one place move together, in one
transaction. Consequence: one that fails holds the others back until each is tried for itself, as the
follower does. Kept by ``tests/projections/test_following.py`` and ``test_follower.py``.

Decision. A follower fills only tables that its own version of the projection built; those of a newer
version it leaves to the newer follower, and never rebuilds them back. Consequence: in an upgrade the
followers of two versions run side by side, and neither undoes the other's work. Kept by
``tests/projections/test_two_versions.py``.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from types import MappingProxyType

from sqlalchemy import Connection, Engine, and_, insert, or_, select, update
from sqlalchemy.schema import CreateIndex, CreateTable

from domain.event import Recorded
from projections.projection import LogReader, Projection, tracking, tracking_metadata
from projections.registry import PROJECTIONS

PAGE = 500
"""Events in one transaction, while others read and write."""

LONG_PAGE = 5000
"""The same when many are taken in at once: more of what happens to a record is folded in memory before
anything of it is written. It is some tens of megabytes."""

NOWHERE: Mapping[str, int] = MappingProxyType({})
"""Nobody is told to stop before the end of the log."""


def create(engine: Engine) -> None:
    """Make everything of a generation; what is there stays."""
    create_tables(engine)
    create_indexes(engine)


def create_tables(engine: Engine) -> None:
    """Make the tables of a generation without the indexes that readers need: it fills sooner."""
    with engine.begin() as connection:
        tracking_metadata.create_all(connection)
        for projection in PROJECTIONS.values():
            for table in projection.metadata.sorted_tables:
                connection.execute(CreateTable(table, if_not_exists=True))
            if position(connection, projection.name) is None:
                connection.execute(
                    insert(tracking).values(
                        projection=projection.name, version=projection.version, position=0
                    )
                )


def create_indexes(engine: Engine) -> None:
    """Make the indexes of a generation."""
    with engine.begin() as connection:
        for projection in PROJECTIONS.values():
            for table in projection.metadata.sorted_tables:
                for index in table.indexes:
                    connection.execute(CreateIndex(index, if_not_exists=True))


def position(connection: Connection, projection: str) -> int | None:
    """How far a projection has come."""
    query = select(tracking.c.position).where(tracking.c.projection == projection)
    found: int | None = connection.execute(query).scalar_one_or_none()
    return found


def positions(connection: Connection) -> dict[str, int]:
    """How far each projection has come."""
    return {row.projection: row.position for row in connection.execute(select(tracking))}


def versions(connection: Connection) -> dict[str, int]:
    """Which version of each projection built the tables."""
    return {row.projection: row.version for row in connection.execute(select(tracking))}


def step_together(
    engine: Engine,
    projections: Iterable[Projection],
    log: LogReader,
    *,
    upto: Mapping[str, int] = NOWHERE,
    most: int | None = None,
) -> int:
    """Take in the next page of events for each of several read models, no further than ``upto``.

    Those that stand at one place move in one transaction: all of them or none. ``most`` is how many
    events a page has, if it is not the usual number.

    Returns:
        How many events the longest page had; 0 when there was nothing for anybody.

    Raises:
        UnknownEventError: a projection was not told what an event means.

    """
    longest = 0
    for (found, limit), abreast in _abreast(engine, projections, upto).items():
        page = log.read(after=found, limit=most or PAGE)
        if limit is not None:
            page = [one for one in page if one.position <= limit]
        if page:
            _take_in(engine, abreast, page, after=found)
        longest = max(longest, len(page))
    return longest


def _abreast(
    engine: Engine, projections: Iterable[Projection], upto: Mapping[str, int]
) -> dict[tuple[int, int | None], list[Projection]]:
    """The read models to be filled, by where they stand and how far each may come."""
    with engine.execution_options(reads=True).connect() as connection:
        stands = {row.projection: row for row in connection.execute(select(tracking))}
    found: dict[tuple[int, int | None], list[Projection]] = {}
    for one in projections:
        row = stands.get(one.name)
        # Tables that another version built are that version's to fill.
        if row is not None and row.version == one.version:
            found.setdefault((row.position, upto.get(one.name)), []).append(one)
    return found


def _take_in(
    engine: Engine, abreast: Sequence[Projection], page: Sequence[Recorded], *, after: int
) -> None:
    unmoved = and_(
        tracking.c.position == after,
        or_(
            *(
                and_(tracking.c.projection == one.name, tracking.c.version == one.version)
                for one in abreast
            )
        ),
    )
    with engine.begin() as connection:
        # In one order for everybody: two who follow never wait for each other.
        held = select(tracking.c.projection).where(unmoved).order_by(tracking.c.projection)
        if len(connection.execute(held.with_for_update()).all()) != len(abreast):
            return
        connection.execute(update(tracking).where(unmoved).values(position=page[-1].position))
        for one in abreast:
            one.take_in(page, connection)


class ReadOnce:
    """A log whose last page is kept: read models that stand at one place read it once together."""

    def __init__(self, log: LogReader) -> None:
        self._log = log
        self._kept: tuple[int, int, list[Recorded]] | None = None

    def read(self, *, after: int, limit: int) -> list[Recorded]:
        """The next events after a position, in order.

        Raises:
            ConnectionError: the log cannot be reached now.

        """
        if self._kept is None or self._kept[:2] != (after, limit):
            page = self._log.read(after=after, limit=limit)
            # The end of the log is asked for each time: something may be there by then.
            self._kept = (after, limit, page) if page else None
            return page
        return self._kept[2]

    def last_position(self) -> int:
        """The position of the newest event."""
        return self._log.last_position()


def catch_up(
    engine: Engine,
    log: LogReader,
    *,
    upto: int | None = None,
    only: Collection[str] = PROJECTIONS.keys(),
) -> None:
    """Take in everything there is, or everything as far as a position."""
    once, wanted = ReadOnce(log), [PROJECTIONS[name] for name in only]
    limits = NOWHERE if upto is None else dict.fromkeys(only, upto)
    while step_together(engine, wanted, once, upto=limits, most=LONG_PAGE):
        pass
