"""The layers hold, and each contract is one that can break."""

import shutil
import subprocess
import sys
from pathlib import Path

from tests.architecture.source import PACKAGES, ROOT, project


def lint_imports(folder: Path, *options: str) -> subprocess.CompletedProcess[str]:
    command = [Path(sys.executable).parent / "lint-imports", "--no-cache", *options]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)


def test_every_contract_between_the_layers_is_kept() -> None:
    run = lint_imports(ROOT)

    assert run.returncode == 0, run.stdout + run.stderr


VIOLATIONS = {
    "domain/wrong.py": "import flask\nimport application.ports\n",
    "domain/records/wrong.py": "import cattrs\n",
    "application/wrong.py": "import sqlalchemy\n",
    "projections/wrong.py": "import eventsourcing\n",
    "web/pages/wrong.py": "import projections.register.tables\n",
}
"""An import in the wrong place for each contract."""


def test_a_wrong_import_breaks_each_contract(tmp_path: Path) -> None:
    for package in PACKAGES:
        shutil.copytree(ROOT / package, tmp_path / package)
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    for name, text in VIOLATIONS.items():
        (tmp_path / name).write_text(text)

    run = lint_imports(tmp_path)

    contracts = project()["tool"]["importlinter"]["contracts"]
    said = " ".join(run.stdout.split())
    assert run.returncode != 0
    for contract in contracts:
        assert f"{contract['name']} BROKEN" in said, said
