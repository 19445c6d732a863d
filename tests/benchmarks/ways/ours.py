"""Ours: the use cases over the composition root, with sealing, permissions and receipts, as pages use them."""

import sqlite3
from collections.abc import Mapping
from contextlib import closing
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import psycopg
from sqlalchemy import text

from domain.codelists.reasons import ReasonForAmendment
from domain.event import Event
from domain.receipt import receipt_id
from domain.records.account import changed
from domain.records.events import Submitted
from domain.records.history import fold
from projections.worklists import queries as worklists
from projections.worklists.queries import Reviewer
from projections.worklists.tasks import Task
from tests.benchmarks import account
from tests.benchmarks.ways.copies import multiply
from tests.benchmarks.ways.protocol import PAGE, Changes, serve
from tests.installations import follow
from tests.people import COLLEAGUE, OFFICER, SUPERVISOR
from web.bootstrap import Services, bootstrap
from web.settings import Settings

STORED = ("records.db", "keys.db")
"""What the goal counts: the log and the keys without which it cannot be read."""


class Ours:
    """An officer and their supervisor at work."""

    def __init__(self, services: Services) -> None:
        self.services = services

    def submit(self, number: int) -> UUID:
        record = uuid4()
        now = self.services.clock.now()
        self.services.records.submit(
            record,
            reference=f"UOF-{record.hex}",
            started_at=now,
            answers=account.FULL,
            requester=OFFICER.asks(),
        )
        return record

    def amend(self, record: UUID, number: int) -> None:
        self.services.records.amend(
            record,
            account.AMENDMENTS[number],
            reason=ReasonForAmendment.NEW_EVIDENCE,
            explanation=account.EXPLANATION,
            version=1 + number,
            requester=OFFICER.asks(),
        )

    def review(self, record: UUID) -> None:
        self.services.reviews.accept(
            record, advice=account.ADVICE, version=3, requester=SUPERVISOR.asks()
        )

    def settle(self) -> None:
        follow(self.services)

    def history(self, record: UUID) -> list[Changes]:
        told: list[Changes] = []
        before = None
        for event in self.services.records.history(record, by=OFFICER.id):
            after = fold(before, (event,))
            assert after
            # What a submission changed is the whole account: nothing to look up.
            new = isinstance(event, Submitted) or before is None
            told.append({} if new else changed(before.account, after.account))
            before = after
        return told

    def as_at(self, record: UUID, moment: datetime) -> Mapping[str, Any]:
        found = self.services.records.as_at(record, moment, by=OFFICER.id)
        assert found
        return Stood(found.account)

    def fill(self, records: int) -> None:
        engine = self.services.views.engine()
        with engine.begin() as connection:
            multiply(connection, records)
        with engine.execution_options(isolation_level="AUTOCOMMIT").connect() as connection:
            connection.execute(text("ANALYZE"))

    def queue(self) -> tuple[int, int]:
        reviewer = Reviewer(person=SUPERVISOR.id, team=frozenset({OFFICER.id, COLLEAGUE.id}))
        with self.services.views.reading() as connection:
            page = worklists.items(connection, Task.REVIEW, reviewer, size=PAGE)
        return len(page.items), page.total

    def size(self) -> int:
        settings = self.services.settings
        if settings.is_embedded:
            return sum(_file_size(settings.data / name) for name in STORED)
        sizes = (
            (settings.database, "records.stored_events"),
            (settings.database, "records.leaves"),
            (settings.keys_database, "keys.data_keys"),
        )
        return sum(_table_size(url, table) for url, table in sizes)


class Stood(Mapping[str, Any]):
    """An account as columns, made only when somebody looks: the account itself is the answer."""

    def __init__(self, found: Any) -> None:
        self._account = found

    def __getitem__(self, name: str) -> Any:
        return account.as_columns(self._account.answers).get(name)

    def __iter__(self) -> Any:
        return iter(self._account.answers)

    def __len__(self) -> int:
        return len(self._account.answers)


def _file_size(file: Path) -> int:
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return file.stat().st_size


def _table_size(url: str, table: str) -> int:
    with closing(psycopg.connect(url)) as connection:
        found = connection.execute(f"SELECT pg_total_relation_size('{table}')").fetchone()
    assert found
    return int(found[0])


def settings_of(asked: Mapping[str, Any]) -> Settings:
    """The settings of an installation that the benchmark prepared."""
    return replace(
        Settings.from_environment({"UOF_FOLLOW": "no"}),
        data=Path(asked["folder"]),
        database=asked["url"],
        keys_database=asked["keys_url"],
        epoch_key=Path(asked["folder"]) / "epoch.key",
    )


def make(asked: Mapping[str, Any]) -> Ours:
    return Ours(bootstrap(settings_of(asked)))


def bodies(services: Services, record: UUID) -> list[str]:
    """What is stored for each of the commands on a record, receipts included."""
    return [f"[{','.join(_stored(services, event))}]" for event in services.log.events_of(record)]


def _stored(services: Services, event: Event) -> list[str]:
    recorder, version = services.log.recorder, event.originator_version
    events = recorder.select_events(event.originator_id, gt=version - 1, lte=version)
    receipts = recorder.select_events(receipt_id(event.metadata.request))
    return [one.state.decode() for one in (*events, *receipts)]


if __name__ == "__main__":
    serve(make)
