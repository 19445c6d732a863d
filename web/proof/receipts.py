"""Giving receipts for what was recorded, keeping them, and reading folders of them.

Context. Until a witness has seen the log, a minute at most, whoever owns the database could write what
was just recorded anew, and nothing would contradict. Decision. Whoever records something is given a
signed receipt at once, by the process that serves, with a key of its own; it is kept for them, and apart
from the database in a file of the day. A receipt never stops what was recorded: what cannot be signed or
kept is told in the log of the process. Consequence: the event that a receipt names cannot be changed or
dropped unseen, as long as somebody keeps the receipt where the database's owner cannot reach. Kept by
``tests/proof/test_receipts.py``. (Spec: audit, 3.1 and 4.8.)
"""

import json
import logging
import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID

from sqlalchemy import Engine, Row, insert, select
from sqlalchemy.exc import IntegrityError

from application.ports import Clock
from application.verifying import Promised
from domain.event import Event
from domain.proof.base64 import MalformedError
from domain.proof.notes import Note, NotSignedError, VerifierKey, signatures_of
from domain.proof.receipts import Receipt, signs_as
from domain.records.events import RECORD_EVENTS
from web.adapters.stores import RECORDS, WORK, Stores, asking
from web.adapters.tables import receipts
from web.proof import reading
from web.proof.keys import SigningKey, is_signed, signing_key, verifier_keys

LOG = logging.getLogger(__name__)

RECEIPT_KEY, RECEIPT_VKEY = "receipt.key", "receipt.vkey"
KEPT = "kept"
KEPT_DAYS = 30
"""How long the files of a day are kept: witnesses have long seen what their receipts name."""
NOTE = "*.receipt"
KINDS = tuple(RECORD_EVENTS)
MOST_SHOWN = 100


@dataclass(frozen=True, kw_only=True, slots=True)
class Kept:
    """A receipt as it is kept for somebody."""

    receipt: Receipt
    note: Note
    person: UUID

    @property
    def code(self) -> str:
        return self.receipt.code


@dataclass
class Receipts:
    """Signs for what this process saved."""

    stores: Stores
    folder: Path
    clock: Clock
    _key: SigningKey | None = None
    _origin: str = ""
    _day: str = field(default="", repr=False)

    def give(self, events: Sequence[Event]) -> Kept | None:
        """A receipt for what a command did to a record; none for what is no record's, or cannot be signed."""
        last = _last_of_record(events)
        if last is None:
            return None
        try:
            return self._given(last)
        except Exception as error:  # noqa: BLE001 - what was recorded was recorded
            LOG.error("no receipt was given: %s", type(error).__name__)
            return None

    def of(self, record: UUID, version: int) -> Kept | None:
        """The receipt that was given for a version."""
        query = select(receipts).where(receipts.c.record == record, receipts.c.version == version)
        return self._one(query)

    def last_of(self, record: UUID, *, by: UUID) -> Kept | None:
        """The last receipt that a person was given for a record."""
        query = (
            select(receipts)
            .where(receipts.c.record == record, receipts.c.person == by)
            .order_by(receipts.c.version.desc())
            .limit(1)
        )
        return self._one(query)

    def by_code(self, code: str, *, by: UUID) -> Kept | None:
        """A person's own receipt."""
        return self._one(select(receipts).where(receipts.c.code == code, receipts.c.person == by))

    def of_person(self, person: UUID, *, most: int = MOST_SHOWN) -> list[Kept]:
        """What a person was given, the newest first."""
        query = (
            select(receipts)
            .where(receipts.c.person == person)
            .order_by(receipts.c.at.desc(), receipts.c.leaf_index.desc())
            .limit(most)
        )
        with asking(self.stores.engine(WORK)).connect() as connection:
            return [_kept(row) for row in connection.execute(query)]

    @property
    def key(self) -> VerifierKey:
        """What the receipts are checked with, to be printed elsewhere."""
        return self._signing().verifier

    def _one(self, query: object) -> Kept | None:
        with asking(self.stores.engine(WORK)).connect() as connection:
            row = connection.execute(query).one_or_none()  # type: ignore[call-overload]
        return None if row is None else _kept(row)

    def _given(self, last: Event) -> Kept | None:
        key = self._signing()
        with asking(self.stores.engine(RECORDS)).connect() as connection:
            row = reading.row_of(connection, last.originator_id, last.originator_version)
        if row is None or row.leaf_index is None or row.leaf_hash is None:
            return None
        receipt = Receipt(
            origin=self._origin,
            record=last.originator_id,
            version=row.originator_version,
            index=row.leaf_index,
            leaf=bytes(row.leaf_hash),
            at=_recorded(row.state),
        )
        note = Note(str(receipt), (key.sign(str(receipt)),))
        self._write_down(note)
        _insert(self.stores.engine(WORK), receipt, note, last.metadata.actor)
        return Kept(receipt=receipt, note=note, person=last.metadata.actor)

    def _signing(self) -> SigningKey:
        if self._key is None:
            with asking(self.stores.engine(RECORDS)).connect() as connection:
                self._origin = reading.origin(connection)
            self._key = signing_key(self.folder / RECEIPT_KEY, name=signs_as(self._origin))
        return self._key

    def _write_down(self, note: Note) -> None:
        """Apart from the database. Not waited for: what a power cut takes is in the database still."""
        folder, today = self.folder / KEPT, self.clock.now().astimezone(UTC)
        file = folder / f"{today:%Y-%m-%d}"
        if self._day != file.name:
            folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            _forget(folder, before=today - timedelta(days=KEPT_DAYS))
            self._day = file.name
        # One write at the end of the file: several processes may keep theirs in it.
        descriptor = os.open(file, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
        try:
            os.write(descriptor, str(note).encode())
        finally:
            os.close(descriptor)


def read(
    folders: Iterable[Path], origin: str, keys: Sequence[VerifierKey]
) -> tuple[list[Promised], list[str]]:
    """The receipts of some folders that one of the keys signed, and what was wrong with the others."""
    found, wrong = [], []
    for folder in folders:
        for file, written in _notes(folder):
            try:
                note = Note.parsed(written)
                signatures_of(note, keys, is_signed)
                receipt = Receipt.parsed(note.text)
            except (MalformedError, NotSignedError) as error:
                wrong.append(f"{file} holds what is not a receipt of this log: {error}.")
                continue
            if receipt.origin != origin:
                wrong.append(f"{file} is of another log, {receipt.origin}.")
                continue
            found.append(Promised(receipt=receipt, kept=str(file)))
    return found, wrong


def keys_of(folder: Path) -> tuple[VerifierKey, ...]:
    """The keys that receipts are checked with, as they lie in a folder; none if there are none."""
    file = folder / RECEIPT_VKEY
    return verifier_keys(file) if file.exists() else ()


def _notes(folder: Path) -> Iterator[tuple[Path, bytes]]:
    """Each note of a folder: a file a receipt, and those that are kept by the day."""
    for file in sorted(folder.glob(NOTE)):
        yield file, file.read_bytes()
    for file in sorted((folder / KEPT).glob("????-??-??")):
        for one in _parted(file.read_bytes()):
            yield file, one


def _parted(several: bytes) -> Iterator[bytes]:
    """Notes that stand below each other: each ends with its signatures, which begin with a dash."""
    lines, note = several.splitlines(keepends=True), b""
    for line, then in zip(lines, [*lines[1:], b""], strict=True):
        note += line
        is_signature = line.startswith("— ".encode())
        if is_signature and not then.startswith("— ".encode()):
            yield note
            note = b""
    if note:
        yield note


def _forget(folder: Path, *, before: datetime) -> None:
    for file in folder.glob("????-??-??"):
        if file.name < f"{before:%Y-%m-%d}":
            file.unlink(missing_ok=True)


def _last_of_record(events: Sequence[Event]) -> Event | None:
    """The last event of the record that a command was sent to; none if it was sent to no record."""
    first = events[0]
    if not isinstance(first, KINDS):
        return None
    return [one for one in events if one.originator_id == first.originator_id][-1]


def _recorded(state: bytes) -> datetime:
    return datetime.fromisoformat(json.loads(state)["m"]["at"])


def _insert(engine: Engine, receipt: Receipt, note: Note, person: UUID) -> None:
    values = {
        "record": receipt.record,
        "version": receipt.version,
        "person": person,
        "code": receipt.code,
        "leaf_index": receipt.index,
        "at": receipt.at,
        "note": str(note),
    }
    try:
        with engine.begin() as connection:
            connection.execute(insert(receipts).values(**values))
    except IntegrityError:
        # It was given before, and is the same: what is signed follows from what was recorded.
        return


def _kept(row: Row[tuple[object, ...]]) -> Kept:
    note = Note.parsed(row.note.encode())
    return Kept(receipt=Receipt.parsed(note.text), note=note, person=row.person)
