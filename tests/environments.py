"""Environments of programs that are never ours: each made of a lock of its own, beside our own one."""

import fcntl
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click

ROOT = Path(__file__).parents[1]


def environment(folder: Path, lock: Path, *, base: Path = Path(sys.executable)) -> Path:
    """The interpreter of an environment; makes it when its lock is newer than it."""
    interpreter, installed = folder / "bin" / "python", folder / "installed"
    with _alone(folder):
        if _is_newer(installed, lock):
            return interpreter
        click.echo(f"Installing what is pinned in {lock.relative_to(ROOT)}")
        if not interpreter.exists():
            subprocess.run([base, "-m", "venv", folder], check=True)
        pip = [interpreter, "-m", "pip", "install", "-q", "--disable-pip-version-check"]
        subprocess.run(
            [*pip, "--require-hashes", "-r", lock], check=True, stderr=subprocess.DEVNULL
        )
        installed.touch()
    return interpreter


def packages(folder: Path, source: Path) -> Path:
    """The same of packages for Node.js."""
    installed = folder / "installed"
    lock = source / "package-lock.json"
    with _alone(folder):
        if not _is_newer(installed, lock):
            folder.mkdir(exist_ok=True)
            for file in (source / "package.json", lock):
                (folder / file.name).write_bytes(file.read_bytes())
            quiet = ["--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]
            subprocess.run(["npm", "ci", *quiet], cwd=folder, check=True, capture_output=True)
            installed.touch()
    return folder / "node_modules"


def _is_newer(installed: Path, lock: Path) -> bool:
    return installed.exists() and installed.stat().st_mtime >= lock.stat().st_mtime


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Tests run in several processes, of which one makes it."""
    with folder.with_name(f"{folder.name}.lock").open("w") as opened:
        fcntl.flock(opened, fcntl.LOCK_EX)
        yield
