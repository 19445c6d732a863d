"""Bringing the durable stores to the tables this version needs, and checking that they are.

Each store has a line of its own: the log, the key ring and the work tables move at their own pace.
Read models have none: they are dropped and rebuilt.
"""

from collections.abc import Iterable
from functools import cache
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from alembic.util import CommandError
from sqlalchemy import Connection, text

from web.adapters import roles
from web.adapters.stores import DURABLE, Stores, reading
from web.settings import SettingsError

HERE = Path(__file__).parent


def upgrade(stores: Stores) -> None:
    """Bring every durable store up to date; what is up to date already stays as it is."""
    for store in DURABLE:
        with stores.engine(store).begin() as connection:
            if connection.dialect.name == "postgresql":
                connection.execute(text(f"CREATE SCHEMA IF NOT EXISTS {store}"))
            config = _config(store, connection)
            config.attributes["origin"] = stores.origin
            command.upgrade(config, "head")
            if connection.dialect.name == "postgresql":
                # Every time: a database restored elsewhere has the tables and not the grants on it.
                for statement in roles.granted(store):
                    connection.execute(text(statement))


def check(stores: Stores, names: Iterable[str] = DURABLE, *, newer: bool = False) -> None:
    """Refuse to start on a store that is older than this version, or newer if that is not allowed.

    Raises:
        SettingsError: with what to run.

    """
    for store in names:
        with reading(stores.engine(store)).connect() as connection:
            found = _context(store, connection).get_current_revision()
            wanted = _scripts(store).get_current_head()
            known = knows(store, found)
        if not known and newer:
            continue
        if not known:
            raise SettingsError(
                f"The database {store!r} was made by a newer version. Install that version."
            )
        if found != wanted:
            raise SettingsError(f"The database {store!r} is not up to date. Run: uof db upgrade")


def revision(stores: Stores, store: str) -> str:
    """Which tables a store has; empty if it has none."""
    with reading(stores.engine(store)).connect() as connection:
        return _context(store, connection).get_current_revision() or ""


def knows(store: str, revision: str | None) -> bool:
    """Whether this version can bring such tables up to date; it can where there are none."""
    if revision is None:
        return True
    try:
        return _scripts(store).get_revision(revision) is not None
    except CommandError:
        return False


def is_current(stores: Stores, store: str) -> bool:
    """Whether a store has everything that this version needs; a newer one has."""
    with reading(stores.engine(store)).connect() as connection:
        found = _context(store, connection).get_current_revision()
        return found == _scripts(store).get_current_head() or not knows(store, found)


@cache
def _scripts(store: str) -> ScriptDirectory:
    """The steps of a store: files of this version, which are read once and stay as they are."""
    return ScriptDirectory.from_config(_config(store))


def _context(store: str, connection: Connection) -> MigrationContext:
    schema = store if connection.dialect.name == "postgresql" else None
    return MigrationContext.configure(connection, opts={"version_table_schema": schema})


def _config(store: str, connection: Connection | None = None) -> Config:
    config = Config()
    config.set_main_option("script_location", str(HERE))
    config.set_main_option("path_separator", "os")
    config.set_main_option("version_locations", str(HERE / store))
    config.attributes.update(connection=connection, store=store)
    return config
