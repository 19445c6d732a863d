"""A submitted record, on the screen and in print."""

from typing import Any

from flask import Blueprint, Response, render_template, url_for

from domain.access.policy import Permission
from domain.codelists.statuses import RecordStatus
from domain.records.record import UseOfForceRecord
from domain.records.referral import LABELS
from web.adapters.printing import printed_record
from web.current import context, me, myself, name, services
from web.forms.in_words import Line, lines, made
from web.forms.loading import is_open, questions
from web.forms.schemas import SCHEMAS, WORDS, title
from web.pages import drafts
from web.pages.finding import is_submitted, may
from web.pages.finding import record as find
from web.security import requires

blueprint = Blueprint("record", __name__)

Card = tuple[str, tuple[Line, ...]]


@blueprint.get("/records/<reference>")
@requires(Permission.SIGNED_IN)
def show(reference: str) -> Any:
    """The task list while it is the officer's draft, the record once it is submitted."""
    draft = services().drafts.by_reference(reference, officer=me())
    if draft and not draft.is_amendment and not is_submitted(draft):
        return drafts.task_list(draft)
    found = find(reference)
    return render_template(
        "records/record.html",
        record=found,
        officer=name(found.officer, found.rank),
        cards=cards(found),
        notes=pinned(found),
        asked=asked(found) if found.status is RecordStatus.RETURNED else [],
        own=found.officer == me(),
        to_mend=found.findings(at=services().clock.now()) if found.is_imported else (),
        WORDS=WORDS,
        made=made(found),
        referrals=[LABELS[code] for code in found.standing.open_referrals],
        offers=offers(found),
        amendment=draft if draft and draft.is_amendment else None,
        tabs=tabs(found),
        emergency=myself().has_open_at(found.id, services().clock.now()),
    )


@blueprint.get("/records/<reference>.pdf")
@requires(Permission.SIGNED_IN)
def printed(reference: str) -> Any:
    """The record as it stands, tagged for screen readers."""
    found = find(reference)
    content = printed_record(
        force=services().settings.force.label,
        record=found,
        officer=name(found.officer, found.rank),
        cards=cards(found),
        at=services().clock.now(),
        by=name(me()),
    )
    disposition = f'inline; filename="{found.reference}.pdf"'
    headers = {"Content-Disposition": disposition}
    return Response(content, mimetype="application/pdf", headers=headers)


def cards(found: UseOfForceRecord) -> list[Card]:
    """The record's sections in words; what was not asked is left out."""
    return [
        (title(section), lines(found.account, questions(section), context(found)))
        for section in SCHEMAS
        if is_open(found.account, section)
    ]


def pinned(found: UseOfForceRecord) -> dict[str, list[str]]:
    """The notes of the last return by question, while the record is with its officer."""
    return notes_by_question(found) if found.status is RecordStatus.RETURNED else {}


def notes_by_question(found: UseOfForceRecord) -> dict[str, list[str]]:
    """The notes of the last return by question; those about the whole record are under ""."""
    notes: dict[str, list[str]] = {}
    for note in found.notes:
        notes.setdefault(note.question, []).append(note.text)
    return notes


def asked(found: UseOfForceRecord) -> list[tuple[str, str]]:
    """What the last return asked: the question it was pinned to, if it was, and the words."""
    return [
        (WORDS[note.question].heading if note.question else "", note.text) for note in found.notes
    ]


def offers(found: UseOfForceRecord) -> list[tuple[str, str]]:
    """What the signed-in person may do to a record now."""
    withdrawn = found.status is RecordStatus.WITHDRAWN
    offered = (
        (Permission.AMEND, "Amend", "amending.amend", not withdrawn and not found.restricted),
        (Permission.ADD_NOTE, "Add a note", "standing.note", True),
        (
            Permission.ASSESS,
            "Record an assessment",
            "standing.assess",
            found.standing.is_with_standards,
        ),
        (Permission.WITHDRAW, "Withdraw", "standing.withdraw", not withdrawn),
        (Permission.WITHDRAW, "Restore", "standing.restore", withdrawn),
        (Permission.LINK, "Link to an encounter", "encounters.link", found.encounter is None),
        (
            Permission.LINK,
            "Link to another record about the person",
            "subjects.link",
            found.subject is None and not found.account.is_crowd,
        ),
        (Permission.RESTRICT, "Restrict", "standing.restrict", not found.restricted),
        (Permission.HOLD, "Place a legal hold", "keeping.hold", True),
        (Permission.HOLD, "Release a legal hold", "keeping.release", found.keeping.is_held),
        (Permission.RESTRICT, "Lift the restriction", "standing.unrestrict", found.restricted),
    )
    return [
        (text, url_for(endpoint, reference=found.reference))
        for permission, text, endpoint, possible in offered
        if possible and may(permission, found)
    ]


def tabs(found: UseOfForceRecord) -> list[tuple[str, str, str]]:
    """The pages about one record that the signed-in person may open: endpoint, text, address."""
    places = [("record.show", "Record")] if may(Permission.READ, found) else []
    if may(Permission.REVIEW, found) and found.officer != me():
        places.append(("review.show", "Review"))
    if may(Permission.READ_HISTORY, found):
        places += [("history.timeline", "History"), ("history.compare", "Compare versions")]
    if may(Permission.READ_DISCLOSURES, found):
        places.append(("disclosures.of_record", "Disclosures"))
    if may(Permission.READ_ACCESS, found):
        places.append(("access_log.of_record", "Who looked"))
    return [(at, text, url_for(at, reference=found.reference)) for at, text in places]
