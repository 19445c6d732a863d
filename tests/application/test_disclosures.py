"""Who discloses what of a record, and what its history says of it for good."""

from datetime import timedelta

import pytest

from domain.access.errors import NotAllowedError
from domain.codelists.disclosures import KindOfDisclosure
from domain.disclosures.errors import (
    MustBeWithheldError,
    NoRecipientError,
    NoRecordChosenError,
    NotThenError,
    NotYetError,
)
from domain.disclosures.events import Made
from domain.errors import NotFoundError
from domain.records.errors import NamedInRecordError
from domain.records.events import Disclosed
from tests.disclosing.bundles import terms
from tests.fakes import FakeClock
from tests.people import (
    ADMINISTRATOR,
    ANALYST,
    COLLEAGUE,
    OFFICER,
    STANDARDS,
    SUPERVISOR,
    Somebody,
)
from tests.web import given
from web.bootstrap import Services
from web.settings import Settings

PROCEEDINGS = KindOfDisclosure.PROCEEDINGS


@pytest.fixture
def settings(sqlite: Settings) -> Settings:
    return sqlite


def test_a_disclosure_is_an_event_of_each_record_and_one_of_its_own(
    services: Services, clock: FakeClock
) -> None:
    records = [given.submitted(services), given.submitted(services, by=COLLEAGUE)]
    decided = terms(PROCEEDINGS, clock.now())

    done, disclosure = services.disclosing.disclose(
        [one.id for one in records], decided, requester=STANDARDS.asks()
    )

    (made,) = services.log.events_of(disclosure)
    assert isinstance(made, Made)
    assert (made.recipient, made.explanation) == (decided.recipient, decided.explanation)
    assert made.records == tuple(one.id for one in records)
    assert done.aggregate == disclosure
    for one in records:
        said = services.log.events_of(one.id)[-1]
        assert isinstance(said, Disclosed)
        assert (said.disclosure, said.digest, said.version) == (disclosure, made.digest, 1)
        assert (said.metadata.actor, said.metadata.why) == (STANDARDS.id, "coroner")
        assert said.withheld == decided.withheld
    # Who reads the log without the keys does not learn to whom it went.
    (closed,) = services.reader.events_of(disclosure)
    assert "Coroner" not in repr(closed)


def test_the_same_request_discloses_once(services: Services, clock: FakeClock) -> None:
    record, asks = given.submitted(services), STANDARDS.asks()
    decided = terms(PROCEEDINGS, clock.now())

    first, disclosure = services.disclosing.disclose([record.id], decided, requester=asks)
    clock.advance(minutes=1)
    again, same = services.disclosing.disclose([record.id], decided, requester=asks)

    assert (again.repeated, same) == (True, disclosure)
    assert len(services.log.events_of(record.id)) == first.version + 1


@pytest.mark.parametrize(
    "who", [OFFICER, COLLEAGUE, SUPERVISOR, ADMINISTRATOR, ANALYST], ids=lambda one: one.username
)
def test_only_professional_standards_disclose(
    services: Services, clock: FakeClock, who: Somebody
) -> None:
    record = given.submitted(services)

    with pytest.raises((NotFoundError, NotAllowedError)):
        services.disclosing.disclose(
            [record.id], terms(PROCEEDINGS, clock.now()), requester=who.asks()
        )

    assert len(services.log.events_of(record.id)) == 1


def test_nobody_decides_what_is_shown_of_a_record_in_which_they_are_named(
    services: Services, clock: FakeClock
) -> None:
    record = given.submitted(services, colleagues=(STANDARDS.id,))

    with pytest.raises(NamedInRecordError):
        services.disclosing.disclose(
            [record.id], terms(PROCEEDINGS, clock.now()), requester=STANDARDS.asks()
        )


def test_what_is_left_open_is_asked_for(services: Services, clock: FakeClock) -> None:
    record, now = given.submitted(services), clock.now()
    refused = {
        NoRecipientError: terms(PROCEEDINGS, now, recipient=" "),
        NotYetError: terms(PROCEEDINGS, now + timedelta(minutes=1)),
        NotThenError: terms(PROCEEDINGS, now - timedelta(days=1)),
        MustBeWithheldError: terms(KindOfDisclosure.FREEDOM_OF_INFORMATION, now, withheld={}),
    }

    for refusal, decided in refused.items():
        with pytest.raises(refusal):
            services.disclosing.disclose([record.id], decided, requester=STANDARDS.asks())
    with pytest.raises(NoRecordChosenError):
        services.disclosing.disclose([], terms(PROCEEDINGS, now), requester=STANDARDS.asks())

    assert len(services.log.events_of(record.id)) == 1


def test_a_disclosure_changes_no_answer_and_no_standing(
    services: Services, clock: FakeClock
) -> None:
    record = given.submitted(services).accepted()
    before = services.records.read(record.id, by=STANDARDS.id)

    services.disclosing.disclose(
        [record.id], terms(PROCEEDINGS, clock.now()), requester=STANDARDS.asks()
    )

    after = services.records.read(record.id, by=STANDARDS.id)
    assert (after.account, after.status) == (before.account, before.status)
    assert after.version == before.version + 1
