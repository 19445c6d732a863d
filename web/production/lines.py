"""What gunicorn says, as lines of JSON among our own."""

from typing import Any

from gunicorn.glogging import Logger

from web import logs


class Lines(Logger):  # type: ignore[misc]
    """Writes nothing by itself: everything goes where the rest of the process says it."""

    def setup(self, cfg: Any) -> None:
        super().setup(cfg)
        self.error_log.handlers.clear()
        self.error_log.propagate = True
        logs.configure()
