"""Recomputing a log from its stored bytes, and holding it against what was signed of it.

Decision. Whoever verifies believes nothing that the database says of itself: each leaf is hashed again
from its event, each root from the leaves, and without something signed that was kept elsewhere nothing
counts as proved. Nothing is opened, so no keys are needed. What was recorded later says so, within a minute,
and no earlier than when somebody saw the log without it; a receipt names the event that was promised.
Consequence: what the layers inside the database cannot show, because whoever owns it can write all of it
anew, is not called proved. Kept by ``tests/application/test_verifying.py`` and ``tests/proof/``. (Spec:
audit, 3.1 and 4.6.)
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import NamedTuple, cast
from uuid import UUID

from application import leaves
from domain.codec import CodecError
from domain.proof.checkpoints import Checkpoint
from domain.proof.merkle import HASH_BYTES, Frontier
from domain.proof.receipts import Receipt


class Layer(StrEnum):
    """What a finding was found by: each carries attacks that the others do not show."""

    NUMBERS = "numbers"
    """Leaves, positions and versions count without a hole."""
    ROW = "row"
    """The stored event is the one its leaf commits to."""
    CHECKPOINT = "checkpoint"
    """The tree is the one that the log signed."""
    WITNESS = "witness"
    """The tree is the one that somebody else saw."""
    TIME = "time"
    """What is recorded later says so, and nothing was recorded after somebody had seen it."""
    RECEIPT = "receipt"
    """The event is the one that was promised to whoever recorded it."""
    READ_MODEL = "read model"
    """What pages show is what follows from the log."""
    CONTENT = "content"
    """What is sealed is what its commitment says, and nothing was erased without an event."""


class Verdict(StrEnum):
    """What came out; the value of each is stable, for machines."""

    PROVED = "proved"
    TAMPERED = "tampering shown"
    UNDECIDED = "could not decide"

    @property
    def exit_code(self) -> int:
        return list(Verdict).index(self)


class Row(NamedTuple):
    """An event with its leaf, as both are stored; without a leaf, the last three are none.

    Whoever owns a database may have put anything there: types are what they should be, and no more. A file
    keeps the UUID of a stream as text; of a million events most are never asked for it in another way.
    """

    position: int
    originator_id: UUID | str
    originator_version: int
    topic: str
    state: bytes
    leaf_index: int | None
    salt: bytes | None
    leaf_hash: bytes | None


@dataclass(frozen=True, kw_only=True, slots=True)
class Signed:
    """A checkpoint whose signatures were checked, and where it was kept."""

    checkpoint: Checkpoint
    layer: Layer
    kept: str
    """Where, as whoever asked knows the place."""
    seen_at: datetime | None = None
    """When a witness saw it."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Promised:
    """A receipt whose signature was checked, and where it was kept."""

    receipt: Receipt
    kept: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Reached:
    """How far a log was verified before: what it takes to go on from there."""

    hashes: tuple[bytes, ...] = ()
    """The complete subtrees of the tree that was proved (``Frontier``)."""
    size: int = 0
    moment: int | None = None
    """When the last of its events was recorded, in microseconds since 1970."""
    seen: int | None = None
    """When the last witness saw it."""
    last: bytes = b""
    """The hash of its last leaf."""


def stream_id(stream: UUID | str) -> UUID | str:
    """A stream by its id, however that is stored; what names none stays as it is, and is found."""
    try:
        return UUID(bytes=leaves.stream_bytes(stream))
    except CodecError:
        return stream


NOWHERE = Reached()
Earlier = Callable[[UUID | str, int], tuple[int, bytes]]
"""Of a stream, the last version before one, and the hash of its leaf, as they are stored."""


def nothing_earlier(_stream: UUID | str, _version: int) -> tuple[int, bytes]:
    """Of a stream that begins in what is read."""
    return 0, leaves.FIRST


@dataclass(frozen=True, kw_only=True, slots=True)
class Finding:
    """Something that is not as it was recorded: where, and by which layer it shows."""

    layer: Layer
    what: str
    index: int | None = None
    record: UUID | str | None = None
    version: int | None = None


MOST_FINDINGS = 1000
"""Told one by one; a log that was written anew differs everywhere."""

TOLERANCE = 60_000_000
"""Microseconds by which clocks of several machines, and commands of one moment, may stand apart."""
SECOND = timedelta(seconds=1)


@dataclass
class Examination:
    """What was found so far."""

    origin: str
    signed: Sequence[Signed]
    promised: Sequence[Promised] = ()
    codes: frozenset[str] = frozenset()
    """What somebody wrote down of receipts."""
    begun: Reached = NOWHERE
    """Where it goes on from; the events before were verified then."""
    earlier: Earlier = nothing_earlier
    now: datetime | None = None
    """Nothing was recorded later; none where nobody knows the time."""
    findings: list[Finding] = field(default_factory=list)
    found: int = 0
    """How many there were, also of those that are not told one by one."""
    undecided: list[str] = field(default_factory=list)
    """Why nothing can be said, where nothing can."""
    tree: Frontier = field(init=False)
    proved: int = 0
    """How many leaves a checkpoint covers that holds."""
    witnessed: int = 0
    """How many leaves somebody else has seen, and saw like this."""
    kept_promises: int = 0
    """How many receipts name what the log holds."""
    found_codes: set[str] = field(default_factory=set)
    """Those of them that an event of the log has."""
    proved_at: Reached | None = None
    """As far as somebody else has seen: who verifies next may go on from here."""
    _streams: dict[UUID | str, tuple[int, bytes]] = field(default_factory=dict)
    """The last version of each stream, and the hash of its leaf."""
    _last: bytes = field(init=False)
    """The hash of the last leaf."""
    _moment: int | None = field(init=False)
    """When the last event was recorded, if it says."""
    _latest: tuple[int, Row] | None = None
    """When the event was recorded that was recorded last since somebody saw the log, and which it is."""
    _seen: int | None = field(init=False)
    """When somebody saw the log last, as far as it was read."""

    def __post_init__(self) -> None:
        self.tree = Frontier(self.begun.size, self.begun.hashes)
        self._moment, self._seen = self.begun.moment, self.begun.seen
        self._last = self.begun.last
        self._until = None if self.now is None else _micro(self.now) + TOLERANCE

    def read(self, rows: Iterable[Row]) -> None:
        """Take in the next events with their leaves, in the order of the log."""
        wanted = {one.checkpoint.size for one in self.signed if one.checkpoint.size}
        promised: dict[int, list[Promised]] = {}
        for one in self.promised:
            promised.setdefault(one.receipt.index, []).append(one)
        # What was signed of smaller trees was held against them before.
        if self.begun.size in wanted:
            self._hold(self.begun.size)
        for row in rows:
            self._read(row, promised)
            if self.tree.size in wanted:
                self._hold(self.tree.size)

    def extra_leaf(self, index: int) -> None:
        """There is a leaf whose event is gone."""
        self.tell(Layer.NUMBERS, "the event of this leaf is gone", index=index)

    def begins_where_it_was_left(self, size: int, last: bytes | None) -> bool:
        """Whether the log still begins as it was verified before: how many leaves it has, and what the hash
        of the last of those is that were verified.
        """
        if size < self.begun.size:
            what = f"the log has {size} leaves, and had {self.begun.size} when it was verified last"
            self.tell(Layer.WITNESS, f"{what}: its end is gone")
            return False
        if self.begun.size and last != self.begun.last:
            what = "the leaf at which it was verified last is another one, or gone"
            self.tell(Layer.WITNESS, what, index=self.begun.size - 1)
            return False
        return True

    def finish(self) -> Verdict:
        """Say what came out, when all events were read."""
        for one in self.signed:
            if one.checkpoint.size > self.tree.size:
                self.tell(
                    one.layer,
                    f"the log has {self.tree.size} leaves, and had {one.checkpoint.size} when"
                    f" {one.kept} was signed: its end is gone",
                )
        for promise in self.promised:
            if promise.receipt.index >= self.tree.size:
                self._broken(promise, f"the log has {self.tree.size} leaves: the event is gone")
        self.undecided += [
            f"No event of the log has the code {one}: it was written down wrongly, or what it named was"
            " changed or dropped."
            for one in sorted(self.codes - self.found_codes)
        ]
        if not self.tree.size:
            self.undecided.append("There is no event to verify.")
        elif not self.witnessed:
            # Our own signature shows little: who can cut the end of the log off can cut it off there.
            self.undecided.append(
                "No witness was found that saw the log. Whoever owns the database can have written"
                " all of it anew."
            )
        if self.found:
            return Verdict.TAMPERED
        return Verdict.UNDECIDED if self.undecided else Verdict.PROVED

    def tell(
        self,
        layer: Layer,
        what: str,
        *,
        index: int | None = None,
        record: UUID | str | None = None,
        version: int | None = None,
    ) -> None:
        """Note a finding."""
        self.found += 1
        if len(self.findings) < MOST_FINDINGS:
            self.findings.append(
                Finding(layer=layer, what=what, index=index, record=record, version=version)
            )

    def _read(self, row: Row, promised: Mapping[int, Sequence[Promised]]) -> None:
        _, stream, version, _, _, leaf_index, salt, stored = row
        at = self.tree.size
        last, previous = self._streams.get(stream) or self.earlier(stream, version)
        if version != last + 1:
            self._of(row, Layer.NUMBERS, f"version {version} follows version {last}")
        if leaf_index is None or salt is None or stored is None:
            self._of(row, Layer.NUMBERS, "this event has no leaf")
            found = b""
        else:
            if leaf_index != at:
                self._of(row, Layer.NUMBERS, f"the leaf is number {leaf_index}, and not {at}")
            found = stored if _is_hash(stored) else b""
            try:
                body, moment = leaves.body_and_moment(self.origin, row, salt)
                is_same = leaves.leaf(body, previous) == found
            except CodecError:
                is_same = False
            if is_same:
                self._timed(row, moment)
                if self.codes:
                    self._coded(row, found, moment)
            else:
                self._of(row, Layer.ROW, "the stored event is not the one that was recorded")
        if at in promised:
            self._promised(row, found, promised[at])
        self.tree.append(found)
        self._last = found
        self._streams[stream] = version, found

    def _timed(self, row: Row, moment: int) -> None:
        """Hold the time of an event against that of the leaf before it, and of whoever saw the log."""
        before, self._moment = self._moment, moment
        if before is not None and moment < before - TOLERANCE:
            self._of(
                row, Layer.TIME, f"recorded {_apart(before, moment)} before the leaf before it"
            )
        elif self._seen is not None and moment < self._seen - TOLERANCE:
            self._of(
                row,
                Layer.TIME,
                f"recorded {_apart(self._seen, moment)} before a witness saw the log without it",
            )
        if self._until is not None and moment > self._until:
            self._of(row, Layer.TIME, "recorded at a moment that is yet to come")
        elif self._latest is None or moment > self._latest[0]:
            self._latest = moment, row

    def _coded(self, row: Row, found: bytes, moment: int) -> None:
        receipt = Receipt(
            origin=self.origin,
            record=cast("UUID", stream_id(row.originator_id)),
            version=row.originator_version,
            index=self.tree.size,
            leaf=found,
            at=leaves.EPOCH + moment * leaves.MICROSECOND,
        )
        if receipt.code in self.codes:
            self.found_codes.add(receipt.code)

    def _promised(self, row: Row, found: bytes, promises: Sequence[Promised]) -> None:
        for one in promises:
            receipt = one.receipt
            promised = (receipt.record, receipt.version, receipt.leaf)
            if promised == (stream_id(row.originator_id), row.originator_version, found):
                self.kept_promises += 1
            else:
                self._broken(one, "the event at its place in the log is another one")

    def _broken(self, promise: Promised, what: str) -> None:
        receipt = promise.receipt
        self.tell(
            Layer.RECEIPT,
            f"receipt {receipt.code} in {promise.kept} does not hold: {what}",
            index=receipt.index,
            record=receipt.record,
            version=receipt.version,
        )

    def _of(self, row: Row, layer: Layer, what: str, *, index: int | None = None) -> None:
        self.tell(
            layer,
            what,
            index=self.tree.size if index is None else index,
            record=stream_id(row.originator_id),
            version=row.originator_version,
        )

    def _hold(self, size: int) -> None:
        root = self.tree.root()
        for one in self.signed:
            if one.checkpoint.size != size:
                continue
            if one.checkpoint.root != root:
                self.tell(one.layer, f"the first {size} leaves are not those of {one.kept}")
                continue
            self.proved = size
            if one.layer is Layer.WITNESS:
                self.witnessed = size
                self._hold_times(one)
        if self.witnessed == size:
            self.proved_at = Reached(
                size=size,
                hashes=tuple(self.tree.hashes),
                moment=self._moment,
                seen=self._seen,
                last=self._last,
            )

    def _hold_times(self, one: Signed) -> None:
        if one.seen_at is None:
            return
        seen = _micro(one.seen_at)
        if self._latest is not None and self._latest[0] > seen + TOLERANCE:
            moment, row = self._latest
            what = f"recorded {_apart(moment, seen)} after a witness had seen it"
            self._of(row, Layer.TIME, what, index=row.leaf_index)
            self._latest = None
        # The same tree is seen again and again while nothing happens.
        self._seen = max(seen, self._seen or seen)


def _micro(moment: datetime) -> int:
    return (moment - leaves.EPOCH) // leaves.MICROSECOND


def _apart(one: int, other: int) -> str:
    return str((one - other) * leaves.MICROSECOND // SECOND * SECOND)


def _is_hash(stored: object) -> bool:
    return isinstance(stored, bytes) and len(stored) == HASH_BYTES
