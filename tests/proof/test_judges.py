"""Programs nobody here wrote take every good artefact of ours, and none that has something wrong.

Spec: audit, 2.3 and 7.2, T1, T18, T19 and the judges of T34.
"""

import json
import os
import random
import subprocess
from base64 import b64decode
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from domain.proof.checkpoints import Checkpoint
from domain.proof.inclusion import InclusionProof
from domain.proof.merkle import inclusion_proof, is_consistent, is_included
from domain.proof.notes import Note
from tests.proof import judges
from tests.proof.judges import JUDGES, JudgeAbsentError, Verdicts, encoded
from tests.proof.judges.cases import (
    ORIGIN,
    Expected,
    Log,
    Signers,
    checkpoints,
    consistencies,
    inclusions,
    trees,
    write,
)
from tests.requirements import need
from tests.shared import SHARED

TIMES = int(os.environ.get("TESTS_JUDGED", "900"))
"""Three cases of inclusion each, and three of consistency."""
SIZES = (1, 255, 256, 257, 600)
LEAST = 2
"""Judges of each case."""


@pytest.fixture(scope="module")
def log() -> Log:
    return Log(random.Random(17))


@pytest.fixture(scope="module")
def expected(log: Log, tmp_path_factory: pytest.TempPathFactory) -> Sequence[Expected]:
    return [
        *inclusions(log, TIMES),
        *consistencies(log, TIMES),
        *checkpoints(log, 20),
        *trees(log, tmp_path_factory.mktemp("tiles"), SIZES),
    ]


@pytest.fixture(scope="module")
def verdicts(expected: Sequence[Expected]) -> dict[str, Verdicts]:
    """What each judge that is here says of each case."""
    found = {}
    for name, judge in JUDGES.items():
        try:
            found[name] = judge([case for case, _ in expected])
        except JudgeAbsentError:
            continue
    return found


def test_every_judge_takes_every_good_artefact_and_no_other(
    expected: Sequence[Expected], verdicts: dict[str, Verdicts]
) -> None:
    wrong = [
        (name, case)
        for name, said in verdicts.items()
        for (case, holds), verdict in zip(expected, said, strict=True)
        if verdict is not None and verdict is not holds
    ]
    judged = Counter(
        (name, case["kind"], holds)
        for name, said in verdicts.items()
        for (case, holds), verdict in zip(expected, said, strict=True)
        if verdict is not None
    )
    for (name, kind, holds), count in sorted(judged.items()):
        print(f"{name}: {count} of {kind} {'taken' if holds else 'refused'}")  # noqa: T201 - with -s

    assert wrong[:3] == []
    for number, (case, _) in enumerate(expected):
        asked = [name for name, said in verdicts.items() if said[number] is not None]
        need(len(asked) >= LEAST, f"{case['kind']} was judged by {asked} alone: see which are here")


def test_there_are_as_many_cases_as_are_asked_for(expected: Sequence[Expected]) -> None:
    kinds = Counter((case["kind"], holds) for case, holds in expected)

    assert len(expected) >= 5000
    assert set(kinds) == {
        (kind, holds)
        for kind in ("inclusion", "consistency", "checkpoint", "cosigned", "tiles")
        for holds in (True, False)
    }


def test_our_own_verifier_says_the_same(expected: Sequence[Expected]) -> None:
    for case, holds in expected:
        if case["kind"] not in {"inclusion", "consistency"}:
            continue
        proof, whole = [b64decode(one) for one in case["proof"]], b64decode(case["root"])
        if case["kind"] == "inclusion":
            leaf = b64decode(case["leaf"])
            found = is_included(
                leaf, index=case["index"], size=case["size"], proof=proof, root=whole
            )
        else:
            found = is_consistent(
                old=case["old"],
                old_root=b64decode(case["old_root"]),
                new=case["size"],
                new_root=whole,
                proof=proof,
            )
        assert found is holds, case


@pytest.mark.parametrize("name", [*JUDGES, "pymerkle"])
def test_which_judges_are_here(name: str) -> None:
    """Without one of them the others judge, and the machine says which it lacks."""
    try:
        assert getattr(judges, name)([]) == []
    except JudgeAbsentError as error:
        pytest.skip(str(error))


def test_another_tree_has_the_same_roots(log: Log) -> None:
    """One that is built otherwise, from the entries."""
    sizes = [*range(1, 66), 255, 256, 257, 700]
    cases = [
        {
            "kind": "root",
            "entries": [encoded(entry) for entry in log.entries[:size]],
            "root": encoded(log.root(size if is_good else size - 1)),
        }
        for size in sizes
        for is_good in (True, False)
    ]

    assert judges.pymerkle(cases) == [True, False] * len(sizes)


def test_another_program_writes_the_same_proof(log: Log, tmp_path: Path) -> None:
    """From the tiles and the checkpoint as they are published: byte for byte what we write."""
    size, signers = 600, Signers(random.Random(3))
    write(log, size, tmp_path)
    text = str(Checkpoint(origin=ORIGIN, size=size, root=log.root(size)))
    note = Note(text, (signers.signed(text), signers.cosigned(text)))
    (tmp_path / "checkpoint").write_text(str(note))
    program = judges.interpreter().with_name("tlog-tiles")

    for index in (0, 255, 256, 599):
        written = subprocess.run(
            [program, "gen-proof", tmp_path, str(index)], check=True, capture_output=True
        ).stdout
        hashes = tuple(inclusion_proof(log.tree, index, size))
        assert written == str(InclusionProof(index=index, hashes=hashes, checkpoint=note)).encode()


def test_the_vectors_of_certificate_transparency() -> None:
    """Valid and invalid proofs, where the data is: made by those who keep Trillian (T1)."""
    folder = SHARED / "merkle_proof_vectors"
    if not folder.exists():
        pytest.skip("the vectors of transparency-dev/merkle are not beside this repository")
    count = 0
    for file in sorted(folder.rglob("*.json")):
        given = json.loads(file.read_text())
        found = vector(given)
        assert found is not given["wantErr"], file
        count += 1
    assert count == 196


def vector(given: dict[str, Any]) -> bool:
    """What our verifier says of one."""
    proof = [b64decode(one) for one in given["proof"] or ()]
    if "leafIdx" in given:
        return is_included(
            b64decode(given["leafHash"]),
            index=given["leafIdx"],
            size=given["treeSize"],
            proof=proof,
            root=b64decode(given["root"]),
        )
    return is_consistent(
        old=given["size1"],
        old_root=b64decode(given["root1"] or ""),
        new=given["size2"],
        new_root=b64decode(given["root2"] or ""),
        proof=proof,
    )
