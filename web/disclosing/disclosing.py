"""Disclosing, from the choice of records to the bundle: what pages and the command line both do."""

import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID, uuid5
from zipfile import ZipFile

from application.access import Requester
from application.carrying_out import Done
from application.disclosures import Chosen, Disclosures
from application.ports import Clock, KeyRing
from domain.disclosures.disclosure import Terms, refuse_unless_clear
from domain.disclosures.errors import NoRecordChosenError
from domain.errors import DomainError, StaleVersionError
from domain.records.disclosure import NAMES_OFFICERS
from domain.records.events import Disclosed
from projections.people import queries as people
from projections.views import Views
from web.adapters.directory import StoredDirectory
from web.adapters.disclosed_contents import DisclosedContents, Download
from web.adapters.stores import Stores
from web.archives import archived
from web.disclosing.contents import Contents, Making, contents, drawn
from web.disclosing.document import Document, Stored
from web.disclosing.evidence import CLEAR, Evidence, evidence_of, shown
from web.disclosing.finishing import Finishing
from web.forms.context import called
from web.proof import reading
from web.proof.proving import Prover
from web.settings import Settings

MOST_RECORDS = 50
"""In one bundle (spec: ux, 8)."""


class TooManyRecordsError(DomainError):
    """Choose fifty records at most, and make several bundles of more."""


class ErasedSinceError(DomainError):
    """This cannot be given out again: something of it was erased since, or the copy that was kept was altered."""


@dataclass(frozen=True, kw_only=True)
class Disclosing:
    """Makes bundles, says in the log that they were made, and hands them out."""

    settings: Settings
    stores: Stores
    clock: Clock
    ring: KeyRing
    views: Views
    directory: StoredDirectory
    disclosures: Disclosures
    kept: DisclosedContents
    prover: Prover

    def preview(self, records: Sequence[UUID], terms: Terms, *, by: UUID) -> Document:
        """What people would read; nothing is made, kept or said.

        Raises:
            NotFoundError: they may not disclose one of the records.
            DomainError: something is left open.

        """
        refuse_unless_clear(terms, now=self.clock.now())
        stored, origin = self._stored(records, by=by)
        return drawn(stored, terms, self._making(UUID(int=0), origin, terms, by=by)).document

    def disclose(
        self, records: Sequence[UUID], terms: Terms, *, requester: Requester
    ) -> tuple[Done, UUID]:
        """Make the files, keep them sealed, and say in each record's history that they are disclosed.

        Raises:
            NotFoundError, NotAllowedError, KeyReusedError, and the refusals of ``make``.

        """
        refuse_unless_clear(terms, now=self.clock.now())
        disclosure = uuid5(requester.request, "disclosure")
        for last in (False, False, True):
            made, chosen = self._made(disclosure, records, terms, by=requester.person)
            archive = archived(sorted(made.files.items()))
            self.kept.keep(disclosure, made.digest, archive, keys=made.keys)
            try:
                done = self.disclosures.make(
                    disclosure, chosen, terms, digest=made.digest, requester=requester
                )
            except StaleVersionError:
                # Somebody changed a record meanwhile: it is made anew, of what there is now.
                if last:
                    raise
            else:
                return done, disclosure
        raise AssertionError

    def bundle(self, disclosure: UUID, *, by: UUID, previous: bytes | None = None) -> bytes:
        """The bundle of a disclosure, for somebody who may disclose; that they took it is written down.

        Raises:
            NotFoundError, ErasedSinceError, NotSeenYetError, NotACheckpointError, NotProvedError.

        """
        made = self.disclosures.get(disclosure, by=by)
        content = self.kept.content(made.digest)
        if content is None:
            raise ErasedSinceError
        with ZipFile(io.BytesIO(content)) as opened:
            files = {name: opened.read(name) for name in opened.namelist()}
        last = {record: self._said_in(record, disclosure) for record in made.records}
        found = Finishing(prover=self.prover).bundle(made, files, last, previous=previous)
        self.kept.taken(disclosure, by=by)
        return found

    def downloads(self, disclosure: UUID) -> Sequence[Download]:
        """Who took a bundle away."""
        return self.kept.downloads(disclosure)

    def _made(
        self, disclosure: UUID, records: Sequence[UUID], terms: Terms, *, by: UUID
    ) -> tuple[Contents, list[Chosen]]:
        stored, origin = self._stored(records, by=by)
        made = contents(stored, terms, self._making(disclosure, origin, terms, by=by))
        chosen = [
            Chosen(
                record=one.events[0].stream,
                shown=shown(one.events, terms.as_at),
                version=len(one.events),
            )
            for one in stored
        ]
        return made, chosen

    def _stored(self, records: Sequence[UUID], *, by: UUID) -> tuple[list[Stored], str]:
        """The records with their evidence, and the name of the log."""
        wanted = list(dict.fromkeys(records))
        if not wanted:
            raise NoRecordChosenError
        if len(wanted) > MOST_RECORDS:
            raise TooManyRecordsError
        found = [self.disclosures.record(one, by=by) for one in wanted]
        with reading.looking_at_log(self.stores) as connection:
            stored = [
                Stored(
                    reference=one.reference,
                    officer=one.officer,
                    events=evidence_of(connection, one.id, self.ring),
                )
                for one in found
            ]
            return stored, reading.origin(connection)

    def _making(self, disclosure: UUID, origin: str, terms: Terms, *, by: UUID) -> Making:
        return Making(
            disclosure=disclosure,
            origin=origin,
            force=self.settings.force.label,
            areas=self.settings.area_options,
            names=self._names,
            made_at=self.clock.now(),
            made_by=self._maker(by, terms),
        )

    def _maker(self, person: UUID, terms: Terms) -> str:
        if terms.kind not in NAMES_OFFICERS:
            return self.settings.force.label
        return self._names([person]).get(person, self.settings.force.label)

    def _names(self, persons: Iterable[UUID]) -> Mapping[UUID, str]:
        wanted = set(persons)
        entries = self.directory.entries(wanted)
        with self.views.reading() as connection:
            ranks = people.ranks(connection, wanted)
        return {one: called(entry, ranks.get(one)) for one, entry in entries.items()}

    def _said_in(self, record: UUID, disclosure: UUID) -> Evidence:
        """The event of a record that says that it was disclosed."""
        with reading.looking_at_log(self.stores) as connection:
            events = evidence_of(connection, record, self.ring)
        return next(one for one in events if _is_of(one, disclosure))


def _is_of(event: Evidence, disclosure: UUID) -> bool:
    piece = event.pieces[CLEAR] if event.topic == Disclosed.TOPIC else None
    return piece is not None and piece.content["disclosure"] == str(disclosure)
