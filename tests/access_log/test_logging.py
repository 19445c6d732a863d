"""What is logged of a look: the record, the version, who, when, what, through what; and no word of anybody."""

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError

from tests.access_log.conftest import Installed
from tests.access_log.logged import Line, last, lines
from tests.fakes import NOON
from tests.people import OFFICER, STANDARDS, SUPERVISOR, Somebody
from tests.web import given
from tests.web.given import Given
from web.access_log import reading
from web.access_log.sealing import Sealer
from web.bootstrap import Services

ACTIONS = {
    "/records/{}": "read",
    "/records/{}.pdf": "print",
    "/records/{}/history": "history",
    "/records/{}/as-at?version=1": "history",
    "/records/{}/compare": "history",
    "/records/{}/proof": "history",
    "/records/{}/note": "read",
    "/records/{}/access": "access-log",
    "/search": "search",
    "/review": "list",
    "/reports/records": "drill-down",
    "/reports/facts.csv": "export",
    "/reports/tactics.csv": "figures",
    "/audit": "access-log",
}


def _looked(installed: Installed, person: Somebody, address: str) -> list[Line]:
    client = installed.browser_of(person).client
    before = last(installed.services)
    client.get(address).close()
    return lines(installed.services, after=before)


def test_each_kind_of_answer_is_logged_as_what_it_is(embedded: Installed) -> None:
    record = given.submitted(embedded.services).amended(narrative_information="More")
    client = embedded.browser_of(STANDARDS).client
    found = {}

    for address in ACTIONS:
        before = last(embedded.services)
        client.get(address.format(record.reference)).close()
        (look,) = lines(embedded.services, after=before)
        found[address] = look.action

    assert found == ACTIONS


def test_the_versions_that_were_seen_are_named(embedded: Installed) -> None:
    record = given.submitted(embedded.services).amended(narrative_information="More")
    one = f"/records/{record.reference}"

    (now,) = _looked(embedded, SUPERVISOR, one)
    (then,) = _looked(embedded, SUPERVISOR, f"{one}/as-at?version=1")

    assert now.records == {(record.id, record.version)}
    assert (record.id, 1) in then.records


def test_who_when_and_from_where(embedded: Installed) -> None:
    record = given.submitted(embedded.services)
    embedded.clock.advance(hours=10)

    (look,) = _looked(embedded, SUPERVISOR, f"/records/{record.reference}")

    assert look.person == SUPERVISOR.id
    assert (look.row["day"], look.row["hour"]) == ("2026-11-20", NOON.hour + 10)
    assert (look.row["device"], len(look.row["session"])) == ("127.0.0.1", 16)
    assert (look.channel, look.place) == ("page", "record.show")


def test_a_list_is_one_entry_with_everything_in_it(embedded: Installed) -> None:
    records = [given.submitted(embedded.services) for _ in range(3)]

    (look,) = _looked(embedded, SUPERVISOR, "/review")

    assert look.ids == {one.id for one in records}


def test_a_search_says_what_kind_of_words_and_how_many_were_found(embedded: Installed) -> None:
    record = given.submitted(embedded.services)
    asked = {
        "words=finch": '["officer"]',
        "words=lark": '["own-name"]',
        "words=4127": '["officer"]',
        "words=99887": '["number"]',
        f"words={record.reference}": '["reference"]',
        "words=Mr+Zyxwvut": '["words"]',
    }

    found = {query: _looked(embedded, STANDARDS, f"/search?{query}")[0] for query in asked}

    assert {query: one.terms for query, one in found.items()} == asked
    assert [one.hits for one in found.values()] == [1, 0, 1, 0, 1, 0]


def test_no_word_that_somebody_typed_is_kept(services: Services, installed: Installed) -> None:
    given.submitted(services, narrative_information="Zyxwvut")
    client = installed.browser_of(STANDARDS).client

    for address in (
        "/search?words=Zyxwvut&status=Zyxwvut&since=Zyxwvut&Zyxwvut=1&area=zyxwvut&tactic=ced",
        "/audit?words=Zyxwvut&record=Zyxwvut&case=Zyxwvut&action=zyxwvut",
        "/reports/records?area=zyxwvut&report=zyxwvut&officer=zyxwvut",
    ):
        client.get(address).close()

    found = lines(services)
    assert len(found) >= 2
    assert not [one for one in found if "zyxwvut" in str(one.row).lower()]
    assert any("ced" in one.filters for one in found)


CHANGES = {
    "update": "UPDATE {}access_entries SET purpose = 'own-task'",
    "delete": "DELETE FROM {}access_entries",
    "update what was seen": "UPDATE {}access_records SET version = 9",
    "delete what was seen": "DELETE FROM {}access_records",
    "delete a leaf": "DELETE FROM {}access_leaves",
    "update a leaf": "UPDATE {}access_leaves SET number = 99",
}
REPLACE = "INSERT OR REPLACE INTO access_entries SELECT * FROM access_entries"


@pytest.fixture
def looked(installed: Installed) -> Given:
    record = given.submitted(installed.services)
    _looked(installed, OFFICER, f"/records/{record.reference}")
    services = installed.services
    Sealer(services.access_log.engine, reading.origin(services.stores)).seal()
    return record


def test_the_log_is_only_added_to(installed: Installed, looked: Given) -> None:
    services = installed.services
    embedded = services.stores.is_embedded
    before = lines(services)
    statements = [one.format("" if embedded else "work.") for one in CHANGES.values()]

    for statement in [*statements, *([REPLACE] if embedded else ["TRUNCATE work.access_entries"])]:
        with (
            pytest.raises(DatabaseError, match="never changed"),
            services.access_log.engine.begin() as connection,
        ):
            connection.execute(text(statement))

    assert lines(services) == before
    assert looked.id in before[-1].ids
