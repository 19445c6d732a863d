"""Erasures that are due, made final together with the epoch of the key ring."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from application.log import RecordLog
from application.ports import Clock
from application.retention import PurgeHandler, PurgeReports, Retention
from domain.codelists.field_groups import FieldGroup
from domain.errors import DomainError, NotFoundError
from domain.retention.deciding import is_due
from domain.retention.errors import NotReportedError
from domain.retention.keeping import Stage
from projections.retention import queries
from projections.views import Views
from web.adapters.key_ring import StoredKeyRing
from web.keys.certificates import certificate, newest_checkpoint
from web.keys.changing import Changed, EpochChange


@dataclass(frozen=True, kw_only=True, slots=True)
class Ended:
    """What a change of the epoch ended."""

    changed: Changed
    erased: tuple[UUID, ...]
    waiting: tuple[UUID, ...]
    """Whose time is over, and of which a place has not reported."""


@dataclass(frozen=True, kw_only=True)
class Erasing:
    """Settles what was left half done, and ends the erasures that are due."""

    retention: Retention
    ring: StoredKeyRing
    reader: RecordLog
    clock: Clock
    handlers: Iterable[PurgeHandler]
    reports: PurgeReports
    origin: Callable[[], str]
    """The name of the log."""
    views: Views
    certificates: Path
    signer: Path

    def settle(self) -> None:
        """Let the key ring say what the log says, of every record of which one of them says something."""
        for record in self._to_settle():
            try:
                self.retention.settle(record)
            except NotFoundError:
                # A draft's stream, held back with the record that it amends.
                continue

    def end(
        self, change: EpochChange, progress: Callable[[int, int], None] = lambda *_: None
    ) -> Ended:
        """Change the epoch, and with it end every erasure that is due.

        Raises:
            EpochError: see ``EpochChange.run``.

        """
        waiting: list[UUID] = []

        def doomed() -> Mapping[UUID, frozenset[FieldGroup]]:
            found, late = self._confirmed()
            waiting.extend(late)
            return found

        changed = change.run(doomed, progress)
        self.retention.note_epoch(
            epoch=changed.number,
            name=changed.name,
            before=changed.before,
            keys=changed.keys,
            destroyed=changed.destroyed,
        )
        erased = tuple(one for one in self.ring.to_settle() if self.certify(one))
        return Ended(changed=changed, erased=erased, waiting=tuple(waiting))

    def due(self) -> tuple[UUID, ...]:
        """The records of which the next change of the epoch ends an erasure."""
        found = []
        for record_id in self.ring.to_settle():
            try:
                erasure = self.retention.record(record_id).keeping.erasure
            except NotFoundError:
                continue
            if erasure and (erasure.confirmed_at or is_due(erasure, self.clock.now())):
                found.append(record_id)
        return tuple(found)

    def certify(self, record_id: UUID) -> bool:
        """Write the certificate of a record whose keys are gone; nothing if it has one, or is not so
        far.
        """
        try:
            record = self.retention.record(record_id)
        except NotFoundError:
            return False
        if record.keeping.is_at(Stage.CONFIRMED) and not self.ring.quarantined(record_id):
            self._certified(record_id)
            done = True
        else:
            done = False
        if not self.retention.record(record_id).keeping.erasure:
            self.ring.certify(record_id)
        return done

    def _certified(self, record_id: UUID) -> None:
        record = self.retention.record(record_id)
        erasure = record.keeping.erasure
        assert erasure is not None
        keys = self.ring.destroyed(record_id, erasure.groups)
        epoch = self.retention.epochs()[-1]
        text = certificate(
            record,
            self.reader.events_of(record_id),
            origin=self.origin(),
            keys=keys,
            parts=self.reader.sealed_of(record_id),
            epoch=epoch,
            checkpoint=newest_checkpoint(self.signer),
            folder=self.certificates,
            at=self.clock.now(),
        )
        self.retention.complete(record_id, keys=keys, epoch=epoch.epoch, certificate=text)

    def _confirmed(self) -> tuple[Mapping[UUID, frozenset[FieldGroup]], list[UUID]]:
        """What goes with this epoch, and what would but for a place that has not reported."""
        found: dict[UUID, frozenset[FieldGroup]] = {}
        late: list[UUID] = []
        for record_id in self._to_settle():
            try:
                self.retention.settle(record_id)
                self.retention.confirm(record_id, self.handlers, self.reports)
            except NotReportedError:
                late.append(record_id)
            except NotFoundError:
                continue
            except DomainError:
                # Held, not over, or over already.
                pass
            if final := self._final(record_id):
                found[record_id] = final
        return found, late

    def _to_settle(self) -> tuple[UUID, ...]:
        """Also what an older key ring, which was brought back, gives out again."""
        with self.views.reading() as connection:
            gone = queries.gone(connection)
        known = self.ring.given_out(list(gone))
        back = {
            record
            for record, groups in gone.items()
            for group in groups
            if (record, group) in known
        }
        return tuple(dict.fromkeys((*self.ring.to_settle(), *sorted(back))))

    def _final(self, record_id: UUID) -> frozenset[FieldGroup]:
        """The groups that nothing brings back, those of a restored older key ring among them."""
        keeping = self.retention.record(record_id).keeping
        gone = {group for group, since in keeping.gone.items() if since.final}
        if keeping.erasure and keeping.is_at(Stage.CONFIRMED):
            gone.update(keeping.erasure.groups)
        return frozenset(gone)
