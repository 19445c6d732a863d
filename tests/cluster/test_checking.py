"""The trial notices what it is for: each check finds the fault that it looks for."""

from dataclasses import replace
from uuid import uuid4

import pytest

from domain.event import Event
from domain.receipt import CommandCarriedOut, receipt_id
from tests.builders import WORDS, a_submission
from tests.cluster.checking import findings, gaps, longest_silence, unreadable
from tests.cluster.commands import Sent, Told, What, last, read, write


def submitted(**changes: object) -> tuple[Sent, list[Event]]:
    """A command that was acknowledged, and what it left in the log."""
    (event,) = a_submission(**WORDS)
    receipt = CommandCarriedOut(
        originator_id=receipt_id(event.metadata.request),
        originator_version=1,
        metadata=event.metadata,
        aggregate=event.originator_id,
        first_version=1,
        last_version=1,
    )
    sent = Sent(
        what=What.SUBMIT,
        key=event.metadata.request,
        record=event.originator_id,
        told=Told.DONE,
        at=1.0,
    )
    return replace(sent, **changes), [event, receipt]


def test_a_log_that_has_everything_once_is_sound() -> None:
    sent, events = submitted()

    found = findings([sent], events)

    assert found.is_sound
    assert found.acknowledged == 1


def test_what_is_acknowledged_and_not_there_is_lost() -> None:
    sent, events = submitted()
    others, _ = submitted()

    found = findings([sent, others], events)

    assert found.lost == 1
    assert not found.is_sound


@pytest.mark.parametrize("kept", [0, 1], ids=["without its receipt", "without its event"])
def test_half_of_a_command_is_lost(kept: int) -> None:
    sent, events = submitted()

    assert findings([sent], [events[kept]]).lost == 1


@pytest.mark.parametrize("told", [Told.NOTHING, Told.NO_RECORD])
def test_what_nobody_acknowledged_is_not_lost(told: Told) -> None:
    sent, _ = submitted(told=told)

    assert findings([sent], []).lost == 0


def test_what_is_in_doubt_to_the_end_is_not_sound() -> None:
    sent, _ = submitted(told=Told.NOTHING)

    found = findings([sent], [])

    assert found.unresolved == 1
    assert not found.is_sound


def test_how_a_doubt_was_resolved_is_counted() -> None:
    kept, first = submitted(told=Told.KEPT)
    anew, second = submitted(told=Told.ANEW)

    found = findings([kept, anew], [*first, *second])

    assert (found.kept, found.anew, found.acknowledged) == (1, 1, 2)


def test_what_is_there_twice_is_doubled() -> None:
    sent, events = submitted()
    again = replace(events[0], originator_id=uuid4())

    found = findings([sent], [*events, again])

    assert found.doubled == 1
    assert not found.is_sound


@pytest.mark.parametrize("versions", [(2,), (1, 3), (1, 1), (2, 1)])
def test_versions_that_do_not_count_from_one_are_gaps(versions: tuple[int, ...]) -> None:
    _, (event, _) = submitted()

    found = gaps(replace(event, originator_version=version) for version in versions)

    assert found == [event.originator_id]


def test_a_record_without_its_sealed_answers_is_unreadable() -> None:
    _, (event, _) = submitted()
    erased = replace(event, answers={**event.answers, "place": None})

    assert unreadable([event]) == []
    assert unreadable([erased]) == [event.originator_id]


def test_the_silence_is_the_longest_that_ends_after_the_fault() -> None:
    one, _ = submitted()
    sent = [replace(one, at=moment) for moment in (1.0, 9.0, 10.0, 14.0, 15.0)]

    assert longest_silence(sent, after=9.5) == 4.0


def test_an_error_breaks_no_silence() -> None:
    one, _ = submitted()
    sent = [replace(one, at=1.0), replace(one, at=2.0, told=Told.NOTHING), replace(one, at=4.0)]

    assert longest_silence(sent, after=1.5) == 3.0


def test_a_silence_that_does_not_end_is_endless() -> None:
    one, _ = submitted()

    assert longest_silence([one], after=2.0) == float("inf")


def test_a_command_is_written_and_read_as_it_is(tmp_path) -> None:
    one, _ = submitted()
    other, _ = submitted(told=Told.ANEW)
    file = tmp_path / "writer"
    file.write_text(f"{write(one)}\n{write(other)}\n")

    assert list(read(file)) == [one, other]
    assert last(file) == other
