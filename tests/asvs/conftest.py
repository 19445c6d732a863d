"""Pages over a fresh installation, as in ``tests/web``."""

from tests.web.conftest import app, browser_of, nobody, services, templates

__all__ = ("app", "browser_of", "nobody", "services", "templates")
