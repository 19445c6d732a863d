from uuid import uuid4

import pytest

from domain.codelists.reasons import GroundForLinking, GroundForLinkingSubject
from domain.records.errors import (
    AlreadyLinkedError,
    AlreadyRuledOutError,
    CrowdSubjectError,
    NotLinkedError,
    SubjectAlreadyLinkedError,
    SubjectNotLinkedError,
)
from domain.records.events import (
    EncounterLinked,
    EncounterRuledOut,
    EncounterUnlinked,
    SubjectLinked,
    SubjectRuledOut,
    SubjectUnlinked,
)
from domain.records.record import UseOfForceRecord
from tests.builders import CROWD, a_submitted_record, and_then
from tests.people import SUPERVISOR

ENCOUNTER = uuid4()


def a_linked_record() -> UseOfForceRecord:
    record = a_submitted_record()
    return and_then(
        record,
        record.link(ENCOUNTER, ground=GroundForLinking.TOLD, command=SUPERVISOR.commands()),
    )


def test_a_link_says_to_which_encounter_and_on_what_ground() -> None:
    (event,) = a_submitted_record().link(
        ENCOUNTER, ground=GroundForLinking.SAME_SUBJECT, command=SUPERVISOR.commands()
    )

    assert isinstance(event, EncounterLinked)
    assert (event.encounter, event.ground) == (ENCOUNTER, GroundForLinking.SAME_SUBJECT)
    assert event.metadata.why == "same-subject"


def test_a_linked_record_belongs_to_its_encounter_and_is_otherwise_the_same() -> None:
    record = a_linked_record()

    assert record.encounter == ENCOUNTER
    assert record.status is a_submitted_record().status


def test_a_record_belongs_to_one_encounter_at_a_time() -> None:
    with pytest.raises(AlreadyLinkedError):
        a_linked_record().link(uuid4(), ground=GroundForLinking.TOLD, command=SUPERVISOR.commands())


def test_unlinking_names_the_encounter_that_the_record_leaves() -> None:
    (event,) = a_linked_record().unlink(
        ground=GroundForLinking.LINKED_IN_ERROR, command=SUPERVISOR.commands()
    )

    assert isinstance(event, EncounterUnlinked)
    assert (event.encounter, event.ground) == (ENCOUNTER, GroundForLinking.LINKED_IN_ERROR)


def test_an_unlinked_record_can_be_linked_again() -> None:
    record = a_linked_record()
    alone = and_then(
        record,
        record.unlink(ground=GroundForLinking.LINKED_IN_ERROR, command=SUPERVISOR.commands()),
    )

    assert alone.encounter is None
    assert alone.link(uuid4(), ground=GroundForLinking.TOLD, command=SUPERVISOR.commands())


def test_a_record_that_is_not_linked_is_not_unlinked() -> None:
    with pytest.raises(NotLinkedError):
        a_submitted_record().unlink(
            ground=GroundForLinking.LINKED_IN_ERROR, command=SUPERVISOR.commands()
        )


def test_a_record_remembers_the_encounter_that_it_was_taken_out_of() -> None:
    record = a_linked_record()
    alone = and_then(
        record,
        record.unlink(ground=GroundForLinking.LINKED_IN_ERROR, command=SUPERVISOR.commands()),
    )

    assert alone.left == {ENCOUNTER}


SUBJECT = uuid4()
SAID_SO = GroundForLinkingSubject.TOLD


def a_record_about_somebody() -> UseOfForceRecord:
    record = a_submitted_record()
    linked = record.link_subject(SUBJECT, ground=SAID_SO, command=SUPERVISOR.commands())
    return and_then(record, linked)


def test_a_link_of_the_person_says_to_whom_and_how_that_is_known() -> None:
    (event,) = a_submitted_record().link_subject(
        SUBJECT, ground=GroundForLinkingSubject.VIDEO, command=SUPERVISOR.commands()
    )

    assert isinstance(event, SubjectLinked)
    assert (event.subject, event.ground.value) == (SUBJECT, "video")
    assert event.metadata.why == "video"


def test_who_is_linked_is_the_subject_of_the_record_until_that_is_undone() -> None:
    record = a_record_about_somebody()

    (event,) = record.unlink_subject(
        ground=GroundForLinkingSubject.LINKED_IN_ERROR, command=SUPERVISOR.commands()
    )
    undone = and_then(record, (event,))

    assert isinstance(event, SubjectUnlinked)
    assert (record.subject, undone.subject, undone.left) == (SUBJECT, None, {SUBJECT})
    assert undone.link_subject(uuid4(), ground=SAID_SO, command=SUPERVISOR.commands())


def test_a_record_is_about_one_person_at_a_time() -> None:
    with pytest.raises(SubjectAlreadyLinkedError):
        a_record_about_somebody().link_subject(
            uuid4(), ground=SAID_SO, command=SUPERVISOR.commands()
        )


def test_a_crowd_is_nobody() -> None:
    with pytest.raises(CrowdSubjectError):
        a_submitted_record(**CROWD).link_subject(
            SUBJECT, ground=SAID_SO, command=SUPERVISOR.commands()
        )


def test_who_is_not_linked_is_not_unlinked() -> None:
    with pytest.raises(SubjectNotLinkedError):
        a_submitted_record().unlink_subject(ground=SAID_SO, command=SUPERVISOR.commands())


def test_of_other_records_it_is_said_once_that_they_are_of_another_encounter() -> None:
    record, one, two = a_submitted_record(), uuid4(), uuid4()

    (event,) = record.rule_out([record.id, one], command=SUPERVISOR.commands())
    told = and_then(record, (event,))
    (again,) = told.rule_out([one, two], command=SUPERVISOR.commands())

    assert isinstance(event, EncounterRuledOut)
    assert isinstance(again, EncounterRuledOut)
    assert (event.others, again.others) == ((one,), (two,))
    assert told.ruled_out == {one}
    with pytest.raises(AlreadyRuledOutError):
        told.rule_out([one], command=SUPERVISOR.commands())


def test_of_other_records_it_is_said_that_they_are_about_somebody_else() -> None:
    record, other = a_submitted_record(), uuid4()

    (event,) = record.rule_out_subject([other], command=SUPERVISOR.commands())
    told = and_then(record, (event,))

    assert isinstance(event, SubjectRuledOut)
    assert (told.about_others, told.ruled_out) == ({other}, frozenset())
    with pytest.raises(AlreadyRuledOutError):
        told.rule_out_subject([other], command=SUPERVISOR.commands())
