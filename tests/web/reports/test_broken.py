"""Reports mark where lists of answers or the form changed inside their quarters, as releases do."""

from domain.counting.periods import Quarter
from domain.summary.breaks import breaks
from domain.summary.tables import FORM
from domain.summary.ways import NEWEST
from projections.statistics.marks import RULE
from projections.statistics.slices import Slice
from web.reports.broken import breaks_of, in_quarter

SPRING = Quarter(2023, 1)
ACROSS = Slice(since=Quarter(2022, 4), until=Quarter(2023, 2))


def narrowed(**answers: frozenset[str]) -> Slice:
    return Slice(since=ACROSS.since, until=ACROSS.until, answers=answers)


def test_a_list_of_which_answers_are_counted_breaks_it() -> None:
    (found,) = breaks_of(ACROSS, "outcomes")

    assert found in breaks(Quarter(2022, 4), Quarter(2023, 2), NEWEST.lists)
    assert (found.quarter, found.words) == (SPRING, "“No further action” could be chosen")


def test_and_so_does_one_that_it_is_narrowed_by() -> None:
    found = breaks_of(narrowed(reason=frozenset({"effect-arrest"})), "tactics")

    assert [one.question for one in found] == ["reasons"]
    assert breaks_of(ACROSS, "tactics") == ()


def test_whether_a_rule_is_broken_hangs_on_the_form() -> None:
    wanted = Slice(since=ACROSS.since, until=ACROSS.until, marks={RULE: frozenset({"7"})})

    assert [one.question for one in breaks_of(wanted)] == [FORM]


def test_what_changed_outside_of_its_quarters_breaks_nothing() -> None:
    after = Slice(since=SPRING, until=Quarter(2024, 4))

    assert breaks_of(after, "outcomes", "reasons", FORM) == ()
    assert breaks_of(Slice(), "outcomes") == ()


def test_a_line_of_a_file_says_the_breaks_of_its_quarter_alone() -> None:
    found = breaks_of(ACROSS, "outcomes", "reasons")

    assert in_quarter(found, SPRING) == (
        "2023-04-01: “No further action” could be chosen;"
        " 2023-04-01: “Effect a stop and search” could be chosen"
    )
    assert in_quarter(found, Quarter(2022, 4)) == ""
