import json
from dataclasses import fields
from pathlib import Path

import pytest

from application.mapper import SealingMapper
from domain.codelists.answers import Absence
from domain.event import ERASED, UNOPENED, Erased, Event, Unopened
from domain.records.account import QUESTIONS
from tests.architecture.source import event_classes
from tests.frozen_events.expected import EXPECTED
from tests.frozen_events.freeze import freeze
from tests.frozen_events.key_ring import EmptiedKeyRing, FixedKeyRing
from tests.frozen_events.samples import (
    FOLDER,
    Name,
    names,
    stored,
    text_of,
    unsealed_parts,
    write,
)

each_sample = pytest.mark.parametrize("name", names())
WRITTEN_TODAY = [name for name, event in EXPECTED.items() if Name.of(name).version == event.VERSION]


@pytest.mark.parametrize("kind", event_classes(), ids=lambda kind: kind.TOPIC)
def test_every_version_of_every_kind_of_event_has_a_sample(kind: type[Event]) -> None:
    # A failure here means: run python -m tests.frozen_events.freeze, after adding what is expected.
    sampled = {Name.of(name).version for name in names() if Name.of(name).topic == kind.TOPIC}

    assert sampled == set(range(1, kind.VERSION + 1))


def test_every_sample_has_what_is_expected_of_it_and_the_other_way_round() -> None:
    assert names() == sorted(EXPECTED)


@each_sample
def test_a_sample_is_what_its_name_says(name: str) -> None:
    event = stored(name)

    assert event.topic == Name.of(name).topic
    assert json.loads(event.state)["v"] == Name.of(name).version


@each_sample
def test_a_sample_loads_and_means_what_it_meant(name: str) -> None:
    loaded = SealingMapper(FixedKeyRing()).to_domain_event(stored(name))

    # The representation tells a code from text of the same spelling; equality does not.
    assert loaded == EXPECTED[name]
    assert repr(loaded) == repr(EXPECTED[name])


@each_sample
@pytest.mark.parametrize(
    ("ring", "word", "absence"),
    [(None, UNOPENED, Absence.UNOPENED), (EmptiedKeyRing(), ERASED, Absence.ERASED)],
    ids=["without the key ring", "after erasure"],
)
def test_a_sample_loads_without_its_keys_and_says_what_is_missing(
    name: str, ring: EmptiedKeyRing | None, word: Erased | Unopened, absence: Absence
) -> None:
    loaded = SealingMapper(ring).to_domain_event(stored(name))

    assert closed(loaded) == closed(EXPECTED[name], word, absence)


def closed(
    event: Event, word: Erased | Unopened | None = None, absence: Absence | None = None
) -> dict[str, object]:
    """The content of an event, with what is sealed replaced if it is told by what."""
    content = {entry.name: getattr(event, entry.name) for entry in fields(event)}
    if word is not None:
        content |= {name: word for name in event.SEALED if content[name] is not None}
    if absence is not None and "answers" in content:
        content["answers"] = {
            question: absence
            if QUESTIONS[question].group and not isinstance(answer, Absence)
            else answer
            for question, answer in content["answers"].items()
        }
    return content


@each_sample
def test_no_sealed_word_can_be_read_in_a_sample(name: str) -> None:
    text = text_of(name)

    assert "sealed" not in text.lower()
    assert "2000-02-29" not in text


def test_the_samples_hold_words_that_would_be_found() -> None:
    said = [repr(event) for event in EXPECTED.values()]

    assert sum("sealed" in text.lower() for text in said) > 10


@pytest.mark.parametrize("name", WRITTEN_TODAY)
def test_the_stored_form_of_a_version_never_changes(name: str) -> None:
    # Another form needs another version, so that every reader knows what it reads.
    today = SealingMapper(FixedKeyRing()).to_stored_event(EXPECTED[name])

    assert unsealed_parts(today) == unsealed_parts(stored(name))


def test_freezing_writes_what_is_missing_and_what_it_writes_loads(tmp_path: Path) -> None:
    assert freeze(tmp_path) == WRITTEN_TODAY
    assert names(tmp_path) == sorted(WRITTEN_TODAY)


def test_freezing_again_writes_nothing(tmp_path: Path) -> None:
    freeze(tmp_path)
    before = {file.name: file.read_bytes() for file in tmp_path.iterdir()}

    assert freeze(tmp_path) == []
    assert {file.name: file.read_bytes() for file in tmp_path.iterdir()} == before


def test_a_sample_that_exists_is_never_overwritten(tmp_path: Path) -> None:
    (name, *_) = names()
    write(name, stored(name), tmp_path)

    with pytest.raises(FileExistsError):
        write(name, stored(name), tmp_path)


def test_a_sample_is_written_as_it_lies_there(tmp_path: Path) -> None:
    for name in names():
        write(name, stored(name), tmp_path)

        assert (tmp_path / f"{name}.json").read_bytes() == (FOLDER / f"{name}.json").read_bytes()
