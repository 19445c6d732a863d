"""Whether what is sealed in the log is what its commitment says, asked inside the boundary of the keys.

Decision. The commitment of each group lies in a leaf, and the leaf in what was signed; here each group
whose key is alive is opened and held against it. Consequence: a key that was exchanged, a ciphertext made
to open under two keys, and a key that is gone without anybody having erased it are shown, also by whoever
wrote nothing into the log. Nothing that was opened leaves this module. Kept by
``tests/proof/test_content.py``. (Spec: audit, 4.6, 5.2 and 7.2, T44 and T45.)
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
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
from domain.codelists.field_groups import FieldGroup
from domain.retention import keeping
from domain.retention.events import KEEPING_EVENTS
from domain.retention.keeping import Keeping

PAGE = 500
KEPT = frozenset(kind.TOPIC for kind in KEEPING_EVENTS)


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
        return kept is not None and FieldGroup(group) in kept.gone


@dataclass
class Opened:
    """How many groups there were."""

    groups: int = 0
    erased: int = 0


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
    asked, waiting = _Asked(examined, erasures), iter(rows)
    while page := list(islice(waiting, PAGE)):
        sealed = list(_sealed(page))
        keys = _opened(ring, {one.key for one in sealed if one.key is not None})
        for one in sealed:
            asked.hold(one, keys.get(one.key, MISSING) if one.key else MISSING)
    return asked.counted


MISSING = object()
"""Stands for a key that is not in the ring, and not destroyed in it either."""


@dataclass(frozen=True, slots=True)
class _Sealed:
    row: Row
    group: str
    stored: Mapping[str, str]
    key: UUID | None


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
            yield _Sealed(row, group, stored, key)


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


@dataclass
class _Asked:
    examined: Examination
    erasures: Erasures | None
    counted: Opened = field(default_factory=Opened)

    def hold(self, one: _Sealed, secret: Any) -> None:
        self.counted.groups += 1
        erased = self._erased(one)
        if secret is None or (secret is MISSING and erased):
            self.counted.erased += 1
            if erased is False:
                self._tell(one, "its key was destroyed, and no event says so")
        elif secret is MISSING:
            self._tell(one, "its key is gone, and nobody erased it")
        elif erased:
            self._tell(one, "an event says that it was erased, and its key still opens it")
        else:
            self._open(one, secret)

    def _erased(self, one: _Sealed) -> bool | None:
        stream = one.row.originator_id
        if self.erasures is None or not isinstance(stream, UUID):
            return None
        return self.erasures.is_erased(stream, one.group)

    def _open(self, one: _Sealed, secret: bytes) -> None:
        row = one.row
        try:
            place = Place(
                stream=cast("UUID", row.originator_id),
                version=row.originator_version,
                topic=row.topic,
            )
            keys = OpenedKeys(secrets={uuid_of(one.stored["k"]): secret})
            unseal(one.stored, ring=keys, place=place, group=one.group)
        except SealBrokenError:
            self._tell(one, "what is sealed is not what its commitment says")
        except Exception:  # noqa: BLE001 - whoever owns the database may have put anything there
            self._tell(one, "what is sealed cannot be read")

    def _tell(self, one: _Sealed, what: str) -> None:
        self.examined.tell(
            Layer.CONTENT,
            f"{one.group}: {what}",
            index=one.row.leaf_index,
            record=one.row.originator_id,
            version=one.row.originator_version,
        )
