"""From "Start a record" to the receipt."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

from flask import Blueprint, abort, redirect, render_template, request, url_for

from domain.access.policy import Permission
from domain.codelists.answers import Absence
from domain.codelists.editions import RecordType
from domain.records.account import Account, Answers
from projections.register import queries as register
from web.adapters.drafts import Draft, DraftChangedError
from web.current import context, is_autosave, me, myself, name, names, requester, services, version
from web.forms import short
from web.forms.controls import Page, control
from web.forms.in_words import lines
from web.forms.loading import is_open, load, problems, questions
from web.forms.schemas import SCHEMAS, title
from web.pages import sections
from web.pages.finding import carried_out, is_submitted, record, record_id
from web.pages.finding import draft as find
from web.security import remember_position, requires

blueprint = Blueprint("drafts", __name__)

FULL, CROWD = "full", "crowd"
DIFFERENT = "different"
DAYS_SHARED = 7
"""How long a colleague's record is offered as the same event."""


@blueprint.get("/records/new")
@requires(Permission.SUBMIT)
def new() -> Any:
    return render_template(
        "records/new.html",
        kinds=short.KINDS,
        shared=[(row, name(row.officer)) for row in _shared()],
        areas=services().settings.area_options,
    )


def _shared() -> tuple[register.RegisterRow, ...]:
    """Colleagues' records that name the officer, of the last days: the same event, perhaps."""
    since = services().clock.now().date() - timedelta(days=DAYS_SHARED)
    with services().views.reading() as connection:
        return register.naming(connection, person=me(), since=since)


@blueprint.post("/records/new")
@requires(Permission.SUBMIT)
def start() -> Any:
    """Start a draft. The same form sent twice starts one."""
    kind = request.form.get("kind", "")
    draft_id, now = requester().request, services().clock.now()
    if services().log.events_of(draft_id):
        # The same form again, from the browser's memory, after the record was submitted.
        return redirect(url_for("home.home"))
    for known in services().drafts.of(me()):
        end_if_submitted(known)
        if known.id == draft_id:
            return redirect(_first_page(kind, known.reference))
    started = Draft(
        id=draft_id,
        officer=me(),
        reference=_new_reference(now.year),
        started_at=now,
        saved_at=now,
        answers=_first_answers(kind),
    )
    try:
        services().drafts.start(started)
    except DraftChangedError:
        # Sent twice at the same moment: the other one started it.
        started = services().drafts.get(draft_id, officer=me())
    return redirect(_first_page(kind, started.reference))


def _new_reference(year: int) -> str:
    """The next number that no record has: the counter may be older than the log, after a restore."""
    reference = services().references.next(year)
    with services().views.reading() as connection:
        while register.by_reference(connection, reference):
            reference = services().references.next(year)
    return reference


def _first_answers(kind: str) -> Answers:
    shift = services().preferences.of(me()).shift
    if colleague := request.form.get("same-event", ""):
        facts = short.shared_facts(record(colleague).account)
        started = {"record_type": RecordType.INDIVIDUAL, **shift, **facts}
        return Account.of(started).without_unasked().answers
    if kind in short.KINDS:
        return short.first_answers(kind, shift, services().clock.now())
    types = {FULL: RecordType.INDIVIDUAL, CROWD: RecordType.CROWD}
    if kind not in types:
        abort(400)
    return Account.of({"record_type": types[kind], **shift}).without_unasked().answers


def _first_page(kind: str, reference: str) -> str:
    if kind in short.KINDS:
        return url_for("drafts.short_record", reference=reference)
    return url_for("record.show", reference=reference)


def task_list(draft: Draft) -> Any:
    """The sections of a draft and how far each is."""
    return render_template(
        "records/task_list.html",
        draft=draft,
        tasks=sections.tasks(draft, edit_address(draft)),
    )


def edit_address(draft: Draft) -> Any:
    return lambda section: url_for("drafts.edit", reference=draft.reference, section=section)


@blueprint.get("/records/<reference>/edit/<section>")
@requires(Permission.SUBMIT)
def edit(reference: str, section: str) -> Any:
    draft = _draft(reference, section)
    return _section_page(draft, section, sections.shown(draft))


@blueprint.post("/records/<reference>/edit/<section>")
@requires(Permission.SUBMIT)
def save(reference: str, section: str) -> Any:
    """Save a section: by a button, or by the script in the background."""
    draft = _draft(reference, section)
    posted = sections.post(draft, section)
    if posted.answer is not None:
        return posted.answer
    if posted.page is not None:
        return _section_page(posted.draft, section, posted.page)
    if posted.use is not None:
        return redirect(url_for("drafts.ced_use", reference=reference, number=posted.use))
    if posted.later:
        return redirect(url_for("record.show", reference=reference))
    return redirect(_next_page(posted.draft, section))


def _next_page(draft: Draft, section: str) -> str:
    order = list(SCHEMAS)
    following = order[order.index(section) + 1 :]
    for candidate in following:
        if is_open(draft.account, candidate):
            return url_for("drafts.edit", reference=draft.reference, section=candidate)
    return url_for("drafts.check", reference=draft.reference)


def _section_page(draft: Draft, section: str, page: Page) -> Any:
    return sections.section_page(
        draft,
        section,
        page,
        notes={},
        caption=f"Record {draft.reference}",
        back_to=url_for("record.show", reference=draft.reference),
        address=url_for("drafts.save", reference=draft.reference, section=section),
    )


@blueprint.route("/records/<reference>/edit/ced/<int:number>", methods=["GET", "POST"])
@requires(Permission.SUBMIT)
def ced_use(reference: str, number: int) -> Any:
    draft = _draft(reference, "ced")
    return sections.ced_use_page(
        draft,
        number,
        address=url_for("drafts.ced_use", reference=reference, number=number),
        back=url_for("drafts.edit", reference=reference, section="ced"),
    )


@blueprint.get("/records/<reference>/short")
@requires(Permission.SUBMIT)
def short_record(reference: str) -> Any:
    draft = _new_record(find(reference))
    return _short_page(draft, sections.shown(draft))


@blueprint.post("/records/<reference>/short")
@requires(Permission.SUBMIT)
def save_short(reference: str) -> Any:
    draft = _new_record(find(reference))
    asked = short.questions(draft.account)
    typed = request.form.to_dict(flat=False)
    loaded = load(asked, typed, draft.account, context(), kept=draft.typed)
    account = short.with_effect(loaded.account, request.form.get(short.EFFECTIVE, ""))
    saved, changed = sections.keep(draft, account, loaded.typed)
    if is_autosave():
        return sections.autosaved(saved, changed)
    wanted = (*asked, "tactics")
    found = changed or problems(
        sections.blocking(draft, account), unreadable=loaded.unreadable, only=wanted
    )
    if found:
        found = short.in_order(map(short.in_its_words, found), asked)
        return _short_page(saved, sections.again(replace(loaded, account=account), found)), 422
    return redirect(url_for("drafts.check", reference=reference))


def _short_page(draft: Draft, page: Page) -> Any:
    folded = Page(
        account=page.account,
        context=page.context,
        typed=page.typed,
        problems=page.problems,
        folded=frozenset({"locations"}),
    )
    label = short.KINDS[short.COMPLIANT_HANDCUFFING][0]
    return render_template(
        "records/short.html",
        draft=draft,
        title=label,
        facts=lines(page.account, (*short.FACTS, *short.STATED), context()),
        controls=[control(question, folded) for question in short.questions(draft.account)],
        effect=short.effect(page.account),
        problems=page.problems,
        address=url_for("drafts.save_short", reference=draft.reference),
    )


@blueprint.get("/records/<reference>/check")
@requires(Permission.SUBMIT)
def check(reference: str) -> Any:
    draft = _new_record(find(reference))
    return _check_page(draft)


def _check_page(draft: Draft) -> Any:
    account, person = draft.account, myself()
    gaps = sections.gaps(draft)
    reviewer = name(person.supervisor) if person.supervisor else "A supervisor"
    return render_template(
        "records/check.html",
        draft=draft,
        cards=[
            (
                title(section),
                lines(account, questions(section), context()),
                edit_address(draft)(section),
            )
            for section in SCHEMAS
            if is_open(account, section)
        ],
        gaps=[(gap, sections.gap_address(gap, edit_address(draft))) for gap in gaps],
        reviewer=reviewer,
    )


@blueprint.post("/records/<reference>/check")
@requires(Permission.SUBMIT)
def submit(reference: str) -> Any:
    """Submit, unless a record like it exists that nobody looked at yet."""
    receipt = redirect(url_for("drafts.submitted", reference=reference))
    if position := carried_out(reference):
        return remember_position(receipt, position)
    draft = _new_record(find(reference))
    account = draft.account
    if sections.gaps(draft):
        return redirect(url_for("drafts.check", reference=reference))
    if request.form.get("answer") != DIFFERENT and _similar(draft):
        return redirect(url_for("drafts.duplicate", reference=reference))
    done = services().records.submit(
        draft.id,
        reference=draft.reference,
        started_at=draft.started_at,
        answers=account.answers,
        requester=requester(),
    )
    services().drafts.end(draft.id, officer=me())
    return remember_position(receipt, done.position)


def end_if_submitted(draft: Draft) -> None:
    if is_submitted(draft):
        services().drafts.end(draft.id, officer=me())


def _similar(draft: Draft) -> tuple[register.RegisterRow, ...]:
    account = draft.account
    day, at = account.incident_date, account.incident_time
    if isinstance(day, Absence):
        return ()
    with services().views.reading() as connection:
        return register.similar(
            connection,
            officer=me(),
            day=day,
            at=None if isinstance(at, Absence) else at,
            but=draft.id,
        )


@blueprint.get("/records/<reference>/duplicate")
@requires(Permission.SUBMIT)
def duplicate(reference: str) -> Any:
    draft = _new_record(find(reference))
    return render_template("records/duplicate.html", draft=draft, rows=_similar(draft))


@blueprint.get("/records/<reference>/submitted")
@requires(Permission.SUBMIT)
def submitted(reference: str) -> Any:
    found = services().records.read(record_id(reference), by=me())
    reviewer = names([found.supervisor]).get(found.supervisor) if found.supervisor else None
    return render_template(
        "records/submitted.html",
        record=found,
        reviewer=reviewer or "A supervisor",
        kept=services().receipts.last_of(found.id, by=me()),
    )


@blueprint.get("/records/<reference>/discard")
@requires(Permission.SUBMIT)
def confirm_discard(reference: str) -> Any:
    return render_template("records/discard.html", draft=find(reference))


@blueprint.post("/records/<reference>/discard")
@requires(Permission.SUBMIT)
def discard(reference: str) -> Any:
    draft = find(reference)
    if draft.version != version():
        abort(412)
    services().drafts.end(draft.id, officer=me())
    return redirect(url_for("home.home"))


def _draft(reference: str, section: str) -> Draft:
    if section not in SCHEMAS:
        abort(404)
    return _new_record(find(reference))


def _new_record(draft: Draft) -> Draft:
    """Amendments have pages of their own."""
    if draft.is_amendment:
        abort(404)
    return draft
