from dataclasses import fields, replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.codelists.answers import Absence, YesNo
from domain.codelists.editions import FormEdition
from domain.codelists.reasons import ReasonForAmendment
from domain.codelists.statuses import RecordStatus
from domain.event import ERASED, TOPICS, UNOPENED, Event
from domain.records import events as record_events
from domain.records.events import Amended, PinnedNote, Returned, Submitted
from domain.records.history import evolve, fold, version_at
from tests.builders import a_submission, after, and_then
from tests.domain.strategies import histories
from tests.fakes import NOON
from tests.people import OFFICER, SUPERVISOR

SECOND = timedelta(seconds=1)
MOMENT = timedelta(microseconds=1)

LATER = [
    kind
    for kind in TOPICS.values()
    if kind.__module__ == record_events.__name__ and kind is not Submitted
]


def a_history() -> tuple[Event, ...]:
    """Submitted, returned, amended, accepted."""
    submitted = a_submission(single_crewed=YesNo.NO)
    record = after(*submitted)
    returned = record.give_back(
        [PinnedNote(question="area", text="Which?")], command=SUPERVISOR.commands()
    )
    record = and_then(record, returned)
    amended = record.amend(
        {"area": "north"},
        reason=ReasonForAmendment.ERROR,
        explanation="It was the north.",
        command=OFFICER.commands(),
    )
    record = and_then(record, amended)
    accepted = record.accept(advice="Well done.", command=SUPERVISOR.commands())
    return (*submitted, *returned, *amended, *accepted)


@pytest.mark.parametrize(
    ("version", "status", "area"),
    [
        (1, RecordStatus.SUBMITTED, "central"),
        (2, RecordStatus.RETURNED, "central"),
        (3, RecordStatus.SUBMITTED, "north"),
        (4, RecordStatus.ACCEPTED, "north"),
    ],
)
def test_a_record_is_read_as_it_stood_at_each_version(
    version: int, status: RecordStatus, area: str
) -> None:
    then = after(*a_history()[:version])

    assert (then.version, then.status, then.account.area) == (version, status, area)


def test_a_record_has_a_version_from_the_instant_of_each_event() -> None:
    history = [_at(NOON + n * SECOND, event) for n, event in enumerate(a_history())]

    moments = (
        NOON - MOMENT,
        NOON,
        NOON + SECOND - MOMENT,
        NOON + SECOND,
        NOON + 3 * SECOND,
        NOON + timedelta(days=400),
    )

    assert [version_at(history, moment) for moment in moments] == [None, 1, 1, 2, 4, 4]


def test_of_two_events_of_one_instant_the_later_one_holds() -> None:
    history = [_at(NOON, event) for event in a_history()]

    assert version_at(history, NOON) == 4


def _at(moment: datetime, event: Event) -> Event:
    return replace(event, metadata=replace(event.metadata, at=moment))


def test_the_first_answer_stays_in_the_history_after_it_was_amended() -> None:
    history = a_history()

    assert after(*history).account.area == "north"
    assert after(history[0]).account.area == "central"


def test_a_record_loaded_in_two_parts_is_the_record_loaded_at_once() -> None:
    history = a_history()

    assert fold(after(*history[:2]), history[2:]) == after(*history)


def test_without_events_there_is_no_record() -> None:
    assert fold(None, ()) is None


def test_a_record_keeps_the_rank_and_the_supervisor_of_its_day() -> None:
    record = after(*a_history())

    assert (record.rank, record.supervisor) == (OFFICER.rank, SUPERVISOR.id)


@given(history=histories(*LATER))
@settings(max_examples=60, deadline=None)
def test_any_order_of_events_loads(history: tuple[Event, ...]) -> None:
    record = after(*history)

    assert record.version == len(history)
    assert record.id == history[0].originator_id


@pytest.mark.parametrize("kind", LATER, ids=lambda kind: kind.TOPIC)
@given(data=st.data())
@settings(max_examples=5, deadline=None)
def test_every_kind_of_event_loads(kind: type[Event], data: st.DataObject) -> None:
    assert after(*data.draw(histories(kind)))


@pytest.mark.parametrize("stands", [ERASED, UNOPENED], ids=repr)
@pytest.mark.parametrize("kind", [kind for kind in LATER if kind.SEALED], ids=lambda k: k.TOPIC)
@given(data=st.data())
@settings(max_examples=5, deadline=None)
def test_sealed_words_that_cannot_be_read_do_not_stop_a_record(
    kind: type[Event], stands: Any, data: st.DataObject
) -> None:
    history = data.draw(histories(kind))
    closed = [replace(event, **dict.fromkeys(_sealed(event), stands)) for event in history]

    assert after(*closed).version == len(history)


def _sealed(event: Event) -> set[str]:
    return {entry.name for entry in fields(event)} & set(event.SEALED)


def test_the_notes_of_a_return_that_was_erased_are_gone_and_the_return_is_not() -> None:
    submitted, returned, *_ = a_history()
    assert isinstance(returned, Returned)

    record = after(submitted, replace(returned, notes=ERASED))

    assert record.status is RecordStatus.RETURNED
    assert record.notes == ()


def test_an_erased_answer_stands_as_erased() -> None:
    (submitted,) = a_submission(place="12 Sealed Street")
    assert isinstance(submitted, Submitted)

    record = after(replace(submitted, answers={**submitted.answers, "place": Absence.ERASED}))

    assert record.account.answer("place") is Absence.ERASED


def test_an_amendment_that_today_would_be_refused_still_loads() -> None:
    # Rules change; history does not.
    (submitted,) = a_submission()
    impossible = Amended(
        originator_id=submitted.originator_id,
        originator_version=2,
        metadata=submitted.metadata,
        reason=ReasonForAmendment.OTHER,
        explanation="",
        edition=FormEdition.NATIONAL_2023,
        answers={"tactics": (), "incident_date": Absence.NOT_ANSWERED},
    )

    assert after(submitted, impossible).account.tactics == ()


def test_an_event_of_something_else_is_a_mistake_of_the_programmer() -> None:
    with pytest.raises(TypeError):
        evolve(OFFICER, None)  # type: ignore[arg-type]
