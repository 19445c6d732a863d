"""Moving one generation of the read models along the log.

Decision. The position moves first, guarded by what it was, and the rows are written in the same
transaction. Consequence: however a process dies, and however many follow, no event is applied
twice and none is left out; the second follower finds the position moved and starts again. Kept by
``tests/projections/test_crash.py`` with its negative control. (Spec: eventsourcing, 2.2.)

Decision. A follower fills only tables that its own version of the projection built; those of a newer
version it leaves to the newer follower, and never rebuilds them back. Consequence: in an upgrade the
followers of two versions run side by side, and neither undoes the other's work. Kept by
``tests/projections/test_two_versions.py``.
"""

from collections.abc import Collection

from sqlalchemy import Connection, Engine, insert, select, update

from domain.event import Recorded
from projections.projection import LogReader, Projection, tracking, tracking_metadata
from projections.registry import PROJECTIONS

PAGE = 500
"""Events in one transaction."""


def create(engine: Engine) -> None:
    """Make the tables of a generation; what is there stays."""
    with engine.begin() as connection:
        tracking_metadata.create_all(connection)
        for projection in PROJECTIONS.values():
            projection.metadata.create_all(connection)
            if position(connection, projection.name) is None:
                connection.execute(
                    insert(tracking).values(
                        projection=projection.name, version=projection.version, position=0
                    )
                )


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


def step(
    engine: Engine, projection: Projection, log: LogReader, *, upto: int | None = None
) -> bool:
    """Take in the next page of events; false when there was none.

    Raises:
        UnknownEventError: the projection was not told what an event means.

    """
    with engine.connect() as connection:
        found = position(connection, projection.name) or 0
        built_by = versions(connection).get(projection.name)
    if built_by != projection.version:
        return False
    recorded = log.read(after=found, limit=PAGE)
    if upto is not None:
        recorded = [one for one in recorded if one.position <= upto]
    if not recorded:
        return False
    with engine.begin() as connection:
        moved = connection.execute(
            update(tracking)
            .where(
                tracking.c.projection == projection.name,
                tracking.c.position == found,
                # Tables that another version built are that version's to fill.
                tracking.c.version == projection.version,
            )
            .values(position=recorded[-1].position)
        )
        if moved.rowcount == 1:
            projection.take_in(recorded, connection)
    return True


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
    once = ReadOnce(log)
    # Page by page for all of them, so that a page is read and opened once.
    while [name for name in only if step(engine, PROJECTIONS[name], once, upto=upto)]:
        pass
