"""Sending one message over HTTP: to the address that was registered, and nowhere it leads on to."""

import socket
import ssl
import urllib.error
import urllib.request
from collections.abc import Callable, Mapping
from typing import Any

from domain.clients.client import is_safe

SECONDS = 10
Send = Callable[[str, bytes, Mapping[str, str]], str]
"""Sends a content with headers to an address; returns what went wrong, nothing if it was taken."""


class _Stay(urllib.request.HTTPRedirectHandler):
    """Follows no redirection: what was signed for one place is not for another."""

    def redirect_request(self, *args: Any, **kwargs: Any) -> None:
        return None


OPENER = urllib.request.build_opener(urllib.request.ProxyHandler({}), _Stay)


def send(address: str, body: bytes, headers: Mapping[str, str]) -> str:
    """Post a message. What the other side answers is not kept: it may say anything."""
    if not is_safe(address):
        return "The address is not safe"
    asked = urllib.request.Request(  # noqa: S310 - checked the line before
        address,
        data=body,
        method="POST",
        headers={
            "Content-Type": "application/json",
            "User-Agent": "use-of-force-records",
            **headers,
        },
    )
    try:
        with OPENER.open(asked, timeout=SECONDS) as answer:
            status: int = answer.status
    except urllib.error.HTTPError as error:
        with error:
            return f"It answered {error.code}"
    except (OSError, ValueError) as error:
        return f"It could not be reached: {_why(error)}"
    return "" if 200 <= status < 300 else f"It answered {status}"


def _why(error: Exception) -> str:
    reason = getattr(error, "reason", error)
    known = (words for kind, words in REASONS.items() if isinstance(reason, kind))
    return next(known, "the connection failed")


REASONS: Mapping[type[Exception], str] = {
    socket.gaierror: "nobody knows its name",
    ssl.SSLError: "its certificate is not trusted",
    TimeoutError: "it did not answer in time",
    ConnectionRefusedError: "nobody listens there",
}
