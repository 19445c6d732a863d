"""Dumps of PostgreSQL's schemas, by its own programs."""

import os
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

from sqlalchemy import make_url

from web.backups.manifest import BackupError


def dump(url: str, schemas: Sequence[str], file: Path, *, snapshot: str = "") -> None:
    """Write schemas into a file, as they stood in a snapshot, or as they stand now.

    Raises:
        BackupError: the program is not there, or could not do it.

    """
    words = [f"--schema={schema}" for schema in schemas]
    if snapshot:
        words.append(f"--snapshot={snapshot}")
    _run("pg_dump", url, "--format=custom", f"--file={file}", *words)
    file.chmod(0o600)


def load(url: str, file: Path) -> None:
    """Bring the schemas of a file back, all or nothing; whoever loads them owns them.

    Raises:
        BackupError: the program is not there, or could not do it.

    """
    words = ("--single-transaction", "--exit-on-error", "--no-owner", "--no-privileges")
    _run("pg_restore", url, *words, str(file))


def _run(program: str, url: str, *words: str) -> None:
    found = shutil.which(program)
    if found is None:
        raise BackupError(f"There is no {program} here. Install PostgreSQL's client programs.")
    address = make_url(url)
    # Not among the words, which everybody on the machine can read.
    password = {"PGPASSWORD": address.password} if address.password else {}
    named = address.set(drivername="postgresql", password=None)
    done = subprocess.run(  # noqa: S603 - our own words, and an address that the operator set
        [found, f"--dbname={named.render_as_string(hide_password=False)}", *words],
        env={**os.environ, **password},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        said = next(iter(done.stderr.splitlines()), "it gave no reason")
        raise BackupError(f"{program} could not do it: {said}")
