"""An administrator lets other systems in, and shuts them out."""

from dataclasses import replace
from uuid import uuid4

import pytest

from domain.clients.scopes import Scope
from tests.people import ADMINISTRATOR, OFFICER, STANDARDS
from tests.web import given
from tests.web.api.machine import Machine, a_client, a_token, a_webhook
from tests.web.client import Browser, Shown
from tests.web.conftest import SignIn
from web.bootstrap import Services
from web.webhooks.dispatcher import MOST_TRIES
from web.webhooks.states import MessageState


@pytest.fixture
def administrator(browser_of: SignIn) -> Browser:
    return browser_of(ADMINISTRATOR)


def secret_of(page: Shown) -> str:
    """What a page shows once."""
    (shown,) = page.main.with_class("app-secret")
    return shown.text


def issued(page: Shown, **typed: str | list[str]) -> Shown:
    usual = {"scope": [Scope.RECORDS_READ.value], "acts_as": OFFICER.collar_number}
    return page.press("Issue token", {**usual, **typed})


def test_a_system_is_registered_and_listed(administrator: Browser) -> None:
    page = administrator.open("/admin/clients/new").press(
        "Register", name="Custody system", purpose="It submits what officers record there"
    )

    assert page.heading == "Custody system"
    assert "It submits what officers record there" in page.text
    assert administrator.open("/admin/clients").rows[0][0] == "Custody system"


def test_a_system_without_a_name_or_a_purpose_is_refused(administrator: Browser) -> None:
    page = administrator.open("/admin/clients/new").press("Register", name="", purpose="")

    assert page.status == 422
    assert set(page.errors) == {"#name", "#purpose"}


def test_a_token_is_shown_once_and_opens(administrator: Browser, services: Services) -> None:
    client = a_client(services)

    page = issued(administrator.open(f"/admin/clients/{client}"))

    machine = Machine(administrator.client.application, services, secret_of(page))
    assert machine.get("/api/records").status_code == 200
    again = administrator.open(f"/admin/clients/{client}")
    assert secret_of(page) not in again.text
    assert again.rows[0][0] == "PC 4127 Ada Finch"


def test_a_token_that_is_asked_for_twice_is_not_shown_again(
    administrator: Browser, services: Services
) -> None:
    client = a_client(services)
    form = {
        "key": str(uuid4()),
        "change": "issue",
        "scope": "records-read",
        "acts_as": OFFICER.collar_number,
        "until": "2027-01-31",
    }

    first, second = (
        administrator.post(f"/admin/clients/{client}", form).status_code for _ in range(2)
    )

    assert (first, second) == (200, 302)
    assert len(services.clients.known(client).tokens) == 1


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"scope": []}, "Choose at least one thing"),
        ({"acts_as": "0000"}, "There is nobody with collar number 0000"),
        ({"acts_as": ""}, "A token acts as somebody"),
        ({"until": "soon"}, "Enter a date"),
        ({"until": "2020-01-01"}, "A token ends after today"),
        ({"until": "2030-01-01"}, "A token ends after today"),
        ({"until": "9999-12-31"}, "Enter a date"),
    ],
)
def test_a_token_that_cannot_be_is_refused_and_what_was_typed_is_kept(
    administrator: Browser, services: Services, typed: dict[str, str | list[str]], sentence: str
) -> None:
    client = a_client(services)

    page = issued(administrator.open(f"/admin/clients/{client}"), **typed)

    assert page.status == 422
    assert sentence in " ".join(page.errors.values())
    assert services.clients.known(client).tokens == ()


def test_a_token_is_revoked(administrator: Browser, services: Services) -> None:
    client = a_client(services)
    _, text = a_token(services, client=client)
    page = administrator.open(f"/admin/clients/{client}")

    button = next(name for name in page.buttons if name.startswith("Revoke"))
    page = page.press(button)

    assert "Revoked" in page.rows[0][4]
    machine = Machine(administrator.client.application, services, text)
    assert machine.get("/api/records").status_code == 401


@pytest.mark.parametrize("address", ["/admin/clients", "/admin/webhooks", "/api/docs"])
def test_every_page_about_systems_stands_under_systems(
    administrator: Browser, address: str
) -> None:
    page = administrator.open(address)

    (here,) = page.root.with_class("govuk-service-navigation__item--active")
    assert here.text == "Systems"


def test_a_system_is_told_and_its_secret_is_shown_once(
    administrator: Browser, services: Services
) -> None:
    client = a_client(services)

    page = administrator.open("/admin/webhooks/new").press(
        "Tell it",
        client=str(client),
        address="https://custody.example/told",
        told=["accepted"],
        acts_as=STANDARDS.collar_number,
    )

    (endpoint,) = services.webhooks.endpoints()
    assert secret_of(page) == services.webhooks.secret(endpoint.webhook)
    row = administrator.open("/admin/webhooks").rows[0]
    assert row[:3] == ["Custody system", "https://custody.example/told", "A record was accepted"]


@pytest.mark.parametrize(
    ("typed", "place"),
    [
        ({"client": ""}, "#client"),
        ({"told": []}, "#told"),
        ({"acts_as": "0000"}, "#acts_as"),
        ({"acts_as": ""}, "#acts_as"),
        ({"address": "http://custody.example/"}, "#address"),
        ({"address": ""}, "#address"),
    ],
)
def test_an_address_that_cannot_be_told_is_refused_where_it_is_wrong(
    administrator: Browser, services: Services, typed: dict[str, str | list[str]], place: str
) -> None:
    usual: dict[str, str | list[str]] = {
        "client": str(a_client(services)),
        "address": "https://custody.example/told",
        "told": ["accepted"],
        "acts_as": STANDARDS.collar_number,
    }

    page = administrator.open("/admin/webhooks/new").press("Tell it", {**usual, **typed})

    assert page.status == 422
    assert list(page.errors) == [place]
    assert services.webhooks.endpoints() == ()


def test_all_that_is_wrong_with_an_address_is_told_at_once(administrator: Browser) -> None:
    page = administrator.open("/admin/webhooks/new").press("Tell it")

    assert page.status == 422
    assert list(page.errors) == ["#client", "#address", "#told", "#acts_as"]


def test_an_address_is_told_no_longer(administrator: Browser, services: Services) -> None:
    webhook = a_webhook(services)

    page = administrator.open(f"/admin/webhooks/{webhook}").press("Stop telling it")

    assert "Removed" in page.rows[0][3]
    assert services.webhooks.endpoints() == ()
    gone = administrator.open(f"/admin/webhooks/{webhook}")
    assert "Stop telling it" not in gone.buttons


def test_what_was_given_up_is_sent_again(administrator: Browser, services: Services) -> None:
    webhook = a_webhook(services)
    given.submitted(services).accepted()
    failing = replace(services.dispatcher, send=lambda *_: "It answered 410")
    for _ in range(MOST_TRIES):
        failing.deliver()
        services.clock.advance(hours=8)  # type: ignore[attr-defined]
    page = administrator_again(administrator, webhook)
    assert page.rows[0][1] == "Given up"

    button = next(name for name in page.buttons if name.startswith("Send again"))
    page = page.press(button)

    (message,), _ = services.webhooks.messages(webhook, number=1, size=9)
    assert message.state is MessageState.WAITING
    assert page.rows[0][1] == "Waiting"


def administrator_again(administrator: Browser, webhook: object) -> Shown:
    """Signed in anew: the clock went on for days."""
    administrator.sign_in(ADMINISTRATOR)
    return administrator.open(f"/admin/webhooks/{webhook}")


def test_the_page_of_the_api_leads_to_its_document(nobody: Browser) -> None:
    page = nobody.open("/api/docs")

    assert page.links()["OpenAPI 3.1"] == "/api/openapi.json"
    assert "Submit a record" in page.text
    assert "act for the officer whom a request names" in page.text
    assert "/publications/{force}/{period}" in [one.text for one in page.root.all("code")]
    assert "`" not in page.text


def test_every_operation_is_on_the_page_of_the_api(nobody: Browser) -> None:
    page = nobody.open("/api/docs")

    document = nobody.client.get("/api/openapi.json").get_json()
    operations = {
        one["operationId"] for path in document["paths"].values() for one in path.values()
    }
    assert operations <= {one.get("id") for one in page.root.all("h3")}


def test_every_link_of_the_page_of_the_api_leads_somewhere(nobody: Browser) -> None:
    page = nobody.open("/api/docs")

    inner = {href[1:] for href in page.links().values() if href.startswith("#")}
    ids = {one.get("id") for one in page.root.all("h3", "h2", "div", "main") if one.get("id")}
    assert inner
    assert inner <= ids


def test_the_history_says_through_which_system_an_event_came(
    browser_of: SignIn, services: Services
) -> None:
    record = given.submitted(services)
    machine_app = browser_of(OFFICER)
    _, text = a_token(services, acts_as=OFFICER)
    machine = Machine(machine_app.client.application, services, text)
    machine.post(f"/api/records/{record.id}/notes", {"text": "Seen on video"})

    page = machine_app.open(f"/records/{record.reference}/history")

    assert "by PC 4127 Ada Finch, officer, through Custody system" in page.text
