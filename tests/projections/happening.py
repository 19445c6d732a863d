"""What may happen to a record, written to the log and taken in by the read models."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import Connection, Row, Table, select

from domain.codelists.assessments import Assessment
from domain.codelists.disclosures import KindOfDisclosure, LegalBasis
from domain.codelists.reasons import (
    GroundForLinking,
    GroundForLinkingSubject,
    GroundForRestriction,
    ReasonForAmendment,
    ReasonForWithdrawal,
)
from domain.disclosures.disclosure import Terms, make
from domain.event import Event
from domain.records.events import PinnedNote
from domain.records.history import fold
from domain.records.record import UseOfForceRecord
from tests.builders import a_submission, an_import, imports
from tests.fakes import NOON
from tests.installations import follow
from tests.people import OFFICER, STANDARDS, SUPERVISOR, Somebody
from web.bootstrap import Services

Happens = Callable[[UseOfForceRecord], Sequence[Event]]


@dataclass(frozen=True)
class Happening:
    """A record to which things happen; the read models show each of them."""

    services: Services
    id: UUID

    @property
    def record(self) -> UseOfForceRecord:
        """The record as the log has it."""
        found = fold(None, self.services.log.events_of(self.id))
        assert found is not None
        return found

    def then(self, *happenings: Happens) -> "Happening":
        for happens in happenings:
            self.services.log.append(happens(self.record))
        follow(self.services)
        return self

    def row(self, table: Table) -> Row[Any]:
        """The one row that a read model has of it."""
        (found,) = self.rows(table)
        return found

    def rows(self, table: Table) -> list[Row[Any]]:
        """Its rows in a table, in the order of the key."""
        query = select(table).where(table.c.record == self.id).order_by(*table.primary_key)
        with reading(self.services) as connection:
            return list(connection.execute(query))


def submitted(services: Services, *, record: UUID | None = None, **submission: Any) -> Happening:
    """A submitted record; what is said of the submission goes to the builder."""
    record = record or uuid4()
    services.log.append(a_submission(record=record, **submission))
    follow(services)
    return Happening(services, record)


def imported(services: Services, *, record: UUID | None = None, **said: Any) -> Happening:
    """An imported record, which came with a gap."""
    record = record or uuid4()
    services.log.append(an_import(record=record, **said))
    follow(services)
    return Happening(services, record)


@contextmanager
def reading(services: Services) -> Iterator[Connection]:
    """A connection to the live read models."""
    with services.views.reading() as connection:
        yield connection


def amended(*, by: Somebody = OFFICER, at: datetime = NOON, **changes: Any) -> Happens:
    return lambda record: record.amend(
        changes,
        reason=ReasonForAmendment.ERROR,
        explanation="Sealed explanation",
        command=by.commands(at=at),
    )


def elsewhere_amended(**changes: Any) -> Happens:
    return lambda record: record.amended_elsewhere(
        changes or {"area": "coast"},
        reason=ReasonForAmendment.OTHER,
        explanation="Sealed legacy explanation",
        command=imports(),
    )


def elsewhere_returned() -> Happens:
    notes = [PinnedNote(question="area", text="Sealed legacy question")]
    return lambda record: record.returned_elsewhere(notes, command=imports())


def elsewhere_accepted() -> Happens:
    return lambda record: record.accepted_elsewhere(
        advice="Sealed legacy advice", command=imports()
    )


def noted(*, by: Somebody = SUPERVISOR, at: datetime = NOON) -> Happens:
    return lambda record: record.add_note("Sealed note", command=by.commands(at=at))


def returned(*, by: Somebody = SUPERVISOR, at: datetime = NOON) -> Happens:
    notes = [PinnedNote(question="area", text="Sealed question")]
    return lambda record: record.give_back(notes, command=by.commands(at=at))


def accepted(*, by: Somebody = SUPERVISOR, at: datetime = NOON) -> Happens:
    return lambda record: record.accept(advice="Sealed advice", command=by.commands(at=at))


def referred(*, by: Somebody = SUPERVISOR, at: datetime = NOON) -> Happens:
    return lambda record: record.refer("Sealed doubt", command=by.commands(at=at))


def assessed(*, at: datetime = NOON) -> Happens:
    return lambda record: record.assess(
        Assessment.NO_MORE, "Sealed finding", command=STANDARDS.commands(at=at)
    )


def withdrawn(*, by: Somebody = OFFICER, at: datetime = NOON) -> Happens:
    return lambda record: record.withdraw(
        reason=ReasonForWithdrawal.DUPLICATE,
        explanation="Sealed regret",
        command=by.commands(at=at),
    )


def restored(*, by: Somebody = OFFICER, at: datetime = NOON) -> Happens:
    return lambda record: record.restore(
        explanation="Sealed second thought", command=by.commands(at=at)
    )


def linked(encounter: UUID, *, at: datetime = NOON) -> Happens:
    return lambda record: record.link(
        encounter, ground=GroundForLinking.SAME_INCIDENT, command=SUPERVISOR.commands(at=at)
    )


def unlinked(*, at: datetime = NOON) -> Happens:
    return lambda record: record.unlink(
        ground=GroundForLinking.LINKED_IN_ERROR, command=SUPERVISOR.commands(at=at)
    )


def about(subject: UUID, *, at: datetime = NOON) -> Happens:
    return lambda record: record.link_subject(
        subject, ground=GroundForLinkingSubject.TOLD, command=SUPERVISOR.commands(at=at)
    )


def about_nobody(*, at: datetime = NOON) -> Happens:
    return lambda record: record.unlink_subject(
        ground=GroundForLinkingSubject.LINKED_IN_ERROR, command=SUPERVISOR.commands(at=at)
    )


def told_apart(*others: UUID, at: datetime = NOON) -> Happens:
    """Of another encounter than these, and about somebody else."""

    def happens(record: UseOfForceRecord) -> Sequence[Event]:
        (said,) = record.rule_out(others, command=SUPERVISOR.commands(at=at))
        after = fold(record, [said])
        assert after is not None
        return (said, *after.rule_out_subject(others, command=SUPERVISOR.commands(at=at)))

    return happens


def restricted(*, at: datetime = NOON) -> Happens:
    return lambda record: record.restrict(
        ground=GroundForRestriction.EVIDENCE,
        explanation="Sealed restriction",
        command=STANDARDS.commands(at=at),
    )


def unrestricted(*, at: datetime = NOON) -> Happens:
    return lambda record: record.unrestrict(
        explanation="Sealed release", command=STANDARDS.commands(at=at)
    )


def disclosed(*, at: datetime = NOON) -> Happens:
    """Handed to somebody outside: the record and the disclosure each have an event of it."""

    def happens(record: UseOfForceRecord) -> Sequence[Event]:
        command = STANDARDS.commands(at=at)
        terms = Terms(
            kind=KindOfDisclosure.PROCEEDINGS,
            basis=LegalBasis.CORONER,
            recipient="Sealed recipient",
            explanation="Sealed inquest",
            as_at=at,
            withheld=(),
        )
        shown = [(record, record.version, command)]
        return make(uuid4(), shown, terms, digest="d" * 64, command=command)

    return happens
