"""Questions that reports ask of the facts."""

from sqlalchemy import Connection, func, select

from projections.statistics.tables import fact_record, fact_tactic


def records_by_tactic(connection: Connection) -> dict[str, int]:
    """How many records that count name each tactic at least once."""
    query = (
        select(fact_tactic.c.tactic, func.count(func.distinct(fact_tactic.c.record)))
        .join(fact_record, fact_record.c.record == fact_tactic.c.record)
        .where(fact_record.c.counts.is_(True))
        .group_by(fact_tactic.c.tactic)
    )
    return dict(connection.execute(query).all())
