"""The load: wrk, which needs a small part of what the server needs, so that it is not what is measured."""

import re
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

THREADS = 2
CONNECTIONS = 16
POSTS = Path(__file__).parent / "posts.lua"
SECONDS = {"us": 1e-6, "ms": 1e-3, "s": 1.0}


class LoadError(Exception):
    """What came back is not what a person would have got, so its speed means nothing."""


@dataclass(frozen=True, kw_only=True)
class Load:
    """What a server did under load."""

    rate: float
    """Requests answered in a second."""
    p99: float
    """Seconds within which 99 of 100 were answered."""


def is_there() -> bool:
    return shutil.which("wrk") is not None


def gets(url: str, seconds: int) -> Load:
    """The same page again and again."""
    return _read(_wrk(url, seconds))


def posts(url: str, seconds: int, forms: Path, session: str) -> Load:
    """Prepared forms, each sent once.

    Raises:
        LoadError: one was not answered with "submitted", or there were not enough of them.

    """
    said = _wrk(url, seconds, "-s", POSTS, more=(str(forms), session, str(THREADS)))
    if not re.search("REFUSED 0 FAILED 0 OUT false", said):
        raise LoadError(said)
    return _read(said)


def _wrk(url: str, seconds: int, *options: str | Path, more: tuple[str, ...] = ()) -> str:
    words = [
        f"-t{THREADS}",
        f"-c{CONNECTIONS}",
        f"-d{seconds}s",
        "--latency",
        "--timeout",
        "60s",
        *options,
        url,
    ]
    ran = subprocess.run(
        ["wrk", *words, "--", *more], check=True, capture_output=True, text=True, timeout=600
    )
    return ran.stdout


def _read(said: str) -> Load:
    rate = re.search(r"Requests/sec:\s+([\d.]+)", said)
    p99 = re.search(r"99%\s+([\d.]+)(us|ms|s)", said)
    if not rate or not p99:
        raise LoadError(said)
    return Load(rate=float(rate[1]), p99=float(p99[1]) * SECONDS[p99[2]])
