"""A log that was signed and seen at moments of the tests' own, by keys made for it, in folders like any.

Made in memory and written without waiting for the disk: hundreds of them take seconds.
"""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from application import leaves
from application.codec import to_json
from application.verifying import Layer, Row
from domain.proof.checkpoints import Checkpoint
from domain.proof.merkle import Frontier
from domain.proof.notes import KeyType, Note, Signature, VerifierKey, cosigned
from tests.fakes import NOON
from web.proof.keys import SigningKey, signing_key
from web.proof.signing import DAYS, NEWEST
from web.proof.verifying import Place


def recorded_at(row: Row, moment: datetime) -> Row:
    """The same event, recorded at another moment."""
    state = json.loads(row.state)
    state["m"]["at"] = moment.isoformat()
    return row._replace(state=to_json(state))


def with_leaves(origin: str, rows: Iterable[Row]) -> list[Row]:
    """The events with their leaves, as whoever appends them writes both."""
    last: dict[Any, bytes] = {}
    made = []
    for index, row in enumerate(rows):
        salt = row.salt or leaves.new_salt()
        previous = last.get(row.originator_id, leaves.FIRST)
        found = leaves.leaf(leaves.body(origin, row, salt), previous)
        last[row.originator_id] = found
        made.append(row._replace(position=index + 1, leaf_index=index, salt=salt, leaf_hash=found))
    return made


@dataclass
class Hands:
    """Whoever signs a log, and whoever sees it, with the newest key of each first."""

    folder: Path
    origin: str
    keys: Path | None = None
    """Where its keys are, if others sign with them too: making one waits for the disk."""
    signers: list[SigningKey] = field(default_factory=list)
    kept: dict[str, Note] = field(default_factory=dict)
    """As a folder keeps them: the newest, and the last of each day."""

    def __post_init__(self) -> None:
        self.rotate()
        self.witness = signing_key(
            (self.keys or self.folder) / "witness.key",
            name=f"{self.origin}/w",
            kind=KeyType.COSIGNATURE,
        )

    def rotate(self) -> None:
        """Sign with a new key from now on."""
        file = (self.keys or self.folder) / f"log-{len(self.signers)}.key"
        self.signers.insert(0, signing_key(file, name=self.origin))

    def sign(self, rows: Sequence[Row], at: datetime = NOON) -> None:
        """Sign a log as it stands, and see it at a moment."""
        tree = Frontier()
        for row in rows:
            tree.append(row.leaf_hash or b"")
        text = str(Checkpoint(origin=self.origin, size=tree.size, root=tree.root()))
        note = Note(text, (self.signers[0].sign(text), _cosigned(self.witness, text, at)))
        self.kept[NEWEST] = self.kept[f"{at:%Y-%m-%d}"] = note

    def places(self) -> list[Place]:
        """The witness's folder as it would be, with the keys that are believed."""
        folder = self.folder / f"seen-{len(list(self.folder.iterdir()))}"
        (folder / DAYS).mkdir(parents=True)
        for name, note in self.kept.items():
            (folder / name if name == NEWEST else folder / DAYS / name).write_text(str(note))
        log = [one.verifier for one in self.signers]
        witness: Sequence[VerifierKey] = [self.witness.verifier]
        return [Place(folder=folder, layer=Layer.WITNESS, log=log, witness=witness)]


def _cosigned(key: SigningKey, text: str, at: datetime) -> Signature:
    seconds = int(at.timestamp())
    made = key._private.sign(cosigned(text, seconds))
    return Signature(key.verifier.name, key.verifier.id, seconds.to_bytes(8, "big") + made)


def spread(rows: Sequence[Row], *, apart: timedelta, begin: datetime = NOON) -> list[Row]:
    """The same events, one after the other."""
    return [recorded_at(row, begin + apart * index) for index, row in enumerate(rows)]
