"""Which records an export is made of, and what is told of each."""

from datetime import date
from uuid import UUID

import pytest

from domain.codelists.answers import Absence
from domain.codelists.forces import Force
from domain.codelists.statuses import RecordStatus
from projections.statistics import selecting
from projections.statistics.selecting import Selection, Stated, accounts
from tests.builders import WORDS
from tests.installations import follow
from tests.projections.happening import accepted, imported, reading, submitted, withdrawn
from web.bootstrap import Services

EVERYTHING = Selection()


def selected(services: Services, wanted: Selection = EVERYTHING) -> list[Stated]:
    follow(services)
    with reading(services) as connection:
        return list(accounts(connection, wanted))


def found(services: Services, wanted: Selection) -> list[UUID]:
    return [stated.record for stated in selected(services, wanted)]


def test_a_selection_is_by_force_day_and_status(services: Services) -> None:
    one = submitted(services, incident_date=date(2026, 3, 1)).id
    other = submitted(services, incident_date=date(2026, 4, 1)).then(accepted()).id
    imported(services, force=Force.WILTSHIRE, incident_date=date(2026, 4, 1))

    ours = Force.NORTHSHIRE
    assert found(services, Selection(force=ours)) == [one, other]
    assert found(services, Selection(force=ours, since=date(2026, 4, 1))) == [other]
    assert found(services, Selection(force=ours, until=date(2026, 3, 31))) == [one]
    assert found(services, Selection(statuses=frozenset({RecordStatus.ACCEPTED}))) == [other]


def test_what_was_withdrawn_is_left_out_unless_it_is_asked_for(services: Services) -> None:
    gone = submitted(services).then(withdrawn()).id

    assert found(services, EVERYTHING) == []
    assert found(services, Selection(statuses=frozenset({RecordStatus.WITHDRAWN}))) == [gone]


def test_answers_come_as_codes_and_sealed_ones_do_not_come(services: Services) -> None:
    submitted(services, **WORDS)

    (stated,) = selected(services)

    assert stated.account.area == "central"
    assert {getattr(stated.account, question) for question in WORDS} == {Absence.UNOPENED}


def test_they_come_by_the_day_however_many_there_are(
    services: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(selecting, "AT_ONCE", 2)
    for day in (5, 3, 1, 4, 2):
        submitted(services, incident_date=date(2026, 3, day))

    assert [stated.day.day for stated in selected(services)] == [1, 2, 3, 4, 5]
