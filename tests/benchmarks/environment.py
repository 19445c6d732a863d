"""The environment of the peers, made from a lock of its own: none of their libraries is ever ours."""

import subprocess
from pathlib import Path

from tests.environments import ROOT, environment

LOCK = Path(__file__).parent / "peers" / "requirements.lock"
FOLDER = ROOT / ".venv-bench"


def python() -> Path:
    """The interpreter that has the peers; makes the environment when the lock is newer than it."""
    return environment(FOLDER, LOCK)


def versions() -> dict[str, str]:
    """What is installed there, by the names that the results show."""
    shown = ("django", "django-simple-history", "sqlalchemy", "sqlalchemy-continuum", "psycopg")
    program = f"from importlib.metadata import version\nprint(*map(version, {shown!r}))"
    found = subprocess.run([python(), "-c", program], check=True, capture_output=True, text=True)
    return dict(zip(shown, found.stdout.split(), strict=True))
