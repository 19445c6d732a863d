"""Questions that lists of records ask of the facts."""

from sqlalchemy import Connection, func, select

from projections.statistics.slices import Slice, conditions
from projections.statistics.tables import fact_counted


def count(connection: Connection, wanted: Slice) -> int:
    """How many records are in a slice."""
    query = select(func.count()).select_from(fact_counted).where(*conditions(wanted))
    found: int = connection.execute(query).scalar_one()
    return found
