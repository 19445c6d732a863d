"""What every measurement needs: a folder on a disk, a PostgreSQL cluster on it, and prepared installations."""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

from tests import installations, postgres
from tests.postgres import Databases
from web.bootstrap import bootstrap, install
from web.settings import Settings

SQLITE, POSTGRESQL = "sqlite", "postgresql"


@dataclass(frozen=True, kw_only=True)
class Sizes:
    """How much is run: enough to tell in ten minutes, or what the goals speak of."""

    rounds: int
    records: int
    """In each round, by each way."""
    reads: int
    writers_records: int
    """By each of eight writers, in each round."""
    queue: int
    """Records that wait."""
    queue_on_both: bool
    rebuilt_sqlite: int
    rebuilt_postgresql: int
    imported: int
    """Lines of a file."""
    reported: int
    """Records that a report counts."""
    normalised_at_ten_million: bool
    """Whether ten million are also made in normalised tables, which takes minutes and gigabytes of disk."""
    http_seconds: int
    starts: int
    requests: int
    """Before the server is weighed."""
    keys: int
    """Of the ring, when its epoch is changed."""


SHORT = Sizes(
    rounds=5,
    records=8,
    reads=30,
    writers_records=4,
    queue=100_000,
    queue_on_both=False,
    rebuilt_sqlite=20_000,
    rebuilt_postgresql=20_000,
    imported=3_000,
    reported=1_000_000,
    normalised_at_ten_million=False,
    http_seconds=4,
    starts=5,
    requests=10_000,
    keys=20_000,
)
FULL = Sizes(
    rounds=9,
    records=50,
    reads=100,
    writers_records=15,
    queue=100_000,
    queue_on_both=True,
    rebuilt_sqlite=1_000_000,
    rebuilt_postgresql=1_000_000,
    imported=50_000,
    reported=1_000_000,
    normalised_at_ten_million=True,
    http_seconds=20,
    starts=9,
    requests=10_000,
    keys=1_000_000,
)


@dataclass(frozen=True, kw_only=True)
class Bench:
    """One run of the benchmark."""

    sizes: Sizes
    folder: Path
    socket: Path | None
    """Of the PostgreSQL cluster; none where PostgreSQL is not installed."""

    @property
    def databases(self) -> tuple[str, ...]:
        return (SQLITE, POSTGRESQL) if self.socket else (SQLITE,)

    def new_folder(self) -> Path:
        made = self.folder / uuid4().hex[:12]
        made.mkdir()
        return made

    def new_databases(self) -> Databases:
        """Two empty databases of the cluster."""
        assert self.socket
        return postgres.databases(self.socket)

    def installation(self, database: str) -> Settings:
        """The settings of a fresh installation with the people of the tests in it."""
        folder = self.new_folder()
        if database == SQLITE:
            settings = installations.sqlite_settings(folder)
        else:
            installations.epoch_key_in(folder)
            settings = installations.postgres_settings(folder, self.new_databases())
        install(settings)
        services = bootstrap(settings)
        try:
            installations.populate(services)
        finally:
            services.close()
        return settings


@contextmanager
def bench(sizes: Sizes, *, within: Path | None) -> Iterator[Bench]:
    """A run in a folder of its own, which is thrown away after."""
    folder = Path(tempfile.mkdtemp(prefix="uof-bench-", dir=within))
    # PostgreSQL's own user must reach its part of it.
    folder.chmod(0o755)
    try:
        if postgres.binaries() is None:
            yield Bench(sizes=sizes, folder=folder, socket=None)
            return
        with postgres.cluster(within=folder) as socket:
            yield Bench(sizes=sizes, folder=folder, socket=socket)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
