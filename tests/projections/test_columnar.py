"""The copy in columns: as current as the facts, thrown away with them, and never in the way."""

from collections.abc import Iterator

import pytest

from domain.codelists.tactics import Tactic
from projections import following
from projections.rebuild import rebuild
from projections.statistics import analysis as analysing
from projections.statistics import columnar
from projections.statistics.analysis import Analysis
from projections.statistics.slices import Slice
from projections.statistics.tactics import by_tactic
from tests.builders import a_submission, used
from tests.installations import follow
from tests.projections.happening import amended, submitted, withdrawn
from web.bootstrap import Services


@pytest.fixture
def analysis(services: Services) -> Iterator[Analysis]:
    made = Analysis(services.views)
    yield made
    made.close()


def counted(analysis: Analysis) -> tuple[bool, dict[str, int]]:
    """Whether the copy answered, and the records of each line."""
    with analysis.asking() as asked:
        found = by_tactic(asked.ask, Slice())
        return asked.in_columns, {line: one.records for (line, _), one in found.figures.items()}


def test_until_the_copy_is_there_the_facts_answer(services: Services, analysis: Analysis) -> None:
    submitted(services)

    first = counted(analysis)
    analysis._filling.join()
    second = counted(analysis)

    assert (first[0], second[0]) == (False, True)
    assert first[1] == second[1]
    assert first[1]["records"] == 1


def test_the_copy_shows_what_happened_since_it_was_filled(
    services: Services, analysis: Analysis
) -> None:
    record = submitted(services, tactics=used(Tactic.SHIELD))
    analysis.prepare()

    submitted(services)
    record.then(amended(tactics=used(Tactic.BATON_USED)))
    more = counted(analysis)
    record.then(withdrawn())
    less = counted(analysis)

    assert more[0] is less[0] is True
    assert (more[1]["records"], more[1]["baton-used"], more[1].get("shield")) == (2, 1, None)
    assert (less[1]["records"], less[1].get("baton-used")) == (1, None)


def test_many_rows_are_copied_in_parts(
    services: Services, analysis: Analysis, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(columnar, "ROWS", 3)
    monkeypatch.setattr(columnar, "COMPRESS_AFTER", 2)
    services.log.append([event for _ in range(10) for event in a_submission()])
    follow(services)

    analysis.prepare()

    assert counted(analysis) == (True, counted(analysis)[1] | {"records": 10})


def test_a_copy_that_is_far_behind_does_not_answer(
    services: Services, analysis: Analysis, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(analysing, "AT_ONCE", 0)
    submitted(services)
    analysis.prepare()
    submitted(services)

    behind = counted(analysis)
    analysis._filling.join()

    assert behind[0] is False
    assert behind[1]["records"] == 2
    assert counted(analysis) == (True, behind[1])


def test_a_rebuild_is_noticed(services: Services, analysis: Analysis) -> None:
    submitted(services)
    analysis.prepare()
    before = counted(analysis)

    rebuild(services.views, services.reader)
    first = counted(analysis)
    analysis._filling.join()
    second = counted(analysis)

    assert (before[0], first[0], second[0]) == (True, False, True)
    assert before[1] == first[1] == second[1]


def test_a_failure_to_copy_leaves_the_facts_to_answer(
    services: Services,
    analysis: Analysis,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    submitted(services)
    monkeypatch.setattr(columnar, "ADD", "INSERT INTO nowhere SELECT 1")

    first = counted(analysis)
    analysis._filling.join()

    assert first[0] is False
    assert "could not be filled" in caplog.text
    assert counted(analysis)[1] == first[1]


def test_what_is_not_needed_any_more_is_not_copied(services: Services) -> None:
    submitted(services)
    analysis = Analysis(services.views)

    analysis.close()

    with pytest.raises(columnar.StoppedError):
        analysis.prepare()
    assert counted(analysis)[0] is False


def test_answers_within_one_question_are_of_one_state(
    services: Services, analysis: Analysis
) -> None:
    submitted(services)
    analysis.prepare()

    with analysis.asking() as asked:
        before = by_tactic(asked.ask, Slice())
        submitted(services)
        counted(analysis)
        after = by_tactic(asked.ask, Slice())

    assert asked.in_columns
    assert before == after


def test_the_position_that_answers_cover_is_told(services: Services, analysis: Analysis) -> None:
    submitted(services)
    analysis.prepare()

    with analysis.asking() as asked, services.views.reading() as connection:
        assert asked.position == following.position(connection, "statistics")
