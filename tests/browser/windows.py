"""Browser windows that notice everything a person would call broken."""

from dataclasses import dataclass, field
from typing import Any, Protocol

from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Page,
    Request,
    Response,
    WebError,
)

from tests.people import PASSWORD

PHONE, DESK = 390, 1280
WAIT = 10_000
"""Milliseconds that a page may take on a busy machine before a test fails."""

FILES = ("stylesheet", "script", "image", "font", "manifest")
NO_PROBLEM = ("Failed to load resource", "Clear-Site-Data header")
"""What the browser says of every refusal, which is judged by its status, and of every sign-out."""


class Account(Protocol):
    """Whoever has a name to sign in with."""

    @property
    def username(self) -> str: ...


@dataclass
class Windows:
    """Opens windows on a server and collects what goes wrong in any of them."""

    browser: Browser
    url: str
    problems: list[str] = field(default_factory=list)
    contexts: list[BrowserContext] = field(default_factory=list)

    def context(
        self, *, script: bool = True, width: int = DESK, touch: bool = False
    ) -> BrowserContext:
        """A browser of its own, with its own cookies."""
        opened = self.browser.new_context(
            base_url=self.url,
            java_script_enabled=script,
            has_touch=touch,
            service_workers="block",
            viewport={"width": width, "height": 900},
            locale="en-GB",
        )
        opened.set_default_timeout(WAIT)
        opened.on("console", self._console)
        opened.on("weberror", self._error)
        opened.on("response", self._response)
        opened.on("requestfailed", self._failed)
        self.contexts.append(opened)
        return opened

    def open(self, somebody: Account | None = None, **how: Any) -> Page:
        """A window of a browser of its own, signed in as somebody."""
        page = self.context(**how).new_page()
        if somebody:
            sign_in(page, somebody)
        return page

    def close(self) -> None:
        for context in self.contexts:
            context.close()
        self.contexts.clear()

    def _console(self, message: ConsoleMessage) -> None:
        if not message.text.startswith(NO_PROBLEM):
            self.problems.append(f"console: {message.text}")

    def _error(self, error: WebError) -> None:
        self.problems.append(f"script: {error.error}")

    def _response(self, response: Response) -> None:
        missing = response.request.resource_type in FILES and response.status >= 400
        if missing or response.status >= 500:
            self.problems.append(f"answered {response.status}: {response.url}")

    def _failed(self, request: Request) -> None:
        # Leaving a page ends what it was still fetching; that is nobody's fault.
        if request.resource_type in FILES and request.failure != "net::ERR_ABORTED":
            self.problems.append(f"not fetched: {request.url} {request.failure}")


def sign_in(page: Page, somebody: Account, *, password: str = PASSWORD) -> None:
    page.goto("/signin")
    page.get_by_label("Name").fill(somebody.username)
    page.get_by_label("Password").fill(password)
    page.get_by_role("main").get_by_role("button", name="Sign in", exact=True).click()
    page.get_by_role("button", name="Sign out").wait_for(timeout=WAIT)
