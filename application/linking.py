"""Records of one encounter and about one person: what suggests it, and what people say of it.

Decision. Suggestions are worked out when they are asked for, from the records themselves: read models
narrow down which records are compared, and references and names, which are sealed, are compared here for
those who may link the records. Consequence: what a suggestion rests on is stored nowhere but in the records,
and a suggestion shows nothing of a record that its reader may not link. Kept by
``tests/application/test_linking.py``.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID, uuid5

from application.access import Access, Requester
from application.carrying_out import Done, carry_out, saying
from application.histories import Opened, to_nobody
from application.log import RecordLog
from application.stored_records import StoredRecords
from domain.access.policy import Permission
from domain.codelists.answers import Absence
from domain.codelists.reasons import GroundForLinking, GroundForLinkingSubject
from domain.codelists.statuses import RecordStatus
from domain.command import Command
from domain.encounters.subjects import Alike, Identity, alike
from domain.encounters.suggesting import SPANS, Candidate, Suggestion, suggestions
from domain.errors import DomainError
from domain.event import Event
from domain.expected.matching import plainly
from domain.local_time import happened_at
from domain.records.errors import (
    AlreadyLinkedError,
    NoOtherRecordError,
    SeveralEncountersError,
    SeveralSubjectsError,
    SubjectAlreadyLinkedError,
)
from domain.records.events import (
    EncounterLinked,
    EncounterRuledOut,
    SubjectLinked,
    SubjectRuledOut,
    SubjectUnlinked,
)
from domain.records.question import codes_of
from domain.records.record import UseOfForceRecord


@dataclass(frozen=True, kw_only=True, slots=True)
class Suggested:
    """What is to be asked about some records."""

    encounters: tuple[Suggestion, ...]
    subjects: tuple[Alike, ...]
    records: Mapping[UUID, UseOfForceRecord]
    """Those that were compared."""
    untimed: int
    """Those that say no time, and so were not."""


class Linking:
    """Use cases of whoever says which records belong together."""

    def __init__(
        self,
        log: RecordLog,
        access: Access,
        stored: StoredRecords,
        opened: Opened = to_nobody,
    ) -> None:
        """``opened`` is told of every record that somebody is given to read."""
        self._log = log
        self._access = access
        self._stored = stored
        self._opened = opened

    def suggested(self, records: Iterable[UUID], *, by: UUID) -> Suggested:
        """What suggests that some of these records belong together, for who may link them.

        A record that was withdrawn is of nothing. What is confirmed already is suggested no more.
        """
        allowed = self._access.allowed(by, Permission.LINK, self._stored.several(records))
        found = {one.id: one for one in allowed if one.status is not RecordStatus.WITHDRAWN}
        candidates = [one for one in map(_candidate, found.values()) if one]
        persons = [one for one in found.values() if not one.account.is_crowd]
        for one in found.values():
            self._opened(one)
        return Suggested(
            encounters=tuple(suggestions(candidates)),
            subjects=tuple(alike(list(map(_identity, persons)))),
            records=found,
            untimed=len(found) - len(candidates),
        )

    def link(
        self, records: Sequence[UUID], *, ground: GroundForLinking, requester: Requester
    ) -> Done:
        """Say that records are of one encounter; the first belongs to none yet.

        Raises:
            NotFoundError, NotAllowedError, NoOtherRecordError, AlreadyLinkedError,
            SeveralEncountersError, KeyReusedError, ConcurrentChangeError.

        """
        return self._join(
            records,
            requester,
            Belonging(
                what="encounter",
                of=lambda record: record.encounter,
                join=lambda record, to, command: record.link(to, ground=ground, command=command),
                already=AlreadyLinkedError,
                several=SeveralEncountersError,
            ),
            says=saying(EncounterLinked, ground=ground),
        )

    def rule_out(self, records: Sequence[UUID], *, requester: Requester) -> Done:
        """Say of records that no two of them are of one encounter.

        Raises:
            NotFoundError, NotAllowedError, NoOtherRecordError, AlreadyRuledOutError,
            KeyReusedError, ConcurrentChangeError.

        """
        return self._tell_apart(
            records,
            requester,
            EncounterRuledOut,
            said=lambda record: record.ruled_out,
            say=lambda record, others, command: record.rule_out(others, command=command),
        )

    def link_subject(
        self, records: Sequence[UUID], *, ground: GroundForLinkingSubject, requester: Requester
    ) -> Done:
        """Say that records are about one person; the first is linked to nobody yet.

        Raises:
            NotFoundError, NotAllowedError, NoOtherRecordError, CrowdSubjectError,
            SubjectAlreadyLinkedError, SeveralSubjectsError, KeyReusedError, ConcurrentChangeError.

        """
        return self._join(
            records,
            requester,
            Belonging(
                what="subject",
                of=lambda record: record.subject,
                join=lambda record, to, command: record.link_subject(
                    to, ground=ground, command=command
                ),
                already=SubjectAlreadyLinkedError,
                several=SeveralSubjectsError,
            ),
            says=saying(SubjectLinked, ground=ground),
        )

    def unlink_subject(
        self,
        record: UUID,
        *,
        ground: GroundForLinkingSubject,
        requester: Requester,
        last: UUID | None = None,
    ) -> Done:
        """Say that a record is not about the person of the others it is linked to; the last of those
        would be linked to nothing, so it is unlinked with it.
        """

        def decide() -> Sequence[Event]:
            found = self._stored.get(record)
            command = self._access.command(requester, Permission.LINK, found)
            unlinked = found.unlink_subject(ground=ground, command=command)
            other = self._stored.get(last) if last else None
            if other and other.subject == found.subject:
                theirs = self._access.command(requester, Permission.LINK, other)
                unlinked += other.unlink_subject(ground=ground, command=theirs)
            return unlinked

        says = saying(SubjectUnlinked, ground=ground)
        return carry_out(self._log, requester, decide, on=record, says=says)

    def rule_out_subject(self, records: Sequence[UUID], *, requester: Requester) -> Done:
        """Say of records that no two of them are about one person; raises as :meth:`rule_out` does."""
        return self._tell_apart(
            records,
            requester,
            SubjectRuledOut,
            said=lambda record: record.about_others,
            say=lambda record, others, command: record.rule_out_subject(others, command=command),
        )

    def _tell_apart(
        self,
        records: Sequence[UUID],
        requester: Requester,
        kind: type[EncounterRuledOut | SubjectRuledOut],
        *,
        said: Callable[[UseOfForceRecord], frozenset[UUID]],
        say: Callable[[UseOfForceRecord, Sequence[UUID], Command], Sequence[Event]],
    ) -> Done:
        first, *others = _several(records)

        def decide() -> Sequence[Event]:
            asked = self._asked(records, requester)
            ids = {record.id for record, _ in asked}
            return [
                event
                for place, (record, command) in enumerate(asked)
                # Of the first it is said or refused; the others may have been told apart before.
                if not place or ids - {record.id} - said(record)
                for event in say(record, sorted(ids), command)
            ]

        def says(event: Event) -> bool:
            if not isinstance(event, kind):
                return False
            before = self._stored.get(first, version=event.originator_version - 1)
            return set(event.others) == set(others) - said(before)

        return carry_out(self._log, requester, decide, on=first, says=says)

    def _join(
        self,
        records: Sequence[UUID],
        requester: Requester,
        belonging: "Belonging",
        *,
        says: Callable[[Event], bool],
    ) -> Done:
        first, *others = _several(records)

        def decide() -> Sequence[Event]:
            asked = self._asked(records, requester)
            known = {to for record, _ in asked if (to := belonging.of(record))}
            if len(known) > 1:
                raise belonging.several
            if belonging.of(asked[0][0]):
                raise belonging.already
            to = next(iter(known), uuid5(requester.request, belonging.what))
            return [
                event
                for record, command in asked
                if belonging.of(record) is None
                for event in belonging.join(record, to, command)
            ]

        def said(event: Event) -> bool:
            # The event names what they were joined to and not the other records, whose histories do.
            to = getattr(event, belonging.what, None)
            return says(event) and all(
                any(getattr(one, belonging.what, None) == to for one in self._stored.events(other))
                for other in others
            )

        return carry_out(self._log, requester, decide, on=first, says=said)

    def _asked(
        self, records: Sequence[UUID], requester: Requester
    ) -> list[tuple[UseOfForceRecord, Command]]:
        """Each record once, with a command on it in the role that allows it."""
        return [
            (record, self._access.command(requester, Permission.LINK, record))
            for record in self._stored.several(records)
        ]


@dataclass(frozen=True, kw_only=True, slots=True)
class Belonging:
    """What records are joined to: an encounter, or a subject."""

    what: str
    of: Callable[[UseOfForceRecord], UUID | None]
    join: Callable[[UseOfForceRecord, UUID, Command], Sequence[Event]]
    already: type[DomainError]
    several: type[DomainError]


def _several(records: Sequence[UUID]) -> Sequence[UUID]:
    """The records, each once.

    Raises:
        NoOtherRecordError: it is one, or none.

    """
    found = list(dict.fromkeys(records))
    if len(found) < 2:
        raise NoOtherRecordError
    return found


def _identity(record: UseOfForceRecord) -> Identity:
    account, birth = record.account, record.account.subject_date_of_birth
    return Identity(
        record=record.id,
        identifier=_written(account.subject_identifier),
        name=_written(account.subject_name),
        birth=None if isinstance(birth, Absence) else birth,
        subject=record.subject,
        left=record.left,
        about_others=record.about_others,
    )


def _written(answer: str | Absence) -> str:
    return "" if isinstance(answer, Absence) else plainly(answer)


def _candidate(record: UseOfForceRecord) -> Candidate | None:
    account = record.account
    day, moment = account.incident_date, account.incident_time
    if isinstance(day, Absence) or isinstance(moment, Absence):
        return None
    return Candidate(
        record=record.id,
        officer=record.officer,
        named=account.named,
        happened_at=happened_at(day, moment),
        area=None if isinstance(account.area, Absence) else account.area,
        locations=frozenset(codes_of(account.locations)),
        references={
            name: written for name in SPANS if (written := _written(getattr(account, name)))
        },
        encounter=record.encounter,
        left=record.left,
        ruled_out=record.ruled_out,
    )
