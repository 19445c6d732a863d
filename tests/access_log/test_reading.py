"""Who reads the access log, and what of it: never one's own looks, and what was confidential not everybody (T53)."""

import csv
import io
import random
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from uuid import uuid4

import duckdb
import pytest

from domain.access_log.alerts import BESIDE_THE_LOG, Kind, thresholds
from domain.access_log.codes import Action, Asking, Channel, Purpose, Term
from domain.access_log.entry import Entry, RecordSeen
from tests.access_log.conftest import Asked, Installed, appoint
from tests.access_log.logged import last, lines
from tests.fakes import NOON
from tests.people import (
    ADMINISTRATOR,
    ANALYST,
    COLLEAGUE,
    OFFICER,
    OTHER_SUPERVISOR,
    STANDARDS,
    SUPERVISOR,
    Somebody,
)
from tests.standards import HEAD, INVESTIGATOR, REVIEWER, approved
from tests.web import given
from tests.web.client import Browser
from web.access_log import asking as questions
from web.access_log import standing_out
from web.access_log.asking import Reader, Wanted
from web.bootstrap import Services


def test_a_confidential_look_is_seen_by_the_head_and_the_outside_reviewer_alone(
    asking: Asked,
) -> None:
    installed = asking(Asking.SENSITIVE)
    services = installed.services
    appoint(services, INVESTIGATOR, HEAD, REVIEWER)
    approved(services, "CO/9/26")
    record = given.submitted(services)
    browser = installed.browser_of(STANDARDS)
    browser.open("/purpose").press(
        "Continue", purpose="complaint", case="CO/9/26", confidential="yes"
    )
    browser.open(f"/records/{record.reference}")
    reviewing = installed.browser_of(SUPERVISOR)
    reviewing.open(f"/records/{record.reference}")

    seen = {}
    for who in (OFFICER, INVESTIGATOR, HEAD, REVIEWER, STANDARDS):
        reader = installed.browser_of(who)
        reader.post("/purpose", {"purpose": "assurance"})
        page = reader.open(f"/records/{record.reference}/access")
        seen[who.username] = "Effie Lark" in page.text
        assert "Cleo Wren" in page.text
    listed = {
        who.username: "CO/9/26" in installed.browser_of(who).open("/audit").text
        for who in (HEAD, REVIEWER)
    }

    assert seen == {"ada": False, "effie": False, "wes": False, "rae": True, "jo": True}
    assert listed == {"rae": True, "jo": True}


def test_the_officer_of_a_record_reads_who_looked_at_it_and_nothing_more(
    embedded: Installed,
) -> None:
    record = given.submitted(embedded.services)
    embedded.browser_of(SUPERVISOR).open(f"/records/{record.reference}")
    officer = embedded.browser_of(OFFICER)

    page = officer.open(f"/records/{record.reference}").follow("Who looked")

    assert [row[1:4] for row in page.rows] == [["Sgt 2210 Cleo Wren", "Read", "1"]]
    assert officer.client.get("/audit").status_code == 403
    assert officer.client.get(f"/audit/people/{SUPERVISOR.id}").status_code == 403


@pytest.mark.parametrize("who", [COLLEAGUE, SUPERVISOR, OTHER_SUPERVISOR, ANALYST, ADMINISTRATOR])
def test_nobody_else_reads_who_looked(embedded: Installed, who: Somebody) -> None:
    record = given.submitted(embedded.services, colleagues=(COLLEAGUE.id,))
    client = embedded.browser_of(who).client

    assert client.get(f"/records/{record.reference}/access").status_code in (403, 404)
    assert client.get("/audit").status_code == 403


def test_nobody_reads_what_they_themselves_looked_at(embedded: Installed) -> None:
    record = given.submitted(embedded.services)
    browser = embedded.browser_of(STANDARDS)
    browser.open(f"/records/{record.reference}")
    embedded.browser_of(SUPERVISOR).open(f"/records/{record.reference}")

    refused = browser.open(f"/audit/people/{STANDARDS.id}", status=403)
    everything = browser.open("/audit")
    file = browser.client.get("/audit.csv").get_data(as_text=True)
    of_record = browser.open(f"/records/{record.reference}/access")

    assert "is read by somebody else" in refused.text
    for page in (everything.text, of_record.text, file):
        assert "Cleo Wren" in page
        assert "Effie Lark" not in page
    colleague = _colleague_of(embedded)
    assert "Effie Lark" in colleague.open(f"/audit/people/{STANDARDS.id}").text


def _colleague_of(embedded: Installed) -> Browser:
    appoint(embedded.services, INVESTIGATOR)
    return embedded.browser_of(INVESTIGATOR)


def test_that_the_log_was_read_is_logged(embedded: Installed) -> None:
    record = given.submitted(embedded.services)
    embedded.browser_of(SUPERVISOR).open(f"/records/{record.reference}")
    client = embedded.browser_of(STANDARDS).client
    addresses = ("/audit", "/audit.csv", f"/audit/people/{OFFICER.id}", "/audit/alerts")
    before = last(embedded.services)

    for address in addresses:
        client.get(address).close()

    logged = lines(embedded.services, after=before)
    assert [one.action for one in logged] == ["access-log"] * len(addresses)
    assert record.id in logged[0].ids


def test_it_is_searched_by_person_record_action_purpose_case_and_day(services: Services) -> None:
    log, record = services.access_log, uuid4()
    entry = Entry(
        at=NOON,
        person=OFFICER.id,
        action=Action.READ,
        channel=Channel.PAGE,
        place="record.show",
        purpose=Purpose.CASE,
        case_reference="C/1",
        seen=(RecordSeen(record=record, version=2),),
    )
    log.write(entry)
    log.write(replace(entry, person=COLLEAGUE.id, action=Action.SEARCH, purpose=Purpose.OWN_TASK))
    log.write(replace(entry, at=NOON - timedelta(days=3), case_reference="C/2", seen=()))
    reader = Reader(person=STANDARDS.id, confidential=False)

    def found(**wanted: object) -> int:
        return questions.page(log.engine, Wanted(**wanted), reader).total  # type: ignore[arg-type]

    assert found() == 3
    assert found(person=OFFICER.id) == 2
    assert found(persons=frozenset({COLLEAGUE.id})) == 1
    assert found(record=record) == 2
    assert found(actions=frozenset({"search"})) == 1
    assert found(purposes=frozenset({"case"})) == 2
    assert found(case_reference="C/2") == 1
    assert found(since=date(2026, 11, 19)) == 2
    assert found(until=date(2026, 11, 19)) == 1
    assert found(channels=frozenset({"api"})) == 0
    (row,) = questions.page(log.engine, Wanted(person=COLLEAGUE.id), reader).rows
    assert row.records == ((record, 2),)


LIMITS = "2026-01-01=records:4,people:3,again:3,night:4,begins:22,ends:6"
LOOKERS = (OFFICER, COLLEAGUE, SUPERVISOR, OTHER_SUPERVISOR)
COUNTED = """
    WITH opened AS (
        SELECT * FROM looks
        WHERE own = 'no' AND confidential = 'no' AND person <> '{me}'
            AND action IN ('read', 'history', 'print', 'export')
    )
    SELECT 'volume' AS kind, person AS about, count(DISTINCT record) AS times
    FROM opened GROUP BY person, day HAVING count(DISTINCT record) >= 4
    UNION ALL
    SELECT 'people', record, count(DISTINCT person)
    FROM opened GROUP BY record HAVING count(DISTINCT person) >= 3
    UNION ALL
    SELECT 'again', person || ' ' || record, count(*)
    FROM opened GROUP BY person, record HAVING count(*) >= 3
    UNION ALL
    SELECT 'night', person, count(*)
    FROM looks WHERE own = 'no' AND confidential = 'no' AND person <> '{me}'
        AND action IN ('read', 'history', 'print', 'export', 'search')
        AND (hour >= 22 OR hour < 6)
    GROUP BY person, day HAVING count(*) >= 4
    UNION ALL
    SELECT 'own', person, count(*)
    FROM looks WHERE terms = 'own-name' AND action = 'search' AND confidential = 'no'
        AND person <> '{me}'
    GROUP BY person, day
"""


def test_what_stands_out_is_what_another_tool_finds(services: Services, tmp_path: Path) -> None:
    """A made-up week is counted by DuckDB from a file, and by us on each database."""
    records = [uuid4() for _ in range(6)]
    rows = []
    chance = random.Random(53)
    for _ in range(240):
        action = chance.choice((Action.READ, Action.READ, Action.PRINT, Action.LIST, Action.SEARCH))
        searched = action is Action.SEARCH
        own = chance.random() < 0.2
        entry = Entry(
            at=NOON - timedelta(hours=chance.randrange(160)),
            person=chance.choice((*LOOKERS, STANDARDS)).id,
            action=action,
            channel=Channel.PAGE,
            place="x",
            terms=(Term.OWN,) if searched and own else (),
            confidential=chance.random() < 0.1,
            seen=()
            if searched
            else (RecordSeen(record=chance.choice(records), version=1, own=own),),
        )
        services.access_log.write(entry)
        rows.append(_line(entry))

    found = standing_out.alerts(
        services.access_log.engine,
        since=date(2026, 11, 1),
        until=date(2026, 11, 30),
        reader=Reader(person=STANDARDS.id, confidential=False),
        thresholds=thresholds(LIMITS),
    )

    ours = sorted(
        (one.kind.value, " ".join(str(x) for x in (one.person, one.record) if x), one.number)
        for one in found
    )
    assert ours == _counted_elsewhere(rows, tmp_path)
    assert {one.kind for one in found} == set(Kind) - BESIDE_THE_LOG
    assert all(str(one.number) in one.why or one.number < 3 for one in found)
    assert all(one.person != STANDARDS.id for one in found)


HEAD_OF_FILE = ("person", "day", "hour", "action", "terms", "confidential", "record", "own")


def _line(entry: Entry) -> tuple[object, ...]:
    # London has no summer time in November: the hours are those of UTC.
    (seen,) = entry.seen or (None,)
    return (
        entry.person,
        entry.at.date(),
        entry.at.hour,
        entry.action.value,
        " ".join(entry.terms),
        "yes" if entry.confidential else "no",
        seen.record if seen else "",
        "yes" if seen and seen.own else "no",
    )


def _counted_elsewhere(rows: list[tuple[object, ...]], folder: Path) -> list[tuple[str, str, int]]:
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(HEAD_OF_FILE)
    writer.writerows(rows)
    file = folder / "looks.csv"
    file.write_text(text.getvalue())
    with duckdb.connect() as connection:
        connection.execute(
            "CREATE TABLE looks AS SELECT * REPLACE (hour::INT AS hour)"
            f" FROM read_csv('{file}', all_varchar=true)"
        )
        found = connection.execute(COUNTED.format(me=STANDARDS.id)).fetchall()
    return sorted(found)


def test_the_page_says_why_and_by_which_numbers(embedded: Installed) -> None:
    record = given.submitted(embedded.services)
    client = embedded.browser_of(SUPERVISOR).client
    for _ in range(5):
        client.get(f"/records/{record.reference}").close()
    browser = embedded.browser_of(STANDARDS)

    page = browser.open("/audit/alerts")
    file = list(csv.DictReader(io.StringIO(browser.client.get("/audit/alerts.csv").text)))

    why = "Opened this record of somebody else 5 times; 5 or more stand out since 1 April 2017."
    assert page.rows[0] == [
        "The same record again and again",
        f"Sgt 2210 Cleo Wren at {record.reference}",
        "All days",
        why,
    ]
    assert "12 years" in page.text
    assert [(one["kind"], one["record"], one["why"]) for one in file] == [
        ("again", record.reference, why)
    ]


def test_a_file_of_looks_has_every_record_of_each(embedded: Installed) -> None:
    records = [given.submitted(embedded.services) for _ in range(8)]
    embedded.browser_of(SUPERVISOR).client.get("/review").close()

    answer = embedded.browser_of(STANDARDS).client.get("/audit.csv?action=list")

    (row,) = csv.DictReader(io.StringIO(answer.text))
    assert set(row["records"].split()) == {f"{one.reference}:1" for one in records}
    assert (row["person"], row["place"]) == ("Sgt 2210 Cleo Wren", "review.queue")
