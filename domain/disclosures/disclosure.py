"""Deciding on a disclosure: which records, as at when, to whom, and what is withheld of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from domain.codelists.disclosures import KindOfDisclosure, LegalBasis
from domain.codelists.forces import Force
from domain.command import Command
from domain.disclosures.errors import (
    MustBeWithheldError,
    NoRecipientError,
    NoRecordChosenError,
    NotYetError,
)
from domain.disclosures.events import Made
from domain.event import Event
from domain.records.disclosure import Withheld, always_withheld
from domain.records.record import UseOfForceRecord


@dataclass(frozen=True, kw_only=True, slots=True)
class Terms:
    """Everything that was decided about a disclosure, before its files are made."""

    kind: KindOfDisclosure
    basis: LegalBasis
    recipient: str
    explanation: str
    as_at: datetime
    withheld: tuple[Withheld, ...]


def refuse_unless_clear(terms: Terms, *, now: datetime) -> None:
    """Refuse a disclosure of which something is left open.

    Raises:
        NoRecipientError, NotYetError, MustBeWithheldError: the sentence says what to do.

    """
    if not terms.recipient.strip() or not terms.explanation.strip():
        raise NoRecipientError
    if terms.as_at > now:
        raise NotYetError
    if not always_withheld(terms.kind) <= {one.part for one in terms.withheld}:
        raise MustBeWithheldError


def make(
    disclosure: UUID,
    records: Sequence[tuple[UseOfForceRecord, int, Command]],
    terms: Terms,
    *,
    digest: str,
    command: Command,
) -> tuple[Event, ...]:
    """Disclose records, each as it stood at a version.

    Raises:
        DomainError: the refusals above, and those of ``UseOfForceRecord.disclose``.

    """
    refuse_unless_clear(terms, now=command.at)
    if not records:
        raise NoRecordChosenError
    force: Force = records[0][0].force
    made = Made(
        originator_id=disclosure,
        originator_version=1,
        metadata=command.because(terms.basis),
        force=force,
        kind=terms.kind,
        basis=terms.basis,
        records=tuple(record.id for record, _, _ in records),
        as_at=terms.as_at,
        withheld=terms.withheld,
        digest=digest,
        recipient=terms.recipient,
        explanation=terms.explanation,
    )
    of_each = (
        record.disclose(
            disclosure,
            kind=terms.kind,
            basis=terms.basis,
            as_at=terms.as_at,
            shown=shown,
            withheld=terms.withheld,
            digest=digest,
            command=theirs,
        )
        for record, shown, theirs in records
    )
    return (made, *(event for events in of_each for event in events))
