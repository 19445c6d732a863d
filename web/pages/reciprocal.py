"""Who reviews each other's records, how often, and whose reviews stop there."""

import csv
import io
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from flask import Blueprint, abort, render_template, request

from domain.access.policy import Permission
from domain.dated import holding
from domain.local_time import LOCAL, begins
from domain.records.reciprocal import Limit, is_refused
from projections.register import reviewing
from projections.register.reviewing import Pair
from web.current import myself, names, services, today
from web.pages.report_files import attached
from web.security import requires

blueprint = Blueprint("reciprocal", __name__)

HEADINGS = ("one", "other", "by_one", "by_other", "both_ways", "most", "last_reviewed", "refused")


@blueprint.get("/review/reciprocal")
@requires(Permission.SEE_RECIPROCAL)
def pairs() -> Any:
    """Everybody who reviewed somebody and was reviewed by them, up to a day."""
    until, limit = _asked()
    found = _pairs(until, limit)
    return render_template(
        "review/reciprocal.html",
        pairs=[(one, _refused(one, limit)) for one in found],
        names=names(person for one in found for person in (one.one, one.other)),
        limit=limit,
        since=limit.first(until),
        until=until,
        limits=services().settings.reciprocal_reviews,
    )


@blueprint.get("/review/reciprocal.csv")
@requires(Permission.SEE_RECIPROCAL)
def pairs_as_csv() -> Any:
    """The same as a file."""
    until, limit = _asked()
    found = _pairs(until, limit)
    called = names(person for one in found for person in (one.one, one.other))
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(HEADINGS)
    for one in found:
        writer.writerow(
            (
                called.get(one.one, ""),
                called.get(one.other, ""),
                one.by_one,
                one.by_other,
                one.both_ways,
                limit.most,
                one.last_at.astimezone(LOCAL).date().isoformat(),
                _refused(one, limit),
            )
        )
    return attached(text.getvalue(), "reviewed-each-other.csv")


@blueprint.get("/review/reciprocal/<uuid:one>/<uuid:other>")
@requires(Permission.SEE_RECIPROCAL)
def between(one: UUID, other: UUID) -> Any:
    """The records of each that the other reviewed."""
    until, limit = _asked()
    since, before = _moments(until, limit)
    with services().views.reading() as connection:
        by_one, by_other = (
            reviewing.reviews(
                connection, who, whose, force=myself().force, since=since, until=before
            )
            for who, whose in ((one, other), (other, one))
        )
    if not by_one and not by_other:
        abort(404)
    return render_template(
        "review/reciprocal_pair.html",
        one=one,
        other=other,
        sides=((one, other, by_one), (other, one, by_other)),
        names=names((one, other)),
        since=limit.first(until),
        until=until,
        limit=limit,
    )


def at_the_limit() -> int:
    """How many pairs of people reviewed each other as often as is allowed, now."""
    day = today()
    limit = holding(services().settings.reciprocal_reviews, day)
    found = _pairs(day, limit)
    return sum(one.both_ways >= max(limit.most, 1) for one in found)


def _asked() -> tuple[date, Limit]:
    """The last day that is looked at, today if none is said, and what held on it."""
    try:
        until = min(date.fromisoformat(request.args.get("until", "")), today())
    except ValueError:
        until = today()
    return until, holding(services().settings.reciprocal_reviews, until)


def _refused(pair: Pair, limit: Limit) -> str:
    """To whom of the two another review of the other is refused."""
    one = is_refused(pair.by_one, pair.by_other, limit)
    other = is_refused(pair.by_other, pair.by_one, limit)
    if one and other:
        return "both"
    return "the first" if one else "the second" if other else ""


def _pairs(until: date, limit: Limit) -> tuple[Pair, ...]:
    since, before = _moments(until, limit)
    with services().views.reading() as connection:
        return reviewing.pairs(connection, myself().force, since=since, until=before)


def _moments(until: date, limit: Limit) -> tuple[datetime, datetime]:
    return limit.begins(until), begins(until + timedelta(days=1))
