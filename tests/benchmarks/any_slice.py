"""Slices drawn by chance, the same ones each time: what is quick must not be quick for a chosen few."""

import random
from collections.abc import Iterator
from datetime import date

from domain.codelists.editions import RecordType
from domain.codelists.forces import Force
from domain.codelists.tactics import Tactic
from domain.counting.groupings import LINES
from domain.counting.periods import Quarter
from projections.statistics.dimensions import BY_NAME, NONE_CHOSEN, UNKNOWN, Dimension
from projections.statistics.marks import NOT_KNOWN, RECORDED, RULE
from projections.statistics.sequences import StepWanted
from projections.statistics.slices import Slice
from web.reports import options

SEED = 20261126
AREAS = {"central": "Central", "north": "North", "coast": "Coast"}
FORCES = [one.value for one in Force]
TACTICS = [line.code for line in LINES]
LATEST = Quarter.of(date(2026, 12, 31))


def known(dimension: Dimension) -> list[str]:
    """The answers to a question that say something."""
    offered = options.answers(dimension, AREAS)
    return [code for code in offered if code not in (*UNKNOWN, NONE_CHOSEN)]


def slices(number: int, *, seed: int = SEED) -> Iterator[Slice]:
    """So many slices of three years: of every force, some or one, by no filter or by several."""
    chance = random.Random(seed)
    for _ in range(number):
        yield _slice(chance)


def _slice(chance: random.Random) -> Slice:
    until = LATEST.earlier(chance.randrange(12))
    names = chance.sample(list(BY_NAME), chance.choice((0, 1, 1, 2, 2, 3, 4, 6)))
    forces = chance.choice((0, 0, 0, 1, 1, 5, 20))
    return Slice(
        since=until.earlier(chance.randrange(12)),
        until=until,
        forces=frozenset(chance.sample(FORCES, forces)),
        kinds=frozenset({RecordType.CROWD.value} if chance.random() < 0.05 else ()),
        persons=chance.random() < 0.1,
        lines=frozenset(chance.sample(TACTICS, chance.choice((0, 0, 1, 1, 2, 3)))),
        also=chance.choice(("", "", "", "", "communications", "restraint")),
        answers={name: _answers(BY_NAME[name], chance) for name in names},
        step=StepWanted(tactic=chance.choice([*Tactic])) if chance.random() < 0.1 else None,
        marks=chance.choice(
            ({}, {}, {}, {}, {RULE: frozenset({"any"})}, {RECORDED: frozenset({NOT_KNOWN})})
        ),
    )


def _answers(dimension: Dimension, chance: random.Random) -> frozenset[str]:
    codes = known(dimension)
    chosen = chance.sample(codes, min(len(codes), chance.choice((1, 1, 2, 3))))
    return frozenset({*chosen, *([UNKNOWN[1]] if chance.random() < 0.15 else [])})
