"""One line of JSON for each thing that happened in a process, and nothing personal in any.

Context. Logs are read by more people than records are, are kept elsewhere and for longer. Decision.
A line holds what code decided (a method, a route's pattern, a status, the name of an error) and
numbers; never an address as it was asked for, a parameter, a body, a name or an error's own words,
because a database's words repeat the values that it was given. What other libraries say is kept with
its numbers and without its texts. Consequence: a person is found by the id of their request, which
the page of a failure shows them. Kept by ``tests/web/test_logs.py``.
"""

import logging
import os
import re
import sys
import traceback
from types import TracebackType
from typing import Any

import structlog
from flask import g, has_request_context

OURS = ("projections", "application", "web", "domain")
PLACEHOLDER = re.compile(r"%(\(\w+\))?[-#0 +]*\d*(?:\.\d+)?[a-zA-Z]")
HIDDEN = "…"
MOST_FRAMES = 40


def configure() -> None:
    """Send everything that this process says, in whatever library, to its errors as JSON."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(Lines())
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(logging.WARNING)
    for name in OURS:
        logging.getLogger(name).setLevel(logging.INFO)


OWN = "web"
_say: structlog.stdlib.BoundLogger = structlog.wrap_logger(
    logging.getLogger(OWN),
    processors=[structlog.stdlib.filter_by_level, structlog.stdlib.render_to_log_kwargs],
    wrapper_class=structlog.stdlib.BoundLogger,
)


def say(event: str, *, level: int = logging.INFO, **facts: str | float) -> None:
    """Say that something happened. Whoever calls this decides every word of it."""
    _say.log(level, event, **facts)


class Lines(logging.Formatter):
    """A record of the standard library as one line of JSON."""

    render = structlog.processors.JSONRenderer(ensure_ascii=False)
    stamp = structlog.processors.TimeStamper(fmt="iso", utc=True)

    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, Any] = {
            "event": _said(record),
            "level": record.levelname.lower(),
            "logger": record.name,
            "pid": os.getpid(),
            **_facts(record),
        }
        if has_request_context() and "request_id" in g:
            line["request_id"] = g.request_id
        if record.exc_info and record.exc_info[0]:
            line["error"] = record.exc_info[0].__name__
            line["at"] = places(record.exc_info[2])
        stamped = self.stamp(None, "info", line)
        return str(self.render(None, "info", stamped))


def places(trace: TracebackType | None) -> list[str]:
    """Where in the code an error came by: file, line and function, without a value of anything."""
    frames = traceback.extract_tb(trace)[-MOST_FRAMES:]
    return [f"{_short(frame.filename)}:{frame.lineno} in {frame.name}" for frame in frames]


def _short(file: str) -> str:
    return "/".join(file.split("/")[-3:])


STANDARD = frozenset(vars(logging.makeLogRecord({}))) | {"message", "asctime", "taskName"}


def _facts(record: logging.LogRecord) -> dict[str, Any]:
    """What ``say`` was given; what other libraries attach is left out."""
    if record.name != OWN:
        return {}
    return {name: value for name, value in vars(record).items() if name not in STANDARD}


def _said(record: logging.LogRecord) -> str:
    if not isinstance(record.msg, str):
        return type(record.msg).__name__
    if record.name.split(".")[0] in OURS:
        return record.getMessage()
    return _without_texts(record.msg, record.args)


SIGNAL = re.compile("SIG[A-Z]+")


def _without_texts(template: str, args: Any) -> str:
    """What another library said, with its numbers and without its texts."""
    given = iter(args if isinstance(args, tuple) else ())

    def filled(found: re.Match[str]) -> str:
        value = next(given, None)
        is_harmless = isinstance(value, int | float) or SIGNAL.fullmatch(str(value))
        return str(value) if is_harmless else HIDDEN

    return PLACEHOLDER.sub(filled, template)
