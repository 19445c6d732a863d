"""Recomputing a log from its stored bytes, and holding it against what was signed of it.

Decision. Whoever verifies believes nothing that the database says of itself: each leaf is hashed again
from its event, each root from the leaves, and without something signed that was kept elsewhere nothing
counts as proved. Nothing is opened, so no keys are needed. Consequence: what the layers inside the
database cannot show, because whoever owns it can write all of it anew, is not called proved. Kept by
``tests/application/test_verifying.py`` and ``tests/proof/test_attacks.py``. (Spec: audit, 3.1 and 4.6.)
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple
from uuid import UUID

from application import leaves
from domain.codec import CodecError
from domain.proof.checkpoints import Checkpoint
from domain.proof.merkle import HASH_BYTES, Frontier


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

    Whoever owns a database may have put anything there: types are what they should be, and no more.
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


@dataclass
class Examination:
    """What was found so far."""

    origin: str
    signed: Sequence[Signed]
    findings: list[Finding] = field(default_factory=list)
    found: int = 0
    """How many there were, also of those that are not told one by one."""
    undecided: list[str] = field(default_factory=list)
    """Why nothing can be said, where nothing can."""
    tree: Frontier = field(default_factory=Frontier)
    proved: int = 0
    """How many leaves a checkpoint covers that holds."""
    witnessed: int = 0
    """How many leaves somebody else has seen, and saw like this."""
    _streams: dict[UUID | str, tuple[int, bytes]] = field(default_factory=dict)
    """The last version of each stream, and the hash of its leaf."""

    def read(self, rows: Iterable[Row]) -> None:
        """Take in the next events with their leaves, in the order of the log."""
        wanted = {one.checkpoint.size for one in self.signed}
        for row in rows:
            self._read(row)
            if self.tree.size in wanted:
                self._hold(self.tree.size)

    def extra_leaf(self, index: int) -> None:
        """There is a leaf whose event is gone."""
        self.tell(Layer.NUMBERS, "the event of this leaf is gone", index=index)

    def finish(self) -> Verdict:
        """Say what came out, when all events were read."""
        for one in self.signed:
            if one.checkpoint.size > self.tree.size:
                self.tell(
                    one.layer,
                    f"the log has {self.tree.size} leaves, and had {one.checkpoint.size} when"
                    f" {one.kept} was signed: its end is gone",
                )
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

    def _read(self, row: Row) -> None:
        at, stream, version = self.tree.size, row.originator_id, row.originator_version
        last, previous = self._streams.get(stream, (0, leaves.FIRST))
        if version != last + 1:
            self._of(row, Layer.NUMBERS, f"version {version} follows version {last}")
        if row.leaf_index is None or row.salt is None or row.leaf_hash is None:
            self._of(row, Layer.NUMBERS, "this event has no leaf")
            found = b""
        else:
            if row.leaf_index != at:
                self._of(row, Layer.NUMBERS, f"the leaf is number {row.leaf_index}, and not {at}")
            found = row.leaf_hash if _is_hash(row.leaf_hash) else b""
            if self._recomputed(row, row.salt, previous) != found:
                self._of(row, Layer.ROW, "the stored event is not the one that was recorded")
        self.tree.append(found)
        self._streams[stream] = version, found

    def _recomputed(self, row: Row, salt: bytes, previous: bytes) -> bytes | None:
        try:
            return leaves.leaf(leaves.body(self.origin, row, salt), previous)
        except CodecError:
            return None

    def _of(self, row: Row, layer: Layer, what: str) -> None:
        self.tell(
            layer,
            what,
            index=self.tree.size,
            record=row.originator_id,
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


def _is_hash(stored: object) -> bool:
    return isinstance(stored, bytes) and len(stored) == HASH_BYTES
