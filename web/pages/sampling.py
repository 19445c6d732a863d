"""The monthly sample of looks of professional standards: drawing it, and saying what was found."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from flask import Blueprint, abort, redirect, render_template, request, url_for

from domain.access.policy import Permission
from domain.codelists.sampling import LookOutcome
from domain.errors import DomainError
from domain.local_time import LOCAL
from domain.records.errors import NothingSaidError
from domain.sampling.drawing import (
    SAMPLED,
    code_of,
    drawn_from,
    lot,
    month_before,
    month_called,
    month_of,
)
from domain.sampling.events import SampledLook
from domain.sampling.sample import Finding, Frame, Sample
from web.access_log import asking, framing
from web.current import me, myself, names, requester, services, today
from web.forms.loading import Problem
from web.pages import access_log
from web.pages.free_text import LONGEST, TOO_LONG
from web.pages.report_files import attached
from web.security import remember_position, requires

blueprint = Blueprint("sampling", __name__)

MOST_MONTHS = 24
"""That are listed; those before stay at their addresses."""
ASK_WHY = "Enter what is to be asked, or why it is not in order"
ASK_WHAT_CAME = "Enter what came of asking"
FOUND = ("leaf", "lot", "outcome", "found_by", "found_at")


@dataclass(frozen=True, kw_only=True, slots=True)
class Line:
    """A look of the sample, as its page shows it."""

    look: SampledLook
    row: access_log.Row | None
    """None where the look is one's own, or is kept no longer."""
    found: Finding | None
    is_own: bool

    @property
    def day(self) -> str:
        """The day of the look, as addresses have it."""
        return self.row.look.at.astimezone(LOCAL).date().isoformat() if self.row else ""


@blueprint.get("/audit/samples")
@requires(Permission.REVIEW_LOOKS)
def samples() -> Any:
    """The months that are over, the last one first."""
    return _list([])


@blueprint.post("/audit/samples/<month>/draw")
@requires(Permission.REVIEW_LOOKS)
def draw(month: str) -> Any:
    """Draw the sample of a month: whoever does it, whenever, draws the same."""
    wanted = _month(month)
    try:
        done = services().samples.draw(wanted, lambda: _frame(wanted), requester=requester())
    except DomainError as error:
        return _list([Problem.at("months", error.sentence)]), 422
    answer = redirect(url_for("sampling.sample", month=month))
    return remember_position(answer, done.position)


@blueprint.get("/audit/samples/<month>")
@requires(Permission.REVIEW_LOOKS)
def sample(month: str) -> Any:
    """What was drawn, and what was found of each look."""
    found = _drawn(month)
    lines = _lines(found)
    return render_template(
        "sampling/sample.html",
        sample=found,
        code=code_of(found.month),
        lines=lines,
        names=_finders(lines, found),
        most=SAMPLED,
        now=services().clock.now(),
    )


@blueprint.get("/audit/samples/<month>.csv")
@requires(Permission.REVIEW_LOOKS)
def sample_as_csv(month: str) -> Any:
    """The same as a file, without the looks of who asks for it; sealed words are not in it."""
    found = _drawn(month)
    lines = [one for one in _lines(found, most=None) if not one.is_own]
    called = _finders(lines, found)
    rows = (
        (
            *_found_cells(one, found, called),
            *(access_log.cells(one.row) if one.row else [""] * len(access_log.HEADINGS)),
        )
        for one in lines
    )
    text = access_log.as_csv((*FOUND, *access_log.HEADINGS), rows)
    return attached(text, f"sample-{code_of(found.month)}.csv")


@blueprint.get("/audit/samples/<month>/lots.csv")
@requires(Permission.REVIEW_LOOKS)
def lots_as_csv(month: str) -> Any:
    """Every look that could have been drawn, by its leaf alone, with its lot: to draw it again."""
    found = _drawn(month)
    chosen = {one.leaf for one in found.looks}
    rows = (
        (one.leaf, lot(found.root, found.month, one.leaf), "yes" if one.leaf in chosen else "no")
        for one in _frame(found.month).looks
    )
    text = access_log.as_csv(("leaf", "lot", "drawn"), rows)
    return attached(text, f"lots-{code_of(found.month)}.csv")


@blueprint.route("/audit/samples/<month>/<int:leaf>", methods=["GET", "POST"])
@requires(Permission.REVIEW_LOOKS)
def look_into(month: str, leaf: int) -> Any:
    """One look, and saying what was found of it."""
    found = _drawn(month)
    line = next((one for one in _lines(found) if one.look.leaf == leaf), None)
    if line is None:
        abort(404)
    text, given = request.form.get("text", "").strip(), request.form.get("outcome", "")
    wrong = list[Problem]()
    if request.method == "POST":
        if given not in set(LookOutcome):
            wrong.append(Problem.at("outcome", "Select what you found"))
        if len(text) > LONGEST:
            wrong.append(Problem.at("text", TOO_LONG))
        if not wrong:
            try:
                done = services().samples.review(
                    found.month,
                    leaf,
                    LookOutcome(given),
                    explanation=text,
                    requester=requester(),
                )
            except NothingSaidError:
                wrong = [Problem.at("text", ASK_WHAT_CAME if line.found else ASK_WHY)]
            except DomainError as error:
                wrong = [Problem.at("text", error.sentence)]
            else:
                answer = redirect(url_for("sampling.sample", month=month))
                return remember_position(answer, done.position)
    findings = () if line.is_own else found.findings.get(leaf, ())
    page = render_template(
        "sampling/look.html",
        sample=found,
        code=code_of(found.month),
        line=line,
        findings=findings,
        names=names(one.by for one in findings),
        outcomes=[one for one in LookOutcome if not line.found or one is not LookOutcome.TO_ASK],
        chosen=given,
        text=text,
        problems=wrong,
    )
    return page, 422 if wrong else 200


def _list(wrong: Sequence[Problem]) -> str:
    return render_template(
        "sampling/list.html",
        samples=services().samples.samples(_months(), by=me()),
        code_of=code_of,
        drawn_from=drawn_from,
        now=services().clock.now(),
        most=SAMPLED,
        problems=wrong,
    )


def _months() -> Iterator[date]:
    """The months that are over since somebody first looked, the last one first."""
    first = framing.first_month(services().access_log.engine)
    month = month_before(month_of(today()))
    for _ in range(MOST_MONTHS):
        if first is None or month < month_of(first):
            return
        yield month
        month = month_before(month)


def _month(code: str) -> date:
    try:
        return month_called(code)
    except ValueError:
        abort(404)


def _drawn(code: str) -> Sample:
    (found,) = services().samples.samples([_month(code)], by=me())
    if not found.is_drawn:
        abort(404)
    return found


def _frame(month: date) -> Frame:
    using = services()
    return framing.frame(using.access_log.engine, using.views, myself().force, month)


def _lines(found: Sample, *, most: int | None = asking.SHOWN) -> list[Line]:
    looked = asking.of_leaves(
        services().access_log.engine, [one.leaf for one in found.looks], access_log.reader()
    )
    rows = access_log.described(tuple(looked.values()), most=most)
    by_leaf = dict(zip(looked, rows, strict=True))
    return [
        Line(
            look=one,
            row=None if one.person == me() else by_leaf.get(one.leaf),
            found=None if one.person == me() else found.last_of(one.leaf),
            is_own=one.person == me(),
        )
        for one in found.looks
    ]


def _finders(lines: Sequence[Line], found: Sample) -> Any:
    finders: list[UUID | None] = [one.found.by for one in lines if one.found]
    return names([*finders, found.drawn_by])


def _found_cells(line: Line, found: Sample, called: Any) -> tuple[Any, ...]:
    finding = line.found
    return (
        line.look.leaf,
        lot(found.root, found.month, line.look.leaf),
        finding.outcome.value if finding else "",
        called.get(finding.by, "") if finding else "",
        access_log.written(finding.at) if finding else "",
    )
