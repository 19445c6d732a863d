"""Asking a database's driver itself, where what its library does on the way costs more than the answer."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError


@contextmanager
def driven(connection: Connection) -> Iterator[Any]:
    """A cursor of the driver, in the transaction that the connection is in.

    What fails is told in the library's words, as everywhere: who follows knows by them that the
    database is away, and a page that the service is busy.

    Raises:
        DBAPIError: whatever the driver raises.

    """
    dialect, raw = connection.dialect, connection.connection
    kind, cursor = dialect.loaded_dbapi.Error, raw.cursor()
    try:
        yield cursor
    except kind as error:
        if is_lost := dialect.is_disconnect(error, raw.dbapi_connection, None):
            connection.invalidate(error)
        raise DBAPIError.instance(
            None, None, error, kind, connection_invalidated=is_lost, dialect=dialect
        ) from error
    finally:
        cursor.close()
