"""Writing the access log: one transaction for each answer, committed before the answer leaves."""

import secrets
from uuid import UUID

from sqlalchemy import Engine, insert, select, update
from sqlalchemy.exc import IntegrityError

from application.ports import Clock
from domain.access_log.codes import Purpose
from domain.access_log.entry import Entry
from domain.access_log.purposes import Said
from web.adapters.access_tables import access_entries, access_records, said_purposes
from web.adapters.stores import asking

SALT_BYTES = 16


class AccessLog:
    """Adds entries, and changes none. Who reads it asks ``web/access_log/asking.py``."""

    def __init__(self, engine: Engine, clock: Clock) -> None:
        self._engine = engine
        self._clock = clock

    @property
    def engine(self) -> Engine:
        return self._engine

    def write(self, entry: Entry) -> None:
        """Add an entry. When this returns it is kept; when it raises, nothing may be shown."""
        row = {
            "at": entry.at,
            "day": entry.day,
            "hour": entry.hour,
            "person": entry.person,
            "via": entry.via,
            "session": entry.session,
            "device": entry.device,
            "channel": entry.channel.value,
            "action": entry.action.value,
            "place": entry.place,
            "purpose": entry.purpose.value,
            "case_reference": entry.case_reference,
            "confidential": entry.confidential,
            "broke_glass": entry.broke_glass,
            "recipient": entry.recipient,
            "terms": list(entry.terms),
            "filters": {name: list(values) for name, values in entry.filters.items()},
            "hits": entry.hits,
            "salt": secrets.token_bytes(SALT_BYTES),
        }
        adding = insert(access_entries).values(row).returning(access_entries.c.number)
        with self._engine.begin() as connection:
            number = connection.execute(adding).scalar_one()
            if entry.seen:
                seen = [
                    {"number": number, "record": one.record, "version": one.version, "own": one.own}
                    for one in entry.seen
                ]
                connection.execute(insert(access_records), seen)

    def say(self, session: str, person: UUID, said: Said) -> None:
        """Remember why somebody looks, for this session."""
        values = {
            "person": person,
            "purpose": said.purpose.value,
            "case_reference": said.case_reference,
            "confidential": said.confidential,
            "at": said.at,
        }
        this = said_purposes.c.session == session
        try:
            with self._engine.begin() as connection:
                if not connection.execute(
                    update(said_purposes).where(this).values(values)
                ).rowcount:
                    connection.execute(insert(said_purposes).values(session=session, **values))
        except IntegrityError:
            # The same form twice at the same moment: the other one said it.
            return

    def said(self, session: str, person: UUID) -> Said | None:
        """Why somebody said that they look, if it still holds."""
        query = select(said_purposes).where(
            said_purposes.c.session == session, said_purposes.c.person == person
        )
        with asking(self._engine).connect() as connection:
            row = connection.execute(query).one_or_none()
        if row is None:
            return None
        said = Said(
            purpose=Purpose(row.purpose),
            case_reference=row.case_reference,
            confidential=row.confidential,
            at=row.at,
        )
        return said if said.holds(self._clock.now()) else None
