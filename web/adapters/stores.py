"""Where everything is kept: one engine a store, the same tables on SQLite and PostgreSQL.

Decision. Four stores: ``records`` (the log), ``keys`` (the key ring), ``work`` (drafts, accounts,
sessions) and ``views`` (read models, one place a generation). With SQLite each is a file; with
PostgreSQL a schema, and the keys another database, so that one backup never holds both sealed
content and its keys. Consequence: read models can be dropped without touching anything else. Kept
by ``tests/adapters/test_stores.py``. (Spec: decisions 2 and 6; audit, 5.3.)

Context. What a power cut takes from a read model is in the log, and is followed again. Decision. With
SQLite the read models alone are written without waiting for the disk at each commit (``NORMAL``, not
``FULL``); a generation is on the disk before it becomes live. Consequence: a submission waits for the
disk once for the log, and not again for each read model. Kept by ``tests/adapters/test_stores.py`` and
``tests/adapters/test_generations.py``.
"""

import fcntl
import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from functools import lru_cache
from pathlib import Path
from typing import IO, Any

from sqlalchemy import Engine, event, inspect, text

from web.adapters import postgresql, roles, sqlite, written
from web.adapters.addresses import is_guarded
from web.settings import Settings, SettingsError

RECORDS, KEYS, WORK, VIEWS = "records", "keys", "work", "views"
DURABLE = (RECORDS, KEYS, WORK)
REBUILD_LOCK = 7_301_955
"""Any number that nothing else in the database locks; the log's own is one less."""


class Stores:
    """Opens every store of an installation. Engines are made once and closed together."""

    def __init__(self, settings: Settings) -> None:
        """Open nothing yet; make the directory of the SQLite files.

        Raises:
            SettingsError: it cannot be made.

        """
        self._settings = settings
        self._engines: dict[str, Engine] = {}
        self._served: IO[str] | None = None
        if settings.is_embedded:
            _make(settings.data)

    @property
    def is_embedded(self) -> bool:
        return self._settings.is_embedded

    @property
    def origin(self) -> str:
        """The name that a new log is given."""
        return self._settings.log_origin

    @property
    def sqlite_version(self) -> str:
        return sqlite3.sqlite_version

    @property
    def sqlite_is_faulty(self) -> bool:
        """Whether the SQLite in use is one that can, very rarely, lose a write to its log."""
        return self.is_embedded and sqlite.IS_FAULTY

    @property
    def records_file(self) -> Path:
        """The log's own file, in embedded mode."""
        return self._settings.data / "records.db"

    @property
    def work_file(self) -> Path:
        """The file with the access log, in embedded mode."""
        return self._settings.data / "work.db"

    @property
    def records_url(self) -> str:
        """The log's own database, in production."""
        return self._settings.database

    def engine(self, store: str) -> Engine:
        """The engine of a durable store."""
        if store not in self._engines:
            self._engines[store] = self._opened(store)
        return self._engines[store]

    def views(self, generation: int) -> Engine:
        """The engine of one generation of the read models."""
        name = f"views_{generation}"
        if name not in self._engines:
            self._engines[name] = self._opened(name, schema=VIEWS)
        return self._engines[name]

    def make_views(self, generation: int) -> None:
        """Make the place of a new generation; its tables are made by whoever fills it."""
        if self.is_embedded:
            return
        with self.views(generation).begin() as connection:
            for statement in roles.of_views(f"views_{generation}"):
                connection.execute(text(statement))

    @contextmanager
    def filling_views(self, generation: int) -> Iterator[Engine]:
        """The engine of a new generation that nobody reads yet; after it, all of it is on the disk."""
        if not self.is_embedded:
            yield self.views(generation)
            return
        file = self._settings.data / f"views_{generation}.db"
        engine = sqlite.engine(file, sqlite.FILLING)
        try:
            yield engine.execution_options(schema_translate_map={VIEWS: None})
        finally:
            engine.dispose()
        with file.open("rb") as filled:
            os.fsync(filled.fileno())

    def study_views(self, generation: int) -> None:
        """Let the database know how the tables of a generation are filled: without, it takes the index
        of a whole force where that of one encounter would do.
        """
        engine = self.views(generation)
        if self.is_embedded:
            with engine.begin() as connection:
                # A sample of each index is enough, and takes milliseconds.
                connection.exec_driver_sql("PRAGMA analysis_limit=1000")
                connection.exec_driver_sql("ANALYZE")
            return
        with engine.execution_options(isolation_level="AUTOCOMMIT").connect() as connection:
            for table in inspect(connection).get_table_names(schema=f"views_{generation}"):
                connection.exec_driver_sql(f'VACUUM (ANALYZE) "views_{generation}"."{table}"')

    def settle_views(self, generation: int) -> None:
        """Have everything in a generation on the disk, whatever happens next."""
        self.study_views(generation)
        if self.is_embedded:
            with closing(self.views(generation).raw_connection()) as connection:
                connection.cursor().execute("PRAGMA wal_checkpoint(FULL)")

    def drop_views(self, generation: int) -> None:
        """Throw one generation of the read models away."""
        name = f"views_{generation}"
        if not self.is_embedded:
            with self.views(generation).begin() as connection:
                connection.execute(text(f"DROP SCHEMA IF EXISTS {name} CASCADE"))
        if opened := self._engines.pop(name, None):
            opened.dispose()
        if self.is_embedded:
            for suffix in ("", "-wal", "-shm"):
                (self._settings.data / f"{name}.db{suffix}").unlink(missing_ok=True)

    def serve_alone(self) -> None:
        """Claim the SQLite files for this process: a second server would wait for the first one's
        writes, 936 ms against 29 ms at the 99th percentile (spec: eventsourcing, 2.4).

        Raises:
            SettingsError: another process serves from them.

        """
        if not self.is_embedded or self._served:
            return
        opened = (self._settings.data / "serving.lock").open("w")
        try:
            fcntl.flock(opened, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            opened.close()
            raise SettingsError(
                f"Another process serves from {self._settings.data}. "
                "Stop it, or set UOF_DATA to another directory."
            ) from None
        self._served = opened

    @contextmanager
    def rebuilding(self) -> Iterator[None]:
        """One rebuild of the read models at a time, whichever process does it; others wait."""
        if self.is_embedded:
            with (self._settings.data / "rebuilding.lock").open("w") as opened:
                fcntl.flock(opened, fcntl.LOCK_EX)
                yield
            return
        # A lock of the session and not of a transaction, which would hold back vacuum for as long.
        alone = self.engine(WORK).execution_options(isolation_level="AUTOCOMMIT")
        with alone.connect() as connection:
            connection.execute(text(f"SELECT pg_advisory_lock({REBUILD_LOCK})"))
            try:
                yield
            finally:
                connection.execute(text(f"SELECT pg_advisory_unlock({REBUILD_LOCK})"))

    def close(self) -> None:
        for engine in self._engines.values():
            engine.dispose()
        self._engines.clear()
        if self._served:
            self._served.close()
            self._served = None

    def _opened(self, name: str, *, schema: str | None = None) -> Engine:
        schema = schema or name
        if self.is_embedded:
            settings = sqlite.DERIVED if schema == VIEWS else sqlite.ORDINARY
            engine = sqlite.engine(self._settings.data / f"{name}.db", settings)
            return engine.execution_options(schema_translate_map={schema: None})
        url = self._settings.keys_database if name == KEYS else self._settings.database
        if not url:
            raise SettingsError(
                "Set UOF_KEYS_DATABASE: with UOF_DATABASE set, keys need a database of their own."
            )
        if not is_guarded(postgresql.arguments(url)) and not self._settings.allow_weak:
            named = "UOF_KEYS_DATABASE" if name == KEYS else "UOF_DATABASE"
            # Before anybody connects: whoever answers there gets nothing.
            raise SettingsError(
                f"Add sslmode=verify-full to {named}: its server is on another machine."
            )
        engine = postgresql.engine(url, **written.JSON).execution_options(
            schema_translate_map={schema: name}
        )
        if schema == VIEWS:
            event.listen(engine, "connect", _as_projector)
        return engine


def _make(data: Path) -> None:
    try:
        data.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError as error:
        raise SettingsError(
            f"UOF_DATA is {str(data)!r}, but it cannot be made a directory: {error.strerror}."
        ) from None


@lru_cache(maxsize=64)
def reading(engine: Engine) -> Engine:
    """The same engine for reading only: on SQLite a reader then never waits for a writer."""
    return engine.execution_options(reads=True)


@lru_cache(maxsize=64)
def asking(engine: Engine) -> Engine:
    """The same engine for one question that is answered at once, and not row by row.

    On PostgreSQL a statement reads what is committed when it begins, within a transaction or without
    one; without, neither begin nor end is sent, and what was prepared stays prepared.
    """
    if engine.dialect.name == "postgresql":
        return engine.execution_options(isolation_level="AUTOCOMMIT")
    return reading(engine)


@lru_cache(maxsize=64)
def alone(engine: Engine) -> Engine:
    """The same engine for a change of one statement, which is a transaction of its own.

    On PostgreSQL neither begin nor commit is sent then, which would each be waited for; what no standby
    confirmed is refused all the same. On SQLite a transaction is begun as ever: that costs nothing, and
    writers take turns there.
    """
    if engine.dialect.name == "postgresql":
        return engine.execution_options(isolation_level="AUTOCOMMIT")
    return engine


def _as_projector(connection: Any, _: Any) -> None:
    """Act as the role that owns the read models, if one may: whoever makes them, it owns them."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT 1 FROM pg_roles WHERE rolname = %s AND pg_has_role(oid, 'MEMBER')",
            (roles.PROJECTOR,),
        )
        if cursor.fetchone():
            cursor.execute(f"SET ROLE {roles.PROJECTOR}")
    connection.commit()
