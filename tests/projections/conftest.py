"""What several counts of one raw file share: it is imported once on each database."""

from collections.abc import Iterator

import pytest

from tests import installations
from tests.postgres import databases
from tests.projections import raw_file


@pytest.fixture(scope="package", params=["sqlite", "postgresql"])
def taken_over(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[raw_file.TakenOver]:
    """An installation that took a raw file over, with its facts in columns too. Only to be read."""
    folder = tmp_path_factory.mktemp("raw")
    if request.param == "sqlite":
        prepared = request.getfixturevalue("prepared_sqlite")
        settings = installations.sqlite_settings(installations.copy_of(prepared, folder / "data"))
    else:
        socket = request.getfixturevalue("postgres")
        made = databases(socket, like=request.getfixturevalue("prepared_postgres"))
        installations.epoch_key_in(folder)
        settings = installations.postgres_settings(folder, made)
    path = folder / "raw.csv"
    raw_file.draw(path)
    with installations.opened(settings) as services:
        raw_file.take_over(services, path)
        services.analysis.prepare()
        yield raw_file.TakenOver(path, services)
