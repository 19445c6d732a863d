"""What is noted of each request: an id, a line in the log, and counters."""

import re
import secrets
import time

from flask import Flask, Response, g, request
from werkzeug.middleware.proxy_fix import ProxyFix

from web import logs, metrics
from web.current import services

REQUEST_ID = "X-Request-Id"
WELL_FORMED = re.compile(r"[0-9a-f-]{16,64}")
"""Hexadecimal, as proxies make them: nobody's name can stand in one."""
METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
OTHER = "OTHER"
NO_ROUTE = "unknown"
READ_OUT = 8


def watch(app: Flask, *, proxies: int) -> None:
    """Note each request, before anything else sees it and after everything else is done with it."""
    if proxies:
        app.wsgi_app = ProxyFix(  # type: ignore[method-assign]
            app.wsgi_app, x_for=proxies, x_proto=proxies, x_host=proxies
        )
    app.before_request(_begin)
    app.after_request(_end)


def number_to_quote() -> str:
    """By which this request is found in the log: as much of its id as somebody can read out."""
    return str(g.get("request_id", ""))[:READ_OUT]


def _begin() -> None:
    g.began = time.perf_counter()
    given = request.headers.get(REQUEST_ID, "")
    trusted = services().settings.proxies and WELL_FORMED.fullmatch(given)
    g.request_id = given if trusted else secrets.token_hex(16)


def _end(response: Response) -> Response:
    seconds = time.perf_counter() - g.began
    response.headers[REQUEST_ID] = g.request_id
    route = request.url_rule.rule if request.url_rule else NO_ROUTE
    method = request.method if request.method in METHODS else OTHER
    metrics.answered(method, route, response.status_code, seconds)
    if services().settings.log_requests:
        logs.say(
            "request",
            method=method,
            route=route,
            status=response.status_code,
            ms=round(1000 * seconds, 1),
        )
    return response
