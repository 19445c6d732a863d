"""Drafts that only wait for their last button, and the signed-in officer who presses it."""

from pathlib import Path
from uuid import uuid4

from tests.benchmarks import account
from tests.people import OFFICER
from web.adapters.drafts import Draft
from web.bootstrap import bootstrap
from web.settings import Settings


def prepared(settings: Settings, number: int, file: Path) -> str:
    """Write a line for each prepared form; returns the officer's session."""
    services = bootstrap(settings)
    try:
        now = services.clock.now()
        lines = []
        for _ in range(number):
            draft = Draft(
                id=uuid4(),
                officer=OFFICER.id,
                reference=services.references.next(now.year),
                started_at=now,
                saved_at=now,
                answers=account.FULL,
            )
            services.drafts.start(draft)
            lines.append(f"/records/{draft.reference}/check {uuid4()}\n")
        file.write_text("".join(lines))
        return services.sessions.start(OFFICER.id)
    finally:
        services.close()
