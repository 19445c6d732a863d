from datetime import date, timedelta
from uuid import uuid4

import pytest

from domain.codelists.answers import Absence, YesNo
from domain.codelists.editions import FormEdition
from domain.codelists.injuries import OfficerInjuryLevel
from domain.codelists.ranks import Rank
from domain.codelists.statuses import RecordStatus
from domain.event import Event
from domain.records.errors import AccountHasGapsError
from domain.records.events import Submitted
from tests.builders import a_submission, a_submitted_record, answers
from tests.fakes import NOON
from tests.people import OFFICER, SUPERVISOR


def submitted(events: tuple[Event, ...]) -> Submitted:
    first = events[0]
    assert isinstance(first, Submitted)
    return first


def test_a_submission_is_one_event_that_says_everything_once() -> None:
    record = uuid4()

    events = a_submission(record=record, reference="UOF-26-000042")

    (event,) = events
    assert isinstance(event, Submitted)
    assert (event.originator_id, event.originator_version) == (record, 1)
    assert event.reference == "UOF-26-000042"
    assert (event.officer, event.rank) == (OFFICER.id, Rank.CONSTABLE)
    assert event.supervisor == SUPERVISOR.id
    assert event.started_at == NOON - timedelta(minutes=5)
    assert event.answers == answers()


def test_the_event_says_who_in_what_role_when_why_and_through_which_request() -> None:
    metadata = submitted(a_submission()).metadata

    assert (metadata.actor, metadata.role) == (OFFICER.id, OFFICER.role)
    assert metadata.at == NOON
    assert metadata.why == "own-account"
    assert metadata.request


def test_a_submitted_record_awaits_review() -> None:
    assert a_submitted_record().status is RecordStatus.SUBMITTED


def test_the_moment_of_submission_is_kept_apart_from_the_moment_of_starting() -> None:
    record = a_submitted_record(at=NOON)

    assert record.submitted_at == NOON
    assert record.started_at == NOON - timedelta(minutes=5)


def test_an_officer_without_a_supervisor_can_still_record() -> None:
    assert a_submitted_record(supervisor=None).supervisor is None


def test_the_edition_is_named_by_the_incident_and_not_by_the_day_of_submission() -> None:
    old = submitted(a_submission(incident_date=date(2023, 3, 31)))
    new = submitted(a_submission(incident_date=date(2023, 4, 1)))

    assert old.edition is FormEdition.NATIONAL_2017
    assert new.edition is FormEdition.NATIONAL_2023


def test_an_incomplete_account_is_refused_with_every_gap_at_once() -> None:
    with pytest.raises(AccountHasGapsError) as refusal:
        a_submission(main_duty=Absence.NOT_ANSWERED, area=Absence.NOT_ANSWERED)

    assert [finding.question for finding in refusal.value.findings] == ["area", "main_duty"]


def test_what_only_warns_the_reviewer_does_not_stop_the_officer() -> None:
    events = a_submission(
        officer_assaulted=YesNo.NO,
        officer_injured=YesNo.YES,
        officer_injury_intentional=YesNo.YES,
        officer_injury_level=OfficerInjuryLevel.MINOR,
        officer_medical_provided=YesNo.NO,
    )

    assert submitted(events)
