"""Finding the record or draft that an address names."""

from uuid import UUID

from domain.access.policy import Permission
from domain.errors import NotFoundError
from domain.records.record import UseOfForceRecord
from projections.register import queries as register
from web.adapters.drafts import Draft
from web.current import me, services


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


def may(permission: Permission, found: UseOfForceRecord) -> bool:
    """Whether the signed-in person may do something to a record now."""
    return services().records.may(permission, found, by=me())


def draft(reference: str) -> Draft:
    """The signed-in officer's own draft.

    Raises:
        NotFoundError: there is none, or it is somebody else's.

    """
    found = services().drafts.by_reference(reference, officer=me())
    if found is None:
        raise NotFoundError
    return found
