"""Whether an installation can be used now, and what is wrong when it cannot."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from eventsourcing.persistence import PersistenceError
from sqlalchemy.exc import SQLAlchemyError

from projections.views import NotPreparedError, Status, Views
from web import migrations
from web.adapters.stores import DURABLE, Stores
from web.settings import SettingsError

OK = "ok"


@dataclass(frozen=True, kw_only=True)
class Health:
    """What was found, each in a word or two that code decided."""

    stores: dict[str, str]
    projections: dict[str, str]
    behind: dict[str, int]
    verified: str = ""
    """How it stands with verifying the log, where that is known: people can be sent here all the same."""

    @property
    def is_ready(self) -> bool:
        checks = (*self.stores.values(), *self.projections.values())
        return bool(self.projections) and all(check == OK for check in checks)

    def in_words(self, *, details: bool) -> dict[str, Any]:
        status = {"status": "ready" if self.is_ready else "not ready"}
        if not details:
            return status
        return {
            **status,
            "stores": self.stores,
            "projections": self.projections,
            "behind": self.behind,
            **({"verified": self.verified} if self.verified else {}),
        }


def health(
    stores: Stores,
    views: Views,
    *,
    failed: Iterable[str],
    most_behind: int,
    names: Iterable[str] = DURABLE,
    verified: Callable[[], str] | None = None,
) -> Health:
    """Look at every database, at its tables, and at the read models."""
    found = {name: _store(stores, name) for name in names}
    rows = _rows(views) if set(found.values()) == {OK} else ()
    stands = set(failed)
    return Health(
        stores=found,
        projections={row.projection: _standing(row, stands, most_behind) for row in rows},
        behind={row.projection: row.behind for row in rows},
        verified=_verified(verified),
    )


def _verified(asked: Callable[[], str] | None) -> str:
    try:
        return asked() if asked else ""
    except SQLAlchemyError:
        return "away"


def _store(stores: Stores, name: str) -> str:
    try:
        # Newer tables are no fault: in an upgrade those of the next version are there first.
        current = migrations.is_current(stores, name)
    except (SQLAlchemyError, SettingsError):
        return "away"
    return OK if current else "not up to date: uof db upgrade"


def _rows(views: Views) -> tuple[Status, ...]:
    try:
        return views.status()
    except (SQLAlchemyError, PersistenceError, NotPreparedError):
        return ()


def _standing(row: Status, failed: set[str], most_behind: int) -> str:
    if row.projection in failed:
        return "stands still"
    if row.is_outdated:
        return "is being built by the newer version"
    return OK if row.behind <= most_behind else "too far behind"
