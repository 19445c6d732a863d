"""The installed command, run as people run it: a process of its own, in a directory of its own."""

import os
import signal
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Self

from web.settings import Settings

UOF = Path(sys.executable).parent / "uof"
SERVING = "Serving on "
MOST_ERRORS = 100_000
LONGEST_START = 60.0
"""Seconds. Only reached when something is wrong: a start is awaited by what the process prints."""


def environment(**settings: str) -> dict[str, str]:
    """The environment of this machine with these settings and no others."""
    others = {name: text for name, text in os.environ.items() if not name.startswith("UOF_")}
    others.pop("POSTGRES_ENABLE_DB_FUNCTIONS", None)
    return {**others, **settings}


def names_of(settings: Settings) -> dict[str, str]:
    """What finds an installation of the tests, by the names of the settings."""
    return {
        "UOF_DATA": str(settings.data),
        "UOF_DATABASE": settings.database,
        "UOF_KEYS_DATABASE": settings.keys_database,
        "UOF_EPOCH_KEY": str(settings.epoch_key or ""),
        "UOF_ALLOW_WEAK": "yes" if settings.allow_weak else "no",
        "UOF_PURPOSE": settings.purpose.value,
    }


def of_installation(settings: Settings, **more: str) -> dict[str, str]:
    """The environment in which the command finds an installation of the tests."""
    return environment(**names_of(settings), **more)


def uof(
    *words: str, env: Mapping[str, str], where: Path, timeout: float = 120
) -> subprocess.CompletedProcess[str]:
    """Run the command to its end."""
    return subprocess.run(
        [UOF, *words], env=env, cwd=where, capture_output=True, text=True, timeout=timeout
    )


class Process:
    """A command that goes on until it is told to end; what it prints can be waited for."""

    def __init__(
        self, *words: str, env: Mapping[str, str], where: Path, program: Path = UOF
    ) -> None:
        self._errors = tempfile.TemporaryFile()  # noqa: SIM115 - closed with the process
        # A group of its own: whatever it starts ends with it, and nothing else does.
        self._process = subprocess.Popen(
            [program, *words],
            env={**env, "PYTHONUNBUFFERED": "1"},
            cwd=where,
            stdout=subprocess.PIPE,
            stderr=self._errors,
            text=True,
            start_new_session=True,
        )
        self.lines: list[str] = []

    def wait_for(self, words: str) -> str:
        """The first line with these words.

        Raises:
            AssertionError: it ended or took too long without printing it.

        """
        assert self._process.stdout
        late = threading.Timer(LONGEST_START, self.kill)
        late.start()
        try:
            for line in self._process.stdout:
                self.lines.append(line.rstrip("\n"))
                if words in line:
                    return line
        finally:
            late.cancel()
        raise AssertionError(f"{words!r} never came: {self.lines} {self.errors}")

    @property
    def errors(self) -> str:
        """What it printed as errors, the last of it if it was much."""
        # Not read(): the process writes where this file was last read.
        size = os.fstat(self._errors.fileno()).st_size
        return os.pread(self._errors.fileno(), MOST_ERRORS, max(0, size - MOST_ERRORS)).decode(
            errors="replace"
        )

    @property
    def pid(self) -> int:
        return self._process.pid

    @property
    def ended(self) -> int | None:
        """What it ended with; none while it goes on."""
        return self._process.poll()

    def kill_alone(self) -> None:
        """``kill -9`` of this process and not of those it started."""
        os.kill(self._process.pid, signal.SIGKILL)
        self._process.wait()

    def kill(self) -> None:
        """End it as a power cut would: it does not get to know."""
        self._send(signal.SIGKILL)
        self._process.wait()

    def stop(self, number: int = signal.SIGTERM) -> int:
        """Ask it to end; what it ended with."""
        self._send(number)
        return self._process.wait(timeout=LONGEST_START)

    def close(self) -> None:
        """End it, whatever state it is in, and let its output go."""
        self.kill()
        assert self._process.stdout
        self._process.stdout.close()
        self._errors.close()

    def _send(self, number: int) -> None:
        if self._process.poll() is None:
            os.killpg(self._process.pid, number)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def address_of(process: Process) -> str:
    """Where a server answers, once it says that it does."""
    line = process.wait_for(SERVING)
    return line.partition(SERVING)[2].partition(". ")[0].strip()


class Server:
    """``uof serve``, which may be killed and started again; visitors wait while it is down."""

    def __init__(self, env: Mapping[str, str], where: Path) -> None:
        # A free port each time: the last one may be another's by now.
        self._env = {**env, "UOF_PORT": "0"}
        self._where = where
        self._up = threading.Event()
        self._process: Process | None = None
        self._url = ""

    def start(self) -> None:
        self._process = Process("serve", env=self._env, where=self._where)
        self._url = address_of(self._process)
        self._up.set()

    @property
    def url(self) -> str:
        """Where it answers; waits for it to be up."""
        assert self._up.wait(2 * LONGEST_START), "the server did not come back"
        return self._url

    def kill(self) -> None:
        """``kill -9``, with whatever is in the middle of being done."""
        assert self._process
        self._up.clear()
        self._process.kill()
        self._ended()

    def stop(self, number: int = signal.SIGTERM) -> int:
        """Ask it to end; what it ended with."""
        assert self._process
        self._up.clear()
        code = self._process.stop(number)
        self._ended()
        return code

    def _ended(self) -> None:
        if self._process:
            self._process.close()
            self._process = None

    def close(self) -> None:
        self._up.clear()
        self._ended()


@contextmanager
def served(env: Mapping[str, str], where: Path) -> Iterator[Server]:
    """An installation that is being served."""
    server = Server(env, where)
    try:
        server.start()
        yield server
    finally:
        server.close()
