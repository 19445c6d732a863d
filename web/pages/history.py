"""Everything that happened to a record, and the record as it stood at any moment."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from flask import Blueprint, abort, render_template, request

from application.histories import WithHistory
from domain.access.policy import Permission
from domain.local_time import LOCAL
from domain.records.record import UseOfForceRecord
from projections.record_history import queries as record_history
from web.current import context, name, services, whole_number
from web.forms.differences import differences
from web.forms.loading import Problem
from web.pages.finding import with_history as find
from web.pages.meanwhile import items
from web.pages.record import cards, tabs
from web.security import requires

blueprint = Blueprint("history", __name__)

MINUTE = timedelta(minutes=1)


@blueprint.get("/records/<reference>/history")
@requires(Permission.READ_HISTORY)
def timeline(reference: str) -> Any:
    """The whole history, the newest first."""
    history = find(reference)
    found = history.now()
    return render_template(
        "history/timeline.html",
        record=found,
        officer=name(found.officer, found.rank),
        tabs=tabs(found),
        items=list(reversed(items(history.events))),
        problems=[],
        day="",
        clock_time="",
    )


@blueprint.get("/records/<reference>/as-at")
@requires(Permission.READ_HISTORY)
def as_at(reference: str) -> Any:
    """The record as it stood at a version, or at a moment by the local clock."""
    history = find(reference)
    found = history.now()
    moment = None
    if "version" in request.args:
        then = history.at(_version(request.args["version"], found))
    else:
        moment = _moment(request.args.get("date", ""), request.args.get("time", ""))
        if moment is None:
            return _asked_again(history, "Enter a date, and a time like 14:30")
        now = services().clock.now()
        if not request.args.get("time", "").strip() and _day(moment) == _day(now):
            # Without a time it is the end of the day, which today has not come yet.
            moment = now
        if moment - MINUTE > now:
            return _asked_again(history, "Enter a moment in the past")
        at = history.as_at(moment)
        if at is None:
            return _asked_again(history, "Enter a moment after the record was submitted")
        then = at
    by_version = {item.version: item for item in items(history.events)}
    return render_template(
        "history/as_at.html",
        record=then,
        now=found,
        moment=moment,
        item=by_version[then.version],
        following=by_version.get(then.version + 1),
        cards=cards(then),
        officer=name(found.officer, found.rank),
        bookmarks=[by_version[row.version] for row in _bookmarks(found.id)],
    )


@blueprint.get("/records/<reference>/compare")
@requires(Permission.READ_HISTORY)
def compare(reference: str) -> Any:
    """Any two moments, answer by answer."""
    history = find(reference)
    found = history.now()
    before = _version(request.args.get("from", "1"), found)
    after = _version(request.args.get("to", str(found.version)), found)
    every = request.args.get("show") == "all"
    old, new = history.at(before), history.at(after)
    return render_template(
        "history/compare.html",
        record=found,
        officer=name(found.officer, found.rank),
        tabs=tabs(found),
        items=items(history.events),
        before=before,
        after=after,
        every=every,
        rows=differences(old.account, new.account, context(found), every=every),
        statuses=(old.status, new.status),
    )


def _bookmarks(record: UUID) -> tuple[record_history.HistoryRow, ...]:
    with services().views.reading() as connection:
        return record_history.bookmarks(connection, record)


def _asked_again(history: WithHistory, sentence: str) -> Any:
    found = history.now()
    page = render_template(
        "history/timeline.html",
        record=found,
        officer=name(found.officer, found.rank),
        tabs=tabs(found),
        items=list(reversed(items(history.events))),
        problems=[Problem(question="date", sentence=sentence, href="#date")],
        day=request.args.get("date", ""),
        clock_time=request.args.get("time", ""),
    )
    return page, 422


def _version(text: str, found: UseOfForceRecord) -> int:
    version = whole_number(text)
    if version is None or not 1 <= version <= found.version:
        abort(404)
    return version


def _day(moment: datetime) -> date:
    return moment.astimezone(LOCAL).date()


def _moment(day: str, clock: str) -> datetime | None:
    """The last instant of a minute of the local clock, as history counts it."""
    try:
        at = time.fromisoformat(clock.strip() or "23:59").replace(second=59, microsecond=999_999)
        return datetime.combine(date.fromisoformat(day.strip()), at, tzinfo=LOCAL).astimezone(UTC)
    except (ValueError, OverflowError):
        return None
