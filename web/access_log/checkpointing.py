"""Signing the access log as it grows, under a name of its own, in the folders of whoever signs the log."""

import logging
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from sqlalchemy.exc import SQLAlchemyError

from domain.proof.checkpoints import Checkpoint
from domain.proof.growth import NotGrownError
from domain.proof.merkle import consistency_proof
from domain.proof.notes import Note, NotSignedError
from domain.proof.tiles import TiledTree
from web.access_log import reading
from web.access_log.sealing import Sealer
from web.adapters.stores import WORK, Stores
from web.proof.checkpointing import HEARTBEAT, MOST_LEAVES, MOST_SECONDS, why
from web.proof.publishing import Publication, QuorumMissingError, policy_of
from web.proof.signing import Signer, Witness, last_tree
from web.settings import Settings, SettingsError

LOG = logging.getLogger(__name__)
FOLDER = "access"
"""Within the signer's folder and the witness's: a key, a last tree and checkpoints of its own."""


@dataclass
class AccessCheckpointing:
    """Has the leaves of the access log signed and seen, as often as those of the log itself."""

    stores: Stores
    signer: Signer
    witness: Witness
    sealer: Sealer | None = None
    """Where whoever signs may add leaves too, as on one machine."""
    publication: Publication | None = None
    """Where witnesses over the network are asked, if the policy of the installation names this log."""
    clock: Callable[[], float] = time.monotonic
    refused: str = ""
    """Why it was not signed, when it was not."""
    _tree: TiledTree = field(init=False)
    _signed_at: float | None = None

    def __post_init__(self) -> None:
        self._tree = TiledTree(self._leaves)

    def is_due(self) -> bool:
        """Whether there is enough that is not signed yet, or it has not been for long enough."""
        with reading.looking_at_access(self.stores) as connection:
            size = reading.number_of_leaves(connection)
        last = last_tree(self.signer.folder)
        waiting = size - (last.size if last else 0)
        since = HEARTBEAT if self._signed_at is None else self.clock() - self._signed_at
        if waiting == 0:
            return size > 0 and since >= HEARTBEAT
        return waiting < 0 or waiting >= MOST_LEAVES or since >= MOST_SECONDS

    def checkpoint(self) -> Note | None:
        """Seal what can be sealed here, sign the tree and have it seen; nothing where nobody looked yet.

        Raises:
            NotGrownError: it is not what it was.

        """
        if self.sealer:
            self.sealer.seal()
        with reading.looking_at_access(self.stores) as connection:
            if reading.number_of_leaves(connection) < self._tree.size:
                self._tree = TiledTree(self._leaves)
            reading.read_on(connection, self._tree)
        size = self._tree.size
        if not size and last_tree(self.signer.folder) is None:
            return None
        new = Checkpoint(origin=self.signer.origin, size=size, root=self._tree.root())
        note = self.signer.sign(new, self._since(last_tree(self.signer.folder), size))
        self.witness.pin(self.signer.folder)
        seen = self.witness.cosign(note, self._since(last_tree(self.witness.folder), size))
        self._signed_at = self.clock()
        if self.publication is not None:
            tree = self._tree
            with suppress(QuorumMissingError):
                return self.publication.publish(
                    seen, lambda old: consistency_proof(tree, old, size)
                )
        return seen

    def look(self) -> None:
        """Seal, and sign what is due; what is refused is told, and looked at again."""
        try:
            if self.sealer:
                self.sealer.seal()
            if self.is_due():
                self.checkpoint()
                self.refused = ""
            if self.publication is not None:
                with suppress(QuorumMissingError):
                    self.publication.look()
        except (NotGrownError, NotSignedError) as error:
            if self.refused != why(error):
                LOG.error("the access log is not signed: %s", type(error).__name__)
            self.refused = why(error)
            self._tree = TiledTree(self._leaves)
        except (SQLAlchemyError, OSError, SettingsError, ValueError) as error:
            # A database that is away comes back.
            LOG.error("signing the access log failed with %s", type(error).__name__)

    def _since(self, last: Checkpoint | None, size: int) -> Sequence[bytes]:
        if last is None or not 0 < last.size <= size:
            return ()
        return consistency_proof(self._tree, last.size, size)

    def _leaves(self, begin: int, end: int) -> Sequence[bytes]:
        with reading.looking_at_access(self.stores) as connection:
            return reading.leaf_hashes(connection, begin, end)


def folders(signer: Path, witness: Path) -> tuple[Path, Path]:
    """Where the access log is signed and seen, within the folders of the log."""
    return signer / FOLDER, witness / FOLDER


def access_checkpointing(settings: Settings, stores: Stores) -> AccessCheckpointing:
    """What signs the access log of an installation, and seals it where it may."""
    origin = reading.origin(stores)
    signer, witness = folders(settings.signer_folder, settings.witness_folder)
    return AccessCheckpointing(
        stores=stores,
        signer=Signer(folder=signer, origin=origin),
        witness=Witness(folder=witness, name=f"{origin}/witness"),
        sealer=Sealer(stores.engine(WORK), origin) if stores.is_embedded else None,
        publication=_publication(settings, origin),
    )


def _publication(settings: Settings, origin: str) -> Publication | None:
    """Witnesses know a log by its name: who wants this one seen by them names it in the policy too."""
    policy = policy_of(settings)
    if policy is None or not policy.has(origin):
        return None
    return Publication(settings.published_folder / FOLDER, policy)
