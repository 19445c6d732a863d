"""What was searched for, in classes and codes: no word that somebody typed is kept.

A name of a filter, or a value of one, is kept if it is one that the product knows; whatever else was
typed into an address says no more than that something was.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache

from flask import request

from domain.access_log.codes import Term
from domain.codelists.codelist import CodeList
from projections.register.flags import Flag
from web.access_log.scanning import named_by
from web.current import me, services
from web.pages.filters import TACTICS
from web.reports.filters import NAMES

WORDED = ("words", "reference")
NARROWING = frozenset(
    {
        *NAMES,
        *("status", "since", "until", "tactic", "flag", "show", "force", "area", "encounter"),
        *("report", "kind", "version", "from", "to", "also", "page", "limit", "officer", "action"),
        *("purpose", "channel", "person", "counted", "state", "year"),
    }
)
"""By which lists are narrowed, in the address."""
PLAIN = re.compile(r"[0-9-]{1,40}|20[0-9]{2}-q[1-4]|yes|no|all|[0-9a-f-]{36}")
"""Numbers, days, quarters and ids."""
OTHER = "?"


def terms() -> tuple[str, ...]:
    """What kind of words were searched for."""
    found = [_term(text) for name in WORDED for text in request.args.getlist(name) if text.strip()]
    return tuple(sorted(set(found)))


def filters() -> Mapping[str, Sequence[str]]:
    """By what the list was narrowed."""
    return {
        name: tuple(_known(text) for text in request.args.getlist(name))
        for name in sorted(NARROWING & set(request.args))
        if any(request.args.getlist(name))
    }


def _term(text: str) -> str:
    if named_by([text]).references:
        return Term.REFERENCE
    matching = services().directory.matching(text.strip(), force=services().settings.force)
    if any(one.person == me() for one in matching):
        return Term.OWN
    if matching:
        return Term.OFFICER
    return Term.NUMBER if text.strip().isdigit() else Term.WORDS


def _known(text: str) -> str:
    areas = services().settings.area_options
    return text if text in _codes() or text in areas or PLAIN.fullmatch(text) else OTHER


@cache
def _codes() -> frozenset[str]:
    return frozenset({*_members(CodeList), *(one.value for one in Flag), *TACTICS})


def _members(kind: type[CodeList]) -> Iterator[str]:
    for one in kind.__subclasses__():
        yield from (member.value for member in one)
        yield from _members(one)
