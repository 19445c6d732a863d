"""What shows that a record was not changed, on a page and as files to take away."""

import io
import zipfile
from contextlib import closing

import pytest

from domain.codelists.answers import YesNo
from domain.proof.inclusion import InclusionProof
from domain.proof.merkle import leaf_hash
from tests.fakes import FakeClock
from tests.people import COLLEAGUE, OFFICER, STANDARDS
from tests.proof.histories import Insider
from tests.web import given
from tests.web.client import Browser
from tests.web.conftest import SignIn
from tests.web.given import Given
from web.adapters.stores import RECORDS
from web.bootstrap import Services
from web.proof.checkpointing import checkpointing


@pytest.fixture
def record(services: Services, clock: FakeClock) -> Given:
    made = given.submitted(services)
    clock.advance(hours=1)
    return made.returned()


@pytest.fixture
def standards(browser_of: SignIn, record: Given) -> Browser:
    return browser_of(STANDARDS)


def sign(services: Services) -> None:
    checkpointing(services.settings, services.stores).checkpoint()


def address(record: Given) -> str:
    return f"/records/{record.reference}/proof"


def test_a_record_that_a_witness_saw_is_shown_with_its_places_in_the_log(
    services: Services, standards: Browser, record: Given
) -> None:
    sign(services)

    page = standards.open(f"/records/{record.reference}/history").follow(
        "Proof that nothing was changed"
    )

    assert "Every version of this record stands in the log" in page.main.text
    assert "use-of-force-records.invalid/1+" in page.main.text
    leaves = [int(row[-1]) for row in page.rows]
    assert leaves == sorted(leaves, reverse=True)
    assert len(leaves) == 2


def test_the_proofs_hold_and_tell_no_answer(
    services: Services, standards: Browser, record: Given
) -> None:
    sign(services)

    answer = standards.client.get(f"{address(record)}.zip")
    again = standards.client.get(f"{address(record)}.zip")

    assert (answer.status_code, answer.mimetype) == (200, "application/zip")
    assert answer.data == again.data
    with closing(zipfile.ZipFile(io.BytesIO(answer.data))) as opened:
        files = {name: opened.read(name) for name in opened.namelist()}
    proofs = [name for name in files if name.endswith(".tlog-proof")]
    assert len(proofs) == 2
    for name in proofs:
        entry = files[name.replace(".tlog-proof", ".leaf")]
        assert InclusionProof.parsed(files[name]).shows(leaf_hash(entry))
        assert b"compliant" not in entry


def test_what_came_after_the_witness_looked_is_said(
    services: Services, standards: Browser, record: Given
) -> None:
    sign(services)
    record.amended(single_crewed=YesNo.YES)

    page = standards.open(address(record))

    assert [row[-1] == "not yet" for row in page.rows] == [True, False, False]
    assert "What is newer is in no checkpoint yet" in page.main.text


def test_without_a_witness_nothing_is_said_to_be_proved(standards: Browser, record: Given) -> None:
    page = standards.open(address(record))

    assert "There is no checkpoint of the log here" in page.main.text
    assert page.rows == []
    assert standards.client.get(f"{address(record)}.zip").status_code == 404


@pytest.mark.parametrize("what", ["the log", "the checkpoint"])
def test_a_log_that_is_not_the_one_that_was_signed_is_said_aloud(
    services: Services, standards: Browser, record: Given, what: str
) -> None:
    sign(services)
    if what == "the log":
        with services.stores.engine(RECORDS).begin() as connection:
            insider = Insider(connection)
            insider.unguard()
            insider.leaf(insider.rows()[3], leaf_hash=bytes(32))
    else:
        file = services.settings.witness_folder / "checkpoint"
        file.write_text(file.read_text().replace("\n", "0\n", 1))

    page = standards.open(address(record))

    assert "The log is not the one that was signed" in page.main.text
    assert page.rows == []
    assert standards.client.get(f"{address(record)}.zip").status_code == 404


def test_a_log_that_was_put_right_is_proved_again(
    services: Services, standards: Browser, record: Given
) -> None:
    sign(services)
    with services.stores.engine(RECORDS).begin() as connection:
        insider = Insider(connection)
        insider.unguard()
        row = insider.rows()[3]
        insider.leaf(row, leaf_hash=bytes(32))
    assert "not the one" in standards.open(address(record)).main.text

    with services.stores.engine(RECORDS).begin() as connection:
        Insider(connection).leaf(row, leaf_hash=row.leaf_hash)

    assert "Every version" in standards.open(address(record)).main.text


def test_who_may_not_read_the_history_gets_no_proof(browser_of: SignIn, record: Given) -> None:
    colleague = browser_of(COLLEAGUE)

    for one in (address(record), f"{address(record)}.zip"):
        assert colleague.client.get(one).status_code == 404


def test_the_officer_gets_the_proof_of_their_own_record(
    services: Services, browser_of: SignIn, record: Given
) -> None:
    sign(services)

    assert len(browser_of(OFFICER).open(address(record)).rows) == 2
