"""Preparing what is published: an edition begun, checked, approved by a second person, or given up."""

from collections import Counter
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from typing import Any, TypeVar
from uuid import UUID

import orjson
from flask import Blueprint, abort, redirect, render_template, request, url_for

from application.carrying_out import Done
from domain.access.policy import Permission
from domain.codelists.codelist import CodeList
from domain.codelists.editions import FIRST_DAY
from domain.codelists.releases import GroundForAbandoning, ReasonForEdition
from domain.counting.periods import Quarter, quarters
from domain.errors import DomainError, NotFoundError
from domain.local_time import LOCAL
from domain.releases.errors import NoReasonError, NotAtThisStageError
from domain.releases.period import Period
from domain.releases.release import Edition, Release, Stage
from domain.summary.causes import Cause
from domain.summary.checks import EditionCheck
from projections.register import queries as register
from projections.releases import queries
from web.current import me, myself, name, names, requester, seen, services, today
from web.forms.loading import Problem
from web.pages import publications
from web.pages.free_text import LONGEST, TOO_LONG
from web.releases import deciding, making
from web.releases.document import Document
from web.releases.files import DOCUMENT
from web.releases.words import title_of
from web.security import remember_position, requires

blueprint = Blueprint("releases", __name__)

Code = TypeVar("Code", bound=CodeList)
DOUBTS = making.DoubtsError().sentence
UNDER_WAY = {
    deciding.MAKING: "Its files are being made and its checks gone through",
    deciding.CHECKING: "Something was published beside it since. Its checks are gone through again",
    deciding.APPROVING: "It is counted again before it is approved",
}
"""What is done behind the page, in words."""
STAGE_OF = {
    deciding.MAKING: (Stage.PREPARED, Stage.CHECKED),
    deciding.CHECKING: (Stage.CHECKED,),
    deciding.APPROVING: (Stage.CHECKED,),
}
"""While an edition is there, what came of it concerns who decides."""
AT = time(9, 30)
"""Statistics are published in the morning (spec: ux, 7.3)."""


@blueprint.get("/releases")
@requires(Permission.APPROVE_RELEASE)
def releases() -> Any:
    """Every edition of the force, the newest period first."""
    with services().views.reading() as connection:
        rows = queries.editions(connection, force=myself().force)
        coming = queries.coming(connection, force=myself().force)
    return render_template("releases/list.html", rows=rows, coming=coming)


@blueprint.get("/releases/announce")
@requires(Permission.PREPARE_RELEASE)
def announcing() -> Any:
    """Choose a period, and the day on which it is to be public."""
    return _announcing_page()


@blueprint.post("/releases/announce")
@requires(Permission.PREPARE_RELEASE)
def announce() -> Any:
    """Tell everybody when the next edition of a period comes."""
    moment, wrong = _moment(request.form.get("day", ""), request.form.get("time", "")), []
    period = next((one for one in _to_come() if one.code == request.form.get("period")), None)
    if period is None:
        wrong.append(_problem("period", "Select a period"))
    if moment is None:
        wrong.append(_problem("day", "Enter the day and time of publication"))
    if period is None or moment is None:
        return _announcing_page(*wrong)
    try:
        done = services().releases.announce(period, moment, requester=requester())
    except DomainError as error:
        return _announcing_page(_problem("day", error.sentence))
    return remember_position(redirect(url_for("releases.releases")), done.position)


@blueprint.get("/releases/new")
@requires(Permission.PREPARE_RELEASE)
def new() -> Any:
    """Choose a period, and say why there is another edition of it."""
    return _new_page()


@blueprint.post("/releases/new")
@requires(Permission.PREPARE_RELEASE)
def prepare() -> Any:
    """Begin an edition; its files are made when somebody says so."""
    period, wrong = _period(request.form.get("period", "")), []
    reason = _coded(ReasonForEdition, request.form.get("reason", ""))
    notice = request.form.get("notice", "").strip()
    if period is None:
        wrong.append(_problem("period", "Select a period"))
    if reason is None:
        wrong.append(_problem("reason", "Select why it is prepared"))
    if len(notice) > LONGEST:
        wrong.append(_problem("notice", TOO_LONG))
    early_access = request.form.get("early_access", "")
    if len(early_access) > LONGEST:
        wrong.append(_problem("early_access", TOO_LONG))
    if period is None or reason is None or wrong:
        return _new_page(*wrong)
    try:
        done = making.prepare(
            services(),
            period,
            reason=reason,
            notice=notice or None,
            early_access=_lines(early_access),
            requester=requester(),
        )
    except DomainError as error:
        field = "reason" if isinstance(error, NoReasonError) else "period"
        return _new_page(_problem(field, error.sentence))
    answer = redirect(url_for("releases.show", release=done.aggregate))
    return remember_position(answer, done.position)


@blueprint.get("/releases/<uuid:release>")
@requires(Permission.APPROVE_RELEASE)
def show(release: UUID) -> Any:
    """A release: the edition under way, and those before it."""
    return _page(_mine(release))


@blueprint.get("/releases/<uuid:release>/editions/<int:number>")
@requires(Permission.APPROVE_RELEASE)
def edition(release: UUID, number: int) -> Any:
    """An edition, also one after which others came."""
    found = _mine(release)
    return _page(found, edition=_numbered(found, number))


@blueprint.get("/releases/<uuid:release>/editions/<int:number>/data/<name>")
@requires(Permission.APPROVE_RELEASE)
def data(release: UUID, number: int, name: str) -> Any:
    """A file of an edition, for who is to approve it."""
    found = _mine(release)
    return publications.file_of(_numbered(found, number), name, f"{found.period.code}-{name}")


@blueprint.get("/releases/<uuid:release>/editions/<int:number>/changes")
@requires(Permission.APPROVE_RELEASE)
def changes(release: UUID, number: int) -> Any:
    """Why each figure moved since the edition before, those of treated tables too."""
    found = _mine(release)
    wanted = _numbered(found, number)
    if not any(one.number < number for one in found.published):
        abort(404)
    moved = deciding.why(services(), found, wanted).moves
    return render_template(
        "releases/changes.html", release=found, edition=wanted, made={"revision": {"moves": moved}}
    )


@blueprint.post("/releases/<uuid:release>/check")
@requires(Permission.PREPARE_RELEASE)
def check(release: UUID) -> Any:
    """Make its files, and go through its checks: behind the page, of many records."""
    found, who, all_of = _mine(release), requester(), services()
    return _counted_behind(
        found,
        deciding.MAKING,
        lambda: making.check(all_of, found.id, requester=who),
    )


@blueprint.post("/releases/<uuid:release>/approve")
@requires(Permission.APPROVE_RELEASE)
def approve(release: UUID) -> Any:
    """Agree to the files that the page showed, and set the time of publication."""
    found = _mine(release)
    moment = _moment(request.form.get("day", ""), request.form.get("time", ""))
    if moment is None:
        return _page(found, _problem("day", "Enter the day and time of publication"))
    edition = found.under_way
    # The page carries the digest of what it showed: something newer is not agreed to unseen.
    if edition is None or request.form.get("shown") != _shown(edition):
        return _page(found, _problem("day", "The files were made anew. Look at them again"))
    who, all_of = requester(), services()
    although = bool(request.form.get("although")) or not _is_second(edition)
    return _counted_behind(
        found,
        deciding.APPROVING,
        lambda: making.approve(
            all_of, found, edition, publish_at=moment, although=although, requester=who
        ),
    )


@blueprint.post("/releases/<uuid:release>/abandon")
@requires(Permission.APPROVE_RELEASE)
def abandon(release: UUID) -> Any:
    """Give the edition up."""
    found = _mine(release)
    ground = _coded(GroundForAbandoning, request.form.get("ground", ""))
    if ground is None:
        return _page(found, _problem("ground", "Select why it is not published"))
    return _carried_out(
        found,
        lambda: services().releases.abandon(found.id, ground, requester=requester()),
    )


@blueprint.get("/releases/<uuid:release>/editions/<int:number>/moved")
@requires(Permission.APPROVE_RELEASE)
def moved(release: UUID, number: int) -> Any:
    """The records behind a part of a figure's difference: those that the signed-in person sees."""
    found = _mine(release)
    given = request.args
    key = (given.get("table", ""), given.get("row", ""), given.get("column", ""))
    cause = _coded(Cause, given.get("cause", ""))
    edition = _numbered(found, number)
    if not any(one.number < number for one in found.published) or cause is None:
        abort(404)
    why = deciding.why(services(), found, edition)
    records = why.records.get((key, cause), Counter[UUID]())
    with services().views.reading() as connection:
        rows = register.some(connection, records, seen=seen())
    return render_template(
        "releases/moved.html",
        release=found,
        edition=edition,
        key=key,
        cause=cause,
        records=records,
        rows=rows,
        names=names(row.officer for row in rows),
    )


def _numbered(found: Release, number: int) -> Edition:
    try:
        return found.edition(number)
    except NotAtThisStageError:
        abort(404)


def _page(found: Release, *problems: Problem, edition: Edition | None = None) -> Any:
    edition = edition or found.editions[-1]
    document = _document(edition)
    checks, under_way, wrong = _behind(found, edition)
    day, at_time = _proposed(found)
    page = render_template(
        "releases/show.html",
        release=found,
        edition=edition,
        made=document,
        title=title_of(document) if document else "",
        shown=_shown(edition),
        people=names(_people(found)),
        is_second=_is_second(edition),
        grounds=list(GroundForAbandoning),
        checks=checks,
        under_way=under_way,
        problems=[*problems, *wrong],
        typed=request.form,
        told=found.told_of(edition),
        day=day,
        at=at_time,
        Stage=Stage,
        name=name,
    )
    return page, 422 if problems else 200


def _is_second(edition: Edition) -> bool:
    """Whether somebody else prepared and checked it."""
    return me() not in (edition.prepared_by, edition.checked_by)


def _behind(
    found: Release, edition: Edition
) -> tuple[tuple[EditionCheck, ...], str, tuple[Problem, ...]]:
    """What was checked, what of an edition is being counted behind the page, and what came of nothing."""
    if not edition.is_under_way:
        return (), "", ()
    states = {
        what: services().behind.state(deciding.about_work(what, found, edition))
        for what in UNDER_WAY
    }
    said = next((words for what, words in UNDER_WAY.items() if states[what].is_under_way), "")
    wrong = tuple(
        _problem("although" if one.problem == DOUBTS else "", one.problem)
        for what, one in states.items()
        if one.problem and edition.stage in STAGE_OF[what]
    )
    try:
        return _checks(found, edition), said, wrong
    except deciding.NotCountedYetError:
        return (), UNDER_WAY[deciding.CHECKING], ()


def _checks(found: Release, edition: Edition) -> tuple[EditionCheck, ...]:
    """What was checked, for who decides about it now."""
    if edition.stage is not Stage.CHECKED:
        return ()
    return deciding.checks_kept(services(), found, edition)


def _document(edition: Edition) -> Document | None:
    """What the edition says, once its files were made."""
    digest = _shown(edition)
    content = services().published_files.content(digest) if digest else None
    return orjson.loads(content) if content else None


def _shown(edition: Edition) -> str:
    """The digest of what the page shows."""
    return next((one.sha256 for one in edition.files if one.name == DOCUMENT), "")


def _people(found: Release) -> list[UUID | None]:
    return [
        person
        for one in found.editions
        for person in (one.prepared_by, one.checked_by, one.approved_by)
    ]


def _new_page(*problems: Problem) -> Any:
    page = render_template(
        "releases/new.html",
        periods=_periods(),
        reasons=list(ReasonForEdition),
        problems=list(problems),
        typed=request.form,
        early_access="\n".join(_seen_early_last()),
        contact=services().settings.contact,
    )
    return page, 422 if problems else 200


def _seen_early_last() -> tuple[str, ...]:
    """The posts that saw the figures of the last edition early: mostly they are the same again."""
    with services().views.reading() as connection:
        rows = queries.editions(connection, force=myself().force)
    last = max(rows, key=lambda one: one.prepared_at, default=None)
    if last is None:
        return ()
    return services().releases.get(last.release).editions[-1].facts.early_access


def _periods() -> list[Period]:
    """The periods that are over, since there is a national form: a mistake may be found in any of them.
    Quarters and then years, the newest first.
    """
    now = Quarter.of(today())
    first = Quarter.of(FIRST_DAY)
    over = reversed(list(quarters(first, now.earlier(1))))
    years = range(now.year - 1, first.year - 1, -1)
    return [*(Period(one.year, one.number) for one in over), *map(Period, years)]


def _to_come() -> list[Period]:
    """The periods of which an edition may be announced: the one that is running, and those that are over."""
    now = Quarter.of(today())
    return [Period(now.year, now.number), Period(now.year), *_periods()]


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def _announcing_page(*problems: Problem) -> Any:
    page = render_template(
        "releases/announce.html",
        periods=_to_come(),
        problems=list(problems),
        typed=request.form,
        at=AT,
    )
    return page, 422 if problems else 200


def _period(code: str) -> Period | None:
    return next((one for one in _periods() if one.code == code), None)


def _mine(release: UUID) -> Release:
    found = services().releases.get(release)
    if found.force is not myself().force or not found.editions:
        raise NotFoundError
    return found


def _counted_behind(found: Release, what: str, change: Callable[[], Done]) -> Any:
    """Do what counts an edition again: at once, or behind the page where it takes longer than one may."""
    edition = found.under_way
    if edition is None or not deciding.takes_long(services(), found, edition):
        return _carried_out(found, change)
    services().behind.begin(deciding.about_work(what, found, edition), change)
    return redirect(url_for("releases.show", release=found.id))


def _carried_out(found: Release, change: Callable[[], Done]) -> Any:
    try:
        done = change()
    except making.DoubtsError as error:
        return _page(found, _problem("although", error.sentence))
    except DomainError as error:
        return _page(found, _problem("", str(error)))
    answer = redirect(url_for("releases.show", release=found.id))
    return remember_position(answer, done.position)


def _moment(day: str, clock: str) -> datetime | None:
    try:
        return datetime.fromisoformat(f"{day}T{clock}").replace(tzinfo=LOCAL)
    except ValueError:
        return None


def _tomorrow() -> date:
    return today() + timedelta(days=1)


def _proposed(found: Release) -> tuple[date, time]:
    """The day and time that readers were told, unless they have passed; else tomorrow morning."""
    if found.announced and found.announced.publish_at > services().clock.now():
        told = found.announced.publish_at.astimezone(LOCAL)
        return told.date(), told.time()
    return _tomorrow(), AT


def _problem(question: str, sentence: str) -> Problem:
    return Problem(question=question, sentence=sentence, href=f"#{question or 'main-content'}")


def _coded(kind: type[Code], text: str) -> Code | None:
    return next((one for one in kind if one.value == text), None)
