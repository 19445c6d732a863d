"""What every view needs of this request: the services, the person, and the key of the request."""

import re
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import cast
from uuid import UUID, uuid4

from flask import abort, current_app, g, request

from application.access import Requester
from domain.access.policy import Permission, holds
from domain.codelists.ranks import Rank
from domain.codelists.roles import Role
from domain.local_time import LOCAL
from domain.people.person import Person
from domain.records.record import UseOfForceRecord
from projections.clients import queries as clients
from projections.people import queries as people
from projections.register import queries as register
from web.auth.sessions import Session
from web.bootstrap import Services
from web.forms.context import Context, called


def services() -> Services:
    return cast(Services, current_app.extensions["services"])


def me() -> UUID:
    """The signed-in person."""
    return cast(UUID, g.person)


def myself() -> Person:
    return services().access.person(me())


def my_session() -> Session:
    """The session in which the request comes."""
    return cast(Session, g.session)


def today() -> date:
    """The day it is where the force is."""
    return services().clock.now().astimezone(LOCAL).date()


def is_signed_in() -> bool:
    return getattr(g, "person", None) is not None


def may(permission: Permission) -> bool:
    """Whether the signed-in person may do something to anything at all: nothing, once their account is
    closed.
    """
    return is_signed_in() and standing().closed_at is None and holds(permission, _roles())


def _roles() -> frozenset[Role]:
    """The roles the person may act in, read once a request: whichever is revoked ends with it.

    What a request changes is decided by the use case, which reads them again.
    """
    return standing().roles_at(services().clock.now())


def standing() -> Person:
    """How the person stands, read from the log once a request: who is cut off, is so with the next."""
    if "standing" not in g:
        g.standing = myself()
    return cast(Person, g.standing)


def is_api() -> bool:
    """Whether a machine asks: the pages that describe the API are for people."""
    return request.path.startswith("/api/") and request.path != "/api/docs"


def requester() -> Requester:
    """The person, with the key that the form carries: the same form sent twice is one request."""
    try:
        return Requester(person=me(), request=UUID(request.form["key"]))
    except (KeyError, ValueError):
        abort(400)


def is_autosave() -> bool:
    """Whether the script saves in the background; it reads short answers and shows them."""
    return request.headers.get("X-Requested-With") == "autosave"


def new_key() -> str:
    """A key for a form. With script off it is made here, once a page."""
    return str(uuid4())


def version() -> int:
    """The version that the page showed."""
    number = whole_number(request.form.get("version", ""))
    if number is None:
        abort(400)
    return number


def whole_number(text: str) -> int | None:
    """A number of at most fifteen digits, none if it is anything else: Python refuses to read very long ones."""
    return int(text) if re.fullmatch("[0-9]{1,15}", text) else None


def names(persons: Iterable[UUID | None]) -> Mapping[UUID, str]:
    """How people are called now: "PC 4127 Asha Patel"."""
    wanted = {person for person in persons if person is not None}
    entries = services().directory.entries(wanted)
    with services().views.reading() as connection:
        ranks = people.ranks(connection, wanted)
    return {person: called(entry, ranks.get(person)) for person, entry in entries.items()}


def names_at(moments: Iterable[tuple[UUID, datetime]]) -> Mapping[tuple[UUID, datetime], str]:
    """How people were called at a moment, by the rank they then held."""
    wanted = set(moments)
    entries = services().directory.entries(person for person, _ in wanted)
    with services().views.reading() as connection:
        ranks = people.ranks_at(connection, wanted)
    return {
        (person, at): called(entries[person], ranks.get((person, at)))
        for person, at in wanted
        if person in entries
    }


def systems(tokens: Iterable[UUID | None]) -> Mapping[UUID, str]:
    """What the system is called that holds each machine token."""
    wanted = {token for token in tokens if token is not None}
    if not wanted:
        return {}
    with services().views.reading() as connection:
        return clients.names_of_tokens(connection, wanted)


def name(person: UUID | None, rank: Rank | None = None) -> str:
    """How one person is called, now or by the rank they held."""
    if person is None:
        return "Officer not recorded"
    unknown = "The system" if person.int == 0 else "Somebody unknown"
    if rank is None:
        return names([person]).get(person, unknown)
    entry = services().directory.entries([person]).get(person)
    return called(entry, rank) if entry else unknown


def team() -> frozenset[UUID]:
    """The people whom the signed-in person supervises, or for whose supervisor they act now."""
    with services().views.reading() as connection:
        return people.team(connection, me(), at=services().clock.now())


def seen() -> register.Seen:
    """Which records the signed-in person sees in lists."""
    force = myself().force
    if may(Permission.SEARCH):
        return register.Seen(everything=True, force=force)
    supervises = team() if may(Permission.SEE_QUEUE) else frozenset()
    return register.Seen(by=me(), team=supervises, force=force)


def context(record: UseOfForceRecord | None = None) -> Context:
    """The force's areas and people, for forms and for answers in words; and what was erased of the record
    whose answers they are.
    """
    given = services()
    force = given.settings.force
    return Context(
        areas=given.settings.area_options,
        display=names,
        collar_numbers=lambda persons: {
            person: entry.collar_number
            for person, entry in given.directory.entries(persons).items()
        },
        find=lambda numbers: given.directory.with_numbers(numbers, force=force),
        gone=record.keeping.gone if record else {},
    )
