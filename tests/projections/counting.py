"""A read model that shows an event taken in twice, or left out: it appends, and no key prevents it."""

from collections import Counter

from sqlalchemy import BigInteger, Column, Connection, Engine, MetaData, Table, insert, select

from domain.event import Event
from domain.people.events import PERSON_EVENTS
from domain.records.events import RECORD_EVENTS
from projections.projection import SCHEMA, LogReader, Projection, tracking

metadata = MetaData(schema=SCHEMA)
taken_in = Table("taken_in", metadata, Column("position", BigInteger, nullable=False))


def project(event: Event, position: int, connection: Connection) -> None:
    connection.execute(insert(taken_in).values(position=position))


COUNTING = Projection(
    name="counting",
    version=1,
    metadata=metadata,
    project=project,
    handles=RECORD_EVENTS,
    ignores=PERSON_EVENTS,
)


def create(engine: Engine) -> None:
    """Make its table beside the live read models, with nothing taken in yet."""
    with engine.begin() as connection:
        metadata.create_all(connection)
        connection.execute(insert(tracking).values(projection=COUNTING.name, version=1, position=0))


def counts(engine: Engine) -> Counter[int]:
    """How often each position was taken in."""
    with engine.connect() as connection:
        return Counter(connection.execute(select(taken_in.c.position)).scalars())


def wanted(log: LogReader) -> set[int]:
    """The positions that must have been taken in, each once."""
    recorded = log.read(after=0, limit=log.last_position() + 1)
    return {one.position for one in recorded if type(one.event) in RECORD_EVENTS}
