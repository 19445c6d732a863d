"""A quarter of records to publish, and two hundred things that happen to them after."""

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid5

from domain.codelists.answers import Absence, YesNo
from domain.codelists.locations import LocationType
from domain.codelists.perceptions import PerceivedEthnicity, PerceivedGender
from domain.codelists.reasons import ReasonForForce
from domain.codelists.releases import ReasonForEdition
from domain.codelists.tactics import Tactic
from domain.counting.periods import Quarter
from domain.event import Event
from domain.records.history import fold
from domain.records.record import UseOfForceRecord
from domain.releases.period import Period
from domain.releases.release import Edition, Release
from tests.builders import CED_FIRED, CROWD, MINOR_INJURY, a_submission, used
from tests.installations import follow
from tests.people import ANALYST, COLLEAGUE, NAMESPACE, OFFICER, STANDARDS
from tests.projections.happening import amended, linked, restored, withdrawn
from web.bootstrap import Services
from web.releases import making
from web.releases.publishing import publish_due

QUARTER = Quarter(2026, 2)
PERIOD = Period(2026, 2)
OFFICERS = (OFFICER, COLLEAGUE)
SEED = 4711
TACTICS = (Tactic.SHIELD, Tactic.BATON_USED, Tactic.UNARMED_SKILLS, Tactic.DOG_DEPLOYED)


@dataclass(frozen=True)
class Told:
    """What happened after the first edition, by how often."""

    amended: int = 80
    added: int = 40
    withdrawn: int = 40
    restored: int = 20
    linked: int = 20

    @property
    def all(self) -> int:
        return self.amended + self.added + self.withdrawn + self.restored + self.linked


def recorded(services: Services, number: int, *, seed: int = SEED, since: int = 0) -> list[UUID]:
    """Records of the quarter and the one before it, of all kinds that a force has."""
    chance = random.Random(seed)
    return [_record(services, chance, since + place) for place in range(number)]


def id_of(place: int) -> UUID:
    """The record that was made at a place in their order."""
    return uuid5(NAMESPACE, f"record {place}")


def _record(services: Services, chance: random.Random, place: int) -> UUID:
    record = id_of(place)
    quarter = QUARTER if chance.random() < 0.8 else QUARTER.earlier(1)
    services.log.append(
        a_submission(
            by=chance.choice(OFFICERS),
            record=record,
            reference=f"UOF-26-{place:06}",
            incident_date=quarter.first_day + timedelta(days=chance.randrange(90)),
            **_said(chance),
        )
    )
    return record


def _said(chance: random.Random) -> dict[str, Any]:
    kinds: list[dict[str, Any]] = [{}, {}, {}, {}, CED_FIRED, MINOR_INJURY, CROWD]
    tactics = used(*chance.sample(TACTICS, chance.randrange(1, 4)), effective=_answer(chance))
    return {
        "tactics": tactics,
        "area": chance.choice(("central", "north", "coast")),
        "perceived_ethnicity": chance.choice(list(PerceivedEthnicity)),
        "perceived_gender": chance.choice([*PerceivedGender, Absence.NOT_KNOWN]),
        "locations": tuple(chance.sample(list(LocationType), chance.randrange(1, 3))),
        "reasons": tuple(chance.sample(list(ReasonForForce)[:8], chance.randrange(1, 3))),
        **chance.choice(kinds),
    }


def _answer(chance: random.Random) -> YesNo:
    return YesNo.YES if chance.random() < 0.9 else YesNo.NO


def happened_after(services: Services, records: Sequence[UUID], told: Told) -> None:
    """Two hundred things: some records are amended, some withdrawn, some of those restored."""
    chance = random.Random(SEED + 1)
    chosen = chance.sample(records, told.amended + told.withdrawn + told.linked)
    changed = chosen[: told.amended]
    gone = chosen[told.amended : told.amended + told.withdrawn]
    together = chosen[told.amended + told.withdrawn :]
    for record in changed:
        _then(services, record, lambda one: amended(by=_officer(one), **_changes(chance)))
    for record in gone:
        _then(services, record, lambda one: withdrawn(by=_officer(one)))
    for record in gone[: told.restored]:
        _then(services, record, lambda one: restored(by=_officer(one)))
    for record in together:
        encounter = UUID(int=chance.randrange(1, 6))
        _then(services, record, lambda _, found=encounter: linked(found))
    recorded(services, told.added, seed=SEED + 2, since=len(records))
    follow(services)


def _changes(chance: random.Random) -> dict[str, Any]:
    moved = QUARTER if chance.random() < 0.8 else QUARTER.earlier(1)
    more: dict[str, Any] = chance.choice(
        [
            {},
            {"incident_date": moved.first_day + timedelta(days=chance.randrange(90))},
            {"locations": (LocationType.CUSTODY, LocationType.DWELLING)},
            {"reasons": (ReasonForForce.PROTECT_SELF,)},
        ]
    )
    # No record was of this area before, so that something changes in each.
    return {"area": "elsewhere", **more}


def _officer(record: UseOfForceRecord) -> Any:
    return next(one for one in OFFICERS if one.id == record.officer)


def _then(
    services: Services,
    record: UUID,
    happens: Callable[[UseOfForceRecord], Callable[[UseOfForceRecord], Sequence[Event]]],
) -> None:
    found = fold(None, services.log.events_of(record))
    assert found is not None
    services.log.append(happens(found)(found))


def published(services: Services, reason: ReasonForEdition, notice: str | None = None) -> Edition:
    """Publish an edition of everything recorded so far, in the ordinary way."""
    follow(services)
    done = making.prepare(services, PERIOD, reason=reason, notice=notice, requester=ANALYST.asks())
    making.check(services, done.aggregate, requester=ANALYST.asks())
    checked = services.releases.get(done.aggregate).editions[-1]
    services.releases.approve(
        done.aggregate,
        checked.files,
        publish_at=services.clock.now(),
        requester=STANDARDS.asks(),
    )
    follow(services)
    assert publish_due(services.releases, services.views, services.clock) == 1
    follow(services)
    return release(services).published[-1]


def release(services: Services) -> Release:
    return services.releases.of(services.settings.force, PERIOD)
