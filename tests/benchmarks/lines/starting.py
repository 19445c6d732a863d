"""How long the command takes until it helps, and until it serves; and what the server then weighs."""

import http.client
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

from tests.benchmarks.bench import SQLITE, Bench
from tests.benchmarks.figures import Figure, Measured, Missing, Spread, Table, short
from tests.benchmarks.http import serving
from tests.benchmarks.ways.ours import Ours
from tests.e2e.serving import UOF, environment
from tests.people import OFFICER
from web.bootstrap import bootstrap
from web.settings import Settings

GOALS = ("serve", "help", "memory")
TEN_THOUSAND = 10_000
RECORDS = 20
MEGABYTE = 2**20


def measure(bench: Bench) -> Iterator[Measured]:
    """The embedded server on SQLite."""
    settings = bench.installation(SQLITE)
    starts = range(bench.sizes.starts)
    yield Figure(goal="help", value=Spread.of(_help() for _ in starts))
    yield Figure(goal="serve", value=Spread.of(_serve(bench, settings) for _ in starts))
    yield from _memory(bench, settings)


def _help() -> float:
    began = time.perf_counter()
    subprocess.run([UOF, "--help"], env=environment(), check=True, capture_output=True)
    return time.perf_counter() - began


def _serve(bench: Bench, settings: Settings) -> float:
    port = serving.free_port()
    words, env = serving.embedded(settings, port)
    began = time.perf_counter()
    with serving.served(words, env, port, bench.new_folder() / "log"):
        return time.perf_counter() - began


def _memory(bench: Bench, settings: Settings) -> Iterator[Measured]:
    paths, session = _something_to_read(settings)
    port = serving.free_port()
    words, env = serving.embedded(settings, port)
    with serving.served(words, env, port, bench.new_folder() / "log") as process:
        before = _resident(process.pid)
        began = time.perf_counter()
        _read(port, paths, session, bench.sizes.requests)
        seconds = time.perf_counter() - began
        after = _resident(process.pid)
    requests = bench.sizes.requests
    if requests >= TEN_THOUSAND:
        yield Figure(goal="memory", value=Spread.of([after]))
    else:
        why = (
            f"{short(after)} MB after {requests:,} requests; ten thousand are sent by"
            " `make bench FULL=1`"
        )
        yield Missing(goal="memory", why=why)
    yield Table(
        title="Memory of the embedded server",
        head=("when", "MB"),
        rows=(
            ("after its start", short(before)),
            (f"after {requests:,} requests", short(after)),
        ),
        note=(
            f"One signed-in officer reads in turn: the start page, {RECORDS} records and their"
            f" histories; {short(requests / seconds)} pages a second on one connection."
        ),
    )


def _something_to_read(settings: Settings) -> tuple[list[str], str]:
    services = bootstrap(settings)
    try:
        way = Ours(services)
        records = [way.submit(number) for number in range(RECORDS)]
        for record in records:
            way.amend(record, 0)
        way.settle()
        references = [services.records.read(record, by=OFFICER.id).reference for record in records]
        pages = [f"/records/{one}{page}" for one in references for page in ("", "/history")]
        return ["/", *pages], services.sessions.start(OFFICER.id)
    finally:
        services.close()


def _read(port: int, paths: list[str], session: str, requests: int) -> None:
    asking = http.client.HTTPConnection("127.0.0.1", port, timeout=serving.LONGEST)
    try:
        for number in range(requests):
            path = paths[number % len(paths)]
            asking.request("GET", path, headers={"Cookie": f"session={session}"})
            answer = asking.getresponse()
            answer.read()
            assert answer.status == 200, (path, answer.status)
    finally:
        asking.close()


def _resident(process: int) -> float:
    """Megabytes of memory that a process holds now."""
    status = Path(f"/proc/{process}/status").read_text()
    (line,) = (line for line in status.splitlines() if line.startswith("VmRSS:"))
    return int(line.split()[1]) * 1024 / MEGABYTE
