"""Every event of a record becomes a row; none changes another."""

from domain.clients.events import CLIENT_EVENTS
from domain.codec import encode_answer
from domain.disclosures.events import DISCLOSURE_EVENTS
from domain.event import Event
from domain.expected.events import EXPECTED_EVENTS
from domain.people.events import PERSON_EVENTS
from domain.records.events import RECORD_EVENTS
from domain.releases.events import RELEASE_EVENTS
from domain.retention.events import RETENTION_EVENTS
from domain.sampling.events import SAMPLE_EVENTS
from projections.projection import PagedProjection
from projections.record_history.tables import metadata, record_event
from projections.rows import Rows


def project(event: Event, position: int, rows: Rows) -> None:
    answers = getattr(event, "answers", {})
    rows.add(
        record_event,
        {
            "record": event.originator_id,
            "version": event.originator_version,
            "position": position,
            "topic": event.TOPIC,
            "actor": event.metadata.actor,
            "role": event.metadata.role.value,
            "at": event.metadata.at,
            "why": event.metadata.why,
            "request": event.metadata.request,
            "answers": {name: encode_answer(answer) for name, answer in answers.items()},
        },
    )


PROJECTION = PagedProjection(
    name="record-history",
    version=1,
    metadata=metadata,
    project=project,
    handles=RECORD_EVENTS,
    ignores=PERSON_EVENTS
    | CLIENT_EVENTS
    | EXPECTED_EVENTS
    | RELEASE_EVENTS
    | DISCLOSURE_EVENTS
    | RETENTION_EVENTS
    | SAMPLE_EVENTS,
)
