"""How long nothing was published: silence is an alarm, within a quarter of an hour.

Whoever signs does so every hour at the latest, so that its end is seen; and by whom it was seen, each for
itself. All of it is told by files that anybody may read: whoever watches needs neither the signer nor
its machine. (Spec: audit, 4.4 and 7.2, T30.)
"""

import json
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from prometheus_client.core import GaugeMetricFamily
from sqlalchemy import text

from domain.proof.base64 import MalformedError
from domain.proof.checkpoints import Checkpoint
from domain.proof.notes import Note
from domain.proof.policies import Policy
from web.adapters.stores import Stores
from web.proof import reading
from web.proof.checkpointing import HEARTBEAT, MOST_SECONDS
from web.proof.publishing import file_of, policy_of
from web.proof.signing import NEWEST
from web.settings import Settings

PATIENCE = 600.0
"""What may go wrong for so long and be mended by itself: an alarm is heard before a quarter of an hour."""
STATE = {
    "sqlite": """
        SELECT e.state FROM stored_events e JOIN leaves l ON l.position = e.rowid
        WHERE l.leaf_index = :index
    """,
    "postgresql": """
        SELECT e.state FROM records.stored_events e
        JOIN records.leaves l ON l.position = e.notification_id WHERE l.leaf_index = :index
    """,
}


@dataclass(frozen=True, kw_only=True, slots=True)
class Silence:
    """How long ago it was, in seconds."""

    size: int = 0
    """How many events what was published covers."""
    published: float | None = None
    """When something was published; none if nothing was, or if it cannot be read."""
    waiting: float | None = None
    """When the first event happened that is not published; none if all are."""
    witnesses: Mapping[str, float | None] = field(default_factory=dict)
    """When each witness of the policy that is asked cosigned, by the policy's name."""

    @property
    def is_alarming(self) -> bool:
        if self.published is None:
            return True
        is_late = self.waiting is not None and self.waiting > MOST_SECONDS + PATIENCE
        return is_late or self.published > HEARTBEAT + PATIENCE

    @property
    def silent(self) -> tuple[str, ...]:
        """The witnesses that have cosigned nothing for as long."""
        return tuple(
            name
            for name, age in self.witnesses.items()
            if age is None or age > HEARTBEAT + PATIENCE
        )

    def figures(self) -> Iterator[Any]:
        """The same for monitoring."""
        yield GaugeMetricFamily(
            "uof_checkpoint_silent",
            "1 if nothing was published for too long",
            value=self.is_alarming,
        )
        if self.published is not None:
            yield GaugeMetricFamily(
                "uof_checkpoint_age_seconds",
                "Since a checkpoint was published",
                value=self.published,
            )
        seen = GaugeMetricFamily(
            "uof_witness_silent", "1 if it cosigned nothing for too long", labels=["witness"]
        )
        for name in self.witnesses:
            seen.add_metric([name], name in self.silent)
        yield seen


def silence(settings: Settings, stores: Stores, clock: Callable[[], float] = time.time) -> Silence:
    """How long ago the last checkpoint was published, and what has waited since."""
    now, folder = clock(), settings.published_folder
    size = _size(folder / NEWEST)
    return Silence(
        size=size or 0,
        published=None if size is None else _age(folder / NEWEST, now),
        waiting=_waiting(stores, size or 0, now),
        witnesses=_witnesses(policy_of(settings), folder, now),
    )


def _witnesses(policy: Policy | None, folder: Path, now: float) -> Mapping[str, float | None]:
    if policy is None:
        return {}
    return {
        # A name may be written in bytes that are no text.
        name.encode("utf-8", "replace").decode(): _age(file_of(folder, one), now)
        for name, one in policy.witnesses.items()
        if one.url
    }


def _age(file: Path, now: float) -> float | None:
    try:
        return max(0.0, now - file.stat().st_mtime)
    except OSError:
        return None


def _size(file: Path) -> int | None:
    """How much a checkpoint covers; none if it is gone or damaged."""
    try:
        return Checkpoint.parsed(Note.parsed(file.read_bytes()).text).size
    except (OSError, MalformedError):
        return None


def _waiting(stores: Stores, size: int, now: float) -> float | None:
    with reading.looking_at_log(stores) as connection:
        query = text(STATE[connection.dialect.name])
        state = connection.execute(query, {"index": size}).scalar_one_or_none()
    if state is None:
        return None
    at = datetime.fromisoformat(json.loads(bytes(state))["m"]["at"])
    return max(0.0, now - at.timestamp())
