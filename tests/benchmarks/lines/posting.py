"""POST of a full record through the page's last button, against a bare page on the same server."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.benchmarks.bench import POSTGRESQL, SQLITE, Bench
from tests.benchmarks.figures import Figure, Measured, Missing, Spread, Table, short, within_rounds
from tests.benchmarks.http import forms, load, serving
from web.settings import Settings

GOALS = ("post", "post p99")
ROUNDS = 3
MOST_A_SECOND = 250
"""As many forms are prepared for each second of load; it is an error if they do not suffice."""

Command = tuple[Sequence[str | Path], dict[str, str]]


@dataclass(frozen=True, kw_only=True)
class Server:
    """Our pages and a bare one on a server of one kind."""

    title: str
    database: str
    ours: Callable[[Settings, int], Command]
    hello: Callable[[int], Command]


SERVERS = (
    Server(
        title="waitress, one process, SQLite",
        database=SQLITE,
        ours=serving.embedded,
        hello=serving.hello_waitress,
    ),
    Server(
        title="gunicorn gthread, 2 workers, PostgreSQL",
        database=POSTGRESQL,
        ours=serving.gunicorn,
        hello=serving.hello_gunicorn,
    ),
)


def measure(bench: Bench) -> Iterator[Measured]:
    """Each server that this machine can run."""
    if not load.is_there():
        yield from (Missing(goal=goal, why="wrk is not installed (Debian: wrk)") for goal in GOALS)
        return
    rows = []
    for server in SERVERS:
        if server.database not in bench.databases:
            yield Missing(goal="post", why="PostgreSQL is not installed")
            continue
        hello, ours = _rounds(bench, server)
        ratio = within_rounds([one.rate for one in ours], [one.rate for one in hello])
        p99 = Spread.of(one.p99 * 1000 for one in ours)
        if server.database == POSTGRESQL:
            yield Figure(goal="post", value=ratio, note="through the page's last button")
        else:
            yield Figure(goal="post p99", value=p99, note="through the page's last button")
        rate, bare = (Spread.of(one.rate for one in ones).middle for ones in (ours, hello))
        rows.append(
            (server.title, short(bare), short(rate), short(ratio.middle), short(p99.middle))
        )
    yield Table(
        title="POST of a full record, 16 connections",
        head=("server", "hello/s", "POST/s", "POST ÷ hello", "p99 ms"),
        rows=tuple(rows),
        note="Load by wrk, two threads, on the same machine.",
    )


def _rounds(bench: Bench, server: Server) -> tuple[list[load.Load], list[load.Load]]:
    seconds, settings = bench.sizes.http_seconds, bench.installation(server.database)
    folder, hello, ours = bench.new_folder(), [], []
    files = [folder / f"forms-{number}" for number in range(ROUNDS)]
    sessions = [forms.prepared(settings, seconds * MOST_A_SECOND, file) for file in files]
    ports = serving.free_port(), serving.free_port()
    with (
        serving.served(*server.hello(ports[0]), ports[0], folder / "hello.log"),
        serving.served(*server.ours(settings, ports[1]), ports[1], folder / "ours.log"),
    ):
        urls = [f"http://127.0.0.1:{port}/" for port in ports]
        for file, session in zip(files, sessions, strict=True):
            hello.append(load.gets(urls[0], seconds))
            ours.append(load.posts(urls[1], seconds, file, session))
    return hello, ours
