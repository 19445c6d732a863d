"""The forging provider as a server on this machine, with a flow of its own."""

import json
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from tests.web.provider.forging import CLIENT, SUBJECT, TENANT, published, token


@dataclass
class StandIn:
    """What the provider says next. ``said`` changes claims, ``answers`` whole answers."""

    issuer: str
    now: int
    said: dict[str, Any] = field(default_factory=dict)
    signed: dict[str, Any] = field(default_factory=dict)
    keys: dict[str, Any] = field(default_factory=published)
    document: dict[str, Any] = field(default_factory=dict)
    asked: list[tuple[str, dict[str, str], str]] = field(default_factory=list)
    nonces: dict[str, str] = field(default_factory=dict)
    moved: str = ""
    """A path that leads elsewhere."""

    def answer(self, path: str, form: Mapping[str, str]) -> dict[str, Any]:
        if path.endswith("/openid-configuration"):
            return {
                "issuer": self.issuer,
                "authorization_endpoint": f"{self.issuer}/authorize",
                "token_endpoint": f"{self.issuer}/token",
                "jwks_uri": f"{self.issuer}/keys",
                "end_session_endpoint": f"{self.issuer}/end",
                "authorization_response_iss_parameter_supported": True,
                **self.document,
            }
        if path == "/keys":
            return self.keys
        claims = {
            "iss": self.issuer,
            "aud": CLIENT,
            "sub": SUBJECT,
            "tid": TENANT,
            "nonce": self.nonces.get(form.get("code", ""), ""),
            "iat": self.now,
            "exp": self.now + 300,
            **self.said,
        }
        good = {name: value for name, value in claims.items() if value is not None}
        return {
            "access_token": "an-access-token",
            "token_type": "Bearer",
            "id_token": token(good, **self.signed),
        }


@contextmanager
def standing_in(now: int) -> Iterator[StandIn]:
    """The provider, while it answers."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self._answer({})

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            self._answer(dict(parse_qsl(body)))

        def _answer(self, form: dict[str, str]) -> None:
            path = urlsplit(self.path).path
            provider.asked.append((path, form, self.headers.get("Authorization", "")))
            if path == provider.moved:
                self.send_response(302)
                self.send_header("Location", f"{provider.issuer}/elsewhere")
                self.send_header("Content-Length", "0")
                self.end_headers()
                return
            content = json.dumps(provider.answer(path, form)).encode()
            self.send_response(200)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    provider = StandIn(issuer=f"http://127.0.0.1:{server.server_port}", now=now)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield provider
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
