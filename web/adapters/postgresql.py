"""How a PostgreSQL database is reached: one server or several, and what counts as kept there.

Context. A force that outgrows one machine runs several servers, of which one leads and the others
follow; which one it is may change while people work. The server answers a commit that stopped
waiting for its standby as a success, with a warning: when the leader is then lost, so is the commit.
Decision. Every connection goes to the server that takes writes, notices within seconds that a
server is gone, and raises on that warning: whether it was kept is in doubt, and the request's
receipt tells. Consequence: nothing is acknowledged that a fail-over can take back. Kept by
``tests/adapters/test_servers.py``, ``tests/adapters/test_in_doubt.py`` and, with servers that are
killed, ``tests/cluster/``. (Spec: performance, 5.)
"""

import re
import select
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from types import MappingProxyType
from typing import Any

import psycopg
from psycopg.errors import Diagnostic, ReadOnlySqlTransaction
from psycopg.pq import TransactionStatus
from psycopg.pq.abc import PGconn
from psycopg.rows import dict_row
from sqlalchemy import Engine, create_engine, event, make_url
from sqlalchemy.dialects import registry
from sqlalchemy.dialects.postgresql.psycopg import PGDialect_psycopg
from sqlalchemy.engine import ExceptionContext
from sqlalchemy.exc import OperationalError, SQLAlchemyError
from sqlalchemy.exc import TimeoutError as NoConnectionFreeError

from web.settings import SettingsError

PATIENCE = MappingProxyType(
    {
        "connect_timeout": "3",
        "keepalives_idle": "5",
        "keepalives_interval": "2",
        "keepalives_count": "3",
        "tcp_user_timeout": "10000",
    }
)
"""How soon a server that says nothing is given up: without this a severed cable is waited on for a
quarter of an hour. An address that names one of these decides it."""

WAITS_FOR_STANDBY = "syncrep.c"
"""The server's source file that warns of a commit that no longer waits. Its words are translated."""

LIVE_SECONDS = 1.0
"""How long ago a server may have answered on a connection that is used without being tried first: a
command asks three questions within milliseconds, and each trial is a question more. Whoever is hung up
on is tried all the same; a cable that was severed meanwhile is noticed no later than by a trial, which
would wait as long for its answer. What a server leaves unanswered that dies in these very milliseconds
fails, as it did when a server died between trial and question: sent again, it counts once."""

WAIT_SECONDS = 5.0
"""How long a command waits for a connection to the log, when others have them all, before it says
that the service is busy."""


class InDoubtError(psycopg.OperationalError):
    """It is not known whether this was kept. Send it again: what is sent twice counts once."""


class Connection(psycopg.Connection[Any]):
    """A connection on which a commit that no standby confirmed is not a success."""

    def __init__(self, pgconn: PGconn) -> None:
        super().__init__(pgconn)
        self._unconfirmed: list[str] = []
        self.add_notice_handler(partial(_note, self._unconfirmed))
        self._heard = 0.0

    def wait(self, *args: Any, **kwargs: Any) -> Any:
        answer = super().wait(*args, **kwargs)
        self._heard = time.monotonic()
        return answer

    @property
    def is_live(self) -> bool:
        """Whether the server answered just now, and has not hung up since: a server that is stopped or
        killed hangs up, and that can be seen without a word to it.
        """
        if time.monotonic() - self._heard > LIVE_SECONDS or self.closed:
            return False
        return self.pgconn.transaction_status == TransactionStatus.IDLE and not _speaks(self)

    def commit(self) -> None:
        super().commit()
        self.confirm()

    @contextmanager
    def transaction(
        self,
        savepoint_name: str | None = None,
        force_rollback: bool = False,  # noqa: FBT001, FBT002 - the driver's own signature
    ) -> Iterator[psycopg.Transaction]:
        with super().transaction(savepoint_name, force_rollback) as transaction:
            yield transaction
        self.confirm()

    def confirm(self) -> None:
        """Refuse to call kept what no standby confirmed; asked by itself after a statement that was a
        transaction of its own.

        Raises:
            InDoubtError: the server stopped waiting for its standby.

        """
        if self._unconfirmed:
            self._unconfirmed.clear()
            raise InDoubtError(" ".join((InDoubtError.__doc__ or "").split()))


def _speaks(connection: Connection) -> bool:
    """Whether something arrived that nobody asked for, the end of the connection before all."""
    arrived = select.poll()
    arrived.register(connection.fileno(), select.POLLIN)
    return bool(arrived.poll(0))


class Dialect(PGDialect_psycopg):
    """The library's, which tries a connection before each use, unless it was heard of just now."""

    supports_statement_cache = True

    def do_ping(self, dbapi_connection: Any) -> bool:
        return dbapi_connection.is_live or bool(super().do_ping(dbapi_connection))  # type: ignore[no-untyped-call]


registry.register("postgresql.uof", __name__, Dialect.__name__)


def _note(unconfirmed: list[str], notice: Diagnostic) -> None:
    if notice.source_file and notice.source_file.endswith(WAITS_FOR_STANDBY):
        unconfirmed.append(notice.message_primary or "")


def arguments(url: str) -> dict[str, Any]:
    """What a connection is made with. Of several servers it is the one that takes writes.

    Raises:
        SettingsError: the address cannot be read, or is of another kind of database.

    """
    try:
        made = make_url(url)
    except (SQLAlchemyError, ValueError):
        raise SettingsError(UNREADABLE) from None
    if not re.fullmatch(r"postgresql(\+psycopg)?", made.drivername):
        raise SettingsError("The database URL must start with postgresql://")
    psycopg_url = made.set(drivername="postgresql+psycopg")
    try:
        _, given = psycopg_url.get_dialect()().create_connect_args(psycopg_url)
    except SQLAlchemyError:
        raise SettingsError(UNREADABLE) from None
    several = {"target_session_attrs": "read-write"} if "," in given.get("host", "") else {}
    return {**PATIENCE, **several, **given}


UNREADABLE = (
    "The database URL cannot be read: postgresql://user@host/name, "
    "or with several servers postgresql://user@/name?host=one:5432&host=two:5432"
)


def engine(url: str, **options: Any) -> Engine:
    """A pool of connections that are tried before each use, so that a lost server is left behind.

    Raises:
        SettingsError: the address cannot be read, or is of another kind of database.

    """
    given = arguments(url)
    ways: dict[str, Any] = {}
    made = create_engine(
        "postgresql+uof://",
        creator=lambda: Connection.connect(**given, **ways),
        pool_pre_ping=True,
        **options,
    )
    # How the dialect was told to write values: what it connects with itself, and a creator must name.
    ways.update(made.dialect.create_connect_args(made.url)[1])
    event.listen(made, "handle_error", _leave_if_read_only)
    return made


class LogPool:
    """The event log's connections: what the library asks of a pool, over an engine's own.

    The driver's pool connects in the background, pausing longer after each failure: people would
    wait after the servers are back. An engine's connects for whoever asks, at once.
    """

    def __init__(self, url: str, configure: Callable[[psycopg.Connection[Any]], None]) -> None:
        self._engine = engine(url, pool_timeout=WAIT_SECONDS, pool_reset_on_return=None)
        event.listen(self._engine, "connect", lambda connection, _: configure(connection))

    def open(self, wait: bool, timeout: float) -> None:  # noqa: FBT001 - as the library calls it
        """Nothing: a connection is made when it is needed."""

    @contextmanager
    def connection(self) -> Iterator[psycopg.Connection[Any]]:
        """A connection that was tried just now.

        Raises:
            psycopg.OperationalError: there is none to be had.

        """
        try:
            taken = self._engine.pool.connect()
        except NoConnectionFreeError as error:
            raise psycopg.OperationalError(str(error)) from None
        try:
            connection: Any = taken.driver_connection
            connection.row_factory = dict_row
            yield connection
        finally:
            taken.close()

    def close(self) -> None:
        self._engine.dispose()


def _leave_if_read_only(context: ExceptionContext) -> OperationalError | None:
    """A server that takes no writes is as good as away: whoever leads now is asked next time."""
    if not isinstance(context.original_exception, ReadOnlySqlTransaction):
        return None
    context.is_disconnect = True
    return OperationalError(context.statement, {}, context.original_exception)
