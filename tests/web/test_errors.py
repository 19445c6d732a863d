"""Every refusal is a page that says what happened and what to do next."""

import inspect
from dataclasses import replace
from http import HTTPStatus

import pytest
from eventsourcing.persistence import PersistenceError
from flask import Flask, abort
from sqlalchemy.exc import InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as NoConnectionFreeError

from application.log import ConcurrentChangeError
from application.ports import KeyDestroyedError
from domain.access.errors import NotAllowedError
from domain.access.policy import Permission
from domain.errors import DomainError, NotFoundError, StaleVersionError
from domain.records.errors import AccountHasGapsError, OwnReviewError, RecordWithdrawnError
from tests.people import COLLEAGUE, OFFICER, OTHER_SUPERVISOR
from tests.web import given
from tests.web.client import Browser
from tests.web.conftest import SignIn
from web.adapters.drafts import DraftChangedError
from web.app import create_app
from web.auth.attempts import TooManyAttemptsError
from web.bootstrap import Services
from web.errors import FOR_READERS, STATUSES, TITLES
from web.security import requires

PROMISED = (400, 401, 403, 404, 405, 409, 412, 413, 422, 429, 500, 503)


def failing(app: Flask, error: BaseException | int) -> None:
    """A page that is refused, or fails, whenever somebody opens it."""

    @requires(Permission.EVERYBODY)
    def fail() -> None:
        if isinstance(error, int):
            abort(error)
        raise error

    app.add_url_rule("/failing", "failing", fail)


@pytest.mark.parametrize("status", PROMISED)
def test_each_status_says_what_happened_and_what_to_do(
    app: Flask, nobody: Browser, status: int
) -> None:
    failing(app, status)

    page = nobody.open("/failing", status=status)

    title, advice = TITLES[status]
    assert page.heading == title
    if status == HTTPStatus.NOT_FOUND:
        # Nobody is signed in: their way goes to what is public.
        assert FOR_READERS in page.text
        assert page.links() == {"Publications": "/publications", "Sign in": "/signin"}
    else:
        assert advice in page.text
        assert page.links() == {"Go to your start page": "/"}


def test_each_status_has_words_of_its_own() -> None:
    assert sorted(TITLES) == list(PROMISED)
    assert len({title for title, _ in TITLES.values()}) == len(PROMISED)
    for title, advice in TITLES.values():
        assert advice.endswith(".")
        assert not title.endswith(".")


ERRORS = {
    NotFoundError(): 404,
    NotAllowedError(): 403,
    StaleVersionError(OFFICER.id, expected=1, found=2): 409,
    ConcurrentChangeError(): 409,
    KeyDestroyedError(): 409,
    AccountHasGapsError([]): 422,
    TooManyAttemptsError(): 429,
    OwnReviewError(): 409,
    RecordWithdrawnError(): 409,
    DraftChangedError(): 409,
    DomainError(): 409,
    PersistenceError("words"): 503,
    ConnectionError("words"): 503,
    OperationalError("words", {}, Exception()): 503,
    InterfaceError("words", {}, Exception()): 503,
    NoConnectionFreeError("words"): 503,
    RuntimeError("words"): 500,
}


@pytest.mark.parametrize(
    ("error", "status"), ERRORS.items(), ids=[type(error).__name__ for error in ERRORS]
)
def test_an_error_is_answered_with_its_status(
    app: Flask, nobody: Browser, error: Exception, status: int
) -> None:
    failing(app, error)

    nobody.open("/failing", status=status)


class Away:
    """A store whose database went away in the middle of a request."""

    def of(self, person: object) -> None:
        raise OperationalError("words", {}, Exception())


def test_the_page_of_a_failure_needs_no_database(services: Services) -> None:
    away = replace(services, preferences=Away())
    app = create_app(away)
    failing(app, OperationalError("words", {}, Exception()))
    browser = Browser(app, away)
    browser.sign_in(OFFICER)

    page = browser.open("/failing", status=503)

    assert page.heading == TITLES[503][0]


def test_a_refusal_that_nobody_gave_a_status_is_a_conflict_with_its_own_sentence(
    app: Flask, nobody: Browser
) -> None:
    class NeverHeardOfError(DomainError):
        """The moon is full. Come back tomorrow."""

    failing(app, NeverHeardOfError())

    page = nobody.open("/failing", status=HTTPStatus.CONFLICT)

    assert "The moon is full. Come back tomorrow." in page.text


def test_what_is_not_found_does_not_say_whether_it_exists(app: Flask, nobody: Browser) -> None:
    failing(app, NotFoundError())

    page = nobody.open("/failing", status=404)

    assert NotFoundError().sentence not in page.text


@pytest.mark.parametrize("error", ["words", "SELECT * FROM drafts"])
def test_the_words_of_a_failure_stay_inside(app: Flask, nobody: Browser, error: str) -> None:
    failing(app, PersistenceError(error))

    page = nobody.open("/failing", status=503)

    assert error not in page.text


def _refusals() -> list[type[DomainError]]:
    found: list[type[DomainError]] = []
    waiting: list[type[DomainError]] = [DomainError]
    while waiting:
        kind = waiting.pop()
        # Those of tests are not ours to word.
        waiting += [one for one in kind.__subclasses__() if not one.__module__.startswith("tests")]
        found.append(kind)
    return found


@pytest.mark.parametrize("kind", _refusals(), ids=lambda kind: kind.__name__)
def test_every_refusal_has_sentences_for_a_person(kind: type[DomainError]) -> None:
    words = inspect.cleandoc(kind.__doc__ or "")

    assert words.endswith(".")
    assert words[0].isupper()


def test_refusals_of_every_layer_are_among_them() -> None:
    layers = {kind.__module__.split(".")[0] for kind in _refusals()}

    assert layers == {"application", "domain", "web"}
    assert set(STATUSES) <= set(_refusals())


OTHERS = {
    "records/{}": (COLLEAGUE, OTHER_SUPERVISOR),
    "records/{}.pdf": (COLLEAGUE, OTHER_SUPERVISOR),
    "records/{}/history": (COLLEAGUE, OTHER_SUPERVISOR),
    "records/{}/as-at?version=1": (COLLEAGUE, OTHER_SUPERVISOR),
    "records/{}/compare": (COLLEAGUE, OTHER_SUPERVISOR),
    "records/{}/amend": (COLLEAGUE,),
    "records/{}/amend/incident": (COLLEAGUE,),
    "records/{}/note": (COLLEAGUE, OTHER_SUPERVISOR),
    "records/{}/withdraw": (COLLEAGUE,),
    "records/{}/submitted": (COLLEAGUE,),
    "review/{}": (OTHER_SUPERVISOR,),
    "review/{}/accept": (OTHER_SUPERVISOR,),
    "review/{}/return": (OTHER_SUPERVISOR,),
}
"""Whom the address lets in, but not to this record."""


@pytest.mark.parametrize(
    ("address", "person"),
    [(address, person) for address, people in OTHERS.items() for person in people],
    ids=lambda value: getattr(value, "username", value),
)
def test_somebody_elses_record_is_unknown_and_not_forbidden(
    services: Services, browser_of: SignIn, address: str, person
) -> None:
    record = given.submitted(services)

    known = browser_of(person).open("/" + address.format(record.reference), status=404)
    unknown = browser_of(person).open("/" + address.format("UOF-26-999999"), status=404)

    assert known.text == unknown.text


@pytest.mark.parametrize(
    "address",
    ["", "/edit/incident", "/edit/ced/1", "/check", "/short", "/discard", "/duplicate"],
)
def test_somebody_elses_draft_is_unknown_and_not_forbidden(
    services: Services, browser_of: SignIn, address: str
) -> None:
    draft = given.a_draft(services)

    browser_of(COLLEAGUE).open(f"/records/{draft.reference}{address}", status=404)


def test_the_page_of_an_unknown_address_offers_the_navigation(browser_of: SignIn) -> None:
    page = browser_of(OFFICER).open("/nowhere", status=404)

    assert "Your records" in [link.text for link in page.root.all("nav")[0].all("a")]


def test_who_is_signed_in_is_led_to_their_start_page(browser_of: SignIn) -> None:
    page = browser_of(OFFICER).open("/publications/northshire/1999-q1", status=404)

    assert TITLES[HTTPStatus.NOT_FOUND][1] in page.text
