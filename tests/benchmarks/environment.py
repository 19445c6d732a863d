"""The environment of the peers, made from a lock of its own: none of their libraries is ever ours."""

import subprocess
import sys
from pathlib import Path

import click

ROOT = Path(__file__).parents[2]
LOCK = Path(__file__).parent / "peers" / "requirements.lock"
FOLDER = ROOT / ".venv-bench"


def python() -> Path:
    """The interpreter that has the peers; makes the environment when the lock is newer than it."""
    interpreter, installed = FOLDER / "bin" / "python", FOLDER / "installed"
    if installed.exists() and installed.stat().st_mtime >= LOCK.stat().st_mtime:
        return interpreter
    click.echo(f"Installing the peers that are pinned in {LOCK.relative_to(ROOT)}")
    if not interpreter.exists():
        subprocess.run([sys.executable, "-m", "venv", FOLDER], check=True)
    pip = [interpreter, "-m", "pip", "install", "-q", "--disable-pip-version-check"]
    subprocess.run([*pip, "--require-hashes", "-r", LOCK], check=True, stderr=subprocess.DEVNULL)
    installed.touch()
    return interpreter


def versions() -> dict[str, str]:
    """What is installed there, by the names that the results show."""
    shown = ("django", "django-simple-history", "sqlalchemy", "sqlalchemy-continuum", "psycopg")
    program = f"from importlib.metadata import version\nprint(*map(version, {shown!r}))"
    found = subprocess.run([python(), "-c", program], check=True, capture_output=True, text=True)
    return dict(zip(shown, found.stdout.split(), strict=True))
