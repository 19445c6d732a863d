"""Records and drafts in a named state, made through the use cases and shown by the read models."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

from application.importing.jobs import Asked, Tally
from domain.codelists.forces import Force
from domain.codelists.reasons import (
    GroundForLinking,
    GroundForRestriction,
    ReasonForAmendment,
    ReasonForWithdrawal,
)
from domain.records.events import PinnedNote
from tests.builders import an_import, answers
from tests.installations import follow
from tests.people import OFFICER, STANDARDS, SUPERVISOR, Somebody
from web.adapters.drafts import Draft
from web.bootstrap import Services


@dataclass(frozen=True)
class Given:
    """A record and the things that can be done to it, each shown by the read models after."""

    services: Services
    id: UUID
    reference: str

    @property
    def version(self) -> int:
        return self.services.records.read(self.id, by=STANDARDS.id).version

    def amended(self, *, by: Somebody = OFFICER, **changes: Any) -> "Given":
        self.services.records.amend(
            self.id,
            changes,
            reason=ReasonForAmendment.ERROR,
            explanation="I had it wrong",
            version=self.version,
            requester=by.asks(),
        )
        return self._shown()

    def returned(self, *notes: PinnedNote, by: Somebody = SUPERVISOR) -> "Given":
        said: Sequence[PinnedNote] = notes or (PinnedNote(question="", text="Please look again"),)
        self.services.reviews.give_back(self.id, said, version=self.version, requester=by.asks())
        return self._shown()

    def accepted(self, *, by: Somebody = SUPERVISOR) -> "Given":
        self.services.reviews.accept(self.id, advice="", version=self.version, requester=by.asks())
        return self._shown()

    def withdrawn(self, *, by: Somebody = OFFICER) -> "Given":
        self.services.records.withdraw(
            self.id,
            reason=ReasonForWithdrawal.DUPLICATE,
            explanation="Sent twice",
            version=self.version,
            requester=by.asks(),
        )
        return self._shown()

    def restricted(self) -> "Given":
        self.services.records.restrict(
            self.id,
            ground=next(iter(GroundForRestriction)),
            explanation="Being looked into",
            requester=STANDARDS.asks(),
        )
        return self._shown()

    def linked(self, other: "Given") -> "Given":
        self.services.records.link(
            self.id, other.id, ground=GroundForLinking.SAME_INCIDENT, requester=STANDARDS.asks()
        )
        return self._shown()

    def _shown(self) -> "Given":
        follow(self.services)
        return self


def submitted(services: Services, *, by: Somebody = OFFICER, **changes: Any) -> Given:
    """A submitted record; ``changes`` are to a complete account of compliant handcuffing."""
    record, now = uuid4(), services.clock.now()
    reference = services.references.next(now.year)
    services.records.submit(
        record,
        reference=reference,
        started_at=now,
        answers=answers(**changes),
        requester=by.asks(),
    )
    follow(services)
    return Given(services, record, reference)


def imported(services: Services, *, officer: UUID | None = OFFICER.id, **changes: Any) -> Given:
    """A record that was imported with one answer missing."""
    record, reference = uuid4(), "LEG-000007"
    services.log.append(an_import(record=record, reference=reference, officer=officer, **changes))
    follow(services)
    return Given(services, record, reference)


def a_job(
    services: Services, file: str, *, force: Force = Force.NORTHSHIRE, finished: bool = True
) -> UUID:
    """An import of a file, as it is remembered."""
    asked = Asked(file=file, digest="5e" * 32, layout="mps", force=force)
    tally = Tally(taken=1_200, already=2, rejected=3, with_findings=7)
    tally.findings["answers-every-question-asked", "single_crewed", "Answer this question"] = 7
    jobs, now = services.import_jobs, services.clock.now()
    job = jobs.begin(asked, at=now)
    jobs.proceed(job, tally, last_line=1_206)
    if finished:
        jobs.finish(job, tally, at=now)
    return job.id


def a_draft(services: Services, *, by: Somebody = OFFICER, **changes: Any) -> Draft:
    """A complete draft, with some answers changed."""
    now = services.clock.now()
    return services.drafts.start(
        Draft(
            id=uuid4(),
            officer=by.id,
            reference=services.references.next(now.year),
            started_at=now,
            saved_at=now,
            answers=answers(**changes),
        )
    )


def an_amendment(
    services: Services, record: Given, *, by: Somebody = OFFICER, **changes: Any
) -> Draft:
    """An amendment begun and not yet given a reason."""
    now, found = services.clock.now(), services.records.read(record.id, by=by.id)
    return services.drafts.start(
        Draft(
            id=record.id,
            officer=by.id,
            reference=record.reference,
            started_at=now,
            saved_at=now,
            base_version=found.version,
            answers=found.account.with_changes(changes).answers,
        )
    )
