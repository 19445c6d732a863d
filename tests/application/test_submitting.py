from uuid import uuid4

import pytest

from domain.access.errors import NotAllowedError
from domain.codelists.answers import Absence
from domain.codelists.ranks import Rank
from domain.codelists.roles import Role
from domain.records.errors import AccountHasGapsError
from domain.records.events import Referred, Submitted
from tests.application.commands import BY_NAME, a_record, asking, submit
from tests.application.in_memory import InMemory
from tests.builders import CED_FIRED
from tests.people import (
    ADMINISTRATOR,
    COLLEAGUE,
    OFFICER,
    OTHER_SUPERVISOR,
    STANDARDS,
    SUPERVISOR,
    Somebody,
)

SUBMIT = BY_NAME["submit"]


def test_an_officer_submits_a_record_of_their_own(memory: InMemory) -> None:
    record = a_record(memory, by=OFFICER)

    (submitted,) = memory.log.events_of(record)
    assert isinstance(submitted, Submitted)
    assert submitted.officer == OFFICER.id


@pytest.mark.parametrize(
    "somebody", [SUPERVISOR, STANDARDS, ADMINISTRATOR], ids=lambda who: who.role
)
def test_nobody_but_an_officer_submits(memory: InMemory, somebody: Somebody) -> None:
    record = uuid4()

    with pytest.raises(NotAllowedError):
        submit(memory, asking(memory, SUBMIT, record, by=somebody))

    assert memory.log.events_of(record) == ()


def test_an_account_with_gaps_is_not_saved(memory: InMemory) -> None:
    record = uuid4()
    before = memory.log.last_position()

    with pytest.raises(AccountHasGapsError):
        submit(memory, asking(memory, SUBMIT, record), area=Absence.NOT_ANSWERED)

    assert memory.log.last_position() == before


def test_a_refused_submission_may_be_sent_again_with_its_key_once_it_is_complete(
    memory: InMemory,
) -> None:
    record, key = uuid4(), uuid4()
    asked = asking(memory, SUBMIT, record, request=key)
    with pytest.raises(AccountHasGapsError):
        submit(memory, asked, area=Absence.NOT_ANSWERED)

    done = submit(memory, asked)

    assert not done.repeated


def test_a_record_keeps_the_rank_and_supervisor_of_its_moment(memory: InMemory) -> None:
    record = a_record(memory, by=OFFICER)

    memory.people.change_rank(OFFICER.id, Rank.SERGEANT, requester=ADMINISTRATOR.asks())
    memory.people.assign_supervisor(OFFICER.id, OTHER_SUPERVISOR.id, requester=ADMINISTRATOR.asks())

    kept = memory.stored.get(record)
    assert (kept.rank, kept.supervisor) == (Rank.CONSTABLE, SUPERVISOR.id)


def test_a_later_record_has_the_rank_and_supervisor_of_its_own_moment(memory: InMemory) -> None:
    memory.people.change_rank(OFFICER.id, Rank.SERGEANT, requester=ADMINISTRATOR.asks())
    memory.people.release_supervisor(OFFICER.id, requester=ADMINISTRATOR.asks())

    record = a_record(memory, by=OFFICER)

    kept = memory.stored.get(record)
    assert (kept.rank, kept.supervisor) == (Rank.SERGEANT, None)


def test_a_mandatory_referral_is_saved_with_its_submission(memory: InMemory) -> None:
    record = a_record(memory, by=OFFICER, **CED_FIRED)

    submitted, referred = memory.log.events_of(record)
    assert isinstance(referred, Referred)
    assert referred.rules == ("ced-discharged",)
    assert referred.metadata.request == submitted.metadata.request


def test_somebody_with_two_roles_submits_as_an_officer(memory: InMemory) -> None:
    memory.people.grant(
        OFFICER.id, Role.SUPERVISOR, since=None, until=None, requester=ADMINISTRATOR.asks()
    )

    record = a_record(memory, by=OFFICER)

    assert memory.last(record).metadata.role is Role.OFFICER


def test_an_officer_cannot_submit_under_the_id_of_a_colleagues_record(memory: InMemory) -> None:
    from application.log import ConcurrentChangeError

    record = a_record(memory, by=COLLEAGUE)

    with pytest.raises(ConcurrentChangeError):
        submit(memory, asking(memory, SUBMIT, record, by=OFFICER))

    assert [event.metadata.actor for event in memory.log.events_of(record)] == [COLLEAGUE.id]
