"""Which record is of which expected encounter: by reference, Taser, officer and time, or place and time.

Decision. Only what speaks for itself is matched without a person: one record for each encounter of a
kind, the surest ground first and then the nearest in time; a place and a time alone only where there
is one of each. Everything else stays in the list for a supervisor, who is shown what is near.
Consequence: coverage counts no guesses. Kept by ``tests/domain/expected/test_matching.py``.
"""

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from domain.codelists.expected import ExpectedKind, GroundForMatching
from domain.expected.encounter import ExpectedEncounter

FARTHEST = timedelta(hours=48)
"""How far apart the moments of the same reference may be."""
SAME_DAY = timedelta(hours=24)
ABOUT: Mapping[ExpectedKind, tuple[timedelta, timedelta]] = {
    ExpectedKind.ARREST: (timedelta(hours=2), timedelta(hours=2)),
    # Force is used before somebody arrives in custody, and sometimes there.
    ExpectedKind.CUSTODY: (timedelta(hours=6), timedelta(hours=2)),
    ExpectedKind.CED: (timedelta(hours=1), timedelta(hours=1)),
    ExpectedKind.INCIDENT: (timedelta(hours=1), timedelta(hours=3)),
}
"""How long before and after an encounter the same officer's record may lie."""
NEAR = timedelta(minutes=30)
OF_ONE_OFFICER = frozenset({ExpectedKind.ARREST, ExpectedKind.CED})
"""What one officer did, so that another officer's record is not of it, whatever the reference."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Candidate:
    """A record that may be of an expected encounter."""

    record: UUID
    officer: UUID | None
    happened_at: datetime
    area: str | None
    device: str | None
    used_ced: bool
    references: frozenset[str]
    """Under which other systems know it, each as :func:`plainly` writes it."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Match:
    """A record and the encounter that it is of."""

    encounter: ExpectedEncounter
    record: UUID
    ground: GroundForMatching


def plainly(reference: str) -> str:
    """A reference without what people write differently: case, spaces and strokes."""
    return "".join(sign for sign in reference.casefold() if sign.isalnum())


def matches(
    expected: Sequence[ExpectedEncounter],
    candidates: Sequence[Candidate],
    *,
    taken: Collection[tuple[ExpectedKind, UUID]] = (),
) -> list[Match]:
    """The matches that speak for themselves. ``taken`` records are of other encounters of a kind."""
    used, done, found = set(taken), set(), []
    for _, _, one, record, ground in sorted(_pairs(expected, candidates), key=_order):
        if one.id in done or (one.kind, record) in used:
            continue
        done.add(one.id)
        used.add((one.kind, record))
        found.append(Match(encounter=one, record=record, ground=ground))
    return found


Pair = tuple[int, timedelta, ExpectedEncounter, UUID, GroundForMatching]
RANKS = {ground: rank for rank, ground in enumerate(GroundForMatching)}


def _order(pair: Pair) -> tuple[int, timedelta, UUID, UUID]:
    rank, apart, one, record, _ = pair
    return rank, apart, one.id, record


def _pairs(
    expected: Sequence[ExpectedEncounter], candidates: Sequence[Candidate]
) -> Iterator[Pair]:
    by_time = sorted(candidates, key=lambda one: (one.happened_at, one.record))
    moments = [one.happened_at for one in by_time]
    found: list[Pair] = []
    for one in expected:
        first = bisect_left(moments, one.happened_at - FARTHEST)
        last = bisect_right(moments, one.happened_at + FARTHEST)
        for candidate in by_time[first:last]:
            ground = ground_of(one, candidate)
            if ground and candidate.record not in one.refused:
                apart = abs(candidate.happened_at - one.happened_at)
                found.append((RANKS[ground], apart, one, candidate.record, ground))
    # A place and a time speak for themselves only where nothing else is like them.
    vague = [pair for pair in found if pair[4] is GroundForMatching.PLACE_AND_TIME]
    encounters = Counter(pair[2].id for pair in vague)
    records = Counter((pair[2].kind, pair[3]) for pair in vague)
    for pair in found:
        _, _, one, record, ground = pair
        alone = encounters[one.id] == records[one.kind, record] == 1
        if ground is not GroundForMatching.PLACE_AND_TIME or alone:
            yield pair


def ground_of(one: ExpectedEncounter, candidate: Candidate) -> GroundForMatching | None:
    """Why a record is of an encounter, if anything says so."""
    apart = candidate.happened_at - one.happened_at
    known = one.officer is not None and candidate.officer is not None
    same, before, after = one.officer == candidate.officer, *ABOUT[one.kind]
    if known and not same and one.kind in OF_ONE_OFFICER:
        return None
    named = isinstance(one.known_as, str) and plainly(one.known_as)
    if named and named in candidate.references and abs(apart) <= FARTHEST:
        return GroundForMatching.REFERENCE
    if one.kind is ExpectedKind.CED and not candidate.used_ced:
        return None
    speaks = {
        GroundForMatching.DEVICE: bool(one.device)
        and one.device == candidate.device
        and abs(apart) <= SAME_DAY,
        GroundForMatching.OFFICER_AND_TIME: known and same and -before <= apart <= after,
        GroundForMatching.PLACE_AND_TIME: not known
        and bool(one.area)
        and one.area == candidate.area
        and abs(apart) <= NEAR,
    }
    return next((ground for ground, holds in speaks.items() if holds), None)
