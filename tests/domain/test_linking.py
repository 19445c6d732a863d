from uuid import uuid4

import pytest

from domain.codelists.reasons import GroundForLinking
from domain.records.errors import AlreadyLinkedError, NotLinkedError
from domain.records.events import EncounterLinked, EncounterUnlinked
from domain.records.record import UseOfForceRecord
from tests.builders import a_submitted_record, and_then
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
