"""An archive of files: the same bytes each time, and checked by everybody's own tools."""

import io
import shutil
import subprocess
from hashlib import sha256
from itertools import permutations
from pathlib import Path
from zipfile import ZipFile

import pytest

from tests.releases.data import some_data
from tests.requirements import need
from web.releases.bundles import CHECKSUMS, NotAFileNameError, bundle
from web.releases.data_files import files_of

FILES = {**files_of(some_data()), "notes.txt": b"Of a made-up force.\n"}


def test_the_same_files_make_the_same_archive_whatever_their_order() -> None:
    made = {bundle(dict(files)) for files in permutations(FILES.items())}

    assert len(made) == 1


def test_it_is_the_same_on_every_machine_and_python() -> None:
    digest = sha256(bundle({"b.csv": b"2\r\n", "a.csv": b"1\r\n"})).hexdigest()

    assert digest == "b3ef6f7228b522320100d00b5d617c276f9f87ec999386489dc2d7267f1a018b"


def test_it_holds_every_file_and_their_checksums() -> None:
    archive = ZipFile(io.BytesIO(bundle(FILES)))

    assert archive.testzip() is None
    assert archive.namelist() == [CHECKSUMS, *sorted(FILES)]
    assert {name: archive.read(name) for name in FILES} == FILES


def checked(folder: Path) -> subprocess.CompletedProcess[str]:
    command = ["sha256sum", "--check", "--strict", CHECKSUMS]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)


def test_its_checksums_are_those_of_the_usual_tool(tmp_path: Path) -> None:
    need(shutil.which("sha256sum"), "sha256sum is not installed")
    ZipFile(io.BytesIO(bundle(FILES))).extractall(tmp_path)
    before = checked(tmp_path)

    (tmp_path / "notes.txt").write_text("Something else.\n")

    assert (before.returncode, before.stdout.count(": OK")) == (0, len(FILES))
    assert "notes.txt: FAILED" in checked(tmp_path).stdout


@pytest.mark.parametrize("name", ["../up.csv", "a/b.csv", "a\nb", "", ".hidden", CHECKSUMS])
def test_names_that_are_no_plain_names_are_refused(name: str) -> None:
    with pytest.raises(NotAFileNameError):
        bundle({name: b""})
