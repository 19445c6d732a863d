"""Verifiers nobody here wrote take every good bundle, and none that is damaged (spec: audit, 7.2, T34 and T35).

What is signed and proved they judge with ``golang.org/x/mod/sumdb`` and with ``@sigstore/verify``, digests with
what Go and Node.js have themselves. The one in Go reads the archive and makes it again; the other reads its files,
so that what was done to nothing but the archive is no matter of its own.
"""

import io
from collections.abc import Iterable, Sequence
from pathlib import Path
from zipfile import BadZipFile, ZipFile

import pytest

from domain.proof.notes import VerifierKey
from tests.disclosing.bundles import files_of
from tests.disclosing.conftest import Made
from tests.disclosing.damaging import damaged
from tests.figures import Tell
from tests.proof import judges
from tests.proof.judges import Case, JudgeAbsentError
from tests.requirements import need


def judged(name: str, made: Made, folder: Path, bundles: Iterable[bytes]) -> Sequence[bool]:
    """What a judge says of each of these bundles, who has the keys from elsewhere."""
    cases: list[Case] = []
    for number, bundle in enumerate(bundles):
        file, files = folder / f"{number}.zip", folder / str(number)
        file.write_bytes(bundle)
        unpack(bundle, files)
        keys = {"key": made.keys.log, "witnesses": [made.keys.witness]}
        cases.append({"kind": "bundle", "path": str(file), "folder": str(files), **keys})
    try:
        verdicts = judges.JUDGES[name](cases)
    except JudgeAbsentError as error:
        need(None, str(error))
        raise
    assert None not in verdicts
    return [bool(one) for one in verdicts]


def unpack(bundle: bytes, folder: Path) -> None:
    """Its files, with a program of others; none of what they cannot read."""
    folder.mkdir()
    try:
        with ZipFile(io.BytesIO(bundle)) as opened:
            opened.extractall(folder)
    except (BadZipFile, OSError, ValueError, NotImplementedError, RuntimeError):
        (folder / "not unpacked").touch()


def read_back(folder: Path) -> dict[str, bytes]:
    found = (one for one in folder.rglob("*") if one.is_file())
    return {one.relative_to(folder).as_posix(): one.read_bytes() for one in found}


@pytest.mark.parametrize("name", ["go", "sigstore"])
def test_every_good_bundle_is_taken(made: Made, tmp_path: Path, figure: Tell, name: str) -> None:
    bundles = list(made.bundles.values())

    assert judged(name, made, tmp_path, bundles) == [True] * len(bundles)
    figure(f"bundles that {name} takes: {len(bundles)} of {len(bundles)}")


@pytest.mark.parametrize("name", ["go", "sigstore"])
def test_every_damaged_bundle_is_refused(
    made: Made, tmp_path: Path, figure: Tell, name: str
) -> None:
    good = files_of(made.bundle)
    broken = list(damaged(good))

    verdicts = judged(name, made, tmp_path, (bundle for _, bundle, _ in broken))

    taken = [number for number, verdict in enumerate(verdicts) if verdict]
    if name == "sigstore":
        # Of these nothing but the archive was changed, which is not read by it.
        taken = [number for number in taken if read_back(tmp_path / str(number)) != good]
    assert [broken[number][::2] for number in taken] == []
    figure(f"damaged bundles that {name} refuses: {verdicts.count(False)} of {len(verdicts)}")


@pytest.mark.parametrize("name", ["go", "sigstore"])
def test_a_bundle_of_other_keys_is_refused(made: Made, tmp_path: Path, name: str) -> None:
    """The negative control: they judge by the keys that they are given."""
    bundle = made.bundle
    unpack(bundle, tmp_path / "files")
    (tmp_path / "bundle.zip").write_bytes(bundle)
    case = {
        "kind": "bundle",
        "path": str(tmp_path / "bundle.zip"),
        "folder": str(tmp_path / "files"),
    }
    good = {**case, "key": made.keys.log, "witnesses": [made.keys.witness]}
    seen = VerifierKey.parsed(made.keys.witness)
    log = VerifierKey(VerifierKey.parsed(made.keys.log).name, seen.public)
    witness = VerifierKey(seen.name, VerifierKey.parsed(made.keys.log).public, seen.type)
    others = [{**good, "key": str(log)}, {**good, "witnesses": [str(witness)]}]
    try:
        verdicts = judges.JUDGES[name]([good, *others])
    except JudgeAbsentError as error:
        need(None, str(error))
        raise

    assert list(verdicts) == [True, False, False]
