"""The command that loads what rates are counted against, as people run it."""

from pathlib import Path

from tests.e2e.serving import uof
from web.demo.populations import examples


def test_the_printed_example_is_loaded_and_listed(empty: dict[str, str], elsewhere: Path) -> None:
    printed = uof("populations", "example", "arrests", env=empty, where=elsewhere)
    (elsewhere / "arrests.csv").write_text(printed.stdout)

    loaded = uof("populations", "load", "arrests.csv", env=empty, where=elsewhere)
    again = uof("populations", "load", "arrests.csv", env=empty, where=elsewhere)
    listed = uof("populations", "list", env=empty, where=elsewhere)

    assert printed.stdout.encode() == examples()["arrests.csv"]
    assert loaded.stdout == (
        "Arrests in Northshire, arrests of Northshire Police, 2025-11-01 until 2026-10-31:"
        " 12 groups are loaded.\n"
    )
    assert "was loaded before" in again.stdout
    assert listed.stdout.count("Arrests in Northshire") == 1
    assert "Made up for the demonstration. Loaded from arrests.csv on" in listed.stdout


def test_a_wrong_file_is_refused_with_every_fault_and_its_line(
    empty: dict[str, str], elsewhere: Path
) -> None:
    wrong = examples()["residents.csv"].decode().replace("38600", "38 600").replace("male", "man")
    (elsewhere / "wrong.csv").write_text(wrong)

    said = uof("populations", "load", "wrong.csv", env=empty, where=elsewhere)

    assert said.returncode == 1
    assert "The file cannot be loaded, and nothing of it was." in said.stderr
    assert "Line 3: number is “38 600”. Enter a whole number, without separators." in said.stderr
    assert "Line 13: group is “man”. Of gender there are: male, female, other." in said.stderr
    assert uof("populations", "list", env=empty, where=elsewhere).stdout == ""


def test_a_force_that_there_is_not_is_said(empty: dict[str, str], elsewhere: Path) -> None:
    said = uof("populations", "list", "--force", "atlantis", env=empty, where=elsewhere)

    assert said.returncode == 2
    assert "There is no force 'atlantis'" in said.stderr
