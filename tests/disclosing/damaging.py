"""Bundles that are damaged, in every way in which somebody may damage one (spec: audit, 7.2, T35)."""

import os
import random
from collections.abc import Iterator, Mapping

from tests.disclosing.bundles import MANIFEST, SUMS, packed, with_manifest

DAMAGED = int(os.environ.get("TESTS_DAMAGED_BUNDLES", "200"))
SEED = 20261126
"""The same damage every time."""


def damaged(whole: Mapping[str, bytes]) -> Iterator[tuple[str, bytes, str]]:
    """Of so many bundles how each was damaged, the archive, and the file it was done to, if it was one."""
    chance, files = random.Random(SEED), dict(whole)
    for number in range(DAMAGED):
        way = WAYS[number % len(WAYS)]
        archive, file = way(files, chance)
        yield way.__name__, archive, file


def byte(files: dict[str, bytes], chance: random.Random) -> tuple[bytes, str]:
    """One bit of the archive, wherever it lies."""
    archive = bytearray(packed(files))
    at = chance.randrange(len(archive))
    archive[at] ^= 1 << chance.randrange(8)
    return bytes(archive), ""


def letter(files: dict[str, bytes], chance: random.Random) -> tuple[bytes, str]:
    """One letter of a file; every digest is made anew."""
    name = chance.choice(sorted(files.keys() - {SUMS}))
    content = bytearray(files[name])
    at = chance.randrange(len(content))
    content[at] = content[at] ^ 1 or 2
    changed = {**files, name: bytes(content)}
    return packed(changed if name == MANIFEST else with_manifest(changed)), name


def dropped(files: dict[str, bytes], chance: random.Random) -> tuple[bytes, str]:
    name = chance.choice(sorted(files.keys() - {SUMS}))
    return packed({one: files[one] for one in files if one != name}), name


def added(files: dict[str, bytes], chance: random.Random) -> tuple[bytes, str]:
    name = chance.choice(("events/UOF-26-000001-9.json", "letter.txt", "proofs/x", "README.md"))
    return packed({**files, name: b"added"}), name


def swapped(files: dict[str, bytes], chance: random.Random) -> tuple[bytes, str]:
    """Two files of one kind change places; every digest is made anew."""
    folder = chance.choice((".leaf", ".json", ".tlog-proof"))
    names = sorted(one for one in files if one.endswith(folder) and "/" in one)
    one, other = chance.sample(names, 2)
    return packed(with_manifest({**files, one: files[other], other: files[one]})), ""


def cut(files: dict[str, bytes], chance: random.Random) -> tuple[bytes, str]:
    archive = packed(files)
    return archive[: chance.randrange(len(archive))], ""


def longer(files: dict[str, bytes], chance: random.Random) -> tuple[bytes, str]:
    name = chance.choice(sorted(files.keys() - {SUMS, "policy"}))
    return packed({**files, name: files[name] + b"\n"}), name


WAYS = (byte, letter, dropped, added, swapped, cut, longer)
