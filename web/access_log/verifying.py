"""The access log, held against its own leaves and against what was signed of it: part of ``uof verify``."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, func, select

from application.verifying import Layer, Verdict
from domain.proof.base64 import MalformedError, encoded
from domain.proof.checkpoints import Checkpoint
from domain.proof.merkle import HASH_BYTES, Frontier
from domain.proof.notes import Note, NotSignedError, VerifierKey
from domain.proof.policies import Policy
from web.access_log import reading
from web.access_log.checkpointing import FOLDER, folders
from web.access_log.sealing import as_stored, seen_in
from web.adapters.access_tables import access_entries, access_leaves
from web.adapters.stores import Stores
from web.proof.keys import verifier_keys
from web.proof.rotating import LOG_VKEY
from web.proof.signing import WITNESS_VKEY
from web.proof.verifying import Files, Place, checkpoints

LONGEST_UNSEALED = timedelta(hours=1)
"""A sealer seals within seconds: what is not sealed for so long says that none runs."""
MOST_FINDINGS = 1000


@dataclass(frozen=True, kw_only=True, slots=True)
class Finding:
    """Something that is not as it was logged."""

    layer: Layer
    what: str
    index: int | None = None
    number: int | None = None


@dataclass
class AccessReport:
    """What a verification of the access log showed."""

    origin: str
    findings: list[Finding] = field(default_factory=list)
    found: int = 0
    undecided: list[str] = field(default_factory=list)
    tree: Frontier = field(default_factory=Frontier)
    proved: int = 0
    witnessed: int = 0
    unsealed: int = 0

    @property
    def verdict(self) -> Verdict:
        if self.found:
            return Verdict.TAMPERED
        return Verdict.UNDECIDED if self.undecided else Verdict.PROVED

    def tell(
        self, layer: Layer, what: str, *, index: int | None = None, number: int | None = None
    ) -> None:
        self.found += 1
        if len(self.findings) < MOST_FINDINGS:
            self.findings.append(Finding(layer=layer, what=what, index=index, number=number))

    def as_data(self) -> Mapping[str, Any]:
        """The same for machines."""
        return {
            "verdict": self.verdict.value,
            "origin": self.origin,
            "entries": self.tree.size,
            "root": encoded(self.tree.root()),
            "proved": self.proved,
            "witnessed": self.witnessed,
            "unsealed": self.unsealed,
            "findings": [
                {
                    "layer": one.layer.value,
                    "what": one.what,
                    "index": one.index,
                    "number": one.number,
                }
                for one in self.findings
            ],
            "number_of_findings": self.found,
            "undecided": self.undecided,
        }


def places_of(
    signer: Path,
    witness: Path,
    log_keys: Sequence[VerifierKey] = (),
    witness_keys: Sequence[VerifierKey] = (),
    *,
    published: Path | None = None,
    policy: Policy | None = None,
) -> list[Place]:
    """Where checkpoints of the access log are kept, with the keys that were given or that lie there; by
    a policy, what enough of its witnesses saw.
    """
    signs, sees = folders(signer, witness)
    if policy is not None and published is not None:
        logs = [one.key for one in policy.logs]
        others = [one.key for one in policy.witnesses.values()]
        return [
            Place(folder=folder, layer=layer, log=logs, witness=others, policy=policy)
            for folder, layer in (
                (signs, Layer.CHECKPOINT),
                (sees, Layer.WITNESS),
                (published / FOLDER, Layer.WITNESS),
            )
        ]
    log = log_keys or _keys(sees / LOG_VKEY, signs / LOG_VKEY)
    seen = witness_keys or _keys(sees / WITNESS_VKEY)
    found = []
    if log:
        found.append(Place(folder=signs, layer=Layer.CHECKPOINT, log=log))
    if log and seen:
        found.append(Place(folder=sees, layer=Layer.WITNESS, log=log, witness=seen))
    return found


def verify_access(
    stores: Stores,
    places: Sequence[Place],
    *,
    now: Callable[[], datetime] = lambda: datetime.now(UTC),
) -> AccessReport:
    """Recompute the whole access log, in one look at it."""
    # What was signed is looked at first: the log may only have grown since.
    files = checkpoints(places)
    with reading.looking_at_access(stores) as connection:
        return verify_on(connection, reading.origin(stores), files, now())


def verify_on(connection: Connection, origin: str, files: Files, now: datetime) -> AccessReport:
    """Recompute the access log that a connection sees."""
    report = AccessReport(origin=origin)
    signed = list(_signed(report, files))
    _recompute(connection, report, signed)
    _look_for_unsealed(connection, report, now)
    for layer, file, checkpoint in signed:
        if checkpoint.size > report.tree.size:
            report.tell(
                layer,
                f"the access log has {report.tree.size} leaves, and had {checkpoint.size} when"
                f" {file} was signed: its end is gone",
            )
    if report.tree.size and not report.witnessed:
        report.undecided.append("No witness was found that saw the access log.")
    return report


Signed = Sequence[tuple[Layer, Path, Checkpoint]]


def _signed(report: AccessReport, files: Files) -> Iterator[tuple[Layer, Path, Checkpoint]]:
    for place, file, content in files:
        try:
            note = Note.parsed(content)
            checkpoint = Checkpoint.parsed(note.text)
            layer, _ = place.layer_of(note)
        except (MalformedError, NotSignedError) as error:
            report.tell(place.layer, f"{file} is not a checkpoint of the access log: {error}")
            continue
        if checkpoint.origin != report.origin:
            report.tell(place.layer, f"{file} is of another log, {checkpoint.origin}")
            continue
        yield layer, file, checkpoint


def _recompute(connection: Connection, report: AccessReport, signed: Signed) -> None:
    wanted = {checkpoint.size for _, _, checkpoint in signed}
    sealed: set[int] = set()
    begin = 0
    while rows := reading.leaves(connection, begin):
        there = [row for row in rows if row.number is not None]
        hashes = dict(_hashes(connection, there, report.origin))
        for row in rows:
            at = report.tree.size
            if row.leaf_index != at:
                report.tell(
                    Layer.NUMBERS, f"the leaf is number {row.leaf_index}, and not {at}", index=at
                )
            if row.number is None:
                what = "the entry of this leaf is gone"
                report.tell(Layer.NUMBERS, what, index=at, number=row.sealed_number)
            elif row.number in sealed:
                report.tell(Layer.NUMBERS, "this entry has two leaves", index=at, number=row.number)
            elif hashes.get(row.number) != bytes(row.leaf_hash):
                what = "the entry is not the one that was logged"
                report.tell(Layer.ROW, what, index=at, number=row.number)
            sealed.add(row.sealed_number)
            is_hash = isinstance(row.leaf_hash, bytes) and len(row.leaf_hash) == HASH_BYTES
            report.tree.append(row.leaf_hash if is_hash else b"")
            if report.tree.size in wanted:
                _hold(report, signed)
        begin = rows[-1].leaf_index + 1


def _hashes(
    connection: Connection, rows: Sequence[Any], origin: str
) -> Iterator[tuple[int, bytes]]:
    """The hash of each entry, recomputed; what is stored as no entry is has none."""
    seen = seen_in(connection, [row.number for row in rows])
    for row in rows:
        try:
            yield row.number, as_stored(row, seen.get(row.number, ())).leaf(origin)
        except (ValueError, TypeError, AttributeError, KeyError, OverflowError):
            continue


def _hold(report: AccessReport, signed: Signed) -> None:
    size, root = report.tree.size, report.tree.root()
    for layer, file, checkpoint in signed:
        if checkpoint.size != size:
            continue
        if checkpoint.root != root:
            report.tell(layer, f"the first {size} leaves are not those of {file}")
            continue
        report.proved = size
        if layer is Layer.WITNESS:
            report.witnessed = size


def _look_for_unsealed(connection: Connection, report: AccessReport, now: datetime) -> None:
    query = (
        select(func.count(), func.min(access_entries.c.at))
        .select_from(access_entries)
        .outerjoin(access_leaves, access_leaves.c.number == access_entries.c.number)
        .where(access_leaves.c.number.is_(None))
    )
    number, oldest = connection.execute(query).one()
    report.unsealed = number
    if number and now - oldest > LONGEST_UNSEALED:
        report.undecided.append(
            f"{number} looks are not sealed, the oldest since {oldest:%Y-%m-%d %H:%M} UTC:"
            " no sealer runs, and nothing shows whether others were taken away."
        )


def _keys(*files: Path) -> Sequence[VerifierKey]:
    there = next((file for file in files if file.exists()), None)
    return verifier_keys(there) if there else ()
