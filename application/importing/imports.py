"""The use case: records that were found are taken over, by the same rules as a person's.

Decision. Where a person is stopped, an imported record is marked: what was recorded is taken over as
it was found, and its gaps and contradictions are findings for whoever may mend it. A record's id
follows from its source, so a file that is imported twice, or again after a kill, changes nothing.
Consequence: no receipts are kept and no order of batches is needed. Kept by
``tests/application/test_importing.py``. (Spec: domain, 2.1 R6, R8, R11; performance, 4.)
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from uuid import UUID

from application.importing.candidate import Candidate
from application.log import ConcurrentChangeError, RecordLog
from application.people import FOUNDER
from application.ports import Clock
from domain.codec import CodecError
from domain.codelists.forces import Force
from domain.codelists.roles import Role
from domain.command import Command
from domain.errors import DomainError
from domain.event import Event, Source
from domain.records.finding import Finding
from domain.records.history import fold
from domain.records.record import UseOfForceRecord


class CannotBeStoredError(DomainError):
    """This line holds a character or a number that cannot be stored. Look for damaged cells."""


NOTHING: Mapping[UUID, bool] = MappingProxyType({})


@dataclass(frozen=True, kw_only=True, slots=True)
class Taken:
    """A record that is, or in a dry run would be, in the log."""

    candidate: Candidate
    findings: tuple[Finding, ...]
    """What would have stopped an officer."""
    already: bool = False
    """It was there before: nothing was changed."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Refused:
    """A candidate that cannot be a record, and why."""

    candidate: Candidate
    error: DomainError


@dataclass(frozen=True, kw_only=True, slots=True)
class _Decided:
    taken: Taken
    events: tuple[Event, ...]


class Imports:
    """Takes records over in batches: all of a batch are saved in one transaction."""

    def __init__(self, log: RecordLog, clock: Clock) -> None:
        self._log = log
        self._clock = clock

    def judge(self, candidates: Sequence[Candidate], *, force: Force) -> list[Taken | Refused]:
        """A dry run: what taking these over would do. Nothing is saved."""
        return _told(self._decide(candidates, force, self._there(candidates)))

    def look(self, candidates: Sequence[Candidate], *, force: Force) -> list[Taken | Refused]:
        """What taking these over did, when all of it is known to be saved. Nothing is saved."""
        return _told(self._decide(candidates, force, NOTHING))

    def take_over(
        self,
        candidates: Sequence[Candidate],
        *,
        force: Force,
        job: UUID | None = None,
        trusted: bool = False,
    ) -> list[Taken | Refused]:
        """Save a batch, but for what is there already; in the order given.

        What the same job saved from the same line is told as taken and not as there already: it was
        saved before the job was interrupted. A trusted batch is saved without
        asking what an officer would be stopped for; read models ask that of every record anyway.

        Raises:
            ConcurrentChangeError: another import saves the same records right now, time and again.

        """
        # Of a new file none is there, and asking for each would cost more than saving it.
        decided = self._decide(candidates, force, NOTHING, job=job, trusted=trusted)
        try:
            return _told(self._saved(decided))
        except ConcurrentChangeError:
            there = self._there(candidates, job)
            decided = self._decide(candidates, force, there, job=job, trusted=trusted)
            return _told(self._saved(decided))

    def existing(self, records: Sequence[UUID]) -> frozenset[UUID]:
        """Which of these records are there."""
        return self._log.existing(records)

    def _there(
        self, candidates: Sequence[Candidate], job: UUID | None = None
    ) -> Mapping[UUID, bool]:
        """The records that are there, and of each whether the job saved it from the same line."""
        found = self._log.existing([candidate.record for candidate in candidates])
        return {
            candidate.record: job is not None and self._came(candidate, job)
            for candidate in candidates
            if candidate.record in found
        }

    def _came(self, candidate: Candidate, job: UUID) -> bool:
        (first,) = self._log.events_of(candidate.record, upto=1)
        source = first.metadata.source
        return (
            first.metadata.request == job
            and source is not None
            and (source.digest, source.line) == (candidate.source.digest, candidate.source.line)
        )

    def _saved(
        self, decided: Sequence[_Decided | Taken | Refused]
    ) -> list[_Decided | Taken | Refused]:
        try:
            self._save(decided)
        except CodecError:
            # One of them is at fault, and the others must not be lost for it.
            return [self._saved_alone(one) for one in decided]
        return list(decided)

    def _saved_alone(self, one: _Decided | Taken | Refused) -> _Decided | Taken | Refused:
        try:
            self._save([one])
        except CodecError:
            if isinstance(one, _Decided):
                return Refused(candidate=one.taken.candidate, error=CannotBeStoredError())
            raise
        return one

    def _save(self, decided: Sequence[_Decided | Taken | Refused]) -> None:
        events = [event for one in decided if isinstance(one, _Decided) for event in one.events]
        if events:
            self._log.append_written(self._log.write(events))

    def _decide(
        self,
        candidates: Sequence[Candidate],
        force: Force,
        there: Mapping[UUID, bool],
        *,
        job: UUID | None = None,
        trusted: bool = False,
    ) -> list[_Decided | Taken | Refused]:
        decided: list[_Decided | Taken | Refused] = []
        known = dict(there)
        for candidate in candidates:
            already = known.get(candidate.record)
            known[candidate.record] = False
            if already is False:
                decided.append(Taken(candidate=candidate, findings=(), already=True))
                continue
            one = self._decided(candidate, force, job=job, trusted=trusted)
            decided.append(one.taken if already and isinstance(one, _Decided) else one)
        return decided

    def _decided(
        self, candidate: Candidate, force: Force, *, job: UUID | None, trusted: bool
    ) -> _Decided | Refused:
        try:
            events, record = self._events(candidate, force, job=job, trusted=trusted)
        except DomainError as error:
            return Refused(candidate=candidate, error=error)
        found = record.findings(at=self._clock.now()) if record else ()
        return _Decided(taken=Taken(candidate=candidate, findings=found), events=events)

    def _events(
        self, candidate: Candidate, force: Force, *, job: UUID | None, trusted: bool
    ) -> tuple[tuple[Event, ...], UseOfForceRecord | None]:
        """The events, and the record that they make if anybody asks for it."""
        events = UseOfForceRecord.take_over(
            candidate.record,
            reference=candidate.reference,
            force=force,
            officer=candidate.officer,
            rank=candidate.rank,
            answers=candidate.answers,
            words=candidate.words,
            command=self._command(job or candidate.record, candidate.source),
        )
        if trusted and not candidate.then:
            return events, None
        record = _after(None, events)
        for one in candidate.then:
            happened = tuple(one.decide(record, self._command(job or candidate.record, one.source)))
            events += happened
            record = _after(record, happened)
        return events, None if trusted else record

    def _command(self, cause: UUID, source: Source) -> Command:
        return Command(
            by=FOUNDER,
            role=Role.SYSTEM,
            at=self._clock.now(),
            request=cause,
            source=source,
        )


def _told(decided: Sequence[_Decided | Taken | Refused]) -> list[Taken | Refused]:
    return [one.taken if isinstance(one, _Decided) else one for one in decided]


def _after(record: UseOfForceRecord | None, events: Sequence[Event]) -> UseOfForceRecord:
    found = fold(record, events)
    if found is None:
        raise TypeError("a record without an event")
    return found
