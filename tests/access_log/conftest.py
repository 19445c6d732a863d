"""Pages over an installation on each database, and browsers in which people are signed in."""

from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest
from flask import Flask
from jinja2 import FileSystemBytecodeCache

from domain.access_log.codes import Asking
from tests import installations
from tests.fakes import FakeClock
from tests.people import Somebody
from tests.web.client import Browser
from web.app import create_app
from web.bootstrap import Services
from web.settings import Settings

SignIn = Callable[[Somebody], Browser]
Asked = Callable[[Asking], "Installed"]


@pytest.fixture(scope="session")
def templates(tmp_path_factory: pytest.TempPathFactory) -> FileSystemBytecodeCache:
    """Compiled once for all tests."""
    return FileSystemBytecodeCache(str(tmp_path_factory.mktemp("templates")))


class Installed:
    """An installation with its pages."""

    def __init__(
        self, services: Services, templates: FileSystemBytecodeCache, clock: FakeClock
    ) -> None:
        self.services = services
        self.clock = clock
        self.app: Flask = create_app(services)
        self.app.jinja_env.bytecode_cache = templates

    def browser_of(self, person: Somebody) -> Browser:
        """A fresh browser in which somebody is signed in."""
        browser = Browser(self.app, self.services)
        browser.client.set_cookie("session", self.services.sessions.start(person.id))
        return browser


def appoint(services: Services, *people: Somebody) -> None:
    """Make more people known, each in their role."""
    installations.appoint(services, *people)
    installations.follow(services)


@pytest.fixture
def embedded(
    sqlite: Settings, clock: FakeClock, templates: FileSystemBytecodeCache
) -> Iterator[Installed]:
    """On SQLite, where nobody is asked why."""
    with installations.opened(sqlite, clock) as opened:
        yield Installed(opened, templates, clock)


@pytest.fixture
def installed(
    services: Services, templates: FileSystemBytecodeCache, clock: FakeClock
) -> Installed:
    """The same on each database in turn."""
    return Installed(services, templates, clock)


@pytest.fixture
def asking(
    sqlite: Settings, clock: FakeClock, templates: FileSystemBytecodeCache
) -> Iterator[Asked]:
    """On SQLite, where people are asked why as a setting says."""
    with installations.opened(sqlite, clock) as opened:
        yield lambda when: Installed(
            replace(opened, settings=replace(opened.settings, purpose=when)), templates, clock
        )
