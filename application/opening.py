"""Whether what is sealed in the log is what its commitment says, asked inside the boundary of the keys.

Decision. The commitment of each group lies in a leaf, and the leaf in what was signed; here each group
whose key is alive is opened and held against it. Consequence: a key that was exchanged, a ciphertext made
to open under two keys, and a key that is gone without anybody having erased it are shown, also by whoever
wrote nothing into the log. Nothing that was opened leaves this module. Kept by
``tests/proof/test_content.py``. (Spec: audit, 4.6, 5.2 and 7.2, T44 and T45.)
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import Enum
from itertools import islice
from typing import Any, Protocol, cast
from uuid import UUID

from eventsourcing.persistence import StoredEvent

from application.codec import from_json
from application.mapper import SealingMapper
from application.ports import KeyMissingError, KeyRing, OpenedKeys
from application.sealing import Place, SealBrokenError, unseal
from application.verifying import Examination, Layer, Row
from domain.codec import CodecError, uuid_of
from domain.retention import keeping
from domain.retention.events import KEEPING_EVENTS
from domain.retention.keeping import Keeping

PAGE = 500
KEPT = frozenset(kind.TOPIC for kind in KEEPING_EVENTS)
"""The events that say what was erased: all that needs to be read of a log to know it."""


class Erasures(Protocol):
    """What the log says was erased."""

    def is_erased(self, record: UUID, group: str) -> bool:
        """Whether an event says that this group of a record was erased for good."""


@dataclass(frozen=True, slots=True)
class ErasuresOfLog:
    """The same, from the events of the records themselves: from an approval on nobody is to read a group."""

    keeping: Mapping[UUID, Keeping]

    @classmethod
    def in_rows(cls, rows: Iterable[Row]) -> "ErasuresOfLog":
        closed, found = SealingMapper(None), dict[UUID, Keeping]()
        for row in rows:
            if row.topic not in KEPT or not isinstance(row.originator_id, UUID):
                continue
            try:
                event = closed.to_domain_event(
                    StoredEvent(row.originator_id, row.originator_version, row.topic, row.state)
                )
            except CodecError:
                # Not a stored event: its leaf says so.
                continue
            before = found.get(row.originator_id, Keeping())
            found[row.originator_id] = keeping.after(event, before)
        return cls(found)

    def is_erased(self, record: UUID, group: str) -> bool:
        kept = self.keeping.get(record)
        # A group that nobody knows was put there by somebody else, and its leaf says so.
        return kept is not None and any(gone.value == group for gone in kept.gone)


@dataclass
class Opened:
    """How many groups there were."""

    groups: int = 0
    erased: int = 0


class Outcome(Enum):
    """What came of opening a sealed group."""

    OPENED = "it is what its commitment says"
    BROKEN = "what is sealed is not what its commitment says"
    UNREADABLE = "what is sealed cannot be read"
    CLOSED = "its key is given to nobody"
    MISSING = "its key is not in the ring, or does not unwrap"


@dataclass(frozen=True, slots=True)
class Part:
    """A sealed group of an event, and what came of opening it."""

    row: Row
    group: str
    key: UUID | None
    """Of its key; none where what is stored names none."""
    outcome: Outcome


def parts(rows: Iterable[Row], ring: KeyRing) -> Iterator[Part]:
    """Every sealed group of these events, opened if its key is alive. What it held is not told."""
    waiting = iter(rows)
    while page := list(islice(waiting, PAGE)):
        sealed = list(_sealed(page))
        keys = _opened(ring, {key for *_, key in sealed if key is not None})
        for row, group, stored, key in sealed:
            secret = keys.get(key, MISSING) if key else MISSING
            yield Part(row, group, key, _outcome(row, group, stored, key, secret))


def examine(
    examined: Examination,
    rows: Iterable[Row],
    ring: KeyRing,
    erasures: Erasures | None = None,
) -> Opened:
    """Open every group whose key is alive, and hold it against its commitment.

    Without ``erasures`` a key that was destroyed counts as erased, whoever destroyed it: what the ring
    says of itself is all there is then. A key whose row is gone was never erased.
    """
    counted = Opened()
    for part in parts(rows, ring):
        counted.groups += 1
        erased = _is_erased(part, erasures)
        if part.outcome is Outcome.CLOSED or (part.outcome is Outcome.MISSING and erased):
            counted.erased += 1
            if erased is False:
                _tell(examined, part, "its key was destroyed, and no event says so")
        elif part.outcome is Outcome.MISSING:
            _tell(examined, part, "its key is gone, and nobody erased it")
        elif erased:
            what = "an event says that it was erased, and its key still opens it"
            _tell(examined, part, what)
        elif part.outcome is not Outcome.OPENED:
            _tell(examined, part, part.outcome.value)
    return counted


MISSING = object()
"""Stands for a key that is not in the ring, and not destroyed in it either."""

_Sealed = tuple[Row, str, Mapping[str, str], UUID | None]


def _sealed(page: Iterable[Row]) -> Iterator[_Sealed]:
    for row in page:
        try:
            groups = from_json(row.state)["s"].items()
        except (CodecError, KeyError, TypeError, AttributeError, ValueError):
            # Not a stored event: its leaf says so.
            continue
        for group, stored in groups:
            try:
                key = uuid_of(stored["k"])
            except (CodecError, KeyError, TypeError, AttributeError, ValueError):
                key = None
            yield row, group, stored, key


def _opened(ring: KeyRing, wanted: set[UUID]) -> dict[UUID, Any]:
    try:
        return dict(ring.open(wanted).secrets)
    except KeyMissingError:
        # One that does not unwrap stops them all: which one it is shows when each is asked for.
        found: dict[UUID, Any] = {}
        for key in wanted:
            try:
                found.update(ring.open([key]).secrets)
            except KeyMissingError:
                continue
        return found


def _outcome(
    row: Row, group: str, stored: Mapping[str, str], key: UUID | None, secret: Any
) -> Outcome:
    if secret is MISSING or key is None:
        return Outcome.MISSING
    if secret is None:
        return Outcome.CLOSED
    try:
        place = Place(
            stream=cast("UUID", row.originator_id), version=row.originator_version, topic=row.topic
        )
        unseal(stored, ring=OpenedKeys(secrets={key: secret}), place=place, group=group)
    except SealBrokenError:
        return Outcome.BROKEN
    except Exception:  # noqa: BLE001 - whoever owns the database may have put anything there
        return Outcome.UNREADABLE
    return Outcome.OPENED


def _is_erased(part: Part, erasures: Erasures | None) -> bool | None:
    stream = part.row.originator_id
    if erasures is None or not isinstance(stream, UUID):
        return None
    return erasures.is_erased(stream, part.group)


def _tell(examined: Examination, part: Part, what: str) -> None:
    examined.tell(
        Layer.CONTENT,
        f"{part.group}: {what}",
        index=part.row.leaf_index,
        record=part.row.originator_id,
        version=part.row.originator_version,
    )
