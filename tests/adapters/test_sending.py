"""Sending one message over HTTP, to a receiver on this machine."""

import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

import pytest

from web.webhooks import sending


@dataclass
class Receiver:
    """Another system at a port of this machine."""

    port: int
    answers: int = 204
    leads_to: str = ""
    taken: list[tuple[str, dict[str, str], bytes]] = field(default_factory=list)

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}/told"


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            found.taken.append((self.path, dict(self.headers), body))
            self.send_response(found.answers)
            if found.leads_to:
                self.send_header("Location", found.leads_to)
            self.end_headers()

        def log_message(self, *_: Any) -> None:
            """Say nothing."""

    with HTTPServer(("127.0.0.1", 0), Handler) as server:
        found = Receiver(port=server.server_address[1])
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        try:
            yield found
        finally:
            server.shutdown()
            thread.join()


def test_a_message_arrives_with_its_headers(receiver: Receiver) -> None:
    assert sending.send(receiver.address, b'{"a":1}', {"webhook-id": "msg_1"}) == ""

    ((path, headers, body),) = receiver.taken
    assert (path, body) == ("/told", b'{"a":1}')
    assert {name.lower(): value for name, value in headers.items()}["webhook-id"] == "msg_1"
    assert headers["Content-Type"] == "application/json"


@pytest.mark.parametrize("status", [400, 404, 500, 503])
def test_an_answer_that_is_no_success_is_a_failure(receiver: Receiver, status: int) -> None:
    receiver.answers = status

    assert sending.send(receiver.address, b"{}", {}) == f"It answered {status}"


def test_a_message_goes_nowhere_else(receiver: Receiver) -> None:
    receiver.answers, receiver.leads_to = 307, receiver.address

    assert sending.send(receiver.address, b"{}", {}) == "It answered 307"
    assert len(receiver.taken) == 1


def test_nobody_there_is_a_failure() -> None:
    found = sending.send("http://127.0.0.1:9/told", b"{}", {})

    assert found == "It could not be reached: nobody listens there"


def test_an_address_that_is_not_safe_is_sent_nothing() -> None:
    assert sending.send("http://custody.example/", b"{}", {}) == "The address is not safe"
