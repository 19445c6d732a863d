"""Browser tests: Debian's headless Chromium, the real application, and nothing that goes unnoticed.

Spec: ux, section 13. ``playwright install`` is never called.
"""

import shutil
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser

from tests.browser.serving import Server, served
from tests.browser.windows import Windows
from tests.requirements import need
from web.settings import Settings


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, Any]:
    found = shutil.which("chromium-headless-shell") or shutil.which("chromium")
    need(found, "There is no Chromium: apt-get install chromium-headless-shell fonts-liberation")
    return {"executable_path": found, "args": ["--no-sandbox", "--disable-dev-shm-usage"]}


@pytest.fixture
def server(sqlite: Settings) -> Iterator[Server]:
    """The application over SQLite."""
    with served(sqlite) as running:
        yield running


@pytest.fixture
def each_server(settings: Settings) -> Iterator[Server]:
    """The application over each database in turn."""
    with served(settings) as running:
        yield running


def watched(browser: Browser, server: Server) -> Iterator[Windows]:
    """Windows whose every message, error and failed request makes the test fail."""
    opened = Windows(browser=browser, url=server.url)
    yield opened
    opened.close()
    assert not opened.problems, "\n".join(opened.problems)


@pytest.fixture
def windows(browser: Browser, server: Server) -> Iterator[Windows]:
    yield from watched(browser, server)


@pytest.fixture
def each_windows(browser: Browser, each_server: Server) -> Iterator[Windows]:
    yield from watched(browser, each_server)
