"""Changing a submitted record: section by section, then once with a reason."""

from dataclasses import replace
from typing import Any

from flask import Blueprint, abort, redirect, render_template, request, url_for

from domain.access.policy import Permission
from domain.codelists.reasons import ReasonForAmendment
from domain.errors import DomainError, StaleVersionError
from domain.records.account import Account
from domain.records.record import UseOfForceRecord
from web.adapters.drafts import Draft
from web.current import context, me, requester, services, whole_number
from web.forms.differences import (
    THEIRS,
    YOURS,
    changes_since,
    conflicts,
    differences,
    merged,
    unchosen,
)
from web.forms.in_words import line
from web.forms.loading import Problem
from web.forms.schemas import SCHEMAS, WORDS
from web.pages import sections
from web.pages.finding import carried_out
from web.pages.finding import draft as find_draft
from web.pages.finding import record as find
from web.pages.free_text import LONGEST, TOO_LONG
from web.pages.meanwhile import happened_since, refused
from web.pages.record import asked, pinned
from web.releases.moving import published_figures_moved
from web.security import remember_position, requires

blueprint = Blueprint("amending", __name__)


@blueprint.get("/records/<reference>/amend")
@requires(Permission.AMEND)
def amend(reference: str) -> Any:
    """Pick what to change."""
    found, draft = _amendable(reference)
    started = draft or _unsaved(found)
    return render_template(
        "records/amend.html",
        record=found,
        draft=draft,
        changed=differences(_base(found, started), started.account, context(found)),
        tasks=sections.tasks(started, _address(reference)),
        asked=asked(found),
    )


@blueprint.route("/records/<reference>/amend/<section>", methods=["GET", "POST"])
@requires(Permission.AMEND)
def section(reference: str, section: str) -> Any:
    """A section with its answers as they are; nothing of the record changes yet."""
    if section not in SCHEMAS:
        abort(404)
    found, draft = _amendable(reference)
    if request.method == "GET":
        started = draft or _unsaved(found)
        return _section_page(found, started, section, sections.shown(started))
    posted = sections.post(draft or _begin(found), section)
    if posted.answer is not None:
        return posted.answer
    if posted.page is not None:
        return _section_page(found, posted.draft, section, posted.page)
    if posted.use is not None:
        return redirect(url_for("amending.ced_use", reference=reference, number=posted.use))
    return redirect(url_for("amending.amend", reference=reference))


def _section_page(found: UseOfForceRecord, draft: Draft, section: str, page: Any) -> Any:
    return sections.section_page(
        draft,
        section,
        page,
        notes=pinned(found),
        caption=f"Amend record {found.reference}",
        back_to=url_for("amending.amend", reference=found.reference),
        address=_address(found.reference)(section),
    )


@blueprint.route("/records/<reference>/amend/ced/<int:number>", methods=["GET", "POST"])
@requires(Permission.AMEND)
def ced_use(reference: str, number: int) -> Any:
    found, draft = _amendable(reference)
    if draft is None and request.method != "GET":
        draft = _begin(found)
    return sections.ced_use_page(
        draft or _unsaved(found),
        number,
        address=url_for("amending.ced_use", reference=reference, number=number),
        back=_address(reference)("ced"),
    )


@blueprint.get("/records/<reference>/amend/reason")
@requires(Permission.AMEND)
def reason(reference: str) -> Any:
    """Before and after, and why."""
    found = find(reference, Permission.AMEND)
    return _reason_page(found, _amendment(reference), [])


@blueprint.post("/records/<reference>/amend/reason")
@requires(Permission.AMEND)
def save(reference: str) -> Any:
    """The change itself."""
    if position := carried_out(reference):
        _end_carried_out(reference)
        return remember_position(redirect(_record_page(reference)), position)
    found = find(reference, Permission.AMEND)
    draft = _with_reason(_amendment(reference))
    code, explanation = _said(draft)
    wrong = _wrong(code, explanation)
    if wrong or sections.gaps(draft):
        return _reason_page(found, draft, wrong), 422
    try:
        done = services().records.amend(
            found.id,
            changes_since(_base(found, draft), draft.account),
            reason=ReasonForAmendment(code),
            explanation=explanation,
            version=_base_version(draft),
            requester=requester(),
        )
    except StaleVersionError:
        # What was typed waits in the draft until the conflict is settled.
        services().drafts.save(draft)
        return redirect(url_for("amending.conflict", reference=reference))
    except DomainError as error:
        wrong, _ = refused(error, found, found.version)
        return _reason_page(found, draft, wrong), 422
    services().drafts.end(draft.id, officer=me())
    return remember_position(redirect(_record_page(reference)), done.position)


def _record_page(reference: str) -> str:
    return url_for("record.show", reference=reference)


def _end_carried_out(reference: str) -> None:
    """End the draft of a change that was saved when the process died; not one begun since."""
    draft = services().drafts.by_reference(reference, officer=me())
    receipt = services().log.receipt(requester().request)
    if draft and receipt and (draft.base_version or 0) < receipt.last_version:
        services().drafts.end(draft.id, officer=me())


REASON, EXPLANATION = "amendment-reason", "amendment-explanation"
"""Where a draft keeps the reason that was typed before a conflict."""


def _with_reason(draft: Draft) -> Draft:
    said = {
        REASON: [request.form.get("reason", "")],
        EXPLANATION: [request.form.get("explanation", "").strip()],
    }
    return replace(draft, typed={**draft.typed, **said})


def _said(draft: Draft) -> tuple[str, str]:
    return draft.typed.get(REASON, [""])[0], draft.typed.get(EXPLANATION, [""])[0]


def _reason_page(found: UseOfForceRecord, draft: Draft, wrong: list[Problem]) -> str:
    code, explanation = _said(draft)
    return render_template(
        "records/reason.html",
        record=found,
        rows=differences(_base(found, draft), draft.account, context(found)),
        gaps=[
            (gap, sections.gap_address(gap, _address(found.reference)))
            for gap in sections.gaps(draft)
        ],
        problems=wrong,
        reasons=list(ReasonForAmendment),
        chosen=code,
        explanation=explanation,
        moved=published_figures_moved(services(), found.id, draft.account),
    )


def _wrong(code: str, explanation: str) -> list[Problem]:
    wrong = []
    if code not in set(ReasonForAmendment):
        wrong.append(
            Problem(question="reason", sentence="Select why you change it", href="#reason")
        )
    if not explanation:
        sentence = "Enter a few words about the change"
        wrong.append(Problem(question="explanation", sentence=sentence, href="#explanation"))
    if len(explanation) > LONGEST:
        wrong.append(Problem(question="explanation", sentence=TOO_LONG, href="#explanation"))
    return wrong


@blueprint.route("/records/<reference>/conflict", methods=["GET", "POST"])
@requires(Permission.AMEND)
def conflict(reference: str) -> Any:
    """Somebody changed the record since: theirs, yours, and a choice for each answer."""
    found = find(reference, Permission.AMEND)
    draft = _amendment(reference)
    base, theirs, yours = _base(found, draft), found.account, draft.account
    both = conflicts(base, theirs, yours)
    choices = request.form.to_dict()
    if request.method == "POST" and not unchosen(both, choices):
        account = merged(base, theirs, yours, choices)
        if not changes_since(theirs, account):
            # Nothing of it is left to save: theirs says the same, or was chosen throughout.
            services().drafts.end(draft.id, officer=me())
            return redirect(_record_page(reference))
        services().drafts.save(_rebased(draft, account, found.version))
        return redirect(url_for("amending.reason", reference=reference))
    rows = [
        (
            line(question, theirs.answer(question), context(found)),
            line(question, yours.answer(question), context(found)),
        )
        for question in both
    ]
    missing = unchosen(both, choices) if request.method == "POST" else []
    wrong = [
        Problem(
            question=question,
            sentence=f"Select which answer to keep: {WORDS[question].heading}",
            href=f"#{question}",
        )
        for question in missing
    ]
    text = render_template(
        "records/conflict.html",
        record=found,
        events=happened_since(found, _base_version(draft)).events,
        rows=rows,
        choices=choices,
        problems=wrong,
        theirs=THEIRS,
        yours=YOURS,
    )
    return text, 422 if wrong else 200


def _rebased(draft: Draft, account: Account, version: int) -> Draft:
    return replace(draft, answers=account.answers, base_version=version)


def _amendable(reference: str) -> tuple[UseOfForceRecord, Draft | None]:
    found = find(reference, Permission.AMEND)
    draft = services().drafts.by_reference(reference, officer=me())
    return found, draft


def _amendment(reference: str) -> Draft:
    draft = find_draft(reference)
    if not draft.is_amendment:
        abort(404)
    return draft


def _unsaved(found: UseOfForceRecord) -> Draft:
    """An amendment that nobody began yet: the record's answers as they are."""
    now = services().clock.now()
    return Draft(
        id=found.id,
        officer=me(),
        reference=found.reference,
        started_at=now,
        saved_at=now,
        version=1,
        base_version=found.version,
        answers=found.account.answers,
    )


def _begin(found: UseOfForceRecord) -> Draft:
    """Begin an amendment from the record as the page showed it, which may be an old window's.

    From the record as it stands, the old window's answers would undo what was amended since.
    """
    shown = whole_number(request.form.get("base", ""))
    if shown and shown < found.version:
        found = find(found.reference, Permission.AMEND, version=shown)
    return services().drafts.start(_unsaved(found))


def _base_version(draft: Draft) -> int:
    if draft.base_version is None:
        abort(404)
    return draft.base_version


def _base(found: UseOfForceRecord, draft: Draft) -> Account:
    """The account that an amendment started from."""
    version = _base_version(draft)
    return services().records.read(found.id, by=me(), version=version).account


def _address(reference: str) -> sections.Address:
    return lambda section: url_for("amending.section", reference=reference, section=section)
