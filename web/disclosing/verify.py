"""Verify a disclosure of use of force records: one file, offline, with nothing but Python 3.9 or later.

    python3 verify.py BUNDLE --log-key KEY [--witness-key KEY]...
    python3 verify.py BUNDLE --policy FILE

BUNDLE is the ZIP file that was handed over, or the folder it was unpacked into. KEY is a public key
as it was printed elsewhere, or a file that holds it. No key is ever taken from the bundle.

It ends with 0 when everything holds, with 1 when something does not, and names the record, the
version and the file; and with 2 when it could not decide, as without a key.

The formats are public: signed-note, tlog-checkpoint, tlog-cosignature, tlog-proof, tlog-policy and
tlog-witness (https://c2sp.org), Merkle trees by RFC 9162, Ed25519 by RFC 8032.
"""

from __future__ import annotations

import argparse
import base64
import binascii
import hashlib
import hmac
import json
import re
import struct
import sys
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta, timezone
from html.parser import HTMLParser
from pathlib import Path
from typing import Any, Callable, NamedTuple

FORMAT = "use-of-force-records/disclosure/1"
LEAF = b"use-of-force-records/leaf/1"
DISCLOSED = "use-of-force-record.disclosed"
ENTERED = ("use-of-force-record.submitted", "use-of-force-record.imported")
AMENDED = "use-of-force-record.amended"

HOLDS, DOES_NOT_HOLD, UNDECIDED = 0, 1, 2
MANIFEST, SUMS, PAGE, PRINT = "manifest.json", "SHA256SUMS", "disclosure.html", "disclosure.pdf"
WORDS, CHECKPOINT, POLICY = "words.json", "checkpoint", "policy"
PREVIOUS, CONSISTENCY = "previous-checkpoint", "consistency"
READ_ME, SELF = "README.txt", "verify.py"
CONTENT = (READ_ME, PAGE, PRINT, WORDS, SELF)
BESIDE = (MANIFEST, SUMS, CHECKPOINT, POLICY)
LARGEST = 500_000_000
MOST_VERSIONS = 1_000_000
MOST_FILES = 65_535
TOLD = 20
EPOCH = datetime(1970, 1, 1, tzinfo=timezone.utc)

Files = dict[str, bytes]


class WrongError(Exception):
    """Something does not hold: a sentence, and the file it is about."""

    def __init__(self, sentence: str, file: str = "") -> None:
        super().__init__(sentence)
        self.sentence, self.file = sentence, file


class UndecidedError(Exception):
    """Nothing can be said."""


# Ed25519 (RFC 8032). Strict: one way of writing each number and point, and no point of low order.

P = 2**255 - 19
ORDER = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P
ROOT_OF_MINUS_ONE = pow(2, (P - 1) // 4, P)

Point = tuple[int, int, int, int]
"""Extended coordinates: x = X/Z, y = Y/Z, and T = XY/Z."""

NEUTRAL: Point = (0, 1, 1, 0)


def point_of(written: bytes) -> Point | None:
    """The point that 32 bytes are; none if they are no point, or not the one way of writing it."""
    number = int.from_bytes(written, "little")
    sign, y = number >> 255, number & (2**255 - 1)
    if len(written) != 32 or y >= P:
        return None
    above, below = (y * y - 1) % P, (D * y * y + 1) % P
    x = above * pow(below, 3, P) * pow(above * pow(below, 7, P), (P - 5) // 8, P) % P
    if below * x * x % P != above:
        x = x * ROOT_OF_MINUS_ONE % P
    if below * x * x % P != above or (x == 0 and sign):
        return None
    if x & 1 != sign:
        x = P - x
    return (x, y, 1, x * y % P)


def written_point(point: Point) -> bytes:
    inverse = pow(point[2], P - 2, P)
    x, y = point[0] * inverse % P, point[1] * inverse % P
    return (y | (x & 1) << 255).to_bytes(32, "little")


def added(one: Point, other: Point) -> Point:
    a = (one[1] - one[0]) * (other[1] - other[0]) % P
    b = (one[1] + one[0]) * (other[1] + other[0]) % P
    c = 2 * D * one[3] * other[3] % P
    d = 2 * one[2] * other[2] % P
    e, f, g, h = b - a, d - c, d + c, b + a
    return (e * f % P, g * h % P, f * g % P, e * h % P)


def times(number: int, point: Point) -> Point:
    found = NEUTRAL
    while number:
        if number & 1:
            found = added(found, point)
        point = added(point, point)
        number >>= 1
    return found


def is_neutral(point: Point) -> bool:
    return point[0] % P == 0 and (point[1] - point[2]) % P == 0


BASE = point_of((4 * pow(5, P - 2, P) % P).to_bytes(32, "little")) or NEUTRAL


def is_signed(public: bytes, signature: bytes, message: bytes) -> bool:
    """Whether a public key made this signature of this message."""
    key, commitment = point_of(public), point_of(signature[:32])
    if len(signature) != 64 or key is None or commitment is None:
        return False
    scalar = int.from_bytes(signature[32:], "little")
    if scalar >= ORDER or is_neutral(times(8, key)) or is_neutral(times(8, commitment)):
        return False
    digest = hashlib.sha512(signature[:32] + public + message).digest()
    challenge = int.from_bytes(digest, "little") % ORDER
    x, y, z, t = times(challenge, key)
    found = added(times(scalar, BASE), (P - x, y, z, P - t))
    return written_point(found) == signature[:32]


# Merkle trees (RFC 9162, 2.1)


def leaf_hash(entry: bytes) -> bytes:
    return hashlib.sha256(b"\x00" + entry).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    return hashlib.sha256(b"\x01" + left + right).digest()


def is_included(leaf: bytes, index: int, size: int, proof: Sequence[bytes], root: bytes) -> bool:
    """RFC 9162, 2.1.3.2."""
    if not 0 <= index < size:
        return False
    at, last, found = index, size - 1, leaf
    for sibling in proof:
        if last == 0:
            return False
        if at & 1 or at == last:
            found = node_hash(sibling, found)
            while at and not at & 1:
                at, last = at >> 1, last >> 1
        else:
            found = node_hash(found, sibling)
        at, last = at >> 1, last >> 1
    return last == 0 and found == root


def is_consistent(
    old: int, old_root: bytes, new: int, new_root: bytes, proof: Sequence[bytes]
) -> bool:
    """RFC 9162, 2.1.4.2."""
    if not 0 < old <= new:
        return False
    if old == new:
        return not proof and old_root == new_root
    hashes = [old_root, *proof] if old & (old - 1) == 0 else list(proof)
    if not hashes:
        return False
    at, last = old - 1, new - 1
    while at & 1:
        at, last = at >> 1, last >> 1
    of_old = of_new = hashes[0]
    for sibling in hashes[1:]:
        if last == 0:
            return False
        if at & 1 or at == last:
            of_old, of_new = node_hash(sibling, of_old), node_hash(sibling, of_new)
            while at and not at & 1:
                at, last = at >> 1, last >> 1
        else:
            of_new = node_hash(of_new, sibling)
        at, last = at >> 1, last >> 1
    return last == 0 and (of_old, of_new) == (old_root, new_root)


# The formats of c2sp.org: keys, notes, checkpoints, proofs and policies


def decoded(text: str, length: int | None = None) -> bytes:
    """The bytes of base 64 that is written in the one way in which it may be."""
    try:
        value = base64.b64decode(text.encode("ascii"), validate=True)
    except (binascii.Error, ValueError):
        raise WrongError("there is something that is not base 64") from None
    if base64.b64encode(value).decode() != text or length not in (None, len(value)):
        raise WrongError(
            "there is base 64 that is too long, too short or not written as it must be"
        )
    return value


def number(text: str) -> int:
    if not re.fullmatch("0|[1-9][0-9]{0,18}", text):
        raise WrongError("there is something else where a number belongs")
    return int(text)


class Key(NamedTuple):
    """A public key with the name of its holder."""

    name: str
    kind: int
    public: bytes

    @property
    def id(self) -> bytes:
        typed = bytes((self.kind,)) + self.public
        return hashlib.sha256(self.name.encode() + b"\n" + typed).digest()[:4]

    def __str__(self) -> str:
        typed = base64.b64encode(bytes((self.kind,)) + self.public).decode()
        return f"{self.name}+{self.id.hex()}+{typed}"


OF_LOG, OF_WITNESS = 1, 4


def key_of(text: str, kind: int) -> Key:
    """A key as it was printed.

    Raises:
        UndecidedError: it is none, or was mistyped.

    """
    match = re.fullmatch(r"([^+\s]+)\+([0-9a-f]{8})\+([A-Za-z0-9+/=]+)", text)
    try:
        typed = decoded(match.group(3)) if match else b""
    except WrongError:
        typed = b""
    if match is None or len(typed) != 33:
        raise UndecidedError(f"This is not a public key, or was mistyped: {text}")
    found = Key(match.group(1), typed[0], typed[1:])
    if found.id.hex() != match.group(2):
        raise UndecidedError(f"This key was mistyped, its parts do not agree: {text}")
    if found.kind != kind:
        whose = "a log" if kind == OF_LOG else "a witness"
        raise UndecidedError(f"This is not the key of {whose}: {text}")
    point = point_of(found.public)
    if point is None or is_neutral(times(8, point)):
        raise UndecidedError(f"This key is not safe to believe: {text}")
    return found


class Note(NamedTuple):
    """A text, and the lines below it: who says to have signed it, with what."""

    text: str
    lines: tuple[tuple[str, bytes], ...]


def note_of(written: bytes) -> Note:
    try:
        whole = written.decode()
    except UnicodeDecodeError:
        raise WrongError("it is not UTF-8") from None
    text, parted, below = whole.rpartition("\n\n")
    if not parted or not below.endswith("\n") or any(c < " " and c != "\n" for c in whole):
        raise WrongError("it is not a signed note")
    lines = []
    for line in below[:-1].split("\n"):
        match = re.fullmatch("\u2014 ([^+\\s]+) (\\S+)", line)
        if match is None:
            raise WrongError("it has a line that is no signature")
        lines.append((match.group(1), decoded(match.group(2))))
    return Note(text + "\n", tuple(lines))


class Checkpoint(NamedTuple):
    """How large a log was, and the root of its tree."""

    origin: str
    size: int
    root: bytes


def checkpoint_of(text: str) -> Checkpoint:
    lines = text.split("\n")
    if len(lines) != 4 or lines[3]:
        raise WrongError("it is not a checkpoint of three lines")
    return Checkpoint(lines[0], number(lines[1]), decoded(lines[2], 32))


def signature_by(note: Note, key: Key) -> int | None:
    """When a key signed a note: in seconds since 1970 of a witness, 0 of a log; none if it did not.

    Raises:
        WrongError: it says to be signed by this key, and is not.

    """
    found = None
    for name, value in note.lines:
        if (name, value[:4]) != (key.name, key.id):
            continue
        signature, at, signed = value[4:], 0, note.text
        if key.kind == OF_WITNESS:
            at, signature = int.from_bytes(signature[:8], "big"), signature[8:]
            signed = f"cosignature/v1\ntime {at}\n{note.text}"
        if not is_signed(key.public, signature, signed.encode()):
            raise WrongError(f"the signature of {key.name} does not hold")
        found = at
    return found


class Proof(NamedTuple):
    """Where an entry stands in a log, and what leads from it to the root."""

    place: int
    hashes: tuple[bytes, ...]
    checkpoint: bytes


def proof_of(written: bytes) -> Proof:
    head, parted, checkpoint = written.partition(b"\n\n")
    try:
        lines = head.decode("ascii").split("\n")
    except UnicodeDecodeError:
        raise WrongError("it is not a proof") from None
    if not parted or lines[0] != "c2sp.org/tlog-proof@v1" or len(lines) < 2:
        raise WrongError("it is not a proof of the format c2sp.org/tlog-proof@v1")
    match = re.fullmatch("index (.+)", lines[1])
    if match is None:
        raise WrongError("it does not say where the entry stands in the log")
    hashes = tuple(decoded(line, 32) for line in lines[2:])
    return Proof(number(match.group(1)), hashes, checkpoint)


class Policy(NamedTuple):
    """Whom the recipient believes, and how many witnesses are enough (c2sp.org/tlog-policy)."""

    logs: tuple[Key, ...]
    witnesses: dict[str, Key]
    groups: dict[str, tuple[int, tuple[str, ...]]]
    quorum: str

    def is_met(self, seen: Sequence[str], name: str = "") -> bool:
        name = name or self.quorum
        if name in self.groups:
            least, members = self.groups[name]
            return sum(self.is_met(seen, one) for one in members) >= least
        return name in ("none", *seen)


def policy_of(text: str) -> Policy:
    """A policy as it was handed to the recipient.

    Raises:
        UndecidedError: it is none.

    """
    logs: list[Key] = []
    witnesses: dict[str, Key] = {}
    groups: dict[str, tuple[int, tuple[str, ...]]] = {}
    members_of_any: set[str] = set()
    quorum = ""
    for line in text.split("\n"):
        words = line.replace("\t", " ").split(" ")
        words = [word for word in words if word]
        if not words or words[0].startswith("#"):
            continue
        kind, rest = words[0], words[1:]
        known = (*witnesses, *groups)
        if kind == "log" and len(rest) in (1, 2):
            logs.append(key_of(rest[0], OF_LOG))
        elif kind == "witness" and len(rest) in (2, 3) and rest[0] not in (*known, "none"):
            witnesses[rest[0]] = key_of(rest[1], OF_WITNESS)
        elif kind == "group" and len(rest) >= 3 and rest[0] not in (*known, "none"):
            name, least, members = rest[0], rest[1], tuple(rest[2:])
            if len(set(members)) != len(members) or not set(members) <= set(known) - members_of_any:
                raise UndecidedError("The policy has a group of unknown or repeated members.")
            members_of_any.update(members)
            enough = {"all": len(members), "any": 1}.get(least) or int("0" + least)
            if not (least in ("all", "any") or least.isdigit()) or not 1 <= enough <= len(members):
                raise UndecidedError("The policy has a group that nobody can be enough for.")
            groups[name] = (enough, members)
        elif kind == "quorum" and len(rest) == 1 and not quorum and rest[0] in (*known, "none"):
            quorum = rest[0]
        else:
            raise UndecidedError(f"The policy has a line that cannot be read: {line}")
    publics = [key.public for key in (*logs, *witnesses.values())]
    if not logs or not quorum or len(set(publics)) != len(publics):
        raise UndecidedError("The policy needs a log and a quorum, and each key once.")
    return Policy(tuple(logs), witnesses, groups, quorum)


# Events: what a leaf is the hash of, and what is disclosed of it


class Entry(NamedTuple):
    """What a leaf commits to."""

    origin: str
    stream: str
    version: int
    topic: str
    actor: str
    role: str
    at: datetime
    commitments: dict[str, bytes]
    """By part: what stands clear under "clear", and each sealed group."""
    previous: bytes


def entry_of(written: bytes) -> Entry:
    fields, at = [], 0
    while at < len(written):
        length = int.from_bytes(written[at : at + 4], "big")
        if at + 4 + length > len(written):
            raise WrongError("the entry of its leaf is cut off")
        fields.append(written[at + 4 : at + 4 + length])
        at += 4 + length
    if len(fields) < 14 or (len(fields) - 14) % 4 or fields[0] != LEAF:
        raise WrongError("it is not the entry of a leaf")
    groups = fields[13:-1]
    commitments = {"clear": fields[11]}
    commitments.update({groups[i].decode(): groups[i + 2] for i in range(0, len(groups), 4)})
    return Entry(
        origin=fields[1].decode(),
        stream=fields[2].hex(),
        version=int.from_bytes(fields[3], "big", signed=True),
        topic=fields[4].decode(),
        actor=fields[6].hex(),
        role=fields[7].decode(),
        at=EPOCH + timedelta(microseconds=int.from_bytes(fields[10], "big", signed=True)),
        commitments=commitments,
        previous=fields[-1],
    )


def parsed(written: bytes) -> Any:
    """JSON, in which nothing is said twice and nothing is no number."""

    def once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        if len({name for name, _ in pairs}) != len(pairs):
            raise WrongError("it says something twice")
        return dict(pairs)

    def refused(text: str) -> Any:
        raise WrongError(f"it holds {text}, which is never recorded")

    try:
        return json.loads(
            written.decode(), object_pairs_hook=once, parse_constant=refused, parse_float=refused
        )
    except (UnicodeDecodeError, ValueError, RecursionError):
        raise WrongError("it is not JSON") from None


def canonical(written: bytes) -> Any:
    """JSON of a bundle, which is written in one way."""
    found = parsed(written)
    again = json.dumps(found, ensure_ascii=False, indent=1, sort_keys=True)
    if written != f"{again}\n".encode():
        raise WrongError("it is not written as it was made")
    return found


class Event(NamedTuple):
    """An event of which some parts are disclosed and others are not."""

    file: str
    entry: Entry
    leaf: bytes
    parts: dict[str, Any]
    """What was recorded, by part, of those that are disclosed."""
    closed: dict[str, str]
    """Of the others, why not: the name of what is withheld, "erased" or "later"."""

    @property
    def answers(self) -> dict[str, Any]:
        """The answers that it gave, as far as they are disclosed."""
        found: dict[str, Any] = {}
        for part in self.parts.values():
            found.update(part.get("answers") or {})
        return found


def event_of(files: Files, name: str) -> Event:
    """An event, of which each disclosed part is what its leaf commits to."""
    leaf, file = files[f"{name}.leaf"], f"{name}.json"
    entry = entry_of(leaf)
    try:
        parts, closed = _parts(canonical(files[file])["parts"], entry)
    except WrongError as error:
        raise WrongError(error.sentence, file) from None
    except (KeyError, TypeError, ValueError, AttributeError):
        raise WrongError("it is not what such a file is", file) from None
    return Event(file, entry, leaf_hash(leaf), parts, closed)


def _parts(said: Any, entry: Entry) -> tuple[dict[str, Any], dict[str, str]]:
    """The parts that are disclosed and hold, and why the others are not there."""
    parts, closed = {}, {}
    if set(said) != set(entry.commitments):
        raise WrongError("it has other parts than the event that was recorded")
    for part, value in said.items():
        if set(value) == {"text", "blind"}:
            text, blind = value["text"].encode(), bytes.fromhex(value["blind"])
            found = hmac.new(blind, text, "sha256").digest()
            if value["blind"] != blind.hex() or found != entry.commitments[part]:
                raise WrongError(f"what it says of {part} is not what was recorded")
            parts[part] = parsed(text)
        elif len(value) == 1 and set(value) <= {"withheld", "erased", "later"}:
            ((how, what),) = value.items()
            closed[part] = str(what) if how == "withheld" else how
        else:
            raise WrongError(f"it does not say whether {part} is disclosed")
    return parts, closed


# What people read, held against what was recorded


def moment(at: datetime) -> str:
    return f"{day(at.date())} at {at:%H:%M:%S} UTC"


def day(value: date) -> str:
    return f"{value.day} {value:%B %Y}"


def in_words(question: str, value: Any, words: Any) -> list[str]:
    """An answer as it must stand in the page, a line each, by the words that the bundle lists."""
    if isinstance(value, dict) and set(value) == {"absent"}:
        return [words["absent"][value["absent"]]]
    asked = words["questions"][question]
    if isinstance(value, list):
        lines: list[str] = []
        for at, one in enumerate(value, start=1):
            lines += _member(asked, one, at, words)
        return lines or [asked.get("none") or "None"]
    return [_one(asked, value, words)]


def _member(asked: Any, value: Any, at: int, words: Any) -> list[str]:
    if isinstance(value, dict) and "tactic" in value:
        effect = value["effective"]
        if isinstance(effect, dict):
            effect = words["absent"][effect["absent"]].lower()
        else:
            effect = "effective" if effect == "yes" else "not effective"
        return ["{}. {}: {}".format(at, asked["codes"][value["tactic"]], effect)]
    if isinstance(value, dict):
        given = [
            "Use {}: {} {}".format(at, use["label"], _given(use, value[use["name"]]))
            for use in words["uses"]
            if not isinstance(value[use["name"]], dict)
        ]
        return given or [f"Use {at}: nothing answered"]
    return [_one(asked, value, words)]


def _given(use: Any, value: Any) -> str:
    codes = use["codes"]
    members = value if isinstance(value, list) else [value]
    return ", ".join(codes.get(str(one), str(one)) for one in members)


def _one(asked: Any, value: Any, words: Any) -> str:
    if asked["as"] == "people":
        return str(words["people"][value.replace("-", "")])
    if asked["as"] == "day":
        return day(date.fromisoformat(value))
    if asked["as"] == "time":
        return str(value)[:5]
    codes = asked.get("codes") or {}
    return str(codes.get(str(value), value)) if asked["as"] == "code" else str(value)


class Page(HTMLParser):
    """What stands in the page under each mark: its lines of text."""

    VOID = frozenset(("meta", "br", "hr", "link", "img", "input"))

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: dict[str, list[str]] = {}
        self.open: list[tuple[str, str]] = []
        self.wrong = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        mark = dict(attrs).get("data-of") or ""
        if tag in ("script", "iframe", "object", "embed"):
            self.wrong = f"it has a {tag}, which no such page has"
        if mark and mark in self.found:
            self.wrong = f"{mark} stands in it twice"
        if mark:
            self.found[mark] = []
        if tag not in self.VOID:
            self.open.append((tag, mark))
        within = self._within()
        if within and (tag == "p" or mark):
            self.found[within].append("")

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop()[0] != tag:
            self.wrong = self.wrong or "its marks do not close"

    def handle_data(self, data: str) -> None:
        within = self._within()
        if within and (self.open[-1][0] == "p" or self.open[-1][1] == within):
            self.found[within][-1] += data

    def _within(self) -> str:
        return next((mark for _, mark in reversed(self.open) if mark), "")

    def lines(self, mark: str) -> list[str]:
        return [line for line in self.found.get(mark, []) if line.strip()]


def what_people_read(label: str, shown: Sequence[Event], words: Any) -> dict[str, list[str]]:
    """Every line of a record's part of the page that follows from its events, by mark."""
    found: dict[str, list[str]] = {}
    state: dict[str, Any] = {}
    for event in shown:
        mark = f"{label}/{event.entry.version}"
        found[mark + "/at"] = [moment(event.entry.at)]
        found[mark + "/what"] = [words["topics"][event.entry.topic]]
        found[mark + "/who"] = [words["people"][event.entry.actor]]
        state.update(event.answers)
        if event.entry.topic == AMENDED:
            for question, value in event.answers.items():
                found[f"{mark}/{question}"] = in_words(question, value, words)
        for field, asked in words["said"].get(event.entry.topic, {}).items():
            value = event.parts["clear"][field]
            given = value if isinstance(value, list) else [value]
            found[f"{mark}/{field}"] = [asked["codes"].get(one, one) for one in given] or ["None"]
        for part, content in event.parts.items():
            if part == "clear":
                continue
            for field, value in content.items():
                if field != "answers":
                    found[f"{mark}/{field}"] = said(value, words)
    for question, value in state.items():
        found[f"{label}/{question}"] = in_words(question, value, words)
    return {mark: [line for line in lines if line.strip()] for mark, lines in found.items()}


def said(value: Any, words: Any) -> list[str]:
    """Words that somebody wrote about a record: a text, or notes on its questions."""
    if not isinstance(value, list):
        return [str(value)]
    return [_note(one, words) for one in value]


def _note(note: Any, words: Any) -> str:
    if not note["question"]:
        return str(note["text"])
    heading = words["questions"][note["question"]]["heading"]
    return "{} {}".format(heading if heading.endswith("?") else heading + ":", note["text"])


# The bundle


def read(path: Path) -> Files:
    """The files of a bundle.

    Raises:
        UndecidedError: there is nothing to be read.
        WrongError: it is no bundle as it was made.

    """
    try:
        if path.is_dir():
            found = sorted(one for one in path.rglob("*") if one.is_file())
            return {one.relative_to(path).as_posix(): one.read_bytes() for one in found}
        written = path.read_bytes()
    except OSError as error:
        raise UndecidedError(f"{path} cannot be read: {error.strerror}") from None
    files: Files = {}
    try:
        with zipfile.ZipFile(path) as opened:
            if sum(one.file_size for one in opened.infolist()) > LARGEST:
                raise WrongError("it is larger than any bundle")
            for one in opened.infolist():
                if one.filename in files:
                    raise WrongError("it holds two files of this name", one.filename)
                files[one.filename] = _read(opened, one)
    except (
        zipfile.BadZipFile,
        zipfile.LargeZipFile,
        EOFError,
        NotImplementedError,
        OSError,
        RuntimeError,
        ValueError,
        struct.error,
        zlib.error,
    ):
        raise WrongError("it is no ZIP file as it was made: it was damaged or changed") from None
    made = archive(files) if len(files) < MOST_FILES else b""
    if written != made:
        pairs = zip(written, made)
        at = next((i for i, (one, other) in enumerate(pairs) if one != other), len(made))
        raise WrongError(
            f"it has bytes, from byte {at} on, that are no part of its files: it was changed after it"
            " was made. If you packed it anew yourself, verify the folder"
        )
    return files


def _read(opened: zipfile.ZipFile, one: zipfile.ZipInfo) -> bytes:
    try:
        return opened.read(one)
    except (zipfile.BadZipFile, zlib.error, EOFError):
        raise WrongError("it is not as it was when the bundle was made", one.filename) from None


def archive(files: Files) -> bytes:
    """The one ZIP file that these files make: nothing compressed, no times, nothing between."""
    parts, index, length = [], b"", 0
    for name, content in files.items():
        sizes = struct.pack("<LLL", binascii.crc32(content), len(content), len(content))
        named = name.encode()
        both = struct.pack("<HHHHH", 20, 0, 0, 0, 33) + sizes + struct.pack("<HH", len(named), 0)
        index += (
            b"PK\x01\x02"
            + struct.pack("<BB", 20, 3)
            + both
            + struct.pack("<HHHLL", 0, 0, 0, 0o600 << 16, length)
            + named
        )
        parts += [b"PK\x03\x04" + both + named, content]
        length += len(parts[-2]) + len(content)
    end = struct.pack("<HHHHLLH", 0, 0, len(files), len(files), len(index), length, 0)
    return b"".join(parts) + index + b"PK\x05\x06" + end


class Report:
    """What was found, in sentences for people."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self.wrong: list[dict[str, Any]] = []

    def say(self, line: str) -> None:
        self.lines.append(line)

    def fail(self, sentence: str, file: str = "", record: str = "", version: int = 0) -> None:
        one = {"sentence": sentence, "file": file, "record": record, "version": version}
        if one not in self.wrong:
            self.wrong.append(one)

    def attempt(
        self,
        check: Callable[..., Any],
        *given: Any,
        file: str = "",
        record: str = "",
        version: int = 0,
    ) -> Any:
        """What a check finds; none when something does not hold, which is noted."""
        try:
            return check(*given)
        except WrongError as error:
            self.fail(error.sentence, error.file or file, record, version)
        except (KeyError, TypeError, ValueError, AttributeError, IndexError, OverflowError):
            self.fail("it is not what such a file is", file, record, version)
        return None


def where(one: dict[str, Any]) -> str:
    place = []
    if one["record"]:
        place.append("record {}".format(one["record"]))
    if one["version"]:
        place.append("version {}".format(one["version"]))
    if one["file"]:
        place.append("file {}".format(one["file"]))
    return ", ".join(place) or "the bundle"


class Verification:
    """One bundle, held against what its recipient believes."""

    def __init__(self, files: Files, policy: Policy, previous: bytes | None) -> None:
        self.files, self.policy, self.previous = files, policy, previous
        self.report = Report()
        self.manifest: Any = {}
        self.checkpoint = Checkpoint("", 0, b"")
        self.words: Any = {}

    def run(self) -> Report:
        attempt = self.report.attempt
        attempt(self._sums, file=SUMS)
        if attempt(self._read_manifest, file=MANIFEST) is None:
            return self.report
        attempt(self._names, file=MANIFEST)
        if attempt(self._signatures, file=CHECKPOINT) is None:
            # Everything else hangs on it.
            return self.report
        attempt(self._said_policy, file=POLICY)
        attempt(self._grown, file=CONSISTENCY)
        self.words = attempt(self._read_words, file=WORDS)
        expected: dict[str, list[str]] = {}
        for record in self.manifest["records"]:
            label = str(record.get("label"))
            found = attempt(self._record, record, file=MANIFEST, record=label)
            expected.update(found or {})
        if expected and not any(one["record"] for one in self.report.wrong):
            attempt(self._page, expected, file=PAGE)
        return self.report

    def _read_words(self) -> Any:
        return canonical(self.files[WORDS])

    def _sums(self) -> None:
        """Every file is as it was when the bundle was made, and none is missing or added."""
        lines = self.files.get(SUMS, b"").decode("ascii", "replace").split("\n")
        listed = {}
        for line in lines[:-1]:
            match = re.fullmatch("([0-9a-f]{64})  ([A-Za-z0-9._/-]+)", line)
            if match is None or match.group(2) in listed:
                raise WrongError("it has a line that is no digest of a file")
            listed[match.group(2)] = match.group(1)
        if lines[-1] or list(listed) != sorted(listed):
            raise WrongError("it is not as it was made")
        for name in sorted(set(listed) - set(self.files)):
            self.report.fail("it is missing from the bundle", name)
        for name in sorted(set(self.files) - set(listed) - {SUMS}):
            self.report.fail("it is no part of the bundle, and was added to it", name)
        for name in sorted(set(self.files) & set(listed)):
            if hashlib.sha256(self.files[name]).hexdigest() != listed[name]:
                self.report.fail("it is not as it was when the bundle was made", name)

    def _read_manifest(self) -> bool:
        if MANIFEST not in self.files:
            raise WrongError("it is missing from the bundle")
        self.manifest = canonical(self.files[MANIFEST])
        if self.manifest["format"] != FORMAT:
            raise WrongError("this is not a bundle that this program knows")
        if (
            self.manifest["events"] not in ("whole", "disclosure-only")
            or not self.manifest["records"]
        ):
            raise WrongError("it names no record")
        return True

    def _names(self) -> None:
        """The files are those that such a bundle has, and those of the content are those disclosed."""
        content, beside = self._wanted()
        listed, fail = self.manifest["files"], self.report.fail
        if set(listed) != content:
            raise WrongError("it does not list the files that were disclosed")
        for name in sorted((content | beside) - set(self.files)):
            fail("it is missing from the bundle", name)
        for name in sorted(set(self.files) - content - beside):
            fail("it is no part of such a bundle, and was added to it", name)
        for name in sorted(content & set(self.files)):
            if hashlib.sha256(self.files[name]).hexdigest() != listed[name]:
                fail("it is not the file that was disclosed", name)

    def _wanted(self) -> tuple[set[str], set[str]]:
        """The files that were disclosed, and those that stand beside them."""
        content, beside, labels = set(CONTENT), set(BESIDE), set()
        for record in self.manifest["records"]:
            label, last = record["label"], record["last"]
            is_named = re.fullmatch("[A-Za-z0-9][A-Za-z0-9-]*", label) and label not in labels
            if not is_named or not 1 <= last < MOST_VERSIONS:
                raise WrongError("it names no record")
            labels.add(label)
            for version in range(1, last + 1) if self.is_whole else ():
                content.update(of_event(label, version))
                beside.add(proof_name(label, version))
            beside.update((*of_event(label, last + 1), proof_name(label, last + 1)))
        if PREVIOUS in self.files or CONSISTENCY in self.files:
            beside.update((PREVIOUS, CONSISTENCY))
        return content, beside

    @property
    def is_whole(self) -> bool:
        """Whether the events of the records are in it."""
        return bool(self.manifest["events"] == "whole")

    def _signatures(self) -> bool:
        """The checkpoint is signed by the log, and by as many witnesses as are enough."""
        note = note_of(self.files[CHECKPOINT])
        self.checkpoint = checkpoint_of(note.text)
        if self.manifest["origin"] != self.checkpoint.origin:
            raise WrongError("it is of another log than the bundle says")
        signed = [
            key
            for key in self.policy.logs
            if key.name == self.checkpoint.origin and signature_by(note, key) is not None
        ]
        if not signed:
            raise WrongError("it is not signed by the key of the log that you gave")
        seen = {}
        for name, key in self.policy.witnesses.items():
            at = signature_by(note, key)
            if at is not None:
                seen[name] = EPOCH + timedelta(seconds=at)
        if not self.policy.is_met(list(seen)):
            raise WrongError(
                "it was not seen by as many of the witnesses that you gave as it must be"
            )
        say = self.report.say
        say(
            f"Log: {self.checkpoint.origin}, {self.checkpoint.size} entries, signed by the key you gave."
        )
        for name, when in seen.items():
            say(f"Seen by the witness {self.policy.witnesses[name].name} on {moment(when)}.")
        if not seen:
            say("No witness was asked for: the log's own signature is all that stands behind it.")
        return True

    def _grown(self) -> None:
        """The log is the one of which the recipient kept a checkpoint, and has only grown."""
        there = self.files.get(PREVIOUS)
        if self.previous is None and there is None:
            return
        if self.previous is not None and there != self.previous:
            raise WrongError("it is not about the checkpoint that you kept", PREVIOUS)
        old = self.report.attempt(self._previous, there or b"", file=PREVIOUS)
        if old is None:
            return
        head, _, checkpoint = self.files[CONSISTENCY].partition(b"\n\n")
        first, *hashes = head.decode("ascii").split("\n")
        if first != f"old {old.size}" or checkpoint != self.files[CHECKPOINT]:
            raise WrongError("it is not about these two checkpoints")
        proof = [decoded(one, 32) for one in hashes]
        new = self.checkpoint
        if old.origin != new.origin or not is_consistent(
            old.size, old.root, new.size, new.root, proof
        ):
            raise WrongError(
                "the log is not the one of the earlier checkpoint: its past was changed"
            )
        self.report.say(f"The log has only grown since the checkpoint of {old.size} entries.")

    def _previous(self, written: bytes) -> Checkpoint:
        note = note_of(written)
        if not any(signature_by(note, key) is not None for key in self.policy.logs):
            raise WrongError("it is not signed by the key of the log that you gave")
        return checkpoint_of(note.text)

    def _said_policy(self) -> None:
        """What the force says of whose signatures count agrees with what is there; it is not believed."""
        try:
            policy = policy_of(self.files[POLICY].decode())
        except (UndecidedError, UnicodeDecodeError):
            raise WrongError("it is not a policy") from None
        note = note_of(self.files[CHECKPOINT])
        if not set(policy.logs) & set(self.policy.logs):
            raise WrongError("it names another log than the key that you gave")
        named = policy.witnesses.items()
        seen = [name for name, key in named if signature_by(note, key) is not None]
        if not policy.is_met(seen):
            raise WrongError("the checkpoint was not seen by as many witnesses as it says")

    def _record(self, record: Any) -> dict[str, list[str]]:
        """A record's events: in the log, unbroken, ending with this disclosure."""
        label, last = record["label"], record["last"]
        wanted = range(1 if self.is_whole else last + 1, last + 2)
        events = [event for version in wanted for event in self._event(label, version)]
        if len(events) != len(wanted):
            return {}
        attempt = self.report.attempt
        for before, event in zip(events, events[1:]):
            file, version = event.file, event.entry.version
            attempt(self._follows, before, event, file=file, record=label, version=version)
        disclosed = events[-1]
        attempt(
            self._is_this, disclosed, record, file=disclosed.file, record=label, version=last + 1
        )
        if self.is_whole:
            return self._whole(record, events)
        self.report.say(
            f"{label}: this document is what was disclosed of it as version {last + 1}, on"
            f" {moment(disclosed.entry.at)}. What happened to it before is not part of this bundle:"
            " it would identify people."
        )
        return {}

    def _whole(self, record: Any, events: list[Event]) -> dict[str, list[str]]:
        label, first = record["label"], events[0]
        if first.entry.previous or first.entry.topic not in ENTERED:
            raise WrongError("it is not how a record begins", first.file)
        as_at = datetime.fromisoformat(self.manifest["as_at"])
        shown = [one for one in events[:-1] if one.entry.at <= as_at]
        if len(shown) != record["version"] or shown != events[: len(shown)]:
            raise WrongError("the versions up to the chosen moment are others than it says")
        if first.parts["clear"]["reference"] != label:
            raise WrongError("it is of another record", first.file)
        for at, event in enumerate(events[:-1]):
            self._is_marked(event, label, is_shown=at < len(shown))
        self._tell(label, events, shown)
        return what_people_read(label, shown, self.words)

    def _event(self, label: str, version: int) -> Iterator[Event]:
        """An event whose leaf is in the log, and whose disclosed parts are what was recorded."""
        name = f"events/{label}-{version}"
        place: dict[str, Any] = {"record": label, "version": version}
        attempt, leaf = self.report.attempt, f"{name}.leaf"
        proof = attempt(self._proof, proof_name(label, version), **place)
        if proof and attempt(self._is_in_log, leaf, proof, version, file=leaf, **place):
            event = attempt(event_of, self.files, name, file=leaf, **place)
            yield from (event,) if event else ()

    def _proof(self, file: str) -> Proof:
        try:
            proof = proof_of(self.files[file])
        except (WrongError, KeyError) as error:
            raise WrongError(getattr(error, "sentence", "it is missing"), file) from None
        if proof.checkpoint != self.files[CHECKPOINT]:
            raise WrongError("it is not about the checkpoint of this bundle", file)
        return proof

    def _is_in_log(self, file: str, proof: Proof, version: int) -> bool:
        leaf = self.files[file]
        size, root = self.checkpoint.size, self.checkpoint.root
        if not is_included(leaf_hash(leaf), proof.place, size, proof.hashes, root):
            of = file.replace("events/", "proofs/").replace(".leaf", ".tlog-proof")
            raise WrongError(f"this version is not in the log as it was signed, by {of}", file)
        entry = entry_of(leaf)
        if (entry.origin, entry.version) != (self.manifest["origin"], version):
            raise WrongError("it is another event than it is said to be", file)
        return True

    def _follows(self, before: Event, event: Event) -> None:
        if event.entry.previous != before.leaf or event.entry.stream != before.entry.stream:
            raise WrongError("it does not follow the version before it")

    def _is_this(self, event: Event, record: Any) -> None:
        """The last event says that these very files were disclosed."""
        said = event.parts.get("clear") or {}
        if event.entry.topic != DISCLOSED or said.get("disclosure") != self.manifest["disclosure"]:
            raise WrongError("it is not the event of this disclosure")
        digest = hashlib.sha256(self.files[MANIFEST]).hexdigest()
        if said["digest"] != digest:
            raise WrongError("what was disclosed is not what this bundle holds", MANIFEST)
        of_all = {name: self.manifest[name] for name in ("kind", "basis", "as_at")}
        if {**said, **of_all, "version": record["version"]} != said:
            raise WrongError("something else was disclosed than this bundle says")

    def _is_marked(self, event: Event, label: str, *, is_shown: bool) -> None:
        """What is not disclosed is said to be withheld, erased or later than the chosen moment."""
        for part, mark in event.closed.items():
            if (mark == "later") is is_shown or (
                mark not in ("later", "erased") and mark not in self.manifest["withheld"]
            ):
                self.report.fail(
                    f"{part} is not disclosed, and the bundle does not say why",
                    event.file,
                    label,
                    event.entry.version,
                )
        if not is_shown and event.parts:
            self.report.fail(
                "it is later than the chosen moment", event.file, label, event.entry.version
            )

    def _tell(self, label: str, events: Sequence[Event], shown: Sequence[Event]) -> None:
        say = self.report.say
        say(
            f"{label}: versions 1 to {len(events)} are in the log without a gap; the last is this disclosure."
        )
        for event in shown:
            say(
                "  version {}, {}, {}: {}".format(
                    event.entry.version,
                    self.words["topics"].get(event.entry.topic, event.entry.topic),
                    moment(event.entry.at),
                    "; ".join(_told(event)),
                )
            )
        if len(shown) < len(events) - 1:
            later = [str(one.entry.version) for one in events[len(shown) : -1]]
            say(
                "  after the chosen moment: version {}, of which only the kind, the time and who"
                " are disclosed.".format(", ".join(later))
            )

    def _page(self, expected: dict[str, list[str]]) -> None:
        """Every answer and every word of the page is one that was recorded, and none is left out."""
        page = Page()
        page.feed(self.files[PAGE].decode())
        page.close()
        if page.wrong or page.open:
            raise WrongError(page.wrong or "its marks do not close")
        for mark in sorted(set(expected) | set(page.found)):
            if mark not in page.found:
                raise WrongError(f"it leaves out {mark}")
            if mark not in expected:
                raise WrongError(f"it shows {mark}, which was not recorded")
            if page.lines(mark) != expected[mark]:
                raise WrongError(f"it does not show what was recorded of {mark}")
        self.report.say(
            f"Every answer in {PAGE} is one that was recorded, and none that is disclosed is left out"
            f" ({len(expected)} places compared)."
        )


def _told(event: Event) -> Iterator[str]:
    if event.parts:
        # What was never sealed is made of codes, days and numbers.
        yield "disclosed: " + ", ".join("codes" if one == "clear" else one for one in event.parts)
    if event.closed:
        yield "not disclosed: " + ", ".join(
            part if part == why else f"{part} ({why})" for part, why in sorted(event.closed.items())
        )


def of_event(label: str, version: int) -> tuple[str, str]:
    name = f"events/{label}-{version}"
    return name + ".leaf", name + ".json"


def proof_name(label: str, version: int) -> str:
    return f"proofs/{label}-{version}.tlog-proof"


LIMITS = (
    "It shows that what is disclosed was recorded then, and was not changed since.",
    "It does not show that what was recorded is true.",
    "It does not show that nothing was recorded after this disclosure.",
    "It counts as far as you had the keys from somebody else than the bundle.",
)


def main(arguments: Sequence[str] | None = None) -> int:
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")
    asked = _asked(arguments)
    try:
        policy = _believed(asked)
        previous = Path(asked.previous).read_bytes() if asked.previous else None
        keys = [("Key of the log, as you gave it", key) for key in policy.logs]
        keys += [("Key of a witness, as you gave it", key) for key in policy.witnesses.values()]
        files = read(Path(asked.bundle))
        report = Verification(files, policy, previous).run()
    except WrongError as error:
        report = Report()
        report.fail(error.sentence, error.file)
    except (UndecidedError, OSError, UnicodeDecodeError) as error:
        _end(asked, "undecided", [], [], str(error))
        return UNDECIDED
    said = [f"{whose}: {key}" for whose, key in keys]
    verdict = "does not hold" if report.wrong else "holds"
    _end(asked, verdict, said + ([] if report.wrong else report.lines), report.wrong)
    return DOES_NOT_HOLD if report.wrong else HOLDS


def _asked(arguments: Sequence[str] | None) -> Any:
    parser = argparse.ArgumentParser(
        prog="verify.py", description="Verify a disclosure of use of force records, offline."
    )
    parser.add_argument("bundle", help="the ZIP file, or the folder it was unpacked into")
    parser.add_argument(
        "--log-key",
        action="append",
        default=[],
        metavar="KEY",
        help="the public key of the log, or a file that holds it; not from the bundle",
    )
    parser.add_argument(
        "--witness-key",
        action="append",
        default=[],
        metavar="KEY",
        help="the public key of a witness; each one given must have seen the log",
    )
    parser.add_argument(
        "--policy",
        metavar="FILE",
        help="instead of keys: a policy (c2sp.org/tlog-policy); not from the bundle",
    )
    parser.add_argument(
        "--previous", metavar="FILE", help="a checkpoint of the log that you kept from earlier"
    )
    parser.add_argument("--json", action="store_true", help="for machines")
    return parser.parse_args(arguments)


def _believed(asked: Any) -> Policy:
    """Whom the recipient believes."""
    if asked.policy and (asked.log_key or asked.witness_key):
        raise UndecidedError("Give keys or a policy, not both.")
    if asked.policy:
        return policy_of(Path(asked.policy).read_text(encoding="utf-8"))
    logs = tuple(key_of(one, OF_LOG) for given in asked.log_key for one in _given_keys(given))
    seen = [key_of(one, OF_WITNESS) for given in asked.witness_key for one in _given_keys(given)]
    if not logs:
        raise UndecidedError(
            "Give the public key of the log with --log-key. Take it from where the police force"
            " publishes it, not from the bundle: whoever makes a false bundle can put a key in it."
        )
    witnesses = {str(at): key for at, key in enumerate(seen, start=1)}
    if not witnesses:
        return Policy(logs, {}, {}, "none")
    return Policy(logs, witnesses, {"all": (len(witnesses), tuple(witnesses))}, "all")


def _given_keys(given: str) -> list[str]:
    try:
        is_file = Path(given).is_file()
    except (OSError, ValueError):
        is_file = False
    return Path(given).read_text(encoding="utf-8").split() if is_file else [given.strip()]


def _end(
    asked: Any, verdict: str, lines: Sequence[str], wrong: Sequence[dict[str, Any]], why: str = ""
) -> None:
    if asked.json:
        found = {"verdict": verdict, "wrong": list(wrong), "lines": list(lines), "why": why}
        print(json.dumps(found, indent=1))
        return
    for line in lines:
        print(line)
    for one in wrong[:TOLD]:
        print("DOES NOT HOLD: {}: {}.".format(where(one), one["sentence"]))
    if len(wrong) > TOLD:
        print(f"And {len(wrong) - TOLD} more.")
    if why:
        print(f"Could not decide: {why}")
    if verdict == "holds":
        for line in LIMITS:
            print(line)
    print(f"Verdict: {verdict}.")


if __name__ == "__main__":
    sys.exit(main())
