"""What was verified: how far, by whom, what came out, and whether it was long ago.

Context. A verification that nobody runs shows nothing, and nobody sees that it does not run. Decision.
Each one is kept as a row, and whoever verifies remembers in a folder of its own how far the log was
proved, so that the next one goes on there. Consequence: a quarter of an hour's events are verified in a
moment, the whole log every night; what is overdue is told on a page, in the figures and in the health of
the service. A row says what came out and proves nothing: who owns the database can write one. Kept by
``tests/proof/test_verifications.py``. (Spec: audit, 4.6.)
"""

import getpass
import json
import socket
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from pathlib import Path
from typing import Any
from uuid import uuid4

from sqlalchemy import Engine, RowMapping, insert, select

from application.verifying import NOWHERE, Reached, Verdict
from domain.proof.base64 import MalformedError, decoded, encoded
from domain.proof.merkle import HASH_BYTES
from web.adapters.stores import asking
from web.adapters.tables import verifications
from web.proof.verifying import Report

REMEMBERED = "verified"
MOST_SHOWN = 50
MOST_FINDINGS_KEPT = 20


class Scope(StrEnum):
    """What was verified."""

    SINCE = "since the last one"
    WHOLE = "the whole log"


OVERDUE: Mapping[Scope, timedelta] = {
    Scope.SINCE: timedelta(hours=1),
    Scope.WHOLE: timedelta(hours=36),
}
"""After how long nobody can say that nothing was changed: the one runs every quarter of an hour, the
other every night, and each counts for the first."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Verification:
    """One that was run."""

    at: datetime
    by: str
    scope: Scope
    verdict: Verdict
    first_leaf: int
    leaves: int
    proved: int
    witnessed: int
    seconds: float
    report: Mapping[str, Any]


@dataclass(frozen=True, kw_only=True, slots=True)
class Standing:
    """How it stands with verifying, at a moment."""

    last: Verification | None
    last_whole: Verification | None
    overdue: tuple[Scope, ...]

    @property
    def word(self) -> str:
        """The same in a word or two that code decided."""
        if self.verdict is Verdict.TAMPERED:
            return Verdict.TAMPERED.value
        if self.overdue:
            return "overdue"
        return self.last.verdict.value if self.last else "not verified yet"

    @property
    def verdict(self) -> Verdict | None:
        """The worse of the last two: what one of them found, the other may not have looked at."""
        known = [one.verdict for one in (self.last, self.last_whole) if one]
        if Verdict.TAMPERED in known:
            return Verdict.TAMPERED
        return known[0] if known else None

    @property
    def is_alarming(self) -> bool:
        """Whether somebody should look."""
        return bool(self.overdue) or self.verdict not in (Verdict.PROVED, None)


class Verifications:
    """Kept beside the log, in rows that are added and never changed."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def keep(self, report: Report, *, at: datetime, by: str) -> None:
        """Keep what came out."""
        examined, data = report.examined, dict(report.as_data())
        # The first of them name where to look; the log itself has the others.
        data["findings"] = data["findings"][:MOST_FINDINGS_KEPT]
        data["checkpoints"] = len(examined.signed)
        values = {
            "id": uuid4(),
            "at": at,
            "by": by,
            "scope": (Scope.SINCE if examined.begun.size else Scope.WHOLE).value,
            "verdict": report.verdict.value,
            "first_leaf": examined.begun.size,
            "leaves": examined.tree.size,
            "proved": examined.proved,
            "witnessed": examined.witnessed,
            "seconds": report.seconds,
            "report": data,
        }
        with self._engine.begin() as connection:
            connection.execute(insert(verifications).values(**values))

    def last(self, most: int = MOST_SHOWN) -> list[Verification]:
        """The last ones, the newest first."""
        return self._found(select(verifications).order_by(verifications.c.at.desc()).limit(most))

    def standing(self, now: datetime, *, since: datetime) -> Standing:
        """How it stands now. A moment that is yet to come says nothing; what was never verified is overdue
        when there was time enough ``since`` somebody could have.
        """
        past = select(verifications).where(verifications.c.at <= now)
        newest = past.order_by(verifications.c.at.desc()).limit(1)
        last = self._found(newest)
        whole = self._found(newest.where(verifications.c.scope == Scope.WHOLE.value))
        done = {Scope.SINCE: last, Scope.WHOLE: whole}
        return Standing(
            last=last[0] if last else None,
            last_whole=whole[0] if whole else None,
            overdue=tuple(
                scope
                for scope, most in OVERDUE.items()
                if now - (done[scope][0].at if done[scope] else since) > most
            ),
        )

    def _found(self, query: Any) -> list[Verification]:
        with asking(self._engine).connect() as connection:
            return [_verification(row) for row in connection.execute(query).mappings()]


def _verification(row: RowMapping) -> Verification:
    return Verification(
        at=row["at"],
        by=row["by"],
        scope=Scope(row["scope"]),
        verdict=Verdict(row["verdict"]),
        first_leaf=row["first_leaf"],
        leaves=row["leaves"],
        proved=row["proved"],
        witnessed=row["witnessed"],
        seconds=row["seconds"],
        report=row["report"],
    )


def whoever_runs_this() -> str:
    """Who verifies: the user of the machine, and which machine."""
    try:
        user = getpass.getuser()
    except (KeyError, OSError):
        user = "somebody"
    return f"{user}@{socket.gethostname()}"


def remember(folder: Path, report: Report) -> None:
    """Remember how far the log was proved and seen, if that is further than before and nothing was found."""
    reached = report.examined.proved_at
    if report.verdict is not Verdict.PROVED or reached is None:
        return
    content = {
        "origin": report.examined.origin,
        "size": reached.size,
        "hashes": [encoded(one) for one in reached.hashes],
        "moment": reached.moment,
        "seen": reached.seen,
        "last": encoded(reached.last),
    }
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    new = folder / f"{REMEMBERED}.new"
    new.write_text(json.dumps(content, indent=2))
    new.replace(folder / REMEMBERED)


def remembered(folder: Path, origin: str) -> Reached:
    """How far a log was proved before; nowhere, if nothing is known, and then all of it is verified."""
    try:
        content = json.loads((folder / REMEMBERED).read_text())
        if content["origin"] != origin:
            return NOWHERE
        reached = Reached(
            size=int(content["size"]),
            hashes=tuple(map(decoded, content["hashes"])),
            moment=content["moment"],
            seen=content["seen"],
            last=decoded(content["last"]),
        )
    except (OSError, ValueError, KeyError, TypeError, MalformedError):
        return NOWHERE
    whole = all(len(one) == HASH_BYTES for one in (*reached.hashes, reached.last))
    return reached if whole and len(reached.hashes) == reached.size.bit_count() else NOWHERE
