"""Publishing what was signed: every witness of the policy is asked, and what enough of them saw is kept.

Context. A signature of our own shows little, and a witness may be down, slow, or lie. Decision. Who signs
asks all witnesses at once and waits for a few seconds, never longer; what the policy calls enough is
published in a folder that anybody may read, beside the last checkpoint of each witness; the rest is
asked for again. Consequence: nobody who writes ever waits for a witness, a witness that hangs holds up
nobody, and silence is seen by the age of a file. Kept by ``tests/proof/test_publishing.py``.
(Spec: audit, 4.5 and 7.2, T33.)
"""

import logging
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from domain.clients.client import is_safe
from domain.proof.base64 import MalformedError
from domain.proof.checkpoints import Checkpoint
from domain.proof.notes import Note, NotSignedError, Signature
from domain.proof.policies import Party, Policy
from web.proof.keys import is_signed, write_whole
from web.proof.proving import NotProvedError, Seen, newest
from web.proof.signing import DAYS, NEWEST, keep
from web.proof.witnesses import (
    AheadError,
    DisputedError,
    FalseError,
    Post,
    Proofs,
    SilentError,
    WitnessError,
    cosigned_by,
    post,
)
from web.settings import Settings, SettingsError

LOG = logging.getLogger(__name__)

WAIT_SECONDS, AGAIN_SECONDS = 8.0, 30.0
"""How long witnesses are waited for, and after how long those are asked again that did not cosign."""
WITNESSES = "witnesses"
FOLDERS, FILES = 0o755, 0o644
"""What anybody may read, whatever whoever signs keeps to itself."""
ALARMING = (AheadError, DisputedError, FalseError)
"""What is no fault of the network."""


class QuorumMissingError(Exception):
    """Too few witnesses have seen the newest checkpoint; they are asked again."""


@dataclass
class Publication:
    """Asks the witnesses of a policy, and keeps what it calls enough. Without one, all is enough."""

    folder: Path
    policy: Policy | None = None
    send: Post = post
    clock: Callable[[], float] = time.time
    seconds: float = WAIT_SECONDS
    missing: Note | None = None
    """What was signed and is not published, since too few have seen it."""
    problems: Mapping[str, WitnessError] = field(default_factory=dict)
    """By the policy's name of a witness, why it did not cosign the last time."""
    _proofs: Proofs | None = None
    _asked_at: float = 0.0
    _asking: dict[str, threading.Thread] = field(default_factory=dict)

    def publish(self, note: Note, proofs: Proofs) -> Note:
        """Have a checkpoint seen, and publish it if enough have.

        Raises:
            QuorumMissingError: too few have, so far.
            SettingsError: the folder cannot be written.

        """
        self.missing, self._proofs, self._asked_at = note, proofs, self.clock()
        asked = _Asked(note, proofs)
        for name, witness in self._to_ask():
            if not self._is_busy(name):
                self._asking[name] = threading.Thread(
                    target=self._ask, args=(asked, name, witness), name="witness", daemon=True
                )
                self._asking[name].start()
        until = time.monotonic() + self.seconds
        for thread in self._asking.values():
            thread.join(max(0.0, until - time.monotonic()))
        late = {name: SilentError() for name in self._asking if self._is_busy(name)}
        self._tell({**asked.problems, **late})
        # Who is late answers into what nobody looks at any more, but for its own file.
        seen = Note(note.text, (*note.signatures, *dict(asked.found).values()))
        if not self._is_enough(seen):
            raise QuorumMissingError
        self._publish(seen)
        self.missing = None
        return seen

    def _publish(self, seen: Note) -> None:
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            keep(self.folder, seen, mode=FILES)
            for folder in (self.folder, self.folder / DAYS):
                folder.chmod(FOLDERS)
        except OSError as error:
            raise SettingsError(
                f"What was signed cannot be published in {self.folder}: {error.strerror}."
            ) from None

    def look(self) -> None:
        """Ask again, when it is time, for what too few have seen."""
        if self.missing is None or self._proofs is None:
            return
        if self.clock() - self._asked_at >= AGAIN_SECONDS:
            self.publish(self.missing, self._proofs)

    def _to_ask(self) -> Iterator[tuple[str, Party]]:
        if self.policy is not None:
            yield from ((name, one) for name, one in self.policy.witnesses.items() if one.url)

    def _is_busy(self, name: str) -> bool:
        return name in self._asking and self._asking[name].is_alive()

    def _ask(self, asked: "_Asked", name: str, witness: Party) -> None:
        file, note = file_of(self.folder, witness), asked.note
        try:
            signature = cosigned_by(
                witness,
                note,
                asked.proofs,
                last=_size(file),
                send=self.send,
                clock=self.clock,
            )
        except WitnessError as error:
            asked.problems[name] = error
            return
        asked.found[name] = signature
        # What cannot be kept here the witness itself says the next time.
        with suppress(OSError):
            file.parent.mkdir(parents=True, exist_ok=True)
            file.parent.chmod(FOLDERS)
            write_whole(file, str(Note(note.text, (*note.signatures, signature))), mode=FILES)

    def _is_enough(self, seen: Note) -> bool:
        if self.policy is None:
            return True
        try:
            self.policy.refuse_unmet(seen, is_signed)
        except NotSignedError:
            return False
        return True

    def _tell(self, problems: Mapping[str, WitnessError]) -> None:
        before, self.problems = self.problems, problems
        for name, error in problems.items():
            if type(before.get(name)) is not type(error):
                # Once: it is asked every half minute.
                say = LOG.error if isinstance(error, ALARMING) else LOG.warning
                say("a witness did not cosign: %s", type(error).__name__)


@dataclass(frozen=True, slots=True)
class _Asked:
    """What all witnesses are asked at once, and what each answers, by the policy's name."""

    note: Note
    proofs: Proofs
    found: dict[str, Signature] = field(default_factory=dict)
    problems: dict[str, WitnessError] = field(default_factory=dict)


def newest_of(settings: Settings) -> Seen | None:
    """The newest checkpoint that counts in an installation: by its policy, or else by its witness.

    Raises:
        NotProvedError: it is not signed by those who are believed.

    """
    policy = policy_of(settings)
    if policy is None:
        return newest(settings.witness_folder)
    file = settings.published_folder / NEWEST
    try:
        note = Note.parsed(file.read_bytes())
        policy.refuse_unmet(note, is_signed)
        seen = policy.seen_by(note, is_signed)
        at = max((one.at for one in seen.values()), default=int(file.stat().st_mtime))
    except OSError:
        return None
    except (MalformedError, NotSignedError):
        raise NotProvedError from None
    signed = tuple(key for key in policy.keys if note.signed_by(key))
    return Seen(note=note, keys=signed, at=datetime.fromtimestamp(at, UTC))


def policy_of(settings: Settings) -> Policy | None:
    """The policy of an installation, if it has one.

    Raises:
        SettingsError: it cannot be read, or asks a witness in clear.

    """
    if settings.policy is None:
        return None
    found = policy_in(settings.policy)
    for name, one in found.witnesses.items():
        if one.url and not is_safe(one.url):
            raise SettingsError(
                f"The witness {name} in {settings.policy} is asked at {one.url!r}: give it an"
                " address that begins with https."
            )
    return found


def policy_in(file: Path) -> Policy:
    """The policy in a file.

    Raises:
        SettingsError: there is none.

    """
    try:
        return Policy.parsed(file.read_bytes())
    except OSError:
        raise SettingsError(f"There is no policy in {file}.") from None
    except MalformedError as error:
        raise SettingsError(f"{file} is not a policy: {error}.") from None


def file_of(folder: Path, witness: Party) -> Path:
    """Where the last checkpoint of a witness is kept."""
    return folder / WITNESSES / witness.key.id.hex()


def _size(file: Path) -> int:
    """What a witness saw last, as far as we know; it says when it saw another."""
    try:
        return Checkpoint.parsed(Note.parsed(file.read_bytes()).text).size
    except (OSError, MalformedError):
        return 0
