"""Whatever shows a record is in the log, sealed: every address of the product is read as everybody (T52).

Links are followed: what a page leads to, with its filters, its next page and its files. Every address by
itself is read in ``tests/web/test_every_address.py``. ``CRAWLED_RESPONSES`` says how many answers are read.
"""

import os
import random
import re
from collections import deque
from collections.abc import Iterator, Mapping
from uuid import UUID

from flask import Flask, Response
from flask.testing import FlaskClient
from werkzeug.routing import Rule

from application.verifying import Verdict
from domain.access.policy import Permission, holds
from tests.access_log.conftest import Installed
from tests.access_log.logged import last, lines
from tests.access_log.showing import Watch
from tests.figures import Tell
from tests.people import COLLEAGUE, EVERYBODY, OFFICER, STANDARDS, SUPERVISOR, Somebody
from tests.web import given
from tests.web.addresses import Populated, addresses, populated, rules
from tests.web.api.machine import a_token
from web.access_log.checkpointing import access_checkpointing
from web.access_log.verifying import places_of, verify_access
from web.app import create_app
from web.bootstrap import Services
from web.security import permission_of, requires

RESPONSES = int(os.environ.get("CRAWLED_RESPONSES", "450"))
SEED = 52
UNREAD = ("static", "signing.sign_out")
LINK = re.compile(r'(?:href|action)="(/[^"]*)"')


class Crawl(Watch):
    """Reads addresses as everybody in turn, and notes what was shown and not logged."""

    read = 0

    def get(self, client: FlaskClient, person: Somebody, address: str, **headers: str) -> list[str]:
        """Read one address; returns where it leads."""
        with client.get(address, headers=headers) as answer:
            self.read += 1
            self.look_at(answer, address, person)
            content = answer.get_data(as_text=True) if answer.mimetype == "text/html" else ""
        return [link.replace("&amp;", "&") for link in LINK.findall(content)]


def _crawled(embedded: Installed, app: Flask, *, responses: int) -> Crawl:
    services = embedded.services
    kept = populated(services)
    given.imported(services)
    crawl = Crawl(services)
    assert set(kept.references) <= set(crawl.known.values())
    chance = random.Random(SEED)
    reading = [
        (rule, permission_of(app.view_functions[rule.endpoint]))
        for rule in rules(app)
        if "GET" in (rule.methods or ()) and rule.endpoint not in UNREAD
    ]
    everywhere = {rule.endpoint: list(_of(app, rule, kept, crawl.known)) for rule, _ in reading}
    people = []
    for person in EVERYBODY:
        mine = [
            address
            for rule, permission in reading
            if permission and holds(permission, [person.role])
            for address in everywhere[rule.endpoint]
        ]
        token = a_token(services, acts_as=person)[1]
        queue = deque(dict.fromkeys(chance.sample(mine, len(mine))))
        people.append((person, _signed_in(services, app, person), token, queue))
    # Who sees many records has more turns.
    people += [one for one in people if one[0] in (OFFICER, SUPERVISOR, STANDARDS)] * 2
    visited: set[tuple[str, str]] = set()
    while crawl.read < responses and any(queue for *_, queue in people):
        for person, client, token, queue in people:
            while queue and (person.username, queue[0]) in visited:
                queue.popleft()
            if not queue:
                continue
            address = queue.popleft()
            visited.add((person.username, address))
            # A machine may ask again only after a while.
            embedded.clock.advance(seconds=0.5)
            headers = {"Authorization": f"Bearer {token}"} if address.startswith("/api/") else {}
            links = crawl.get(client, person, address, **headers)
            new = [
                link
                for link in dict.fromkeys(links)
                if (person.username, link) not in visited and not link.startswith("/static")
            ]
            # What a page leads to comes before what is left: its filters, its next page, its files.
            queue.extendleft(chance.sample(new, min(3, len(new))))
    return crawl


def _of(app: Flask, rule: Rule, kept: Populated, known: Mapping[UUID, str]) -> Iterator[str]:
    if "record_id" in rule.arguments:
        for record in known:
            yield rule.rule.replace("<uuid:record_id>", str(record))
    elif rule.arguments <= ADDRESSED:
        yield from (one.path for one in addresses(app, rule, kept))


ADDRESSED = {
    *("reference", "section", "number", "encounter", "subject", "person", "client", "webhook"),
    *("reader", "version", "expected", "filename", "kind", "release", "force", "period", "name"),
}


def _signed_in(services: Services, app: Flask, person: Somebody) -> FlaskClient:
    client = app.test_client()
    client.set_cookie("session", services.sessions.start(person.id))
    return client


def test_every_record_in_any_answer_is_in_the_sealed_log(embedded: Installed, figure: Tell) -> None:
    services = embedded.services

    crawl = _crawled(embedded, embedded.app, responses=RESPONSES)

    assert crawl.missed == []
    assert crawl.read >= RESPONSES
    assert crawl.shown > RESPONSES // 2
    signs = access_checkpointing(services.settings, services.stores)
    signs.checkpoint()
    folders = services.settings.signer_folder, services.settings.witness_folder
    report = verify_access(services.stores, places_of(*folders), now=services.clock.now)
    assert (report.verdict, report.unsealed) == (Verdict.PROVED, 0)
    assert report.witnessed == len(lines(services))
    figure(f"{crawl.read} answers showed {crawl.shown} records, {report.witnessed} looks, 0 missed")


def test_the_crawl_sees_what_is_not_logged(embedded: Installed) -> None:
    """The negative control: without the one place through which answers pass, nearly all is missed."""
    app = create_app(embedded.services)
    app.after_request_funcs[None] = [
        one for one in app.after_request_funcs[None] if "access_log" not in one.__module__
    ]

    crawl = _crawled(embedded, app, responses=60)

    assert len(crawl.missed) == crawl.shown > 0


def test_a_page_that_is_added_tomorrow_is_logged_without_a_word_in_it(embedded: Installed) -> None:
    record = given.submitted(embedded.services)
    app = create_app(embedded.services)

    @requires(Permission.SIGNED_IN)
    def tomorrow() -> Response:
        return Response(f"Have a look at {record.reference}.", mimetype="text/plain")

    @requires(Permission.SIGNED_IN)
    def bit_by_bit() -> Response:
        pieces = ("nothing yet\n", f"{record.id},{record.version}\n")
        return Response(iter(pieces), mimetype="text/csv")

    app.add_url_rule("/tomorrow", "tomorrow", tomorrow)
    app.add_url_rule("/bit-by-bit", "bit_by_bit", bit_by_bit)
    client = _signed_in(embedded.services, app, OFFICER)

    for address in ("/tomorrow", "/bit-by-bit"):
        before = last(embedded.services)
        client.get(address).close()
        found = lines(embedded.services, after=before)
        assert [one.records for one in found if one.records] == [
            frozenset({(record.id, record.version)})
        ]


def test_what_was_typed_and_may_not_be_seen_is_no_look(embedded: Installed) -> None:
    theirs = given.submitted(embedded.services, by=COLLEAGUE)
    client = _signed_in(embedded.services, embedded.app, OFFICER)
    before = last(embedded.services)

    refused = client.get(f"/records/{theirs.reference}")

    assert refused.status_code == 404
    assert lines(embedded.services, after=before) == []
