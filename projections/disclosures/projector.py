"""What a disclosure leaves in the lists."""

from functools import singledispatch

from sqlalchemy import Connection, insert

from domain.clients.events import CLIENT_EVENTS
from domain.disclosures.events import DISCLOSURE_EVENTS, Made
from domain.event import Event
from domain.expected.events import EXPECTED_EVENTS
from domain.people.events import PERSON_EVENTS
from domain.records.events import RECORD_EVENTS
from domain.releases.events import RELEASE_EVENTS
from domain.retention.events import RETENTION_EVENTS
from domain.sampling.events import SAMPLE_EVENTS
from projections.disclosures.tables import disclosure, disclosure_record, metadata
from projections.projection import Projection


@singledispatch
def project(event: Event, position: int, connection: Connection) -> None:
    """Take an event into the lists."""
    raise NotImplementedError(type(event))


@project.register
def _(event: Made, position: int, connection: Connection) -> None:
    connection.execute(
        insert(disclosure).values(
            disclosure=event.originator_id,
            position=position,
            force=event.force.value,
            kind=event.kind.value,
            basis=event.basis.value,
            made_by=event.metadata.actor,
            made_at=event.metadata.at,
            as_at=event.as_at,
            withheld={one.part.value: one.reason.value for one in event.withheld},
            digest=event.digest,
            records=len(event.records),
        )
    )
    rows = [
        {"disclosure": event.originator_id, "place": place, "record": record}
        for place, record in enumerate(event.records, start=1)
    ]
    connection.execute(insert(disclosure_record), rows)


PROJECTION = Projection(
    name="disclosures",
    version=1,
    metadata=metadata,
    project=project,
    handles=DISCLOSURE_EVENTS,
    ignores=RECORD_EVENTS
    | PERSON_EVENTS
    | CLIENT_EVENTS
    | EXPECTED_EVENTS
    | RELEASE_EVENTS
    | RETENTION_EVENTS
    | SAMPLE_EVENTS,
)
