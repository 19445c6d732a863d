"""Judges with one of two libraries for transparency logs in Python, in an environment of their own.

It reads cases from its input and says of each whether it holds; of what a library does not judge, nothing.
"""

import json
import sys
from base64 import b64decode
from collections.abc import Callable, Mapping
from typing import Any

Case = Mapping[str, Any]
Judge = Callable[[Case], bool]


def hashes(one: Case, name: str) -> list[bytes]:
    return [b64decode(value) for value in one[name]]


def aics() -> dict[str, Judge]:
    from aics_tlog import (
        FileSystemTileReader,
        audit_tiles,
        parse_note,
        parse_vkey,
        verify_checkpoint,
        verify_consistency,
        verify_inclusion,
    )

    def inclusion(one: Case) -> bool:
        leaf, root = b64decode(one["leaf"]), b64decode(one["root"])
        return verify_inclusion(leaf, one["index"], one["size"], hashes(one, "proof"), root)

    def consistency(one: Case) -> bool:
        old, root = b64decode(one["old_root"]), b64decode(one["root"])
        return verify_consistency(one["old"], one["size"], old, root, hashes(one, "proof"))

    def checkpoint(one: Case) -> bool:
        return verify_checkpoint(parse_note(one["note"]), parse_vkey(one["key"])).ok

    def cosigned(one: Case) -> bool:
        witnesses = [parse_vkey(key) for key in one["witnesses"]]
        return verify_checkpoint(
            parse_note(one["note"]), parse_vkey(one["key"]), witnesses, len(witnesses)
        ).ok

    def tiles(one: Case) -> bool:
        reader = FileSystemTileReader(one["folder"])
        audit_tiles(reader, one["size"], b64decode(one["root"]), entries=False)
        return True

    return {
        "inclusion": inclusion,
        "consistency": consistency,
        "checkpoint": checkpoint,
        "cosigned": cosigned,
        "tiles": tiles,
    }


def scales() -> dict[str, Judge]:
    from tlog_scales.signing import Vkey
    from tlog_scales.tlog import Checkpoint, ConsistencyProof, InclusionProof

    def inclusion(one: Case) -> bool:
        proof = InclusionProof(one["index"], one["size"], hashes(one, "proof"))
        proof.check(b64decode(one["leaf"]), b64decode(one["root"]))
        return True

    def consistency(one: Case) -> bool:
        proof = ConsistencyProof(one["old"], one["size"], hashes(one, "proof"))
        proof.check(b64decode(one["old_root"]), b64decode(one["root"]))
        return True

    def checkpoint(one: Case) -> bool:
        Checkpoint.from_text(one["note"]).verify(Vkey.from_string(one["key"]))
        return True

    def cosigned(one: Case) -> bool:
        for key in (one["key"], *one["witnesses"]):
            Checkpoint.from_text(one["note"]).verify(Vkey.from_string(key))
        return True

    return {
        "inclusion": inclusion,
        "consistency": consistency,
        "checkpoint": checkpoint,
        "cosigned": cosigned,
    }


def merkle() -> dict[str, Judge]:
    from pymerkle import InmemoryTree

    def root(one: Case) -> bool:
        tree = InmemoryTree(algorithm="sha256")
        for entry in hashes(one, "entries"):
            tree.append_entry(entry)
        return tree.get_root() == b64decode(one["root"])

    return {"root": root}


def judged(judges: Mapping[str, Judge], one: Case) -> bool | None:
    if one["kind"] not in judges:
        return None
    try:
        return bool(judges[one["kind"]](one))
    except Exception:  # noqa: BLE001 - whatever it does not take is refused
        return False


LIBRARIES = {"aics-tlog": aics, "tlog-scales": scales, "pymerkle": merkle}

if __name__ == "__main__":
    library = LIBRARIES[sys.argv[1]]()
    json.dump([judged(library, one) for one in json.load(sys.stdin)], sys.stdout)
