"""Every figure is what a count record by record says, on the facts and on their copy alike."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings

from domain.codelists.tactics import Tactic
from domain.counting.periods import Quarter
from domain.counting.rules import LABELS
from domain.records.account import Account
from domain.records.events import Submitted
from projections.register.queries import Filter, Seen, search
from projections.statistics.dimensions import BY_NAME
from projections.statistics.queries import count
from projections.statistics.slices import Slice
from projections.statistics.tactics import ByTactic, by_tactic
from tests.builders import CED_FIRED, used
from tests.projections.asking import asking
from tests.projections.happening import amended, reading, restored, restricted, submitted, withdrawn
from tests.projections.made_up_records import (
    SLICES,
    made_up,
    recount,
    said,
)
from tests.projections.test_facts import take_in
from web.bootstrap import Services

ALIKE = settings(
    deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
RECORDS = 120
EVERYTHING = Slice()


@dataclass(frozen=True)
class Counted:
    """Records that were taken in, and both ways of counting them."""

    services: Services
    events: list[Submitted]

    def on_facts(self, wanted: Slice) -> ByTactic:
        with self.services.analysis._facts() as connection:
            return by_tactic(asking(connection), wanted)

    def on_columns(self, wanted: Slice) -> ByTactic:
        with self.services.analysis.asking() as asked:
            assert asked.in_columns
            return by_tactic(asked.ask, wanted)


@pytest.fixture
def made(services: Services) -> Iterator[Counted]:
    events = made_up(RECORDS)
    take_in(services, list(events))
    services.analysis.prepare()
    yield Counted(services, events)
    services.analysis.close()


@ALIKE
@given(wanted=SLICES)
def test_every_cell_is_what_a_count_record_by_record_says(made: Counted, wanted: Slice) -> None:
    expected = recount(made.events, wanted)

    found = made.on_columns(wanted)

    assert {cell: figure.records for cell, figure in found.figures.items()} == expected.records
    assert {cell: figure.times for cell, figure in found.figures.items()} == expected.times


@ALIKE
@given(wanted=SLICES)
def test_the_facts_and_their_copy_give_the_same_cells(made: Counted, wanted: Slice) -> None:
    assert made.on_facts(wanted) == made.on_columns(wanted)


@ALIKE
@given(wanted=SLICES)
def test_what_is_unknown_is_told_beside_every_cell(made: Counted, wanted: Slice) -> None:
    found = made.on_columns(wanted)

    for unknown in found.unknown:
        answers = {**wanted.answers, unknown.dimension: frozenset({unknown.code})}
        expected = recount(made.events, replace(wanted, answers=answers))
        assert {c: f.records for c, f in unknown.figures.items()} == expected.records
    assert {(one.dimension, one.code) for one in found.unknown} == {
        (name, code)
        for name, codes in wanted.answers.items()
        for code in BY_NAME[name].unknown
        if code not in codes
    }


@ALIKE
@given(wanted=SLICES)
def test_a_list_has_as_many_records_as_the_figure(made: Counted, wanted: Slice) -> None:
    expected = sum(
        number
        for (line, _), number in recount(made.events, wanted).records.items()
        if line == "records"
    )

    with reading(made.services) as connection:
        assert count(asking(connection), wanted) == expected


def test_the_made_up_records_leave_no_line_and_no_way_of_not_answering_out() -> None:
    events = made_up(2000)
    accounts = [Account.of(event.answers) for event in events]

    found = {line for line, _ in recount(events, EVERYTHING).records}
    said_of_age = {code for account in accounts for code in said(account, "age")}

    assert found == LABELS.keys()
    assert {"~not-known", "~not-answered", "~not-applicable", "~refused", "~erased"} <= said_of_age


@pytest.mark.parametrize("line", ["records", "ced-drawn", "ced", "not-reported", "communications"])
def test_the_register_lists_what_a_figure_counts(services: Services, line: str) -> None:
    fired = used(Tactic.CED_DRAWN, Tactic.CED_FIRED, Tactic.COMMUNICATIONS)
    drawn = used(Tactic.CED_DRAWN)
    submitted(services, **{**CED_FIRED, "tactics": fired})
    submitted(services, **{**CED_FIRED, "tactics": drawn})
    submitted(services, tactics=used(Tactic.SHIELD)).then(restricted())
    submitted(services, **{**CED_FIRED, "tactics": drawn}).then(withdrawn())
    wanted = Slice(also=line)

    with services.analysis._facts() as connection:
        found = by_tactic(asking(connection), Slice())
    with reading(services) as connection:
        page = search(connection, Filter(slice=wanted), seen=Seen(everything=True))

    assert page.total == sum(f.records for (code, _), f in found.figures.items() if code == line)
    assert page.total == {"records": 3, "ced-drawn": 1, "ced": 2}.get(line, page.total)


def test_a_withdrawn_record_does_not_count_until_it_is_restored(services: Services) -> None:
    record = submitted(services).then(withdrawn())
    gone = counted(services)

    record.then(restored())

    assert gone == {}
    assert counted(services)["records"] == 1


def test_an_amendment_moves_a_record_to_another_line_and_quarter(services: Services) -> None:
    record = submitted(services, tactics=used(Tactic.SHIELD), incident_date=date(2026, 9, 30))

    record.then(amended(tactics=used(Tactic.BATON_USED), incident_date=date(2026, 10, 1)))

    assert counted(services, Quarter(2026, 2)) == {}
    assert counted(services, Quarter(2026, 3)).keys() == {
        "records",
        "total",
        "other-equipment",
        "baton",
        "baton-used",
    }


def counted(services: Services, quarter: Quarter | None = None) -> dict[str, int]:
    with services.analysis._facts() as connection:
        found = by_tactic(asking(connection), Slice(since=quarter, until=quarter))
    return {line: figure.records for (line, _), figure in found.figures.items()}
