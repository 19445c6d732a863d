"""What is missing and contradictory in imported records is what DuckDB counts in their file itself."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from application.importing.candidate import Candidate
from application.importing.csv_file import look_at
from application.importing.imports import Imports, Taken
from domain.codelists.forces import Force
from domain.counting.periods import Quarter
from domain.counting.quality import CHECKS as NAMED
from projections.register.queries import Filter, Seen, search
from projections.statistics.marks import ANY_RULE, MARKS, RETURNED, RULE, UNKNOWN
from projections.statistics.quality import ALL, Quality, quality
from projections.statistics.queries import count
from projections.statistics.slices import Slice
from tests.importing import the_layout
from tests.installations import follow
from tests.people import OFFICER
from tests.projections import contradicting
from tests.projections.asking import asking
from tests.projections.happening import (
    accepted,
    amended,
    imported,
    reading,
    returned,
    submitted,
    withdrawn,
)
from web.bootstrap import Services

LINES = 400
EVERYTHING = Slice()


@dataclass(frozen=True)
class Counted:
    """A file that was taken over, and both ways of counting its records."""

    services: Services
    path: Path

    def on_facts(self, wanted: Slice) -> Quality:
        with self.services.analysis._facts() as connection:
            return quality(asking(connection), wanted)

    def on_columns(self, wanted: Slice) -> Quality:
        with self.services.analysis.asking() as asked:
            assert asked.in_columns
            return quality(asked.ask, wanted)


@pytest.fixture
def made(services: Services, tmp_path: Path) -> Iterator[Counted]:
    path = tmp_path / "older.csv"
    path.write_text(contradicting.contradicting(LINES), encoding="utf-8")
    _take_over(services, path)
    follow(services)
    services.analysis.prepare()
    yield Counted(services, path)
    services.analysis.close()


def _take_over(services: Services, path: Path) -> None:
    file = look_at(path)
    layout = the_layout(file.headings)
    read = [
        layout.read(line.number, dict(zip(file.headings, line.cells, strict=True)))
        for line in file.lines()
    ]
    candidates = [one for one in read if isinstance(one, Candidate)]
    assert len(candidates) == len(read) == LINES
    imports = Imports(services.log, services.clock)
    taken = imports.take_over(candidates, force=Force.NORTHSHIRE)
    assert all(isinstance(one, Taken) and not one.already for one in taken)


def test_every_figure_is_what_another_tool_counts_in_the_file(made: Counted) -> None:
    expected = contradicting.counted(made.path)
    none = [name for name, number in expected.items() if not number]

    found = made.on_columns(EVERYTHING)

    assert none == [], "the file has an example of everything"
    rules = {name: found.total(name) for name in expected if "." not in name}
    assert rules == {name: expected[name] for name in rules}
    ways = {
        f"{one.question}.{way.value}": number
        for one in found.questions
        for way, number in one.ways.items()
    }
    assert {name: ways[name] for name in contradicting.UNKNOWN} == {
        name: expected[name] for name in contradicting.UNKNOWN
    }


@pytest.mark.parametrize("code", ["no-tactic", "firearm-aimed-disagrees", "before-recording-began"])
def test_each_quarter_is_what_another_tool_counts_in_the_file(made: Counted, code: str) -> None:
    expected = dict(contradicting.by_quarter(made.path, contradicting.CHECKS[code]))

    found = made.on_columns(EVERYTHING)

    assert {
        (quarter.year, quarter.number): number
        for (one, quarter), number in found.rules.items()
        if one == code
    } == expected


def test_the_facts_and_their_copy_give_the_same_figures(made: Counted) -> None:
    for wanted in (
        EVERYTHING,
        Slice(since=Quarter(2021, 1), until=Quarter(2021, 1)),
        Slice(marks={RULE: frozenset({"4", "no-tactic"})}),
        Slice(marks={UNKNOWN: frozenset({"perceived_age.any"})}),
        Slice(lines=frozenset({"ced"}), answers={"conduct": frozenset({"compliant"})}),
    ):
        assert made.on_facts(wanted) == made.on_columns(wanted)


def test_every_figure_leads_to_as_many_records(made: Counted) -> None:
    found = made.on_columns(EVERYTHING)
    codes = {code for code, _ in found.rules} - {ALL}

    with reading(made.services) as connection:
        for code in codes:
            wanted = Slice(marks={RULE: frozenset({code})})
            assert count(asking(connection), wanted) == found.total(code), code
            page = search(connection, Filter(slice=wanted), seen=Seen(everything=True))
            assert page.total == found.total(code), code
        for one in found.questions:
            for way, number in one.ways.items():
                wanted = Slice(marks={UNKNOWN: frozenset({f"{one.question}.{way.value}"})})
                assert count(asking(connection), wanted) == number, (one.question, way)


def test_what_is_asked_of_is_what_is_answered_and_what_is_unknown(made: Counted) -> None:
    for one in made.on_columns(EVERYTHING).questions:
        assert one.answered + sum(one.ways.values()) == LINES
        assert one.unknown <= one.asked <= LINES


def test_a_record_stands_once_under_any_rule_whatever_it_does_not_meet(made: Counted) -> None:
    found = made.on_columns(EVERYTHING)
    with reading(made.services) as connection:
        good = count(asking(connection), Slice(marks={RULE: frozenset({"~none"})}))

    assert found.total(ANY_RULE) + good == found.total(ALL) == LINES
    assert found.total(ANY_RULE) < sum(found.total(one.code) for one in NAMED)


def of_all(services: Services) -> Quality:
    with services.analysis._facts() as connection:
        return quality(asking(connection), EVERYTHING)


def test_what_was_changed_after_a_return_says_why_it_was_returned(services: Services) -> None:
    submitted(services).then(returned(), amended(area="north"), accepted())
    submitted(services).then(
        returned(), amended(area="north"), returned(), amended(main_duty="arv", area="coast")
    )
    submitted(services).then(returned())
    submitted(services).then(amended(area="north"))
    submitted(services).then(returned(), withdrawn())

    found = of_all(services).returns

    assert found.records == 3
    assert found.times == {1: 2, 2: 1}
    assert found.changed == {"area": 2, "main_duty": 1}
    assert found.reasons == {"error": 2}
    assert found.unchanged == 1


def test_an_amendment_after_acceptance_answers_no_return(services: Services) -> None:
    submitted(services).then(
        returned(), amended(area="north"), accepted(), amended(main_duty="arv")
    )

    found = of_all(services).returns

    assert (found.records, found.unchanged, found.changed) == (1, 0, {"area": 1})


def test_an_amendment_may_mend_what_was_found(services: Services) -> None:
    record = imported(services)
    before = of_all(services)

    record.then(amended(by=OFFICER, single_crewed="no"))
    after = of_all(services)

    assert (before.total("question-open"), after.total("question-open")) == (1, 0)
    assert (before.total(ANY_RULE), after.total(ANY_RULE)) == (1, 0)


def test_every_mark_is_understood_as_a_condition(services: Services) -> None:
    submitted(services).then(returned())
    codes = {
        **dict.fromkeys(MARKS, "any"),
        UNKNOWN: "area.any",
        "recorded": "0-8h",
        "reviewed": "24-h",
        "mended": "~none",
        "encounter": "alone",
        "subject": "unknown",
        "national": "handcuffing",
    }

    with reading(services) as connection:
        found = {
            name: count(asking(connection), Slice(marks={name: frozenset({code})}))
            for name, code in codes.items()
        }

    assert found == {
        RULE: 0,
        UNKNOWN: 0,
        "recorded": 0,
        "reviewed": 0,
        RETURNED: 1,
        "mended": 1,
        "mended-for": 0,
        "team": 0,
        "encounter": 1,
        "subject": 1,
        "national": 1,
    }
