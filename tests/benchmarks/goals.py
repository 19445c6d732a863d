"""Every goal of the specification (performance, 6), so that each has a line on the page of results."""

from dataclasses import dataclass
from typing import Literal

from tests.benchmarks.figures import Spread


@dataclass(frozen=True, kw_only=True)
class Goal:
    """What is to be reached, and in what it is counted."""

    key: str
    line: str
    asks: Literal["at least", "at most"]
    limit: float
    unit: str

    def is_met(self, value: Spread) -> bool:
        """By the median: one bad round on a shared machine says nothing, nor does a good one."""
        if self.asks == "at least":
            return value.middle >= self.limit
        return value.middle <= self.limit


def _goal(
    key: str, line: str, asks: Literal["at least", "at most"], limit: float, unit: str
) -> Goal:
    return Goal(key=key, line=line, asks=asks, limit=limit, unit=unit)


COMMANDS = "submit, amend, review, one writer"
GOALS = (
    _goal("commands sqlite", f"{COMMANDS}, SQLite", "at least", 0.5, "of floor"),
    _goal("commands postgresql", f"{COMMANDS}, PostgreSQL", "at least", 0.5, "of floor"),
    _goal("writers", "eight writers, PostgreSQL", "at least", 0.3, "of floor"),
    _goal("cpu sqlite", "client CPU per command, SQLite", "at most", 6, "× floor"),
    _goal("cpu postgresql", "client CPU per command, PostgreSQL", "at most", 6, "× floor"),
    _goal("bytes sqlite", "bytes per record, SQLite", "at most", 2, "× floor"),
    _goal("bytes postgresql", "bytes per record, PostgreSQL", "at most", 2, "× floor"),
    _goal("history sqlite", "full history with differences, SQLite", "at most", 10, "× floor"),
    _goal(
        "history postgresql", "full history with differences, PostgreSQL", "at most", 4, "× floor"
    ),
    _goal("as-at sqlite", "record as at a past moment, SQLite", "at most", 10, "× floor"),
    _goal("as-at postgresql", "record as at a past moment, PostgreSQL", "at most", 5, "× floor"),
    _goal("report 1M", "quarterly report, 1,000,000 records", "at least", 30, "× normalised"),
    _goal("report 10M", "quarterly report, 10,000,000 records", "at least", 200, "× normalised"),
    _goal("slice 10M", "any slice, 10,000,000 records", "at most", 0.15, "s of engine time"),
    _goal("projecting sqlite", "projecting, page 500, SQLite", "at least", 15_000, "events/s"),
    _goal(
        "projecting postgresql", "projecting, page 500, PostgreSQL", "at least", 5_000, "events/s"
    ),
    _goal("rebuild sqlite", "rebuild of 1,000,000 events, SQLite", "at most", 90, "s"),
    _goal("rebuild postgresql", "rebuild of 1,000,000 events, PostgreSQL", "at most", 150, "s"),
    _goal("import sqlite", "import by the rules, SQLite", "at least", 1_000, "records/s"),
    _goal("import postgresql", "import by the rules, PostgreSQL", "at least", 1_000, "records/s"),
    _goal("look sqlite", "a record read and the look logged, SQLite", "at most", 10, "ms"),
    _goal("look postgresql", "a record read and the look logged, PostgreSQL", "at most", 10, "ms"),
    _goal("verify", "verify", "at least", 50_000, "events/s a core"),
    _goal(
        "verify floor", "verify, beside reading and one SHA-256 of each", "at most", 4, "× floor"
    ),
    _goal("leaf sqlite", "append with its leaf, SQLite", "at most", 2, "× without"),
    _goal("leaf postgresql", "append with its leaf, PostgreSQL", "at most", 2, "× without"),
    _goal("overhead sqlite", "what the leaf adds to an append, SQLite", "at most", 1, "ms"),
    _goal("overhead postgresql", "what the leaf adds to an append, PostgreSQL", "at most", 1, "ms"),
    _goal("append sqlite", "append of an event, p50, SQLite", "at most", 1, "ms"),
    _goal("append postgresql", "append of an event, p50, PostgreSQL", "at most", 5, "ms"),
    _goal("prove one", "inclusion proof, 1,000,000 leaves, SQLite", "at most", 5, "ms"),
    _goal("prove", "proofs of a record, SQLite", "at most", 5, "ms"),
    _goal("prove floor", "inclusion proof, beside reading its tile", "at most", 4, "× floor"),
    _goal("round trip", "checkpoint with two witnesses, p95", "at most", 1, "s"),
    _goal(
        "round trip floor",
        "checkpoint, beside asking its witnesses",
        "at most",
        10,
        "× floor",
    ),
    _goal("erase", "erasure of one record, SQLite", "at most", 1, "s"),
    _goal("epoch", "change of the epoch, SQLite", "at most", 30, "s a million keys"),
    _goal("post", "POST of a full record over HTTP, 2 workers", "at least", 0.25, "of hello"),
    _goal("post p99", "POST at 16 connections, p99, SQLite", "at most", 60, "ms"),
    _goal("serve", "start-up of `uof serve`", "at most", 1.5, "s"),
    _goal("help", "start-up of `uof --help`", "at most", 0.4, "s"),
    _goal("memory", "memory of the embedded server after 10,000 requests", "at most", 200, "MB"),
)

BY_KEY = {goal.key: goal for goal in GOALS}
