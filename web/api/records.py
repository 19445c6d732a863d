"""Submitting, reading, listing and changing records."""

from http import HTTPStatus
from typing import Any
from uuid import UUID, uuid5

from flask import Blueprint, Response, request, url_for

from application import carrying_out
from domain.access.policy import Permission
from domain.clients.scopes import Scope
from domain.records import rules
from domain.records.account import Account
from domain.records.errors import AccountHasGapsError
from domain.records.record import UseOfForceRecord
from projections.register import keyset
from projections.register.queries import Filter, RegisterRow
from web.api import cursors
from web.api.access import requester, version
from web.api.operations import Operation, answer, operation
from web.api.problems import WrongRequestError, wrong_parameter
from web.api.schemas import answers, record, search
from web.current import me, name, names, seen, services

blueprint = Blueprint("api_records", __name__, url_prefix="/api/records")

GIVEN = record.Record()
DONE = record.Done()


def changing(
    permission: Permission, takes: Any, *, scope: Scope = Scope.RECORDS_WRITE
) -> Operation:
    """What all operations that decide something about a version of a record have in common."""
    return Operation(
        permission=permission,
        scope=scope,
        takes=takes,
        gives=DONE,
        status=HTTPStatus.CREATED,
        keyed=True,
        versioned=True,
        problems=(404, 409, 412, 428),
    )


@blueprint.post("")
@operation(
    Operation(
        permission=Permission.SUBMIT,
        scope=Scope.RECORDS_WRITE,
        takes=record.Submission(),
        gives=DONE,
        status=HTTPStatus.CREATED,
        keyed=True,
        problems=(409,),
    )
)
def submit(sent: dict[str, Any]) -> Any:
    """Submit a record.

    The officer's whole account. It is refused with every answer that is missing or contradicts
    another; nothing of it is kept then, so send it again once it is put right.
    """
    asked, now, given = requester(), services().clock.now(), sent["answers"]
    started_at = sent.get("started_at", now)
    if started_at > now:
        detail = "It cannot have been begun in the future"
        wrong = {"pointer": "/started_at", "detail": detail}
        raise WrongRequestError(HTTPStatus.UNPROCESSABLE_ENTITY, wrong)
    # The id follows from the key: the same request sent again is about the same record.
    record_id = uuid5(asked.request, "record")
    reference = ""
    if services().log.receipt(asked.request) is None:
        # Asked before a number is drawn, so that a refused account uses none up.
        if found := rules.blocking(Account.of(given), at=now):
            raise AccountHasGapsError(found)
        reference = services().references.next(now.year)
    done = services().records.submit(
        record_id, reference=reference, started_at=started_at, answers=given, requester=asked
    )
    if done.repeated:
        reference = services().records.read(record_id, by=me()).reference
    return did(done, reference)


@blueprint.get("")
@operation(
    Operation(
        permission=Permission.SIGNED_IN,
        scope=Scope.RECORDS_READ,
        asks=search.Search(),
        gives=record.Listing(),
        waits=True,
    )
)
def listing(asked: dict[str, Any]) -> Any:
    """List records.

    Those that the person acted for may see, the last submitted first. Read on with the cursor: a
    record is never given twice or left out, whatever others submit and amend meanwhile.
    """
    cursors.wait_until_shown()
    after = None
    if "cursor" in asked:
        after = cursors.read(asked["cursor"], asked)
        if after is None:
            raise wrong_parameter("cursor", "Send next of the answer before, with the same filters")
    with services().views.reading() as connection:
        found = keyset.stretch(
            connection, _filter(asked), seen=seen(), after=after, size=asked["limit"]
        )
    called = names(row.officer for row in found.rows)
    rows = [_listed(row, called.get(row.officer, "") if row.officer else "") for row in found.rows]
    return answer({"records": rows, "next": cursors.write(found.end, asked)})


@blueprint.get("/<uuid:record_id>")
@operation(
    Operation(
        permission=Permission.SIGNED_IN,
        scope=Scope.RECORDS_READ,
        gives=GIVEN,
        cached=True,
        problems=(404,),
    )
)
def read(record_id: UUID) -> Any:
    """Read a record.

    As it is now, with every question of the form. What the person acted for may not read of it is
    given as absent: unopened.
    """
    return shown(services().records.read(record_id, by=me()))


@blueprint.post("/<uuid:record_id>/amendments")
@operation(changing(Permission.AMEND, record.Amendment()))
def amend(record_id: UUID, sent: dict[str, Any]) -> Any:
    """Amend a record.

    Changes answers; what they were stays in the history. A record that was accepted is reviewed
    again.
    """
    found = services().records.read(record_id, by=me())
    done = services().records.amend(
        record_id,
        sent["answers"],
        reason=sent["reason"],
        explanation=sent["explanation"],
        version=version(),
        requester=requester(),
    )
    return did(done, found.reference)


@blueprint.post("/<uuid:record_id>/notes")
@operation(
    Operation(
        permission=Permission.ADD_NOTE,
        scope=Scope.RECORDS_WRITE,
        takes=record.Note(),
        gives=DONE,
        status=HTTPStatus.CREATED,
        keyed=True,
        problems=(404, 409),
    )
)
def add_note(record_id: UUID, sent: dict[str, Any]) -> Any:
    """Add a note.

    It stands beside the record for good and changes no answer, so it holds whatever happened to the
    record meanwhile and needs no version.
    """
    found = services().records.read(record_id, by=me())
    done = services().records.add_note(record_id, sent["text"], requester=requester())
    return did(done, found.reference)


@blueprint.post("/<uuid:record_id>/withdrawals")
@operation(changing(Permission.WITHDRAW, record.Withdrawal()))
def withdraw(record_id: UUID, sent: dict[str, Any]) -> Any:
    """Withdraw a record.

    It no longer counts. Nothing is deleted, and it can be restored.
    """
    found = services().records.read(record_id, by=me())
    done = services().records.withdraw(
        record_id,
        reason=sent["reason"],
        explanation=sent["explanation"],
        version=version(),
        requester=requester(),
    )
    return did(done, found.reference)


@blueprint.post("/<uuid:record_id>/restorations")
@operation(changing(Permission.WITHDRAW, record.Restoration()))
def restore(record_id: UUID, sent: dict[str, Any]) -> Any:
    """Restore a withdrawn record.

    It counts again, and is reviewed again.
    """
    found = services().records.read(record_id, by=me())
    done = services().records.restore(
        record_id, explanation=sent["explanation"], version=version(), requester=requester()
    )
    return did(done, found.reference)


def did(done: carrying_out.Done, reference: str) -> Response:
    """What a request did, with the version for the next one and the position to wait for."""
    content = {
        "id": done.aggregate,
        "reference": reference,
        "version": done.version,
        "position": done.position,
        "receipt": _receipt(done),
    }
    place = url_for("api_records.read", record_id=done.aggregate)
    headers = {"Location": place, "ETag": tag(done.version), "Position": str(done.position)}
    return answer(content, status=HTTPStatus.CREATED, **headers)


def _receipt(done: carrying_out.Done) -> dict[str, str] | None:
    """What was given for it, now or when the same request was carried out before."""
    kept = services().receipts.of(done.aggregate, done.version)
    return {"code": kept.code, "note": str(kept.note)} if kept else None


def shown(found: UseOfForceRecord, *, then: bool = False) -> Response:
    """A record with its version, or that the version is known already. What it was ``then`` is another
    thing once something of it was erased.
    """
    gone = sorted(since.event for since in found.keeping.gone.values())
    etag = f'"{found.version}/{gone[-1]}"' if then and gone else tag(found.version)
    known = [
        one.strip().removeprefix("W/")
        for one in request.headers.get("If-None-Match", "").split(",")
    ]
    if etag in known:
        return Response(status=HTTPStatus.NOT_MODIFIED, headers={"ETag": etag})
    return answer(as_given(found), ETag=etag)


def tag(number: int) -> str:
    return f'"{number}"'


def as_given(found: UseOfForceRecord) -> dict[str, Any]:
    return {
        "id": found.id,
        "reference": found.reference,
        "version": found.version,
        "status": found.status,
        "force": found.force,
        "officer": {"id": found.officer, "called": name(found.officer, found.rank)},
        "rank": found.rank,
        "edition": found.edition,
        "started_at": found.started_at,
        "submitted_at": found.submitted_at,
        "restricted": found.restricted,
        "encounter": found.encounter,
        "open_referrals": found.standing.open_referrals,
        "notes": [{"question": note.question or None, "text": note.text} for note in found.notes],
        "source": found.source,
        "to_mend": _to_mend(found),
        "erased": erased(found),
        "answers": answers.given(found.account),
    }


def erased(found: UseOfForceRecord) -> list[dict[str, Any]]:
    """What of a record cannot be read any more."""
    return [
        {"group": group, "since": since.at, "event": since.event, "final": since.final}
        for group, since in found.keeping.gone.items()
    ]


def _to_mend(found: UseOfForceRecord) -> list[dict[str, str]]:
    if not found.is_imported:
        return []
    return [
        {"rule": one.rule, "question": one.question, "detail": one.sentence}
        for one in found.findings(at=services().clock.now())
    ]


def _filter(asked: dict[str, Any]) -> Filter:
    officers = None
    if "officer" in asked:
        force = services().settings.force
        numbers = services().directory.with_numbers(asked["officer"], force=force)
        officers = frozenset(numbers.values())
    return Filter(
        reference=asked.get("reference", ""),
        officers=officers,
        statuses=frozenset(one.value for one in asked.get("status", ())),
        tactics=frozenset(one.value for one in asked.get("tactic", ())),
        flags=frozenset(one.value for one in asked.get("flag", ())),
        forces=frozenset(one.value for one in asked.get("force", ())),
        areas=frozenset(asked.get("area", ())),
        since=asked.get("since"),
        until=asked.get("until"),
        encounter=asked.get("encounter"),
    )


def _listed(row: RegisterRow, called: str) -> dict[str, Any]:
    return {
        "id": row.record,
        "reference": row.reference,
        "version": row.version,
        "status": row.status,
        "force": row.force,
        "officer": {"id": row.officer, "called": called},
        "restricted": row.restricted,
        "encounter": row.encounter,
        "incident_date": row.incident_date,
        "incident_time": row.incident_time,
        "area": row.area,
        "tactic": row.tactic,
        "tactics_used": row.tactics_used,
        "flags": row.flags,
        "submitted_at": row.submitted_at,
        "imported": row.imported,
        "changed_at": row.changed_at,
    }
