"""What happened in the made-up force during the last fortnight, oldest first."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, time, timedelta

from application.expected.file import Row
from application.importing.candidate import Candidate
from domain.codelists.answers import YesNo
from domain.codelists.editions import RecordType
from domain.codelists.expected import ExpectedKind
from domain.codelists.impact_factors import ImpactFactor
from domain.codelists.reasons import (
    GroundForLinking,
    GroundForLinkingSubject,
    ReasonForAmendment,
    ReasonForWithdrawal,
)
from domain.codelists.video import NoVideoReason
from domain.event import Source
from domain.local_time import LOCAL, happened_at
from domain.records.account import Answers
from domain.records.events import PinnedNote
from web.adapters.drafts import Draft
from web.bootstrap import Services
from web.demo import answers
from web.demo.people import OFFICER, OFFICER_2, SUPERVISOR, Account, key


@dataclass(frozen=True, kw_only=True, slots=True)
class Step:
    """Something that somebody did, so many days before the demonstration is loaded."""

    days: int
    at: time
    name: str
    """Its key: the same step taken again does nothing."""
    take: Callable[[Services, "Step"], None]


def submits(who: Account, record: str, account: Answers, *, days: int, at: time) -> Step:
    """An officer submits; the incident was on that day, or the night before for a small hour."""

    def take(services: Services, step: Step) -> None:
        now = services.clock.now()
        if services.log.events_of(key(record)):
            return
        services.records.submit(
            key(record),
            reference=services.references.next(now.year),
            started_at=now,
            answers={
                "area": next(iter(services.settings.area_options)),
                "incident_date": _day(now.date(), account["incident_time"], at),
                **account,
            },
            requester=who.asks(step.name),
        )

    return Step(days=days, at=at, name=f"submit {record}, {days} {at}", take=take)


def _day(today: date, happened: time, submitted: time) -> date:
    return today if happened < submitted else date.fromordinal(today.toordinal() - 1)


def takes_over(
    who: Account, record: str, account: Answers, *, days: int, at: time, before: int
) -> Step:
    """An old record of an officer is imported; the incident was that many days before."""

    def take(services: Services, step: Step) -> None:
        happened = services.clock.now() - timedelta(days=before)
        found = Candidate(
            record=key(record),
            reference="OLD-0417",
            officer=who.id,
            rank=None,
            answers={
                "area": next(iter(services.settings.area_options)),
                "incident_date": happened.date(),
                **account,
            },
            source=Source(
                file="northshire-records.csv",
                digest=hashlib.sha256(record.encode()).hexdigest(),
                line=417,
                # The day after, so that whenever it happened it was recorded later.
                at=happened + timedelta(days=1),
            ),
        )
        services.imports.take_over([found], force=services.settings.force)

    return Step(days=days, at=at, name=f"import {record}, {days} {at}", take=take)


def amends(
    who: Account,
    record: str,
    changes: Answers,
    explanation: str,
    *,
    days: int,
    at: time,
    reason: ReasonForAmendment = ReasonForAmendment.SUPERVISOR_QUERY,
) -> Step:
    def take(services: Services, step: Step) -> None:
        services.records.amend(
            key(record),
            changes,
            reason=reason,
            explanation=explanation,
            version=_version(services, record),
            requester=who.asks(step.name),
        )

    return Step(days=days, at=at, name=f"amend {record}, {days} {at}", take=take)


def returns(record: str, question: str, text: str, *, days: int, at: time) -> Step:
    def take(services: Services, step: Step) -> None:
        services.reviews.give_back(
            key(record),
            [PinnedNote(question=question, text=text)],
            version=_version(services, record),
            requester=SUPERVISOR.asks(step.name),
        )

    return Step(days=days, at=at, name=f"return {record}, {days} {at}", take=take)


def accepts(record: str, *, days: int, at: time, advice: str = "") -> Step:
    def take(services: Services, step: Step) -> None:
        services.reviews.accept(
            key(record),
            advice=advice,
            version=_version(services, record),
            requester=SUPERVISOR.asks(step.name),
        )

    return Step(days=days, at=at, name=f"accept {record}, {days} {at}", take=take)


def refers(record: str, explanation: str, *, days: int, at: time) -> Step:
    def take(services: Services, step: Step) -> None:
        services.reviews.refer(
            key(record),
            explanation=explanation,
            version=_version(services, record),
            requester=SUPERVISOR.asks(step.name),
        )

    return Step(days=days, at=at, name=f"refer {record}, {days} {at}", take=take)


def withdraws(who: Account, record: str, explanation: str, *, days: int, at: time) -> Step:
    def take(services: Services, step: Step) -> None:
        services.records.withdraw(
            key(record),
            reason=ReasonForWithdrawal.DUPLICATE,
            explanation=explanation,
            version=_version(services, record),
            requester=who.asks(step.name),
        )

    return Step(days=days, at=at, name=f"withdraw {record}, {days} {at}", take=take)


def links(record: str, *others: str, days: int, at: time) -> Step:
    """The supervisor says that records are of one encounter, and about one person."""

    def take(services: Services, step: Step) -> None:
        records = [key(one) for one in (record, *others)]
        services.linking.link(
            records, ground=GroundForLinking.NAMED, requester=SUPERVISOR.asks(step.name)
        )
        services.linking.link_subject(
            records,
            ground=GroundForLinkingSubject.SAME_IDENTIFIER,
            requester=SUPERVISOR.asks(f"{step.name}, the person"),
        )

    return Step(days=days, at=at, name=f"link {record}, {days} {at}", take=take)


def drafts(who: Account, account: Answers, *, days: int, at: time) -> Step:
    def take(services: Services, step: Step) -> None:
        now = services.clock.now()
        if services.drafts.of(who.id):
            return
        services.drafts.start(
            Draft(
                id=key(step.name),
                officer=who.id,
                reference=services.references.next(now.year),
                started_at=now,
                saved_at=now,
                answers=account,
            )
        )

    return Step(days=days, at=at, name=f"draft of {who.username}", take=take)


def expects(*, days: int, at: time) -> Step:
    """What other systems know of is loaded and held against what was recorded."""

    def take(services: Services, step: Step) -> None:
        now, wanted = services.clock.now(), []
        for number, (kind, who, before, moment, device) in enumerate(KNOWN_ELSEWHERE, start=1):
            day = now.astimezone(LOCAL).date() - timedelta(days=before - days)
            wanted.append(
                Row(
                    encounter=key(f"expected {number}"),
                    kind=kind,
                    officer=who.id,
                    happened_at=happened_at(day, moment),
                    area=next(iter(services.settings.area_options)),
                    device=device or None,
                    reference=f"{kind.value.upper()}/{number:04}",
                    source=Source(
                        file="northshire-encounters.csv",
                        digest=hashlib.sha256(b"northshire-encounters").hexdigest(),
                        line=number + 1,
                    ),
                )
            )
        loaded = services.expecting.load(wanted, force=services.settings.force)
        if not loaded.loaded:
            return
        services.expecting.reconcile(
            open_ones=[one.encounter for one in wanted],
            near=[key(record) for record in RECORDED],
            taken=(),
            lost=(),
        )

    return Step(days=days, at=at, name=f"expected, {days} {at}", take=take)


KNOWN_ELSEWHERE = (
    (ExpectedKind.ARREST, OFFICER, 10, time(22, 30), ""),
    (ExpectedKind.CUSTODY, OFFICER_2, 6, time(15, 20), ""),
    (ExpectedKind.ARREST, OFFICER, 2, time(16, 0), ""),
    (ExpectedKind.ARREST, OFFICER, 5, time(11, 20), ""),
    (ExpectedKind.CED, OFFICER_2, 4, time(2, 15), "X3000-0207"),
)
"""Two of them nobody recorded: they are followed up."""
RECORDED = ("doorstep", "complaint", "struggle", "red-dot", "together", "drugs")


def _version(services: Services, record: str) -> int:
    return len(services.log.events_of(key(record)))


STORY = (
    takes_over(OFFICER, "old", answers.OLD, days=14, at=time(8, 0), before=400),
    submits(OFFICER_2, "crowd", answers.CROWD, days=13, at=time(20, 5)),
    accepts("crowd", days=12, at=time(9, 30)),
    submits(OFFICER, "doorstep", answers.DOORSTEP, days=10, at=time(23, 58)),
    amends(
        OFFICER,
        "doorstep",
        {"incident_time": time(22, 41)},
        "I entered the time an hour late.",
        reason=ReasonForAmendment.ERROR,
        days=9,
        at=time(6, 31),
    ),
    submits(
        OFFICER_2,
        "doorstep beside",
        {**answers.DOORSTEP, "incident_time": time(22, 44), "colleagues": (OFFICER.id,)},
        days=10,
        at=time(23, 59),
    ),
    returns(
        "doorstep",
        "subject_injured",
        "The custody record shows a graze to the wrist. Is the injury answer still right?",
        days=8,
        at=time(14, 2),
    ),
    amends(
        OFFICER,
        "doorstep",
        answers.INJURY,
        "The custody nurse told me after I had submitted.",
        reason=ReasonForAmendment.NEW_EVIDENCE,
        days=8,
        at=time(19, 40),
    ),
    accepts(
        "doorstep",
        days=7,
        at=time(8, 12),
        advice="Watched against the video; the account fits. Ask the nurse before you submit.",
    ),
    accepts("doorstep beside", days=7, at=time(8, 20)),
    links("doorstep", "doorstep beside", days=7, at=time(8, 25)),
    submits(OFFICER_2, "duplicate", answers.COMPLIANT, days=7, at=time(23, 30)),
    withdraws(
        OFFICER_2, "duplicate", "I recorded the same handcuffing twice.", days=6, at=time(7, 15)
    ),
    submits(
        OFFICER_2,
        "complaint",
        {**answers.STRUGGLE, "incident_time": time(14, 35)},
        days=6,
        at=time(16, 50),
    ),
    refers(
        "complaint",
        "A bystander has complained about the way he was taken to the ground.",
        days=5,
        at=time(9, 5),
    ),
    submits(
        OFFICER_2,
        "struggle",
        {**answers.STRUGGLE, "incident_reference": "NS-0409"},
        days=5,
        at=time(3, 20),
    ),
    submits(
        OFFICER,
        "struggle beside",
        {
            **answers.STRUGGLE,
            "incident_time": time(1, 16),
            "incident_reference": "ns 0409",
            "tactics": answers.STRUGGLE["tactics"][2:],
        },
        days=5,
        at=time(3, 40),
    ),
    submits(OFFICER, "red-dot", answers.RED_DOT, days=4, at=time(18, 10)),
    submits(OFFICER_2, "together", answers.TOGETHER, days=3, at=time(21, 45)),
    accepts("together", days=2, at=time(10, 5)),
    returns(
        "red-dot",
        "narrative_assessment",
        "A Taser was drawn and the account is empty. What was the threat, and to whom?",
        days=2,
        at=time(10, 20),
    ),
    submits(
        OFFICER,
        "drugs",
        {**answers.DOORSTEP, "incident_time": time(15, 50)},
        days=2,
        at=time(17, 0),
    ),
    returns(
        "drugs",
        "impact_factors",
        "The log says she had taken something. Did drugs affect your decision?",
        days=1,
        at=time(9, 15),
    ),
    amends(
        OFFICER,
        "drugs",
        {
            "impact_factors": (
                *answers.DOORSTEP["impact_factors"],
                ImpactFactor.DRUGS,
            )
        },
        "Yes: her friend told us on the way in.",
        days=1,
        at=time(13, 45),
    ),
    submits(OFFICER_2, "fired", answers.FIRED, days=1, at=time(5, 5)),
    submits(
        OFFICER,
        "compliant",
        {**answers.COMPLIANT, "video_recorded": YesNo.NO, "no_video_reason": NoVideoReason.FAULT},
        days=1,
        at=time(23, 20),
    ),
    drafts(
        OFFICER, {"record_type": RecordType.INDIVIDUAL, **answers.SHIFT}, days=1, at=time(23, 40)
    ),
    expects(days=1, at=time(23, 50)),
)
