"""What each event does to how a record is kept."""

from datetime import date
from functools import singledispatch
from typing import Any

from domain.clients.events import CLIENT_EVENTS
from domain.codec import decode_answer, encode_answer
from domain.codelists.answers import Absence
from domain.disclosures.events import DISCLOSURE_EVENTS
from domain.event import Event
from domain.expected.events import EXPECTED_EVENTS
from domain.people.events import PERSON_EVENTS
from domain.records.events import RECORD_EVENTS, Amended, Imported, Referred, Submitted
from domain.releases.events import RELEASE_EVENTS
from domain.retention.events import (
    KEEPING_EVENTS,
    RETENTION_EVENTS,
    ErasureApproved,
    ErasureCompleted,
    ErasureConfirmed,
    ErasureProposed,
    ErasureReversed,
    ErasureTurnedDown,
    HoldPlaced,
    HoldReleaseAsked,
    HoldReleased,
    RetainedAfterReview,
)
from domain.retention.keeping import Stage
from domain.retention.policy import adult_on, group_of
from domain.sampling.events import SAMPLE_EVENTS
from projections.projection import PagedProjection
from projections.retention.tables import kept_record, metadata
from projections.rows import Rows

SAID = ("incident_date", "perceived_age", "subject_injury_level", "outcomes", "firearm_fired")
"""What a period is chosen by and counts from."""


@singledispatch
def project(event: Event, position: int, rows: Rows) -> None:
    """Take an event in."""
    raise NotImplementedError(type(event))


@project.register(Submitted)
@project.register(Imported)
def _(event: Submitted | Imported, position: int, rows: Rows) -> None:
    said = {name: encode_answer(event.account.answer(name)) for name in SAID}
    rows.insert(
        kept_record,
        {
            "record": event.originator_id,
            "reference": event.reference,
            "force": event.force.value,
            "said": said,
            "referred": False,
            "kept_until": None,
            "holds": {},
            "held": 0,
            "stage": None,
            "ground": None,
            "groups": [],
            "proposed_at": None,
            "undone_until": None,
            "erased": [],
            "erased_at": None,
            **_described(said, referred=False),
        },
    )


@project.register
def _(event: Amended, position: int, rows: Rows) -> None:
    changed = {name: encode_answer(event.answers[name]) for name in SAID if name in event.answers}
    if changed:
        before = rows.read(kept_record, event.originator_id, "said", "referred")
        said = {**before["said"], **changed}
        _put(event, rows, said=said, **_described(said, referred=before["referred"]))


@project.register
def _(event: Referred, position: int, rows: Rows) -> None:
    said = rows.read(kept_record, event.originator_id, "said", "referred")["said"]
    _put(event, rows, referred=True, **_described(said, referred=True))


@project.register
def _(event: RetainedAfterReview, position: int, rows: Rows) -> None:
    _put(event, rows, kept_until=event.until)


@project.register
def _(event: HoldPlaced, position: int, rows: Rows) -> None:
    held = rows.read(kept_record, event.originator_id, "holds")["holds"]
    _hold(event, rows, {**held, str(event.hold): event.ground.value})


@project.register
def _(event: HoldReleased, position: int, rows: Rows) -> None:
    held = rows.read(kept_record, event.originator_id, "holds")["holds"]
    _hold(event, rows, {one: ground for one, ground in held.items() if one != str(event.hold)})


@project.register
def _(event: ErasureProposed, position: int, rows: Rows) -> None:
    _put(
        event,
        rows,
        stage=Stage.PROPOSED.value,
        ground=event.ground.value,
        groups=[group.value for group in event.groups],
        proposed_at=event.metadata.at,
    )


@project.register
def _(event: ErasureApproved, position: int, rows: Rows) -> None:
    _put(event, rows, stage=Stage.APPROVED.value, undone_until=event.undone_until)


@project.register
def _(event: ErasureConfirmed, position: int, rows: Rows) -> None:
    _put(event, rows, stage=Stage.CONFIRMED.value)


@project.register(ErasureTurnedDown)
@project.register(ErasureReversed)
def _(event: Event, position: int, rows: Rows) -> None:
    _put(event, rows, **NONE_UNDER_WAY)


@project.register
def _(event: ErasureCompleted, position: int, rows: Rows) -> None:
    before = rows.read(kept_record, event.originator_id, "erased")["erased"]
    erased = [*before, *(group.value for group in event.groups)]
    _put(event, rows, **NONE_UNDER_WAY, erased=erased, erased_at=event.metadata.at)


NONE_UNDER_WAY: dict[str, Any] = {
    "stage": None,
    "ground": None,
    "groups": [],
    "proposed_at": None,
    "undone_until": None,
}


def _hold(event: Event, rows: Rows, holds: dict[str, str]) -> None:
    _put(event, rows, holds=holds, held=len(holds))


def _put(event: Event, rows: Rows, **values: Any) -> None:
    rows.update(kept_record, event.originator_id, **values)


def _described(said: dict[str, Any], *, referred: bool) -> dict[str, Any]:
    answers = {name: decode_answer(name, answer) for name, answer in said.items()}
    incident = answers["incident_date"]
    group = group_of(
        injury=answers["subject_injury_level"],
        outcomes=answers["outcomes"],
        fired=answers["firearm_fired"],
        referred=referred,
    )
    if isinstance(incident, Absence) or not isinstance(incident, date):
        return {"retention_group": group.value, "incident": None, "adult": None}
    return {
        "retention_group": group.value,
        "incident": incident,
        # The date of birth is sealed: by the perceived age it is the last day that it can be.
        "adult": adult_on(incident, age=answers["perceived_age"]),
    }


HANDLED = (KEEPING_EVENTS - {HoldReleaseAsked}) | {Submitted, Imported, Amended, Referred}

PROJECTION = PagedProjection(
    name="retention",
    version=1,
    metadata=metadata,
    project=project,
    handles=HANDLED,
    ignores=(RECORD_EVENTS - HANDLED)
    | PERSON_EVENTS
    | CLIENT_EVENTS
    | EXPECTED_EVENTS
    | RELEASE_EVENTS
    | RETENTION_EVENTS
    | SAMPLE_EVENTS
    | DISCLOSURE_EVENTS,
)
