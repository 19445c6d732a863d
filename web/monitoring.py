"""A follower's own health and figures, for the monitoring of its machine.

It listens on the loopback address alone: what stands there is nobody's secret, and nobody's business
either. Which port is a setting, and none is the default.
"""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http import HTTPStatus
from wsgiref.simple_server import WSGIRequestHandler, make_server
from wsgiref.types import StartResponse, WSGIEnvironment

from eventsourcing.persistence import PersistenceError
from sqlalchemy.exc import SQLAlchemyError

from web.adapters.stores import RECORDS, WORK
from web.bootstrap import ReadModels
from web.health import health
from web.metrics import CONTENT_TYPE, Standing, written
from web.settings import Settings, SettingsError

HERE = "127.0.0.1"
Answer = tuple[HTTPStatus, str, bytes]


@contextmanager
def monitored(models: ReadModels, settings: Settings) -> Iterator[None]:
    """Answer monitoring for as long as this lasts, if there is a port for it.

    Raises:
        SettingsError: the port is taken.

    """
    if not settings.monitor_port:
        yield
        return
    try:
        server = make_server(
            HERE, settings.monitor_port, _Application(models, settings), handler_class=_Silent
        )
    except OSError as error:
        raise SettingsError(
            f"Cannot answer monitoring on {HERE}:{settings.monitor_port}: {error.strerror}."
            " Set UOF_MONITOR_PORT to another port."
        ) from None
    thread = threading.Thread(target=server.serve_forever, name="monitoring", daemon=True)
    thread.start()
    try:
        yield
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


class _Silent(WSGIRequestHandler):
    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the library's name
        """Say nothing of each look: there is one every few seconds."""


class _Application:
    def __init__(self, models: ReadModels, settings: Settings) -> None:
        self._models = models
        self._settings = settings

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> list[bytes]:
        answers = {
            "/health/live": self._live,
            "/health/ready": self._ready,
            "/metrics": self._figures,
        }
        status, kind, body = answers.get(environ["PATH_INFO"], self._nothing)()
        start_response(f"{status.value} {status.phrase}", [("Content-Type", kind)])
        return [body]

    def _live(self) -> Answer:
        return _json(HTTPStatus.OK, {"status": "alive"})

    def _ready(self) -> Answer:
        found = health(
            self._models.stores,
            self._models.views,
            failed=self._models.follower.failed,
            most_behind=self._settings.most_behind,
            names=(RECORDS, WORK),
        )
        status = HTTPStatus.OK if found.is_ready else HTTPStatus.SERVICE_UNAVAILABLE
        return _json(status, found.in_words(details=True))

    def _figures(self) -> Answer:
        try:
            standing = Standing(
                position=self._models.reader.last_position(),
                projections=self._models.views.status(),
                failed=self._models.follower.failed,
            )
        except (PersistenceError, SQLAlchemyError):
            return _json(HTTPStatus.SERVICE_UNAVAILABLE, {"status": "away"})
        return HTTPStatus.OK, CONTENT_TYPE, written(standing)

    def _nothing(self) -> Answer:
        return _json(HTTPStatus.NOT_FOUND, {"status": "nothing here"})


def _json(status: HTTPStatus, content: object) -> Answer:
    return status, "application/json", json.dumps(content).encode()
