"""When somebody is asked why they look; and that an officer is never asked about their own record."""

from datetime import timedelta

import pytest
from werkzeug.test import TestResponse

from domain.access_log.codes import Action, Asking, Purpose
from domain.access_log.purposes import HOLDS, is_asked, is_case_reference
from domain.codelists.emergencies import GroundForBreakingGlass
from tests.access_log.conftest import Asked
from tests.access_log.logged import last, lines
from tests.people import (
    ANALYST,
    COLLEAGUE,
    OFFICER,
    OTHER_SUPERVISOR,
    STANDARDS,
    SUPERVISOR,
    Somebody,
)
from tests.web import given
from tests.web.api.machine import a_token

OFTEN = {"off": "", "sensitive": "search export disclose", "always": "search export disclose read"}


@pytest.mark.parametrize("asking", Asking)
def test_who_is_asked_follows_from_the_setting(asking: Asking) -> None:
    said = {
        action.value
        for action in (Action.READ, Action.SEARCH, Action.EXPORT, Action.DISCLOSE)
        if is_asked(asking, action, own=False, standards=False)
    }

    assert said == set(OFTEN[asking.value].split())
    assert is_asked(asking, Action.READ, own=False, standards=True) is (asking is not Asking.OFF)


@pytest.mark.parametrize("asking", Asking)
@pytest.mark.parametrize("action", Action)
def test_nobody_is_asked_about_their_own(asking: Asking, action: Action) -> None:
    assert not is_asked(asking, action, own=True, standards=True)


@pytest.mark.parametrize("text", ["CO/123/26", "URN 01AB 123/26", "42-7"])
def test_a_reference_of_a_case_is_one(text: str) -> None:
    assert is_case_reference(text)


@pytest.mark.parametrize("text", ["", "7", "Smith", "SMITH", "my neighbour 7", "1" * 41, "A\n1"])
def test_a_sentence_or_a_name_is_no_reference(text: str) -> None:
    assert not is_case_reference(text)


def test_professional_standards_say_why_once_for_an_hour(asking: Asked) -> None:
    installed = asking(Asking.SENSITIVE)
    record = given.submitted(installed.services)
    browser = installed.browser_of(STANDARDS)
    address = f"/records/{record.reference}"
    before = last(installed.services)

    asked = browser.open(address)
    held_back = lines(installed.services, after=before)
    shown = asked.press("Continue", purpose="complaint", case="co/123/26")
    browser.open(f"{address}/history")
    installed.clock.moment += HOLDS - timedelta(minutes=50)
    again = browser.open(address)

    assert asked.heading == "Why are you looking?"
    assert record.reference not in asked.text
    assert held_back == []
    assert shown.path == again.path == address
    logged = lines(installed.services, after=before)
    assert {(one.purpose, one.case_reference) for one in logged} == {("complaint", "CO/123/26")}


def test_after_an_hour_or_in_another_session_they_are_asked_anew(asking: Asked) -> None:
    installed = asking(Asking.SENSITIVE)
    address = f"/records/{given.submitted(installed.services).reference}"
    browser = installed.browser_of(STANDARDS)
    browser.open(address).press("Continue", purpose="assurance")

    elsewhere = installed.browser_of(STANDARDS).open(address)
    for _ in range(6):
        # Their session goes on.
        installed.clock.advance(minutes=10)
        browser.open("/settings")
    later = browser.open(address)

    assert elsewhere.heading == later.heading == "Why are you looking?"


def test_a_search_is_asked_about_before_it_shows_or_counts_anything(asking: Asked) -> None:
    installed = asking(Asking.SENSITIVE)
    given.submitted(installed.services)
    browser = installed.browser_of(STANDARDS)

    asked = browser.open("/search?words=finch")
    shown = asked.press("Continue", purpose="assurance")

    assert asked.heading == "Why are you looking?"
    assert "1 record," in shown.text


def test_what_belongs_to_a_case_needs_its_reference_and_no_sentence(asking: Asked) -> None:
    browser = asking(Asking.SENSITIVE).browser_of(STANDARDS)
    page = browser.open("/purpose")

    without = page.press("Continue", purpose="complaint")
    worded = page.press("Continue", purpose="assurance", case="my neighbour, Mr Smith")
    nothing = page.press("Continue")

    assert without.errors.keys() == worded.errors.keys() == {"#case"}
    assert nothing.errors.keys() == {"#purpose"}


@pytest.mark.parametrize("when", Asking)
def test_an_officer_is_never_in_the_way_of_their_own_record(asking: Asked, when: Asking) -> None:
    installed = asking(when)
    record = given.submitted(installed.services).returned()
    browser = installed.browser_of(OFFICER)
    one, before = f"/records/{record.reference}", last(installed.services)

    for address in ("/", one, f"{one}/history", f"{one}/compare", f"{one}/amend", f"{one}/access"):
        assert browser.open(address).heading != "Why are you looking?"
    printed = browser.client.get(f"{one}.pdf")

    assert printed.mimetype == "application/pdf"
    logged = lines(installed.services, after=before)
    assert {one.purpose for one in logged} == {"own-task"}
    assert [one.action for one in logged][-1] == "print"


@pytest.mark.parametrize(
    ("who", "address", "when"),
    [
        (SUPERVISOR, "/records/{}", Asking.ALWAYS),
        (COLLEAGUE, "/records/{}", Asking.ALWAYS),
        (SUPERVISOR, "/review", Asking.ALWAYS),
        (ANALYST, "/reports/facts.csv", Asking.SENSITIVE),
        (STANDARDS, "/audit", Asking.SENSITIVE),
    ],
)
def test_these_are_asked(asking: Asked, who: Somebody, address: str, when: Asking) -> None:
    installed = asking(when)
    record = given.submitted(installed.services, colleagues=(COLLEAGUE.id,))

    answer = installed.browser_of(who).client.get(address.format(record.reference))

    assert answer.location.startswith("/purpose?next=")


@pytest.mark.parametrize(
    ("who", "address", "when"),
    [
        (SUPERVISOR, "/records/{}", Asking.SENSITIVE),
        (SUPERVISOR, "/review", Asking.SENSITIVE),
        (ANALYST, "/reports/tactics", Asking.ALWAYS),
        (ANALYST, "/reports/tactics.csv", Asking.ALWAYS),
        (STANDARDS, "/records/{}", Asking.OFF),
        (STANDARDS, "/search", Asking.OFF),
    ],
)
def test_these_are_not(asking: Asked, who: Somebody, address: str, when: Asking) -> None:
    installed = asking(when)
    record = given.submitted(installed.services)

    answer = installed.browser_of(who).client.get(address.format(record.reference))

    assert answer.status_code == 200


def test_who_opened_a_record_in_an_emergency_said_why_and_is_not_asked_again(
    asking: Asked,
) -> None:
    installed = asking(Asking.ALWAYS)
    record = given.submitted(installed.services)
    installed.services.emergencies.break_glass(
        record.id,
        ground=next(iter(GroundForBreakingGlass)),
        explanation="It cannot wait",
        requester=OTHER_SUPERVISOR.asks(),
    )
    before = last(installed.services)

    page = installed.browser_of(OTHER_SUPERVISOR).open(f"/records/{record.reference}")

    (look,) = lines(installed.services, after=before)
    assert page.heading == f"Record {record.reference}"
    assert (look.purpose, bool(look.row["broke_glass"])) == ("emergency", True)


def test_a_machine_is_asked_where_a_person_would_be_and_says_it_in_a_header(
    asking: Asked,
) -> None:
    installed = asking(Asking.SENSITIVE)
    record = given.submitted(installed.services)
    token, text = a_token(installed.services, acts_as=STANDARDS)
    client, one = installed.app.test_client(), f"/api/records/{record.id}"

    def asked(**said: str) -> TestResponse:
        headers = {name.replace("_", "-"): value for name, value in said.items()}
        return client.get(one, headers={"Authorization": f"Bearer {text}", **headers})

    silent, unknown = asked(), asked(Access_Purpose="curiosity")
    empty = asked(Access_Purpose="")
    without, worded = (
        asked(Access_Purpose="complaint"),
        asked(Access_Purpose="complaint", Case_Reference="my neighbour"),
    )
    assert lines(installed.services) == []
    said = asked(Access_Purpose="complaint", Case_Reference="co/123/26")

    for refused, status, header in (
        (silent, 400, "Access-Purpose"),
        (unknown, 400, "Access-Purpose"),
        (empty, 400, "Access-Purpose"),
        (without, 422, "Case-Reference"),
        (worded, 422, "Case-Reference"),
    ):
        assert (refused.status_code, refused.mimetype) == (status, "application/problem+json")
        assert [one["header"] for one in refused.json["errors"]] == [header]
        assert record.reference not in refused.text
    assert said.status_code == 200
    (look,) = lines(installed.services)
    assert (look.purpose, look.case_reference, look.channel) == ("complaint", "CO/123/26", "api")
    assert str(token) == str(look.row["via"]) or token.hex == look.row["via"]
    assert look.row["recipient"]


@pytest.mark.parametrize("nothing", ["", " "])
def test_a_header_that_says_no_purpose_is_refused_where_none_is_asked_too(
    asking: Asked, nothing: str
) -> None:
    installed = asking(Asking.SENSITIVE)
    _, text = a_token(installed.services, acts_as=OFFICER)
    headers = {"Authorization": f"Bearer {text}", "Access-Purpose": nothing}

    answer = installed.app.test_client().get("/api/codelists/power", headers=headers)

    assert answer.status_code == 400
    assert [one["header"] for one in answer.json["errors"]] == ["Access-Purpose"]


@pytest.mark.parametrize(
    ("who", "address", "shown"),
    [
        (OFFICER, "/api/records/{}", True),
        (OFFICER, "/api/records", True),
        (COLLEAGUE, "/api/records", False),
        (STANDARDS, "/api/changes", True),
    ],
)
def test_a_machine_looks_for_what_its_system_is_registered_for(
    asking: Asked, who: Somebody, address: str, *, shown: bool
) -> None:
    installed = asking(Asking.ALWAYS)
    record = given.submitted(installed.services)
    _, text = a_token(installed.services, acts_as=who)

    answer = installed.app.test_client().get(
        address.format(record.id), headers={"Authorization": f"Bearer {text}"}
    )

    assert answer.status_code == 200
    assert (str(record.id) in answer.text) is shown
    assert {look.purpose for look in lines(installed.services)} == {Purpose.SYSTEM}


def test_only_who_may_look_in_confidence_is_offered_it(asking: Asked) -> None:
    installed = asking(Asking.ALWAYS)

    offered = installed.browser_of(STANDARDS).open("/purpose")
    not_offered = installed.browser_of(SUPERVISOR).open("/purpose")
    installed.browser_of(SUPERVISOR).post(
        "/purpose", {"purpose": "assurance", "confidential": "yes"}
    )

    assert "In confidence" in offered.text
    assert "In confidence" not in not_offered.text


def test_it_leads_to_no_other_site(asking: Asked) -> None:
    browser = asking(Asking.SENSITIVE).browser_of(STANDARDS)

    answer = browser.post("/purpose", {"purpose": "assurance", "next": "//elsewhere.example/"})

    assert answer.location == "/"
