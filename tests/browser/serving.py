"""The real application, served to a browser in this process."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace

import waitress

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
def served(settings: Settings) -> Iterator[Server]:
    """An installation in use: read models follow, and a real server answers on a free port."""
    following = replace(settings, follow=True)
    with installations.opened(following, SystemClock()) as services:
        services.start()
        server = waitress.create_server(
            create_app(services), host="127.0.0.1", port=0, threads=8, ident="uof"
        )
        thread = threading.Thread(target=server.run, daemon=True)
        thread.start()
        try:
            yield Server(url=f"http://127.0.0.1:{server.effective_port}", services=services)
        finally:
            server.close()
            thread.join(timeout=5)
