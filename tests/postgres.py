"""A PostgreSQL cluster of the tests' own: made when first needed, on a socket, thrown away after."""

import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

import psycopg


@dataclass(frozen=True)
class Databases:
    """Two databases, as an installation needs them: one for the log, one for the keys."""

    main: str
    keys: str

    @property
    def both(self) -> tuple[str, str]:
        return self.main, self.keys


def binaries() -> Path | None:
    """Where PostgreSQL's server programs are, newest first; none if it is not installed."""
    if found := shutil.which("initdb"):
        return Path(found).resolve().parent
    versions = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    return versions[-1].parent if versions else None


@contextmanager
def cluster(*more: str, within: Path | None = None) -> Iterator[Path]:
    """A running cluster; yields the directory of its socket. ``more`` are lines of its settings.

    It is kept in memory, if there is room; or ``within`` a folder, where speed on a disk is measured.
    """
    programs = binaries()
    if programs is None:
        raise RuntimeError("PostgreSQL is not installed")
    # PostgreSQL refuses to run as root.
    user = "postgres" if os.geteuid() == 0 else None
    home = Path(tempfile.mkdtemp(prefix="uof-pg-", dir=within or memory()))
    if user:
        shutil.chown(home, user, user)
    data = home / "data"
    run = {"user": user, "check": True, "stdout": subprocess.DEVNULL, "cwd": home}
    subprocess.run(
        [programs / "initdb", "-D", data, "-U", "uof", "-A", "trust", "-E", "UTF8", "--locale=C"],
        **run,
    )
    with (data / "postgresql.conf").open("a") as opened:
        opened.writelines(f"{line}\n" for line in more)
    start(home)
    try:
        yield home
    finally:
        _control(home, "-m", "immediate", "stop")
        shutil.rmtree(home, ignore_errors=True)


def start(home: Path) -> None:
    """Start a cluster again that was killed."""
    options = f"-c listen_addresses='' -c unix_socket_directories={home} -c max_connections=200"
    _control(home, "-o", options, "start")


def kill(home: Path) -> None:
    """End a cluster as a power cut would: every process of it, and none gets to know."""
    first = int((home / "data" / "postmaster.pid").read_text().split()[0])
    # Stopped first, or it would start new ones for those that end.
    os.kill(first, signal.SIGSTOP)
    killed = (*children(first), first)
    for number in killed:
        os.kill(number, signal.SIGKILL)
    while any(Path(f"/proc/{number}").exists() for number in killed):
        time.sleep(0.01)


def children(process: int) -> tuple[int, ...]:
    """The processes that a process started, now."""
    listed = subprocess.run(["pgrep", "-P", str(process)], capture_output=True, text=True)
    return tuple(map(int, listed.stdout.split()))


def _control(home: Path, *words: str) -> None:
    programs = binaries()
    assert programs
    # PostgreSQL refuses to run as root.
    user = "postgres" if os.geteuid() == 0 else None
    control = [programs / "pg_ctl", "-D", home / "data", "-l", home / "log", "-w", *words]
    subprocess.run(control, user=user, check=True, stdout=subprocess.DEVNULL, cwd=home)


def memory() -> Path | None:
    """A file system in memory, if there is room on it: the copies of a run come to gigabytes."""
    memory = Path("/dev/shm")
    if not memory.is_dir() or shutil.disk_usage(memory).free < ROOM_NEEDED:
        return None
    return memory


ROOM_NEEDED = 8 * 2**30


def databases(socket: Path, *, like: Databases | None = None) -> Databases:
    """Two fresh databases in a running cluster, or two copies of others that nobody has open."""
    name = f"uof_{uuid4().hex[:12]}"
    made = Databases(main=_url(socket, name), keys=_url(socket, f"{name}_keys"))
    with psycopg.connect(
        host=str(socket), user="uof", dbname="postgres", autocommit=True
    ) as opened:
        for url, template in zip(made.both, like.both if like else (None, None), strict=True):
            copied = f' TEMPLATE "{_name(template)}"' if template else ""
            opened.execute(f'CREATE DATABASE "{_name(url)}"{copied}')
            if template:
                # A copy has every grant within the database, and none on the database itself.
                opened.execute(f'GRANT CREATE ON DATABASE "{_name(url)}" TO uof_projector')
    return made


@contextmanager
def copied(socket: Path, template: Databases) -> Iterator[Databases]:
    """Two copies of databases that nobody has open, thrown away after: thousands of tests have some,
    and a cluster in memory holds what is not dropped.
    """
    made = databases(socket, like=template)
    try:
        yield made
    finally:
        with psycopg.connect(
            host=str(socket), user="uof", dbname="postgres", autocommit=True
        ) as opened:
            for url in made.both:
                opened.execute(f'DROP DATABASE "{_name(url)}" WITH (FORCE)')


def _url(socket: Path, name: str) -> str:
    return f"postgresql://uof@/{name}?host={socket}"


def _name(url: str) -> str:
    return url.removeprefix("postgresql://uof@/").partition("?")[0]
