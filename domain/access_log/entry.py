"""One entry of the access log, and the leaf that commits to it.

Decision. An entry is what one answer showed: one for each, whatever number of records is in it. Its leaf
hashes every field with its length before it, and a salt of its own: who looked at which record when is
soon guessed, and a leaf beside one's own in a proof must not confirm a guess. Consequence: nothing in an
entry can be changed, added or left out unseen once it is sealed. Kept by
``tests/access_log/test_sealing.py``. (Spec: audit, 4.1 and 5.4.)
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

from domain.access_log.codes import Action, Channel, Purpose
from domain.local_time import LOCAL
from domain.proof.merkle import leaf_hash

LABEL = b"use-of-force-records/access-leaf/1"
"""What is hashed for no other purpose begins otherwise. Another order of fields has another number."""
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)


@dataclass(frozen=True, kw_only=True, slots=True, order=True)
class RecordSeen:
    """A record that an answer showed, in the version that it showed."""

    record: UUID
    version: int
    own: bool = False
    """Whether it is the record of the officer who looked."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Entry:
    """What one answer showed, to whom, and why they said they look."""

    at: datetime
    person: UUID | None
    action: Action
    channel: Channel
    place: str
    """The page or operation, by its name in the program."""
    via: UUID | None = None
    """The machine token that carried the request."""
    session: str = ""
    device: str = ""
    purpose: Purpose = Purpose.NOT_SAID
    case_reference: str = ""
    confidential: bool = False
    """Kept from the officer whose record it is, and from colleagues."""
    broke_glass: bool = False
    recipient: str = ""
    """The system that it was given to."""
    terms: Sequence[str] = ()
    filters: Mapping[str, Sequence[str]] = field(default_factory=dict)
    hits: int | None = None
    """How many were found, of which the answer may show a page."""
    seen: Sequence[RecordSeen] = ()

    @property
    def day(self) -> date:
        return self.at.astimezone(LOCAL).date()

    @property
    def hour(self) -> int:
        """By the clock on the wall."""
        return self.at.astimezone(LOCAL).hour


def leaf(origin: str, number: int, entry: Entry, salt: bytes) -> bytes:
    """The hash of the leaf of an entry, with the number under which it is stored."""
    fields = [
        LABEL,
        origin.encode(),
        _number(number),
        _number((entry.at - EPOCH) // MICROSECOND),
        entry.day.isoformat().encode(),
        _number(entry.hour),
        _id(entry.person),
        _id(entry.via),
        *(
            text.encode()
            for text in (
                entry.session,
                entry.device,
                entry.channel,
                entry.action,
                entry.place,
                entry.purpose,
                entry.case_reference,
                entry.recipient,
            )
        ),
        bytes((entry.confidential, entry.broke_glass)),
        b"" if entry.hits is None else _number(entry.hits),
        _joined(one.encode() for one in entry.terms),
        _joined(
            part
            for name in sorted(entry.filters)
            for part in (name.encode(), _joined(one.encode() for one in entry.filters[name]))
        ),
        _joined(
            part
            for one in sorted(entry.seen)
            for part in (one.record.bytes, _number(one.version), bytes((one.own,)))
        ),
        salt,
    ]
    return leaf_hash(_joined(fields))


def _joined(fields: Iterable[bytes]) -> bytes:
    """Each field with its length before it, so that none can be read as part of another."""
    return b"".join(len(one).to_bytes(4, "big") + one for one in fields)


def _number(number: int) -> bytes:
    return number.to_bytes(8, "big", signed=True)


def _id(found: UUID | None) -> bytes:
    return found.bytes if found else b""
