"""Finding any record of the force."""

from dataclasses import replace
from datetime import date
from typing import Any

from flask import Blueprint, render_template, request

from domain.access.policy import Permission
from domain.codelists.statuses import RecordStatus
from projections.register import queries as register
from projections.register.flags import Flag
from projections.statistics.marks import RULE
from web.current import names, seen, services
from web.forms.loading import Problem
from web.pages import filters
from web.pages.reports import form, known
from web.reports.filters import NAMES, read_any
from web.security import requires

blueprint = Blueprint("search", __name__)

KEPT = ("words", "status", "since", "until", *NAMES)
"""What the address keeps when it is filtered by tactic and flag."""


@blueprint.get("/search")
@requires(Permission.SEARCH)
def search() -> Any:
    """By reference, officer, status, tactic, flag, date and the filters of reports; all of it in the
    address.
    """
    chosen = filters.read(request.args)
    status = request.args.get("status", "")
    since, until = _day("since"), _day("until")
    sliced = read_any(request.args, known())
    problems = [*sliced.problems, *_backwards(since, until)]
    wanted = replace(
        chosen.filter,
        statuses=frozenset({status} & {one.value for one in RecordStatus}),
        since=since,
        until=until,
        slice=sliced.wanted,
    )
    with services().views.reading() as connection:
        page = register.search(
            connection,
            _with_words(wanted, chosen.words),
            seen=seen(),
            number=filters.page_number(request.args),
        )
    return render_template(
        "review/search.html",
        page=page,
        names=names(row.officer for row in page.rows),
        chosen=chosen,
        status=status,
        since=since.isoformat() if since else "",
        until=until.isoformat() if until else "",
        statuses=[(one.value, one.label) for one in RecordStatus],
        flags=list(Flag),
        tactics=filters.TACTICS,
        address=filters.address_of("search.search", request.args),
        sliced=sliced,
        problems=problems,
        kept=[(name, one) for name in KEPT for one in request.args.getlist(name)],
        marked=[
            (name, code)
            for name, codes in sliced.wanted.marks.items()
            for code in sorted(codes)
            if name != RULE
        ],
        **form(sliced),
    ), 422 if problems else 200


def _backwards(since: date | None, until: date | None) -> list[Problem]:
    if since is None or until is None or since <= until:
        return []
    sentence = "“Happened from” must not be after “Happened until”"
    return [Problem(question="since", sentence=sentence, href="#since")]


def _with_words(wanted: register.Filter, words: str) -> register.Filter:
    """Words are a reference, or an officer's name or collar number."""
    if not words:
        return wanted
    officers = services().directory.matching(words, force=services().settings.force)
    if officers:
        return replace(wanted, officers=frozenset(one.person for one in officers))
    return replace(wanted, reference=words)


def _day(name: str) -> date | None:
    try:
        return date.fromisoformat(request.args.get(name, ""))
    except ValueError:
        return None
