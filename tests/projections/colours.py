"""A read model of the events whose two versions are in flight."""

from sqlalchemy import BigInteger, Column, Connection, Engine, MetaData, Table, Text, insert, select

from domain.event import Event
from domain.people.events import PERSON_EVENTS
from domain.records.events import RECORD_EVENTS
from projections.projection import SCHEMA, Projection, tracking
from tests.application.releases import Coloured, ColouredAndShaded

metadata = MetaData(schema=SCHEMA)
colours = Table(
    "colours",
    metadata,
    Column("position", BigInteger, nullable=False),
    Column("colour", Text, nullable=False),
)


def project(event: Event, position: int, connection: Connection) -> None:
    connection.execute(insert(colours).values(position=position, colour=event.colour))


COLOURS = Projection(
    name="colours",
    version=1,
    metadata=metadata,
    project=project,
    handles=frozenset({Coloured, ColouredAndShaded}),
    ignores=RECORD_EVENTS | PERSON_EVENTS,
)


def create(engine: Engine) -> None:
    """Make its table beside the live read models, with nothing taken in yet."""
    with engine.begin() as connection:
        metadata.create_all(connection)
        connection.execute(insert(tracking).values(projection=COLOURS.name, version=1, position=0))


def taken_in(engine: Engine) -> list[int]:
    """The positions that were taken in, in their order."""
    with engine.connect() as connection:
        query = select(colours.c.position).order_by(colours.c.position)
        return list(connection.execute(query).scalars())
