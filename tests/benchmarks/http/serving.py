"""Servers to measure: processes of their own on the loopback, ended by whoever started them."""

import http.client
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from tests.benchmarks.environment import ROOT
from tests.e2e.serving import UOF, environment, of_installation
from web.settings import Settings

WORKERS = 2
THREADS = 8
LONGEST = 60.0


def free_port() -> int:
    with socket.socket() as opened:
        opened.bind(("127.0.0.1", 0))
        port: int = opened.getsockname()[1]
    return port


def embedded(settings: Settings, port: int) -> tuple[Sequence[str | Path], dict[str, str]]:
    """``uof serve``: one process, which also follows."""
    return [UOF, "serve"], of_installation(settings, UOF_PORT=str(port))


def gunicorn(settings: Settings, port: int) -> tuple[Sequence[str | Path], dict[str, str]]:
    """Two workers on PostgreSQL; who follows is another process."""
    words = _gunicorn("tests.benchmarks.http.pages", port)
    return words, of_installation(settings, UOF_FOLLOW="no")


def hello_waitress(port: int) -> tuple[Sequence[str | Path], dict[str, str]]:
    return [sys.executable, "-m", "tests.benchmarks.http.hello", str(port)], environment()


def hello_gunicorn(port: int) -> tuple[Sequence[str | Path], dict[str, str]]:
    return _gunicorn("tests.benchmarks.http.hello", port), environment()


def _gunicorn(module: str, port: int) -> Sequence[str | Path]:
    return [
        Path(sys.executable).parent / "gunicorn",
        *("-k", "gthread", "-w", str(WORKERS), "--threads", str(THREADS)),
        *("-b", f"127.0.0.1:{port}", "--log-level", "error", f"{module}:application"),
    ]


@contextmanager
def served(
    words: Sequence[str | Path], env: dict[str, str], port: int, log: Path
) -> Iterator[subprocess.Popen[bytes]]:
    """A server, once it answers."""
    with (
        log.open("wb") as said,
        subprocess.Popen(words, env=env, cwd=ROOT, stdout=said, stderr=said) as process,
    ):
        try:
            answers(port, process, log)
            yield process
        finally:
            process.terminate()
            process.wait(timeout=LONGEST)


def answers(port: int, process: subprocess.Popen[bytes], log: Path) -> None:
    """Wait until somebody who asks gets an answer."""
    late = time.monotonic() + LONGEST
    while time.monotonic() < late:
        if process.poll() is not None:
            break
        try:
            asking = http.client.HTTPConnection("127.0.0.1", port, timeout=LONGEST)
            asking.request("GET", "/")
            asking.getresponse().read()
        except OSError:
            time.sleep(0.005)
        else:
            return
        finally:
            asking.close()
    raise RuntimeError(log.read_text()[-4000:])
