"""The supervisor's queue and the check of one record."""

from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for

from application.carrying_out import Done
from domain.access.errors import NotAllowedError
from domain.access.policy import Permission
from domain.codelists.codelist import CodeList
from domain.codelists.statuses import RecordStatus
from domain.errors import DomainError
from domain.records import rules
from domain.records.account import QUESTIONS
from domain.records.events import Accepted, PinnedNote
from domain.records.record import UseOfForceRecord
from domain.records.referral import LABELS
from projections.people import queries as people
from projections.register.flags import Flag
from projections.worklists import queries as worklists
from projections.worklists.tasks import Task
from web.current import may, me, myself, name, names, requester, services, version
from web.forms.loading import Problem
from web.forms.schemas import WORDS
from web.pages import filters, waiting
from web.pages.finding import may as may_do
from web.pages.finding import record as find
from web.pages.free_text import LONGEST, TOO_LONG
from web.pages.meanwhile import Meanwhile, happened_since, refused, version_to_post
from web.pages.reciprocal import at_the_limit
from web.pages.record import asked, cards, notes_by_question, tabs
from web.security import remember_position, requires

blueprint = Blueprint("review", __name__)

WAITING, OVERDUE, RETURNED = "waiting", "overdue", "returned"


class Decision(CodeList):
    """What a reviewer decides."""

    ACCEPT = "accept", "Accept"
    ADVISE = "advise", "Accept with advice"
    REFER = "refer", "Refer to professional standards"


@blueprint.get("/review")
@requires(Permission.SEE_QUEUE)
def queue() -> Any:
    """What waits for the signed-in person, the longest waiting first."""
    whose, chosen = waiting.reviewer(), filters.read(request.args)
    show, now = request.args.get("show", WAITING), waiting.waiting()
    with services().views.reading() as connection:
        page = worklists.items(
            connection,
            Task.AMEND if show == RETURNED else Task.REVIEW,
            whose,
            wanted=chosen.filter,
            before=waiting.late() if show == OVERDUE else None,
            number=filters.page_number(request.args),
        )
        returned = worklists.count(connection, Task.AMEND, whose)
        emergencies = (
            people.open_emergencies(connection, myself().force)
            if may(Permission.REVIEW_EMERGENCIES)
            else 0
        )
    reciprocal = at_the_limit() if may(Permission.SEE_RECIPROCAL) else 0
    return render_template(
        "review/queue.html",
        page=page,
        now=services().clock.now(),
        names=names(item.row.officer for item in page.items),
        counts=[
            (WAITING, now.records, "waiting"),
            (OVERDUE, now.overdue, f"over {now.hours} hours"),
            (RETURNED, returned, "returned to officer"),
        ],
        show=show,
        emergencies=emergencies,
        reciprocal=reciprocal,
        chosen=chosen,
        flags=list(Flag),
        tactics=filters.TACTICS,
        address=filters.address_of("review.queue", request.args),
    )


@blueprint.get("/review/<reference>")
@requires(Permission.SEE_QUEUE)
def show(reference: str) -> Any:
    """The record beside what to look at, and what changed since it was returned."""
    found = _reviewed(reference)
    reviewed, how = _last_review(found)
    return render_template(
        "review/record.html",
        record=found,
        officer=name(found.officer, found.rank),
        tabs=tabs(found),
        cards=cards(found),
        warnings=rules.warnings(found.account, at=found.submitted_at or services().clock.now()),
        referrals=[LABELS[code] for code in found.standing.open_referrals],
        since=happened_since(found, reviewed) if reviewed else None,
        how=how,
        asked=asked(found),
        notes=notes_by_question(found),
        decidable=found.may_be_reviewed_by(me()),
    )


def _last_review(found: UseOfForceRecord) -> tuple[int | None, str]:
    """The version at which it was last returned, or accepted and amended since; and in a word which."""
    history = services().records.with_history(found.id, by=me())
    accepted = max(
        (one.originator_version for one in history.events if isinstance(one, Accepted)), default=0
    )
    if accepted > (found.returned_at_version or 0):
        return (None if found.status is RecordStatus.ACCEPTED else accepted), "accepted"
    return found.returned_at_version, "returned"


@blueprint.route("/review/<reference>/return", methods=["GET", "POST"])
@requires(Permission.SEE_QUEUE)
def give_back(reference: str) -> Any:
    """Return the record with notes pinned to questions."""
    found = _reviewed(reference)
    answerable = [question for question in QUESTIONS if found.account.is_asked(question)]
    typed = {
        question: request.form.get(f"note-{question}", "").strip() for question in ("", *answerable)
    }
    notes = [PinnedNote(question=name, text=text) for name, text in typed.items() if text]
    wrong: list[Problem] = []
    since: Meanwhile | None = None
    if request.method == "POST":
        wrong = _wrong_notes(notes)
    if request.method == "POST" and not wrong:
        try:
            done = services().reviews.give_back(
                found.id, notes, version=version(), requester=requester()
            )
        except DomainError as error:
            wrong, since = refused(error, found, version())
        else:
            return remember_position(redirect(url_for("review.queue")), done.position)
    page = render_template(
        "review/return.html",
        record=found,
        officer=name(found.officer, found.rank),
        questions=[(question, WORDS[question].heading) for question in answerable],
        lines={line.question: line for _, lines in cards(found) for line in lines},
        typed=typed,
        problems=wrong,
        meanwhile=since,
        version=version_to_post(found, since),
    )
    return page, 422 if wrong else 200


def _wrong_notes(notes: list[PinnedNote]) -> list[Problem]:
    if not notes:
        sentence = "Enter what the officer should look at"
        return [Problem(question="note-", sentence=sentence, href="#note-")]
    return [
        Problem(question=f"note-{note.question}", sentence=TOO_LONG, href=f"#note-{note.question}")
        for note in notes
        if len(note.text) > LONGEST
    ]


@blueprint.route("/review/<reference>/accept", methods=["GET", "POST"])
@requires(Permission.SEE_QUEUE)
def accept(reference: str) -> Any:
    """Accept, with or without advice, or refer. What must be referred is stated, not offered."""
    found = _reviewed(reference)
    decision, text = request.form.get("decision", ""), request.form.get("text", "").strip()
    wrong = _wrong(decision, text) if request.method == "POST" else []
    since: Meanwhile | None = None
    if request.method == "POST" and not wrong:
        try:
            done = _decide(found, Decision(decision), text)
        except DomainError as error:
            wrong, since = refused(error, found, version())
        else:
            return remember_position(redirect(url_for("review.queue")), done.position)
    page = render_template(
        "review/accept.html",
        record=found,
        officer=name(found.officer, found.rank),
        referrals=[LABELS[code] for code in found.standing.open_referrals],
        decisions=list(Decision),
        chosen=decision,
        text=text,
        problems=wrong,
        meanwhile=since,
        version=version_to_post(found, since),
    )
    return page, 422 if wrong else 200


def _decide(found: UseOfForceRecord, decision: Decision, text: str) -> Done:
    reviews, seen, asked = services().reviews, version(), requester()
    if decision is Decision.REFER:
        return reviews.refer(found.id, explanation=text, version=seen, requester=asked)
    advice = text if decision is Decision.ADVISE else ""
    return reviews.accept(found.id, advice=advice, version=seen, requester=asked)


def _wrong(decision: str, text: str) -> list[Problem]:
    if decision not in set(Decision):
        return [Problem(question="decision", sentence="Select what you decide", href="#decision")]
    if decision != Decision.ACCEPT and not text:
        wanted = "your advice" if decision == Decision.ADVISE else "why you refer it"
        return [Problem(question="text", sentence=f"Enter {wanted}", href="#text")]
    if len(text) > LONGEST:
        return [Problem(question="text", sentence=TOO_LONG, href="#text")]
    return []


def _reviewed(reference: str) -> UseOfForceRecord:
    """A record that the signed-in person reviews.

    Raises:
        NotAllowedError: they do not supervise its officer, nor are of professional standards.

    """
    found = find(reference)
    if not may_do(Permission.REVIEW, found):
        raise NotAllowedError
    return found
