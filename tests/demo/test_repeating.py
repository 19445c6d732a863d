"""The same seed gives the same, however it is come by; and another one something else."""

import random
from collections.abc import Iterator
from dataclasses import replace
from heapq import merge
from itertools import islice, pairwise
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from domain.codelists.forces import Force
from domain.event import Event
from domain.people.events import Registered
from domain.records.events import Submitted
from tests import installations
from tests.demo.given import wanted
from tests.demo.stored import digest, opened
from web.bootstrap import install
from web.demo.generating import lanes, loading
from web.demo.generating.chronicle import Chronicle
from web.demo.generating.loading import generate
from web.settings import Settings

NOBODY = UUID(int=0)
KENT, CUMBRIA = Force.KENT, Force.CUMBRIA


@pytest.fixture
def another(tmp_path: Path) -> Settings:
    settings = installations.sqlite_settings(tmp_path / "another")
    install(settings)
    return settings


@pytest.fixture(autouse=True)
def small_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(loading, "BATCH", 50)
    monkeypatch.setattr(lanes, "CHUNK", 30)


def test_without_words_two_installations_hold_the_same_bytes(
    empty: Settings, another: Settings
) -> None:
    for settings in (empty, another):
        generate(settings, wanted(KENT, CUMBRIA, words=False))

    assert digest(empty) == digest(another)


def test_with_words_all_but_the_sealing_is_the_same(empty: Settings, another: Settings) -> None:
    for settings in (empty, another):
        generate(settings, wanted(KENT, CUMBRIA))

    assert opened(empty) == opened(another)
    assert digest(empty) != digest(another)


def test_several_processes_write_what_one_does(empty: Settings, another: Settings) -> None:
    generate(empty, wanted(KENT, CUMBRIA, words=False), lanes=2)
    generate(another, wanted(KENT, CUMBRIA, words=False))

    assert digest(empty) == digest(another)


def test_a_second_run_changes_nothing(empty: Settings) -> None:
    first = generate(empty, wanted(records=60))
    before = digest(empty)

    again = generate(empty, wanted(records=60))

    assert first.events > 60
    assert again.events == 0
    assert again.accounts == first.accounts
    assert digest(empty) == before


class KilledError(Exception):
    """Stands for the end of the process."""


@pytest.mark.parametrize(("words", "after"), [(True, 1), (True, 9), (False, 3)])
def test_a_run_goes_on_where_another_was_killed(
    empty_sqlite: Settings,
    another: Settings,
    monkeypatch: pytest.MonkeyPatch,
    after: int,
    *,
    words: bool,
) -> None:
    asked = wanted(KENT, CUMBRIA, words=words)
    batches = iter(range(after))

    def killed(_more: int) -> None:
        if next(batches, None) is None:
            raise KilledError

    with pytest.raises(KilledError):
        generate(empty_sqlite, asked, progress=killed)
    # Where the batches of the next run begin and end does not matter.
    monkeypatch.setattr(loading, "BATCH", 37)
    monkeypatch.setattr(lanes, "CHUNK", 41)
    told: list[int] = []
    went_on = generate(empty_sqlite, asked, progress=told.append)
    whole = generate(another, asked)

    assert 0 < went_on.events < whole.events
    assert sum(told) == asked.records
    assert opened(empty_sqlite) == opened(another)
    assert words or digest(empty_sqlite) == digest(another)


def told(*forces: Force, **more: Any) -> list[Event]:
    return [event for _, event in Chronicle(wanted(*forces, **more)).told()]


def test_the_order_in_which_forces_are_named_does_not_matter() -> None:
    assert told(KENT, CUMBRIA) == told(CUMBRIA, KENT)


def test_a_force_is_the_same_whatever_is_generated_beside_it() -> None:
    both = Chronicle(wanted(KENT, CUMBRIA))
    alone = told(KENT, records=both.wanted.shares[KENT])

    ours = {event.originator_id for event in alone}
    beside = [event for _, event in both.told() if event.originator_id in ours]

    # But for the reference numbers, which are dense over all, and the name of the run itself.
    assert list(map(bare, beside)) == list(map(bare, alone))


def bare(event: Event) -> Event:
    if isinstance(event, Registered):
        return replace(event, metadata=replace(event.metadata, request=NOBODY))
    return replace(event, reference="") if isinstance(event, Submitted) else event


def test_another_seed_tells_of_other_things() -> None:
    one, other = ({event.originator_id for event in told(seed=seed)} for seed in (1, 2))

    assert not one & other


def test_words_change_no_coded_answer() -> None:
    with_words, without = (
        {
            event.originator_id: {
                name: answer
                for name, answer in event.answers.items()
                if not isinstance(answer, str) or hasattr(answer, "label") or name == "area"
            }
            for event in told(words=words)
            if isinstance(event, Submitted)
        }
        for words in (True, False)
    )

    assert all(
        without[record][name] == with_words[record][name]
        for record in without
        for name in without[record]
        if name in with_words[record]
    )
    assert with_words.keys() == without.keys()


@pytest.mark.parametrize("of", [2, 3, 5])
def test_the_parts_of_a_chronicle_merge_into_the_whole(of: int) -> None:
    chronicle = Chronicle(wanted(KENT, CUMBRIA))
    parts = [chronicle.told(part=part, of=of) for part in range(of)]

    merged = merge(*parts, key=lambda happening: happening[0])

    assert list(merged) == list(chronicle.told())


def test_a_chronicle_is_told_in_the_order_of_time() -> None:
    keys = [key for key, _ in Chronicle(wanted(KENT, CUMBRIA)).told()]

    assert all(one < other for one, other in pairwise(keys))


def test_no_more_is_held_than_what_is_still_open(monkeypatch: pytest.MonkeyPatch) -> None:
    """The first events come before the last encounters are thought of."""
    chronicle = Chronicle(wanted(records=600, months=12))
    seen: list[object] = []
    one_encounter = chronicle.of_encounter

    def counted(encounter: Any) -> Iterator[Any]:
        seen.append(encounter)
        return one_encounter(encounter)

    monkeypatch.setattr(chronicle, "of_encounter", counted)
    people = sum(len(roster.members) for roster in chronicle.rosters.values())

    list(islice(chronicle.told(), 5 * people))

    assert 0 < len(seen) < 200


def test_only_the_kind_of_chance_is_asked_for_that_never_changes() -> None:
    """Python promises the same sequence of ``random()`` for a seed, and of nothing else."""
    source = random.Random("a/b")

    assert [round(source.random(), 12) for _ in range(2)] == PROMISED


PROMISED = [0.949923100534, 0.222565527076]
