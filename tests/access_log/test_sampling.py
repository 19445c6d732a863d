"""The monthly sample of looks of professional standards: drawn as another tool draws it, reviewed by others."""

import csv
import hashlib
import io
import random
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from uuid import UUID, uuid4

import duckdb
import pytest
from sqlalchemy import text

from domain.access_log.codes import Action, Channel, Purpose
from domain.access_log.entry import Entry, RecordSeen
from domain.codelists.sampling import LookOutcome
from domain.sampling.drawing import SAMPLED
from domain.sampling.errors import NotSealedYetError
from domain.sampling.sample import Frame
from tests.access_log.conftest import Installed, appoint
from tests.access_log.logged import last, lines
from tests.fakes import NOON
from tests.installations import follow
from tests.people import ADMINISTRATOR, OFFICER, STANDARDS, SUPERVISOR
from tests.standards import HEAD, INVESTIGATOR, REVIEWER
from tests.web import given
from tests.web.client import Browser, Shown
from web.access_log import framing, reading
from web.access_log.sealing import Sealer
from web.bootstrap import Services
from web.pages.free_text import TOO_LONG

NOVEMBER, MONTH = date(2026, 11, 1), "/audit/samples/2026-11"
SECOND_OF_DECEMBER = datetime(2026, 12, 2, 9, tzinfo=UTC)
DRAW = "Draw the sample of November 2026"


def look(services: Services, at: datetime, person: UUID, **changes: object) -> None:
    entry = Entry(
        at=at,
        person=person,
        action=Action.READ,
        channel=Channel.PAGE,
        place="record.show",
        purpose=Purpose.COMPLAINT,
        case_reference="CO/7/26",
        seen=(RecordSeen(record=uuid4(), version=1),),
        **changes,  # type: ignore[arg-type]
    )
    services.access_log.write(entry)


def seal(services: Services) -> None:
    Sealer(services.access_log.engine, reading.origin(services.stores)).seal()


def framed(services: Services) -> Frame:
    return framing.frame(
        services.access_log.engine, services.views, services.settings.force, NOVEMBER
    )


def root_of(leaves: list[bytes]) -> bytes:
    """RFC 6962, 2.1, word for word."""
    if not leaves:
        return hashlib.sha256(b"").digest()
    if len(leaves) == 1:
        return leaves[0]
    half = 1 << ((len(leaves) - 1).bit_length() - 1)
    return hashlib.sha256(b"\x01" + root_of(leaves[:half]) + root_of(leaves[half:])).digest()


DRAWN = """
    WITH framed AS (
        SELECT leaf FROM read_csv('{file}', all_varchar = true)
        WHERE moment >= '2026-11-01' AND moment < '2026-12-01' AND moment >= '{noon}'
            AND (person IN ('{standards}', '{head}')
                OR (person = '{left}' AND moment < '{revoked}'))
    )
    SELECT (SELECT count(*) FROM framed), leaf::INT AS number FROM framed
    ORDER BY sha256('{root} 2026-11 ' || leaf) LIMIT 20
"""


def test_it_is_drawn_as_another_tool_draws_it_from_the_stored_rows(
    installed: Installed, tmp_path: Path
) -> None:
    """Of somebody whose role was revoked in the month until then; of others, and of other months, none."""
    services, chance = installed.services, random.Random(11)
    appoint(services, INVESTIGATOR, HEAD, REVIEWER)
    services.clock.advance(days=4)
    revoked = services.clock.now()
    services.people.revoke(INVESTIGATOR.id, INVESTIGATOR.role, requester=ADMINISTRATOR.asks())
    follow(services)
    watched, others = (STANDARDS, INVESTIGATOR, HEAD), (OFFICER, SUPERVISOR, REVIEWER)
    for _ in range(200):
        # From 28 October until 8 December; London has no summer time in November.
        at = NOON + timedelta(minutes=chance.randrange(-33_000, 26_000))
        look(services, at, chance.choice((*watched, *others)).id)
        if chance.random() < 0.2:
            seal(services)
    seal(services)
    installed.clock.moment = SECOND_OF_DECEMBER + timedelta(days=20)

    page = installed.browser_of(HEAD).open("/audit/samples").press(DRAW)
    (sample,) = services.samples.samples([NOVEMBER], by=REVIEWER.id)

    leaves = stored_leaves(services, tmp_path / "leaves.csv")
    assert sample.root == root_of(leaves[: sample.leaves]).hex()
    with duckdb.connect() as connection:
        found = connection.execute(
            DRAWN.format(
                file=tmp_path / "leaves.csv",
                standards=STANDARDS.id,
                head=HEAD.id,
                left=INVESTIGATOR.id,
                noon=NOON.isoformat(),
                revoked=revoked.isoformat(),
                root=sample.root,
            )
        ).fetchall()
    assert [one.leaf for one in sample.looks] == sorted(leaf for _, leaf in found)
    assert {of for of, _ in found} == {sample.of}
    assert len(page.rows) == SAMPLED < sample.of


def stored_leaves(services: Services, file: Path) -> list[bytes]:
    """Every leaf with its entry, read with SQL, as a file; and the hashes of all in their order."""
    schema = "" if services.stores.is_embedded else "work."
    query = f"""
        SELECT l.leaf_index, l.leaf_hash, e.person, e.at
        FROM {schema}access_leaves l JOIN {schema}access_entries e ON e.number = l.number
        ORDER BY l.leaf_index
    """
    with services.access_log.engine.connect() as connection:
        rows = connection.execute(text(query)).all()
    with file.open("w", newline="") as opened:
        writer = csv.writer(opened)
        writer.writerow(("leaf", "person", "moment"))
        for row in rows:
            writer.writerow((row.leaf_index, UUID(str(row.person)), as_moment(row.at).isoformat()))
    return [bytes(row.leaf_hash) for row in rows]


def as_moment(stored: object) -> datetime:
    """A moment as either database gives it."""
    found = stored if isinstance(stored, datetime) else datetime.fromisoformat(str(stored))
    return found.astimezone(UTC) if found.tzinfo else found.replace(tzinfo=UTC)


@pytest.fixture
def month(embedded: Installed) -> Installed:
    """November is over, and four looks of it are sealed: three of standards, and one of their head."""
    services = embedded.services
    appoint(services, INVESTIGATOR, HEAD, REVIEWER)
    record = given.submitted(services)
    seen = RecordSeen(record=record.id, version=1)
    entry = Entry(
        at=NOON + timedelta(hours=1),
        person=STANDARDS.id,
        action=Action.READ,
        channel=Channel.PAGE,
        place="record.show",
        purpose=Purpose.COMPLAINT,
        case_reference="CO/7/26",
        confidential=True,
        seen=(seen,),
    )
    services.access_log.write(entry)
    for hours in (2, 3):
        look(services, NOON + timedelta(hours=hours), STANDARDS.id)
    look(services, NOON + timedelta(hours=4), HEAD.id)
    seal(services)
    embedded.clock.moment = SECOND_OF_DECEMBER
    return embedded


def drawn(month: Installed) -> tuple[Browser, Shown]:
    browser = month.browser_of(REVIEWER)
    return browser, browser.open("/audit/samples").press(DRAW)


def test_who_what_why_and_for_which_case_stand_beside_each_look(month: Installed) -> None:
    browser, page = drawn(month)

    first = page.rows[0]
    assert page.path == MONTH
    assert "4 of 4 left, due by 28 December 2026" in page.text
    assert first[1:3] == ["Insp 1105 Effie Lark", "Read"]
    assert "UOF-" in first[3]
    assert first[4] == "A complaint or a matter of conduct, CO/7/26 In confidence"
    assert "To be reviewed" in first[5]
    one = browser.open(f"{MONTH}/0")
    assert one.answers["Case"] == "CO/7/26"
    day = one.follow("What else they looked at that day")
    assert len(day.rows) == 3


def test_a_look_is_asked_about_and_then_in_order(month: Installed) -> None:
    browser, _ = drawn(month)
    page = browser.open(f"{MONTH}/1")

    page = page.press("Save what you found", outcome="to-ask", text="Which case was it?")
    assert "4 of 4 left" in page.text
    assert "To be asked about" in page.rows[1][5]
    again = month.browser_of(HEAD).open(f"{MONTH}/1")
    assert "Which case was it?" in again.text
    page = again.press("Save what you found", outcome="in-order", text="")
    assert page.errors == {"#text": "Enter what came of asking"}
    page = page.press("Save what you found", outcome="in-order", text="They showed it.")

    assert "3 of 4 left" in page.text
    assert "Rae Linnet" in page.rows[1][5]
    done = browser.open(f"{MONTH}/1")
    assert done.buttons == []
    assert "They showed it." in done.text


ASK_WHY = "Enter what is to be asked, or why it is not in order"


def test_what_is_missing_is_said_beside_its_field(month: Installed) -> None:
    browser, _ = drawn(month)

    for typed, wrong in (
        ({"text": "Why."}, {"#outcome": "Select what you found"}),
        ({"outcome": "to-ask", "text": ""}, {"#text": ASK_WHY}),
        ({"outcome": "not-in-order", "text": " "}, {"#text": ASK_WHY}),
        ({"outcome": "in-order", "text": "x" * 2001}, {"#text": TOO_LONG}),
    ):
        page = browser.open(f"{MONTH}/1").press("Save what you found", **typed)
        assert (page.status, page.errors) == (422, wrong)
    assert "4 of 4 left" in browser.open(MONTH).text


def test_nobody_is_shown_or_reviews_their_own_look(month: Installed) -> None:
    browser, _ = drawn(month)
    browser.open(f"{MONTH}/3").press("Save what you found", outcome="to-ask", text="Why at night?")
    head = month.browser_of(HEAD)

    row, one = head.open(MONTH).rows[3], head.open(f"{MONTH}/3")
    sent = head.post(
        f"{MONTH}/3", {"key": str(uuid4()), "outcome": "in-order", "text": "It was me."}
    )
    file = head.client.get(f"{MONTH}.csv").get_data(as_text=True)

    assert row[:2] == ["Your own look", "For somebody else to review"]
    assert "Not shown" in row[5]
    assert one.buttons == []
    assert "Why at night?" not in one.text
    assert "Nobody reviews their own looks" in sent.get_data(as_text=True)
    assert [line["leaf"] for line in csv.DictReader(io.StringIO(file))] == ["0", "1", "2"]


def test_it_is_a_file_and_every_lot_is_another(month: Installed) -> None:
    browser, _ = drawn(month)
    browser.open(f"{MONTH}/0").press("Save what you found", outcome="in-order")

    looks = list(csv.DictReader(io.StringIO(browser.client.get(f"{MONTH}.csv").text)))
    lots = list(csv.DictReader(io.StringIO(browser.client.get(f"{MONTH}/lots.csv").text)))

    assert [one["outcome"] for one in looks] == ["in-order", "", "", ""]
    assert looks[0]["person"] == "Insp 1105 Effie Lark"
    assert looks[0]["found_by"].endswith("Jo Siskin")
    assert looks[0]["case_reference"] == "CO/7/26"
    assert {one["lot"] for one in looks} == {one["lot"] for one in lots}
    assert {one["drawn"] for one in lots} == {"yes"}


def test_whoever_draws_and_whenever_draws_the_same(month: Installed) -> None:
    before = framed(month.services)
    for _ in range(3):
        look(month.services, SECOND_OF_DECEMBER, STANDARDS.id)
    seal(month.services)

    assert framed(month.services) == before
    assert (before.leaves, len(before.looks)) == (4, 4)


def test_nothing_is_drawn_while_a_look_of_the_month_is_not_sealed(month: Installed) -> None:
    look(month.services, NOON + timedelta(hours=5), OFFICER.id)

    with pytest.raises(NotSealedYetError):
        framed(month.services)
    browser = month.browser_of(HEAD)
    page = browser.open("/audit/samples").press(DRAW)

    assert page.errors.keys() == {"#months"}
    assert "Not drawn yet" in browser.open("/audit/samples").text


def test_a_month_is_listed_when_it_is_over_and_drawn_a_day_later_and_overdue_in_four_weeks(
    month: Installed,
) -> None:
    def listed(moment: datetime) -> list[str]:
        month.clock.moment = moment
        return [" ".join(row) for row in month.browser_of(HEAD).open("/audit/samples").rows]

    assert listed(SECOND_OF_DECEMBER - timedelta(days=2)) == []
    (waiting,) = listed(SECOND_OF_DECEMBER - timedelta(days=1))
    (ready,) = listed(SECOND_OF_DECEMBER)
    (late,) = listed(datetime(2026, 12, 30, tzinfo=UTC))

    assert "From 2 December 2026" in waiting
    assert ready.endswith(DRAW)
    assert "Overdue" not in ready
    assert "Overdue" in late


def test_that_the_sample_was_read_is_logged(month: Installed) -> None:
    browser, _ = drawn(month)
    before = last(month.services)

    browser.open(MONTH)

    (logged,) = lines(month.services, after=before)
    assert (logged.action, logged.person) == ("access-log", REVIEWER.id)


def test_nobody_else_reads_it_and_what_was_not_drawn_is_not_found(month: Installed) -> None:
    head = month.browser_of(HEAD).client
    for path in ("2026-11", "2026-10", "2026-13", "x", "2026-11/0", "2026-11.csv"):
        assert head.get(f"/audit/samples/{path}").status_code == 404
    drawn(month)
    assert head.get(f"{MONTH}/4").status_code == 404

    for who in (STANDARDS, INVESTIGATOR, OFFICER, SUPERVISOR, ADMINISTRATOR):
        client = month.browser_of(who).client
        for address in ("/audit/samples", MONTH, f"{MONTH}/0", f"{MONTH}.csv", f"{MONTH}/lots.csv"):
            assert client.get(address).status_code == 403


def test_what_was_found_stays_in_the_log_with_its_words_sealed(month: Installed) -> None:
    browser, _ = drawn(month)
    browser.open(f"{MONTH}/2").press(
        "Save what you found", outcome="not-in-order", text="No case is known."
    )

    (sample,) = month.services.samples.samples([NOVEMBER], by=HEAD.id)

    finding = sample.last_of(2)
    assert finding is not None
    assert (finding.outcome, finding.explanation) == (
        LookOutcome.NOT_IN_ORDER,
        "No case is known.",
    )
    files = month.services.settings.data.glob("records.db*")
    stored = b"".join(one.read_bytes() for one in files)
    assert b"sample-of-looks.reviewed" in stored
    assert b"No case is known." not in stored
