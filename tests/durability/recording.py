"""What a process wrote to its files and when it waited for the disk, as strace saw it, in its order.

The process is the product's own, unchanged: whatever it forgets to wait for is missing here too.
"""

import re
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.durability.writing import ACKNOWLEDGED
from tests.projections.waiting import until

CALLS = ("pwrite64", "write", "fsync", "fdatasync", "ftruncate")
LONGEST = 1 << 20
LINE = re.compile(
    r"^(?P<call>\w+)\(\d+<(?P<file>[^>]+)>(?:, )?(?P<more>.*)\)\s+= (?P<result>-?\d+)"
)
WRITTEN = re.compile(r'^"(?P<data>[^"]*)", (?P<length>\d+)(?:, (?P<offset>\d+))?$')


@dataclass(frozen=True, slots=True)
class Write:
    file: str
    offset: int
    data: bytes


@dataclass(frozen=True, slots=True)
class Truncate:
    file: str
    size: int


@dataclass(frozen=True, slots=True)
class Sync:
    """Everything written to the file before it is on the disk."""

    file: str


@dataclass(frozen=True, slots=True)
class Said:
    """Something was acknowledged, and may be relied on from now on."""

    text: str


Operation = Write | Truncate | Sync | Said


@contextmanager
def traced(process: int, *more: str, output: Path) -> Iterator[subprocess.Popen[str]]:
    """Watch a process, or do more to it, from now until it ends."""
    command = ["strace", "-p", str(process), "-y", "-xx", "-s", str(LONGEST), "-o", str(output)]
    tracer = subprocess.Popen([*command, *more], stderr=subprocess.PIPE, text=True)
    try:
        until(lambda: _is_traced(process) or tracer.poll() is not None)
        assert tracer.poll() is None, tracer.stderr and tracer.stderr.read()
        yield tracer
    finally:
        tracer.wait(60)
        assert tracer.stderr
        tracer.stderr.close()


def recorded(output: Path, data: Path) -> list[Operation]:
    """The operations on the files of a folder."""
    return list(_operations(output.read_text().splitlines(), data))


def _operations(lines: Sequence[str], data: Path) -> Iterator[Operation]:
    for line in lines:
        found = LINE.match(line)
        if not found or int(found["result"]) < 0:
            continue
        file = Path(_text(found["file"]))
        if file.parent != data or file.suffix == ".db-shm":
            continue
        yield _operation(file, found["call"], found["more"])


def _operation(file: Path, call: str, more: str) -> Operation:
    if call in ("fsync", "fdatasync"):
        return Sync(file.name)
    if call == "ftruncate":
        return Truncate(file.name, int(more))
    written = WRITTEN.match(more)
    assert written, more[:200]
    content = _bytes(written["data"])
    if file.name == ACKNOWLEDGED:
        return Said(content.decode())
    return Write(file.name, int(written["offset"]), content)


def _bytes(shown: str) -> bytes:
    return bytes.fromhex(shown.replace("\\x", ""))


def _text(shown: str) -> str:
    return _bytes(shown).decode() if shown.startswith("\\x") else shown


def _is_traced(process: int) -> bool:
    status = Path(f"/proc/{process}/status").read_text()
    return "TracerPid:\t0\n" not in status
