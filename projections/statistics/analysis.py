"""Where reports are counted: on the copy in columns, and on the facts while that is not there.

Decision. One statement, two engines: what is asked is SQLAlchemy Core in the part of SQL that both
read alike, and the rows are the same. Consequence: a report never waits for a copy to be filled and
never shows less than the facts hold. Kept by ``tests/projections/test_counting_tactics.py`` and
``tests/projections/test_columnar.py``.
"""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from threading import Event, Lock, Thread

from sqlalchemy import Connection

from projections import following
from projections.statistics.columnar import ColumnarCopy, StoppedError
from projections.statistics.projector import PROJECTION
from projections.statistics.tactics import Ask
from projections.views import Views

AT_ONCE = 20_000
"""Log positions that the copy may be behind and is brought up to date before it answers."""

logger = logging.getLogger(__name__)


@dataclass(frozen=True, kw_only=True, slots=True)
class Asked:
    """Something that answers, and the log position that its answers cover."""

    ask: Ask
    position: int
    in_columns: bool


class Analysis:
    """Answers from one state of the facts at a time."""

    def __init__(self, views: Views) -> None:
        self._views = views
        self._copy: ColumnarCopy | None = None
        self._filling: Thread | None = None
        self._alone = Lock()
        self._closing = Event()

    @contextmanager
    def asking(self) -> Iterator[Asked]:
        """Every answer within is of the same state."""
        with self._facts() as connection:
            position = following.position(connection, PROJECTION.name) or 0
            copy = self._current(position)
            if copy is None:
                yield Asked(
                    ask=lambda query: connection.execute(query).all(),
                    position=position,
                    in_columns=False,
                )
                return
            copy.refresh(connection)
        with copy.reading() as cursor:
            yield Asked(ask=cursor.ask, position=copy.position, in_columns=True)

    def prepare(self) -> None:
        """Fill the copy, or bring it up to date, and return when it answers."""
        live = self._live()
        copy = self._copy
        if copy is None or copy.generation != live:
            copy = ColumnarCopy(live, stop=self._closing)
        with self._facts() as connection:
            copy.refresh(connection)
        with self._alone:
            # Whoever still reads the old one keeps it until they are done.
            self._copy = copy

    def close(self) -> None:
        """Let the copy go; whoever fills it stops at the next row."""
        self._closing.set()
        if self._filling:
            self._filling.join()
        self._copy = None

    def _current(self, position: int) -> ColumnarCopy | None:
        """The copy, if it is of the live facts and not far behind; otherwise see that it will be."""
        with self._alone:
            copy = self._copy
            if copy and copy.generation == self._live() and position - copy.position <= AT_ONCE:
                return copy
            if not self._closing.is_set() and not (self._filling and self._filling.is_alive()):
                self._filling = Thread(target=self._fill, name="columnar copy", daemon=True)
                self._filling.start()
            return None

    def _fill(self) -> None:
        try:
            self.prepare()
        except StoppedError:
            logger.info("the columnar copy of the facts is not needed any more")
        except Exception:
            # Reports are answered from the facts meanwhile; the next one tries again.
            logger.exception("the columnar copy of the facts could not be filled")

    def _live(self) -> int:
        return self._views.generations.live() or 0

    @contextmanager
    def _facts(self) -> Iterator[Connection]:
        """The facts as they stand now, whatever is projected meanwhile."""
        engine = self._views.engine().execution_options(reads=True)
        if engine.dialect.name == "postgresql":
            engine = engine.execution_options(isolation_level="REPEATABLE READ")
        with engine.connect() as connection:
            yield connection
