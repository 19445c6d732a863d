"""Made-up records never come among real ones, and never among others of another run."""

from contextlib import closing
from datetime import date
from uuid import uuid4

import pytest
from sqlalchemy import delete

from domain.codelists.forces import Force
from domain.codelists.ranks import Rank
from domain.codelists.roles import Role
from domain.errors import DomainError
from tests.demo.given import TODAY, UNTIL, wanted
from tests.demo.stored import digest
from web.adapters.stores import WORK
from web.adapters.tables import directory
from web.bootstrap import bootstrap
from web.demo.generating.loading import OtherwiseGeneratedError, RealPeopleError, generate
from web.demo.generating.wanted import (
    BeforeRecordingBeganError,
    NothingWantedError,
    NotOverYetError,
    Wanted,
)
from web.demo.loading import load
from web.settings import Settings

KENT, CUMBRIA = Force.KENT, Force.CUMBRIA


def found_somebody(settings: Settings, force: Force = Force.NORTHSHIRE) -> None:
    with closing(bootstrap(settings)) as services:
        services.people.found(
            uuid4(),
            name="Somebody Real",
            collar_number="1",
            force=force,
            rank=Rank.STAFF,
            role=Role.ADMINISTRATOR,
        )


def refused(settings: Settings, asked: Wanted, error: type[DomainError]) -> None:
    before = digest(settings)
    with closing(bootstrap(settings)) as services:
        people = services.directory.everybody()

    with pytest.raises(error):
        generate(settings, asked)

    assert digest(settings) == before
    with closing(bootstrap(settings)) as services:
        assert services.directory.everybody() == people
        assert services.references.next(2026) == "UOF-26-000001"


@pytest.mark.parametrize("force", [Force.NORTHSHIRE, KENT])
def test_nothing_is_generated_where_there_are_real_people(
    empty_sqlite: Settings, force: Force
) -> None:
    found_somebody(empty_sqlite, force)

    refused(empty_sqlite, wanted(KENT), RealPeopleError)


def test_one_real_person_among_made_up_ones_is_enough(empty_sqlite: Settings) -> None:
    generate(empty_sqlite, wanted(KENT, records=20))
    found_somebody(empty_sqlite)
    before = digest(empty_sqlite)

    with pytest.raises(RealPeopleError):
        generate(empty_sqlite, wanted(CUMBRIA, records=20))
    assert digest(empty_sqlite) == before


def test_somebody_named_and_not_yet_registered_is_taken_for_real(empty_sqlite: Settings) -> None:
    with closing(bootstrap(empty_sqlite)) as services:
        services.directory.add(uuid4(), name="Half There", collar_number="1", force=KENT)

    refused(empty_sqlite, wanted(KENT), RealPeopleError)


def test_events_of_people_whom_nobody_can_name_are_taken_for_real(empty_sqlite: Settings) -> None:
    found_somebody(empty_sqlite)
    with (
        closing(bootstrap(empty_sqlite)) as services,
        services.stores.engine(WORK).begin() as connection,
    ):
        connection.execute(delete(directory))

    refused(empty_sqlite, wanted(KENT), RealPeopleError)


@pytest.mark.parametrize(
    "other",
    [{"seed": 2}, {"records": 21}, {"months": 4}, {"until": date(2026, 11, 23)}, {"words": False}],
    ids=str,
)
def test_a_force_is_generated_once_with_the_same_of_everything(
    empty_sqlite: Settings, other: dict[str, int]
) -> None:
    generate(empty_sqlite, wanted(KENT, records=20))
    before = digest(empty_sqlite)

    with pytest.raises(OtherwiseGeneratedError):
        generate(empty_sqlite, wanted(KENT, **{"records": 20, **other}))  # type: ignore[arg-type]
    assert digest(empty_sqlite) == before


def test_other_forces_are_generated_beside_it_with_numbers_of_their_own(
    empty_sqlite: Settings,
) -> None:
    generate(empty_sqlite, wanted(KENT, records=20))
    generate(empty_sqlite, wanted(CUMBRIA, records=20, seed=2))

    with closing(bootstrap(empty_sqlite)) as services:
        references = [
            one.event.reference  # type: ignore[attr-defined]
            for one in services.log.read(after=0, limit=10_000)
            if one.event.TOPIC == "use-of-force-record.submitted"
        ]
        assert services.references.next(2026) == "UOF-26-000041"
    assert len(set(references)) == 40


def test_the_small_made_up_force_may_be_there_already(empty_sqlite: Settings) -> None:
    load(empty_sqlite)

    generate(empty_sqlite, wanted(Force.NORTHSHIRE, records=20))

    with closing(bootstrap(empty_sqlite)) as services:
        assert len(services.directory.everybody()) > 20


def asked(**more: object) -> Wanted:
    given = {"seed": 1, "records": 1, "months": 1, "today": TODAY, **more}
    return Wanted.of([KENT], **given)  # type: ignore[arg-type]


def test_yesterday_is_the_last_day_unless_another_is_named() -> None:
    assert asked().until == UNTIL


@pytest.mark.parametrize("until", [TODAY, date(2027, 1, 1)])
def test_a_day_that_is_not_over_is_refused(until: date) -> None:
    with pytest.raises(NotOverYetError):
        asked(until=until)


@pytest.mark.parametrize("more", [{"records": 0}, {"months": 0}], ids=str)
def test_nothing_is_refused(more: dict[str, int]) -> None:
    with pytest.raises(NothingWantedError):
        asked(**more)


def test_no_force_is_refused() -> None:
    with pytest.raises(NothingWantedError):
        Wanted.of([], seed=1, records=1, months=1, today=TODAY)


@pytest.mark.parametrize("months", [13, 14, 500, 100_000])
def test_recording_began_on_a_day(months: int) -> None:
    assert asked(until=date(2018, 3, 31), months=12).since == date(2017, 4, 1)
    with pytest.raises(BeforeRecordingBeganError):
        asked(until=date(2018, 3, 31), months=months)


@pytest.mark.parametrize(
    ("until", "months", "since"),
    [
        (date(2026, 3, 31), 1, date(2026, 3, 1)),
        (date(2024, 3, 31), 1, date(2024, 3, 1)),
        (date(2026, 11, 24), 12, date(2025, 11, 25)),
        (date(2026, 1, 15), 1, date(2025, 12, 16)),
        (date(2026, 12, 31), 12, date(2026, 1, 1)),
    ],
    ids=str,
)
def test_months_are_counted_back_from_the_last_day(until: date, months: int, since: date) -> None:
    given = {"seed": 1, "records": 1, "months": months, "until": until, "today": date(2027, 1, 1)}

    assert Wanted.of([KENT], **given).since == since  # type: ignore[arg-type]
