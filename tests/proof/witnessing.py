"""A witness on this machine, written from C2SP tlog-witness and from nothing of ours.

It keeps one tree a log in memory, and can be told to misbehave. Its checks are Go's: recursive, where
ours count up.
"""

import threading
from base64 import b64decode, b64encode
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from time import time

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

Answer = tuple[int, str, bytes]
PLAIN, SIZE = "text/plain", "text/x.tlog.size"


@dataclass
class HonestWitness:
    """Cosigns what grows."""

    name: str
    private: Ed25519PrivateKey = field(default_factory=Ed25519PrivateKey.generate)
    logs: dict[str, list[bytes]] = field(default_factory=dict)
    """The public keys of each log, by its origin."""
    seen: dict[str, tuple[int, bytes]] = field(default_factory=dict)
    asked: int = 0
    misbehave: Callable[[bytes], Answer | None] = lambda _: None
    _alone: threading.Lock = field(default_factory=threading.Lock)

    @property
    def vkey(self) -> str:
        typed = b"\x04" + self.private.public_key().public_bytes_raw()
        return f"{self.name}+{_id(self.name, typed).hex()}+{b64encode(typed).decode()}"

    def know(self, origin: str, public: bytes) -> None:
        self.logs.setdefault(origin, []).append(public)

    def answer(self, path: str, body: bytes) -> Answer:
        self.asked += 1
        if (other := self.misbehave(body)) is not None:
            return other
        if path != "/add-checkpoint":
            return 404, PLAIN, b""
        head, _, note = body.partition(b"\n\n")
        first, *proof = head.decode().split("\n")
        text, _, signatures = note.decode().rpartition("\n\n")
        origin, size, root = text.split("\n")
        if origin not in self.logs:
            return 404, PLAIN, b""
        if not self._is_signed(origin, f"{text}\n", signatures.splitlines()):
            return 403, PLAIN, b""
        with self._alone:
            return self._grown(
                f"{text}\n",
                int(first.removeprefix("old ")),
                [b64decode(one) for one in proof],
                (int(size), b64decode(root)),
            )

    def _grown(self, text: str, old: int, proof: Sequence[bytes], new: tuple[int, bytes]) -> Answer:
        origin, (size, root) = text.partition("\n")[0], new
        last, was = self.seen.get(origin, (0, sha256().digest()))
        if old > size:
            return 400, PLAIN, b""
        if old != last:
            return 409, SIZE, f"{last}\n".encode()
        if not _grew(old, was, size, root, proof):
            return 422, PLAIN, b""
        self.seen[origin] = size, root
        return 200, PLAIN, self.cosignature(text)

    def cosignature(self, text: str, at: int | None = None) -> bytes:
        at = int(time()) if at is None else at
        signed = self.private.sign(f"cosignature/v1\ntime {at}\n{text}".encode())
        typed = b"\x04" + self.private.public_key().public_bytes_raw()
        line = b64encode(_id(self.name, typed) + at.to_bytes(8, "big") + signed).decode()
        return f"— {self.name} {line}\n".encode()

    def _is_signed(self, origin: str, text: str, lines: Sequence[str]) -> bool:
        for public in self.logs[origin]:
            for line in lines:
                _, name, signature = line.split(" ")
                value = b64decode(signature)
                if (name, value[:4]) != (origin, _id(origin, b"\x01" + public)):
                    continue
                try:
                    Ed25519PublicKey.from_public_bytes(public).verify(value[4:], text.encode())
                except InvalidSignature:
                    return False
                return True
        return False


@contextmanager
def serving(witness: HonestWitness) -> Iterator[str]:
    """The address of a witness, for as long as this lasts."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            status, kind, content = witness.answer(self.path, body)
            self.send_response(status)
            self.send_header("Content-Type", kind)
            if 300 <= status < 400:
                self.send_header("Location", content.decode())
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def _id(name: str, typed: bytes) -> bytes:
    return sha256(name.encode() + b"\n" + typed).digest()[:4]


def _grew(old: int, was: bytes, size: int, root: bytes, proof: Sequence[bytes]) -> bool:
    if old == 0:
        return not proof and (size > 0 or root == sha256().digest())
    if old == size:
        return not proof and was == root
    try:
        return _run(list(proof), 0, size, old, was) == (was, root)
    except IndexError:
        return False


def _run(proof: list[bytes], low: int, high: int, old: int, was: bytes) -> tuple[bytes, bytes]:
    """The old root and the new, as a proof has them."""
    if old == high:
        if len(proof) != (low > 0):
            raise IndexError
        one = proof[0] if proof else was
        return one, one
    last = proof.pop()
    middle = low + (1 << (high - low - 1).bit_length() - 1)
    if old <= middle:
        before, after = _run(proof, low, middle, old, was)
        return before, _node(after, last)
    before, after = _run(proof, middle, high, old, was)
    return _node(last, before), _node(last, after)


def _node(left: bytes, right: bytes) -> bytes:
    return sha256(b"\x01" + left + right).digest()
