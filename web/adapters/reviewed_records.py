"""Who reviewed whose records, as the read models have it."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from projections.register import reviewing
from projections.views import Views


class ReviewedRecords:
    """Asks the live read models."""

    def __init__(self, views: Views) -> None:
        self._views = views

    def records(self, reviewer: UUID, officer: UUID, *, since: datetime) -> Collection[UUID]:
        with self._views.reading() as connection:
            rows = reviewing.reviews(connection, reviewer, officer, since=since)
        return frozenset(row.record for row in rows)
