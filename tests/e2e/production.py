"""A production installation on this machine: a cluster, logins with one role each, gunicorn with
several workers, two followers; any of which may be killed."""

import http.client
import socket
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import psycopg

from tests import installations, postgres
from tests.e2e.serving import LONGEST_START, Process, environment
from tests.postgres import Databases
from web.bootstrap import install
from web.settings import Settings

GUNICORN = Path(sys.executable).parent / "gunicorn"
CONFIG = ("--config", "python:web.production.gunicorn")
WEB, FOLLOWER, SIGNER = "uof_web_login", "uof_follower_login", "uof_signer_login"
ROLES = {WEB: "uof_web", FOLLOWER: "uof_projector", SIGNER: "uof_verifier"}
WORKERS, FOLLOWERS = 3, 2
MOST_ERRORS = 20_000


def logins(socket_of: Path) -> None:
    """The logins of the processes: each a member of one role, and of no other."""
    with psycopg.connect(host=str(socket_of), user="uof", dbname="postgres", autocommit=True) as db:
        for login, role in ROLES.items():
            known = db.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", (login,)).fetchone()
            if not known:
                db.execute(f"CREATE ROLE {login} LOGIN IN ROLE {role}")


def by(login: str, url: str) -> str:
    """The same database, by another login."""
    return url.replace("postgresql://uof@", f"postgresql://{login}@")


def server_environment(settings: Settings, **more: str) -> dict[str, str]:
    """The strict settings of a process that serves."""
    return environment(
        UOF_DATA=str(settings.data),
        UOF_DATABASE=by(WEB, settings.database),
        UOF_KEYS_DATABASE=by(WEB, settings.keys_database),
        UOF_EPOCH_KEY=str(settings.epoch_key),
        UOF_SECURE_COOKIES="yes",
        UOF_SECOND_FACTOR="yes",
        UOF_ROLES_BY="two",
        UOF_FOLLOW="no",
        UOF_WORKERS=str(WORKERS),
        **{"UOF_LOG_REQUESTS": "no", **more},
    )


def follower_environment(settings: Settings, **more: str) -> dict[str, str]:
    """The strict settings of a process that follows: no way to any key."""
    return environment(
        UOF_DATA=str(settings.data), UOF_DATABASE=by(FOLLOWER, settings.database), **more
    )


def free_port() -> int:
    with closing(socket.create_server(("127.0.0.1", 0))) as opened:
        port: int = opened.getsockname()[1]
        return port


class Gunicorn:
    """The server of a production installation."""

    def __init__(self, env: dict[str, str], where: Path) -> None:
        self.port = free_port()
        self._env = {**env, "UOF_PORT": str(self.port)}
        self._where = where
        self.process: Process | None = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def workers(self) -> tuple[int, ...]:
        assert self.process
        return postgres.children(self.process.pid)

    def start(self) -> None:
        """Start it, and wait until it answers."""
        deadline = time.monotonic() + LONGEST_START
        self._begin()
        self._wait(deadline, begin_again=False)

    def start_again(self) -> None:
        """As a service manager does: workers of the one before may hold the port for some seconds yet, and
        what ended for that reason is started once more.
        """
        deadline = time.monotonic() + LONGEST_START
        self._begin()
        self._wait(deadline, begin_again=True)

    def _begin(self) -> None:
        self.process = Process(*CONFIG, env=self._env, where=self._where, program=GUNICORN)

    def _wait(self, deadline: float, *, begin_again: bool) -> None:
        assert self.process
        while not self.answers("/health/live"):
            if self.process.ended is not None:
                assert begin_again, self.process.errors
                self.process.close()
                self._begin()
            assert time.monotonic() < deadline, self.process.errors
            time.sleep(0.05)

    def answers(self, path: str) -> bool:
        """Whether it answers now that all is well."""
        with closing(http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)) as opened:
            try:
                opened.request("GET", path)
                return opened.getresponse().status == http.HTTPStatus.OK
            except (OSError, http.client.HTTPException):
                return False

    def close(self) -> None:
        if self.process:
            self.process.close()


@dataclass
class Production:
    """Everything that runs, as a service manager would see it."""

    settings: Settings
    """Of whoever owns the databases: for judging, not for serving."""
    cluster: Path
    server: Gunicorn
    followers: list[Process]
    where: Path

    def follow(self) -> Process:
        """One more follower."""
        process = Process(
            "projections", "follow", env=follower_environment(self.settings), where=self.where
        )
        process.wait_for("Following. Stop with Ctrl-C.")
        return process


@contextmanager
def produced(where: Path, *more: str) -> Iterator[Production]:
    """A production installation with the people of the tests in it."""
    with postgres.cluster(*more) as home:
        settings = installed(where, postgres.databases(home))
        logins(home)
        server = Gunicorn(server_environment(settings), where)
        running = Production(settings, home, server, [], where)
        try:
            server.start()
            running.followers += [running.follow() for _ in range(FOLLOWERS)]
            yield running
        except BaseException as error:
            if server.process:
                error.add_note(server.process.errors[-MOST_ERRORS:])
            raise
        finally:
            server.close()
            for follower in running.followers:
                follower.close()


def installed(where: Path, databases: Databases) -> Settings:
    """Databases with their tables and with the people of the tests."""
    installations.epoch_key_in(where)
    settings = installations.postgres_settings(where, databases)
    install(settings)
    with installations.opened(settings) as services:
        installations.populate(services)
    return replace(settings, allow_weak=False)
