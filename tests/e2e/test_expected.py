"""What other systems know of, loaded and matched as it is done in a shell."""

import csv
from pathlib import Path

import pytest

from tests import installations
from tests.e2e.serving import of_installation, uof
from tests.people import COLLEAGUE, OFFICER
from tests.projections.happening import submitted
from web.settings import Settings

LINES = f"""Custody number;Arrival date;Arrival time;Collar number;Name
CU/1;19/11/2026;23:30;{OFFICER.collar_number};Sealed Person
CU/2;19/11/2026;late;{COLLEAGUE.collar_number};Sealed Person
CU/3;18/11/2026;03:10;9999;Sealed Person
"""


def run(*words: str, settings: Settings, where: Path) -> tuple[int, str]:
    ended = uof(*words, env=of_installation(settings), where=where)
    assert "Traceback" not in ended.stderr
    return ended.returncode, ended.stdout + ended.stderr


@pytest.fixture
def recorded(sqlite: Settings) -> Settings:
    """An installation with one record of that evening."""
    with installations.opened(sqlite) as services:
        submitted(services)
    return sqlite


def test_a_file_is_tried_loaded_mended_and_loaded_again(recorded: Settings, tmp_path: Path) -> None:
    (tmp_path / "custody.csv").write_text(LINES, encoding="utf-8")
    words = ("expected", "load", "custody.csv", "--kind", "custody")

    tried = run(*words, settings=recorded, where=tmp_path)
    wrote = run(*words, "--write", settings=recorded, where=tmp_path)
    again = run(*words, "--write", settings=recorded, where=tmp_path)

    assert tried[0] == wrote[0] == again[0] == 1, "a line was rejected"
    assert "2 would be loaded; nothing was saved. 0 were there already." in tried[1]
    assert "line 3: “late” is no time: enter it such as 22:41" in tried[1]
    assert "Not read: the columns Name." in tried[1]
    assert "1 collar number is nobody’s here" in wrote[1]
    assert "2 loaded. 0 were there already." in wrote[1]
    assert "1 matched now; 1 without a record." in wrote[1]
    assert "0 loaded. 2 were there already." in again[1]

    rejected = tmp_path / "custody.rejected.csv"
    with rejected.open(encoding="utf-8-sig", newline="") as opened:
        (line,) = csv.DictReader(opened)
    assert line["Problem"].startswith("“late” is no time")
    rejected.write_text(
        rejected.read_text(encoding="utf-8-sig").replace(",late,", ",02:20,"), encoding="utf-8"
    )
    mended = run(
        "expected",
        "load",
        rejected.name,
        "--kind",
        "custody",
        "--write",
        settings=recorded,
        where=tmp_path,
    )
    assert mended[0] == 0
    assert "1 loaded. 0 were there already." in mended[1]


def test_matching_again_says_what_is_left(recorded: Settings, tmp_path: Path) -> None:
    code, said = run("expected", "match", settings=recorded, where=tmp_path)

    assert (code, said) == (0, "0 matched now; 0 without a record.\n")


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        ("a,b\n1,2\n", "There is no column date, time, kind"),
        ("", "custody.csv is empty"),
    ],
)
def test_a_file_that_is_none_is_refused_in_a_sentence(
    recorded: Settings, tmp_path: Path, content: str, sentence: str
) -> None:
    (tmp_path / "custody.csv").write_text(content, encoding="utf-8")

    code, said = run("expected", "load", "custody.csv", settings=recorded, where=tmp_path)

    assert code == 2
    assert sentence in said
