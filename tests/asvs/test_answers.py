"""What every answer carries, and what is made of requests that nobody honest sends (spec: audit, 6.2, T67)."""

import csv
import io
import json
import logging
from urllib.parse import unquote

import pytest
from flask import Flask

from domain.access.policy import Permission
from tests.builders import WORDS
from tests.figures import Tell
from tests.people import COLLEAGUE, OFFICER, STANDARDS, SUPERVISOR
from tests.web import given
from tests.web.addresses import addresses, pages, populated, rules
from tests.web.api.machine import Machine, a_token
from tests.web.client import ORIGIN, Browser
from tests.web.conftest import SignIn
from web.api.operations import operation_of
from web.bootstrap import Services
from web.logs import Lines
from web.security import CONTENT_POLICY, permission_of

KINDS = {
    *("text/html", "text/css", "text/csv", "text/plain", "text/javascript", "image/svg+xml"),
    *("application/json", "application/problem+json", "application/pdf", "application/zip"),
    *("application/csvm+json", "application/vnd.oasis.opendocument.spreadsheet", "image/png"),
    *("application/atom+xml", "application/octet-stream", "text/x-python"),
}
"""What browsers are told that answers are; of the API and of files ``nosniff`` keeps them to it."""


def test_every_address_answers_with_the_headers_and_the_kind_that_it_has(
    app: Flask, services: Services, browser_of: SignIn, figure: Tell
) -> None:
    kept, tried = populated(services), 0
    _, token = a_token(services, acts_as=STANDARDS)
    people, machine = browser_of(STANDARDS).client, Machine(app, services, token)
    for rule in rules(app):
        view = app.view_functions[rule.endpoint]
        is_api = operation_of(view) is not None
        # What a machine asks of one record is tried in tests/web/api.
        if "GET" not in (rule.methods or ()) or (is_api and rule.arguments):
            continue
        address = next(addresses(app, rule, kept)).path
        with machine.get(address) if is_api else people.get(address) as answer:
            tried += 1
            said = f"{rule.rule}: {answer.headers}"
            assert answer.headers["X-Content-Type-Options"] == "nosniff", said
            assert answer.headers["Content-Security-Policy"] == CONTENT_POLICY, said
            assert "Access-Control-Allow-Origin" not in answer.headers, said
            assert answer.headers.get("Server") is None, said
            if permission_of(view) is not Permission.EVERYBODY:
                assert answer.headers["Cache-Control"] == "no-store", said
            if answer.status_code in (204, 302, 303, 304):
                continue
            assert answer.mimetype in KINDS, said
            if answer.mimetype.startswith("text/"):
                assert answer.mimetype_params.get("charset", "").lower() == "utf-8", said
    figure(f"{tried} addresses answered with every header and their own kind of content")
    assert tried > 150


@pytest.mark.parametrize("method", ["TRACE", "TRACK", "CONNECT", "PUT", "PATCH", "DELETE"])
def test_a_method_that_no_page_has_is_refused(browser_of: SignIn, method: str) -> None:
    client = browser_of(STANDARDS).client

    for address in ("/", "/search", "/static/app.css"):
        answer = client.open(address, method=method, headers={"Origin": ORIGIN})
        assert answer.status_code in (403, 405), address
        assert ORIGIN not in answer.text


@pytest.mark.parametrize(
    "address",
    [
        *("/static/", "/static", "/static/../settings.py", "/static/%2e%2e/settings.py"),
        *("/.git/config", "/.env", "/static/vendor/", "/console", "/templates/base.html"),
        *("/static//etc/passwd", "/static/..%2f..%2fpyproject.toml", "/records/..%2f..%2fx"),
    ],
)
def test_no_folder_and_no_file_of_ours_is_listed_or_read(nobody: Browser, address: str) -> None:
    answer = nobody.client.get(address)

    assert answer.status_code in (302, 308, 404)
    assert "def " not in answer.text


def test_nothing_that_helps_to_find_faults_is_on(app: Flask) -> None:
    assert not app.debug
    assert not app.testing
    assert app.jinja_env.autoescape is not False
    assert "debug" not in " ".join(rule.rule for rule in rules(app))


SIGNS = {
    "of SQL": "'; DROP TABLE register; --",
    "of HTML": "<script>alert(1)</script>",
    "of a template": "{{913*917}}${913*917}<%= 913*917 %>#{913*917}",
    "of a format": "%(name)s %s %n {0.__class__}",
    "of a spreadsheet": '=cmd|"/C calc"!A0',
    "of a header": "one\r\nSet-Cookie: session=planted\r\n\r\ntwo",
    "of a path": "../../../../etc/passwd",
    "of a shell": "$(id) `id` | id; id & id",
    "of an encoding": "%3Cscript%3E &lt;b&gt; \\u003c %2527",
}


def test_signs_of_other_languages_are_words_like_any_other(
    app: Flask, services: Services, browser_of: SignIn, caplog: pytest.LogCaptureFixture
) -> None:
    machine = Machine(app, services, a_token(services, acts_as=STANDARDS)[1])
    browser, before = browser_of(STANDARDS), _tables(services)
    for text in SIGNS.values():
        record = given.submitted(services, narrative_action=text, place=text)

        with caplog.at_level(logging.INFO):
            page = browser.open(f"/records/{record.reference}")
            shown = machine.get(f"/api/records/{record.id}").json
            looked_for = browser.client.get("/search", query_string={"words": text, "area": text})

        written = shown["answers"]["narrative_action"]
        assert written.replace("\r\n", "\n") == text.replace("\r\n", "\n")
        assert page.answers["Action and review"] == " ".join(text.split())
        assert not page.main.all("script")
        assert looked_for.status_code in (200, 422)
        assert str(913 * 917) not in looked_for.text + page.text
        assert "planted" not in str(looked_for.headers)
    lines = [Lines().format(one) for one in caplog.records]
    assert all("\n" not in line and json.loads(line) for line in lines)
    assert len(lines) >= 3 * len(SIGNS)
    assert _tables(services) == before


def _tables(services: Services) -> int:
    with services.views.reading() as connection:
        return len(connection.dialect.get_table_names(connection))  # type: ignore[no-untyped-call]


def test_a_cell_of_a_file_is_no_formula(services: Services, browser_of: SignIn) -> None:
    """Names are typed by an administrator; a spreadsheet reads them from the log of looks."""
    given.submitted(services)
    browser_of(SUPERVISOR).client.get("/review").close()

    file = browser_of(STANDARDS).client.get("/audit.csv").text

    for row in csv.reader(io.StringIO(file)):
        assert not [cell for cell in row if cell.startswith(("=", "+", "-", "@", "\t"))]


def test_a_parameter_that_is_sent_twice_does_what_it_does_once(browser_of: SignIn) -> None:
    browser = browser_of(STANDARDS)

    once = browser.client.get("/search?page=1")
    twice = browser.client.get("/search?page=1&page=999999&until=2026-01-01&until=x")

    assert once.status_code == 200
    assert twice.status_code in (200, 422)


def test_what_a_form_does_not_ask_for_is_not_taken_from_it(
    services: Services, browser_of: SignIn
) -> None:
    draft = given.a_draft(services)
    form = {
        "version": "1",
        "action": "later",
        "officer": str(STANDARDS.id),
        "reference": "UOF-26-999999",
        "status": "accepted",
        "rank": "chief-constable",
        "restricted": "yes",
    }

    answer = browser_of(OFFICER).post(f"/records/{draft.reference}/edit/incident", form)

    kept = services.drafts.get(draft.id, officer=OFFICER.id)
    assert answer.status_code in (302, 422)
    assert (kept.officer, kept.reference) == (OFFICER.id, draft.reference)


@pytest.mark.parametrize(
    "more", [{"status": "accepted"}, {"officer": "1105"}, {"__class__": "x"}, {"answers": None}]
)
def test_what_the_api_does_not_take_is_an_error_and_changes_nothing(
    app: Flask, services: Services, more: dict[str, object]
) -> None:
    machine = Machine(app, services, a_token(services, acts_as=OFFICER)[1])
    before = services.log.last_position()

    answer = machine.post("/api/records", {**more})

    assert answer.status_code == 422
    assert services.log.last_position() == before


def test_forwarded_headers_of_a_stranger_are_believed_by_nobody(nobody: Browser) -> None:
    spoofed = {
        "X-Forwarded-For": "10.0.0.1",
        "X-Forwarded-Host": "elsewhere.example",
        "X-Forwarded-Proto": "https",
        "X-Original-URL": "/audit",
        "Forwarded": "host=elsewhere.example",
    }

    answer = nobody.client.get("/", headers=spoofed)

    assert answer.status_code == 302
    assert "elsewhere.example" not in str(answer.headers)


def test_signing_out_takes_what_was_shown_out_of_the_browser(browser_of: SignIn) -> None:
    answer = browser_of(OFFICER).post("/signout", {})

    assert answer.headers["Clear-Site-Data"] == '"cache", "storage"'
    assert answer.headers["Cache-Control"] == "no-store"


def test_an_address_holds_ids_and_no_answer(app: Flask, services: Services) -> None:
    kept, words = populated(services), (*map(str, WORDS.values()), OFFICER.name, COLLEAGUE.name)

    for rule in pages(app):
        address = unquote(next(addresses(app, rule, kept)).path)
        assert not [word for word in words if word in address], rule.rule
