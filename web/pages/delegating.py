"""Having somebody else act for oneself while one is away."""

from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from flask import Blueprint, redirect, render_template, request, url_for

from domain.access.policy import Permission
from domain.codelists.codelist import CodeList
from domain.errors import DomainError
from domain.local_time import begins
from projections.people import queries as people
from web.current import me, myself, names, requester, services, today
from web.forms.loading import Problem
from web.security import remember_position, requires

blueprint = Blueprint("delegating", __name__)


class Change(CodeList):
    """What a supervisor changes about who acts for them."""

    DELEGATE = "delegate", "Have somebody act for you"
    END = "end", "End it"


@blueprint.get("/review/delegation")
@requires(Permission.DELEGATE)
def delegation() -> Any:
    return _page([])


@blueprint.post("/review/delegation")
@requires(Permission.DELEGATE)
def change() -> Any:
    """Somebody is to act for the signed-in supervisor, or no longer."""
    wrong = list[Problem]()
    number = request.form.get("collar_number", "").strip()
    found = services().directory.with_numbers([number], force=myself().force)
    if number not in found:
        wrong.append(Problem.at("collar_number", "Enter the collar number of a supervisor"))
    since, until = _day("since", wrong), _day("until", wrong)
    ending = request.form.get("change") == Change.END
    if not ending and until is None and not wrong:
        wrong.append(Problem.at("until", "Enter the last day, like 2027-03-31"))
    if wrong:
        return _page(wrong), 422
    try:
        if ending:
            done = services().people.end_delegation(found[number], requester=requester())
        else:
            done = services().people.delegate(
                found[number], since=_begin(since), until=_end(until), requester=requester()
            )
    except DomainError as error:
        return _page([Problem.at("collar_number", error.sentence)]), 422
    return remember_position(redirect(url_for("delegating.delegation")), done.position)


def _day(field: str, wrong: list[Problem]) -> date | None:
    text = request.form.get(field, "").strip()
    try:
        if not text:
            return None
        day = date.fromisoformat(text)
        # Who acts until a day acts through it: the day after it must be one, too.
        begins(day + timedelta(days=1))
    except (ValueError, OverflowError):
        wrong.append(Problem.at(field, "Enter a date, like 2027-03-31"))
        return None
    return day


def _begin(day: date | None) -> datetime | None:
    """The first moment of a day; none if it is today, which has begun."""
    return None if day is None or day == today() else begins(day)


def _end(day: date | None) -> datetime:
    """Who acts until a day acts through it."""
    assert day is not None
    return begins(day + timedelta(days=1))


def _page(wrong: list[Problem]) -> str:
    now = services().clock.now()
    with services().views.reading() as connection:
        rows = people.delegations(connection, [me()], after=now)
    people_named: list[UUID] = [one for row in rows for one in (row.person, row.supervisor)]
    entries = services().directory.entries(people_named)
    return render_template(
        "review/delegation.html",
        theirs=[row for row in rows if row.supervisor == me()],
        mine=[row for row in rows if row.person == me()],
        names=names(people_named),
        numbers={person: entry.collar_number for person, entry in entries.items()},
        typed=request.form,
        now=now,
        problems=wrong,
    )
