"""Real reports: every cell of every table, counted in the published files and in our read models."""

from pathlib import Path

from application.importing.imports import Imports
from application.importing.mapping.shipped import shipped
from tests.installations import follow
from tests.new_jersey.driving import take_over
from tests.new_jersey.files import sample
from tests.returns.identities import broken
from tests.returns.new_jersey import from_new_jersey
from tests.returns.recount import Recount
from tests.returns.taking_over import cells, returned
from tests.returns.test_counted_again import differences
from web.bootstrap import Services

EVERY = 60
"""Of 72,743 reports this leaves some 1,200; ``python -m tests.returns --new-jersey`` counts them all."""


def test_every_cell_of_a_sample_agrees(sqlite_services: Services, tmp_path: Path) -> None:
    folder = tmp_path / "published"
    folder.mkdir()
    paths = sample(folder, every=EVERY)
    take_over(Imports(sqlite_services.log, sqlite_services.clock), paths, shipped()["new-jersey"])
    follow(sqlite_services)
    raw = from_new_jersey(folder)

    for year in (2021, 2022, 2023, 2024):
        made = returned(sqlite_services, year)
        theirs = Recount(raw, year, more_forces=_more(year)).cells()
        assert differences(cells(made), theirs) == {}
        assert list(broken({**theirs}, year)) == []
        assert made.checked.records > 100


def _more(year: int) -> tuple[str, ...]:
    return ("British Transport Police", "Northshire") if year >= 2024 else ("Northshire",)
