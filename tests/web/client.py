"""A person at a browser without script: reads pages, fills in what is on them, presses their buttons."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from urllib.parse import parse_qsl, urlsplit

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.datastructures import MultiDict
from werkzeug.test import TestResponse

from tests.installations import follow
from tests.people import PASSWORD, Somebody
from tests.web.inspection import faults
from tests.web.tree import Element, parse
from web.bootstrap import Services

ORIGIN = "http://localhost"
Typed = Mapping[str, str | Iterable[str]]


@dataclass(frozen=True)
class Shown:
    """A page as it was answered, in the browser that asked for it."""

    browser: "Browser"
    response: TestResponse
    root: Element

    @property
    def status(self) -> int:
        return self.response.status_code

    @property
    def path(self) -> str:
        """The address of the page, after every redirect."""
        asked = self.response.request
        return asked.path + (f"?{asked.query_string.decode()}" if asked.query_string else "")

    @property
    def heading(self) -> str:
        return self.root.all("h1")[0].text

    @property
    def title(self) -> str:
        return self.root.all("title")[0].text

    @property
    def main(self) -> Element:
        return self.root.all("main")[0]

    @property
    def text(self) -> str:
        return self.main.text

    @property
    def errors(self) -> dict[str, str]:
        """The error summary: where each sentence leads, and the sentence."""
        links = (
            link
            for summary in self.root.with_class("govuk-error-summary")
            for link in summary.all("a")
        )
        return {link.get("href"): link.text for link in links}

    @property
    def answers(self) -> dict[str, str]:
        """Keys and values of every summary list, and of every table of two columns of data."""
        rows = self.main.with_class("govuk-summary-list__row")
        return {row.all("dt")[0].text: row.all("dd")[0].text for row in rows}

    @property
    def rows(self) -> list[list[str]]:
        """The cells of every table row, heads left out."""
        return [
            [cell.text for cell in row.children]
            for body in self.main.all("tbody")
            for row in body.all("tr")
        ]

    @property
    def buttons(self) -> list[str]:
        return [button.text for button in self.main.all("button")]

    def links(self) -> dict[str, str]:
        return {link.text: link.get("href") for link in self.main.all("a")}

    def follow(self, text: str) -> "Shown":
        """Follow the link with these words."""
        return self.browser.open(self.links()[text])

    def values(self, name: str) -> list[str]:
        """What a control holds now."""
        return [
            value for form in self.main.all("form") for key, value in _filled(form) if key == name
        ]

    def press(
        self, text: str, typed: Typed | None = None, /, **more: str | Iterable[str]
    ) -> "Shown":
        """Fill in controls of a button's form, by name, and press the button.

        A control that is not there, or an option that is not offered, cannot be chosen.
        """
        button = next(one for one in self.main.all("button") if one.text == text)
        form = button.inside("form")
        assert form is not None, f"{text} belongs to no form"
        given = {**(typed or {}), **more}
        sent = MultiDict(_filled(form))
        for name, value in given.items():
            values = [value] if isinstance(value, str) else list(value)
            _refuse_what_is_not_there(form, name, values)
            sent.setlist(name, values)
        if button.has("name"):
            sent.add(button.get("name"), button.get("value"))
        address = form.get("action") or self.path
        if form.get("method").lower() == "post":
            return self.browser.send(address, sent)
        parts = urlsplit(address)
        return self.browser.open(parts.path, sent, status=None)


def _filled(form: Element) -> list[tuple[str, str]]:
    """What a browser would send of a form as it stands."""
    sent: list[tuple[str, str]] = []
    for one in form.all("input", "select", "textarea"):
        name, kind = one.get("name"), one.get("type")
        if not name or one.has("disabled") or kind in ("submit", "button"):
            continue
        if one.tag == "select":
            chosen = [option for option in one.all("option") if option.has("selected")]
            sent.append((name, (chosen or one.all("option"))[0].get("value")))
        elif one.tag == "textarea":
            sent.append((name, one.raw.removeprefix("\n")))
        elif kind not in ("radio", "checkbox") or one.has("checked"):
            sent.append((name, one.get("value")))
    return sent


def _refuse_what_is_not_there(form: Element, name: str, values: Iterable[str]) -> None:
    controls = form.all("input", "select", "textarea", name=name)
    assert controls, f"there is no {name} in this form"
    offered: set[str] | None = set()
    for one in controls:
        if one.tag == "select":
            offered = {option.get("value") for option in one.all("option")}
        elif one.get("type") in ("radio", "checkbox") and offered is not None:
            offered.add(one.get("value"))
        else:
            offered = None
    assert offered is None or set(values) <= offered, f"{name} offers {offered}, not {values}"


class Browser:
    """A browser with cookies of its own. Every page it is shown is inspected."""

    def __init__(self, app: Flask, services: Services) -> None:
        self.client: FlaskClient = app.test_client()
        self._services = services

    def sign_in(self, person: Somebody, password: str = PASSWORD) -> Shown:
        return self.open("/signin").press("Sign in", username=person.username, password=password)

    def open(
        self, address: str, query: MultiDict[str, str] | None = None, status: int | None = 200
    ) -> Shown:
        """Go to an address, as far as it leads; it is answered with this status, or with any."""
        asked = urlsplit(address)
        words = (
            query
            if query is not None
            else MultiDict(parse_qsl(asked.query, keep_blank_values=True))
        )
        response = self.client.get(asked.path, query_string=words, follow_redirects=True)
        assert status in (None, response.status_code), f"{address}: {response.status_code}"
        return self._shown(response)

    def send(self, address: str, fields: Typed | None = None) -> Shown:
        """Post a form, let the read models follow, and go where the answer leads."""
        answer = self.post(address, fields)
        if answer.status_code in (302, 303):
            answer = self.client.get(answer.location, follow_redirects=True)
        return self._shown(answer)

    def post(self, address: str, fields: Typed | None = None, **headers: str) -> TestResponse:
        """The bare answer to a form."""
        answer = self.client.post(address, data=fields or {}, headers={"Origin": ORIGIN, **headers})
        # Nothing follows the log in tests; a page after a write would wait for it.
        follow(self._services)
        return answer

    def _shown(self, response: TestResponse) -> Shown:
        assert response.mimetype == "text/html", response.mimetype
        shown = Shown(self, response, parse(response.get_data(as_text=True)))
        found = faults(shown.root, dict(response.headers))
        assert not found, f"{shown.path}: {found}"
        return shown
