"""Records that answer what reports count by in every way, and what a count of them must say.

The count here is made from the accounts alone, record by record; it shares the list of lines with the
product and none of its rules.
"""

import random
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any, get_args

from hypothesis import strategies as st

from domain.codelists.answers import Absence
from domain.codelists.editions import RecordType
from domain.codelists.forces import Force
from domain.codelists.tactics import Tactic
from domain.counting.groupings import LINES, Kind
from domain.counting.periods import Quarter
from domain.event import Event
from domain.records.account import ANSWER_TYPES, Account
from domain.records.events import Submitted
from projections.statistics.dimensions import BY_NAME, DIMENSIONS, Dimension
from projections.statistics.slices import Slice
from tests.builders import a_submission, answers
from tests.projections.possible_answers import MEMBERS

SEED = 20261125
FIRST_DAY, DAYS = date(2025, 1, 1), 730
FORCES = (Force.NORTHSHIRE, Force.KENT)
AREAS = ("central", "north")
ABSENCES = (Absence.NOT_KNOWN, Absence.NOT_ANSWERED, Absence.REFUSED, Absence.ERASED)
CED_FROM_THE_LOWEST = [
    "drawn",
    "aimed",
    "arced",
    "red-dotted",
    "drive-stun",
    "angle-drive-stun",
    "fired",
]


def made_up(number: int, *, seed: int = SEED) -> list[Submitted]:
    """Submissions as the log may hold them, some of which nobody could make today."""
    chance = random.Random(seed)
    return [_one(chance) for _ in range(number)]


def _one(chance: random.Random) -> Submitted:
    (event, *_) = a_submission()
    assert isinstance(event, Submitted)
    given: dict[str, Any] = {
        **answers(),
        "record_type": chance.choice([*RecordType, RecordType.INDIVIDUAL]),
        "incident_date": FIRST_DAY + timedelta(days=chance.randrange(DAYS)),
        "tactics": _tactics(chance),
        **{one.question: _answer(one, chance) for one in DIMENSIONS},
    }
    stated = {name: answer for name, answer in given.items() if answer is not Absence.NOT_ANSWERED}
    return replace(event, answers=stated, force=chance.choice(FORCES))


def _tactics(chance: random.Random) -> Any:
    used = tuple(
        replace(MEMBERS_TACTIC, tactic=chance.choice(list(Tactic)))
        for _ in range(chance.randrange(6))
    )
    return chance.choice([used, used, used, Absence.NOT_ANSWERED])


MEMBERS_TACTIC = next(one for one in MEMBERS.values() if hasattr(one, "tactic"))


def _answer(dimension: Dimension, chance: random.Random) -> Any:
    if chance.random() < 0.25:
        return chance.choice(ABSENCES)
    if dimension.question == "area":
        return chance.choice(AREAS)
    codes = _codes(dimension)
    if dimension.several:
        return tuple(chance.sample(codes, chance.randrange(4)))
    return chance.choice(codes)


def _codes(dimension: Dimension) -> list[Any]:
    kind = ANSWER_TYPES[dimension.question]
    return list(get_args(kind)[0] if dimension.several else kind)


def _offered(dimension: Dimension) -> list[str]:
    codes = list(AREAS) if dimension.question == "area" else [str(one) for one in _codes(dimension)]
    return [*codes, *dimension.unknown, *(["~none"] if dimension.several else [])]


QUARTERS = st.sampled_from([Quarter(2024, 4).earlier(-number) for number in range(8)])
SLICES = st.builds(
    Slice,
    since=st.none() | QUARTERS,
    until=st.none() | QUARTERS,
    forces=st.frozensets(st.sampled_from([one.value for one in FORCES])),
    kinds=st.frozensets(st.sampled_from([one.value for one in RecordType])),
    lines=st.frozensets(
        st.sampled_from([line.code for line in LINES] + ["not-reported"]), max_size=3
    ),
    also=st.sampled_from(["", "restraint", "ced-drawn", "communications", "crowd", "records"]),
    answers=st.dictionaries(st.sampled_from(list(BY_NAME)), st.none(), max_size=3).flatmap(
        lambda names: st.fixed_dictionaries(
            {
                name: st.frozensets(
                    st.sampled_from(_offered(BY_NAME[name])), min_size=1, max_size=4
                )
                for name in names
            }
        )
    ),
)
"""Filters of every kind, and combinations of them."""


@dataclass(frozen=True)
class Recount:
    """What a report must say of some submissions."""

    records: Counter[tuple[str, Quarter]]
    times: Counter[tuple[str, Quarter]]


def recount(events: Iterable[Submitted], wanted: Slice) -> Recount:
    records: Counter[tuple[str, Quarter]] = Counter()
    times: Counter[tuple[str, Quarter]] = Counter()
    for event in events:
        account = Account.of(event.answers)
        if not _is_in(event, account, wanted):
            continue
        quarter = _quarter(account)
        for code, often in on(account).items():
            records[code, quarter] += 1
            times[code, quarter] += often
    return Recount(records, times)


def on(account: Account) -> dict[str, int]:
    """The lines on which a record is, and how often it counts there."""
    named = _counted(account)
    found = {"records": 1}
    if account.record_type is RecordType.CROWD:
        found["crowd"] = 1
    if not named - {"communications"}:
        return {**found, "not-reported": 1}
    for line in LINES:
        children = [
            one
            for one in LINES
            if one.kind is Kind.TACTIC
            and (one.tactics <= line.tactics or line.tactics <= one.tactics)
        ]
        hit = [one for one in children if named & {*map(str, one.tactics & line.tactics)}]
        if hit:
            found[line.code] = len(hit)
    if "communications" in named:
        found["communications"] = 1
    return found


def _counted(account: Account) -> set[str]:
    steps = account.tactics if isinstance(account.tactics, tuple) else ()
    named = {str(step.tactic) for step in steps}
    uses = [use for use in CED_FROM_THE_LOWEST if f"ced-{use}" in named]
    return named - {f"ced-{use}" for use in uses[:-1]}


def _is_in(event: Event, account: Account, wanted: Slice) -> bool:
    quarter, lines = _quarter(account), on(account)
    assert isinstance(event, Submitted)
    return (
        (wanted.since is None or wanted.since <= quarter)
        and (wanted.until is None or quarter <= wanted.until)
        and (not wanted.forces or str(event.force) in wanted.forces)
        and (not wanted.kinds or str(account.record_type) in wanted.kinds)
        and (not wanted.lines or bool(wanted.lines & lines.keys()))
        and (not wanted.also or wanted.also in lines)
        and all(set(said(account, name)) & codes for name, codes in wanted.answers.items())
    )


def said(account: Account, name: str) -> Iterator[str]:
    """What a record answers to a dimension: codes, or why there is none."""
    answer = account.answer(BY_NAME[name].question)
    if isinstance(answer, Absence):
        yield f"~{answer.value}"
    elif isinstance(answer, tuple):
        yield from map(str, answer or ("~none",))
    else:
        yield str(answer)


def _quarter(account: Account) -> Quarter:
    day = account.incident_date
    assert isinstance(day, date)
    months = (day.year * 12 + day.month - 4) // 3
    return Quarter(months // 4, months % 4 + 1)
