"""What guards every request (spec: ux, 2.4 and 5; house, security)."""

import logging
import re

import pytest
from flask import Flask

from domain.access.policy import Permission
from tests.builders import WORDS
from tests.fakes import FakeClock
from tests.installations import opened, sqlite_settings
from tests.people import ADMINISTRATOR, OFFICER, PASSWORD, STANDARDS, SUPERVISOR
from tests.web import given
from tests.web.addresses import addresses, pages, populated
from tests.web.client import ORIGIN, Browser
from tests.web.conftest import SignIn
from tests.web.kept import digests
from web.app import create_app
from web.auth.attempts import MOST_ATTEMPTS
from web.bootstrap import Services
from web.security import CONTENT_POLICY, MOST_BYTES, POSITION, permission_of, requires
from web.settings import Settings

ELSEWHERE = {
    "neither said": {},
    "another origin": {"Origin": "https://elsewhere.example"},
    "another port": {"Origin": "http://localhost:8080"},
    "an origin that is hidden": {"Origin": "null"},
    "fetched from another site": {"Sec-Fetch-Site": "cross-site", "Origin": ORIGIN},
    "fetched from a neighbour": {"Sec-Fetch-Site": "same-site", "Origin": ORIGIN},
    "typed by nobody": {"Sec-Fetch-Site": "none"},
}


@pytest.mark.parametrize("headers", ELSEWHERE.values(), ids=ELSEWHERE)
def test_a_form_of_another_site_reaches_no_route(
    app: Flask, services: Services, browser_of: SignIn, headers: dict[str, str]
) -> None:
    kept = populated(services)
    client = browser_of(OFFICER).client
    before = digests(services)

    for rule in pages(app):
        for method in sorted((rule.methods or set()) - {"GET", "HEAD", "OPTIONS"}):
            address = next(addresses(app, rule, kept)).path
            answer = client.open(address, method=method, headers=headers)
            assert answer.status_code == 403, address

    assert digests(services) == before


@pytest.mark.parametrize(
    "headers",
    [{"Origin": ORIGIN}, {"Sec-Fetch-Site": "same-origin"}],
    ids=["by its origin", "by fetch metadata"],
)
def test_our_own_form_is_taken(nobody: Browser, headers: dict[str, str]) -> None:
    form = {"username": OFFICER.username, "password": PASSWORD}

    answer = nobody.client.post("/signin", data=form, headers=headers)

    assert answer.status_code == 302


SENT_WITH_EVERYTHING = {
    "Content-Security-Policy": CONTENT_POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}


@pytest.mark.parametrize(
    ("method", "address", "status"),
    [
        ("GET", "/signin", 200),
        ("GET", "/", 302),
        ("GET", "/static/app.css", 200),
        ("GET", "/brand.css", 200),
        ("GET", "/health/live", 200),
        ("GET", "/nowhere", 404),
        ("GET", "/static/nowhere.css", 404),
        ("POST", "/", 403),
        ("DELETE", "/signin", 403),
    ],
)
def test_every_answer_carries_the_security_headers(
    nobody: Browser, method: str, address: str, status: int
) -> None:
    answer = nobody.client.open(address, method=method)
    answer.close()

    assert answer.status_code == status
    assert {name: answer.headers.get(name) for name in SENT_WITH_EVERYTHING} == SENT_WITH_EVERYTHING


def test_the_content_policy_allows_nothing_inline_and_nothing_from_elsewhere() -> None:
    assert "unsafe" not in CONTENT_POLICY
    assert "default-src 'none'" in CONTENT_POLICY
    assert not re.search(r"https?:|\*", CONTENT_POLICY)


@pytest.mark.parametrize("address", ["/", "/records/nowhere", "/records/new", "/settings"])
def test_nothing_personal_stays_in_a_shared_computer(browser_of: SignIn, address: str) -> None:
    answer = browser_of(OFFICER).client.get(address)

    assert answer.headers["Cache-Control"] == "no-store"


def test_the_session_cookie_is_out_of_reach_of_script_and_of_other_sites(nobody: Browser) -> None:
    form = {"username": OFFICER.username, "password": PASSWORD}

    cookie = nobody.post("/signin", form).headers["Set-Cookie"]

    assert cookie.startswith("session=")
    assert {"HttpOnly", "SameSite=Strict", "Path=/"} <= set(cookie.split("; "))
    assert "Domain" not in cookie


def test_behind_tls_cookies_are_bound_to_it(sqlite: Settings) -> None:
    secure = sqlite_settings(sqlite.data, UOF_SECURE_COOKIES="yes")
    with opened(secure) as services:
        nobody = Browser(create_app(services), services)
        form = {"username": OFFICER.username, "password": PASSWORD}

        answer = nobody.post("/signin", form)

    assert answer.headers["Set-Cookie"].startswith("__Host-session=")
    assert {"Secure", "Path=/"} <= set(answer.headers["Set-Cookie"].split("; "))
    assert answer.headers["Strict-Transport-Security"] == "max-age=31536000; includeSubDomains"


def test_the_cookie_of_the_last_write_is_guarded_like_the_session(
    services: Services, browser_of: SignIn
) -> None:
    record = given.submitted(services)
    page = browser_of(OFFICER).open(f"/records/{record.reference}/note")
    form = {"key": page.values("key")[0], "version": "1", "text": "More"}

    answer = page.browser.post(f"/records/{record.reference}/note", form)

    (cookie,) = [one for one in answer.headers.getlist("Set-Cookie") if one.startswith(POSITION)]
    assert {"HttpOnly", "SameSite=Strict"} <= set(cookie.split("; "))


def token_of(browser: Browser) -> str:
    cookie = browser.client.get_cookie("session")
    assert cookie is not None
    return cookie.value


def test_signing_in_gives_a_token_that_nobody_knew_before(nobody: Browser) -> None:
    nobody.client.set_cookie("session", "planted-by-somebody")

    nobody.sign_in(OFFICER)

    assert token_of(nobody) != "planted-by-somebody"
    nobody.client.set_cookie("session", "planted-by-somebody")
    assert nobody.open("/").path.startswith("/signin")


def test_signing_in_again_gives_another_token(browser_of: SignIn) -> None:
    assert token_of(browser_of(OFFICER)) != token_of(browser_of(OFFICER))


def test_signing_out_ends_the_session_on_the_server_too(browser_of: SignIn) -> None:
    browser = browser_of(OFFICER)
    token = token_of(browser)

    browser.send("/signout")

    assert browser.client.get_cookie("session") is None
    browser.client.set_cookie("session", token)
    assert browser.open("/").path.startswith("/signin")


def test_the_store_does_not_hold_the_token(services: Services, browser_of: SignIn) -> None:
    token = token_of(browser_of(OFFICER))

    kept = b"".join(file.read_bytes() for file in services.settings.data.glob("work.db*"))

    assert token.encode() not in kept


@pytest.mark.parametrize(
    ("minutes", "signed_in"),
    [(14, True), (16, False)],
    ids=["just before", "just after"],
)
def test_a_session_that_is_not_used_ends(
    browser_of: SignIn, clock: FakeClock, minutes: int, *, signed_in: bool
) -> None:
    browser = browser_of(OFFICER)

    clock.advance(minutes=minutes)

    assert (browser.open("/").path == "/") is signed_in


def test_who_comes_back_after_a_session_ended_is_told_so(
    browser_of: SignIn, clock: FakeClock
) -> None:
    browser = browser_of(OFFICER)
    clock.advance(hours=1)

    page = browser.open("/settings")

    assert "Your session has ended" in page.text
    assert page.press("Sign in", username=OFFICER.username, password=PASSWORD).path == "/settings"


def test_a_session_that_is_used_all_the_time_ends_after_a_shift(
    browser_of: SignIn, clock: FakeClock
) -> None:
    browser = browser_of(OFFICER)

    for _ in range(8 * 6):
        assert browser.open("/").path == "/"
        clock.advance(minutes=10)
    clock.advance(minutes=1)

    assert browser.open("/").path.startswith("/signin")


def test_a_role_that_was_revoked_is_gone_with_the_next_request(
    services: Services, browser_of: SignIn
) -> None:
    browser = browser_of(SUPERVISOR)
    browser.open("/review")

    services.people.revoke(SUPERVISOR.id, SUPERVISOR.role, requester=ADMINISTRATOR.asks())

    browser.open("/review", status=403)


@pytest.mark.parametrize(
    "wanted",
    [
        "https://elsewhere.example/",
        "//elsewhere.example/",
        "/\\elsewhere.example/",
        "\\\\elsewhere.example/",
        "javascript:alert(1)",
        "elsewhere.example",
        "///elsewhere.example",
        "/\t/elsewhere.example/",
        "/\n/elsewhere.example/",
        "http:elsewhere.example",
        "",
    ],
)
def test_signing_in_leads_to_no_other_site(nobody: Browser, wanted: str) -> None:
    form = {"username": OFFICER.username, "password": PASSWORD, "next": wanted}

    answer = nobody.post("/signin", form)

    assert answer.location == "/"


def test_signing_in_leads_to_where_one_wanted_to_go(nobody: Browser) -> None:
    page = nobody.open("/settings?saved=no")

    page = page.press("Sign in", username=OFFICER.username, password=PASSWORD)

    assert page.path == "/settings?saved=no"


def test_a_wrong_password_and_an_unknown_name_are_answered_alike(nobody: Browser) -> None:
    wrong = nobody.open("/signin").press("Sign in", username=OFFICER.username, password="no")
    unknown = nobody.open("/signin").press("Sign in", username="ada-2", password="no")

    assert wrong.status == unknown.status == 422
    assert wrong.errors == unknown.errors


def test_after_some_attempts_even_the_right_password_waits(
    nobody: Browser, clock: FakeClock
) -> None:
    for _ in range(MOST_ATTEMPTS):
        nobody.open("/signin").press("Sign in", username=OFFICER.username, password="guess")

    page = nobody.open("/signin").press("Sign in", username=OFFICER.username, password=PASSWORD)

    assert page.status == 429
    assert "Wait 15 minutes" in page.errors["#username"]
    clock.advance(minutes=16)
    assert nobody.sign_in(OFFICER).path == "/"


def test_attempts_on_one_name_do_not_lock_another_out(nobody: Browser) -> None:
    for _ in range(MOST_ATTEMPTS + 1):
        nobody.open("/signin").press("Sign in", username=OFFICER.username, password="guess")

    assert nobody.sign_in(SUPERVISOR).path == "/review"


def test_a_name_or_password_of_any_length_is_only_refused(nobody: Browser) -> None:
    page = nobody.send("/signin", {"username": "a" * 10_000, "password": "b" * 10_000})

    assert page.status == 422


def test_a_password_is_never_shown_again(nobody: Browser) -> None:
    page = nobody.open("/signin").press("Sign in", username="ada", password="typed-by-mistake")

    assert "typed-by-mistake" not in page.response.get_data(as_text=True)


def test_a_request_that_is_too_large_is_refused_before_it_is_read(browser_of: SignIn) -> None:
    browser = browser_of(OFFICER)

    page = browser.send("/settings", {"theme": "x" * (MOST_BYTES + 1)})

    assert page.status == 413


@pytest.mark.parametrize("key", ["", "not-a-key", "1", "../../etc/passwd", "\x00"])
def test_a_form_without_a_good_key_is_refused(browser_of: SignIn, key: str) -> None:
    page = browser_of(OFFICER).send("/records/new", {"kind": "full", "key": key})

    assert page.status == 400


@pytest.mark.parametrize("version", ["", "one", "-1", "1.0", "²"])
def test_a_form_without_a_good_version_is_refused(
    services: Services, browser_of: SignIn, version: str
) -> None:
    draft = given.a_draft(services)

    page = browser_of(OFFICER).send(f"/records/{draft.reference}/discard", {"version": version})

    assert page.status == 400


ENDLESS = "9" * 5000
"""Python refuses to read so long a number: that must be a refusal and not a failure."""


@pytest.mark.parametrize(
    ("method", "address", "form", "status"),
    [
        ("POST", "/records/{draft}/discard", {"version": ENDLESS}, 400),
        ("POST", "/records/{draft}/edit/incident", {"version": ENDLESS}, 400),
        (
            "POST",
            "/records/{draft}/edit/incident",
            {"version": "1", "crowd_estimate": ENDLESS},
            422,
        ),
        ("POST", "/records/{draft}/edit/ced/1", {"version": "1", "cycles": ENDLESS}, 422),
        ("POST", "/records/{draft}/edit/tactics", {"version": "1", "action": f"up-{ENDLESS}"}, 200),
        ("GET", f"/records/{{draft}}/edit/ced/{ENDLESS}", {}, 404),
        ("GET", f"/records/{{record}}/as-at?version={ENDLESS}", {}, 404),
        ("GET", f"/records/{{record}}/compare?from={ENDLESS}", {}, 404),
        ("GET", f"/records/{{record}}/as-at?date={ENDLESS}", {}, 422),
    ],
    ids=lambda value: str(value)[:40],
)
def test_an_endless_number_is_refused_like_any_other(
    services: Services,
    browser_of: SignIn,
    *,
    method: str,
    address: str,
    form: dict[str, str],
    status: int,
) -> None:
    draft, record = given.a_draft(services), given.submitted(services)
    where = address.format(draft=draft.reference, record=record.reference)

    answer = browser_of(OFFICER).client.open(
        where, method=method, data=form, headers={"Origin": ORIGIN}
    )

    assert answer.status_code == status


@pytest.mark.parametrize(
    ("address", "form"),
    [
        ("/records/{record}/note", {"text": "a\x00b"}),
        ("/records/{draft}/edit/incident", {"place": "a\x00b"}),
        ("/records/{draft}/edit/incident", {"pla\x00ce": "ab"}),
        ("/settings", {"theme": "\x00"}),
    ],
)
def test_a_character_that_no_database_keeps_is_refused_and_changes_nothing(
    services: Services, browser_of: SignIn, address: str, form: dict[str, str]
) -> None:
    draft, record = given.a_draft(services), given.submitted(services)
    browser = browser_of(OFFICER)
    before = digests(services)
    where = address.format(draft=draft.reference, record=record.reference)

    page = browser.send(where, {"key": str(draft.id), "version": "1", **form})

    assert page.status == 400
    assert digests(services) == before


def test_half_a_pair_of_a_character_makes_no_failure_and_loses_no_other(
    services: Services, browser_of: SignIn
) -> None:
    draft = given.a_draft(services)

    answer = browser_of(OFFICER).client.post(
        f"/records/{draft.reference}/edit/incident",
        data=b"version=1&action=later&place=half%ED%A0%80pair",
        content_type="application/x-www-form-urlencoded",
        headers={"Origin": ORIGIN},
    )

    assert answer.status_code == 302
    kept = str(services.drafts.get(draft.id, officer=OFFICER.id).account.place)
    assert kept.startswith("half")
    assert kept.endswith("pair")
    kept.encode()


HOSTILE = {
    "an HTML tag": "<script>alert(1)</script>",
    "an attribute": '" onfocus="alert(1)',
    "a template": "{{ 7 * 7 }}{% raw %}",
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_what_people_write_is_shown_as_text(
    services: Services, browser_of: SignIn, text: str
) -> None:
    record = given.submitted(services, narrative_action=text, place=text)

    page = browser_of(OFFICER).open(f"/records/{record.reference}")

    assert page.answers["Action and review"] == " ".join(text.split())
    assert not page.main.all("script")


def _let_it_fail(app: Flask, endpoint: str, words: str) -> None:
    """Make a view fail with an error that carries content, as an error of a database does."""
    view = app.view_functions[endpoint]

    @requires(permission_of(view) or Permission.EVERYBODY)
    def failing(**_: str) -> None:
        raise ValueError(words)

    app.view_functions[endpoint] = failing


def test_a_failure_shows_nobody_what_failed(
    app: Flask, services: Services, browser_of: SignIn
) -> None:
    record = given.submitted(services, **WORDS)
    browser = browser_of(OFFICER)
    _let_it_fail(app, "record.show", "Sealed narrative")

    page = browser.open(f"/records/{record.reference}", status=500)

    assert page.heading == "Something went wrong on our side"
    for word in ("Traceback", "ValueError", "Sealed"):
        assert word not in page.response.get_data(as_text=True)


def test_the_log_of_a_failing_request_says_where_it_failed_and_nothing_personal(
    app: Flask, services: Services, browser_of: SignIn, caplog: pytest.LogCaptureFixture
) -> None:
    record = given.submitted(services, **WORDS)
    browser = browser_of(STANDARDS)
    _let_it_fail(app, "record.show", "; ".join(map(str, WORDS.values())))
    caplog.clear()

    with caplog.at_level(logging.DEBUG):
        browser.open(f"/records/{record.reference}", status=500)

    assert "record.show failed with ValueError" in caplog.text
    assert "in failing" in caplog.text
    for word in WORDS.values():
        assert str(word) not in caplog.text
