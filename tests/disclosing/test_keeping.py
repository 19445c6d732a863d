"""What was disclosed is kept sealed, goes with what is erased, and who takes it away is written down."""

from collections.abc import Callable

import pytest
from sqlalchemy import update

from domain.codelists.disclosures import KindOfDisclosure, Part
from domain.codelists.field_groups import FieldGroup
from domain.errors import NotFoundError
from tests.disclosing.bundles import (
    a_record,
    bundle,
    disclosed,
    files_of,
    keys_of,
    terms,
    verified,
)
from tests.fakes import FakeClock
from tests.people import OFFICER, STANDARDS
from tests.web.given import Given
from web.adapters.stores import WORK
from web.adapters.tables import disclosed_contents
from web.bootstrap import Services
from web.disclosing import verify
from web.disclosing.disclosing import ErasedSinceError
from web.disclosing.finishing import NotSeenYetError

PROCEEDINGS = KindOfDisclosure.PROCEEDINGS


@pytest.fixture
def record(services: Services, clock: FakeClock) -> Given:
    return a_record(services, clock)


def test_a_bundle_of_either_database_holds(
    services: Services, clock: FakeClock, record: Given, tmp_path
) -> None:
    found = bundle(services, [record], terms(PROCEEDINGS, clock.now()))

    verdict = verified(tmp_path, found, *keys_of(services.settings).options)

    assert verdict.code == verify.HOLDS, verdict.text


def test_it_waits_for_a_witness(services: Services, clock: FakeClock, record: Given) -> None:
    decided = terms(PROCEEDINGS, clock.now())
    _, disclosure = services.disclosing.disclose([record.id], decided, requester=STANDARDS.asks())

    with pytest.raises(NotSeenYetError):
        services.disclosing.bundle(disclosure, by=STANDARDS.id)

    assert services.disclosing.downloads(disclosure) == []


def test_who_takes_it_away_is_written_down(
    services: Services, clock: FakeClock, record: Given
) -> None:
    disclosure = disclosed(services, [record], terms(PROCEEDINGS, clock.now()))
    with pytest.raises(NotFoundError):
        services.disclosing.bundle(disclosure, by=OFFICER.id)
    first = services.disclosing.bundle(disclosure, by=STANDARDS.id)
    clock.advance(hours=1)
    second = services.disclosing.bundle(disclosure, by=STANDARDS.id)

    assert first == second
    taken = services.disclosing.downloads(disclosure)
    assert [(one.person, one.at) for one in taken] == [
        (STANDARDS.id, taken[0].at),
        (STANDARDS.id, clock.now()),
    ]
    assert taken[0].at < clock.now()


def test_what_is_kept_is_sealed(services: Services, clock: FakeClock, record: Given) -> None:
    disclosed(services, [record], terms(PROCEEDINGS, clock.now()))

    with services.stores.engine(WORK).connect() as connection:
        (row,) = connection.execute(disclosed_contents.select()).all()

    assert b"canary" not in row.sealed
    assert b"manifest.json" not in row.sealed
    # One key of the disclosure, and one of each part that it holds.
    assert len(row.sealed_under) == 1 + len(set(Part) - {Part.WELFARE, Part.REVIEW})


Erase = Callable[[Services, Given], None]


@pytest.mark.parametrize("group", [FieldGroup.MEDICAL, FieldGroup.NARRATIVE])
def test_what_is_erased_is_erased_in_what_was_kept_too(
    services: Services, clock: FakeClock, record: Given, group: FieldGroup
) -> None:
    disclosure = disclosed(services, [record], terms(PROCEEDINGS, clock.now()))

    services.disclosing.ring.destroy(record.id, group)

    with pytest.raises(ErasedSinceError):
        services.disclosing.bundle(disclosure, by=STANDARDS.id)
    # To whom it went can still be told to them (Data Protection Act 2018, s. 48).
    assert services.disclosures.get(disclosure, by=STANDARDS.id).recipient.startswith("HM Coroner")


def test_what_was_withheld_from_it_may_be_erased(
    services: Services, clock: FakeClock, record: Given
) -> None:
    disclosure = disclosed(services, [record], terms(PROCEEDINGS, clock.now()))

    services.disclosing.ring.destroy(record.id, FieldGroup.WELFARE)

    assert services.disclosing.bundle(disclosure, by=STANDARDS.id)


def test_a_record_of_which_something_was_erased_is_disclosed_and_holds(
    services: Services, clock: FakeClock, record: Given, tmp_path
) -> None:
    services.disclosing.ring.destroy(record.id, FieldGroup.NARRATIVE)

    found = bundle(services, [record], terms(PROCEEDINGS, clock.now()))

    verdict = verified(tmp_path, found, *keys_of(services.settings).options)
    assert verdict.code == verify.HOLDS, verdict.text
    assert "narrative (erased)" in verdict.text
    page = files_of(found)["disclosure.html"].decode()
    assert "Narrative: erased." in page
    assert "canary-narrative" not in page
    assert "canary-identity-place" in page


def test_what_was_altered_where_it_is_kept_is_not_given_out(
    services: Services, clock: FakeClock, record: Given
) -> None:
    disclosure = disclosed(services, [record], terms(PROCEEDINGS, clock.now()))
    with services.stores.engine(WORK).begin() as connection:
        (row,) = connection.execute(disclosed_contents.select()).all()
        altered = row.sealed[:-1] + bytes((row.sealed[-1] ^ 1,))
        connection.execute(update(disclosed_contents).values(sealed=altered))

    with pytest.raises(ErasedSinceError):
        services.disclosing.bundle(disclosure, by=STANDARDS.id)
