"""Single sign-on in a real browser, at a real provider that nobody here wrote, on another site.

What is not told by a test client: that the cookies come back from the other site, that the content
policy lets the browser go there, and that a provider of others takes what we ask and gives what we read.
"""

import socket
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from domain.codelists.roles import Role
from domain.people.events import RoleGranted
from tests import installations
from tests.browser import steps
from tests.browser.checks import faults
from tests.browser.serving import Server, served
from tests.browser.windows import DESK, PHONE, Windows
from tests.identity_provider.running import CLIENT, SECRET, provider
from tests.people import ADMINISTRATOR, OFFICER, SUPERVISOR
from web.auth.linked import Subject
from web.auth.sessions import Way

IDS = {OFFICER: "7a1f-officer", ADMINISTRATOR: "7a1f-administrator"}
"""How the provider knows two people; the supervisor it knows, and we do not."""
BUTTON = "Sign in with your force account"
WIDTHS = (PHONE, DESK)


@dataclass(frozen=True)
class Both:
    """Our service and the provider, each on a site of its own."""

    server: Server
    windows: Windows
    issuer: str


def free_port() -> int:
    with closing(socket.create_server(("127.0.0.1", 0))) as opened:
        port: int = opened.getsockname()[1]
        return port


@pytest.fixture(scope="module")
def both(
    browser: Browser, prepared_sqlite: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Both]:
    folder = tmp_path_factory.mktemp("single-sign-on")
    secret = folder / "client-secret"
    secret.write_text(SECRET)
    secret.chmod(0o600)
    port = free_port()
    service = f"http://127.0.0.1:{port}"
    with provider(free_port(), service=service) as issuer:
        settings = installations.sqlite_settings(
            installations.copy_of(prepared_sqlite, folder / "data"),
            UOF_ADDRESS=service,
            UOF_LOCAL_ACCOUNTS="no",
            UOF_OIDC_ISSUER=issuer,
            UOF_OIDC_CLIENT=CLIENT,
            UOF_OIDC_SECRET=str(secret),
            UOF_OIDC_STEP_UP_CONTEXT="mfa",
        )
        with served(settings, port=port) as server:
            for somebody, subject in IDS.items():
                link = Subject(issuer=issuer, id=subject)
                server.services.identity.linked.link(somebody.id, link)
            windows = Windows(browser=browser, url=server.url)
            yield Both(server, windows, issuer)
            windows.close()
            assert not windows.problems, "\n".join(windows.problems)


def at_provider(page: Page, account: str, *, weak: bool = False) -> None:
    """Say at the provider who one is."""
    steps.expect_heading(page, "Force account")
    page.get_by_label("Account").fill(account)
    if weak:
        page.get_by_label("No second factor").check()
    page.get_by_role("button", name="Continue").click()


def signed_in(both: Both, account: str, *, script: bool = True) -> Page:
    page = both.windows.open(script=script)
    page.goto("/settings")
    page.get_by_role("button", name=BUTTON).click()
    at_provider(page, account)
    return page


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])
def test_who_signs_in_at_the_provider_arrives_where_they_wanted_to_go(
    both: Both, *, script: bool
) -> None:
    page = signed_in(both, IDS[OFFICER], script=script)

    page.wait_for_url("**/settings")
    expect(page.get_by_role("banner")).to_contain_text(OFFICER.name)
    cookies = page.context.cookies()
    ours = [one for one in cookies if one["domain"] == "127.0.0.1"]
    # No token leaves the server: one begins with what begins every JSON object.
    assert {one["name"] for one in ours} <= {"session", "position"}
    assert not any("eyJ" in one["value"] for one in ours)
    assert "code=" not in page.url
    ways = {one.way for one in both.server.services.sessions.of(OFFICER.id)}
    assert ways == {Way.PROVIDER}


def test_there_is_no_other_way_in_where_local_accounts_are_switched_off(both: Both) -> None:
    page = both.windows.open()
    page.goto("/signin")

    expect(page.get_by_label("Password")).to_have_count(0)
    expect(page.get_by_role("main").get_by_role("button")).to_have_text([BUTTON])


def test_whom_the_provider_knows_and_nobody_linked_is_told_their_id(both: Both) -> None:
    page = signed_in(both, "7a1f-somebody-new")

    steps.expect_heading(page, "Your force account is not known here")
    expect(steps.row(page, "Id")).to_contain_text("7a1f-somebody-new")
    assert faults(page, WIDTHS) == []
    expect(page.get_by_role("button", name="Sign out")).to_have_count(0)


def granted(both: Both) -> list[Role]:
    events = both.server.services.log.events_of(SUPERVISOR.id)
    return [event.role for event in events if isinstance(event, RoleGranted)]


def grant(page: Page, both: Both, role: str) -> None:
    """Begin to give the supervisor a role, as far as the provider's page."""
    page.goto(f"{both.server.url}/admin/people/{SUPERVISOR.id}")
    page.get_by_label("Role", exact=True).select_option(role)
    steps.press(page, "Grant role")
    steps.expect_heading(page, "Show that it is you")
    page.get_by_role("button", name="Go on with your force account").click()


def test_roles_are_changed_after_the_second_factor_was_shown_at_the_provider(both: Both) -> None:
    page = signed_in(both, IDS[ADMINISTRATOR])
    page.wait_for_url("**/settings")
    before = page.context.cookies(both.server.url)
    roles = granted(both)

    for account, weak, sentence in (
        (IDS[ADMINISTRATOR], True, "did not say that you just showed who you are"),
        (IDS[OFFICER], False, "did not sign you in"),
    ):
        grant(page, both, "Analyst")
        at_provider(page, account, weak=weak)
        expect(page.get_by_role("alert")).to_contain_text(sentence)
        assert granted(both) == roles

    page.goto("/confirm")
    assert faults(page, WIDTHS) == []
    grant(page, both, "Analyst")
    at_provider(page, IDS[ADMINISTRATOR])
    steps.expect_heading(page, "Save what you typed")
    assert granted(both) == roles
    steps.press(page, "Save and go on")

    assert granted(both) == [*roles, Role.ANALYST]
    after = page.context.cookies(both.server.url)
    assert {one["value"] for one in before if one["name"] == "session"}.isdisjoint(
        one["value"] for one in after
    )
    # It counts for a while: the next change asks nothing.
    steps.press(page, "Revoke analyst")
    expect(page.get_by_role("button", name="Revoke analyst")).to_have_count(0)


def test_who_signs_out_here_may_sign_out_at_the_provider_too(both: Both) -> None:
    page = signed_in(both, IDS[OFFICER])
    page.wait_for_url("**/settings")

    page.get_by_role("button", name="Sign out").click()

    steps.expect_heading(page, "You are signed out")
    assert faults(page, WIDTHS) == []
    page.get_by_role("link", name="sign out of your force account too").click()
    page.get_by_role("button", name="Yes, sign me out").click()
    page.wait_for_url(f"{both.server.url}/signin*")
    page.get_by_role("button", name=BUTTON).click()
    steps.expect_heading(page, "Force account")
