"""Our pages for gunicorn: each worker opens the installation for itself, after the fork."""

from web.app import create_app
from web.bootstrap import bootstrap
from web.settings import Settings

services = bootstrap(Settings.from_environment())
application = create_app(services)
