"""Which records are probably of one encounter: by reference, by officers, and by place and time.

Context. Two officers and one subject make two records, and one officer and two subjects make two (spec:
domain, 1.1); no force has a robust way to count encounters (section 3). Decision. What suggests that
records belong together is shown with its ground, and nothing is linked without a person. Groups grow from
the surest pair on, and are as strong as the weakest pair that they need; a group never holds records of
two encounters, nor any two of which somebody said that they are of different ones. Consequence: a count of
encounters rests on what people confirmed. Kept by ``tests/domain/encounters/test_suggesting.py``.

No source says how far apart the records of one encounter lie in time: the spans are ours.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import product
from types import MappingProxyType
from uuid import UUID

from domain.codelists.codelist import CodeList
from domain.codelists.reasons import GroundForLinking

INCIDENT = "incident_reference"
"""Records that name different incidents are not of one encounter, unless they share something else that is
known elsewhere."""
SPANS: Mapping[str, timedelta] = MappingProxyType(
    {
        INCIDENT: timedelta(hours=24),
        "crime_reference": timedelta(hours=24),
        "stop_search_reference": timedelta(hours=24),
        # One custody record lasts for days: force used in the cell is another encounter.
        "custody_reference": timedelta(hours=6),
    }
)
"""By the answer under which other systems know it: how far apart records with the same one may lie."""
FARTHEST = max(SPANS.values())
ABOUT = timedelta(minutes=30)
"""How far apart records may lie of officers who name each other."""
AT_ONCE = timedelta(minutes=15)
"""How far apart records may lie that only an officer, or only a place, suggests."""


class Strength(CodeList):
    """How much speaks for it; the surest first."""

    STRONG = "strong", "Strong"
    LIKELY = "likely", "Likely"
    POSSIBLE = "possible", "Possible"


@dataclass(frozen=True, kw_only=True, slots=True)
class Candidate:
    """A record that may be of an encounter with others."""

    record: UUID
    officer: UUID | None
    named: frozenset[UUID]
    happened_at: datetime
    area: str | None
    locations: frozenset[str]
    references: Mapping[str, str]
    """By question: under what other systems know it, written plainly."""
    encounter: UUID | None = None
    left: frozenset[UUID] = frozenset()
    ruled_out: frozenset[UUID] = frozenset()


@dataclass(frozen=True, kw_only=True, slots=True)
class Pair:
    """Two records, and why they are probably of one encounter."""

    one: UUID
    other: UUID
    ground: GroundForLinking
    strength: Strength
    apart: timedelta


@dataclass(frozen=True, kw_only=True, slots=True)
class Suggestion:
    """Records that are probably of one encounter."""

    records: tuple[UUID, ...]
    """Those that belong to none yet come first, by the time of what happened."""
    pairs: tuple[Pair, ...]
    """What holds them together, the surest first."""
    encounter: UUID | None
    """The one that some of them belong to already."""

    @property
    def weakest(self) -> Pair:
        return self.pairs[-1]

    @property
    def strength(self) -> Strength:
        return self.weakest.strength

    @property
    def ground(self) -> GroundForLinking:
        return self.weakest.ground


def suggestions(candidates: Sequence[Candidate]) -> list[Suggestion]:
    """What is to be asked about these records: the surest first, then the latest."""
    by_record = {one.record: one for one in candidates}
    groups = _linked(candidates)
    held: dict[UUID, list[Pair]] = {}
    for pair in sorted(_pairs(candidates), key=_order):
        one, other = groups[pair.one], groups[pair.other]
        if one is other or not _may_join(pair, one, other):
            continue
        joined = [*one, *other]
        pairs = [*held.pop(one[0].record, []), *held.pop(other[0].record, []), pair]
        held[joined[0].record] = pairs
        groups.update(dict.fromkeys((member.record for member in joined), joined))
    found = [_suggestion(groups[first], pairs) for first, pairs in held.items()]
    latest = {one.records: by_record[one.records[0]].happened_at for one in found}
    found.sort(key=lambda one: (latest[one.records], one.records), reverse=True)
    return sorted(found, key=lambda one: STRENGTHS[one.strength])


Group = list[Candidate]
STRENGTHS = {strength: place for place, strength in enumerate(Strength)}
GROUNDS = {ground: place for place, ground in enumerate(GroundForLinking)}


def _order(pair: Pair) -> tuple[int, int, timedelta, UUID, UUID]:
    return STRENGTHS[pair.strength], GROUNDS[pair.ground], pair.apart, pair.one, pair.other


def _linked(candidates: Sequence[Candidate]) -> dict[UUID, Group]:
    """The groups that there are: the records of each encounter, and every other one alone."""
    encounters: dict[UUID, Group] = {}
    for one in candidates:
        encounters.setdefault(one.encounter or one.record, []).append(one)
    return {one.record: group for group in encounters.values() for one in group}


def _may_join(pair: Pair, one: Group, other: Group) -> bool:
    if len({member.encounter for member in (*one, *other)} - {None}) > 1:
        return False
    if any(_told_apart(*members) for members in product(one, other)):
        return False
    if pair.ground is GroundForLinking.SAME_REFERENCE:
        return True
    # Partners name each other at every job of a shift: without this one job would lead to the next.
    moments = [member.happened_at for member in (*one, *other)]
    return max(moments) - min(moments) <= ABOUT


def _told_apart(one: Candidate, other: Candidate) -> bool:
    """Whether a person said that they are of different encounters, or took one out of the other's."""
    return (
        other.record in one.ruled_out
        or one.record in other.ruled_out
        or other.encounter in one.left
        or one.encounter in other.left
    )


def _suggestion(group: Group, pairs: Sequence[Pair]) -> Suggestion:
    members = sorted(
        group, key=lambda one: (one.encounter is not None, one.happened_at, one.record)
    )
    return Suggestion(
        records=tuple(one.record for one in members),
        pairs=tuple(sorted(pairs, key=_order)),
        encounter=next((one.encounter for one in group if one.encounter), None),
    )


def _pairs(candidates: Sequence[Candidate]) -> Iterator[Pair]:
    by_time = sorted(candidates, key=lambda one: (one.happened_at, one.record))
    found = [
        pair
        for place, one in enumerate(by_time)
        for other in _within_reach(one, by_time[place + 1 :])
        if (pair := pair_of(one, other))
    ]
    # A place and a time say something only where nothing else is like them.
    vague = Counter(
        record
        for pair in found
        if pair.ground is GroundForLinking.SAME_PLACE
        for record in (pair.one, pair.other)
    )
    for pair in found:
        alone = vague[pair.one] == vague[pair.other] == 1
        if pair.ground is not GroundForLinking.SAME_PLACE or alone:
            yield pair


def _within_reach(one: Candidate, later: Sequence[Candidate]) -> Iterator[Candidate]:
    for other in later:
        if other.happened_at - one.happened_at > FARTHEST:
            return
        yield other


def pair_of(one: Candidate, other: Candidate) -> Pair | None:
    """Why two records are probably of one encounter, if anything says so."""
    apart = abs(other.happened_at - one.happened_at)
    found = _ground_of(one, other, apart)
    if found is None:
        return None
    ground, strength = found
    return Pair(one=one.record, other=other.record, ground=ground, strength=strength, apart=apart)


def _ground_of(
    one: Candidate, other: Candidate, apart: timedelta
) -> tuple[GroundForLinking, Strength] | None:
    if _share_a_reference(one, other, apart):
        return GroundForLinking.SAME_REFERENCE, Strength.STRONG
    both_say = one.references.keys() & other.references.keys()
    if INCIDENT in both_say or apart > ABOUT:
        return None
    same_area = one.area is not None and one.area == other.area
    if other.officer in one.named or one.officer in other.named:
        return GroundForLinking.NAMED, Strength.STRONG if same_area else Strength.LIKELY
    return _of_one_place(one, other) if same_area and apart <= AT_ONCE else None


def _share_a_reference(one: Candidate, other: Candidate, apart: timedelta) -> bool:
    return any(
        other.references.get(name) == reference and apart <= SPANS[name]
        for name, reference in one.references.items()
    )


def _of_one_place(one: Candidate, other: Candidate) -> tuple[GroundForLinking, Strength] | None:
    if one.officer is not None and one.officer == other.officer:
        return GroundForLinking.SAME_OFFICER, Strength.LIKELY
    if one.locations & other.locations:
        return GroundForLinking.SAME_PLACE, Strength.POSSIBLE
    return None
