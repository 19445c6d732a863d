from dataclasses import replace
from typing import Any
from uuid import UUID, uuid5

import pytest

from application.importing.candidate import Candidate, Elsewhere
from application.importing.imports import CannotBeStoredError, Imports, Refused, Taken
from domain.codelists.answers import Absence
from domain.codelists.forces import Force
from domain.codelists.roles import Role
from domain.errors import NotFoundError
from domain.records.errors import NoIncidentDateError
from domain.records.events import Accepted, Imported
from tests.application.in_memory import InMemory
from tests.builders import LEGACY, SOURCE, answers
from tests.people import OFFICER, STANDARDS, SUPERVISOR

NAMESPACE = UUID(int=5)


def a_candidate(key: str, *, officer: UUID | None = OFFICER.id, **changes: Any) -> Candidate:
    return Candidate(
        record=uuid5(NAMESPACE, key),
        reference=f"LEG-{key}",
        officer=officer,
        rank=None,
        answers=answers(**{**LEGACY, **changes}),
        source=SOURCE,
    )


@pytest.fixture
def imports(memory: InMemory) -> Imports:
    return Imports(memory.log, memory.clock)


def take(imports: Imports, *candidates: Candidate) -> list[Taken | Refused]:
    return imports.take_over(candidates, force=Force.NORTHSHIRE)


def test_a_batch_is_saved_in_its_order(memory: InMemory, imports: Imports) -> None:
    before = memory.log.last_position()
    batch = [a_candidate(str(number)) for number in range(5)]

    take(imports, *batch)

    saved = [one.event for one in memory.log.read(after=before, limit=100)]
    assert [event.originator_id for event in saved] == [one.record for one in batch]
    assert all(isinstance(event, Imported) for event in saved)


def test_every_event_names_its_source_and_the_system_that_took_it_over(
    memory: InMemory, imports: Imports
) -> None:
    accepted = Elsewhere(
        source=SOURCE,
        decide=lambda record, command: record.accepted_elsewhere(advice="", command=command),
    )
    candidate = a_candidate("a")
    take(imports, Candidate(**{**_fields(candidate), "then": (accepted,)}))

    imported, reviewed = memory.log.events_of(candidate.record)
    assert isinstance(reviewed, Accepted)
    for event in (imported, reviewed):
        assert event.metadata.source == SOURCE
        assert event.metadata.role is Role.SYSTEM


def test_gaps_are_told_and_do_not_stop_it(imports: Imports) -> None:
    (taken,) = take(imports, a_candidate("a"))

    assert isinstance(taken, Taken)
    assert [finding.question for finding in taken.findings] == ["single_crewed"]


def test_what_cannot_be_a_record_is_refused_and_the_others_are_saved(
    memory: InMemory, imports: Imports
) -> None:
    refused, taken = take(
        imports, a_candidate("a", incident_date=Absence.NOT_ANSWERED), a_candidate("b")
    )

    assert isinstance(refused, Refused)
    assert isinstance(refused.error, NoIncidentDateError)
    assert isinstance(taken, Taken)
    assert memory.log.events_of(refused.candidate.record) == ()


def test_what_cannot_be_stored_is_refused_and_the_others_are_saved(
    memory: InMemory, imports: Imports
) -> None:
    damaged = replace(a_candidate("b"), words={"area": ("a\x00b",)})

    told = take(imports, a_candidate("a"), damaged, a_candidate("c"))

    assert [isinstance(one, Taken) for one in told] == [True, False, True]
    assert isinstance(told[1], Refused)
    assert isinstance(told[1].error, CannotBeStoredError)
    assert memory.log.existing([one.candidate.record for one in told]) == {
        told[0].candidate.record,
        told[2].candidate.record,
    }


def test_the_same_again_changes_nothing(memory: InMemory, imports: Imports) -> None:
    take(imports, a_candidate("a"), a_candidate("b"))
    before = memory.log.last_position()

    again = take(imports, a_candidate("a"), a_candidate("b"))

    assert all(isinstance(one, Taken) and one.already for one in again)
    assert memory.log.last_position() == before


def test_a_batch_that_was_saved_in_part_is_completed(memory: InMemory, imports: Imports) -> None:
    take(imports, a_candidate("b"))

    told = take(imports, a_candidate("a"), a_candidate("b"), a_candidate("c"))

    assert [one.already for one in told if isinstance(one, Taken)] == [False, True, False]
    assert memory.log.events_of(uuid5(NAMESPACE, "c"))


def test_the_same_record_twice_in_a_batch_is_saved_once(imports: Imports) -> None:
    told = take(imports, a_candidate("a"), a_candidate("a"))

    assert [one.already for one in told if isinstance(one, Taken)] == [False, True]


def test_a_dry_run_tells_the_same_and_saves_nothing(memory: InMemory, imports: Imports) -> None:
    batch = [a_candidate("a"), a_candidate("b", incident_date=Absence.NOT_ANSWERED)]
    before = memory.log.last_position()

    judged = imports.judge(batch, force=Force.NORTHSHIRE)

    assert memory.log.last_position() == before
    assert [_told(one) for one in judged] == [_told(one) for one in take(imports, *batch)]


def test_its_officer_supervisor_and_professional_standards_read_it(
    memory: InMemory, imports: Imports
) -> None:
    (taken,) = take(imports, a_candidate("a"))

    for somebody in (OFFICER, SUPERVISOR, STANDARDS):
        assert memory.records.read(taken.candidate.record, by=somebody.id).is_imported


def test_a_record_of_nobody_known_is_read_by_professional_standards_alone(
    memory: InMemory, imports: Imports
) -> None:
    stranger = UUID(int=77)
    for officer in (None, stranger):
        (taken,) = take(imports, a_candidate(str(officer), officer=officer))
        record = taken.candidate.record

        assert memory.records.read(record, by=STANDARDS.id).officer == officer
        with pytest.raises(NotFoundError):
            memory.records.read(record, by=SUPERVISOR.id)


def test_a_record_of_another_force_is_not_there_for_anybody_of_this_one(
    memory: InMemory, imports: Imports
) -> None:
    (taken,) = imports.take_over([a_candidate("a")], force=Force.WILTSHIRE)

    for somebody in (OFFICER, SUPERVISOR, STANDARDS):
        with pytest.raises(NotFoundError):
            memory.records.read(taken.candidate.record, by=somebody.id)


def _told(one: Taken | Refused) -> Any:
    return one if isinstance(one, Taken) else (one.candidate, type(one.error))


def _fields(candidate: Candidate) -> dict[str, Any]:
    return {name: getattr(candidate, name) for name in Candidate.__slots__}
