"""The return to the Home Office as it is made in a shell."""

import csv
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.e2e.serving import of_installation, uof
from tests.importing import a_line, table
from web.settings import Settings

Run = Callable[..., "tuple[int, str]"]


@pytest.fixture
def run(sqlite: Settings, tmp_path: Path) -> Run:
    """Runs the command in a directory, and tells how it ended and what it said."""

    def command(*words: str) -> tuple[int, str]:
        ended = uof(*words, env=of_installation(sqlite), where=tmp_path)
        assert "Traceback" not in ended.stderr
        return ended.returncode, ended.stdout + ended.stderr

    return command


def given(run: Run, folder: Path, *lines: dict[str, str], force: str = "northshire") -> None:
    """Records of a force, imported by the command."""
    (folder / "legacy.csv").write_text(table(*lines), encoding="utf-8")
    code, said = run("import", "legacy.csv", "--write", "--force", force)
    assert code == 0, said


def test_the_return_is_checked_and_written(run: Run, tmp_path: Path) -> None:
    given(
        run,
        tmp_path,
        a_line(IncidentDate="2019-04-01"),
        a_line(IncidentDate="2020-03-31", SubjectAge="", **{"Outcome: Arrested": "No"}),
        a_line(IncidentDate="2020-04-01"),
    )

    code, said = run("return", "2020", "--force", "northshire", "--out", "made")

    assert code == 0
    assert "2 records count in the year ending March 2020." in said
    assert "1  2.3.7   No outcome" in said
    assert "1  missing Perceived age" in said
    name = "use-of-force-return-2020-northshire"
    assert {one.name for one in (tmp_path / "made").iterdir()} == {
        f"{name}.ods",
        f"{name}.csv",
        f"{name}.csv-metadata.json",
        f"{name}-checks.csv",
    }
    with (tmp_path / "made" / f"{name}.csv").open(encoding="utf-8", newline="") as opened:
        lines = list(csv.DictReader(opened))
    assert list(lines[0]) == [
        *("table", "police_force", "type_of_force", "tactic", "category", "count")
    ]
    assert next(one["count"] for one in lines if one["police_force"] == "Northshire") == "2"


def test_the_same_records_make_the_same_files(run: Run, tmp_path: Path) -> None:
    given(run, tmp_path, a_line(IncidentDate="2019-06-01"), force="kent")

    run("return", "2020", "--out", "one")
    run("return", "2020", "--out", "two")

    for one in (tmp_path / "one").iterdir():
        assert one.read_bytes() == (tmp_path / "two" / one.name).read_bytes()


def test_an_earlier_return_marks_what_is_revised(run: Run, tmp_path: Path) -> None:
    used = {"Tactic 2": "CED (Taser) Drawn", "CED Used": "Yes", "CED Drawn": "Yes"}
    given(run, tmp_path, a_line(IncidentDate="2018-06-01", **used), force="kent")
    run("return", "2019", "--out", "made")
    given(run, tmp_path, a_line(IncidentDate="2018-07-01", **used), force="kent")
    earlier = ("--earlier", "made/use-of-force-return-2019.csv")

    code, said = run("return", "2020", "--out", "made", "--force", "kent", *earlier)

    assert code == 2
    assert "no record of these forces counts in the year" in said
    given(run, tmp_path, a_line(IncidentDate="2019-07-01"), force="kent")
    assert run("return", "2020", "--out", "made", *earlier)[0] == 0
    content = (tmp_path / "made" / "use-of-force-return-2020.ods").read_bytes()
    assert content.count(b"Kent (R)") == 1


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("2017",), "There is no return of 2017"),
        (("2999",), "There is no return of 2999"),
        (("2020", "--force", "atlantis"), "There is no force 'atlantis'"),
        (("2020",), "Nothing was written"),
    ],
)
def test_what_cannot_be_made_is_refused_with_a_sentence(
    run: Run, tmp_path: Path, words: tuple[str, ...], sentence: str
) -> None:
    code, said = run("return", *words, "--out", "made")

    assert code == 2
    assert sentence in said
    assert not (tmp_path / "made").exists()
