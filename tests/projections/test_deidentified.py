"""Facts for analysis: all of what a slice holds, each record once, and nothing that points to one."""

from collections import Counter
from collections.abc import Iterator

import pytest

from domain.codelists.tactics import Tactic
from domain.counting.periods import Quarter
from domain.records.account import Account
from projections.statistics import facts
from projections.statistics.dimensions import DIMENSIONS
from projections.statistics.facts import COLUMNS, SEVERAL, Alike
from projections.statistics.queries import count
from projections.statistics.slices import Slice
from projections.statistics.tables import fact_counted
from projections.statistics.tactics import Ask
from tests.builders import CED_FIRED, WORDS, used
from tests.people import EVERYBODY
from tests.projections.asking import asking
from tests.projections.everything import everything_happens
from tests.projections.happening import submitted, withdrawn
from tests.projections.made_up_records import made_up, said
from tests.projections.test_facts import take_in
from web.bootstrap import Services

EVERYTHING = Slice()
NARROW = Slice(
    since=Quarter(2025, 1),
    lines=frozenset({"restraint"}),
    answers={"gender": frozenset({"male", "~not-known"})},
)


@pytest.fixture
def both(services: Services) -> Iterator[tuple[Ask, Ask]]:
    """The facts of some made-up records, and their copy in columns."""
    take_in(services, list(made_up(90)))
    services.analysis.prepare()
    with (
        services.analysis._facts() as connection,
        services.analysis.asking() as asked,
    ):
        assert asked.in_columns
        yield asking(connection), asked.ask


def test_both_engines_give_the_same_rows_in_the_same_order(both: tuple[Ask, Ask]) -> None:
    on_facts, on_columns = both

    for wanted in (EVERYTHING, NARROW):
        rows = list(facts.every(on_facts, wanted))
        assert list(facts.every(on_columns, wanted)) == rows
        # Whoever reads on in small parts, now on one and then on the other, misses nothing.
        assert alternately(both, wanted) == rows
        assert sum(one.records for one in rows) == count(on_facts, wanted) > 0


def alternately(both: tuple[Ask, Ask], wanted: Slice) -> list[Alike]:
    found: list[Alike] = []
    after = None
    while part := facts.stretch(both[len(found) % 2], wanted, after=after, size=7):
        found += part
        after = part[-1].key
    return found


def test_every_answer_of_every_record_is_there_as_often_as_it_was_given(
    both: tuple[Ask, Ask],
) -> None:
    given: Counter[tuple[str, str]] = Counter()
    for event in made_up(90):
        account = Account.of(event.answers)
        for one in DIMENSIONS:
            given.update((one.question, code) for code in set(said(account, one.name)))

    found: Counter[tuple[str, str]] = Counter()
    for alike in facts.every(both[0], EVERYTHING):
        row = dict(zip(COLUMNS, alike.key, strict=True))
        for one in DIMENSIONS:
            codes = row[one.question].split() if one.question in SEVERAL else [row[one.question]]
            found.update(dict.fromkeys(((one.question, code) for code in codes), alike.records))

    assert found == given


def test_records_that_are_alike_are_one_row(services: Services) -> None:
    for _ in range(3):
        submitted(services, tactics=used(Tactic.SHIELD))
    submitted(services, tactics=used(Tactic.BATON_USED))
    submitted(services, tactics=used(Tactic.BATON_USED)).then(withdrawn())

    with services.analysis._facts() as connection:
        found = list(facts.every(asking(connection), EVERYTHING))

    assert sorted(one.records for one in found) == [1, 3]


def test_nothing_points_to_a_record_or_to_anybody(services: Services) -> None:
    everything_happens(services)
    record = submitted(services, **{**CED_FIRED, **WORDS})

    with services.analysis._facts() as connection:
        text = str(list(facts.every(asking(connection), EVERYTHING)))

    assert "ced-fired" in text, "the search would find what is there"
    pointing = [str(record.id), record.id.hex, "UOF-26", *(str(one.id) for one in EVERYBODY)]
    pointing += [*map(str, WORDS.values()), "2026-11-20", "datetime", "UUID"]
    assert [one for one in pointing if one in text] == []


def test_what_is_not_given_is_decided() -> None:
    """Whoever adds a column to the facts decides here whether analysts read it."""
    derived = {"national", "impact_group", "location_group", "states", "mended", "mended_for"}
    pointing = {"record", "position", "officer", "team", "encounter", "subject", "identified"}
    pointing |= {"recorded_after", "reviewed_after"}

    assert set(fact_counted.c.keys()) - set(COLUMNS) == derived | pointing | {"counts"}
