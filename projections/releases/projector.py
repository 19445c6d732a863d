"""What each event does to the list of editions."""

from functools import singledispatch
from typing import Any

from domain.clients.events import CLIENT_EVENTS
from domain.disclosures.events import DISCLOSURE_EVENTS
from domain.event import Event
from domain.expected.events import EXPECTED_EVENTS
from domain.people.events import PERSON_EVENTS
from domain.records.events import RECORD_EVENTS
from domain.releases.events import (
    RELEASE_EVENTS,
    Abandoned,
    Announced,
    Approved,
    Checked,
    Described,
    Prepared,
    Published,
)
from domain.releases.release import Stage
from domain.retention.events import RETENTION_EVENTS
from domain.sampling.events import SAMPLE_EVENTS
from projections.projection import PagedProjection
from projections.releases.tables import metadata, release_announcement, release_edition
from projections.rows import Rows


@singledispatch
def project(event: Event, position: int, rows: Rows) -> None:
    """Take an event into the list."""
    raise NotImplementedError(type(event))


@project.register
def _(event: Announced, position: int, rows: Rows) -> None:
    earlier = rows.all(release_announcement, event.originator_id)
    told = {
        "release": event.originator_id,
        "place": len(earlier) + 1,
        "force": event.force.value,
        "year": event.year,
        "quarter": event.quarter,
        "announced_at": event.metadata.at,
        "publish_at": event.publish_at,
    }
    rows.replace(release_announcement, event.originator_id, [*earlier, told])


@project.register
def _(event: Described, position: int, rows: Rows) -> None:
    """It is printed in the document of the edition, and listed nowhere."""


@project.register
def _(event: Prepared, position: int, rows: Rows) -> None:
    release = event.originator_id
    earlier = rows.all(release_edition, release)
    prepared = {
        "release": release,
        "place": len(earlier) + 1,
        "edition": event.edition,
        "force": event.force.value,
        "year": event.year,
        "quarter": event.quarter,
        "stage": Stage.PREPARED.value,
        "position": event.position,
        "counting_rules": event.counting_rules,
        "code_lists": event.code_lists,
        "layout": event.layout,
        "reason": event.reason.value,
        "notice": event.notice,
        "files": {},
        "prepared_by": event.metadata.actor,
        "prepared_at": event.metadata.at,
        "checked_by": None,
        "approved_by": None,
        "publish_at": None,
        "published_at": None,
    }
    rows.replace(release_edition, release, [*earlier, prepared])


@project.register
def _(event: Checked, position: int, rows: Rows) -> None:
    files = {one.name: one.sha256 for one in event.files}
    _change(event, rows, Stage.CHECKED, files=files, checked_by=event.metadata.actor)


@project.register
def _(event: Approved, position: int, rows: Rows) -> None:
    approved_by = event.metadata.actor
    _change(event, rows, Stage.APPROVED, publish_at=event.publish_at, approved_by=approved_by)


@project.register
def _(event: Abandoned, position: int, rows: Rows) -> None:
    _change(event, rows, Stage.ABANDONED)


@project.register
def _(event: Published, position: int, rows: Rows) -> None:
    _change(event, rows, Stage.PUBLISHED, published_at=event.metadata.at)


def _change(event: Event, rows: Rows, stage: Stage, **values: Any) -> None:
    *earlier, last = rows.all(release_edition, event.originator_id)
    changed = {**last, "stage": stage.value, **values}
    rows.replace(release_edition, event.originator_id, [*earlier, changed])


PROJECTION = PagedProjection(
    name="releases",
    version=2,
    metadata=metadata,
    project=project,
    handles=RELEASE_EVENTS,
    ignores=RECORD_EVENTS
    | PERSON_EVENTS
    | CLIENT_EVENTS
    | EXPECTED_EVENTS
    | DISCLOSURE_EVENTS
    | RETENTION_EVENTS
    | SAMPLE_EVENTS,
)
