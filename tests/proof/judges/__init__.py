"""Programs that nobody here wrote, which judge our checkpoints, proofs and tiles (spec: audit, 2.3).

Each reads cases and says of each whether it holds. They are pinned by hash, installed when they are first
asked, and nothing of ours imports them.
"""

import json
import os
import shutil
import subprocess
import sys
from base64 import b64encode
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from tests.environments import ROOT, environment, packages

HERE = Path(__file__).parent
PYTHON, NODE, GO = ROOT / ".venv-judges", ROOT / ".venv-judges-node", ROOT / ".venv-judges-go"
DEBIANS_PACKAGES = Path("/usr/share/gocode")
SINCE = (3, 12)
"""The Python that two of them need."""

Case = Mapping[str, Any]
Verdicts = Sequence[bool | None]


class JudgeAbsentError(Exception):
    """A judge is not on this machine."""


def encoded(value: bytes) -> str:
    return b64encode(value).decode()


def go(cases: Sequence[Case]) -> Verdicts:
    """golang.org/x/mod/sumdb, from Debian."""
    return _asked([_built()], cases)


def sigstore(cases: Sequence[Case]) -> Verdicts:
    """@sigstore/verify, from npm."""
    node = shutil.which("node")
    if node is None or shutil.which("npm") is None:
        raise JudgeAbsentError("Node.js is not installed")
    return _asked([node, HERE / "judge.mjs", packages(NODE, HERE)], cases)


def aics(cases: Sequence[Case]) -> Verdicts:
    """aics-tlog, from PyPI."""
    return _in_python("aics-tlog", cases)


def scales(cases: Sequence[Case]) -> Verdicts:
    """tlog-scales, from PyPI."""
    return _in_python("tlog-scales", cases)


def pymerkle(cases: Sequence[Case]) -> Verdicts:
    """pymerkle, from PyPI: a tree of its own, for roots."""
    return _in_python("pymerkle", cases)


JUDGES = {one.__name__: one for one in (go, sigstore, aics, scales)}


def interpreter() -> Path:
    """The environment of the judges in Python."""
    return environment(PYTHON, HERE / "requirements.lock", base=_newest_python())


@cache
def is_new_enough() -> bool:
    """Whether it has those judges that need a newer Python than ours."""
    program = f"import sys; sys.exit(sys.version_info < {SINCE})"
    return subprocess.run([interpreter(), "-c", program]).returncode == 0


def _in_python(library: str, cases: Sequence[Case]) -> Verdicts:
    if library.startswith("aics") and not is_new_enough():
        raise JudgeAbsentError("Python 3.12 is not installed")
    return _asked([interpreter(), HERE / "judge.py", library], cases)


def _asked(command: Sequence[object], cases: Sequence[Case]) -> Verdicts:
    answered = subprocess.run(
        list(map(str, command)), input=json.dumps(cases), capture_output=True, text=True
    )
    assert answered.returncode == 0, answered.stderr
    found: Verdicts = json.loads(answered.stdout)
    assert len(found) == len(cases)
    return found


@cache
def _built() -> Path:
    found = shutil.which("go")
    if found is None or not (DEBIANS_PACKAGES / "src/golang.org/x/mod/sumdb").exists():
        raise JudgeAbsentError(
            "Go and its module golang.org/x/mod are not installed, as Debian has them"
        )
    program = GO / "judge"
    GO.mkdir(exist_ok=True)
    # The module comes from Debian and from nowhere else.
    env = os.environ | {
        "GO111MODULE": "off",
        "GOPATH": str(DEBIANS_PACKAGES),
        "GOCACHE": str(GO / "cache"),
        "GOFLAGS": "",
        "GOPROXY": "off",
    }
    sources = sorted(HERE.glob("*.go"))
    building = program.with_name(f"judge.{os.getpid()}")
    subprocess.run([found, "build", "-o", building, *sources], check=True, env=env)
    building.replace(program)
    return program


def _newest_python() -> Path:
    """A Python that all of them run on, if there is one; or else ours."""
    if sys.version_info >= SINCE:
        return Path(sys.executable)
    beside = Path(sys.base_prefix).parent
    candidates = [
        *(shutil.which(f"python3.{minor}") for minor in (13, 12)),
        *beside.glob("3.1[23].*/bin/python3"),
    ]
    for one in filter(None, candidates):
        if subprocess.run([one, "-c", ""], capture_output=True).returncode == 0:
            return Path(one)
    return Path(sys.executable)
