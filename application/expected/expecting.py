"""Encounters that other systems know of: loading them, finding their records, following them up."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID, uuid4

from application.access import Access, Requester
from application.carrying_out import Done, carry_out, saying
from application.expected.file import Row
from application.log import ConcurrentChangeError, RecordLog
from application.people import FOUNDER
from application.stored_records import StoredRecords
from domain.access.errors import NotAllowedError
from domain.access.policy import Permission, Relation, acting_role
from domain.codelists.answers import Absence
from domain.codelists.expected import (
    ExpectedKind,
    GroundForMatching,
    GroundForUnmatching,
    ReasonForNone,
)
from domain.codelists.forces import Force
from domain.codelists.roles import Role
from domain.codelists.statuses import RecordStatus
from domain.codelists.tactics import CED_TACTICS
from domain.command import Command
from domain.errors import NotFoundError
from domain.event import Event
from domain.expected.encounter import ExpectedEncounter, State, fold
from domain.expected.errors import OtherForceError
from domain.expected.events import Explained, Loaded, Matched, Reopened, Unmatched
from domain.expected.matching import Candidate, matches, plainly
from domain.local_time import happened_at
from domain.records.question import codes_of
from domain.records.record import UseOfForceRecord

BATCH = 500
REFERENCES = (
    "incident_reference",
    "crime_reference",
    "custody_reference",
    "stop_search_reference",
)
"""The answers by which other systems know an incident."""


@dataclass(frozen=True, kw_only=True, slots=True)
class LoadedRows:
    """What became of the lines of a file that could be read."""

    loaded: int
    already: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Reconciled:
    """What looking for records brought."""

    matched: int
    undone: int
    open: int


class Expecting:
    """The use cases of expected encounters."""

    def __init__(self, log: RecordLog, access: Access, stored: StoredRecords) -> None:
        self._log = log
        self._access = access
        self._stored = stored

    def load(self, rows: Sequence[Row], *, force: Force, write: bool = True) -> LoadedRows:
        """Keep what is not kept yet; the same line again changes nothing."""
        loaded = already = 0
        for start in range(0, len(rows), BATCH):
            fresh = {one.encounter: one for one in rows[start : start + BATCH]}
            known = self._log.existing(list(fresh))
            events = [
                self._load(one, force) for one in fresh.values() if one.encounter not in known
            ]
            if events and write:
                self._log.append_written(self._log.write(events))
            loaded += len(events)
            already += len(rows[start : start + BATCH]) - len(events)
        return LoadedRows(loaded=loaded, already=already)

    def _load(self, row: Row, force: Force) -> Event:
        command = Command(
            by=FOUNDER,
            role=Role.SYSTEM,
            at=self._access.now(),
            request=row.encounter,
            source=row.source,
        )
        return ExpectedEncounter.load(
            row.encounter,
            force=force,
            kind=row.kind,
            officer=row.officer,
            happened_at=row.happened_at,
            area=row.area,
            device=row.device,
            known_as=row.reference,
            command=command,
        )

    def reconcile(
        self,
        *,
        open_ones: Iterable[UUID],
        near: Iterable[UUID],
        taken: Iterable[tuple[ExpectedKind, UUID]],
        lost: Iterable[UUID],
    ) -> Reconciled:
        """Look for the records of what is open, and open again what lost its record.

        ``near`` are records that may be of them, ``taken`` those that are of others already, by the
        kind of encounter; ``lost`` are encounters whose record was withdrawn.
        """
        undone = [found for found in map(self._found, lost) if self._undone(found)]
        waiting = {
            found.id: found
            for found in map(self._found, (*open_ones, *(one.id for one in undone)))
            if found.state is State.OPEN
        }
        candidates = [one for one in map(self._candidate, near) if one]
        made = matches(list(waiting.values()), candidates, taken=set(taken))
        matched = sum(
            self._saved(one.encounter.match(one.record, ground=one.ground, command=self._system()))
            for one in made
        )
        return Reconciled(matched=matched, undone=len(undone), open=len(waiting) - matched)

    def _undone(self, found: ExpectedEncounter) -> bool:
        if found.record is None or self._counts(found.record):
            return False
        ground = GroundForUnmatching.WITHDRAWN
        return self._saved(found.unmatch(ground=ground, command=self._system()))

    def _saved(self, event: Event) -> bool:
        try:
            self._log.append([event])
        except ConcurrentChangeError:
            # Somebody decided about it in this very moment: what they said holds.
            return False
        return True

    def read(self, encounter: UUID, *, by: UUID) -> ExpectedEncounter:
        """An expected encounter, for who follows it up.

        Raises:
            NotFoundError: there is none, or it is not theirs to follow up.

        """
        found = self._found(encounter)
        try:
            self._role(found, by)
        except NotAllowedError:
            raise NotFoundError from None
        return found

    def match(self, encounter: UUID, record: UUID, *, requester: Requester) -> Done:
        """Say which record is of it.

        Raises:
            NotFoundError, NotAllowedError, OtherForceError, NotOpenError, KeyReusedError.

        """
        other = self._stored.get(record)

        def decide(found: ExpectedEncounter, command: Command) -> Event:
            if other.force is not found.force:
                raise OtherForceError
            return found.match(record, ground=GroundForMatching.PERSON, command=command)

        return self._change(encounter, requester, decide, says=saying(Matched, record=record))

    def unmatch(self, encounter: UUID, *, requester: Requester) -> Done:
        """Say that the record that was found is of another encounter."""
        ground = GroundForUnmatching.MISTAKEN
        return self._change(
            encounter,
            requester,
            lambda found, command: found.unmatch(ground=ground, command=command),
            says=saying(Unmatched, ground=ground),
        )

    def explain(
        self, encounter: UUID, reason: ReasonForNone, explanation: str, *, requester: Requester
    ) -> Done:
        """Say why there is no record."""
        return self._change(
            encounter,
            requester,
            lambda found, command: found.explain(reason, explanation, command=command),
            says=saying(Explained, reason=reason, explanation=explanation),
        )

    def reopen(self, encounter: UUID, *, requester: Requester) -> Done:
        """Look for a record again."""
        return self._change(
            encounter,
            requester,
            lambda found, command: found.reopen(command=command),
            says=saying(Reopened),
        )

    def _change(
        self,
        encounter: UUID,
        requester: Requester,
        decide: Callable[[ExpectedEncounter, Command], Event],
        *,
        says: Callable[[Event], bool],
    ) -> Done:
        def decided() -> tuple[Event, ...]:
            found = self.read(encounter, by=requester.person)
            command = Command(
                by=requester.person,
                role=self._role(found, requester.person),
                at=self._access.now(),
                request=requester.request,
                via=requester.via,
            )
            return (decide(found, command),)

        return carry_out(self._log, requester, decided, on=encounter, says=says)

    def _role(self, found: ExpectedEncounter, by: UUID) -> Role:
        somebody = self._access.person(by)
        if somebody.force is not found.force:
            raise NotAllowedError
        relations = set()
        if found.officer and self._access.person(found.officer).supervisor == by:
            relations.add(Relation.SUPERVISES)
        return acting_role(
            Permission.FOLLOW_UP,
            roles=somebody.roles_at(self._access.now()),
            relations=relations,
        )

    def _found(self, encounter: UUID) -> ExpectedEncounter:
        events = self._log.events_of(encounter)
        if not events or not isinstance(events[0], Loaded):
            raise NotFoundError
        found = fold(events)
        if found is None:
            raise NotFoundError
        return found

    def _counts(self, record: UUID) -> bool:
        return self._stored.get(record).status is not RecordStatus.WITHDRAWN

    def _candidate(self, record: UUID) -> Candidate | None:
        found = self._stored.get(record)
        account = found.account
        day, moment = account.incident_date, account.incident_time
        if isinstance(day, Absence) or isinstance(moment, Absence):
            return None
        return Candidate(
            record=found.id,
            officer=found.officer,
            happened_at=happened_at(day, moment),
            area=None if isinstance(account.area, Absence) else account.area,
            device=None if isinstance(account.ced_serial, Absence) else account.ced_serial,
            used_ced=any(code in CED_TACTICS for code in codes_of(account.tactics)),
            references=_references(found),
        )

    def _system(self) -> Command:
        """Who matches what speaks for itself: the system did it."""
        return Command(by=FOUNDER, role=Role.SYSTEM, at=self._access.now(), request=uuid4())


def _references(record: UseOfForceRecord) -> frozenset[str]:
    given = (getattr(record.account, name) for name in REFERENCES)
    return frozenset(plainly(one) for one in given if not isinstance(one, Absence))
