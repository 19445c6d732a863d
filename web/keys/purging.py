"""Every place that holds something of a record, and who answers for it when content is erased.

Decision. A place either has a handler here, which lets go of what it has and says so, or stands below with
the reason why there is nothing to let go of. Consequence: a new table that nobody answers for fails a test,
and an erasure does not become final while a place has not reported. Kept by
``tests/keys/test_places.py``. (Spec: audit, 5.3.)
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from uuid import UUID

from sqlalchemy import Engine, delete

from application.retention import PurgeHandler
from domain.codelists.field_groups import FieldGroup
from projections import following
from projections.record_history import queries as record_history
from projections.views import Views
from web.adapters.drafts import GROUP, Drafts
from web.adapters.key_ring import StoredKeyRing
from web.adapters.stores import alone
from web.adapters.tables import imported_alike

Groups = Collection[FieldGroup]


@dataclass(frozen=True, kw_only=True, slots=True)
class Quarantined:
    """The keys of a record, and of the unfinished amendments that hold words of it."""

    ring: StoredKeyRing
    drafts: Drafts

    def quarantine(self, record: UUID, groups: Groups) -> None:
        self.ring.quarantine(record, groups)
        for stream in self.drafts.streams_of(record):
            self.ring.quarantine(stream, [GROUP])

    def let_out(self, record: UUID, groups: Groups) -> None:
        self.ring.let_out(record, groups)
        for stream in self.drafts.streams_of(record):
            self.ring.let_out(stream, [GROUP])

    def quarantined(self, record: UUID) -> frozenset[FieldGroup]:
        return self.ring.quarantined(record)


@dataclass(frozen=True, kw_only=True, slots=True)
class ReadModels:
    """They are built without the keys and hold codes; they must have taken in that it was approved, so
    that every list says it.
    """

    views: Views
    place: str = "read models"

    def purge(self, record: UUID, groups: Groups, *, event: int) -> int | None:
        with self.views.reading() as connection:
            position = record_history.position_of(connection, record, event)
            positions = following.positions(connection)
        return None if position is None or min(positions.values()) < position else 0


@dataclass(frozen=True, kw_only=True, slots=True)
class Amendments:
    """Unfinished amendments hold the answers as their officers last saw them."""

    drafts: Drafts
    place: str = "drafts"

    def purge(self, record: UUID, groups: Groups, *, event: int) -> int | None:
        return self.drafts.end_of(record)


@dataclass(frozen=True, kw_only=True, slots=True)
class ImportedLines:
    """Which line of a file is which record follows from what the line says, for lines without a key."""

    engine: Engine
    place: str = "imported lines"

    def purge(self, record: UUID, groups: Groups, *, event: int) -> int | None:
        forgotten = delete(imported_alike).where(imported_alike.c.record == record)
        with alone(self.engine).begin() as connection:
            return connection.execute(forgotten).rowcount


def handlers(views: Views, drafts: Drafts, work: Engine) -> tuple[PurgeHandler, ...]:
    """Whoever answers for a place."""
    return (
        ReadModels(views=views),
        Amendments(drafts=drafts),
        ImportedLines(engine=work),
    )


ANSWERED: Mapping[str, str] = MappingProxyType(
    {"drafts": "drafts", "imported_alike": "imported lines"}
)
"""The durable tables that a handler answers for."""

NOTHING_THERE: Mapping[str, str] = MappingProxyType(
    {
        "directory": "names of people who work here, kept and corrected by administrators",
        "credentials": "of people who work here",
        "sessions": "of people who work here",
        "sign_in_attempts": "digests of names that were typed",
        "reference_numbers": "counts",
        "preferences": "of people who work here",
        "view_generations": "numbers",
        "token_uses": "moments",
        "rate_limits": "moments",
        "webhook_endpoints": "secrets of other systems",
        "webhook_deliveries": "messages made without the keys, of codes alone",
        "imports": "counts of files",
        "populations": "counts of people",
        "published_files": "rounded or suppressed counts, made without the keys",
        "purge_reports": "what each place said, in numbers",
        "counted_editions": "counts, made without the keys",
        "disclosed_contents": "sealed under every key of what it holds: with one of them it goes",
        "disclosure_downloads": "ids and moments",
        "access_entries": "ids and codes: who looked, and why",
        "access_records": "ids and versions",
        "access_leaves": "hashes",
        "said_purposes": "codes, and references of cases that somebody works on",
        "second_factors": "sealed secrets of people who work here",
        "recovery_codes": "digests",
        "linked_accounts": "ids of people who work here",
        "begun_sign_ins": "of people who sign in, sealed, for minutes",
        "receipts": "ids, hashes and moments",
        "verifications": "what came out, by ids and numbers",
    }
)
"""The durable tables without content of a record, and why."""
