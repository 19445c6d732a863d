"""New Jersey's reports, counted in the published files and in our read models: the same figures."""

from pathlib import Path

from application.importing.imports import Imports
from application.importing.mapping.shipped import shipped
from tests.installations import follow
from tests.new_jersey import figures
from tests.new_jersey.driving import take_over
from tests.new_jersey.files import sample
from web.bootstrap import Services

EVERY = 60
"""Of 72,743 reports this leaves some 1,200; ``python -m tests.new_jersey`` counts them all."""


def test_every_figure_of_a_sample_agrees(services: Services, tmp_path: Path) -> None:
    folder = tmp_path / "published"
    folder.mkdir()
    paths = sample(folder, every=EVERY)
    expected = figures.published(folder)

    outcome = take_over(Imports(services.log, services.clock), paths, shipped()["new-jersey"])
    follow(services)

    assert figures.differences(expected, figures.ours(services.views.engine())) == {}
    assert outcome.taken == expected["records"]["all"]
    assert outcome.refused == outcome.already == 0
    assert {one.problems[0].heading for one in outcome.rejected} == {"subject.type"}


def test_the_sample_has_something_of_everything(tmp_path: Path) -> None:
    sample(tmp_path, every=EVERY)

    counted = figures.published(tmp_path)

    assert all(counted.values())
    assert {"individual", "crowd", "~not-answered"} == counted["kinds of record"].keys()
    assert len(counted["records by tactic"]) > 5
