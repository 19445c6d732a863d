"""The feed of what happened: in order, seen by those entitled, and nothing personal in it."""

import json
from typing import Any
from uuid import UUID, uuid4

import pytest

from application.changes import is_coded
from domain.codec import plain
from domain.codelists.answers import YesNo
from domain.codelists.reasons import GroundForRestriction, ReasonForWithdrawal
from domain.records.account import QUESTIONS
from tests.application.in_memory import InMemory
from tests.builders import CED_FIRED, WORDS, an_import, answers
from tests.people import (
    ADMINISTRATOR,
    COLLEAGUE,
    OFFICER,
    OTHER_SUPERVISOR,
    STANDARDS,
    SUPERVISOR,
    Somebody,
)

MANY = 1000


def submit(memory: InMemory, *, by: Somebody = OFFICER, **changes: Any) -> UUID:
    record = uuid4()
    memory.records.submit(
        record,
        reference=f"UOF-26-{record.hex[:6]}",
        started_at=memory.clock.now(),
        answers=answers(**changes),
        requester=by.asks(),
    )
    return record


def topics(memory: InMemory, by: Somebody, *, after: int = 0, limit: int = MANY) -> list[str]:
    found = memory.changes.after(after, by=by.id, limit=limit)
    return [change.event.TOPIC.partition(".")[2] for change in found.changes]


def test_what_happens_is_told_in_the_order_of_the_log(memory: InMemory) -> None:
    record = submit(memory)
    memory.records.add_note(record, "Seen", requester=OFFICER.asks())
    memory.reviews.accept(record, advice="", version=2, requester=SUPERVISOR.asks())

    assert topics(memory, OFFICER) == ["submitted", "note-added", "accepted"]


@pytest.mark.parametrize("limit", [1, 2, 3, 7])
def test_reading_on_misses_nothing_and_repeats_nothing(memory: InMemory, limit: int) -> None:
    records = [submit(memory) for _ in range(5)]
    told, after = [], 0

    for _ in range(MANY):
        found = memory.changes.after(after, by=STANDARDS.id, limit=limit)
        told += [change.event.originator_id for change in found.changes]
        after = found.last
        if not found.more:
            break

    assert told == records


def test_reading_at_the_end_stays_where_it_is(memory: InMemory) -> None:
    submit(memory)
    last = memory.log.last_position()

    found = memory.changes.after(last, by=STANDARDS.id, limit=10)

    assert (found.changes, found.last, found.more) == ((), last, False)


@pytest.mark.parametrize(
    ("person", "told"),
    [
        (OFFICER, 1),
        (SUPERVISOR, 2),
        (STANDARDS, 2),
        (OTHER_SUPERVISOR, 0),
        (ADMINISTRATOR, 0),
    ],
    ids=lambda one: getattr(one, "username", str(one)),
)
def test_somebody_is_told_of_the_records_they_may_see(
    memory: InMemory, person: Somebody, told: int
) -> None:
    submit(memory)
    # Who is only named reads the facts and not the history.
    submit(memory, by=COLLEAGUE, colleagues=(OFFICER.id,))

    assert len(topics(memory, person)) == told


def test_a_restricted_record_is_told_to_professional_standards_alone(memory: InMemory) -> None:
    record = submit(memory)
    memory.records.restrict(
        record,
        ground=next(iter(GroundForRestriction)),
        explanation="For the court",
        requester=STANDARDS.asks(),
    )

    assert topics(memory, OFFICER) == []
    assert topics(memory, STANDARDS) == ["submitted", "restricted"]


def test_nothing_personal_is_told(memory: InMemory) -> None:
    record = submit(memory, colleagues=(COLLEAGUE.id,), **CED_FIRED, **WORDS)
    memory.records.withdraw(
        record,
        reason=ReasonForWithdrawal.DUPLICATE,
        explanation="Sealed explanation",
        version=2,
        requester=OFFICER.asks(),
    )

    found = memory.changes.after(0, by=STANDARDS.id, limit=MANY)
    text = json.dumps([plain([one.content, one.answers]) for one in found.changes])

    # The negative control: codes are there.
    assert "ced-fired" in text
    assert "duplicate" in text
    hidden = ("Sealed", "C-1", "X3000", str(COLLEAGUE.id), str(OFFICER.id), str(SUPERVISOR.id))
    for word in (*hidden, "I drew and fired"):
        assert word not in text, word


def test_another_systems_words_are_no_codes_and_not_told(memory: InMemory) -> None:
    memory.log.append(an_import())

    (change,) = memory.changes.after(0, by=STANDARDS.id, limit=MANY).changes

    assert change.answers["outcomes"] == ["other"]
    assert change.content == {"force": "northshire", "rank": None, "edition": "national-2017"}


def test_answers_are_told_as_codes_and_others_only_as_given(memory: InMemory) -> None:
    submit(memory, single_crewed=YesNo.YES, **WORDS)

    (change,) = memory.changes.after(0, by=STANDARDS.id, limit=MANY).changes

    assert change.answers["single_crewed"] == "yes"
    assert change.answers["incident_date"] == "2026-11-19"
    assert change.answers["area"] == "central"
    assert change.answers["place"] == {"absent": "unopened"}


@pytest.mark.parametrize("question", QUESTIONS)
def test_no_text_and_no_person_counts_as_a_code(question: str) -> None:
    words = QUESTIONS[question].group is not None or question in ("colleagues", "ced_serial")
    sealed_date = question == "subject_date_of_birth"

    # A sealed answer cannot be read here at all, whatever it is.
    assert is_coded(question) != words or sealed_date
