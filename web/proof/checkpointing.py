"""Signing the log as it grows: after so many leaves or so many seconds, and every hour in any case.

Silence is visible: who keeps the checkpoints sees when none comes (spec: audit, 4.4).
"""

import logging
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field

from sqlalchemy.exc import SQLAlchemyError

from domain.proof.checkpoints import Checkpoint
from domain.proof.growth import NotGrownError
from domain.proof.merkle import consistency_proof, root
from domain.proof.notes import Note, NotSignedError
from domain.proof.tiles import TiledTree
from web.adapters.stores import Stores
from web.proof import reading
from web.proof.proving import Once
from web.proof.publishing import Publication, QuorumMissingError, policy_of
from web.proof.signing import Signer, Witness, last_tree
from web.settings import Settings, SettingsError

LOG = logging.getLogger(__name__)

MOST_LEAVES, MOST_SECONDS, HEARTBEAT = 256, 60.0, 3600.0
"""A new checkpoint comes after so many new leaves or so many seconds, whichever is first; an hour after
the last one it comes without any."""


@dataclass
class Checkpointing:
    """Reads the log of leaves and has it signed, and seen. It holds the hashes of full tiles alone."""

    stores: Stores
    signer: Signer
    witness: Witness
    publication: Publication
    clock: Callable[[], float] = time.monotonic
    refused: str = ""
    """Why the log was not signed, when it was not."""
    _tree: TiledTree = field(init=False)
    _signed_at: float | None = None

    def __post_init__(self) -> None:
        self._tree = TiledTree(self._leaves)

    @property
    def size(self) -> int:
        """How many leaves were read."""
        return self._tree.size

    def is_due(self) -> bool:
        """Whether there is enough that is not signed yet, or it has not been for long enough."""
        with reading.looking_at_log(self.stores) as connection:
            size = reading.number_of_leaves(connection)
        last = last_tree(self.signer.folder)
        waiting = size - (last.size if last else 0)
        since = HEARTBEAT if self._signed_at is None else self.clock() - self._signed_at
        if waiting == 0:
            return size > 0 and since >= HEARTBEAT
        # Less than before is due at once: it is to be refused, and told.
        return waiting < 0 or waiting >= MOST_LEAVES or since >= MOST_SECONDS

    def checkpoint(self) -> Note:
        """Sign the log as it stands, and have it seen.

        Raises:
            NotGrownError: it is not what it was.

        """
        self._read_on()
        # Everybody who has to be shown that it grew saw the same tree last, most often.
        tree = Once(self._tree)
        size = tree.size
        new = Checkpoint(origin=self.signer.origin, size=size, root=root(tree, size))
        note = self.signer.sign(new, _since(last_tree(self.signer.folder), tree))
        self.witness.pin(self.signer.folder)
        seen = self.witness.cosign(note, _since(last_tree(self.witness.folder), tree))
        self._signed_at = self.clock()
        with suppress(QuorumMissingError):
            return self.publication.publish(seen, lambda old: consistency_proof(tree, old, size))
        return seen

    def look(self) -> None:
        """Sign what is due; what is refused is told, and looked at again."""
        try:
            if self.is_due():
                self.checkpoint()
                self.refused = ""
            with suppress(QuorumMissingError):
                self.publication.look()
        except (NotGrownError, NotSignedError) as error:
            if self.refused != why(error):
                # Once: it is looked at every few seconds.
                LOG.error("the log is not signed: %s", type(error).__name__)
            self.refused = why(error)
            # What was read may be what somebody has put back since.
            self._tree = TiledTree(self._leaves)
        except (SQLAlchemyError, OSError, SettingsError) as error:
            # A database that is away comes back.
            LOG.error("signing failed with %s", type(error).__name__)

    def _read_on(self) -> None:
        with reading.looking_at_log(self.stores) as connection:
            size = reading.number_of_leaves(connection)
            if size < self._tree.size:
                self._tree = TiledTree(self._leaves)
            reading.read_on(connection, self._tree, size)

    def _leaves(self, begin: int, end: int) -> Sequence[bytes]:
        with reading.looking_at_log(self.stores) as connection:
            return reading.leaf_hashes(connection, begin, end)


def _since(last: Checkpoint | None, tree: Once) -> Sequence[bytes]:
    if last is None or not 0 < last.size <= tree.size:
        return ()
    return consistency_proof(tree, last.size, tree.size)


def why(refused: Exception) -> str:
    """A refusal to sign, in the sentence that it is."""
    return " ".join((type(refused).__doc__ or "").split())


def checkpointing(settings: Settings, stores: Stores) -> Checkpointing:
    """What signs the log of an installation, and has it seen."""
    with reading.looking_at_log(stores) as connection:
        origin = reading.origin(connection)
    return Checkpointing(
        stores=stores,
        signer=Signer(folder=settings.signer_folder, origin=origin),
        witness=Witness(folder=settings.witness_folder, name=f"{origin}/witness"),
        publication=Publication(settings.published_folder, policy_of(settings)),
    )
