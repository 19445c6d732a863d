"""A long log, quickly: the events of one record's life again and again, each time as another record.

What is sealed in them cannot be opened, for it is bound to the record it was sealed in; read models
do not open it.
"""

from collections.abc import Sequence
from contextlib import closing
from uuid import UUID, uuid4

from eventsourcing.persistence import StoredEvent

from domain.receipt import receipt_id
from tests.benchmarks.ways.ours import Ours
from web.bootstrap import Services, bootstrap
from web.settings import Settings

BATCH = 1000
EVENTS_A_RECORD = 4
"""Submitted, amended twice, accepted: as many receipts stand between them, and are not counted."""


def fill(settings: Settings, events: int) -> None:
    """Add so many events of records to the log, with their receipts."""
    with closing(bootstrap(settings)) as services:
        life = a_life(services)
        batch: list[StoredEvent] = []
        for _ in range(events // EVENTS_A_RECORD - 1):
            batch += again(life)
            if len(batch) >= BATCH:
                services.log.recorder.insert_events(batch)
                batch = []
        services.log.recorder.insert_events(batch)


def a_life(services: Services) -> list[StoredEvent]:
    """The events of one record's life, with their receipts, as they are stored."""
    way = Ours(services)
    record = way.submit(0)
    way.amend(record, 0)
    way.amend(record, 1)
    way.review(record)
    recorder = services.log.recorder
    life: list[StoredEvent] = []
    for event in services.log.events_of(record):
        version = event.originator_version
        life += recorder.select_events(record, gt=version - 1, lte=version)
        life += recorder.select_events(receipt_id(event.metadata.request))
    return life


def again(life: Sequence[StoredEvent]) -> list[StoredEvent]:
    """The same events as those of another record, with other receipts."""
    others: dict[object, UUID] = {}
    return [
        StoredEvent(
            originator_id=others.setdefault(one.originator_id, uuid4()),
            originator_version=one.originator_version,
            topic=one.topic,
            state=one.state,
        )
        for one in life
    ]
