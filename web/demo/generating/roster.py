"""The people of a made-up force: who they are, who supervises whom, and who is at hand."""

from bisect import bisect
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum, auto
from functools import cached_property
from itertools import accumulate
from math import log
from random import Random
from uuid import UUID

from domain.codelists.duties import MainDuty
from domain.codelists.forces import Force
from domain.codelists.ranks import Rank
from domain.codelists.roles import Role
from web.demo.generating import habits
from web.demo.generating.chance import below, chance, happens, identity, one_of
from web.demo.generating.names import name_of
from web.demo.generating.wanted import Wanted

FIRST_COLLAR_NUMBER = 10_001
"""Above those of the small made-up force, which may be in the same installation."""


class Need(Enum):
    """What an officer must be or have, to have done what was done: the last goes before the others."""

    NOTHING = auto()
    DOG = auto()
    CED = auto()
    FIREARM = auto()


@dataclass(frozen=True, kw_only=True, slots=True)
class Move:
    """From a moment on somebody else supervises."""

    at: datetime
    supervisor: int


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class Member:
    """Somebody of the force."""

    number: int
    id: UUID
    name: str
    collar_number: str
    rank: Rank
    roles: tuple[Role, ...]
    supervisor: int | None = None
    move: Move | None = None
    activity: float = 0.0
    """How often they use force, beside the others."""
    duty: MainDuty = MainDuty.RESPONSE
    ced_trained: bool = False

    @property
    def supervises(self) -> bool:
        return Role.SUPERVISOR in self.roles

    def supervisor_at(self, moment: datetime) -> int | None:
        return self.move.supervisor if self.move and self.move.at <= moment else self.supervisor

    def meets(self, need: Need) -> bool:
        if need is Need.CED:
            return self.ced_trained
        if need is Need.FIREARM:
            return self.duty is MainDuty.ARV
        return need is Need.NOTHING or self.duty is MainDuty.DOG_HANDLER


class Roster:
    """Everybody of a force, and who can be called on."""

    def __init__(self, wanted: Wanted, force: Force) -> None:
        self.force = force
        self.members = tuple(_members(wanted, force))
        self._pools = {need: _Pool(self.members, need) for need in Need}
        self._teams: defaultdict[int | None, list[Member]] = defaultdict(list)
        for member in self.members:
            if not member.supervises:
                self._teams[member.supervisor].append(member)

    @cached_property
    def standards(self) -> Sequence[Member]:
        return [one for one in self.members if Role.PROFESSIONAL_STANDARDS in one.roles]

    @cached_property
    def analyst(self) -> Member:
        return next(one for one in self.members if Role.ANALYST in one.roles)

    def any(self, need: Need, source: Random, *, but: Collection[Member] = ()) -> Member:
        """Somebody who meets a need, the more active the likelier.

        When there is nobody left who does, somebody with a Taser comes: there are always enough.
        """
        return self._pools[need].any(source, but) or self._pools[Need.CED].somebody(source, but)

    def beside(
        self, officer: Member, need: Need, source: Random, *, but: Collection[Member]
    ) -> Member:
        """A colleague, of the same team if one there meets the need."""
        team = [
            one for one in self._teams[officer.supervisor] if one.meets(need) and one not in but
        ]
        return one_of(source, team) if team else self.any(need, source, but=but)

    @cached_property
    def most_active(self) -> Member:
        """Who has the fullest page to look at."""
        officers = (one for one in self.members if Role.OFFICER in one.roles and not one.supervises)
        return max(officers, key=lambda one: one.activity)


TRIES = 8


class _Pool:
    """Those who meet a need, to be drawn from by how active they are."""

    def __init__(self, members: Iterable[Member], need: Need) -> None:
        self._members = [one for one in members if Role.OFFICER in one.roles and one.meets(need)]
        self._sums = tuple(accumulate(one.activity for one in self._members))

    def any(self, source: Random, but: Collection[Member]) -> Member | None:
        if all(one in but for one in self._members):
            return None
        return self.somebody(source, but)

    def somebody(self, source: Random, but: Collection[Member]) -> Member:
        for _ in range(TRIES):
            found = self._members[bisect(self._sums, source.random() * self._sums[-1])]
            if found not in but:
                return found
        return next(one for one in self._members if one not in but)


def _members(wanted: Wanted, force: Force) -> Iterable[Member]:
    """Standards and analysts, inspectors, sergeants, officers: numbered in this order."""
    source = chance(wanted.seed, force, "people")
    monthly = wanted.shares[force] / wanted.months
    officers = max(habits.FEWEST_OFFICERS, round(monthly / habits.RECORDS_A_MONTH))
    teams = max(1, round(officers * 2 / (habits.SMALLEST_TEAM + habits.LARGEST_TEAM)))
    inspectors = -(-teams // habits.TEAMS_OF_AN_INSPECTOR)
    standards = 1 + officers // habits.OFFICERS_OF_STANDARDS
    first_inspector = standards + 1
    first_sergeant = first_inspector + inspectors
    first_officer = first_sergeant + teams
    numbers = _scattered(source, first_officer + officers)

    def member(number: int, rank: Rank, *roles: Role, **more: object) -> Member:
        return Member(
            number=number,
            id=identity(wanted.seed, force, "person", number),
            name=name_of(numbers[number]),
            collar_number=str(FIRST_COLLAR_NUMBER + numbers[number]),
            rank=rank,
            roles=roles,
            **more,  # type: ignore[arg-type]
        )

    for number in range(standards):
        yield member(number, Rank.INSPECTOR, Role.PROFESSIONAL_STANDARDS)
    yield member(standards, Rank.STAFF, Role.ANALYST)
    for number in range(first_inspector, first_sergeant):
        yield member(number, Rank.INSPECTOR, Role.SUPERVISOR)
    for team in range(teams):
        yield member(
            first_sergeant + team,
            Rank.SERGEANT,
            Role.OFFICER,
            Role.SUPERVISOR,
            supervisor=first_inspector + team // habits.TEAMS_OF_AN_INSPECTOR,
            activity=_activity(source) * habits.SERGEANTS_SHARE,
            ced_trained=happens(source, habits.CED_TRAINED),
        )
    for index in range(officers):
        team = index * teams // officers
        moves = happens(source, habits.CHANGES_TEAM) and teams > 1
        duty = FIRST_DUTIES.get(index) or habits.DUTIES.of(source)
        trained = index in FIRST_TRAINED or happens(source, habits.CED_TRAINED)
        yield member(
            first_officer + index,
            Rank.CONSTABLE,
            Role.OFFICER,
            supervisor=first_sergeant + team,
            move=_move(wanted, source, first_sergeant, team, teams) if moves else None,
            activity=_activity(source),
            duty=duty,
            # Armed response carries one.
            ced_trained=trained or duty is MainDuty.ARV,
        )


FIRST_DUTIES = {0: MainDuty.ARV, 1: MainDuty.DOG_HANDLER}
FIRST_TRAINED = range(6)
"""However small a force is, it has those whom some tactics need."""


def _move(wanted: Wanted, source: Random, first: int, team: int, teams: int) -> Move:
    days = (wanted.until - wanted.since).days
    after = timedelta(days=30 + below(source, days), hours=9)
    return Move(
        at=wanted.founded + after,
        supervisor=first + (team + 1 + below(source, teams - 1)) % teams,
    )


def _activity(source: Random) -> float:
    """Unequal: a few use force far more often than most."""
    activity: float = (-log(1 - source.random())) ** 1.3
    return activity + 0.02


def _scattered(source: Random, count: int) -> Sequence[int]:
    """The numbers up to a count in no order: collar numbers tell nothing about rank."""
    numbers = list(range(count))
    for index in range(count - 1, 0, -1):
        other = below(source, index + 1)
        numbers[index], numbers[other] = numbers[other], numbers[index]
    return numbers
