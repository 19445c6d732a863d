"""The wheel holds the product and nothing else, and nobody else claims our names."""

import subprocess
import sys
import zipfile
from email import message_from_bytes
from importlib.metadata import packages_distributions

import pytest

from tests.architecture.source import PACKAGES, ROOT, project

OURS = "use-of-force-records"


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> zipfile.ZipFile:
    """The wheel as it is built."""
    folder = tmp_path_factory.mktemp("wheel")
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)],
        cwd=ROOT,
        check=True,
        capture_output=True,
    )
    (built,) = folder.glob("*.whl")
    return zipfile.ZipFile(built)


def files_of(package: str) -> set[str]:
    """What a package holds in the tree."""
    found = (file for file in (ROOT / package).rglob("*") if file.is_file())
    return {
        str(file.relative_to(ROOT))
        for file in found
        if "__pycache__" not in file.parts and file.suffix != ".md"
    }


@pytest.mark.parametrize("package", PACKAGES)
def test_no_other_distribution_owns_our_names(package: str) -> None:
    owners = set(packages_distributions().get(package, [OURS]))

    assert owners == {OURS}


@pytest.mark.parametrize("package", PACKAGES)
def test_the_wheel_holds_everything_of_a_package(wheel: zipfile.ZipFile, package: str) -> None:
    held = {name for name in wheel.namelist() if name.startswith(f"{package}/")}

    assert held == files_of(package)


@pytest.mark.parametrize("needed", ["web/templates/base.html", "web/static/app.css"])
def test_the_wheel_holds_pages_and_what_they_load(wheel: zipfile.ZipFile, needed: str) -> None:
    assert needed in wheel.namelist()


def test_the_wheel_holds_nothing_else(wheel: zipfile.ZipFile) -> None:
    tops = {name.partition("/")[0] for name in wheel.namelist()}

    others = {top for top in tops if not top.endswith(".dist-info")}
    assert others == set(PACKAGES)


def test_the_wheel_holds_no_markdown_of_the_folders(wheel: zipfile.ZipFile) -> None:
    assert [name for name in wheel.namelist() if name.endswith(".md")] == []


def test_the_wheel_carries_its_licence(wheel: zipfile.ZipFile) -> None:
    assert any(name.endswith("licenses/LICENSE") for name in wheel.namelist())


def test_the_wheel_is_named_and_versioned_as_the_project_says(wheel: zipfile.ZipFile) -> None:
    (file,) = (name for name in wheel.namelist() if name.endswith(".dist-info/METADATA"))

    metadata = message_from_bytes(wheel.read(file))

    assert metadata["Name"] == OURS
    assert metadata["Version"] == project()["project"]["version"]


def test_the_wheel_brings_the_command(wheel: zipfile.ZipFile) -> None:
    (file,) = (name for name in wheel.namelist() if name.endswith("entry_points.txt"))

    assert "uof = web.cli.main:main" in wheel.read(file).decode()


def test_reading_how_gunicorn_serves_leaves_the_process_as_it_was() -> None:
    asked = (
        "import os; before = dict(os.environ); import web.production.gunicorn;"
        " raise SystemExit(dict(os.environ) != before)"
    )

    assert subprocess.run([sys.executable, "-c", asked], cwd=ROOT).returncode == 0
