"""The benchmark's arithmetic is right, and every goal has a line. It is not run here: it takes long."""

from datetime import UTC, datetime

import pytest

from domain.records.account import QUESTIONS, Account
from domain.records.rules import blocking
from projections.statistics.tables import fact_counted
from tests.benchmarks import account, goals, reports, results
from tests.benchmarks.__main__ import LINES
from tests.benchmarks.figures import Figure, Missing, Spread, Table, short, within_rounds
from tests.benchmarks.goals import BY_KEY, GOALS
from tests.benchmarks.ways.protocol import Served, WrongAnswerError

AT = datetime(2026, 11, 22, tzinfo=UTC)


def test_a_ratio_is_taken_within_its_round() -> None:
    ratios = within_rounds([10, 40, 30], [10, 20, 10])

    assert ratios == Spread(middle=2, low=1, high=3)


def test_rounds_without_a_partner_are_a_mistake() -> None:
    with pytest.raises(ValueError, match="zip"):
        within_rounds([1, 2], [1])


@pytest.mark.parametrize(
    ("value", "said"),
    [(0.0333, "0.03"), (9.994, "9.99"), (12.34, "12.3"), (123.4, "123"), (12345.6, "12,346")],
)
def test_figures_are_as_long_as_they_are_sure(value: float, said: str) -> None:
    assert short(value) == said


def test_a_goal_is_met_by_the_median_and_from_the_right_side() -> None:
    at_least, at_most = BY_KEY["commands sqlite"], BY_KEY["help"]

    assert at_least.is_met(Spread(middle=0.5, low=0.1, high=0.6))
    assert not at_least.is_met(Spread(middle=0.49, low=0.1, high=0.9))
    assert at_most.is_met(Spread(middle=0.4, low=0.1, high=0.9))
    assert not at_most.is_met(Spread(middle=0.41, low=0.1, high=0.9))


def test_every_goal_belongs_to_one_line_of_the_benchmark() -> None:
    named = [goal for line in LINES.values() for goal in line.GOALS]

    assert sorted(named) == sorted(goal.key for goal in goals.GOALS)


def test_every_goal_has_a_row_whatever_came_of_it() -> None:
    figure = Figure(goal="help", value=Spread(middle=0.2, low=0.1, high=0.3))
    missing = Missing(goal="verify", why="not built yet")

    rows = {row[0]: row for row in results.goal_rows([figure, missing])}

    assert list(rows) == [goal.line for goal in GOALS]
    assert rows["start-up of `uof --help`"][2:5] == ("0.20", "0.10 and 0.30", "yes")
    assert rows["verify"][2:] == ("not measured", "", "no", "not built yet")
    assert rows["eight writers, PostgreSQL"][2:] == (
        "not measured",
        "",
        "no",
        "left out of this run",
    )


def test_the_page_shows_what_was_measured_beside_the_goals(monkeypatch: pytest.MonkeyPatch) -> None:
    # The peers' own environment is made by a run of the benchmark, and not by this test.
    monkeypatch.setattr(results.environment, "versions", lambda: {"django": "5.2"})
    table = Table(title="One writer", head=("way", "ms"), rows=(("ours", "1.0"),), note="A note.")

    page = results.page([table], began=AT, how="a test")

    assert "- 22 November 2026, a test, " in page
    assert "- peers: django 5.2" in page
    assert "## One writer\n\n| way | ms |\n| --- | --- |\n| ours | 1.0 |\n\nA note." in page


def test_every_way_keeps_a_record_that_the_rules_would_take() -> None:
    whole = Account.of(account.FULL)

    assert not blocking(whole, at=datetime.now(UTC))
    assert whole == whole.without_unasked()
    for changes in account.AMENDMENTS:
        assert not blocking(whole.with_changes(changes), at=datetime.now(UTC))
    assert account.whole_as_columns().keys() == QUESTIONS.keys() - {"tactics"}
    assert len(account.tactics_as_rows()) == 3


def test_made_up_facts_have_every_column_that_facts_must_have() -> None:
    (made,) = reports.made_up(1)

    assert {one.name for one in fact_counted.c if not one.nullable} <= made["row"].keys()


class Forgetful:
    """A way that is quick because it keeps nothing."""

    def submit(self, number: int) -> int:
        return number

    def amend(self, record: int, number: int) -> None:
        """It forgets."""

    def review(self, record: int) -> None:
        """It forgets."""

    def settle(self) -> None:
        """Nothing to do."""

    def history(self, record: int) -> list[dict[str, str]]:
        return [{}, {}, {}, {}]

    def as_at(self, record: int, moment: datetime) -> dict[str, str]:
        return {"area": "central"}

    def size(self) -> int:
        return 0


def test_a_way_that_gives_wrong_answers_is_not_measured() -> None:
    asked = {"record": {"area": "central"}, "amendments": [{"area": "north"}, {"area": "coast"}]}
    served = Served(Forgetful(), asked)
    served.work(1)

    with pytest.raises(WrongAnswerError):
        served.settle()


def test_what_was_measured_again_stands_in_its_place() -> None:
    before = Figure(goal="verify", value=Spread(middle=1, low=1, high=1))
    other = Figure(goal="help", value=Spread(middle=0.2, low=0.1, high=0.3))
    tables = [
        Table(title=title, head=("what", "figure"), rows=((title, "1"),))
        for title in ("First", "Second")
    ]
    page = results.page([before, other, *tables], began=AT, how="short run")
    after = Figure(goal="verify", value=Spread(middle=60_000, low=1, high=70_000))
    again = Table(title="First", head=("what", "figure"), rows=(("First", "2"),))
    new = Table(title="Third", head=("what", "figure"), rows=(("Third", "3"),))

    found = results.renewed(page, [after, again, new], began=AT)

    lines = found.splitlines()
    assert len([one for one in lines if one.startswith("| verify |")]) == 1
    assert "| 60,000 |" in next(one for one in lines if one.startswith("| verify |"))
    assert "measured by itself on 22 November 2026, load " in found
    assert [one for one in lines if one.startswith("| First")] == ["| First | 2 |"]
    assert "| Second | 1 |" in lines
    assert lines[-1] == "| Third | 3 |"
    assert next(one for one in lines if "uof --help" in one) in page
