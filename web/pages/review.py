"""The supervisor's queue and the check of one record."""

from datetime import timedelta
from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for

from application.carrying_out import Done
from domain.access.errors import NotAllowedError
from domain.access.policy import Permission
from domain.codelists.codelist import CodeList
from domain.errors import DomainError
from domain.records import rules
from domain.records.account import QUESTIONS
from domain.records.events import PinnedNote
from domain.records.record import UseOfForceRecord
from domain.records.referral import LABELS
from projections.people import queries as people
from projections.register.flags import Flag
from projections.worklists import queries as worklists
from projections.worklists.tasks import Task
from web.current import may, me, myself, name, names, requester, services, team, version
from web.forms.loading import Problem
from web.forms.schemas import WORDS
from web.pages import filters
from web.pages.finding import may as may_do
from web.pages.finding import record as find
from web.pages.free_text import LONGEST, TOO_LONG
from web.pages.meanwhile import Meanwhile, happened_since, refused, version_to_post
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
    reviewer, chosen = _reviewer(), filters.read(request.args)
    now, overdue = services().clock.now(), services().settings.overdue_hours
    late, show = now - timedelta(hours=overdue), request.args.get("show", WAITING)
    with services().views.reading() as connection:
        page = worklists.items(
            connection,
            Task.AMEND if show == RETURNED else Task.REVIEW,
            reviewer,
            wanted=chosen.filter,
            before=late if show == OVERDUE else None,
            number=filters.page_number(request.args),
        )
        waiting = worklists.count(connection, Task.REVIEW, reviewer)
        overdue_now = worklists.count(connection, Task.REVIEW, reviewer, before=late)
        returned = worklists.count(connection, Task.AMEND, reviewer)
        emergencies = (
            people.open_emergencies(connection, myself().force)
            if may(Permission.REVIEW_EMERGENCIES)
            else 0
        )
    return render_template(
        "review/queue.html",
        page=page,
        now=now,
        names=names(item.row.officer for item in page.items),
        counts=[
            (WAITING, waiting, "waiting"),
            (OVERDUE, overdue_now, f"over {overdue} hours"),
            (RETURNED, returned, "returned to officer"),
        ],
        show=show,
        emergencies=emergencies,
        chosen=chosen,
        flags=list(Flag),
        tactics=filters.TACTICS,
        address=filters.address_of("review.queue", request.args),
    )


def _reviewer() -> worklists.Reviewer:
    everybody = may(Permission.SEARCH)
    return worklists.Reviewer(person=me(), team=None if everybody else team(), force=myself().force)


@blueprint.get("/review/<reference>")
@requires(Permission.SEE_QUEUE)
def show(reference: str) -> Any:
    """The record beside what to look at, and what changed since it was returned."""
    found = _reviewed(reference)
    returned = found.returned_at_version
    return render_template(
        "review/record.html",
        record=found,
        officer=name(found.officer, found.rank),
        tabs=tabs(found),
        cards=cards(found),
        warnings=rules.warnings(found.account, at=found.submitted_at or services().clock.now()),
        referrals=[LABELS[code] for code in found.standing.open_referrals],
        since=None if returned is None else happened_since(found, returned),
        asked=asked(found),
        notes=notes_by_question(found),
        decidable=found.may_be_reviewed_by(me()),
    )


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
