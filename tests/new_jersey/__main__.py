"""All of New Jersey's reports, taken over and counted, with the time it takes.

``python -m tests.new_jersey`` on SQLite, ``--postgresql`` on a cluster of its own, ``--references``
with the one answer that is sealed, ``--again`` twice, of which the second changes nothing.
"""

import argparse
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from time import perf_counter, process_time

from application.importing.imports import Imports
from projections import following
from tests import installations
from tests.new_jersey import figures
from tests.new_jersey.driving import new_jersey, take_over
from tests.new_jersey.files import PUBLISHED, whole
from tests.postgres import cluster, databases
from web.bootstrap import install
from web.settings import Settings


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--postgresql", action="store_true")
    parser.add_argument("--references", action="store_true")
    parser.add_argument("--again", action="store_true")
    asked = parser.parse_args()
    with _settings(postgresql=asked.postgresql) as settings:
        install(settings)
        with installations.opened(settings) as services:
            imports = Imports(services.log, services.clock)
            with _timed("taken over"):
                outcome = take_over(imports, whole(), new_jersey(references=asked.references))
            _say(f"{outcome.taken} records, {len(outcome.rejected)} rejected")
            if asked.again:
                with _timed("taken over again"):
                    again = take_over(imports, whole(), new_jersey(references=asked.references))
                _say(f"{again.taken} records, {again.already} already there")
            with _timed("taken into the facts"):
                following.catch_up(services.views.engine(), services.reader, only=["statistics"])
            wrong = figures.differences(
                figures.published(PUBLISHED), figures.ours(services.views.engine())
            )
    for name, (published, ours) in wrong.items():
        _say(f"{name}: published {published}, ours {ours}")
    sys.exit(f"{len(wrong)} figures differ" if wrong else None)


@contextmanager
def _settings(*, postgresql: bool) -> Iterator[Settings]:
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder)
        if not postgresql:
            yield installations.sqlite_settings(data / "data")
            return
        installations.epoch_key_in(data)
        with cluster() as socket:
            yield installations.postgres_settings(data, databases(socket))


@contextmanager
def _timed(what: str) -> Iterator[None]:
    wall, cpu = perf_counter(), process_time()
    yield
    _say(f"{what}: {perf_counter() - wall:.1f} s, of them {process_time() - cpu:.1f} s computing")


def _say(sentence: str) -> None:
    sys.stdout.write(sentence + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
