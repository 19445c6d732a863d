"""One application a process: what a production server calls once in each of its workers."""

import sys
import time
from dataclasses import replace

from flask import Flask

from web import logs
from web.app import create_app
from web.bootstrap import DatabaseAwayError, bootstrap
from web.errors import AWAY
from web.settings import Settings
from web.settling import settled

TRIES = 40
PAUSE_SECONDS = 1.0


def app() -> Flask:
    """Pages over an installation. Whoever called this closes its services at the end.

    A database that is away is waited for: a worker that gave up at once would end the whole server.

    Raises:
        SettingsError: with a sentence that says what to set or run.

    """
    logs.configure()
    for _ in range(TRIES):
        try:
            return _application()
        except (DatabaseAwayError, *AWAY):
            logs.say("the database is away: this worker waits for it")
            time.sleep(PAUSE_SECONDS)
    # Not as a failure of the program: the server then starts another worker, which waits in turn.
    sys.exit(1)


def _application() -> Flask:
    # The server looked at the tables when it started. In an upgrade they may be newer by now, and only
    # more: a worker that takes another's place is no reason to end.
    services = bootstrap(replace(Settings.from_environment(), newer_tables=True))
    try:
        services.start()
        services.drafts.end_untouched()
        made = create_app(services)
    except BaseException:
        services.close()
        raise
    settled()
    logs.say("serving")
    return made
