"""What drafts and amendments share: a section's page, its buttons, and saving it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from flask import abort, jsonify, redirect, render_template, request

from domain.codelists.answers import Absence, YesNo
from domain.codelists.tactics import Tactic
from domain.local_time import LOCAL
from domain.records import rules
from domain.records.account import Account
from domain.records.finding import Finding
from domain.records.tactics import MOST_CED_USES, CedUse, TacticUsed
from web.adapters.drafts import Draft, DraftChangedError
from web.current import context, is_autosave, me, services, version, whole_number
from web.forms.ced_use import (
    USES,
    PostedUse,
    read_use,
    typed_of,
    typed_with,
    typed_without,
    unreadable_uses,
    uses_of,
    with_use,
    without_use,
)
from web.forms.ced_use import controls as use_controls
from web.forms.controls import Control, Page, controls, tactic_steps
from web.forms.in_words import clock
from web.forms.loading import (
    Loaded,
    Problem,
    is_open,
    is_started,
    load,
    problems,
    questions,
    unreadable,
)
from web.forms.reading import tactic_indexes
from web.forms.schemas import SCHEMAS, section_of, title
from web.security import READING

Address = Callable[[str], str]
TACTICS = "tactics"


@dataclass(frozen=True, kw_only=True, slots=True)
class Task:
    """A section in a task list."""

    section: str
    title: str
    href: str
    status: str
    done: bool


@dataclass(frozen=True, kw_only=True)
class Posted:
    """What came of posting a section: one of an answer, a page, a use to edit, or going on."""

    draft: Draft
    answer: Any = None
    page: Page | None = None
    use: int | None = None
    later: bool = False


def gaps(draft: Draft) -> tuple[Problem, ...]:
    """Everything that stops a draft from being submitted, what could not be read among it."""
    account = draft.account
    typed = unreadable(account, draft.typed, context())
    uses = unreadable_uses(account, draft.typed)
    return problems(blocking(draft, account), unreadable=(*typed, *uses))


def blocking(draft: Draft, account: Account) -> tuple[Finding, ...]:
    """What stops an account from being saved in place of a draft's."""
    now = services().clock.now()
    if draft.is_amendment:
        return services().records.read(draft.id, by=me()).gaps_in(account, at=now)
    return rules.blocking(account, at=now)


def tasks(draft: Draft, address: Address) -> list[Task]:
    """The sections that are asked, and how far each is."""
    account = draft.account
    missing = {section_of(problem.question) for problem in gaps(draft)}
    found = []
    for section in SCHEMAS:
        if not is_open(account, section):
            continue
        started = is_started(account, section)
        status = "Completed" if started and section not in missing else "Incomplete"
        if not started and section not in missing:
            status = "Optional"
        found.append(
            Task(
                section=section,
                title=title(section),
                href=address(section),
                status=status,
                done=status == "Completed",
            )
        )
    return found


def shown(draft: Draft) -> Page:
    """A page as it was last saved, with what could not be read as it was typed."""
    return Page(account=draft.account, context=context(), typed=draft.typed)


def _section_controls(section: str, page: Page) -> list[Control]:
    """The section's questions; the tactics as they stand in the form while they are edited."""
    made = controls(section, page)
    if not isinstance(page, TacticsPage):
        return made
    steps = tactic_steps(page.steps, focus=page.focus)
    return [replace(one, extra=steps) if one.question == TACTICS else one for one in made]


def section_page(draft: Draft, section: str, page: Page, **said: Any) -> tuple[str, int]:
    """The page of a section; ``said`` is what differs between a draft and an amendment."""
    text = render_template(
        "records/section.html",
        draft=draft,
        schema=SCHEMAS[section],
        controls=_section_controls(section, page),
        problems=page.problems,
        **said,
    )
    return text, 422 if page.problems else 200


def post(draft: Draft, section: str) -> Posted:
    """Take a posted section in, and save what can be saved."""
    typed = request.form.to_dict(flat=False)
    action = request.form.get("action", "continue")
    if section == TACTICS and action.partition("-")[0] in ("add", "remove", "up"):
        return _edit_tactics(draft, action, typed)
    asked = tuple(questions(section))
    loaded = load(asked, typed, draft.account, context(), kept=draft.typed)
    saved, changed = keep(draft, loaded.account, loaded.typed)
    if is_autosave():
        return Posted(draft=saved, answer=autosaved(saved, changed))
    if changed:
        return Posted(draft=saved, page=again(loaded, changed))
    if action.startswith("use-"):
        return Posted(draft=saved, use=_number(action))
    uses = unreadable_uses(loaded.account, loaded.typed) if USES in asked else ()
    found = problems(
        blocking(draft, loaded.account), unreadable=(*loaded.unreadable, *uses), only=asked
    )
    later = action == "later"
    page = again(loaded, found) if found and not later else None
    return Posted(draft=saved, page=page, later=later)


def again(loaded: Loaded, found: Sequence[Problem]) -> Page:
    """The page once more, with what was typed and what to do about it."""
    return Page(
        account=loaded.account, context=context(), typed=loaded.typed, problems=tuple(found)
    )


def keep(
    draft: Draft, account: Account, typed: Mapping[str, Sequence[str]]
) -> tuple[Draft, tuple[Problem, ...]]:
    """Save a draft over the version that the page showed.

    Returns:
        The draft as it now is; and, if it was saved from elsewhere since, or is an amendment begun
        later, that nothing was saved. The page is then shown again with what was typed.

    """
    changed = replace(draft, version=version(), answers=account.answers, typed=typed)
    base = whole_number(request.form.get("base", ""))
    try:
        return services().drafts.save(changed, base=base), ()
    except DraftChangedError as error:
        sentence = f"{error.sentence} Save again to keep what this page says instead"
        return draft, (Problem(question="", sentence=sentence, href="#main-content"),)


def autosaved(draft: Draft, changed: Sequence[Problem]) -> Any:
    """What the script is told: when it was saved, or why it was not and should stop saving."""
    if changed:
        return jsonify(message=changed[0].sentence), 409
    saved = clock(draft.saved_at.astimezone(LOCAL).time())
    return jsonify(message=f"Saved at {saved}", version=draft.version)


def _edit_tactics(draft: Draft, action: str, typed: Mapping[str, list[str]]) -> Posted:
    """Add, remove or move a tactic, and show the page again: nothing is checked yet."""
    steps = [_step(index, typed) for index in tactic_indexes(typed)] or [None]
    verb, number = action.partition("-")[0], _number(action)
    focus = number
    if verb == "add":
        steps.append(None)
        focus = len(steps) - 1
    elif verb == "remove" and number < len(steps):
        del steps[number]
        focus = min(number, len(steps) - 1)
    elif verb == "up" and 0 < number < len(steps):
        steps[number - 1], steps[number] = steps[number], steps[number - 1]
        focus = number - 1
    given = tuple(step for step in steps if step is not None)
    others = [question for question in questions(TACTICS) if question != TACTICS]
    loaded = load(others, typed, draft.account, context(), kept=draft.typed)
    account = loaded.account.with_changes({TACTICS: given or Absence.NOT_ANSWERED})
    saved, changed = keep(draft, account, loaded.typed)
    page = TacticsPage(
        account=account,
        context=context(),
        typed=loaded.typed,
        problems=changed,
        steps=tuple(steps),
        focus=max(focus, 0),
    )
    return Posted(draft=saved, page=page)


@dataclass(frozen=True, kw_only=True)
class TacticsPage(Page):
    """The tactics while they are being put in order, with places not filled yet."""

    steps: Sequence[TacticUsed | None] = ()
    focus: int = 0


def _step(index: int, typed: Mapping[str, list[str]]) -> TacticUsed | None:
    tactic = typed.get(f"tactics-{index}-tactic", [""])[0]
    effective = typed.get(f"tactics-{index}-effective", [""])[0]
    if tactic not in set(Tactic):
        return None
    answer = YesNo(effective) if effective in set(YesNo) else Absence.NOT_ANSWERED
    return TacticUsed(tactic=Tactic(tactic), effective=answer)


def _number(action: str) -> int:
    return whole_number(action.partition("-")[2]) or 0


def gap_address(gap: Problem, address: Address) -> str:
    """Where a gap is mended."""
    return f"{address(section_of(gap.question))}{gap.href}"


def ced_use_page(draft: Draft, number: int, *, address: str, back: str) -> Any:
    """One use of a Taser: show, save, or remove it."""
    uses = uses_of(draft.account)
    if request.method not in READING:
        # A window that shows a use which another one removed since must not lose what it says.
        number = min(number, len(uses) + 1)
    if not 1 <= number <= min(len(uses) + 1, MOST_CED_USES):
        abort(404)
    known = number <= len(uses)
    use = uses[number - 1] if known else CedUse()
    typed = typed_of(draft.typed, number) if known else {}
    posted = PostedUse(use=use, problems=(), typed=typed)
    found: tuple[Problem, ...] = ()
    if request.method not in READING:
        posted = read_use(request.form.to_dict(flat=False))
        action = request.form.get("action")
        account = with_use(draft.account, number, posted.use)
        typed = typed_with(draft.typed, number, posted)
        if action == "remove":
            account = without_use(draft.account, number)
            typed = typed_without(draft.typed, number)
        draft, changed = keep(draft, account, typed)
        if is_autosave():
            return autosaved(draft, changed)
        if not changed and (action in ("later", "remove") or not posted.problems):
            return redirect(back)
        found = (*changed, *posted.problems)
    text = render_template(
        "records/ced_use.html",
        draft=draft,
        number=number,
        known=known,
        controls=use_controls(posted),
        problems=found,
        address=address,
        back=back,
    )
    return text, 422 if found else 200
