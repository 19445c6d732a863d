"""SQLAlchemy engines of the peers, as durable as ours, and how much they keep."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, create_engine, event, inspect, text

from tests.benchmarks.ways.protocol import ONE_IN

SQLITE_FILE = "peer.db"


def engine(asked: Mapping[str, Any]) -> Engine:
    """An engine on the database that this way was given."""
    if asked["database"] == "postgresql":
        return create_engine(asked["url"].replace("postgresql:", "postgresql+psycopg:"))
    made = create_engine(f"sqlite:///{Path(asked['folder']) / SQLITE_FILE}")

    @event.listens_for(made, "connect")
    def configure(connection: Any, _: Any) -> None:
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("PRAGMA synchronous=FULL")

    return made


def size(opened: Engine) -> int:
    """The bytes of every table and index."""
    if opened.dialect.name == "postgresql":
        with opened.connect() as connection:
            found: int = connection.execute(text(POSTGRES_SIZE)).scalar_one()
        return found
    with opened.connect() as connection:
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    return Path(str(opened.url.database)).stat().st_size


def double(opened: Engine, records: int) -> None:
    """As many copies of the records there are as it takes to have so many."""
    with opened.begin() as connection:
        columns = [column["name"] for column in inspect(connection).get_columns("record")]
        listed = ", ".join(name for name in columns if name != "id")
        while connection.execute(text("SELECT count(*) FROM record")).scalar_one() < records:
            connection.execute(text(f"INSERT INTO record ({listed}) SELECT {listed} FROM record"))
        connection.execute(text(f"UPDATE record SET status = 'accepted' WHERE id % {ONE_IN} <> 0"))
    with opened.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("ANALYZE"))


POSTGRES_SIZE = """
SELECT coalesce(sum(pg_total_relation_size(c.oid)), 0)::bigint
FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE c.relkind = 'r' AND n.nspname = 'public'
"""
