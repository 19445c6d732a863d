"""Loading a record from the log, and changing it by a command."""

from collections.abc import Callable, Iterable, Sequence
from uuid import UUID

from application.access import Access, Requester
from application.carrying_out import Done, carry_out_seen
from application.log import RecordLog
from application.looking import Look
from domain.access.policy import Permission
from domain.command import Command
from domain.errors import NotFoundError
from domain.event import Event
from domain.records.events import Imported, Submitted
from domain.records.history import fold
from domain.records.record import UseOfForceRecord

Decide = Callable[[UseOfForceRecord, Command], Sequence[Event]]


class StoredRecords:
    """Records as the log holds them: load, ask the record, save."""

    def __init__(self, log: RecordLog, access: Access) -> None:
        self._log = log
        self._access = access

    def events(self, record_id: UUID, *, upto: int | None = None) -> tuple[Event, ...]:
        """Everything that happened to a record, in order.

        Raises:
            NotFoundError: there is no such record.

        """
        return of_record(self._log.events_of(record_id, upto=upto))

    def get(self, record_id: UUID, *, version: int | None = None) -> UseOfForceRecord:
        """A record as it is, or as it was at a version.

        Raises:
            NotFoundError: there is no such record or version.

        """
        return standing(self.events(record_id, upto=version), version=version)

    def several(self, records: Iterable[UUID]) -> list[UseOfForceRecord]:
        """Several records as they are, each once.

        Raises:
            NotFoundError: one of them is no record.

        """
        wanted = list(dict.fromkeys(records))
        found = self._log.events_of_each(wanted)
        return [standing(of_record(found.get(one, ()))) for one in wanted]

    def change(
        self,
        record_id: UUID,
        permission: Permission,
        requester: Requester,
        decide: Decide,
        *,
        says: Callable[[Event], bool],
        version: int | None = None,
        opened: bool = False,
    ) -> Done:
        """Carry out a command on a record, once.

        ``version`` is the version the person saw; none for commands that hold whatever happened.
        ``opened``: whether it is decided on what was sealed, as little is, or on codes alone.

        Raises:
            NotAllowedError, StaleVersionError, KeyReusedError, and whatever the record refuses.

        """

        def decided(look: Look) -> Sequence[Event]:
            events = look.events_of if opened else look.closed_events_of
            record = standing(of_record(events(record_id)))
            command = self._access.on(look).command(requester, permission, record)
            if version is not None:
                record.expect(version)
            return decide(record, command)

        return carry_out_seen(
            self._log,
            requester,
            decided,
            on=record_id,
            says=says,
            seen=(record_id, requester.person),
        )


def of_record(events: tuple[Event, ...]) -> tuple[Event, ...]:
    """Events that were found, if they are a record's.

    Raises:
        NotFoundError: there is no such record.

    """
    if not events or not isinstance(events[0], Submitted | Imported):
        raise NotFoundError
    return events


def standing(events: Sequence[Event], *, version: int | None = None) -> UseOfForceRecord:
    """What the events of a record make of it, all of them or those up to a version.

    Raises:
        NotFoundError: there is no such version.

    """
    # Versions count the events, without a hole.
    record = fold(None, events if version is None else events[: max(version, 0)])
    if record is None or (version is not None and record.version != version):
        raise NotFoundError
    return record
