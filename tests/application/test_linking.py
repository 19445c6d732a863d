"""Suggestions for who may link the records, and what people say of them: each an event with its receipt."""

from datetime import date, time
from typing import Any
from uuid import UUID, uuid4

import pytest

from application.carrying_out import KeyReusedError
from application.linking import Suggested
from domain.access.errors import NotAllowedError
from domain.codelists.answers import Absence
from domain.codelists.reasons import (
    GroundForLinking,
    GroundForLinkingSubject,
    GroundForRestriction,
    ReasonForWithdrawal,
)
from domain.errors import NotFoundError
from domain.records.errors import (
    AlreadyLinkedError,
    NoOtherRecordError,
    SeveralEncountersError,
    SeveralSubjectsError,
)
from tests.application.commands import a_record
from tests.application.in_memory import InMemory
from tests.builders import an_import
from tests.people import (
    ADMINISTRATOR,
    COLLEAGUE,
    OFFICER,
    OTHER_SUPERVISOR,
    STANDARDS,
    SUPERVISOR,
    Somebody,
)

NAMED, MISTAKE = GroundForLinking.NAMED, GroundForLinking.LINKED_IN_ERROR
SAID_SO = GroundForLinkingSubject.TOLD
APART: dict[str, Any] = {"incident_date": date(2026, 11, 1)}
"""A record that nothing suggests to be of the same encounter."""


def two(memory: InMemory, **said: Any) -> list[UUID]:
    """Records of two officers, who write the same reference in different ways."""
    return [
        a_record(memory, incident_reference="NS/0417", **said),
        a_record(memory, by=COLLEAGUE, incident_reference="ns 0417", **said),
    ]


def suggested(memory: InMemory, *records: UUID, by: Somebody = SUPERVISOR) -> Suggested:
    return memory.linking.suggested(records, by=by.id)


def encounters(found: Suggested) -> list[set[UUID]]:
    return [set(one.records) for one in found.encounters]


def people(found: Suggested) -> list[set[UUID]]:
    return [set(one.records) for one in found.subjects]


def of(memory: InMemory, record: UUID) -> Any:
    return memory.stored.get(record)


def test_a_sealed_reference_that_is_the_same_suggests_an_encounter(memory: InMemory) -> None:
    records = two(memory)

    found = suggested(memory, *records)

    assert encounters(found) == [set(records)]
    assert found.encounters[0].ground is GroundForLinking.SAME_REFERENCE


@pytest.mark.parametrize("by", [OFFICER, OTHER_SUPERVISOR], ids=lambda who: who.name)
def test_who_may_not_link_records_is_told_nothing_of_them(memory: InMemory, by: Somebody) -> None:
    records = two(memory)

    found = suggested(memory, *records, by=by)

    assert (found.encounters, found.subjects, dict(found.records)) == ((), (), {})


def test_who_may_link_one_of_two_is_not_told_of_the_other(memory: InMemory) -> None:
    memory.people.assign_supervisor(
        COLLEAGUE.id, OTHER_SUPERVISOR.id, requester=ADMINISTRATOR.asks()
    )
    records = two(memory)

    assert encounters(suggested(memory, *records)) == []
    assert encounters(suggested(memory, *records, by=OTHER_SUPERVISOR)) == []
    assert encounters(suggested(memory, *records, by=STANDARDS)) == [set(records)]


def test_a_restricted_record_is_suggested_to_professional_standards_alone(
    memory: InMemory,
) -> None:
    records = two(memory)
    memory.records.restrict(
        records[0],
        ground=GroundForRestriction.EVIDENCE,
        explanation="Being looked into",
        requester=STANDARDS.asks(),
    )

    assert encounters(suggested(memory, *records)) == []
    assert encounters(suggested(memory, *records, by=STANDARDS)) == [set(records)]


def test_a_withdrawn_record_is_of_nothing(memory: InMemory) -> None:
    records = two(memory)
    memory.records.withdraw(
        records[0],
        reason=ReasonForWithdrawal.DUPLICATE,
        explanation="Sent twice",
        version=1,
        requester=OFFICER.asks(),
    )

    assert encounters(suggested(memory, *records)) == []


def test_a_record_without_a_time_is_compared_with_none(memory: InMemory) -> None:
    one, other = two(memory)
    untimed = uuid4()
    memory.log.append(an_import(record=untimed, incident_time=Absence.NOT_ANSWERED))

    found = suggested(memory, one, other, untimed)

    assert encounters(found) == [{one, other}]
    assert found.untimed == 1


def test_confirming_links_every_record_in_one_save_with_its_ground(memory: InMemory) -> None:
    records = [*two(memory), a_record(memory, **APART)]
    before = memory.log.last_position()

    done = memory.linking.link(records, ground=NAMED, requester=SUPERVISOR.asks())

    assert len({of(memory, one).encounter for one in records}) == 1
    assert memory.last(records[2]).ground is NAMED
    assert done.position == memory.log.last_position() == before + 4, "three events and a receipt"
    assert encounters(suggested(memory, *records)) == []


def test_the_same_request_again_links_nothing_more(memory: InMemory) -> None:
    records, asked = two(memory), SUPERVISOR.asks()
    memory.linking.link(records, ground=NAMED, requester=asked)

    again = memory.linking.link(records, ground=NAMED, requester=asked)

    assert again.repeated
    assert [of(memory, one).version for one in records] == [2, 2]
    with pytest.raises(KeyReusedError):
        memory.linking.link([*records, a_record(memory)], ground=NAMED, requester=asked)


def test_a_record_joins_the_encounter_that_others_have(memory: InMemory) -> None:
    one, other = two(memory)
    memory.linking.link([one, other], ground=NAMED, requester=SUPERVISOR.asks())
    third = a_record(memory)

    memory.linking.link([third, one], ground=NAMED, requester=SUPERVISOR.asks())

    assert of(memory, third).encounter == of(memory, one).encounter
    assert of(memory, one).version == 2, "nothing more happened to it"


def test_records_of_two_encounters_are_not_joined_unseen(memory: InMemory) -> None:
    pairs = [two(memory), two(memory)]
    for pair in pairs:
        memory.linking.link(pair, ground=NAMED, requester=SUPERVISOR.asks())

    with pytest.raises(SeveralEncountersError):
        memory.linking.link([pairs[0][0], pairs[1][0]], ground=NAMED, requester=SUPERVISOR.asks())
    with pytest.raises(AlreadyLinkedError):
        memory.linking.link(pairs[0], ground=NAMED, requester=SUPERVISOR.asks())


def test_nothing_is_linked_where_one_of_the_records_may_not_be(memory: InMemory) -> None:
    records, before = two(memory), memory.log.last_position()

    with pytest.raises(NotAllowedError):
        memory.linking.link(records, ground=NAMED, requester=OTHER_SUPERVISOR.asks())
    with pytest.raises(NotAllowedError):
        memory.linking.rule_out(records, requester=OFFICER.asks())

    assert memory.log.last_position() == before


@pytest.mark.parametrize("many", [0, 1])
def test_it_takes_two_to_belong_together(memory: InMemory, many: int) -> None:
    records = [a_record(memory)] * 2 if many else []

    with pytest.raises(NoOtherRecordError):
        memory.linking.link(records, ground=NAMED, requester=SUPERVISOR.asks())


def test_what_is_ruled_out_is_said_in_every_record_and_does_not_come_back(
    memory: InMemory,
) -> None:
    records = [*two(memory), a_record(memory, incident_reference="NS 0417")]

    memory.linking.rule_out(records, requester=SUPERVISOR.asks())

    assert encounters(suggested(memory, *records)) == []
    for one in records:
        assert of(memory, one).ruled_out == set(records) - {one}


def test_what_was_ruled_out_can_still_be_linked_by_hand(memory: InMemory) -> None:
    records = two(memory)
    memory.linking.rule_out(records, requester=SUPERVISOR.asks())

    memory.linking.link(records, ground=GroundForLinking.TOLD, requester=SUPERVISOR.asks())

    assert of(memory, records[0]).encounter == of(memory, records[1]).encounter


def test_only_what_was_not_said_yet_is_said(memory: InMemory) -> None:
    one, other = two(memory)
    memory.linking.rule_out([one, other], requester=SUPERVISOR.asks())
    third, asked = a_record(memory, incident_reference="NS 0417"), SUPERVISOR.asks()

    memory.linking.rule_out([third, one, other], requester=asked)
    again = memory.linking.rule_out([third, one, other], requester=asked)

    assert again.repeated
    assert memory.last(one).others == (third,)


def test_a_link_that_was_undone_is_not_suggested_again(memory: InMemory) -> None:
    one, other = two(memory)
    memory.linking.link([one, other], ground=NAMED, requester=SUPERVISOR.asks())

    memory.records.unlink(one, ground=MISTAKE, requester=SUPERVISOR.asks())

    assert encounters(suggested(memory, one, other)) == []


def test_who_is_identified_alike_is_probably_one_person(memory: InMemory) -> None:
    records = [
        a_record(memory, subject_identifier="ns/2207/18K"),
        a_record(memory, by=COLLEAGUE, subject_identifier="NS 2207 18k", **APART),
    ]

    found = suggested(memory, *records)

    assert people(found) == [set(records)]
    assert encounters(found) == [], "they are weeks apart"


def test_people_are_linked_across_encounters_and_unlinked(memory: InMemory) -> None:
    one, other = a_record(memory), a_record(memory, by=COLLEAGUE, **APART)

    memory.linking.link_subject([one, other], ground=SAID_SO, requester=SUPERVISOR.asks())
    linked = of(memory, one).subject, of(memory, other).subject
    memory.linking.unlink_subject(
        other, ground=GroundForLinkingSubject.LINKED_IN_ERROR, requester=SUPERVISOR.asks()
    )

    assert linked[0] == linked[1] is not None
    assert (of(memory, one).subject, of(memory, other).subject) == (linked[0], None)
    assert of(memory, one).encounter is None


def test_the_id_of_a_person_follows_from_no_name_and_no_number(memory: InMemory) -> None:
    known = {"subject_identifier": "NS/1", "subject_name": "Sealed Subject"}
    pairs = [[a_record(memory, **known), a_record(memory, **known)] for _ in range(2)]
    for pair in pairs:
        memory.linking.link_subject(pair, ground=SAID_SO, requester=SUPERVISOR.asks())

    subjects = {of(memory, pair[0]).subject for pair in pairs}

    assert len(subjects) == 2
    with pytest.raises(SeveralSubjectsError):
        memory.linking.link_subject(
            [pairs[0][0], pairs[1][0]], ground=SAID_SO, requester=SUPERVISOR.asks()
        )


def test_two_people_who_look_like_one_on_paper_are_told_apart(memory: InMemory) -> None:
    born = {"subject_name": "Sam Reed", "subject_date_of_birth": date(1990, 5, 17)}
    records = [a_record(memory, **born), a_record(memory, incident_time=time(3, 0), **born)]
    before = suggested(memory, *records)

    memory.linking.rule_out_subject(records, requester=SUPERVISOR.asks())

    assert people(before) == [set(records)]
    assert people(suggested(memory, *records)) == []


def test_a_record_that_is_not_there_is_not_found(memory: InMemory) -> None:
    with pytest.raises(NotFoundError):
        memory.linking.link([a_record(memory), uuid4()], ground=NAMED, requester=SUPERVISOR.asks())
