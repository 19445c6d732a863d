import pytest

from domain.codelists.statuses import RecordStatus
from domain.records.errors import NothingSaidError
from domain.records.events import NoteAdded
from tests.builders import a_submitted_record, an_accepted_record, and_then
from tests.people import OFFICER, STANDARDS, SUPERVISOR, Somebody


@pytest.mark.parametrize("who", [OFFICER, SUPERVISOR, STANDARDS], ids=lambda who: who.role)
def test_a_note_says_who_wrote_it_and_what(who: Somebody) -> None:
    (event,) = a_submitted_record().add_note("The video is on disc 4.", command=who.commands())

    assert isinstance(event, NoteAdded)
    assert event.text == "The video is on disc 4."
    assert (event.metadata.actor, event.metadata.role) == (who.id, who.role)


def test_a_note_changes_no_answer_and_no_status() -> None:
    record = an_accepted_record()

    noted = and_then(record, record.add_note("One more thing.", command=OFFICER.commands()))

    assert noted.account == record.account
    assert noted.status is RecordStatus.ACCEPTED
    assert noted.version == record.version + 1


@pytest.mark.parametrize("silence", ["", " ", "\n"])
def test_an_empty_note_is_refused(silence: str) -> None:
    with pytest.raises(NothingSaidError):
        a_submitted_record().add_note(silence, command=OFFICER.commands())
