"""Drafts that only wait for their last button, and the signed-in officer who presses it."""

from contextlib import closing
from pathlib import Path
from uuid import uuid4

from sqlalchemy import insert

from tests.benchmarks import account
from tests.people import OFFICER
from web.adapters.drafts import GROUP, Draft, Drafts
from web.adapters.references import reference
from web.adapters.stores import WORK
from web.adapters.tables import drafts
from web.bootstrap import Services, bootstrap
from web.settings import Settings


def prepared(settings: Settings, number: int, file: Path) -> str:
    """Write a line for each prepared form; returns the officer's session."""
    with closing(bootstrap(settings)) as services:
        made = _drafts(services, number)
        file.write_text("".join(f"/records/{one.reference}/check {uuid4()}\n" for one in made))
        return services.sessions.start(OFFICER.id)


def _drafts(services: Services, number: int) -> list[Draft]:
    now = services.clock.now()
    first = services.references.reserve({now.year: number})
    made = [
        Draft(
            id=uuid4(),
            officer=OFFICER.id,
            reference=reference(now.year, first + count),
            started_at=now,
            saved_at=now,
            answers=account.FULL,
        )
        for count in range(1, number + 1)
    ]
    # As the drafts do it, but with all keys and all rows at once: this is not what is measured.
    keys = services.drafts._ring.prepare([(one.stream, GROUP) for one in made])
    engine = services.stores.engine(WORK)
    sealing = Drafts(engine, keys, services.clock, days=services.settings.draft_days)
    rows = [
        {
            "stream": one.stream,
            "record": one.id,
            "officer": one.officer,
            "reference": one.reference,
            "base_version": None,
            "version": 1,
            "started_at": now,
            "saved_at": now,
            "sealed": sealing._sealed(one, version=1),
        }
        for one in made
    ]
    with engine.begin() as connection:
        connection.execute(insert(drafts), rows)
    return made
