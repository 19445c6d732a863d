"""People, their roles, and who supervises whom."""

import pytest

from domain.codelists.ranks import Rank
from tests.fakes import FakeClock
from tests.installations import follow
from tests.people import (
    ADMINISTRATOR,
    COLLEAGUE,
    EVERYBODY,
    OFFICER,
    OTHER_SUPERVISOR,
    STANDARDS,
    SUPERVISOR,
)
from tests.web.client import Browser, Shown
from tests.web.conftest import SignIn
from web.bootstrap import Services
from web.pages.admin import PAGE


@pytest.fixture
def administrator(browser_of: SignIn) -> Browser:
    return browser_of(ADMINISTRATOR)


def page_of(administrator: Browser, name: str) -> Shown:
    return administrator.open("/admin/people").follow(name)


def test_everybody_is_listed_with_the_roles_they_hold(administrator: Browser) -> None:
    rows = administrator.open("/admin/people").rows

    assert rows[0] == [OFFICER.name, "PC 4127", "Officer", SUPERVISOR.name]
    assert len(rows) == 7


def test_a_person_is_registered_and_holds_no_role_yet(administrator: Browser) -> None:
    page = administrator.open("/admin/people").follow("Register a person")

    page = page.press("Register", name="Gus Swift", collar_number="7001", rank="constable")

    assert page.heading == "PC 7001 Gus Swift"
    assert "Holds no role yet." in page.text


def test_registering_says_what_is_missing_and_keeps_the_rest(administrator: Browser) -> None:
    page = administrator.open("/admin/people/new").press("Register", collar_number="70-01")

    assert page.errors == {
        "#name": "Enter their name",
        "#collar_number": "Enter their collar number, letters and digits only",
        "#rank": "Select their rank",
    }
    assert page.values("collar_number") == ["70-01"]


def test_two_people_do_not_share_a_collar_number(administrator: Browser) -> None:
    page = administrator.open("/admin/people/new").press(
        "Register", name="Gus Swift", collar_number=OFFICER.collar_number, rank="constable"
    )

    assert list(page.errors) == ["#collar_number"]
    assert page.values("name") == ["Gus Swift"]


def test_the_same_registration_sent_twice_registers_one_person(administrator: Browser) -> None:
    page = administrator.open("/admin/people/new")
    typed = {"name": "Gus Swift", "collar_number": "7001", "rank": "constable"}
    page.press("Register", typed)

    page.press("Register", typed)

    names = [row[0] for row in administrator.open("/admin/people").rows]
    assert names.count("Gus Swift") == 1


def test_a_granted_role_is_held_at_once(administrator: Browser, browser_of: SignIn) -> None:
    page = page_of(administrator, OFFICER.name)

    page = page.press("Grant role", role="supervisor")

    assert "Revoke supervisor" in page.buttons
    browser_of(OFFICER).open("/review")


def test_a_role_for_a_time_begins_and_ends_by_itself(
    administrator: Browser, browser_of: SignIn, clock: FakeClock
) -> None:
    page = page_of(administrator, OFFICER.name)

    page.press("Grant role", role="supervisor", since="2026-11-25", until="2026-11-30")

    for hours, status in ((0, 403), (24 * 6, 200), (24 * 6, 403)):
        clock.advance(hours=hours)
        browser_of(OFFICER).open("/review", status=status)


def test_a_role_that_is_revoked_is_gone_and_its_holder_signed_out(
    administrator: Browser, browser_of: SignIn
) -> None:
    supervisor = browser_of(SUPERVISOR)

    page = page_of(administrator, SUPERVISOR.name).press("Revoke supervisor")

    assert "Revoke supervisor" not in page.buttons
    assert "(not now)" in page.text
    assert supervisor.open("/review").path.startswith("/signin")


@pytest.mark.parametrize(
    ("name", "typed", "sentence"),
    [
        (ADMINISTRATOR.name, {}, "Nobody changes their own roles"),
        (OFFICER.name, {"since": "2026-11-19"}, "does not reach back in time"),
        (
            OFFICER.name,
            {"since": "2026-12-02", "until": "2026-12-01"},
            "A role must end after it starts",
        ),
    ],
)
def test_a_grant_that_may_not_be_is_refused_with_the_reason(
    administrator: Browser, name: str, typed: dict[str, str], sentence: str
) -> None:
    page = page_of(administrator, name).press("Grant role", {"role": "supervisor", **typed})

    assert page.status == 422
    assert sentence in " ".join(page.errors.values())


@pytest.mark.parametrize(
    ("typed", "errors"),
    [
        ({}, {"#role": "Select a role"}),
        ({"role": "supervisor", "since": "soon"}, {"#since": "Enter a date, like 2027-03-31"}),
        ({"role": "supervisor", "until": "31/3/2027"}, {"#until": "Enter a date, like 2027-03-31"}),
    ],
)
def test_a_grant_that_cannot_be_read_is_refused(
    administrator: Browser, typed: dict[str, str], errors: dict[str, str]
) -> None:
    page = page_of(administrator, OFFICER.name).press("Grant role", typed)

    assert page.errors == errors


def test_a_supervisor_is_assigned_and_released(administrator: Browser, services: Services) -> None:
    page = page_of(administrator, COLLEAGUE.name)

    page = page.press("Save supervisor", supervisor=OTHER_SUPERVISOR.collar_number)
    assert "Supervised by 2345 Dov Heron." in page.text
    page = page.press("Save supervisor", supervisor="")

    assert "Supervised by nobody." in page.text


def test_a_supervisor_must_be_somebody(administrator: Browser) -> None:
    page = page_of(administrator, COLLEAGUE.name).press("Save supervisor", supervisor="9999")

    assert page.errors == {"#supervisor": "There is nobody with collar number 9999. Check it"}


def test_nobody_supervises_themselves(administrator: Browser) -> None:
    page = page_of(administrator, COLLEAGUE.name)

    page = page.press("Save supervisor", supervisor=COLLEAGUE.collar_number)

    assert page.status == 422


def test_a_rank_is_changed(administrator: Browser) -> None:
    page = page_of(administrator, COLLEAGUE.name).press("Save rank", rank="sergeant")

    assert page.heading == f"Sgt 3310 {COLLEAGUE.name}"


@pytest.mark.parametrize("change", ["", "promote", "erase"])
def test_a_change_that_does_not_exist_is_refused(administrator: Browser, change: str) -> None:
    page = page_of(administrator, COLLEAGUE.name)

    assert administrator.send(page.path, {"change": change}).status == 400


def test_a_person_who_does_not_exist_is_not_found(administrator: Browser) -> None:
    administrator.open("/admin/people/00000000-0000-4000-8000-000000000000", status=404)


def with_more(services: Services, more: int) -> None:
    """Register some more people, numbered from 5000."""
    for number in range(more):
        asked = ADMINISTRATOR.asks()
        services.people.register(
            asked.request,
            name=f"Zoe {number:03}",
            collar_number=f"{5000 + number}",
            rank=Rank.CONSTABLE,
            requester=asked,
        )
    follow(services)


def listed(page: Shown) -> list[str]:
    return [row[0] for row in page.rows]


def test_many_people_have_pages_in_the_order_of_their_names(
    administrator: Browser, services: Services
) -> None:
    with_more(services, PAGE)

    first = administrator.open("/admin/people")
    last = first.follow("Next page")

    names = [*(one.name for one in EVERYBODY), *(f"Zoe {number:03}" for number in range(PAGE))]
    assert [*listed(first), *listed(last)] == sorted(names)
    assert len(first.rows) == PAGE
    assert listed(last.follow("Previous page")) == listed(first)


def test_a_page_of_people_beyond_the_last_is_empty_and_no_failure(administrator: Browser) -> None:
    assert administrator.open("/admin/people?page=99").rows == []


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("lark", [STANDARDS.name]),
        (OFFICER.collar_number, [OFFICER.name]),
        (" 23", [OTHER_SUPERVISOR.name]),
        ("%", []),
        ("_", []),
        ("nobody at all", []),
    ],
)
def test_people_are_found_by_name_or_collar_number(
    administrator: Browser, words: str, found: list[str]
) -> None:
    page = administrator.open("/admin/people").press("Find", words=words)

    assert listed(page) == found
    assert page.values("words") == [words.strip()]
    assert ("Nobody matches." in page.text) is not bool(found)


def test_the_words_stand_in_the_address_of_every_page(
    administrator: Browser, services: Services
) -> None:
    with_more(services, PAGE + 1)

    page = administrator.open("/admin/people").press("Find", words="zoe").follow("Next page")

    assert listed(page) == [f"Zoe {PAGE:03}"]
    assert page.values("words") == ["zoe"]


@pytest.fixture
def interrupted(services: Services) -> dict[str, str]:
    """What was typed about somebody, of whom the directory knows the name and the log nothing."""
    typed = {"name": "Gus Swift", "collar_number": "7001", "rank": "constable"}
    services.directory.add(
        ADMINISTRATOR.asks().request,
        name=typed["name"],
        collar_number=typed["collar_number"],
        force=services.settings.force,
    )
    return typed


def test_who_was_named_and_never_registered_is_registered_the_next_time(
    administrator: Browser, interrupted: dict[str, str]
) -> None:
    assert interrupted["name"] not in listed(administrator.open("/admin/people"))

    page = administrator.open("/admin/people/new").press(
        "Register", {**interrupted, "name": "Gus Swift-Jones"}
    )

    assert page.heading == "PC 7001 Gus Swift-Jones"
    assert listed(administrator.open("/admin/people")).count("Gus Swift-Jones") == 1


def test_such_a_registration_sent_twice_registers_one_person(
    administrator: Browser, interrupted: dict[str, str]
) -> None:
    page = administrator.open("/admin/people/new")
    first = page.press("Register", interrupted)

    second = page.press("Register", interrupted)

    assert second.path == first.path
    assert listed(administrator.open("/admin/people")).count("Gus Swift") == 1
