"""Whenever the power goes, nothing that was acknowledged is lost, and nothing is half there.

What the product's own process writes to its SQLite files is recorded, and thousands of disks are made
of it as they may be found afterwards. The negative controls wait for the disk less often and must be
caught. (Spec: audit, 7.1 and T82; decision 8.)
"""

import os
from dataclasses import dataclass
from pathlib import Path
from shutil import which

import pytest

from tests import installations
from tests.durability.images import Image, images
from tests.durability.judging import faults
from tests.durability.recording import CALLS, Operation, Write, recorded, traced
from tests.durability.writing import Writer
from tests.figures import Tell
from tests.requirements import need

IMAGES = int(os.environ.get("TESTS_IMAGES", "3000"))
OF_A_CONTROL = 150
WRITES = 12
THOROUGHLY = 10
"""One in so many has each of its leaves made anew."""
SEED = 20261126
FILES = ("records.db", "keys.db")


@dataclass(frozen=True)
class Recording:
    """What was on the disk, and what was done to it."""

    before: dict[str, bytes]
    operations: list[Operation]


def record(prepared: Path, folder: Path, synchronous: str | None = None) -> Recording:
    need(which("strace"), "strace is not installed")
    data = installations.copy_of(prepared, folder / "data")
    writer = Writer(installations.sqlite_settings(data), times=WRITES, synchronous=synchronous)
    # Whatever came before is on the disk.
    before = {
        file.name: file.read_bytes()
        for file in data.iterdir()
        if file.name.startswith(FILES) and not file.name.endswith("-shm")
    }
    assert writer.process.pid
    with traced(writer.process.pid, "-e", f"trace={','.join(CALLS)}", output=folder / "trace"):
        writer.go()
        assert writer.wait() == 0
    return Recording(before, recorded(folder / "trace", data))


def judged(recording: Recording, folder: Path, number: int) -> tuple[list[list[str]], list[Image]]:
    """What is wrong with each of so many images, and the images."""
    folder.mkdir()
    wrong, seen = [], []
    made = images(recording.before, recording.operations, number=number, seed=SEED)
    for index, image in enumerate(made):
        image.put(folder)
        wrong.append(faults(folder, image.acknowledged, thorough=index % THOROUGHLY == 0))
        seen.append(image)
    return wrong, seen


def test_no_power_cut_loses_what_was_acknowledged_or_leaves_anything_half_there(
    prepared_sqlite: Path, folder: Path, figure: Tell
) -> None:
    recording = record(prepared_sqlite, folder)

    wrong, seen = judged(recording, folder / "image", IMAGES)

    figure(f"{IMAGES} disks after a power cut, {sum(map(bool, wrong))} wrong")

    assert [one for one in wrong if one] == []
    assert sum(image.pending > 0 for image in seen) > IMAGES / 4, "cuts in the middle of writing"
    assert len({len(image.acknowledged) for image in seen}) > WRITES / 2
    assert any(one.file == "records.db" for one in recording.operations if isinstance(one, Write))


@pytest.mark.parametrize("synchronous", ["NORMAL", "OFF"])
def test_a_disk_that_is_waited_for_less_often_loses_what_was_acknowledged(
    prepared_sqlite: Path, folder: Path, figure: Tell, synchronous: str
) -> None:
    recording = record(prepared_sqlite, folder, synchronous)

    wrong, _ = judged(recording, folder / "image", OF_A_CONTROL)

    figure(f"control with {synchronous}: {OF_A_CONTROL} disks, {sum(map(bool, wrong))} wrong")

    assert sum(bool(one) for one in wrong) > OF_A_CONTROL / 10
