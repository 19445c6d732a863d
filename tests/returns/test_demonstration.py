"""The made-up force of the demonstration: its return, and a second count in the file that it exports."""

import csv
from pathlib import Path

from application.importing.metropolitan import writing
from projections.statistics.selecting import Selection, accounts
from tests import installations
from tests.installations import follow, sqlite_settings
from tests.returns.identities import broken
from tests.returns.raw import from_metropolitan
from tests.returns.recount import Recount
from tests.returns.taking_over import cells, returned
from tests.returns.test_counted_again import differences
from web.adapters.clock import SystemClock
from web.bootstrap import Services, install
from web.demo.loading import load
from web.returns.layout import years


def test_every_cell_of_the_demonstration_agrees(tmp_path: Path) -> None:
    settings = sqlite_settings(tmp_path / "data")
    install(settings)
    load(settings)
    with installations.opened(settings) as services:
        follow(services)
        raw = from_metropolitan({"Northshire": exported(services, tmp_path / "exported.csv")})
        year = years(SystemClock().now().date())[-1]

        found = cells(returned(services, year))

    more = ("British Transport Police", "Northshire")
    assert differences(found, Recount(raw, year, more_forces=more).cells()) == {}
    assert list(broken(found, year)) == []
    assert found[12, "Northshire", "", "", "Total"] not in (0, ":")


def exported(services: Services, path: Path) -> Path:
    """Its records in the Metropolitan layout."""
    with (
        services.views.reading() as connection,
        path.open("w", newline="", encoding="utf-8") as out,
    ):
        writer = csv.writer(out)
        writer.writerow(writing.headings(newest=True))
        for one in accounts(connection, Selection()):
            writer.writerow(writing.cells(one.account, area_word=lambda code: code, newest=True))
    return path
