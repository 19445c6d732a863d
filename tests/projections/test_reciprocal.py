"""Who reviewed each other, on both databases and counted again by another tool from a file."""

import csv
import random
from datetime import date, timedelta
from pathlib import Path
from uuid import UUID, uuid4

import duckdb

from domain.codelists.forces import Force
from domain.codelists.reasons import ReasonForAmendment
from domain.command import Command
from domain.event import Event
from domain.records.events import PinnedNote
from domain.records.history import fold
from domain.records.record import UseOfForceRecord
from projections.register import reviewing
from tests.builders import a_submission
from tests.fakes import NOON
from tests.installations import follow
from tests.people import OFFICER, OTHER_SUPERVISOR, STANDARDS, SUPERVISOR
from tests.projections.happening import reading
from web.bootstrap import Services

REVIEWERS = (SUPERVISOR, OTHER_SUPERVISOR, STANDARDS)
SINCE, UNTIL = NOON - timedelta(days=89), NOON + timedelta(days=1)
KINDS = (("accept",), ("return",), ("refer",), ("return", "amend", "accept"))
PAIRS = """
    WITH counted AS (
        SELECT reviewer, officer, count(DISTINCT record) AS records, max("at") AS latest
        FROM read_csv($file, header = true, all_varchar = true)
        WHERE kind IN ('accept', 'return') AND days::INT <= 89 GROUP BY ALL
    )
    SELECT one.reviewer, other.reviewer, one.records, other.records,
        greatest(one.latest, other.latest)
    FROM counted AS one JOIN counted AS other
        ON one.reviewer = other.officer AND one.officer = other.reviewer
    WHERE one.reviewer < other.reviewer
"""


def test_pairs_are_those_that_another_tool_finds(services: Services, tmp_path: Path) -> None:
    file, chance = tmp_path / "reviews.csv", random.Random(55)
    with file.open("w", newline="") as written:
        writer = csv.writer(written)
        writer.writerow(("reviewer", "officer", "record", "kind", "days", "at"))
        for _ in range(90):
            officer = chance.choice((*REVIEWERS, OFFICER))
            reviewer = chance.choice([one for one in REVIEWERS if one != officer])
            days, record = chance.randrange(140), uuid4()
            at = NOON - timedelta(days=days)
            events = a_submission(
                by=officer,
                at=at - timedelta(hours=1),
                record=record,
                incident_date=date(2026, 5, 1),
            )
            for kind in chance.choice(KINDS):
                found = fold(None, events)
                assert found is not None
                actor = officer if kind == "amend" else reviewer
                events = (*events, *_decided(found, kind, actor.commands(at=at)))
                writer.writerow((actor.id, officer.id, record, kind, days, at.isoformat()))
            services.log.append(events)
    follow(services)

    with reading(services) as connection:
        found = reviewing.pairs(connection, Force.NORTHSHIRE, since=SINCE, until=UNTIL)
        elsewhere = reviewing.pairs(connection, Force.LEICESTERSHIRE, since=SINCE, until=UNTIL)
        one = found[0]
        listed = reviewing.reviews(connection, one.one, one.other, since=SINCE, until=UNTIL)

    ours = {
        (row.one, row.other, row.by_one, row.by_other, row.last_at.isoformat()) for row in found
    }
    with duckdb.connect() as counting:
        theirs = counting.execute(PAIRS, {"file": str(file)}).fetchall()
    assert ours == {(UUID(a), UUID(b), *rest) for a, b, *rest in theirs}
    assert len(ours) > 1
    assert [row.both_ways for row in found] == sorted(
        (row.both_ways for row in found), reverse=True
    )
    assert len(listed) == one.by_one
    assert elsewhere == ()


def _decided(found: UseOfForceRecord, kind: str, command: Command) -> tuple[Event, ...]:
    if kind == "accept":
        return found.accept(advice="", command=command)
    if kind == "amend":
        return found.amend(
            {"area": "north"},
            reason=ReasonForAmendment.ERROR,
            explanation="I had it wrong",
            command=command,
        )
    if kind == "refer":
        return found.refer("Look at this", command=command)
    return found.give_back((PinnedNote(question="", text="Again"),), command=command)
