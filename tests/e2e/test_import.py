"""The import and the export as they are run in a shell."""

import csv
from collections.abc import Callable
from pathlib import Path

import pytest

from tests import installations
from tests.e2e.serving import of_installation, uof
from tests.importing import FIRED, a_line, table
from web.bootstrap import install
from web.settings import Settings

Run = Callable[..., "tuple[int, str]"]


@pytest.fixture
def run(sqlite: Settings, tmp_path: Path) -> Run:
    """Runs the command in a directory, and tells how it ended and what it said."""

    def command(*words: str, settings: Settings = sqlite) -> tuple[int, str]:
        ended = uof(*words, env=of_installation(settings), where=tmp_path)
        assert "Traceback" not in ended.stderr
        return ended.returncode, ended.stdout + ended.stderr

    return command


def put(path: Path, content: str) -> str:
    path.write_text(content, encoding="utf-8")
    return path.name


def test_a_dry_run_says_what_is_wrong_and_how_to_go_on(run: Run, tmp_path: Path) -> None:
    lines = [a_line(), a_line(SubjectAge="Nov-17"), a_line(SubjectAge="Nov-17"), a_line()]
    name = put(tmp_path / "legacy.csv", table(*lines))

    code, said = run("import", name, "--report", "all.csv")

    assert code == 1
    assert "nothing was saved" in said
    assert "SubjectAge: “Nov-17” is what a spreadsheet makes of the age band 11-17" in said
    assert "(2 times, lines 3, 4)" in said
    assert "run the same command with --write" in said
    with (tmp_path / "all.csv").open(encoding="utf-8-sig", newline="") as opened:
        assert [row["line"] for row in csv.DictReader(opened)] == ["3", "4"]


def test_rejected_lines_are_mended_and_imported_from_their_own_file(
    run: Run, tmp_path: Path
) -> None:
    name = put(tmp_path / "legacy.csv", table(a_line(), a_line(MainDuty="Area car")))
    run("import", name, "--write")
    rejects = tmp_path / "legacy.rejected.csv"
    rejects.write_text(rejects.read_text("utf-8-sig").replace("Area car", "ARV"), "utf-8")

    assert run("import", rejects.name, "--write")[0] == 0
    code, said = run("import", rejects.name, "--write")

    assert code == 0
    assert "1 there already" in said


def test_a_file_of_rejected_lines_that_somebody_mends_is_not_written_over(
    run: Run, tmp_path: Path
) -> None:
    name = put(tmp_path / "legacy.csv", table(a_line(MainDuty="Area car")))
    run("import", name)
    mended = put(tmp_path / "legacy.rejected.csv", "mended by hand")

    run("import", name)

    assert (tmp_path / mended).read_text() == "mended by hand"
    assert (tmp_path / "legacy.rejected-2.csv").exists()


WRONG = {
    ("--layout", "unheard-of"): "There is no layout 'unheard-of'",
    ("--force", "nowhere"): "There is no force 'nowhere'",
    ("--map", "no equals sign"): "with = between them",
    ("--map", "Area car=respons"): "Did you mean response",
    ("--ignore", "Hat"): "There is no column 'hat' to ignore",
    ("--rejects", "legacy.csv"): "is the file that is read",
    ("--report", "no/such/directory.csv"): "cannot be written",
}


def test_a_wrong_word_stops_before_anything_begins(run: Run, tmp_path: Path) -> None:
    name = put(tmp_path / "legacy.csv", table(a_line()))

    told = {words: run("import", name, "--write", *words) for words in WRONG}

    assert {words: code for words, (code, _) in told.items()} == dict.fromkeys(WRONG, 2)
    assert [words for words, said in WRONG.items() if said not in told[words][1]] == []
    assert run("import", name)[1].count("0 there already") == 1


def test_what_was_exported_is_imported_and_exported_without_a_difference(
    run: Run, tmp_path: Path
) -> None:
    lines = [
        a_line(),
        a_line(**FIRED),
        a_line(SubjectAge="", Borough="Barking & Dagenham", IncidentTime=""),
        a_line(Borough="Out of force", StaffInjured="No", StaffInjuryLevel="Minor"),
        a_line(),
    ]
    run("import", put(tmp_path / "legacy.csv", table(*lines)), "--write")
    assert run("export", "first.csv")[0] == 0
    empty = installations.sqlite_settings(tmp_path / "empty")
    install(empty)

    assert run("import", "first.csv", "--write", settings=empty)[0] == 0
    assert run("export", "second.csv", settings=empty)[0] == 0

    first = (tmp_path / "first.csv").read_bytes()
    assert first == (tmp_path / "second.csv").read_bytes()
    assert first.count(b"\n") == len(lines) + 1


def test_a_selection_is_exported(run: Run, tmp_path: Path) -> None:
    days = [a_line(IncidentDate=f"2021-0{month}-01") for month in range(1, 7)]
    run("import", put(tmp_path / "legacy.csv", table(*days)), "--write")

    _, some = run("export", "some.csv", "--from", "2021-02-01", "--to", "2021-04-30")
    _, accepted = run("export", "accepted.csv", "--status", "accepted")
    code, older = run("export", "older.csv", "--columns", "271")

    assert some.startswith("3 records")
    assert accepted.startswith("0 records")
    assert (code, older.startswith("6 records")) == (0, True)
    assert run("export", "x.csv", "--status", "lost")[0] == 2


def test_what_the_older_layout_cannot_say_is_not_left_out_in_silence(
    run: Run, tmp_path: Path
) -> None:
    later = a_line(**{"Outcome: No Further Action": "Yes"})
    run("import", put(tmp_path / "legacy.csv", table(later, newest=True)), "--write")

    code, said = run("export", "older.csv", "--columns", "271")

    assert code == 1
    assert "Nothing was written" in said
    assert not list(tmp_path.glob("*older.csv*"))
