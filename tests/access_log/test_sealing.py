"""The access log is sealed afterwards and misses nothing; and whoever changes it is found out."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from sqlalchemy import Connection, insert, text

from application.verifying import Layer, Verdict
from domain.access_log.codes import Action, Channel, Purpose
from domain.access_log.entry import Entry, RecordSeen, leaf
from domain.proof.growth import NotGrownError
from tests.fakes import NOON
from tests.people import OFFICER, STANDARDS
from web.access_log import reading
from web.access_log.checkpointing import AccessCheckpointing, access_checkpointing
from web.access_log.sealing import Sealer, unsealed
from web.access_log.store import AccessLog
from web.access_log.verifying import AccessReport, places_of, verify_access, verify_on
from web.adapters.access_tables import access_entries
from web.bootstrap import Services
from web.proof.verifying import Place, checkpoints

ENTRIES = 24
POSITIONS = range(1, 21)
"""Where each change is tried (spec: audit, 7.2)."""


def an_entry(number: int = 0) -> Entry:
    return Entry(
        at=NOON + timedelta(seconds=number),
        person=STANDARDS.id,
        action=Action.SEARCH,
        channel=Channel.PAGE,
        place="search.search",
        session="0123456789abcdef",
        device="10.0.0.1",
        purpose=Purpose.COMPLAINT,
        case_reference="CO/1/26",
        terms=("officer",),
        filters={"tactic": ("ced",), "status": ("submitted",)},
        hits=2,
        seen=(
            RecordSeen(record=UUID(int=abs(number)), version=1),
            RecordSeen(record=uuid4(), version=2),
        ),
    )


@dataclass
class Sealed:
    """A log of looks that was signed when half of it was there, and when nearly all of it was."""

    services: Services
    signs: AccessCheckpointing
    sealer: Sealer

    @property
    def places(self) -> list[Place]:
        settings = self.services.settings
        return places_of(settings.signer_folder, settings.witness_folder)

    def verify(self) -> AccessReport:
        return verify_access(self.services.stores, self.places, now=lambda: NOON)

    @property
    def schema(self) -> str:
        return "" if self.services.stores.is_embedded else "work."

    def unguarded(self, change: Callable[[Connection, str], None]) -> None:
        """Whoever owns the database changes it: no trigger stands in the way."""
        with self.services.access_log.engine.begin() as connection:
            if self.schema:
                for table in ("access_entries", "access_records", "access_leaves"):
                    connection.execute(text(f"ALTER TABLE work.{table} DISABLE TRIGGER ALL"))
            else:
                triggers = "SELECT name FROM sqlite_master WHERE type = 'trigger'"
                for name in connection.execute(text(triggers)).scalars().all():
                    connection.execute(text(f"DROP TRIGGER {name}"))
            change(connection, self.schema)


@pytest.fixture
def sealed(services: Services) -> Sealed:
    origin = reading.origin(services.stores)
    sealer = Sealer(services.access_log.engine, origin)
    signs = replace(access_checkpointing(services.settings, services.stores), sealer=sealer)
    for number in range(ENTRIES):
        services.access_log.write(an_entry(number))
        if number in (ENTRIES // 2, ENTRIES - 3):
            signs.checkpoint()
    sealer.seal()
    return Sealed(services, signs, sealer)


def test_what_was_not_changed_is_proved(sealed: Sealed) -> None:
    report = sealed.verify()

    assert (report.verdict, report.findings, report.unsealed) == (Verdict.PROVED, [], 0)
    assert (report.tree.size, report.witnessed) == (ENTRIES, ENTRIES - 2)


ONE = "number = (SELECT number FROM {0}access_leaves WHERE leaf_index = :at)"
EDITS = {
    "who": f"UPDATE {{0}}access_entries SET person = :other WHERE {ONE}",
    "when": f"UPDATE {{0}}access_entries SET at = '2026-11-19 00:00:00.000000' WHERE {ONE}",
    "the hour alone": f"UPDATE {{0}}access_entries SET hour = 3 WHERE {ONE}",
    "why": f"UPDATE {{0}}access_entries SET purpose = 'own-task' WHERE {ONE}",
    "the case": f"UPDATE {{0}}access_entries SET case_reference = '' WHERE {ONE}",
    "what": f"UPDATE {{0}}access_entries SET action = 'list' WHERE {ONE}",
    "what is no action": f"UPDATE {{0}}access_entries SET action = 'nothing' WHERE {ONE}",
    "in confidence": f"UPDATE {{0}}access_entries SET confidential = true WHERE {ONE}",
    "the terms": f"UPDATE {{0}}access_entries SET terms = '[]' WHERE {ONE}",
    "how many": f"UPDATE {{0}}access_entries SET hits = 0 WHERE {ONE}",
    "which record": f"UPDATE {{0}}access_records SET version = version + 5 WHERE {ONE}",
    "own": f"UPDATE {{0}}access_records SET own = true WHERE {ONE}",
    "one record less": f"DELETE FROM {{0}}access_records WHERE {ONE} AND version = 2",
    "one record more": "INSERT INTO {0}access_records SELECT number, :other, 1, false"
    f" FROM {{0}}access_entries WHERE {ONE}",
    "the entry": f"DELETE FROM {{0}}access_entries WHERE {ONE}",
    "the leaf": "DELETE FROM {0}access_leaves WHERE leaf_index = :at",
    "the hash": "UPDATE {0}access_leaves SET leaf_hash = (SELECT leaf_hash FROM {0}access_leaves"
    " WHERE leaf_index <> :at LIMIT 1) WHERE leaf_index = :at",
}


def test_a_change_is_found_where_it_is(sealed: Sealed) -> None:
    """Each in a transaction that is taken back: the connection that verifies sees what it did."""
    services = sealed.services
    other = OFFICER.id.hex if services.stores.is_embedded else OFFICER.id
    missed, files = [], checkpoints(sealed.places)
    sealed.unguarded(lambda *_: None)

    for what, statement in EDITS.items():
        for at in POSITIONS:
            wanted = statement.format(sealed.schema)
            given = {"at": at, "other": other}
            named = {name: given[name] for name in given if f":{name}" in wanted}
            with services.access_log.engine.connect() as connection:
                assert connection.execute(text(wanted), named).rowcount
                report = verify_on(connection, sealed.signs.signer.origin, files, NOON)
                connection.rollback()
            first = min((one.index for one in report.findings if one.index is not None), default=-1)
            if (report.verdict, first) != (Verdict.TAMPERED, at):
                missed.append((what, at, report.verdict, first))

    assert missed == []
    assert sealed.verify().verdict is Verdict.PROVED


def test_with_every_hash_made_anew_the_checkpoints_show_it(sealed: Sealed) -> None:
    """Looks are taken away whole: their entries, what was seen, and their leaves, numbered anew."""

    def change(connection: Connection, schema: str) -> None:
        connection.execute(text(f"DELETE FROM {schema}access_leaves"))
        for table in ("access_records", "access_entries"):
            least = f"(SELECT min(number) + 2 FROM {schema}access_entries)"
            connection.execute(text(f"DELETE FROM {schema}{table} WHERE number = {least}"))

    sealed.unguarded(change)
    Sealer(sealed.services.access_log.engine, sealed.signs.signer.origin).seal()

    report = sealed.verify()
    assert report.verdict is Verdict.TAMPERED
    assert {one.layer for one in report.findings} == {Layer.CHECKPOINT, Layer.WITNESS}
    with pytest.raises(NotGrownError):
        replace(sealed.signs).checkpoint()


def test_an_end_that_was_cut_off_is_missed(sealed: Sealed) -> None:
    def change(connection: Connection, schema: str) -> None:
        for table in ("access_leaves", "access_records", "access_entries"):
            most = f"(SELECT max(number) - 5 FROM {schema}access_entries)"
            if table == "access_entries":
                most = f"(SELECT max(number) FROM {schema}access_leaves)"
            connection.execute(text(f"DELETE FROM {schema}{table} WHERE number > {most}"))

    sealed.unguarded(change)

    report = sealed.verify()
    assert report.verdict is Verdict.TAMPERED
    assert any("its end is gone" in one.what for one in report.findings)


def test_what_is_committed_late_is_sealed_all_the_same(sealed: Sealed) -> None:
    """A number may be drawn before others and be committed after they were sealed."""
    log = sealed.services.access_log
    log.write(an_entry(100))
    with log.engine.connect() as connection:
        newest = connection.execute(text(f"SELECT max(number) FROM {sealed.schema}access_entries"))
        late = newest.scalar_one() + 1
    # Another transaction holds the next number while one after it is sealed.
    _write(log, an_entry(102), late + 1)
    sealed.sealer.seal()
    _write(log, an_entry(101), late)

    assert sealed.sealer.seal() == 1
    assert sealed.verify().unsealed == 0


def _write(log: AccessLog, entry: Entry, number: int) -> None:
    row = {
        "number": number,
        "at": entry.at,
        "day": entry.day,
        "hour": entry.hour,
        "person": entry.person,
        **dict.fromkeys(("session", "device", "place", "case_reference", "recipient"), ""),
        "channel": "page",
        "action": "read",
        "purpose": "not-said",
        "confidential": False,
        "broke_glass": False,
        "terms": [],
        "filters": {},
        "salt": b"s" * 16,
    }
    with log.engine.begin() as connection:
        connection.execute(insert(access_entries).values(row))


def test_two_sealers_give_each_entry_one_leaf(sealed: Sealed) -> None:
    for number in range(5):
        sealed.services.access_log.write(an_entry(200 + number))
    other = Sealer(sealed.services.access_log.engine, sealed.signs.signer.origin)

    assert (other.seal(), sealed.sealer.seal()) == (5, 0)
    assert sealed.verify().tree.size == ENTRIES + 5


def test_when_no_sealer_runs_nothing_is_called_proved(sealed: Sealed) -> None:
    sealed.services.access_log.write(an_entry(-7200))

    report = sealed.verify()

    assert (report.verdict, report.unsealed) == (Verdict.UNDECIDED, 1)
    assert "no sealer runs" in report.undecided[0]


def test_without_a_witness_nothing_is_called_proved(sealed: Sealed) -> None:
    report = verify_access(sealed.services.stores, (), now=lambda: NOON)

    assert report.verdict is Verdict.UNDECIDED


def test_where_nobody_has_looked_there_is_nothing_to_doubt(services: Services) -> None:
    signs = access_checkpointing(services.settings, services.stores)

    assert signs.checkpoint() is None
    assert verify_access(services.stores, ()).verdict is Verdict.PROVED


def test_what_is_sealed_is_signed_when_it_is_due(sealed: Sealed) -> None:
    seconds = [0.0]
    signs = replace(sealed.signs, clock=lambda: seconds[0])
    signs.checkpoint()
    sealed.services.access_log.write(an_entry(300))
    sealed.sealer.seal()

    due_at_once = signs.is_due()
    seconds[0] += 60
    signs.look()

    assert not due_at_once
    assert (signs.refused, sealed.verify().witnessed) == ("", ENTRIES + 1)


def test_nothing_is_left_to_seal(sealed: Sealed) -> None:
    with sealed.services.access_log.engine.connect() as connection:
        assert list(unsealed(connection)) == []


@pytest.mark.parametrize(
    "changed",
    [
        {"at": NOON},
        {"person": None},
        {"via": uuid4()},
        {"session": "x"},
        {"device": "x"},
        {"channel": Channel.API},
        {"action": Action.READ},
        {"place": "x"},
        {"purpose": Purpose.CASE},
        {"case_reference": ""},
        {"recipient": "x"},
        {"confidential": True},
        {"broke_glass": True},
        {"hits": None},
        {"terms": ()},
        {"filters": {"tactic": ("ced", "status"), "submitted": ()}},
        {"seen": ()},
    ],
    ids=lambda changed: next(iter(changed)),
)
def test_the_leaf_commits_to_every_field(changed: dict[str, object]) -> None:
    entry, salt = an_entry(7), b"s" * 16

    assert leaf("log", 1, entry, salt) != leaf("log", 1, replace(entry, **changed), salt)  # type: ignore[arg-type]


def test_the_leaf_commits_to_the_log_the_number_and_the_salt() -> None:
    entry = an_entry(7)
    leaves = {
        leaf(*given)
        for given in (
            ("log", 1, entry, b"s"),
            ("other", 1, entry, b"s"),
            ("log", 2, entry, b"s"),
            ("log", 1, entry, b"t"),
        )
    }

    assert len(leaves) == 4
