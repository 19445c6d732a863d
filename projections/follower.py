"""A thread that keeps the live read models up to date."""

import logging
import threading

from sqlalchemy.exc import InterfaceError, OperationalError

from projections import following
from projections.projection import LogReader
from projections.rebuild import rebuild_outdated
from projections.registry import PROJECTIONS
from projections.views import Views

POLL_SECONDS = 0.2
"""How soon events of another process are noticed; those of this one wake the thread."""

RETRY_SECONDS = 1.0

AWAY = (OperationalError, InterfaceError, ConnectionError)
"""The database or the log is busy or away: wait and try again. Everything else stops a projection."""

logger = logging.getLogger(__name__)


class Follower:
    """Follows the log until it is closed. A projection that fails stands still; the others go on."""

    def __init__(self, views: Views, log: LogReader) -> None:
        self._views = views
        self._log = following.ReadOnce(log)
        self._wake = threading.Event()
        self._closing = threading.Event()
        self._failed: set[str] = set()
        self._thread = threading.Thread(target=self._run, name="follower", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def wake(self) -> None:
        """There is something to take in."""
        self._wake.set()

    def close(self) -> None:
        """Finish the page at hand and stop."""
        self._closing.set()
        self._wake.set()
        if self._thread.ident:
            self._thread.join()

    @property
    def failed(self) -> frozenset[str]:
        """The projections that stand still until somebody looks at the log of errors."""
        return frozenset(self._failed)

    def _run(self) -> None:
        while not self._closing.is_set() and not self._is_current():
            self._closing.wait(RETRY_SECONDS)
        while not self._closing.is_set():
            if not self._step():
                self._wake.wait(POLL_SECONDS)
                self._wake.clear()

    def _is_current(self) -> bool:
        """Rebuild what another version built; false when the database must be waited for."""
        try:
            rebuild_outdated(self._views, self._log)
        except AWAY:
            logger.warning("the read models wait for their database")
            return False
        except Exception:
            logger.exception("the read models are of another version and could not be rebuilt")
            self._failed.update(PROJECTIONS)
        return True

    def _step(self) -> bool:
        moved = False
        for name, projection in PROJECTIONS.items():
            if name in self._failed:
                continue
            try:
                moved |= following.step(self._views.engine(), projection, self._log)
            except AWAY:
                logger.warning("read model %s waits for its database", name)
            except Exception:
                logger.exception("read model %s stands still", name)
                self._failed.add(name)
        return moved
