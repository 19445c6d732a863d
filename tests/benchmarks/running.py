"""A way in a process of its own, as the benchmark speaks to it."""

import json
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any, Self

from tests.benchmarks import account, environment
from tests.benchmarks.bench import POSTGRESQL, Bench
from tests.benchmarks.ways import ours
from web.bootstrap import bootstrap

OURS, FLOOR = "ours", "floor"
NAMES = {
    FLOOR: "floor: one bare insert a command",
    OURS: "ours",
    "plain": "SQLAlchemy and an audit table of JSON",
    "django_history": "Django with django-simple-history",
    "continuum": "SQLAlchemy-Continuum",
}
"""By the module of each way, in the order in which a round takes them."""

OF_OURS = (OURS, FLOOR)
"""These run in our environment, the others in the peers'."""

Asked = dict[str, Any]


class Running:
    """Sends one request and waits for its reply; several may be sent before the replies are read."""

    def __init__(self, way: str, asked: Asked) -> None:
        python = Path(sys.executable) if way in OF_OURS else environment.python()
        self._process = subprocess.Popen(
            [python, "-m", f"tests.benchmarks.ways.{way}"],
            cwd=environment.ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        self.send(**asked)
        self.reply()

    def send(self, **request: Any) -> None:
        assert self._process.stdin
        self._process.stdin.write(json.dumps(request) + "\n")
        self._process.stdin.flush()

    def reply(self) -> dict[str, float]:
        assert self._process.stdout
        assert self._process.stderr
        line = self._process.stdout.readline()
        if not line:
            raise RuntimeError(self._process.stderr.read()[-4000:])
        found: dict[str, float] = json.loads(line)
        return found

    def ask(self, do: str, **request: Any) -> dict[str, float]:
        self.send(do=do, **request)
        return self.reply()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._process.terminate()
        self._process.communicate()


def asked_of(bench: Bench, way: str, database: str) -> Asked:
    """What a way is told of a fresh place of its own."""
    asked: Asked = {
        "database": database,
        "writer": 0,
        "record": account.whole_as_columns(),
        "tactics": account.tactics_as_rows(),
        "amendments": [account.as_columns(changes) for changes in account.AMENDMENTS],
    }
    if way == OURS:
        settings = bench.installation(database)
        return {
            **asked,
            "folder": str(settings.data),
            "url": settings.database,
            "keys_url": settings.keys_database,
        }
    url = bench.new_databases().main if database == POSTGRESQL else ""
    bodies = _bodies(bench) if way == FLOOR else []
    return {**asked, "folder": str(bench.new_folder()), "url": url, "bodies": bodies}


@contextmanager
def writers(asked: Asked, way: str, number: int) -> Iterator[Sequence[Running]]:
    """Several processes of one way on the same database."""
    with ExitStack() as stack:
        yield [
            stack.enter_context(Running(way, {**asked, "writer": writer}))
            for writer in range(number)
        ]


def _bodies(bench: Bench) -> list[str]:
    """The bytes that we store for each command: what the floor inserts."""
    services = bootstrap(bench.installation("sqlite"))
    try:
        way = ours.Ours(services)
        record = way.submit(0)
        way.amend(record, 0)
        way.amend(record, 1)
        way.review(record)
        return ours.bodies(services, record)
    finally:
        services.close()
