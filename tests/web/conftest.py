"""Pages over a fresh installation on SQLite, and browsers in which people are signed in."""

from collections.abc import Callable, Iterator

import pytest
from flask import Flask
from jinja2 import FileSystemBytecodeCache

from tests import installations
from tests.fakes import FakeClock
from tests.people import Somebody
from tests.web.client import Browser
from web.app import create_app
from web.bootstrap import Services
from web.settings import Settings

SignIn = Callable[[Somebody], Browser]


@pytest.fixture(scope="session")
def templates(tmp_path_factory: pytest.TempPathFactory) -> FileSystemBytecodeCache:
    """Compiled once for all tests: every test has an application of its own."""
    return FileSystemBytecodeCache(str(tmp_path_factory.mktemp("templates")))


@pytest.fixture
def services(sqlite: Settings, clock: FakeClock) -> Iterator[Services]:
    """SQLite alone: which database is below makes no difference to a page."""
    with installations.opened(sqlite, clock) as opened:
        yield opened


@pytest.fixture
def app(services: Services, templates: FileSystemBytecodeCache) -> Flask:
    made = create_app(services)
    made.jinja_env.bytecode_cache = templates
    return made


@pytest.fixture
def nobody(app: Flask, services: Services) -> Browser:
    """A browser in which nobody is signed in."""
    return Browser(app, services)


@pytest.fixture
def browser_of(app: Flask, services: Services) -> SignIn:
    """A fresh browser in which somebody is signed in."""

    def signed_in(person: Somebody) -> Browser:
        browser = Browser(app, services)
        browser.sign_in(person)
        return browser

    return signed_in
