"""All of New Jersey's reports, taken over by the command, killed on the way, and counted.

``python -m tests.new_jersey`` on SQLite, ``--postgresql`` on a cluster of its own. The reports are
imported twice, each time into an installation of its own: once without a stop, with the time it
takes, and once killed with ``kill -9``, three times unless ``--kills`` says otherwise. The two logs
must say the same, and every figure counted in the published files must be what the read models have.
"""

import argparse
import hashlib
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from time import monotonic, perf_counter, sleep

from application.codec import encode, to_json
from projections import following
from tests import installations
from tests.e2e.serving import Process, of_installation, uof
from tests.new_jersey import figures
from tests.new_jersey.files import PUBLISHED, whole
from tests.postgres import cluster, databases
from web.bootstrap import Services, install
from web.settings import Settings

PAGE = 1000
LONGEST_WAIT = 600.0
LONGEST_IMPORT = 3600.0


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--postgresql", action="store_true")
    parser.add_argument("--kills", type=int, default=3)
    asked = parser.parse_args()
    with _installations(postgresql=asked.postgresql) as (straight, killed):
        began = perf_counter()
        told = _import(straight)
        seconds = perf_counter() - began
        _say(told)
        for number in range(1, asked.kills + 1):
            _say(f"kill {number} after line {_killed(killed)}")
        began = perf_counter()
        _import(killed)
        _say(f"went on to the end in {perf_counter() - began:.1f} s")
        with installations.opened(straight) as services:
            (job,) = services.import_jobs.page().jobs
            rate = job.taken / seconds
            _say(f"{job.taken:,} records in {seconds:.1f} s, {rate:,.0f} a second, start included")
            one = _content(services)
        with installations.opened(killed) as services:
            (again,) = services.import_jobs.page().jobs
            counted = (job.taken, job.already, job.rejected, job.with_findings)
            same = counted == (again.taken, again.already, again.rejected, again.with_findings)
            same = same and _content(services) == one
            wrong = _differences(services)
    _say("the log says the same, killed or not" if same else "the logs differ")
    for name, (published, ours) in wrong.items():
        _say(f"{name}: published {published}, ours {ours}")
    _say(f"{len(wrong)} figures differ from the published files")
    sys.exit(0 if same and not wrong else 1)


def _import(settings: Settings) -> str:
    """Import everything that is not there yet; what the command said."""
    with tempfile.TemporaryDirectory() as where:
        ended = uof(
            *_words(), env=of_installation(settings), where=Path(where), timeout=LONGEST_IMPORT
        )
    if ended.returncode not in (0, 1):
        sys.exit(ended.stderr)
    return ended.stdout


def _words() -> list[str]:
    return [
        *("import", *map(str, whole())),
        *("--mapping", "new-jersey", "--write", "--rejects", "rejected.csv"),
    ]


def _killed(settings: Settings) -> int:
    """Go on with the import and kill it once it has come further; the line it had come to."""
    before = _last_line(settings)
    with (
        tempfile.TemporaryDirectory() as where,
        Process(*_words(), env=of_installation(settings), where=Path(where)),
    ):
        deadline = monotonic() + LONGEST_WAIT
        # Beyond several batches, so that each attempt adds something of its own.
        while _last_line(settings) <= before + 10 * PAGE and monotonic() < deadline:
            sleep(0.05)
        # Leaving kills it.
    return _last_line(settings)


def _last_line(settings: Settings) -> int:
    with installations.opened(settings) as services:
        jobs = services.import_jobs.page().jobs
        return jobs[0].last_line if jobs else 0


def _content(services: Services) -> str:
    """A digest of what was imported, whenever and by whichever attempt."""
    digest, position = hashlib.sha256(), 0
    while page := services.log.read(after=position, limit=PAGE):
        position = page[-1].position
        for one in page:
            event = one.event
            if event.metadata.source is None:
                continue
            said = encode(event)
            named = f"{event.originator_id} {event.originator_version} {event.TOPIC}"
            found = f"{event.metadata.source.digest} {event.metadata.source.line}"
            sealed = {group.value: content for group, content in said.sealed.items()}
            digest.update(f"{named} {found} ".encode() + to_json([said.clear, sealed]))
    return digest.hexdigest()


def _differences(services: Services) -> dict[str, tuple[object, object]]:
    following.catch_up(services.views.engine(), services.reader, only=["statistics"])
    return dict(
        figures.differences(figures.published(PUBLISHED), figures.ours(services.views.engine()))
    )


@contextmanager
def _installations(*, postgresql: bool) -> Iterator[tuple[Settings, Settings]]:
    """Two empty ones."""
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder)
        if not postgresql:
            made = tuple(installations.sqlite_settings(data / name) for name in ("one", "two"))
            for settings in made:
                install(settings)
            yield made[0], made[1]
            return
        installations.epoch_key_in(data)
        with cluster() as socket:
            one, two = (installations.postgres_settings(data, databases(socket)) for _ in range(2))
            for settings in (one, two):
                install(settings)
            yield one, two


def _say(sentence: str) -> None:
    sys.stdout.write(sentence + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
