"""Rows of the read models of one record, again as rows of many others: a long queue, quickly."""

from collections.abc import Iterator
from uuid import UUID

from sqlalchemy import Connection, insert, select

from projections.register.tables import register
from projections.worklists.tables import worklist
from tests.benchmarks.ways.protocol import ONE_IN

LISTED = (register, worklist)
"""What a page of the queue is made of."""
BATCH = 1000


def multiply(connection: Connection, records: int) -> None:
    """Let the read models that lists are made of say that of so many records."""
    for table in LISTED:
        rows = [row._asdict() for row in connection.execute(select(table))]
        for batch in _batches(records // ONE_IN if table is worklist else records):
            again = [{**row, "record": record} for record in batch for row in rows]
            if again:
                connection.execute(insert(table), again)


def _batches(records: int) -> Iterator[list[UUID]]:
    # The same ids in every table, and none of them the first record's own, which is random.
    for first in range(1, records, BATCH):
        yield [UUID(int=number) for number in range(first, min(first + BATCH, records))]
