"""The files that a disk may hold after the power went, by what was written and what was waited for.

What a file was synced for is there. Of what was written after that, each sector of 512 bytes is there,
or is not, or is there in part; and a file is as long as what is there needs. Files are synced apart, so
one may hold what another does not. (Spec: audit, 7.1.)
"""

import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from tests.durability.recording import Operation, Said, Sync, Truncate, Write
from tests.durability.writing import acknowledged

SECTOR = 512


@dataclass(frozen=True, slots=True)
class Image:
    """What is on the disk, and what was acknowledged before the power went."""

    files: Mapping[str, bytes]
    acknowledged: Sequence[str]
    pending: int
    """How many writes no disk had been waited for."""

    def put(self, folder: Path) -> None:
        """Write the files, with nothing of an image before beside them."""
        for file in folder.iterdir():
            file.unlink()
        for name, content in self.files.items():
            (folder / name).write_bytes(content)


@dataclass
class Disk:
    """A disk that is written to."""

    kept: dict[str, bytearray]
    pending: dict[str, list[Write | Truncate]] = field(default_factory=dict)
    said: list[str] = field(default_factory=list)

    def take(self, operation: Operation) -> None:
        match operation:
            case Said(text):
                self.said += acknowledged(text)
            case Sync(file):
                content = self.kept.setdefault(file, bytearray())
                for one in self.pending.pop(file, ()):
                    _put(content, one)
            case Write(file) | Truncate(file):
                self.pending.setdefault(file, []).append(operation)

    def image(self, chance: random.Random) -> Image:
        """What is found on it if the power goes now."""
        files = {name: bytearray(content) for name, content in self.kept.items()}
        # All or nothing of what was not waited for are cases that chance alone seldom meets.
        share = chance.choice((0.0, 0.5, 0.9, 1.0))
        for name, operations in self.pending.items():
            content = files.setdefault(name, bytearray())
            for one in operations:
                for piece in _survivors(one, content, share, chance):
                    _put(content, piece)
        return Image(
            files={name: bytes(content) for name, content in files.items()},
            acknowledged=tuple(self.said),
            pending=sum(map(len, self.pending.values())),
        )


def images(
    before: Mapping[str, bytes], operations: Sequence[Operation], *, number: int, seed: int
) -> Iterator[Image]:
    """So many moments at which the power goes, in their order."""
    chance = random.Random(seed)
    moments = sorted(chance.choices(range(1, len(operations) + 1), k=number))
    disk = Disk({name: bytearray(content) for name, content in before.items()})
    done = 0
    for moment in moments:
        for operation in operations[done:moment]:
            disk.take(operation)
        done = moment
        yield disk.image(chance)


def _survivors(
    one: Write | Truncate, content: bytes | bytearray, share: float, chance: random.Random
) -> Iterator[Write | Truncate]:
    if isinstance(one, Truncate):
        if chance.random() < share:
            yield one
        return
    start = one.offset
    while start < one.offset + len(one.data):
        end = min(start - start % SECTOR + SECTOR, one.offset + len(one.data))
        piece = one.data[start - one.offset : end - one.offset]
        if chance.random() < share:
            # One in ten only in part: the disk was writing it when the power went.
            torn = share < 1 and chance.random() < 0.1
            yield Write(one.file, start, piece[: chance.randrange(len(piece))] if torn else piece)
        start = end


def _put(content: bytearray, one: Write | Truncate) -> None:
    if isinstance(one, Truncate):
        if one.size < len(content):
            del content[one.size :]
        else:
            content.extend(bytes(one.size - len(content)))
        return
    if len(content) < one.offset:
        content.extend(bytes(one.offset - len(content)))
    content[one.offset : one.offset + len(one.data)] = one.data
