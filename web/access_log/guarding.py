"""The one place through which every answer passes: what it shows is logged, or it does not leave.

Context. Records are shown by a hundred pages, lists, files and operations, and more are added each month;
a call in each would be forgotten in one. Decision. What an answer shows is read off the answer itself:
every reference and every id in it that is one of a record, and every record that was opened to make it,
which covers what cannot be read off (a PDF). It is committed to the access log before the answer leaves,
and if it cannot be, a page without anything in it leaves instead. Consequence: a page that is added
tomorrow is logged without a word in it. Kept by ``tests/access_log/test_crawling.py``, which reads every
answer by another way, and ``tests/access_log/test_failing.py``. (Spec: audit, 5.4, T51 and T52.)

What somebody typed and an answer merely says back is not a look, unless they may see that record.
"""

import hashlib
import logging
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any, cast
from uuid import UUID

from flask import (
    Flask,
    Response,
    current_app,
    g,
    make_response,
    redirect,
    request,
    stream_with_context,
    url_for,
)

from domain.access.policy import Permission
from domain.access_log.codes import LOOKED_FOR, Action, Channel, Purpose
from domain.access_log.entry import Entry, RecordSeen
from domain.access_log.purposes import Said, is_asked, is_asked_of_machines
from domain.clients.client import Token
from projections.register import queries as register
from web import errors
from web.access_log import describing, noting
from web.access_log.scanning import named_by, named_in
from web.auth.cookies import session_cookie
from web.current import is_api, is_signed_in, may, me, myself, seen, services, standing
from web.security import READING, permission_of

LOG = logging.getLogger(__name__)

ACTIONS = {
    "search.search": Action.SEARCH,
    "api_records.listing": Action.SEARCH,
    "api_changes.feed": Action.DISCLOSE,
    "reports.records": Action.DRILL_DOWN,
    "releases.moved": Action.DRILL_DOWN,
    "record.printed": Action.PRINT,
    "proof.taken_away": Action.EXPORT,
    "facts.report_as_csv": Action.EXPORT,
    "api_facts.listing": Action.EXPORT,
    "proof.show": Action.HISTORY,
}
"""By endpoint, where it does not follow from the answer; by blueprint below."""
OF_BLUEPRINTS = {
    "history": Action.HISTORY,
    "api_history": Action.HISTORY,
    "access_log": Action.ACCESS_LOG,
    "sampling": Action.ACCESS_LOG,
}
ECHOING = frozenset({"purposes.ask", "purposes.say"})
"""What says back where somebody wanted to go, and shows nothing of it."""
SHOWS = frozenset({304, 409, 412, 422})
"""Beside success: what was opened may be in a form that comes back, or is confirmed to be as it was."""
LONGEST_NAME = 64
"""Bytes: more than any reference or id has."""
READABLE = ("text/", "application/json", "application/problem+json", "image/svg+xml")


def log_looks(app: Flask) -> None:
    """Put this after every view, and before what is done to its answer."""
    app.after_request(_log)


def session_id() -> str:
    """The session, as the access log names it: enough of the digest of its token to tell it from others."""
    token = request.cookies.get(session_cookie(), "")
    return hashlib.sha256(token.encode()).hexdigest()[:16] if token else ""


def _log(response: Response) -> Response:
    if _is_elsewhere(response):
        return response
    try:
        entry, opened_own = _entry(response)
        if entry is None:
            return response
        if _is_to_say_why(entry, own=opened_own):
            return _ask()
        services().access_log.write(entry)
        if response.is_streamed and _is_readable(response):
            response.response = stream_with_context(_checked(response.response, entry))
    except Exception as error:  # noqa: BLE001 - whatever it was: what is not logged does not leave
        LOG.error("an answer was held back: %s", type(error).__name__)
        return _nothing()
    return response


def _is_elsewhere(response: Response) -> bool:
    """Whether it leads on and shows nothing, or is for everybody."""
    if 300 <= response.status_code < 400 and response.status_code not in SHOWS:
        return True
    view = current_app.view_functions.get(request.endpoint or "")
    return permission_of(view) is Permission.EVERYBODY and not noting.opened()


def _entry(response: Response) -> tuple[Entry | None, bool]:
    """What is logged of an answer, if anything is; and whether all it shows is one's own."""
    person = me() if is_signed_in() else None
    shown = dict(_shown(response, person))
    seen_now = tuple(
        sorted(
            RecordSeen(record=record, version=version, own=_is_own(officer, person))
            for (record, version), officer in shown.items()
        )
    )
    action = _action(response, any_seen=bool(seen_now))
    if not seen_now and action not in LOOKED_FOR | {Action.FIGURES, Action.ACCESS_LOG}:
        return None, False
    opened = [one for one in seen_now if (one.record, one.version) in noting.opened()]
    own = bool(seen_now) and all(one.own for one in opened or seen_now)
    said, broke_glass = _said(person), not own and _broke_glass(opened)
    return Entry(
        at=services().clock.now(),
        person=person,
        via=cast(Token, g.token).id if is_api() and "token" in g else None,
        session="" if is_api() else session_id(),
        device=request.remote_addr or "",
        channel=Channel.API if is_api() else Channel.PAGE,
        action=action,
        place=request.endpoint or "",
        purpose=_purpose(said, own=own, broke_glass=broke_glass),
        case_reference=said.case_reference if said and not own else "",
        confidential=bool(said and said.confidential and not own),
        broke_glass=broke_glass,
        recipient=str(g.client) if is_api() and "client" in g else "",
        terms=describing.terms() if action in (Action.SEARCH, Action.ACCESS_LOG) else (),
        filters=describing.filters() if request.args else {},
        hits=noting.hits(),
        seen=seen_now,
    ), own


def _shown(
    response: Response, person: UUID | None
) -> Iterator[tuple[tuple[UUID, int], UUID | None]]:
    """Every record in an answer, with its version and its officer."""
    opened = noting.opened() if response.status_code < 300 or response.status_code in SHOWS else {}
    yield from opened.items()
    known = {record for record, _ in opened}
    if response.is_streamed or not _is_readable(response):
        return
    named = named_in(response.get_data())
    if not named:
        return
    typed = named.within(named_by(_typed()))
    with services().views.reading() as connection:
        written = named.without(typed)
        found = register.identified(connection, written.references, written.ids)
        if person and typed and request.endpoint not in ECHOING:
            found += register.identified(connection, typed.references, typed.ids, seen=seen())
    for one in found:
        if one.record not in known:
            yield (one.record, one.version), one.officer


def _checked(pieces: Iterable[bytes] | Iterable[str], first: Entry) -> Iterator[bytes]:
    """What is written while it is read: a piece of it that names records is logged before it leaves."""
    tail, told = b"", set[UUID]()
    for piece in pieces:
        text = piece if isinstance(piece, bytes) else piece.encode()
        # A name may begin in one piece and end in the next.
        if named := named_in(tail + text):
            with services().views.reading() as connection:
                found = register.identified(connection, named.references, named.ids)
            new = sorted(
                RecordSeen(
                    record=one.record,
                    version=one.version,
                    own=_is_own(one.officer, first.person),
                )
                for one in found
                if one.record not in told
            )
            if new:
                services().access_log.write(replace(first, seen=tuple(new)))
                told |= {one.record for one in new}
        tail = text[-LONGEST_NAME:]
        yield text


def _typed() -> Iterable[str]:
    return (request.full_path, *request.form.values())


def _is_readable(response: Response) -> bool:
    return (response.mimetype or "").startswith(READABLE) and not response.direct_passthrough


def _is_own(officer: UUID | None, person: UUID | None) -> bool:
    return person is not None and officer == person


def _action(response: Response, *, any_seen: bool) -> Action:
    endpoint = request.endpoint or ""
    known = ACTIONS.get(endpoint) or OF_BLUEPRINTS.get(endpoint.partition(".")[0])
    if known:
        return known
    if "attachment" in response.headers.get("Content-Disposition", ""):
        return Action.EXPORT if any_seen else Action.FIGURES
    if request.method not in READING:
        return Action.CHANGE
    is_of_one = {"reference", "record_id"} & set(request.view_args or {})
    return Action.READ if is_of_one and noting.opened() else Action.LIST


def _said(person: UUID | None) -> Said | None:
    if person is None:
        return None
    if is_api():
        return cast(Said | None, g.get("said"))
    said = services().access_log.said(session_id(), person)
    if said and said.confidential and not _is_approved(said):
        # What was approved is over: they are asked anew, and nothing more is hidden from anybody.
        g.confidence_is_over = True
        return None
    return said


def _is_approved(said: Said) -> bool:
    """Whether somebody may look in confidence still, as the log has it now."""
    return may(Permission.LOOK_IN_CONFIDENCE) and standing().looks_in_confidence_at(
        said.case_reference, services().clock.now()
    )


def _broke_glass(opened: Iterable[RecordSeen]) -> bool:
    """Whether somebody reads a record that they opened in an emergency, within its hour."""
    if not is_signed_in() or not may(Permission.BREAK_GLASS):
        return False
    seen_now = tuple(opened)
    now = services().clock.now()
    return bool(seen_now) and any(myself().has_open_at(one.record, now) for one in seen_now)


def _purpose(said: Said | None, *, own: bool, broke_glass: bool) -> Purpose:
    if is_api():
        return said.purpose if said else Purpose.SYSTEM
    if own:
        return Purpose.OWN_TASK
    if broke_glass:
        return Purpose.EMERGENCY
    return said.purpose if said else Purpose.NOT_SAID


def _is_to_say_why(entry: Entry, *, own: bool) -> bool:
    """Whether they are asked first. A form that was sent is not held up: its page was asked about."""
    if request.method not in READING:
        return False
    if is_api():
        return entry.purpose is Purpose.SYSTEM and is_asked_of_machines(
            services().settings.purpose,
            entry.action,
            own=own,
            standards=may(Permission.SEARCH),
            shows=bool(entry.seen),
        )
    if entry.purpose is not Purpose.NOT_SAID:
        return False
    if entry.action is Action.FIGURES:
        return False
    if "confidence_is_over" in g and not own:
        return True
    return is_asked(
        services().settings.purpose,
        entry.action,
        own=own,
        standards=may(Permission.SEARCH),
    )


def _ask() -> Response:
    if is_api():
        # It speaks of refusals, which are joined to the pages after this.
        from web.api.problems import problem
        from web.api.purposes import wanted

        g.pop("opened", None)
        return problem(wanted())
    address = url_for("purposes.ask", next=request.full_path.rstrip("?"))
    return make_response(redirect(address))


def _nothing() -> Response:
    """What leaves when a look cannot be logged."""
    g.pop("opened", None)
    answer: Any = errors.not_logged()
    return make_response(answer)
