"""The bundle as it is handed over: what was disclosed, with the proofs that the log holds it."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from application.codec import from_json
from domain.disclosures.events import Made
from domain.errors import DomainError
from domain.proof.base64 import MalformedError, encoded
from domain.proof.checkpoints import Checkpoint
from domain.proof.notes import KeyType, Note, NotSignedError, signatures_of
from domain.proof.policies import Policy
from web.archives import archived
from web.disclosing.contents import MANIFEST, event_files
from web.disclosing.evidence import Evidence
from web.proof.keys import is_signed
from web.proof.proving import Proved, Prover, Seen
from web.releases.bundles import checksums

CHECKPOINT, POLICY, PREVIOUS, CONSISTENCY = (
    "checkpoint",
    "policy",
    "previous-checkpoint",
    "consistency",
)
SUMS = "SHA256SUMS"


class NotSeenYetError(DomainError):
    """No witness has seen this disclosure yet. Look again in a minute."""


class NotACheckpointError(DomainError):
    """This is no checkpoint of this log."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Finishing:
    """Puts a bundle together."""

    prover: Prover

    def bundle(
        self,
        made: Made,
        files: Mapping[str, bytes],
        last_events: Mapping[UUID, Evidence],
        *,
        previous: bytes | None = None,
    ) -> bytes:
        """The archive of a disclosure. ``last_events`` are those of the records in which it is said.

        Raises:
            NotSeenYetError: it is in no checkpoint yet that a witness saw.
            NotACheckpointError: ``previous`` is none.
            NotProvedError: the log is not the one that was signed.

        """
        seen = self.prover.seen()
        if seen is None:
            raise NotSeenYetError
        found = {**files, **(self._since(previous, seen) if previous is not None else {})}
        manifest = from_json(files[MANIFEST])
        for record, said in zip(made.records, manifest["records"], strict=True):
            label, last = said["label"], last_events[record]
            found |= event_files(label, last, frozenset())
            wanted = range(1 if manifest["events"] == "whole" else last.version, last.version + 1)
            proved = {one.version: one for one in self.prover.proofs(record, seen)}
            for version in wanted:
                found[f"proofs/{label}-{version}.tlog-proof"] = _proof(proved[version])
        found[CHECKPOINT] = str(seen.note).encode()
        found[POLICY] = str(Policy.of(seen.keys)).encode()
        return archived(sorted([*found.items(), (SUMS, checksums(found))]))

    def _since(self, previous: bytes, seen: Seen) -> dict[str, bytes]:
        try:
            note = Note.parsed(previous)
            signatures_of(
                note, [one for one in seen.keys if one.type is KeyType.ED25519], is_signed
            )
            old = Checkpoint.parsed(note.text)
        except (MalformedError, NotSignedError):
            raise NotACheckpointError from None
        hashes = "".join(f"{encoded(one)}\n" for one in self.prover.grown(old, seen))
        request = f"old {old.size}\n{hashes}\n{seen.note}"
        return {PREVIOUS: previous, CONSISTENCY: request.encode()}


def _proof(one: Proved) -> bytes:
    if one.proof is None:
        raise NotSeenYetError
    return str(one.proof).encode()
