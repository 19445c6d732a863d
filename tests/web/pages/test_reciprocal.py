"""Two people who review each other are told of, and stopped above a number in ninety days (T55)."""

import csv
import io
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest

from domain.codelists.roles import Role
from domain.records.errors import ReciprocalReviewError
from tests.fakes import FakeClock
from tests.installations import follow
from tests.people import ADMINISTRATOR, COLLEAGUE, OFFICER, STANDARDS, SUPERVISOR, Somebody
from tests.web import given
from tests.web.conftest import SignIn
from web import metrics
from web.bootstrap import Services


@pytest.fixture
def acting(services: Services, clock: FakeClock) -> None:
    """Two of one team who both act for their supervisor, and so for each other's."""
    for one in (OFFICER, COLLEAGUE):
        services.people.grant(
            one.id, Role.SUPERVISOR, since=None, until=None, requester=ADMINISTRATOR.asks()
        )
        services.people.delegate(
            one.id,
            since=None,
            until=clock.now() + timedelta(days=365),
            requester=SUPERVISOR.asks(),
        )
    follow(services)


def reviewed(services: Services, officer: Somebody, *, by: Somebody, times: int = 1) -> None:
    for _ in range(times):
        given.submitted(services, by=officer).accepted(by=by)


@contextmanager
def blocked() -> Iterator[list[float]]:
    def counted() -> float:
        return metrics.BLOCKED._value.get()

    before, more = counted(), list[float]()
    yield more
    more.append(counted() - before)


@pytest.mark.usefixtures("acting")
def test_another_review_of_who_reviews_them_is_refused_with_what_to_do(
    services: Services, browser_of: SignIn
) -> None:
    reviewed(services, COLLEAGUE, by=OFFICER, times=3)
    reviewed(services, OFFICER, by=COLLEAGUE, times=4)
    begun = given.submitted(services, by=COLLEAGUE)
    page = browser_of(OFFICER).open(f"/review/{begun.reference}/accept")

    with blocked() as more:
        refused = page.press("Save decision", decision="accept")

    assert "review each other as often as is allowed" in refused.text
    assert "have somebody act for you" in refused.text
    assert begun.version == 1
    assert more == [1]
    with pytest.raises(ReciprocalReviewError):
        begun.returned(by=OFFICER)
    # Whoever is not of the two decides; and they themselves may have others decide.
    begun.accepted(by=SUPERVISOR)
    other = given.submitted(services, by=COLLEAGUE)
    referred = browser_of(OFFICER).open(f"/review/{other.reference}/accept")
    referred.press("Save decision", decision="refer", text="Somebody else should decide")
    assert other.version == 2


@pytest.mark.usefixtures("acting")
def test_up_to_the_number_nobody_is_stopped_and_after_ninety_days_it_begins_anew(
    services: Services, clock: FakeClock
) -> None:
    reviewed(services, OFFICER, by=COLLEAGUE, times=6)
    reviewed(services, COLLEAGUE, by=OFFICER, times=3)
    with pytest.raises(ReciprocalReviewError):
        reviewed(services, COLLEAGUE, by=OFFICER)

    clock.advance(days=90)

    reviewed(services, COLLEAGUE, by=OFFICER)


@pytest.mark.usefixtures("acting")
def test_what_was_returned_may_be_accepted_by_who_returned_it(services: Services) -> None:
    record = given.submitted(services, by=COLLEAGUE).returned(by=OFFICER)
    reviewed(services, COLLEAGUE, by=OFFICER, times=2)
    reviewed(services, OFFICER, by=COLLEAGUE, times=4)

    record.amended(by=COLLEAGUE, area="north").accepted(by=OFFICER)

    with pytest.raises(ReciprocalReviewError):
        reviewed(services, COLLEAGUE, by=OFFICER)


@pytest.mark.usefixtures("acting")
def test_professional_standards_are_warned_and_see_who_and_which_records(
    services: Services, browser_of: SignIn
) -> None:
    browser = browser_of(STANDARDS)
    reviewed(services, OFFICER, by=COLLEAGUE, times=3)
    reviewed(services, COLLEAGUE, by=OFFICER, times=2)
    quiet = browser.open("/review")
    seen = browser.open("/review/reciprocal")
    assert "as often as is allowed" not in quiet.text
    assert [row[3:4] + row[5:] for row in seen.rows] == [["2", "Allowed"]]
    reviewed(services, COLLEAGUE, by=OFFICER)

    warned = browser.open("/review")
    listed = warned.follow("See who")
    file = list(csv.DictReader(io.StringIO(browser.client.get("/review/reciprocal.csv").text)))

    assert "Two people have reviewed each other as often as is allowed." in warned.text
    (row,) = listed.rows
    assert (row[1:4], row[5]) == (["3", "3", "3"], "Allowed")
    assert [(one["both_ways"], one["refused"]) for one in file] == [("3", "")]
    records = listed.follow(row[0])
    assert len(records.rows) == 6
    # One of them goes one further, and the other is held back.
    reviewed(services, OFFICER, by=COLLEAGUE)
    (row,) = browser.open("/review/reciprocal").rows
    first = row[0].startswith("PC 4127")
    assert row[5] == f"Refused to {'the first' if first else 'the second'}"
    assert records.text.count("reviewed PC") == 2
    before = browser.open("/review/reciprocal?until=2020-01-31")
    assert "No pairs of people" in before.text


def test_who_reviews_and_is_not_reviewed_back_is_in_no_report(
    services: Services, browser_of: SignIn
) -> None:
    reviewed(services, OFFICER, by=SUPERVISOR, times=6)

    assert "No pairs" in browser_of(STANDARDS).open("/review/reciprocal").text


@pytest.mark.parametrize("who", [SUPERVISOR, ADMINISTRATOR, OFFICER])
def test_nobody_else_sees_who_reviews_whom(browser_of: SignIn, who: Somebody) -> None:
    client = browser_of(who).client

    assert client.get("/review/reciprocal").status_code == 403
    assert client.get("/review/reciprocal.csv").status_code == 403
