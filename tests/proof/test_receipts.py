"""Receipts: given for what is recorded, kept, and the only thing that shows the last minute (T15, A17, A18).

Spec: audit, 3.1, 4.8 and 7.2.
"""

import json
import random
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from application.codec import to_json
from application.verifying import Layer, Row, Verdict
from domain.proof.notes import Note
from domain.proof.receipts import Receipt
from domain.records.events import RECORD_EVENTS
from tests.builders import a_submission
from tests.figures import Tell
from tests.people import OFFICER
from tests.proof.attacking import undone, verified
from tests.proof.conftest import Signed
from tests.proof.histories import Insider
from web.bootstrap import Services
from web.proof.receipts import KEPT, KEPT_DAYS, RECEIPT_VKEY, Receipts, keys_of
from web.proof.verifying import Report, Wanted

TIMES = 20
OF_RECORDS = {kind.TOPIC for kind in RECORD_EVENTS}


@pytest.fixture(scope="module")
def promised(signed: Signed) -> Wanted:
    """A receipt for every event of a record, as whoever recorded it was given."""
    receipts = signed.services.receipts
    with undone(signed) as connection:
        log = Insider(connection).rows()
    for row in log:
        if row.topic in OF_RECORDS:
            events = signed.services.log.events_of(row.originator_id, upto=row.originator_version)
            assert receipts.give(events[-1:])
    folder = signed.settings.receipts_folder
    return Wanted(receipts=[folder], receipt_keys=keys_of(folder))


def unseen(signed: Signed, log: Sequence[Row]) -> list[int]:
    """The events of records that no checkpoint covers yet."""
    return [one for one in range(signed.witnessed, signed.size) if log[one].topic in OF_RECORDS]


def a17_edit_what_nobody_has_seen(insider: Insider, signed: Signed, chance: random.Random) -> int:
    log = insider.rows()
    at = chance.choice(unseen(signed, log))
    state = json.loads(log[at].state)
    state["m"]["why"] = "another"
    log[at] = log[at]._replace(state=to_json(state))
    insider.rewrite(log)
    return at


def a17_replace_one_by_another(insider: Insider, signed: Signed, chance: random.Random) -> int:
    log = insider.rows()
    at = chance.choice(unseen(signed, log))
    insider.rewrite([*log[:at], *signed.others[:1], *log[at:]][: signed.size])
    return at


def a18_drop_what_nobody_has_seen(insider: Insider, signed: Signed, chance: random.Random) -> int:
    log = insider.rows()
    at = chance.choice(unseen(signed, log))
    insider.rewrite(log[:at])
    return at


ATTACKS = (
    a17_edit_what_nobody_has_seen,
    a17_replace_one_by_another,
    a18_drop_what_nobody_has_seen,
)


@pytest.mark.parametrize("attack", ATTACKS, ids=lambda attack: attack.__name__)
def test_what_no_checkpoint_covers_yet_is_shown_by_receipts_alone(
    signed: Signed,
    promised: Wanted,
    figure: Tell,
    attack: Callable[[Insider, Signed, random.Random], int],
) -> None:
    for time in range(TIMES):
        with undone(signed) as connection:
            insider = Insider(connection)
            insider.unguard()
            at = attack(insider, signed, random.Random(f"{attack.__name__} {time}"))
            report = verified(signed, connection, wanted=promised)
            # Nothing else shows it; once is enough to say so.
            assert time or verified(signed, connection).verdict is Verdict.PROVED

        assert report.verdict is Verdict.TAMPERED
        assert {one.layer for one in report.examined.findings} == {Layer.RECEIPT}
        assert min(one.index or 0 for one in report.examined.findings) == at
    figure(f"{attack.__name__}: {TIMES} of {TIMES} shown, by receipts alone")


def test_what_was_promised_and_kept_raises_no_alarm(signed: Signed, promised: Wanted) -> None:
    with undone(signed) as connection:
        report = verified(signed, connection, wanted=promised)

    assert report.verdict is Verdict.PROVED
    assert report.examined.kept_promises == len(report.examined.promised) > TIMES


def test_a_folder_of_files_is_as_good_as_what_was_kept_by_the_day(
    signed: Signed, promised: Wanted, tmp_path: Path
) -> None:
    (record,) = {
        one.receipt.record
        for one in read_back(signed, promised).examined.promised
        if one.receipt.index == unseen_first(signed)
    }
    kept = signed.services.receipts.of(record, 1)
    assert kept is not None
    (tmp_path / "mine.receipt").write_text(str(kept.note))
    wanted = replace(promised, receipts=[tmp_path])

    with undone(signed) as connection:
        insider = Insider(connection)
        insider.unguard()
        insider.rewrite(insider.rows()[: kept.receipt.index])
        report = verified(signed, connection, wanted=wanted)

    (finding,) = report.examined.findings
    assert (finding.layer, finding.record, finding.version) == (Layer.RECEIPT, record, 1)
    assert kept.code in finding.what


def read_back(signed: Signed, wanted: Wanted) -> Report:
    with undone(signed) as connection:
        return verified(signed, connection, wanted=wanted)


def unseen_first(signed: Signed) -> int:
    with undone(signed) as connection:
        return unseen(signed, Insider(connection).rows())[0]


@pytest.mark.parametrize(
    "spoil",
    [
        lambda note: note.replace(b"version 1", b"version 2"),
        lambda note: note.replace("— ".encode(), "— x".encode()),
        lambda _: b"nothing like it",
    ],
)
@pytest.mark.parametrize("signed", ["sqlite"], indirect=True)
def test_what_is_no_receipt_shows_nothing_and_is_said(
    signed: Signed, promised: Wanted, tmp_path: Path, spoil: Callable[[bytes], bytes]
) -> None:
    """Anybody can write a file: it must not pass for tampering, nor be passed over."""
    record = next(iter(read_back(signed, promised).examined.promised)).receipt.record
    kept = signed.services.receipts.of(record, 1)
    assert kept is not None
    (tmp_path / "odd.receipt").write_bytes(spoil(str(kept.note).encode()))

    report = read_back(signed, replace(promised, receipts=[tmp_path]))

    assert report.verdict is Verdict.UNDECIDED
    assert report.examined.findings == []
    assert "odd.receipt" in report.examined.undecided[0]


def give(services: Services) -> Receipt:
    events = a_submission()
    services.log.append(events)
    kept = services.receipts.give(events)
    assert kept is not None
    return kept.receipt


def test_a_receipt_names_what_was_recorded(services: Services) -> None:
    events = a_submission()
    services.log.append(events)

    kept = services.receipts.give(events)

    assert kept is not None
    assert kept == services.receipts.of(events[0].originator_id, kept.receipt.version)
    assert kept == services.receipts.by_code(kept.code, by=OFFICER.id)
    assert services.receipts.of_person(OFFICER.id) == [kept]
    assert kept.receipt.at == events[-1].metadata.at
    assert kept.receipt.version == len(events)
    assert Note.parsed(str(kept.note).encode()).signed_by(services.receipts.key)


def test_what_was_given_stays_even_if_it_is_given_again(services: Services) -> None:
    events = a_submission()
    services.log.append(events)

    first, second = services.receipts.give(events), services.receipts.give(events)

    assert first == second
    assert services.receipts.of_person(OFFICER.id) == [first]


def test_what_was_recorded_of_people_has_no_receipt(services: Services) -> None:
    assert services.receipts.give(services.log.events_of(OFFICER.id)) is None


@pytest.mark.parametrize("settings", ["sqlite"], indirect=True)
def test_a_receipt_that_cannot_be_given_stops_nothing(
    services: Services, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "taken").write_text("a file where a folder should be")
    broken = Receipts(services.stores, tmp_path / "taken", services.clock)
    events = a_submission()
    services.log.append(events)

    assert broken.give(events) is None
    assert caplog.messages == ["no receipt was given: FileExistsError"]


@pytest.mark.parametrize("settings", ["sqlite"], indirect=True)
def test_files_of_days_that_witnesses_have_long_seen_are_put_away(services: Services) -> None:
    give(services)
    folder = services.settings.receipts_folder
    (first,) = (folder / KEPT).iterdir()
    later = services.clock.now() + timedelta(days=KEPT_DAYS + 1)
    services.clock.moment = later  # type: ignore[attr-defined]

    give(services)

    assert not first.exists()
    assert [one.name for one in (folder / KEPT).iterdir()] == [f"{later:%Y-%m-%d}"]
    assert (folder / RECEIPT_VKEY).exists()


def test_a_receipt_is_held_against_the_log_only_where_it_was_not_before(
    signed: Signed, promised: Wanted
) -> None:
    whole = read_back(signed, promised)
    begun = whole.examined.proved_at
    assert begun is not None

    since = read_back(signed, replace(promised, begun=begun))

    assert since.verdict is Verdict.PROVED
    assert 0 < since.examined.kept_promises < whole.examined.kept_promises
