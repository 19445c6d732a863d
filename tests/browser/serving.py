"""The real application, served to a browser in this process."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace

import waitress
from flask import Flask

from tests import installations
from web.adapters.clock import SystemClock
from web.app import create_app
from web.bootstrap import Services
from web.settings import Settings


@dataclass(frozen=True, kw_only=True)
class Server:
    """Where the application answers, and what stands behind it."""

    url: str
    services: Services


@contextmanager
def served(
    settings: Settings, more: Callable[[Flask], None] | None = None, *, port: int = 0
) -> Iterator[Server]:
    """An installation in use: read models follow, and a real server answers on a free port.

    ``more`` adds addresses for a test.
    """
    following = replace(settings, follow=True, sign=False, verify=False)
    with installations.opened(following, SystemClock()) as services:
        services.start()
        app = create_app(services)
        if more:
            more(app)
        server = waitress.create_server(app, host="127.0.0.1", port=port, threads=8, ident="uof")
        closed = threading.Event()

        def run() -> None:
            try:
                server.run()
            except OSError:
                # It waits for what it is told to close: whether it sees that first is chance.
                if not closed.is_set():
                    raise

        thread = threading.Thread(target=run, daemon=True)
        thread.start()
        try:
            yield Server(url=f"http://127.0.0.1:{server.effective_port}", services=services)
        finally:
            closed.set()
            server.close()
            thread.join(timeout=5)
