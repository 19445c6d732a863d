"""Signers and witnesses that die at each line they run, each in a process of its own: ``python -m``.

What is left behind is then asked to sign another past. Prints how many died, where, and what was wrong.
"""

import json
import os
import shutil
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from types import FrameType
from typing import Any

from domain.proof.checkpoints import Checkpoint
from domain.proof.growth import NotGrownError
from domain.proof.notes import Note
from tests.proof.test_signing import ORIGIN, OTHER_LEAVES, at, proof
from web.proof.keys import verifier_keys
from web.proof.rotating import LOG_VKEY, rotate
from web.proof.signing import Signer, Witness, kept, last_tree

KILLED = 9
SIGNING = ("web/proof/signing.py", "web/proof/keys.py", "web/proof/rotating.py")
OLD, NEW = 11, 20


def dying(act: Callable[[], object], line: int) -> tuple[bool, str]:
    """Run something in another process until its so-many-th line; whether it came so far, and where."""
    read, write = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            sys.settrace(_killer(line, write))
            act()
        finally:
            # Nothing that was opened is closed, and nothing is written any more.
            os._exit(0)
    os.close(write)
    with os.fdopen(read) as opened:
        where = opened.read()
    _, status = os.waitpid(child, 0)
    return os.waitstatus_to_exitcode(status) == KILLED, where


def _killer(line: int, told: int) -> Callable[..., Any]:
    left = line

    def trace(frame: FrameType, event: str, _: object) -> Any:
        nonlocal left
        if not frame.f_code.co_filename.endswith(SIGNING):
            return None
        if event == "line":
            left -= 1
            if left == 0:
                place = f"{Path(frame.f_code.co_filename).name}:{frame.f_lineno}"
                os.write(told, place.encode())
                os._exit(KILLED)
        return trace

    return trace


def signing(folder: Path) -> Callable[[], object]:
    return lambda: Signer(folder=folder / "signer", origin=ORIGIN).sign(at(NEW), proof(OLD, NEW))


def cosigning(folder: Path) -> Callable[[], object]:
    signer = Signer(folder=folder / "signer", origin=ORIGIN)
    note = signer.sign(at(NEW), proof(OLD, NEW))
    witness = Witness(folder=folder / "witness", name="witness.example")
    return lambda: witness.cosign(note, proof(OLD, NEW))


def rotating(folder: Path) -> Callable[[], object]:
    return lambda: (rotate(folder / "signer", ORIGIN), signing(folder)())


ACTS = (signing, cosigning, rotating)


def wrong_after(folder: Path, act: Callable[[Path], object]) -> Sequence[str]:
    """What must not be, of what a dead process left behind."""
    found = []
    signer = Signer(folder=folder / "signer", origin=ORIGIN)
    witness = Witness(folder=folder / "witness", name="witness.example")
    for name in ("signer", "witness"):
        for file, content in kept(folder / name):
            text = Note.parsed(content).text
            if Checkpoint.parsed(text) not in (at(OLD), at(NEW)):
                found.append(f"{file} is of another tree")
    remembered = last_tree(signer.folder)
    if remembered not in (at(OLD), at(NEW)):
        found.append("the memory is of another tree")
    for what, new, shown in (
        ("fork", at(NEW, OTHER_LEAVES), proof(OLD, NEW, OTHER_LEAVES)),
        ("shrunk", at(OLD - 1), ()),
        ("same size", at(OLD, OTHER_LEAVES), ()),
    ):
        try:
            signer.sign(new, shown)
        except NotGrownError:
            continue
        found.append(f"it signed what had {what}")
    # And it goes on from where it was.
    note = signer.sign(at(30), proof(last_tree(signer.folder).size, 30))
    witness.cosign(note, proof(last_tree(witness.folder).size, 30))
    if not any(note.signed_by(key) for key in verifier_keys(signer.folder / LOG_VKEY)):
        found.append("nobody knows the key that signed")
    return found


def run(folder: Path) -> dict[str, Any]:
    """Kill each act at each of its lines."""
    # What the disk has of it when the power fails is tested elsewhere; here processes die.
    os.fsync = lambda _: None
    killed, places, wrong = 0, set[str](), []
    start = folder / "start"
    signer = Signer(folder=start / "signer", origin=ORIGIN)
    note = signer.sign(at(OLD))
    witness = Witness(folder=start / "witness", name="witness.example")
    witness.pin(signer.folder)
    witness.cosign(note)
    for act in ACTS:
        line, went_on = 0, True
        while went_on:
            line += 1
            here = folder / "here"
            shutil.copytree(start, here)
            went_on, where = dying(act(here), line)
            killed += went_on
            places.add(where)
            wrong += [f"{act.__name__} at {where}: {one}" for one in wrong_after(here, act)]
            shutil.rmtree(here)
    return {"killed": killed, "places": len(places), "wrong": wrong}


if __name__ == "__main__":
    json.dump(run(Path(sys.argv[1])), sys.stdout)
