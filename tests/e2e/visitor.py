"""A person at a browser somewhere else: asks over HTTP, keeps cookies, and may get no answer."""

import base64
import http.client
import re
import time
import urllib.request
from collections.abc import Callable, Iterable, Mapping, MutableMapping
from dataclasses import dataclass
from http.cookiejar import CookieJar, DefaultCookiePolicy
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.parse import urlencode, urlsplit

from web.auth import one_time_codes

SECONDS = 60
WITH_A_CODE = "/signin/code"
SECOND_FACTOR, SECRET = "/settings/second-factor", r"<code[^>]*>([A-Z2-7 ]{32,})</code>"
FIELD = r'name="{}" value="([^"]*)"'

Typed = Mapping[str, str | Iterable[str]]


class UnansweredError(Exception):
    """The server went away before it answered: it may have done what was asked, or not."""


@dataclass(frozen=True)
class Answer:
    """What came back."""

    status: int
    location: str
    text: str

    def hidden(self, name: str) -> str:
        """What a hidden field of the page holds."""
        found = re.search(FIELD.format(name), self.text)
        assert found, f"there is no {name} in this page of status {self.status}"
        return found.group(1)

    @property
    def references(self) -> set[str]:
        """Every record that the page names."""
        return set(re.findall(r"UOF-\d\d-\d{6}", self.text))


class _NoRedirects(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_: Any) -> None:
        """Leave every redirect to be looked at."""


class Visitor:
    """One browser. ``where`` says where the server answers now, which may change.

    ``phones`` are the secrets by username: who sits at several browsers has one phone for all of them.
    """

    def __init__(
        self, where: Callable[[], str], phones: MutableMapping[str, bytes] | None = None
    ) -> None:
        self._where = where
        self._phones = {} if phones is None else phones
        # What a proxy with TLS would do for a real browser: cookies that are for TLS come back.
        policy = DefaultCookiePolicy(secure_protocols=("https", "http"))
        self._opener = urllib.request.build_opener(
            # No proxy: the server is on this machine, whatever the environment says.
            urllib.request.ProxyHandler({}),
            urllib.request.HTTPCookieProcessor(CookieJar(policy)),
            _NoRedirects,
        )

    def get(self, path: str) -> Answer:
        return self._ask(path)

    def post(self, path: str, typed: Typed) -> Answer:
        """Send a form, as a page of the server itself would."""
        sent = [
            (name, one)
            for name, given in typed.items()
            for one in ([given] if isinstance(given, str) else given)
        ]
        return self._ask(path, urlencode(sent).encode())

    def sign_in(self, username: str, password: str) -> Answer:
        """Sign in, with the phone where there is one; set it up where a password is not enough."""
        answer = self.post("/signin", {"username": username, "password": password})
        if answer.location == WITH_A_CODE:
            # The next code, which is taken as well: each is taken once, and this one's may be used.
            soon = time.time() + one_time_codes.SECONDS
            code = one_time_codes.code_at(self._phones[username], soon)
            return self.post(WITH_A_CODE, {"code": code})
        if answer.location == "/" and self.get("/").location == SECOND_FACTOR:
            self.post(SECOND_FACTOR, {})
            found = re.search(SECRET, self.get(SECOND_FACTOR).text)
            assert found, "there is no secret to set up"
            secret = base64.b32decode(found.group(1).replace(" ", ""))
            code = one_time_codes.code_at(secret, time.time())
            assert self.post(f"{SECOND_FACTOR}/confirm", {"code": code}).status == 200
            self._phones[username] = secret
        return answer

    def _ask(self, path: str, body: bytes | None = None) -> Answer:
        url = self._where()
        asked = urllib.request.Request(url + path, data=body)
        if body is not None:
            asked.add_header("Origin", url)
        try:
            with self._opener.open(asked, timeout=SECONDS) as found:
                return _answer(found)
        except HTTPError as refused:
            with refused:
                return _answer(refused)
        except (URLError, http.client.HTTPException, OSError) as error:
            raise UnansweredError(path) from error


def _answer(found: Any) -> Answer:
    try:
        text = found.read().decode()
    except (http.client.HTTPException, OSError) as error:
        raise UnansweredError(found.url) from error
    return Answer(
        status=found.status,
        location=urlsplit(found.headers.get("Location", "")).path,
        text=text,
    )
