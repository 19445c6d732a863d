"""A thread that keeps the live read models up to date."""

import logging
import threading
import time

from sqlalchemy import Engine
from sqlalchemy.exc import InterfaceError, OperationalError

from projections import following
from projections.projection import LogReader, Projection
from projections.rebuild import rebuild_outdated
from projections.registry import PROJECTIONS
from projections.views import Views

POLL_SECONDS = 0.2
"""How soon events of another process are noticed; those of this one wake the thread."""

REST_SECONDS = 0.05
"""How long to rest, at least, when little was new: what is recorded meanwhile is taken in together, and
whoever waits for an answer of this process comes first. It rests as long as it worked, if that is more."""

RETRY_SECONDS = 1.0

AWAY = (OperationalError, InterfaceError, ConnectionError)
"""The database or the log is busy or away: wait and try again. Everything else stops a projection."""

Stand = tuple[int, int | None]
"""The end of the log, and which generation of the read models is live."""

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
        rested: Stand | None = None
        while not self._closing.is_set():
            try:
                stands = self._stand()
                began = time.monotonic()
                if stands != rested and (taken := self._step()):
                    if taken < following.PAGE:
                        self._closing.wait(max(REST_SECONDS, time.monotonic() - began))
                    continue
                rested = stands
                self._wake.wait(POLL_SECONDS)
            except AWAY:
                # Not at rest: nobody knows what there is to take in.
                logger.warning("the read models wait for their database")
                rested = None
                self._wake.wait(RETRY_SECONDS)
            self._wake.clear()

    def _stand(self) -> Stand:
        """What must change for there to be something to do: looked at in two questions, several
        times a second for as long as the process lives.
        """
        return self._log.last_position(), self._views.generations.live()

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

    def _step(self) -> int:
        """Take in a page for every read model; how many events it had.

        Raises:
            OperationalError, InterfaceError, ConnectionError: the database or the log is away.

        """
        going = [one for name, one in PROJECTIONS.items() if name not in self._failed]
        engine = self._views.engine()
        try:
            return following.step_together(engine, going, self._log)
        except AWAY:
            raise
        except Exception:
            logger.warning("the read models go on each for itself: one cannot", exc_info=True)
            return max(self._step_alone(engine, one) for one in going)

    def _step_alone(self, engine: Engine, projection: Projection) -> int:
        try:
            return following.step_together(engine, (projection,), self._log)
        except AWAY:
            raise
        except Exception:
            logger.exception("read model %s stands still", projection.name)
            self._failed.add(projection.name)
            return 0
