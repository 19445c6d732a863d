"""Finding the record or draft that an address names."""

from uuid import UUID

from flask import abort, redirect, url_for

from application.carrying_out import KeyReusedError
from application.histories import WithHistory
from domain.access.policy import Permission
from domain.errors import NotFoundError
from domain.records.record import UseOfForceRecord
from projections.register import queries as register
from web.adapters.drafts import Draft
from web.current import me, requester, services


def record_id(reference: str) -> UUID:
    """The record with a reference, whoever may see it.

    Raises:
        NotFoundError: there is none.

    """
    with services().views.reading() as connection:
        row = register.by_reference(connection, reference)
    if row is None:
        raise NotFoundError
    return row.record


def record(
    reference: str, permission: Permission = Permission.READ, *, version: int | None = None
) -> UseOfForceRecord:
    """A record, for the signed-in person.

    Raises:
        NotFoundError: there is none, or they may not see it.

    """
    found = record_id(reference)
    return services().records.read(found, by=me(), permission=permission, version=version)


def with_history(reference: str) -> WithHistory:
    """A record with its history, for the signed-in person.

    Raises:
        NotFoundError: there is none, or they may not see that.

    """
    return services().records.with_history(record_id(reference), by=me())


def carried_out(reference: str) -> int | None:
    """A position that covers what this very request did to the record, if it was carried out before.

    Raises:
        KeyReusedError: its key belongs to a request about something else.

    """
    receipt = services().log.receipt(requester().request)
    if receipt is None:
        return None
    if not _is_about(receipt.aggregate, reference):
        raise KeyReusedError
    return services().log.last_position()


def _is_about(aggregate: UUID, reference: str) -> bool:
    # Asked of the log and not of the register, which may not have come so far yet.
    try:
        return services().records.read(aggregate, by=me()).reference == reference
    except NotFoundError:
        return False


def may(permission: Permission, found: UseOfForceRecord) -> bool:
    """Whether the signed-in person may do something to a record now."""
    return services().records.may(permission, found, by=me())


def draft(reference: str) -> Draft:
    """The signed-in officer's own draft. One that was submitted leads to the record.

    Raises:
        NotFoundError: there is none, or it is somebody else's.

    """
    found = services().drafts.by_reference(reference, officer=me())
    if found is not None and not is_submitted(found):
        return found
    if record(reference).officer == me():
        abort(redirect(url_for("record.show", reference=reference)))
    raise NotFoundError


def is_submitted(found: Draft) -> bool:
    """Whether a draft became a record when the process died before the draft could be ended."""
    return not found.is_amendment and bool(services().log.events_of(found.id))
