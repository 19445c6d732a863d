"""When the disk fails or is full, an append says so or is kept; and afterwards the log goes on.

strace answers one call of a writer, or all from one on, with an error, as a disk would. (Spec: audit,
T83 and T84.)
"""

import os
import random
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from shutil import which

import pytest

from tests import installations
from tests.durability.judging import faults
from tests.durability.recording import traced
from tests.durability.writing import Writer
from tests.figures import Tell
from tests.requirements import need

WRITES = 4
SEED = 20261126
EACH = int(os.environ.get("TESTS_FAULTS", "15"))
"""How many faults of each kind: of seven kinds 105."""
KINDS = (
    ("openat", "EMFILE"),
    ("openat", "EACCES"),
    ("pread64", "EIO"),
    ("pwrite64", "EIO"),
    ("pwrite64", "ENOSPC"),
    ("fdatasync", "EIO"),
    ("fdatasync", "ENOSPC"),
)
FULL = 15


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """What came of a fault."""

    injected: int
    """How many calls were answered with an error."""
    refused: int
    """How many appends, or openings, the writer was told had failed."""


@pytest.fixture(scope="module")
def calls(prepared_sqlite: Path, tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, int]:
    """How often a writer makes each call on the files of the log and the keys when all is well."""
    folder = tmp_path_factory.mktemp("calls")
    names = sorted({call for call, _ in KINDS})
    _watched(prepared_sqlite, folder / "data", "-e", f"trace={','.join(names)}")
    lines = (folder / "data" / "trace").read_text().splitlines()
    return Counter(line.partition("(")[0] for line in lines)


@pytest.mark.parametrize("kind", KINDS, ids="-".join)
def test_a_call_that_fails_loses_nothing_that_was_acknowledged(
    prepared_sqlite: Path,
    folder: Path,
    calls: Mapping[str, int],
    figure: Tell,
    kind: tuple[str, str],
) -> None:
    call, error = kind
    chance = random.Random(f"{SEED} {call} {error}")
    outcomes = [
        outcome_of(
            prepared_sqlite,
            folder / str(number),
            f"{call}:error={error}:when={chance.randint(1, calls[call])}",
        )
        for number in range(EACH)
    ]

    _say(figure, f"{call} answered with {error}", outcomes)
    # A writer takes a chance now and then, and makes a call more or less.
    assert sum(one.injected == 1 for one in outcomes) >= EACH * 2 / 3
    assert any(one.refused for one in outcomes if one.injected)


def test_a_full_disk_loses_nothing_that_was_acknowledged(
    prepared_sqlite: Path, folder: Path, calls: Mapping[str, int], figure: Tell
) -> None:
    chance = random.Random(SEED)
    outcomes = [
        outcome_of(
            prepared_sqlite,
            folder / str(number),
            f"pwrite64:error=ENOSPC:when={chance.randint(1, calls['pwrite64'])}+",
        )
        for number in range(FULL)
    ]

    _say(figure, "disk full from one call on", outcomes)
    # What is only carried over from the log of writes to the file is kept, and tried again later.
    assert sum(one.refused > 0 for one in outcomes) >= FULL * 2 / 3


def outcome_of(prepared: Path, data: Path, fault: str) -> Outcome:
    """Let a writer meet a fault, and another go on when the disk is well again."""
    writer, ended = _watched(prepared, data, "-e", f"inject={fault}")
    said = writer.acknowledged()
    assert faults(data, said) == [], fault

    after = Writer(installations.sqlite_settings(data), times=1)
    after.go()
    assert after.wait() == 0, fault
    assert len(after.acknowledged()) > len(said)
    assert faults(data, after.acknowledged()) == [], fault

    injected = (data / "trace").read_text().count("(INJECTED)")
    return Outcome(injected=injected, refused=writer.refusals() + (ended != 0))


def _say(figure: Tell, what: str, outcomes: Sequence[Outcome]) -> None:
    injected = [one for one in outcomes if one.injected]
    refused = sum(one.refused > 0 for one in injected)
    figure(f"{what}: {len(injected)} times, the writer was told {refused} times, nothing lost")


def _watched(prepared: Path, data: Path, *more: str) -> tuple[Writer, int | None]:
    """A writer that ended under a tracer's eyes, and how."""
    need(which("strace"), "strace is not installed")
    settings = installations.sqlite_settings(installations.copy_of(prepared, data))
    writer = Writer(settings, times=WRITES)
    assert writer.process.pid
    watched = [
        data,
        *(data / f"{one}.db{end}" for one in ("records", "keys") for end in ("", "-wal")),
    ]
    paths = [part for one in watched for part in ("-P", str(one))]
    with traced(writer.process.pid, *more, *paths, output=data / "trace"):
        writer.go()
        ended = writer.wait()
    return writer, ended
