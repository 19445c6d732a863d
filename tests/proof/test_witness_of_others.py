"""A witness that nobody here wrote: aics-witness, over HTTP on this machine.

Spec: audit, 2.3 and 7.2, T19 and T33.
"""

import os
import signal
import socket
import subprocess
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest

from domain.proof.checkpoints import Checkpoint
from domain.proof.notes import Note
from domain.proof.policies import Policy
from tests.proof import judges
from tests.proof.test_signing import LEAVES, ORIGIN, at, proof
from web.proof.keys import is_signed, signing_key, verifier_keys
from web.proof.publishing import Publication
from web.proof.rotating import LOG_KEY, LOG_VKEY
from web.proof.signing import Signer
from web.proof.witnesses import AheadError, DisputedError, UnwillingError, cosigned_by

GROWTHS = int(os.environ.get("TESTS_GROWTHS", "40"))
"""The specification measured 200."""
FIRST = 3


@dataclass
class Theirs:
    """A witness of others, which knows a log of ours."""

    signer: Signer
    policy: Policy
    program: Sequence[object]

    def cosign(
        self, note: Note, size: int, last: int = 0, leaves: Sequence[bytes] = LEAVES
    ) -> None:
        (witness,) = self.policy.witnesses.values()
        cosigned_by(witness, note, lambda old: proof(old, size, leaves), last=last)

    def forged(self, checkpoint: Checkpoint) -> Note:
        """What a stolen key signs."""
        key = signing_key(self.signer.folder / LOG_KEY, name=ORIGIN)
        return Note(str(checkpoint), (key.sign(str(checkpoint)),))


@pytest.fixture(scope="module")
def theirs(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Theirs]:
    folder = tmp_path_factory.mktemp("theirs")
    if not judges.is_new_enough():
        pytest.skip("aics-witness needs Python 3.12, which is not installed")
    signer = Signer(folder=folder / "signer", origin=ORIGIN)
    signer.sign(at(FIRST))
    (log,) = verifier_keys(signer.folder / LOG_VKEY)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        address = f"127.0.0.1:{free.getsockname()[1]}"
    config = ("--config", folder / "witness.json")
    program = (judges.interpreter(), "-m", "aics_witness")
    made = run(program, "init", *config, "--name", "theirs.example/w1", "--listen", address)
    run(program, "add-log", *config, "--origin", ORIGIN, "--vkey", log)
    server = subprocess.Popen(
        [*map(str, program), "serve", *map(str, config)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert server.stderr is not None
    # It says that it listens; what it says of each request after that is read to its end below.
    assert next(line for line in server.stderr if "listening" in line.lower() or address in line)
    policy = Policy.parsed(
        f"log {log}\nwitness theirs {made.split()[-1]} http://{address}\nquorum theirs\n".encode()
    )
    try:
        yield Theirs(signer, policy, (*program, *config))
    finally:
        server.send_signal(signal.SIGTERM)
        server.communicate(timeout=30)


def run(program: Sequence[object], *arguments: object) -> str:
    command = [str(one) for one in (*program, *arguments)]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def test_it_cosigns_what_grows_and_refuses_whatever_does_not(
    theirs: Theirs, tmp_path: Path
) -> None:
    """In the order in which it would happen: it remembers what it saw."""
    publication, size = Publication(tmp_path / "published", theirs.policy), FIRST
    note = publication.publish(theirs.signer.sign(at(size)), lambda _: ())
    for _ in range(GROWTHS):
        before, size = size, size + 3
        grown = theirs.signer.sign(at(size), proof(before, size))
        note = publication.publish(grown, lambda old, to=size: proof(old, to))
    seen = theirs.policy.seen_by(note, is_signed)
    assert set(seen) == {"theirs"}
    assert publication.problems == {}

    # It saw another size than we think: it says which, and is told from there.
    theirs.cosign(note, size, last=FIRST)
    theirs.cosign(note, size)

    fork = [*LEAVES[:2], *LEAVES[5:]]
    with pytest.raises(DisputedError):
        theirs.cosign(theirs.forged(at(size + 5, fork)), size + 5, last=size, leaves=fork)
    with pytest.raises(DisputedError):
        theirs.cosign(theirs.forged(at(size, fork)), size, last=size, leaves=fork)
    # A key that it does not know, and a log that it does not know.
    other = Signer(folder=tmp_path / "other", origin=ORIGIN).sign(at(size))
    unknown = Signer(folder=tmp_path / "unknown", origin="other.example")
    for note in (other, unknown.sign(at(size, origin="other.example"))):
        with pytest.raises(UnwillingError):
            theirs.cosign(note, size, last=size)

    # A log that was put back to an old copy.
    with pytest.raises(AheadError):
        theirs.cosign(theirs.forged(at(FIRST + 3)), FIRST + 3)

    kept = run(theirs.program[:3], "evidence", *theirs.program[3:])
    assert kept.count('"reason"') == 2
