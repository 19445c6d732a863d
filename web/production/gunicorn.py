"""How gunicorn serves: ``gunicorn --config python:web.production.gunicorn``.

Context. A log that is opened before a fork hangs in the children (spec: eventsourcing, 5, pitfall 3).
Decision. Nothing is loaded before the fork: each worker makes its own services and closes them. The
first process only checks, once, what every worker would stumble over, so that a wrong setting is a
sentence and not a circle of workers that start and end. Consequence: a worker can be killed at any
moment, and another takes its place. Kept by ``tests/e2e/test_production.py`` and
``tests/e2e/test_killing.py``.
"""

import os
import shutil
import sys
import tempfile
from typing import Any, NoReturn

from web.production import SHARED_FIGURES
from web.settings import Settings, SettingsError


def _end(error: SettingsError) -> NoReturn:
    sys.stderr.write(f"{error}\n")
    sys.exit(2)


try:
    settings = Settings.from_environment()
except SettingsError as wrong:
    _end(wrong)

wsgi_app = "web.wsgi:app()"
bind = [f"{settings.host}:{settings.port}"]
workers = settings.workers
worker_class = "gthread"
threads = settings.threads
timeout = 60
graceful_timeout = 30
keepalive = 75
"""Longer than the proxy keeps a connection, so that it never sends into a closed one."""
max_requests = 20_000
max_requests_jitter = 2_000
worker_tmp_dir = "/dev/shm"  # noqa: S108 - heartbeats in memory: a slow disk must not end a worker
preload_app = False
control_socket_disable = True
forwarded_allow_ips = ""
"""What a proxy says is believed by UOF_PROXIES, and by nothing else."""
logger_class = "web.production.lines.Lines"


def on_starting(server: Any) -> None:
    """Make the place where workers count together, and check once what every worker needs."""
    # Before anything imports the library that reads it.
    os.environ[SHARED_FIGURES] = tempfile.mkdtemp(prefix="uof-figures-")

    from web.bootstrap import check

    try:
        check(settings)
    except SettingsError as error:
        on_exit(server)
        _end(error)


def worker_exit(server: Any, worker: Any) -> None:
    """Let every connection of a worker go, if it came so far as to have any."""
    if app := getattr(worker, "wsgi", None):
        app.extensions["services"].close()


def child_exit(server: Any, worker: Any) -> None:
    """What a worker counted stays counted; how it stood is forgotten with it."""
    from prometheus_client.multiprocess import mark_process_dead

    mark_process_dead(worker.pid)  # type: ignore[no-untyped-call]


def on_exit(server: Any) -> None:
    """Throw the figures away: a counter that starts again is what Prometheus expects."""
    shutil.rmtree(os.environ[SHARED_FIGURES], ignore_errors=True)
