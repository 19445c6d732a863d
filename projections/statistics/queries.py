"""Questions that lists of records ask of the facts."""

from sqlalchemy import func, select

from projections.statistics.slices import Slice, conditions
from projections.statistics.tables import fact_counted
from projections.statistics.tactics import Ask


def count(ask: Ask, wanted: Slice) -> int:
    """How many records are in a slice, of whatever answers: the facts, or their copy in columns."""
    query = select(func.count()).select_from(fact_counted).where(*conditions(wanted))
    ((found,),) = ask(query)
    return int(found)
