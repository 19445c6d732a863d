"""What each event does to the register."""

from datetime import datetime
from functools import singledispatch
from typing import Any

from domain.clients.events import CLIENT_EVENTS
from domain.codelists.answers import Absence
from domain.codelists.roles import Role
from domain.disclosures.events import DISCLOSURE_EVENTS
from domain.event import Event
from domain.expected.events import EXPECTED_EVENTS
from domain.people.events import PERSON_EVENTS
from domain.records import rules
from domain.records.account import Account
from domain.records.events import (
    RECORD_EVENTS,
    Accepted,
    Amended,
    Assessed,
    Disclosed,
    EncounterLinked,
    EncounterRuledOut,
    EncounterUnlinked,
    Imported,
    NoteAdded,
    Referred,
    Restored,
    Restricted,
    Returned,
    SubjectLinked,
    SubjectRuledOut,
    SubjectUnlinked,
    Submitted,
    Unrestricted,
    Withdrawn,
)
from domain.records.question import codes_of
from domain.records.standing import Standing, after
from domain.releases.events import RELEASE_EVENTS
from domain.retention.events import KEEPING_EVENTS, RETENTION_EVENTS
from domain.sampling.events import SAMPLE_EVENTS
from projections.codes import joined
from projections.projection import PagedProjection
from projections.register.flags import Flag, flags, flags_in, most_severe
from projections.register.tables import (
    metadata,
    register,
    register_account,
    register_colleague,
    register_review,
)
from projections.rows import Rows
from projections.standings import STANDING, standing_of, stored


@singledispatch
def project(event: Event, position: int, rows: Rows) -> None:
    """Take an event into the register."""
    raise NotImplementedError(type(event))


@project.register
def _(event: Submitted, position: int, rows: Rows) -> None:
    _enter(event, event.metadata.at, rows)


@project.register
def _(event: Imported, position: int, rows: Rows) -> None:
    source = event.metadata.source
    _enter(event, source.at if source else None, rows)


def _enter(event: Submitted | Imported, submitted_at: datetime | None, rows: Rows) -> None:
    rows.insert(
        register,
        {
            "record": event.originator_id,
            "reference": event.reference,
            "force": event.force.value,
            "officer": event.officer,
            "rank": event.rank.value if event.rank else None,
            "edition": event.edition.value,
            "version": event.originator_version,
            "restricted": False,
            "encounter": None,
            "subject": None,
            "entered_at": event.metadata.at,
            "submitted_at": submitted_at,
            "imported": isinstance(event, Imported),
            "changed_at": event.metadata.at,
            "decided_at": None,
            "decided_by": None,
            "times_returned": 0,
            "flags": joined(()),
            **stored(after(event, Standing())),
        },
    )
    rows.insert(register_account, {"record": event.originator_id, "account": event.account})
    _describe(event, event.account, rows)


@project.register
def _(event: Amended, position: int, rows: Rows) -> None:
    stands = rows.read(register_account, event.originator_id, "account")
    account = stands["account"].with_changes(event.answers)
    _change(event, rows, edition=event.edition.value)
    rows.update(register_account, event.originator_id, account=account)
    _describe(event, account, rows)


@project.register(NoteAdded)
@project.register(Disclosed)
@project.register(EncounterRuledOut)
@project.register(SubjectRuledOut)
@project.register(Withdrawn)
@project.register(Restored)
def _(event: Event, position: int, rows: Rows) -> None:
    _change(event, rows)


def _kept(event: Event, position: int, rows: Rows) -> None:
    _change(event, rows)


for _kind in KEEPING_EVENTS:
    project.register(_kind, _kept)


@project.register
def _(event: Returned, position: int, rows: Rows) -> None:
    stands = rows.read(register, event.originator_id, "times_returned")
    times = stands["times_returned"] + 1
    _change(event, rows, times_returned=times, **_decision(event))
    _reviewed(event, rows)


@project.register
def _(event: Accepted, position: int, rows: Rows) -> None:
    _change(event, rows, **_decision(event))
    _reviewed(event, rows)


@project.register
def _(event: Referred, position: int, rows: Rows) -> None:
    if event.rules:
        _change(event, rows)
        _flag(event, rows, {Flag.REFERRAL, *_flags(event, rows)})
    else:
        _change(event, rows, **_decision(event))


@project.register
def _(event: Assessed, position: int, rows: Rows) -> None:
    _change(event, rows)
    _flag(event, rows, _flags(event, rows) - {Flag.REFERRAL})


@project.register
def _(event: EncounterLinked, position: int, rows: Rows) -> None:
    _change(event, rows, encounter=event.encounter)


@project.register
def _(event: EncounterUnlinked, position: int, rows: Rows) -> None:
    _change(event, rows, encounter=None)


@project.register
def _(event: SubjectLinked, position: int, rows: Rows) -> None:
    _change(event, rows, subject=event.subject)


@project.register
def _(event: SubjectUnlinked, position: int, rows: Rows) -> None:
    _change(event, rows, subject=None)


@project.register
def _(event: Restricted, position: int, rows: Rows) -> None:
    _change(event, rows, restricted=True)


@project.register
def _(event: Unrestricted, position: int, rows: Rows) -> None:
    _change(event, rows, restricted=False)


def _change(event: Event, rows: Rows, **values: Any) -> None:
    record = event.originator_id
    standing = after(event, standing_of(rows.read(register, record, *STANDING)))
    rows.update(
        register,
        record,
        version=event.originator_version,
        changed_at=event.metadata.at,
        **stored(standing),
        **values,
    )


def _reviewed(event: Returned | Accepted, rows: Rows) -> None:
    of = rows.read(register, event.originator_id, "force", "officer")
    # What was decided elsewhere was imported by a program.
    if of["officer"] is None or event.metadata.role is Role.SYSTEM:
        return
    rows.add(
        register_review,
        {
            "record": event.originator_id,
            "version": event.originator_version,
            "force": of["force"],
            "officer": of["officer"],
            "reviewer": event.metadata.actor,
            "at": event.metadata.at,
        },
    )


def _decision(event: Event) -> dict[str, Any]:
    return {"decided_at": event.metadata.at, "decided_by": event.metadata.actor}


def _describe(event: Event, account: Account, rows: Rows) -> None:
    """What follows from what an account says now is worked out once a page."""
    record = event.originator_id

    def work_out() -> None:
        rows.update(register, record, **_described(account))
        _mark(event, account, rows)

    rows.settle(record, work_out)


def _described(account: Account) -> dict[str, Any]:
    return {
        "record_type": account.record_type.value,
        "incident_date": _given(account.incident_date),
        "incident_time": _given(account.incident_time),
        "area": _given(account.area),
        "tactic": most_severe(account),
        "tactics": joined(dict.fromkeys(codes_of(account.tactics))),
        "tactics_used": len(codes_of(account.tactics)),
    }


def _given(answer: Any) -> Any:
    return None if isinstance(answer, Absence) else answer


def _mark(event: Event, account: Account, rows: Rows) -> None:
    record = event.originator_id
    stands = rows.read(register, record, "submitted_at", "imported")
    # What was referred stays so until it is assessed, whatever the answers now say.
    kept = _flags(event, rows) & {Flag.REFERRAL}
    if stands["imported"] and _has_findings(event, account):
        kept.add(Flag.TO_MEND)
    _flag(event, rows, {*kept, *flags(account, submitted_at=stands["submitted_at"])})
    rows.replace(
        register_colleague,
        record,
        ({"record": record, "person": person} for person in account.named),
    )


def _has_findings(event: Event, account: Account) -> bool:
    """Whether an imported account has what would stop an officer from submitting it."""
    at = event.metadata.at
    return bool(rules.blocking(account, at=at, never_asked=account.never_asked))


def _flags(event: Event, rows: Rows) -> set[Flag]:
    return set(flags_in(rows.read(register, event.originator_id, "flags")["flags"]))


def _flag(event: Event, rows: Rows, marks: set[Flag]) -> None:
    marked = joined(flag.value for flag in Flag if flag in marks)
    rows.update(register, event.originator_id, flags=marked)


PROJECTION = PagedProjection(
    name="register",
    version=5,
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
