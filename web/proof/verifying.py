"""``uof verify``: a log held against itself, and against what was signed of it."""

import gc
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

from sqlalchemy import Connection

from application.verifying import (
    NOWHERE,
    Examination,
    Layer,
    Reached,
    Row,
    Signed,
    Verdict,
    nothing_earlier,
)
from domain.proof.base64 import MalformedError, encoded
from domain.proof.checkpoints import Checkpoint
from domain.proof.notes import Note, NotSignedError, VerifierKey, signatures_of
from domain.proof.policies import Policy
from web.adapters.stores import Stores
from web.proof import reading, receipts
from web.proof.keys import is_signed
from web.proof.signing import kept

Progress = Callable[[int, int], None]


@dataclass(frozen=True, kw_only=True, slots=True)
class Place:
    """A folder of checkpoints, and the keys that are believed there: a log's, and a witness's."""

    folder: Path
    layer: Layer
    log: Sequence[VerifierKey]
    witness: Sequence[VerifierKey] = ()
    policy: Policy | None = None
    """Whose signatures suffice, where it was said: then a witness counts as part of its quorum alone."""

    def layer_of(self, note: Note) -> tuple[Layer, datetime | None]:
        """By which layer a checkpoint counts that is kept here, and when it was seen.

        Raises:
            NotSignedError: by none: the log did not sign it, or the witness did not see it.

        """
        if self.policy is None:
            return self.layer, self.refuse_unsigned(note)
        self.policy.log_of(note, is_signed)
        seen = self.policy.seen_by(note, is_signed)
        if not self.policy.is_met(seen):
            return Layer.CHECKPOINT, None
        moments = [datetime.fromtimestamp(one.at, UTC) for one in seen.values()]
        return Layer.WITNESS, max(moments, default=None)

    def refuse_unsigned(self, note: Note) -> datetime | None:
        """Refuse what none of the log's keys signed, or what the witness did not see.

        Returns:
            When the witness saw it.

        Raises:
            NotSignedError: that is so.

        """
        signatures_of(note, self.log, is_signed)
        if self.layer is not Layer.WITNESS:
            return None
        seen = signatures_of(note, self.witness, is_signed).values()
        return max(datetime.fromtimestamp(one.at, UTC) for one in seen)


Check = Callable[[Connection, Examination], None]
"""Something more that is held against the log, and tells what it finds."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Wanted:
    """What is verified besides rows, leaves and checkpoints."""

    receipts: Sequence[Path] = ()
    """Folders of receipts that somebody kept."""
    receipt_keys: Sequence[VerifierKey] = ()
    codes: Sequence[str] = ()
    """Codes of receipts that somebody wrote down."""
    begun: Reached = NOWHERE
    """Where an earlier verification ended, to go on from there."""
    now: datetime | None = None
    checks: Mapping[Layer, Check] = field(default_factory=dict)
    """Further layers, such as read models, each with what examines it."""


EVERYTHING = Wanted()
"""Of a log by itself."""

OPTIONAL = {
    Layer.RECEIPT: "receipts: none were given",
    Layer.READ_MODEL: "read models: --projections compares them with a rebuild",
    Layer.CONTENT: "what is sealed: --content opens it, which needs the keys",
}
"""What is not part of every verification, and how it becomes one."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Report:
    """What a verification showed."""

    verdict: Verdict
    examined: Examination
    keys: Sequence[VerifierKey]
    layers: Sequence[Layer]
    """What was held against the log, of those that are not always."""
    seconds: float
    reading_seconds: float
    """Of these, how long reading the log and hashing it took."""

    @property
    def not_checked(self) -> list[str]:
        """What this says nothing about."""
        before = self.examined.begun.size
        earlier = [f"the first {before} events, which were verified before"] if before else []
        return earlier + [why for layer, why in OPTIONAL.items() if layer not in self.layers]

    @property
    def events(self) -> int:
        """How many events were read."""
        return self.examined.tree.size - self.examined.begun.size

    @property
    def rate(self) -> float:
        """How many of them in a second."""
        return self.events / self.reading_seconds if self.reading_seconds else 0.0

    def as_data(self) -> Mapping[str, Any]:
        """The same for machines."""
        examined = self.examined
        return {
            "verdict": self.verdict.value,
            "origin": examined.origin,
            "events": examined.tree.size,
            "first": examined.begun.size,
            "root": encoded(examined.tree.root()),
            "proved": examined.proved,
            "witnessed": examined.witnessed,
            "receipts": examined.kept_promises,
            "codes": sorted(examined.found_codes),
            "seconds": round(self.seconds, 3),
            "events_per_second": round(self.rate),
            "checkpoints": [
                {
                    "size": one.checkpoint.size,
                    "layer": one.layer.value,
                    "kept": one.kept,
                    "seen_at": one.seen_at.isoformat() if one.seen_at else None,
                }
                for one in examined.signed
            ],
            "keys": [str(key) for key in self.keys],
            "layers": [layer.value for layer in (*ALWAYS, *self.layers)],
            "findings": [
                {
                    "layer": one.layer.value,
                    "what": one.what,
                    "index": one.index,
                    "record": None if one.record is None else str(one.record),
                    "version": one.version,
                }
                for one in examined.findings
            ],
            "number_of_findings": examined.found,
            "undecided": examined.undecided,
            "not_checked": self.not_checked,
        }


ALWAYS = (Layer.NUMBERS, Layer.ROW, Layer.CHECKPOINT, Layer.WITNESS, Layer.TIME)


def verify(
    stores: Stores,
    places: Sequence[Place],
    progress: Progress | None = None,
    wanted: Wanted = EVERYTHING,
) -> Report:
    """Recompute a log, in one look at it: all of it, or what came since it was verified last."""
    # What was signed is looked at first: the log may only have grown since.
    files = checkpoints(places)
    with reading.looking_at_log(stores) as connection:
        return verify_on(connection, places, files, progress, wanted)


Files = Sequence[tuple[Place, Path, bytes]]


def checkpoints(places: Sequence[Place]) -> Files:
    """What is kept in each place, as it stands there."""
    return [(place, file, content) for place in places for file, content in kept(place.folder)]


def verify_on(
    connection: Connection,
    places: Sequence[Place],
    files: Files,
    progress: Progress | None = None,
    wanted: Wanted = EVERYTHING,
) -> Report:
    """Recompute the log that a connection sees."""
    began = time.monotonic()
    origin = reading.origin(connection)
    promised, unreadable = receipts.read(wanted.receipts, origin, wanted.receipt_keys)
    first = wanted.begun.size
    examined = Examination(
        origin,
        (),
        promised=[one for one in promised if one.receipt.index >= first],
        codes=frozenset(map(str.upper, wanted.codes)),
        begun=wanted.begun,
        earlier=partial(reading.last_before, connection) if first else nothing_earlier,
        now=wanted.now,
    )
    # A receipt that is none shows nothing of the log: anybody can write one.
    examined.undecided += unreadable
    examined.signed = list(_signed(examined, files))
    size = reading.number_of_leaves(connection)
    if first:
        last = reading.leaf_hashes(connection, first - 1, first)
        whole = size - first
        is_left = examined.begins_where_it_was_left(size, last[0] if last else None)
    else:
        whole, is_left = reading.number_of_events(connection), True
    if is_left:
        with _collecting_nothing():
            examined.read(_told(reading.rows_from(connection, first), whole, progress))
    if not first:
        for index in reading.leaves_without_event(connection):
            examined.extra_leaf(index)
    read = time.monotonic() - began
    for check in wanted.checks.values():
        check(connection, examined)
    keys = dict.fromkeys(key for one in places for key in (*one.log, *one.witness))
    layers = [Layer.RECEIPT] if promised or wanted.codes else []
    return Report(
        verdict=examined.finish(),
        examined=examined,
        keys=(*keys, *(wanted.receipt_keys if promised else ())),
        layers=(*layers, *wanted.checks),
        seconds=time.monotonic() - began,
        reading_seconds=read,
    )


def _signed(examined: Examination, files: Iterable[tuple[Place, Path, bytes]]) -> Iterator[Signed]:
    """The checkpoints whose signatures hold; one whose do not is a finding."""
    for place, file, content in files:
        try:
            note = Note.parsed(content)
            checkpoint = Checkpoint.parsed(note.text)
            layer, seen_at = place.layer_of(note)
        except (MalformedError, NotSignedError) as error:
            examined.tell(place.layer, f"{file} is not a checkpoint of this log: {error}")
            continue
        if checkpoint.origin != examined.origin:
            examined.tell(place.layer, f"{file} is of another log, {checkpoint.origin}")
            continue
        yield Signed(checkpoint=checkpoint, layer=layer, kept=str(file), seen_at=seen_at)


@contextmanager
def _collecting_nothing() -> Iterator[None]:
    """Reading a log makes nothing that refers to itself; looking for such things took a tenth of the time."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


def _told(rows: Iterable[Row], whole: int, progress: Progress | None) -> Iterator[Row]:
    if progress is None:
        yield from rows
        return
    for number, row in enumerate(rows):
        if number % reading.PAGE == 0:
            progress(number, whole)
        yield row
    progress(whole, whole)
