"""What each place said when content of a record was erased, for who waits for it."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from sqlalchemy import Engine, delete, insert, select

from web.adapters.stores import asking
from web.adapters.tables import purge_reports

c = purge_reports.c


class StoredPurgeReports:
    """The last word of each place on each record."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def note(self, record: UUID, place: str, removed: int | None, *, at: datetime) -> None:
        said = {"record": record, "place": place, "removed": removed, "asked_at": at}
        with self._engine.begin() as connection:
            connection.execute(delete(purge_reports).where(c.record == record, c.place == place))
            connection.execute(insert(purge_reports).values(**said))

    def of(self, record: UUID) -> Mapping[str, int | None]:
        query = select(c.place, c.removed).where(c.record == record).order_by(c.place)
        with asking(self._engine).connect() as connection:
            return {row.place: row.removed for row in connection.execute(query)}
