"""The way to the provider and back: what is sent along, and what of an answer is believed.

One installation for all of it; each sign-in is a browser of its own.
"""

import base64
import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest
from flask import Flask
from jinja2 import FileSystemBytecodeCache

from domain.people.events import AccountLinked, AccountUnlinked
from tests import installations
from tests.fakes import NOON, FakeClock
from tests.people import ADMINISTRATOR, COLLEAGUE, OFFICER
from tests.web.client import Browser, Shown
from tests.web.provider.forging import CLIENT, FOREIGN, SUBJECT, TENANT
from tests.web.provider.standing_in import StandIn, standing_in
from web.app import create_app
from web.auth.linked import Subject
from web.auth.sessions import Way
from web.bootstrap import Services

BUTTON = "Sign in with your force account"
NOW = int(NOON.timestamp())


@dataclass
class Service:
    """An installation with single sign-on, and the provider that it knows."""

    app: Flask
    services: Services
    clock: FakeClock
    provider: StandIn

    def browser(self) -> Browser:
        return Browser(self.app, self.services)


@dataclass
class Journey:
    """One browser on its way to the provider and back."""

    service: Service
    browser: Browser
    sent: dict[str, str] = field(default_factory=dict)

    def leaves(self, page: Shown, button: str = BUTTON, **typed: str) -> "Journey":
        """Press the button; what the provider is asked is in the address."""
        away = page.press(button, typed)
        address = away.response.headers["Refresh"].partition("url=")[2]
        assert away.links()["Go on to 127.0.0.1"] == address
        assert address.startswith(f"{self.service.provider.issuer}/authorize?")
        self.sent = dict(parse_qsl(urlsplit(address).query))
        return self

    def comes_back(self, code: str = "a-code", **more: str | None) -> Shown:
        """Come back, as the provider would send somebody."""
        self.service.provider.nonces = {code: self.sent["nonce"]}
        answer = {
            "code": code,
            "state": self.sent["state"],
            "iss": self.service.provider.issuer,
            **more,
        }
        asked = {name: value for name, value in answer.items() if value is not None}
        response = self.browser.client.get("/signin/provider/back", query_string=asked)
        return self.browser._shown(response)


@pytest.fixture(scope="module")
def provider() -> Iterator[StandIn]:
    with standing_in(NOW) as running:
        yield running


@pytest.fixture(scope="module")
def whole(
    provider: StandIn,
    prepared_sqlite: Path,
    tmp_path_factory: pytest.TempPathFactory,
    templates: FileSystemBytecodeCache,
) -> Iterator[Service]:
    data = tmp_path_factory.mktemp("provider") / "data"
    settings = installations.sqlite_settings(
        installations.copy_of(prepared_sqlite, data),
        UOF_ADDRESS="http://localhost",
        UOF_OIDC_ISSUER=provider.issuer,
        UOF_OIDC_CLIENT=CLIENT,
        UOF_OIDC_TENANT=TENANT,
        UOF_OIDC_STEP_UP_CONTEXT="mfa",
    )
    clock = FakeClock()
    with installations.opened(settings, clock) as services:
        app = create_app(services)
        app.jinja_env.bytecode_cache = templates
        yield Service(app, services, clock, provider)


@pytest.fixture
def service(whole: Service) -> Service:
    """The installation with the officer linked, and a provider that says the truth."""
    provider = whole.provider
    provider.said, provider.signed, provider.document, provider.moved = {}, {}, {}, ""
    provider.asked.clear()
    whole.clock.moment = NOON
    for person in (OFFICER, COLLEAGUE, ADMINISTRATOR):
        whole.services.sessions.end_all(person.id)
        whole.services.identity.linked.unlink(person.id)
    whole.services.identity.linked.link(OFFICER.id, Subject(issuer=provider.issuer, id=SUBJECT))
    return whole


def starts(service: Service, address: str = "/signin") -> Journey:
    browser = service.browser()
    return Journey(service, browser).leaves(browser.open(address))


def is_in(browser: Browser) -> bool:
    return browser.open("/help").root.all("button", type="submit") != []


def test_the_provider_is_asked_with_state_nonce_and_proof_key(service: Service) -> None:
    one, other = starts(service).sent, starts(service).sent

    assert {
        name: one[name] for name in ("response_type", "scope", "client_id", "redirect_uri")
    } == {
        "response_type": "code",
        "scope": "openid",
        "client_id": CLIENT,
        "redirect_uri": "http://localhost/signin/provider/back",
    }
    assert one["code_challenge_method"] == "S256"
    for name in ("state", "nonce", "code_challenge"):
        assert len(one[name]) >= 43, "256 bits"
        assert one[name] != other[name]
    assert "prompt" not in one, "nobody is signed in silently"


def test_who_is_linked_comes_back_signed_in(service: Service) -> None:
    journey = starts(service, "/settings?saved=no")

    page = journey.comes_back()

    assert page.heading == "You are signed in"
    assert page.response.headers["Refresh"] == "0; url=/settings?saved=no"
    assert page.follow("Go on").path == "/settings?saved=no"
    (session,) = service.services.sessions.of(OFFICER.id)
    assert session.way is Way.PROVIDER
    (asked,) = [form for path, form, _ in service.provider.asked if path == "/token"]
    digest = hashlib.sha256(asked["code_verifier"].encode()).digest()
    assert base64.urlsafe_b64encode(digest).decode().rstrip("=") == journey.sent["code_challenge"]


def test_no_token_and_no_verifier_is_kept_anywhere(service: Service) -> None:
    journey = starts(service)
    page = journey.comes_back()

    (asked,) = [form for path, form, _ in service.provider.asked if path == "/token"]
    folder = service.services.settings.data
    kept = b"".join(file.read_bytes() for file in folder.glob("*.db*"))
    shown = page.response.get_data() + repr(page.response.headers).encode()
    for secret in ("an-access-token", "eyJ", asked["code_verifier"], journey.sent["nonce"]):
        assert secret.encode() not in kept
        assert secret.encode() not in shown


REFUSED: dict[str, dict[str, Any]] = {
    "another tenant": {"said": {"tid": "another"}},
    "another audience": {"said": {"aud": "another"}},
    "another issuer": {"said": {"iss": "http://127.0.0.1:1"}},
    "an expired token": {"said": {"exp": NOW - 100}},
    "the nonce of another sign-in": {"said": {"nonce": "replayed"}},
    "a mail address": {"said": {"sub": "ada@northshire.example"}},
    "the key of somebody else": {"signed": {"key": FOREIGN}},
    "the answer of another provider": {"iss": "http://127.0.0.1:1"},
    "an answer that names no provider": {"iss": None},
    "no code": {"code": ""},
    "an error": {"code": None, "error": "access_denied"},
}


@pytest.mark.parametrize("how", REFUSED.values(), ids=REFUSED)
def test_what_is_not_as_it_must_be_signs_nobody_in(service: Service, how: dict[str, Any]) -> None:
    journey = starts(service)
    service.provider.said, service.provider.signed = how.get("said", {}), how.get("signed", {})
    more = {name: value for name, value in how.items() if name not in ("said", "signed")}

    page = journey.comes_back(**more)

    assert page.status == 422
    assert page.errors["#main-content"].startswith("Your force account did not sign you in")
    assert not is_in(journey.browser)
    assert service.services.sessions.of(OFFICER.id) == ()


@pytest.mark.parametrize("state", ["", "guessed", "of-another"])
def test_the_state_of_another_sign_in_is_refused(service: Service, state: str) -> None:
    journey, other = starts(service), starts(service)

    page = journey.comes_back(state=other.sent["state"] if state == "of-another" else state)

    assert "begun in another window" in page.errors["#main-content"]
    assert not is_in(journey.browser)


def test_a_sign_in_is_for_the_browser_in_which_it_began_once_and_not_for_long(
    service: Service,
) -> None:
    journey = starts(service)

    stranger = Journey(service, service.browser(), journey.sent).comes_back()
    assert stranger.status == 422, "in another browser"

    assert journey.comes_back().heading == "You are signed in"
    assert journey.comes_back().status == 422, "a second time"

    late = starts(service)
    service.clock.advance(minutes=10)
    service.provider.now = NOW + 600
    assert late.comes_back().status == 422, "ten minutes later"
    service.provider.now = NOW


def test_a_sign_in_that_waits_for_a_code_is_not_one_that_waits_for_the_provider(
    service: Service,
) -> None:
    begun = service.services.identity.begun
    browser = service.browser()
    content = {"for": "code", "person": str(OFFICER.id), "next": "", "resume": "", "kept": []}
    token = begun.begin(content)
    for state in ("", "guessed"):
        browser.client.set_cookie("begun", token)
        asked = {"code": "a-code", "state": state, "iss": service.provider.issuer}

        answer = browser.client.get("/signin/provider/back", query_string=asked)

        assert answer.status_code == 422
    assert begun.look(token) == content, "and it goes on waiting"
    assert service.provider.asked == []


def test_who_is_not_linked_or_whose_account_is_closed_is_told_their_id_and_not_let_in(
    service: Service,
) -> None:
    service.provider.said = {"sub": "7a1f-somebody", "email": "ada@northshire.example"}
    page = starts(service).comes_back()
    assert page.heading == "Your force account is not known here"
    assert page.answers["Id"] == "7a1f-somebody"

    service.provider.said = {}
    people = service.services.people
    people.close_account(OFFICER.id, requester=ADMINISTRATOR.asks())
    assert starts(service).comes_back().status == 422
    people.reopen_account(OFFICER.id, requester=ADMINISTRATOR.asks())
    assert starts(service).comes_back().heading == "You are signed in"


def test_what_was_typed_before_the_session_ended_is_there_after_it(service: Service) -> None:
    browser = service.browser()
    page = browser.send("/records/UOF-26-000001/note", {"text": "He fell.", "version": "1"})
    assert page.status == 401

    page = Journey(service, browser).leaves(page).comes_back()

    assert page.heading == "Save what you typed"
    assert page.values("text") == ["He fell."]
    kept = b"".join(f.read_bytes() for f in service.services.settings.data.glob("work.db*"))
    assert b"He fell." not in kept, "what waits is sealed under the browser's own token"


def test_a_provider_that_is_away_or_leads_elsewhere_is_said_and_nothing_is_believed(
    service: Service,
) -> None:
    from web.auth.provider.client import Provider

    for change in (
        {"moved": "/keys"},
        {"moved": "/.well-known/openid-configuration"},
        {"document": {"issuer": "http://127.0.0.1:1"}},
        {"document": {"jwks_uri": "http://elsewhere.example/keys"}},
        {"document": {"token_endpoint": "file:///etc/passwd"}},
    ):
        service.provider.moved = str(change.get("moved", ""))
        service.provider.document = dict(change.get("document", {}))  # type: ignore[call-overload]
        # A process that has not asked yet.
        fresh = Provider(service.services.identity.provider._by, service.clock)
        with pytest.raises(Exception, match="Your force account"):
            fresh.address(state="s", nonce="n", verifier="v" * 43, again=False)
    assert not any(path == "/elsewhere" for path, _, _ in service.provider.asked)


def test_new_keys_are_found_and_unknown_ones_do_not_make_us_ask_all_the_time(
    service: Service,
) -> None:
    from tests.web.provider.forging import published, rsa

    rotated = rsa("rotated")
    starts(service).comes_back()
    service.provider.asked.clear()
    service.provider.signed = {"key": rotated}
    assert starts(service).comes_back().status == 422
    assert starts(service).comes_back().status == 422
    asked = [path for path, _, _ in service.provider.asked]
    assert asked.count("/keys") == 0, "looked less than a minute ago"

    before, service.provider.keys = service.provider.keys, published(rotated)
    service.clock.advance(minutes=2)
    assert starts(service).comes_back().heading == "You are signed in"
    service.provider.keys = before
    service.clock.advance(hours=2)
    service.provider.now = NOW + 7320
    service.provider.signed = {}
    assert starts(service).comes_back().heading == "You are signed in"
    service.provider.now = NOW


def administrator(service: Service) -> Browser:
    """Signed in by single sign-on, and by nothing stronger."""
    subject = Subject(issuer=service.provider.issuer, id="7a1f-administrator")
    service.services.identity.linked.link(ADMINISTRATOR.id, subject)
    service.provider.said = {"sub": subject.id}
    journey = starts(service)
    journey.comes_back()
    return journey.browser


def begins_a_change(service: Service, browser: Browser) -> Journey:
    """The administrator changes a rank, and is asked to show who they are."""
    page = browser.open(f"/admin/people/{COLLEAGUE.id}")
    page = page.press("Save rank", rank="sergeant")
    assert page.status == 401
    assert page.heading == "Show that it is you"
    journey = Journey(service, browser).leaves(page, "Go on with your force account")
    assert journey.sent["prompt"] == "login"
    assert journey.sent["max_age"] == "0"
    assert journey.sent["acr_values"] == "mfa"
    return journey


def ranks(service: Service) -> int:
    return service.services.access.person(COLLEAGUE.id).version


NOT_SHOWN: dict[str, dict[str, Any]] = {
    "no context": {"auth_time": NOW},
    "another context": {"acr": "pwd", "auth_time": NOW},
    "a context that begins alike": {"acr": "mfa-not", "auth_time": NOW},
    "no time of showing": {"acr": "mfa"},
    "shown an hour ago": {"acr": "mfa", "auth_time": NOW - 3600},
    "another person": {"acr": "mfa", "auth_time": NOW, "sub": SUBJECT},
    "somebody whom nobody linked": {"acr": "mfa", "auth_time": NOW, "sub": "7a1f-x"},
}


@pytest.mark.parametrize("said", NOT_SHOWN.values(), ids=NOT_SHOWN)
def test_without_the_second_factor_at_the_provider_nothing_is_changed(
    service: Service, said: dict[str, Any]
) -> None:
    browser, before = administrator(service), ranks(service)
    journey = begins_a_change(service, browser)
    service.provider.said |= said

    page = journey.comes_back()

    assert page.status == 422
    assert ranks(service) == before
    assert browser.open("/admin/people").path == "/admin/people", "they stay signed in"
    again = browser.open(f"/admin/people/{COLLEAGUE.id}").press("Save rank", rank="sergeant")
    assert again.status == 401


def test_with_it_the_change_goes_on_in_a_session_with_a_new_id(service: Service) -> None:
    browser, before = administrator(service), ranks(service)
    old = browser.client.get_cookie("session").value
    journey = begins_a_change(service, browser)
    service.provider.said |= {"acr": "mfa", "auth_time": NOW}

    page = journey.comes_back()

    assert page.heading == "Save what you typed"
    assert page.values("rank") == ["sergeant"]
    assert ranks(service) == before
    assert page.press("Save and go on").path == f"/admin/people/{COLLEAGUE.id}"
    assert ranks(service) == before + 1
    assert browser.client.get_cookie("session").value != old
    assert service.services.sessions.find(old) is None


def test_who_shows_it_when_they_sign_in_is_not_asked_again_at_once(service: Service) -> None:
    subject = Subject(issuer=service.provider.issuer, id="7a1f-administrator")
    service.services.identity.linked.link(ADMINISTRATOR.id, subject)
    service.provider.said = {"sub": subject.id, "acrs": ["c1", "mfa"]}
    journey = starts(service)
    journey.comes_back()

    page = journey.browser.open(f"/admin/people/{COLLEAGUE.id}")

    assert page.press("Save rank", rank="constable").path == f"/admin/people/{COLLEAGUE.id}"
    service.clock.advance(minutes=10)
    page = journey.browser.open(f"/admin/people/{COLLEAGUE.id}")
    assert page.press("Save rank", rank="constable").status == 401


def test_an_administrator_links_and_unlinks_an_account_and_both_are_events(
    service: Service,
) -> None:
    browser = service.browser()
    page = browser.sign_in(ADMINISTRATOR)
    page = browser.open(f"/admin/people/{COLLEAGUE.id}")

    for wrong, sentence in (
        ("", "Enter the id that the identity provider has for them"),
        (SUBJECT, "Another person signs in as this account"),
        ("ben@northshire.example", "and no name or mail address"),
    ):
        refused = page.press("Link", subject=wrong)
        assert refused.status == 422
        assert any(sentence in said for said in refused.errors.values())

    page = page.press("Link", subject="7a1f-colleague")
    assert "7a1f-colleague" in page.text
    service.provider.said = {"sub": "7a1f-colleague"}
    theirs = starts(service)
    assert theirs.comes_back().heading == "You are signed in"

    page = browser.open(page.path).press("Unlink")
    assert "Not linked." in page.text
    assert theirs.browser.open("/settings").path.startswith("/signin"), "signed out at once"
    assert starts(service).comes_back().heading == "Your force account is not known here"
    events = service.services.log.events_of(COLLEAGUE.id)
    linked = [one for one in events if isinstance(one, AccountLinked)][-1]
    assert (linked.issuer, linked.subject) == (service.provider.issuer, "7a1f-colleague")
    assert linked.metadata.actor == ADMINISTRATOR.id
    assert isinstance(events[-1], AccountUnlinked)


def test_who_signs_out_is_led_to_the_provider_and_no_further(service: Service) -> None:
    journey = starts(service)
    journey.comes_back()

    page = journey.browser.send("/signout")

    address = page.links()["sign out of your force account too"]
    assert address.startswith(f"{service.provider.issuer}/end?")
    assert dict(parse_qsl(urlsplit(address).query)) == {
        "client_id": CLIENT,
        "post_logout_redirect_uri": "http://localhost/signin",
    }
    assert service.services.sessions.of(OFFICER.id) == ()
    assert not is_in(journey.browser)


def test_entra_id_is_asked_for_its_list_of_contexts(service: Service) -> None:
    from dataclasses import replace

    from web.auth.provider.client import Provider

    by = replace(
        service.services.identity.provider._by,
        context_claim="acrs",
        step_up_context="c1",
        subject_claim="oid",
    )
    address = Provider(by, service.clock).address(
        state="s", nonce="n", verifier="v" * 43, again=True
    )

    asked = dict(parse_qsl(urlsplit(address).query))
    assert json.loads(asked["claims"]) == {"id_token": {"acrs": {"essential": True, "value": "c1"}}}
    assert asked["scope"] == "openid profile", "Entra ID gives the object id with it alone"
