"""A small made-up force to try the service with. Everybody in it is invented."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID, uuid5

from application.access import Requester
from domain.codelists.answers import Absence, YesNo
from domain.codelists.conduct import PrimaryConduct
from domain.codelists.duties import MainDuty
from domain.codelists.editions import RecordType
from domain.codelists.impact_factors import ImpactFactor
from domain.codelists.injuries import SubjectInjured, SubjectInjuryLevel
from domain.codelists.locations import LocationType
from domain.codelists.outcomes import Outcome
from domain.codelists.perceptions import PerceivedAge, PerceivedEthnicity, PerceivedGender
from domain.codelists.ranks import Rank
from domain.codelists.reasons import ReasonForForce
from domain.codelists.roles import Role
from domain.codelists.tactics import Tactic
from domain.records.rules import LOCAL
from domain.records.tactics import TacticUsed
from web.adapters.preferences import Choices
from web.bootstrap import Services

PASSWORD = "northshire-demo"  # noqa: S105 - made up, for the made-up force
NAMESPACE = UUID("0f8c4d3e-8f0a-4d53-9a53-3f2a4f8f0d11")


@dataclass(frozen=True, kw_only=True, slots=True)
class Account:
    """A made-up person to sign in as."""

    username: str
    name: str
    collar_number: str
    rank: Rank
    role: Role
    does: str

    @property
    def id(self) -> UUID:
        return uuid5(NAMESPACE, self.username)


ACCOUNTS = (
    Account(
        username="officer",
        name="Asha Patel",
        collar_number="4127",
        rank=Rank.CONSTABLE,
        role=Role.OFFICER,
        does="who records",
    ),
    Account(
        username="officer2",
        name="Tom Okafor",
        collar_number="3310",
        rank=Rank.CONSTABLE,
        role=Role.OFFICER,
        does="another officer of the same team",
    ),
    Account(
        username="supervisor",
        name="Owen Reid",
        collar_number="2210",
        rank=Rank.SERGEANT,
        role=Role.SUPERVISOR,
        does="who reviews their records",
    ),
    Account(
        username="standards",
        name="Mary Lloyd",
        collar_number="1105",
        rank=Rank.INSPECTOR,
        role=Role.PROFESSIONAL_STANDARDS,
        does="professional standards",
    ),
    Account(
        username="administrator",
        name="Ruth Adeyemi",
        collar_number="9001",
        rank=Rank.STAFF,
        role=Role.ADMINISTRATOR,
        does="who appoints people",
    ),
)
OFFICER, OFFICER_2, SUPERVISOR, STANDARDS, ADMINISTRATOR = ACCOUNTS

SHIFT = {
    "area": "central",
    "main_duty": MainDuty.RESPONSE,
    "single_crewed": YesNo.NO,
    "ced_trained": YesNo.NO,
}


def load(services: Services) -> bool:
    """Register the people and submit a few records; false if there are people already.

    Each step has its own key, so that a load that was interrupted goes on where it stopped.
    """
    known = services.directory.entries(account.id for account in ACCOUNTS)
    new = [account for account in ACCOUNTS if not services.log.events_of(account.id)]
    for account in new:
        services.people.found(
            account.id,
            name=account.name,
            collar_number=account.collar_number,
            force=services.settings.force,
            rank=account.rank,
            role=account.role,
        )
    for account in ACCOUNTS:
        if account.id not in services.accounts.usernames():
            services.accounts.set_password(account.id, username=account.username, password=PASSWORD)
    area = next(iter(services.settings.area_options))
    for officer in (OFFICER, OFFICER_2):
        _once(services, officer)
        if not services.preferences.of(officer.id).shift:
            shift = {**SHIFT, "area": area}
            services.preferences.set(officer.id, Choices(shift=shift))
    for number, (officer, days, answers) in enumerate(RECORDS):
        _submit(services, number, officer, days, {**answers, "area": area})
    return len(known) < len(ACCOUNTS)


def _once(services: Services, officer: Account) -> None:
    asked = Requester(person=ADMINISTRATOR.id, request=_key(f"supervision {officer.username}"))
    services.people.assign_supervisor(officer.id, SUPERVISOR.id, requester=asked)


def _submit(
    services: Services, number: int, officer: Account, days: int, answers: dict[str, Any]
) -> None:
    record = _key(f"record {number}")
    if services.log.events_of(record):
        return
    now = services.clock.now()
    services.records.submit(
        record,
        reference=services.references.next(now.year),
        started_at=now - timedelta(minutes=6),
        answers={"incident_date": _day(now, days), **answers},
        requester=Requester(person=officer.id, request=_key(f"submission {number}")),
    )


def _day(now: datetime, days: int) -> date:
    return now.astimezone(LOCAL).date() - timedelta(days=days)


def _key(name: str) -> UUID:
    return uuid5(NAMESPACE, name)


COMPLIANT: dict[str, Any] = {
    "record_type": RecordType.INDIVIDUAL,
    "incident_time": time(22, 41),
    "locations": (LocationType.STREET,),
    **SHIFT,
    "video_recorded": YesNo.YES,
    "perceived_age": PerceivedAge.FROM_18,
    "perceived_gender": PerceivedGender.MALE,
    "perceived_ethnicity": PerceivedEthnicity.WHITE,
    "physical_condition": YesNo.NO,
    "mental_condition": Absence.NOT_KNOWN,
    "primary_conduct": PrimaryConduct.COMPLIANT,
    "officer_assaulted": YesNo.NO,
    "impact_factors": (ImpactFactor.ALCOHOL,),
    "reasons": (ReasonForForce.EFFECT_ARREST, ReasonForForce.PREVENT_ESCAPE),
    "tactics": (TacticUsed(tactic=Tactic.COMPLIANT_HANDCUFFING, effective=YesNo.YES),),
    "firearm_aimed": YesNo.NO,
    "firearm_fired": YesNo.NO,
    "subject_injured": SubjectInjured.NO,
    "officer_injured": YesNo.NO,
    "outcomes": (Outcome.ARRESTED,),
}

STRUGGLE: dict[str, Any] = {
    **COMPLIANT,
    "incident_time": time(1, 12),
    "locations": (LocationType.LICENSED,),
    "perceived_age": PerceivedAge.FROM_11,
    "primary_conduct": PrimaryConduct.AGGRESSIVE,
    "tactics": (
        TacticUsed(tactic=Tactic.COMMUNICATIONS, effective=YesNo.NO),
        TacticUsed(tactic=Tactic.PAVA_USED, effective=YesNo.NO),
        TacticUsed(tactic=Tactic.GROUND_RESTRAINT, effective=YesNo.YES),
        TacticUsed(tactic=Tactic.NON_COMPLIANT_HANDCUFFING, effective=YesNo.YES),
    ),
    "subject_injured": SubjectInjured.YES,
    "subject_injury_level": SubjectInjuryLevel.MINOR,
    "subject_medical_offered": YesNo.YES,
    "subject_medical_provided": YesNo.YES,
    "outcomes": (Outcome.ARRESTED, Outcome.HOSPITALISED),
}

RECORDS = (
    (OFFICER_2, 4, STRUGGLE),
    (OFFICER_2, 2, COMPLIANT),
    (OFFICER, 1, {**COMPLIANT, "incident_time": time(23, 5)}),
)
"""Who used force, how many days ago, and what they say about it."""
