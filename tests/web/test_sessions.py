"""Sessions by time travel: fixation, theft, idleness, the end of a shift, and cutting somebody off.

Spec: audit, ASVS 7.1 to 7.6, T60 to T64. Nothing sleeps: the clock is moved.
"""

import math
from collections import Counter

import pytest

from domain.people.events import AccountClosed, AccountReopened, SessionsEnded
from tests.fakes import FakeClock
from tests.people import ADMINISTRATOR, COLLEAGUE, OFFICER, PASSWORD, SUPERVISOR
from tests.web.client import ORIGIN, Browser, Shown
from tests.web.conftest import SignIn
from web.auth.sessions import device
from web.bootstrap import Services

WINDOWS = (
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko)"
    " Chrome/140.0.0.0 Safari/537.36 Edg/140.0.0.0"
)
ANDROID = (
    "Mozilla/5.0 (Linux; Android 15; Pixel 8) AppleWebKit/537.36 (KHTML, like Gecko)"
    " Chrome/140.0.0.0 Mobile Safari/537.36"
)


def token_of(browser: Browser) -> str:
    cookie = browser.client.get_cookie("session")
    assert cookie is not None
    return cookie.value


def is_in(browser: Browser) -> bool:
    return browser.open("/settings").path == "/settings"


def on(browser: Browser, agent: str) -> Browser:
    """The browser says what it is."""
    browser.client.environ_base["HTTP_USER_AGENT"] = agent
    return browser


def test_a_planted_token_is_never_the_one_of_a_session(nobody: Browser) -> None:
    """T60: whoever plants a token, or had one from before, has nothing after sign-in."""
    nobody.client.set_cookie("session", "planted")
    nobody.sign_in(OFFICER)
    first = token_of(nobody)
    nobody.post("/signin", {"username": OFFICER.username, "password": PASSWORD})
    assert len({"planted", first, token_of(nobody)}) == 3

    for old in ("planted", ""):
        nobody.client.set_cookie("session", old)
        assert not is_in(nobody)


def test_tokens_are_of_256_random_bits(services: Services) -> None:
    """Every place of the token varies over the whole alphabet (ASVS 7.2.3)."""
    tokens = [services.sessions.start(OFFICER.id) for _ in range(400)]

    assert len(set(tokens)) == 400
    assert {len(one) for one in tokens} == {43}
    for place in range(42):
        seen = Counter(one[place] for one in tokens)
        entropy = -sum(n / 400 * math.log2(n / 400) for n in seen.values())
        assert entropy > 5.5, "six bits a character, less what 400 draws cannot show"


def test_a_token_that_is_used_from_another_browser_ends_the_session(
    services: Services, nobody: Browser, browser_of: SignIn
) -> None:
    """T61: the thief gets nothing, and the owner is told to sign in again."""
    owner = on(nobody, ANDROID)
    owner.sign_in(OFFICER)
    assert is_in(owner)
    thief = on(browser_of(COLLEAGUE), WINDOWS)
    thief.client.set_cookie("session", token_of(owner))

    assert not is_in(thief)

    assert not is_in(owner)
    assert "Your session has ended" in owner.open("/signin").text
    assert services.sessions.of(OFFICER.id) == ()


@pytest.mark.parametrize(("minutes", "goes_on"), [(15, True), (16, False)])
def test_a_session_that_is_not_used_ends(
    browser_of: SignIn, clock: FakeClock, minutes: int, *, goes_on: bool
) -> None:
    """T62."""
    browser = browser_of(OFFICER)

    clock.advance(minutes=minutes)

    assert is_in(browser) is goes_on


def test_a_session_that_is_used_without_a_pause_ends_after_eight_hours(
    browser_of: SignIn, clock: FakeClock
) -> None:
    """T63."""
    browser = browser_of(OFFICER)
    for _ in range(32):
        clock.advance(minutes=15)
        assert is_in(browser)

    clock.advance(seconds=1)

    assert not is_in(browser)


def test_showing_again_who_one_is_lengthens_no_shift(
    services: Services, browser_of: SignIn, clock: FakeClock
) -> None:
    browser = browser_of(ADMINISTRATOR)
    for _ in range(32):
        clock.advance(minutes=15)
        browser.open("/confirm").press("Go on", shown=PASSWORD)

    clock.advance(seconds=1)

    assert not is_in(browser)


def closed(page: Shown) -> Shown:
    return page.press("Close the account")


def test_whose_account_is_closed_is_cut_off_with_their_next_request(
    services: Services, browser_of: SignIn, clock: FakeClock
) -> None:
    """T64: not within 60 seconds, but at once, in every browser and by every token."""
    theirs = [browser_of(SUPERVISOR) for _ in range(2)]
    page = browser_of(ADMINISTRATOR).open(f"/admin/people/{SUPERVISOR.id}")

    page = closed(page)

    assert "they can do nothing" in page.text
    assert not any(is_in(browser) for browser in theirs)
    answer = theirs[0].client.post("/review", headers={"Origin": ORIGIN})
    assert answer.status_code in (401, 405)
    again = (
        theirs[0].open("/signin").press("Sign in", username=SUPERVISOR.username, password=PASSWORD)
    )
    assert again.status == 422
    assert services.access.roles(SUPERVISOR.id) == frozenset()
    page = page.press("Open the account again")
    assert theirs[0].sign_in(SUPERVISOR).path == "/review"
    events = services.log.events_of(SUPERVISOR.id)
    assert [type(one) for one in events[-2:]] == [AccountClosed, AccountReopened]
    assert events[-1].metadata.actor == ADMINISTRATOR.id


def test_a_session_that_was_left_over_is_ended_by_the_log_alone(
    services: Services, browser_of: SignIn
) -> None:
    """Should a process die between the event and the end of the sessions: the event is enough."""
    browser = browser_of(SUPERVISOR)

    services.people.close_account(SUPERVISOR.id, requester=ADMINISTRATOR.asks())

    assert services.sessions.of(SUPERVISOR.id) != ()
    assert not is_in(browser)
    assert services.sessions.of(SUPERVISOR.id) == ()


def test_an_administrator_closes_no_account_of_their_own(browser_of: SignIn) -> None:
    page = closed(browser_of(ADMINISTRATOR).open(f"/admin/people/{ADMINISTRATOR.id}"))

    assert page.status == 422
    assert "Nobody closes their own account" in page.errors["#main-content"]


def test_an_administrator_signs_somebody_out_everywhere_and_it_is_an_event(
    services: Services, browser_of: SignIn
) -> None:
    theirs, others = browser_of(OFFICER), browser_of(COLLEAGUE)
    page = browser_of(ADMINISTRATOR).open(f"/admin/people/{OFFICER.id}")
    assert "Signed in now: 1 session" in page.text

    page = page.press("Sign them out everywhere")

    assert "Not signed in now." in page.text
    assert not is_in(theirs)
    assert is_in(others)
    (event,) = [e for e in services.log.events_of(OFFICER.id) if isinstance(e, SessionsEnded)]
    assert event.metadata.actor == ADMINISTRATOR.id


def test_people_see_where_they_are_signed_in_and_end_it(
    services: Services, browser_of: SignIn, nobody: Browser, clock: FakeClock
) -> None:
    on(nobody, ANDROID).sign_in(OFFICER)
    clock.advance(minutes=2)
    here, third, other = browser_of(OFFICER), browser_of(OFFICER), browser_of(COLLEAGUE)

    page = here.open("/settings").follow("Where you are signed in")

    assert {row[0] for row in page.rows} == {"Chrome on Android", "Another browser"}
    assert [row[-1] for row in page.rows].count("This one") == 1
    page = page.press(next(one for one in page.buttons if one.startswith("End Chrome on Android")))
    assert not is_in(nobody)
    assert is_in(third)
    page = page.press("End all the others")
    assert not is_in(third)
    assert is_in(here)
    assert is_in(other)
    assert len(page.rows) == 1


def test_nobody_ends_somebody_elses_session(services: Services, browser_of: SignIn) -> None:
    theirs, mine = browser_of(OFFICER), browser_of(COLLEAGUE)
    (session,) = services.sessions.of(OFFICER.id)

    mine.send("/settings/sessions", {"session": session.id})

    assert is_in(theirs)


@pytest.mark.parametrize(
    ("agent", "words"),
    [
        (WINDOWS, "Edge on Windows"),
        (ANDROID, "Chrome on Android"),
        ("Mozilla/5.0 (iPhone) Version/18.0 Mobile/15E148 Safari/604.1", "Safari on iPhone"),
        (
            "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0",
            "Firefox on Linux",
        ),
        ("<script>alert(1)</script>", "Another browser"),
        ("", "Another browser"),
    ],
)
def test_a_browser_is_called_by_words_of_ours(agent: str, words: str) -> None:
    assert device(agent) == words
