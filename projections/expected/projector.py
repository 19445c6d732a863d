"""What each event does to the list of expected encounters."""

from functools import singledispatch
from typing import Any

from domain.clients.events import CLIENT_EVENTS
from domain.counting.periods import Quarter
from domain.disclosures.events import DISCLOSURE_EVENTS
from domain.event import Event
from domain.expected.encounter import State
from domain.expected.events import (
    EXPECTED_EVENTS,
    Explained,
    Loaded,
    Matched,
    Reopened,
    Unmatched,
)
from domain.expected.matching import FARTHEST
from domain.local_time import LOCAL
from domain.people.events import PERSON_EVENTS
from domain.records.events import RECORD_EVENTS
from domain.releases.events import RELEASE_EVENTS
from domain.retention.events import RETENTION_EVENTS
from domain.sampling.events import SAMPLE_EVENTS
from projections.expected.tables import expected, metadata
from projections.projection import PagedProjection
from projections.rows import Rows


@singledispatch
def project(event: Event, position: int, rows: Rows) -> None:
    """Take an event into the list."""
    raise NotImplementedError(type(event))


@project.register
def _(event: Loaded, position: int, rows: Rows) -> None:
    local = event.happened_at.astimezone(LOCAL)
    quarter = Quarter.of(local.date())
    rows.insert(
        expected,
        {
            "encounter": event.originator_id,
            "force": event.force.value,
            "kind": event.kind.value,
            "officer": event.officer,
            "happened_at": event.happened_at,
            "year": quarter.year,
            "quarter": quarter.number,
            "since": (local - FARTHEST).date(),
            "until": (local + FARTHEST).date(),
            "area": event.area,
            "device": event.device,
            "state": State.OPEN.value,
            "record": None,
            "ground": None,
            "reason": None,
            "loaded_at": event.metadata.at,
            "changed_at": event.metadata.at,
        },
    )


@project.register
def _(event: Matched, position: int, rows: Rows) -> None:
    _change(event, rows, State.MATCHED, record=event.record, ground=event.ground.value)


@project.register
def _(event: Unmatched, position: int, rows: Rows) -> None:
    _change(event, rows, State.OPEN, record=None, ground=None)


@project.register
def _(event: Explained, position: int, rows: Rows) -> None:
    _change(event, rows, State.EXPLAINED, reason=event.reason.value)


@project.register
def _(event: Reopened, position: int, rows: Rows) -> None:
    _change(event, rows, State.OPEN, reason=None)


def _change(event: Event, rows: Rows, state: State, **values: Any) -> None:
    rows.update(
        expected,
        event.originator_id,
        state=state.value,
        changed_at=event.metadata.at,
        **values,
    )


PROJECTION = PagedProjection(
    name="expected",
    version=1,
    metadata=metadata,
    project=project,
    handles=EXPECTED_EVENTS,
    ignores=PERSON_EVENTS
    | RECORD_EVENTS
    | CLIENT_EVENTS
    | RELEASE_EVENTS
    | DISCLOSURE_EVENTS
    | RETENTION_EVENTS
    | SAMPLE_EVENTS,
)
