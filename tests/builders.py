"""Accounts and records in a named state, ready for the sentence a test is about."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from uuid import UUID, uuid4

from application.people import FOUNDER
from domain.codelists.answers import Absence, YesNo
from domain.codelists.conduct import PrimaryConduct
from domain.codelists.duties import MainDuty
from domain.codelists.editions import RecordType
from domain.codelists.forces import Force
from domain.codelists.impact_factors import ImpactFactor
from domain.codelists.injuries import SubjectInjured, SubjectInjuryLevel
from domain.codelists.locations import LocationType
from domain.codelists.outcomes import Outcome
from domain.codelists.perceptions import PerceivedAge, PerceivedEthnicity, PerceivedGender
from domain.codelists.reasons import ReasonForForce
from domain.codelists.roles import Role
from domain.codelists.tactics import Tactic
from domain.command import Command
from domain.event import Event, Source
from domain.records.account import Account, Answers
from domain.records.history import fold
from domain.records.record import UseOfForceRecord
from domain.records.tactics import CedUse, TacticUsed
from tests.fakes import NOON
from tests.people import OFFICER, SUPERVISOR, Somebody


def used(*tactics: Tactic, effective: YesNo = YesNo.YES) -> tuple[TacticUsed, ...]:
    """Tactics in the order used."""
    return tuple(TacticUsed(tactic=tactic, effective=effective) for tactic in tactics)


def answers(**changes: Any) -> Answers:
    """A complete account of compliant handcuffing on arrest, with some answers changed.

    An answer changed to :attr:`Absence.NOT_ANSWERED` is left out.
    """
    complete: dict[str, Any] = {
        "record_type": RecordType.INDIVIDUAL,
        "incident_date": date(2026, 11, 19),
        "incident_time": time(22, 41),
        "locations": (LocationType.STREET,),
        "area": "central",
        "main_duty": MainDuty.RESPONSE,
        "single_crewed": YesNo.NO,
        "ced_trained": YesNo.NO,
        "video_recorded": YesNo.YES,
        "perceived_age": PerceivedAge.FROM_18,
        "perceived_gender": PerceivedGender.MALE,
        "perceived_ethnicity": PerceivedEthnicity.WHITE,
        "physical_condition": YesNo.NO,
        "mental_condition": Absence.NOT_KNOWN,
        "primary_conduct": PrimaryConduct.COMPLIANT,
        "officer_assaulted": YesNo.NO,
        "impact_factors": (ImpactFactor.ALCOHOL,),
        "reasons": (ReasonForForce.EFFECT_ARREST,),
        "tactics": used(Tactic.COMPLIANT_HANDCUFFING),
        "firearm_aimed": YesNo.NO,
        "firearm_fired": YesNo.NO,
        "subject_injured": SubjectInjured.NO,
        "officer_injured": YesNo.NO,
        "outcomes": (Outcome.ARRESTED,),
    }
    stated = {**complete, **changes}
    return {name: answer for name, answer in stated.items() if answer is not Absence.NOT_ANSWERED}


def an_account(**changes: Any) -> Account:
    return Account.of(answers(**changes))


CED_FIRED: dict[str, Any] = {
    "primary_conduct": PrimaryConduct.AGGRESSIVE,
    "ced_trained": YesNo.YES,
    "ced_carried": YesNo.YES,
    "tactics": used(Tactic.CED_DRAWN, Tactic.CED_FIRED),
    "ced_used": YesNo.YES,
    "ced_serial": "X3000-0001",
    "ced_uses": (CedUse(drawn=YesNo.YES, fired=YesNo.YES, cartridge_number="C-1", cycles=1),),
    "narrative_action": "I drew and fired.",
}
"""What changes when a Taser was drawn and fired."""

MINOR_INJURY: dict[str, Any] = {
    "subject_injured": SubjectInjured.YES,
    "subject_injury_level": SubjectInjuryLevel.MINOR,
    "subject_medical_offered": YesNo.YES,
    "subject_medical_provided": YesNo.YES,
}

WORDS: dict[str, Any] = {
    "place": "12 Sealed Street",
    "subject_name": "Sealed Subject",
    "narrative_information": "Sealed narrative",
    "custody_reference": "CUST-SEALED",
}
"""Answers that are sealed, with words that a search for plain text would find."""

CROWD: dict[str, Any] = {
    "record_type": RecordType.CROWD,
    "crowd_estimate": 200,
    **dict.fromkeys(
        (
            "perceived_age",
            "perceived_gender",
            "perceived_ethnicity",
            "physical_condition",
            "mental_condition",
            "primary_conduct",
        ),
        Absence.NOT_ANSWERED,
    ),
}


def a_submission(
    *,
    by: Somebody = OFFICER,
    at: datetime = NOON,
    record: UUID | None = None,
    reference: str = "UOF-26-000001",
    supervisor: Somebody | None = SUPERVISOR,
    **changes: Any,
) -> tuple[Event, ...]:
    """The events of a submission."""
    return UseOfForceRecord.submit(
        record or uuid4(),
        reference=reference,
        force=Force.NORTHSHIRE,
        rank=by.rank,
        supervisor=supervisor.id if supervisor else None,
        started_at=at - timedelta(minutes=5),
        answers=answers(**changes),
        command=by.commands(at=at),
    )


SOURCE = Source(
    file="legacy.csv", digest="5e" * 32, line=7, at=datetime(2020, 5, 4, 9, 30, tzinfo=UTC)
)
"""Where an imported record was found."""

LEGACY: dict[str, Any] = {
    "incident_date": date(2020, 5, 3),
    "video_recorded": Absence.NOT_ASKED,
    "single_crewed": Absence.NOT_ANSWERED,
    "outcomes": (Outcome.OTHER,),
}
"""What an older system says: it never asked about video, and one answer is missing."""


def an_import(
    *,
    officer: UUID | None = OFFICER.id,
    record: UUID | None = None,
    reference: str = "LEG-000007",
    force: Force = Force.NORTHSHIRE,
    **changes: Any,
) -> tuple[Event, ...]:
    """The events of an imported record, which came with a gap."""
    return UseOfForceRecord.take_over(
        record or uuid4(),
        reference=reference,
        force=force,
        officer=officer,
        rank=None,
        answers=answers(**{**LEGACY, **changes}),
        words={"outcomes": ("Dealt with informally",)},
        command=imports(),
    )


def imports(*, at: datetime = NOON, source: Source | None = SOURCE) -> Command:
    """What the system does when it imports."""
    return Command(by=FOUNDER, role=Role.SYSTEM, at=at, request=uuid4(), source=source)


def an_imported_record(**changes: Any) -> UseOfForceRecord:
    return after(*an_import(**changes))


def after(*events: Event) -> UseOfForceRecord:
    """The record that these events make."""
    record = fold(None, events)
    assert record is not None
    return record


def a_submitted_record(**changes: Any) -> UseOfForceRecord:
    return after(*a_submission(**changes))


def and_then(record: UseOfForceRecord, events: tuple[Event, ...]) -> UseOfForceRecord:
    """The record after one more command."""
    found = fold(record, events)
    assert found is not None
    return found


def an_accepted_record(**changes: Any) -> UseOfForceRecord:
    record = a_submitted_record(**changes)
    return and_then(record, record.accept(advice="", command=SUPERVISOR.commands()))
