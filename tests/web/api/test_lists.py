"""Lists of records: what is found, and reading on."""

from datetime import date
from typing import Any
from uuid import uuid4

import pytest

from tests.builders import CED_FIRED
from tests.people import COLLEAGUE, OFFICER, SUPERVISOR
from tests.web import given
from tests.web.api.conftest import MachineOf
from tests.web.api.machine import Machine
from web.bootstrap import Services

RECORDS = "/api/records"


def references(machine: Machine, **query: Any) -> list[str]:
    answer = machine.get(RECORDS, **query)
    assert answer.status_code == 200, answer.text
    return [row["reference"] for row in answer.get_json()["records"]]


def read_on(machine: Machine, *, limit: int, **query: Any) -> list[str]:
    """Every reference, page after page."""
    found: list[str] = []
    cursor: dict[str, str] = {}
    for _ in range(50):
        content = machine.get(RECORDS, limit=limit, **query, **cursor).get_json()
        found += [row["reference"] for row in content["records"]]
        if content["next"] is None:
            return found
        cursor = {"cursor": content["next"]}
    raise AssertionError("the list has no end")


def test_the_last_submitted_comes_first(standards: Machine, services: Services) -> None:
    first = given.submitted(services)
    services.clock.advance(minutes=1)  # type: ignore[attr-defined]
    second = given.submitted(services)

    assert references(standards) == [second.reference, first.reference]


def test_each_filter_narrows_the_list(standards: Machine, services: Services) -> None:
    plain = given.submitted(services)
    taser = given.submitted(services, by=COLLEAGUE, area="north", **CED_FIRED)
    accepted = given.submitted(services, incident_date=date(2026, 10, 1)).accepted()

    found = {
        "reference": references(standards, reference=plain.reference[-4:]),
        "officer": references(standards, officer=COLLEAGUE.collar_number),
        "status": references(standards, status="accepted"),
        "tactic": references(standards, tactic="ced-fired"),
        "flag": references(standards, flag="ced"),
        "area": references(standards, area="north"),
        "since": references(standards, since="2026-11-01", status="submitted", area="central"),
        "until": references(standards, until="2026-10-31"),
    }

    assert found == {
        "reference": [plain.reference],
        "officer": [taser.reference],
        "status": [accepted.reference],
        "tactic": [taser.reference],
        "flag": [taser.reference],
        "area": [taser.reference],
        "since": [plain.reference],
        "until": [accepted.reference],
    }
    assert len(references(standards, force="northshire")) == 3
    assert references(standards, force="kent") == []
    assert references(standards, encounter=str(uuid4())) == []
    assert len(references(standards, status=["accepted", "submitted"])) == 3


def test_an_officer_who_is_unknown_has_no_records(standards: Machine, services: Services) -> None:
    given.submitted(services)

    assert references(standards, officer="999999") == []


def test_somebody_lists_what_they_may_see(machine_of: MachineOf, services: Services) -> None:
    own = given.submitted(services)
    named = given.submitted(services, by=COLLEAGUE, colleagues=(OFFICER.id,))
    given.submitted(services, by=COLLEAGUE)
    hidden = given.submitted(services).restricted()

    assert set(references(machine_of(OFFICER))) == {own.reference, named.reference}
    assert len(references(machine_of(SUPERVISOR))) == 3
    assert hidden.reference not in references(machine_of(SUPERVISOR))


@pytest.mark.parametrize("limit", [1, 2, 3, 7])
def test_reading_on_gives_each_record_once(
    standards: Machine, services: Services, limit: int
) -> None:
    made = [given.submitted(services).reference for _ in range(7)]

    found = read_on(standards, limit=limit)

    assert sorted(found) == sorted(made)


def test_what_others_do_meanwhile_repeats_and_loses_nothing(
    standards: Machine, services: Services
) -> None:
    made = [given.submitted(services) for _ in range(4)]
    first = standards.get(RECORDS, limit=2).get_json()

    services.clock.advance(minutes=1)  # type: ignore[attr-defined]
    given.submitted(services)
    for record in made:
        record.amended(incident_date=date(2026, 11, 1))
    second = standards.get(RECORDS, limit=10, cursor=first["next"]).get_json()

    seen = [row["reference"] for content in (first, second) for row in content["records"]]
    assert sorted(seen) == sorted(record.reference for record in made)


@pytest.mark.parametrize("cursor", ["0", "~~~~", "MjAyNi0xMS0yMHx4fHk=", "é" * 20])
def test_a_cursor_that_nobody_gave_is_refused(standards: Machine, cursor: str) -> None:
    answer = standards.get(RECORDS, cursor=cursor)

    assert answer.status_code == 400
    assert answer.get_json()["errors"][0]["parameter"] == "cursor"


def test_a_cursor_is_of_its_filters_and_its_reader(
    standards: Machine, officers: Machine, services: Services
) -> None:
    for _ in range(3):
        given.submitted(services)
    cursor = standards.get(RECORDS, limit=1).get_json()["next"]

    assert standards.get(RECORDS, limit=2, cursor=cursor).status_code == 200
    assert standards.get(RECORDS, limit=1, cursor=cursor, status="accepted").status_code == 400
    assert officers.get(RECORDS, limit=1, cursor=cursor).status_code == 400


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("status", "gone"),
        ("limit", "0"),
        ("limit", "101"),
        ("limit", "ten"),
        ("limit", "1_0"),
        ("since", "20261101"),
        ("since", "2026-02-30"),
        ("officer", "41 27"),
        ("encounter", "x"),
        ("page", "2"),
    ],
)
def test_what_cannot_be_read_is_refused_by_its_name(
    standards: Machine, name: str, value: str
) -> None:
    answer = standards.get(RECORDS, **{name: value})

    assert answer.status_code == 400
    assert [one["parameter"] for one in answer.get_json()["errors"]] == [name]


def test_a_list_can_wait_for_what_was_just_saved(
    standards: Machine, officers: Machine, services: Services
) -> None:
    record = given.submitted(services)
    position = str(services.log.last_position())

    shown = standards.read(RECORDS, Position=position)

    assert [row["reference"] for row in shown.get_json()["records"]] == [record.reference]
    assert standards.read(RECORDS, Position="999999").status_code == 400
    assert standards.read(RECORDS, Position="soon").status_code == 400


def test_a_list_that_does_not_show_it_in_time_says_so(
    standards: Machine, services: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("web.api.cursors.WAIT_SECONDS", 0.01)
    services.records.add_note(given.submitted(services).id, "Later", requester=OFFICER.asks())

    answer = standards.read(RECORDS, Position=str(services.log.last_position()))

    assert answer.status_code == 503
    assert answer.headers["Retry-After"]
