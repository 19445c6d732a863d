"""``uof verify``: a log held against itself, and against what was signed of it."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import Connection

from application.verifying import Examination, Layer, Row, Signed, Verdict
from domain.proof.base64 import MalformedError, encoded
from domain.proof.checkpoints import Checkpoint
from domain.proof.notes import Note, NotSignedError, VerifierKey, signatures_of
from domain.proof.policies import Policy
from web.adapters.stores import Stores
from web.proof import reading
from web.proof.keys import is_signed
from web.proof.signing import kept

NOT_CHECKED = (
    "whether the times in the events are true",
    "read models: uof projections rebuild compares them",
    "whether what is sealed is what its commitment says: that needs the keys",
)

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

    def layer_of(self, note: Note) -> Layer:
        """By which layer a checkpoint counts that is kept here.

        Raises:
            NotSignedError: by none: the log did not sign it, or the witness did not see it.

        """
        if self.policy is None:
            self.refuse_unsigned(note)
            return self.layer
        self.policy.log_of(note, is_signed)
        is_met = self.policy.is_met(self.policy.seen_by(note, is_signed))
        return Layer.WITNESS if is_met else Layer.CHECKPOINT

    def refuse_unsigned(self, note: Note) -> None:
        """Refuse what none of the log's keys signed, or what the witness did not see.

        Raises:
            NotSignedError: that is so.

        """
        signatures_of(note, self.log, is_signed)
        if self.layer is Layer.WITNESS:
            signatures_of(note, self.witness, is_signed)


@dataclass(frozen=True, kw_only=True, slots=True)
class Report:
    """What a verification showed."""

    verdict: Verdict
    examined: Examination
    keys: Sequence[VerifierKey]

    def as_data(self) -> Mapping[str, Any]:
        """The same for machines."""
        examined = self.examined
        return {
            "verdict": self.verdict.value,
            "origin": examined.origin,
            "events": examined.tree.size,
            "root": encoded(examined.tree.root()),
            "proved": examined.proved,
            "witnessed": examined.witnessed,
            "checkpoints": [
                {"size": one.checkpoint.size, "layer": one.layer.value, "kept": one.kept}
                for one in examined.signed
            ],
            "keys": [str(key) for key in self.keys],
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
            "not_checked": list(NOT_CHECKED),
        }


def verify(stores: Stores, places: Sequence[Place], progress: Progress | None = None) -> Report:
    """Recompute a whole log, in one look at it."""
    # What was signed is looked at first: the log may only have grown since.
    files = checkpoints(places)
    with reading.looking_at_log(stores) as connection:
        return verify_on(connection, places, files, progress)


Files = Sequence[tuple[Place, Path, bytes]]


def checkpoints(places: Sequence[Place]) -> Files:
    """What is kept in each place, as it stands there."""
    return [(place, file, content) for place in places for file, content in kept(place.folder)]


def verify_on(
    connection: Connection,
    places: Sequence[Place],
    files: Files,
    progress: Progress | None = None,
) -> Report:
    """Recompute the log that a connection sees."""
    examined = Examination(reading.origin(connection), ())
    examined.signed = list(_signed(examined, files))
    whole = reading.number_of_events(connection)
    examined.read(_told(reading.rows(connection), whole, progress))
    for index in reading.leaves_without_event(connection):
        examined.extra_leaf(index)
    keys = tuple(dict.fromkeys(key for one in places for key in (*one.log, *one.witness)))
    return Report(verdict=examined.finish(), examined=examined, keys=keys)


def _signed(examined: Examination, files: Iterable[tuple[Place, Path, bytes]]) -> Iterator[Signed]:
    """The checkpoints whose signatures hold; one whose do not is a finding."""
    for place, file, content in files:
        try:
            note = Note.parsed(content)
            checkpoint = Checkpoint.parsed(note.text)
            layer = place.layer_of(note)
        except (MalformedError, NotSignedError) as error:
            examined.tell(place.layer, f"{file} is not a checkpoint of this log: {error}")
            continue
        if checkpoint.origin != examined.origin:
            examined.tell(place.layer, f"{file} is of another log, {checkpoint.origin}")
            continue
        yield Signed(checkpoint=checkpoint, layer=layer, kept=str(file))


def _told(rows: Iterable[Row], whole: int, progress: Progress | None) -> Iterator[Row]:
    for number, row in enumerate(rows):
        if progress and number % reading.PAGE == 0:
            progress(number, whole)
        yield row
    if progress:
        progress(whole, whole)
