"""Which signatures suffice: the logs, the witnesses, and the quorum of them (C2SP tlog-policy).

A policy is a file that whoever verifies has from elsewhere. It believes no checkpoint that none of its
logs signed, and none that too few of its witnesses saw; what too few means is a rule of nested groups.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NoReturn

from domain.proof.base64 import MalformedError, decimal
from domain.proof.checkpoints import Checkpoint
from domain.proof.notes import (
    Check,
    KeyType,
    Note,
    NotSignedError,
    Signature,
    VerifierKey,
    signatures_of,
)

MOST_BYTES = 65_536
MOST_DEFINED = 256
"""Logs, and witnesses, and groups; the specification asks for 32 of each."""
NONE, EVERYBODY = "none", "witnesses"
ALLOWED = frozenset((0x09, 0x0A, *range(0x20, 0x7F), *range(0x80, 0x100)))


class QuorumError(NotSignedError):
    """Too few of the witnesses that are believed saw this."""


@dataclass(frozen=True, slots=True)
class Party:
    """A log or a witness: its key, and where it is asked, if it is."""

    key: VerifierKey
    url: str = ""

    def __str__(self) -> str:
        return f"{self.key} {self.url}" if self.url else str(self.key)


@dataclass(frozen=True, slots=True)
class Group:
    """So many of these members, each a witness or a group."""

    least: int
    members: tuple[str, ...]

    def __str__(self) -> str:
        least = "all" if self.least == len(self.members) else str(self.least)
        return f"{least} {' '.join(self.members)}"


@dataclass(frozen=True, kw_only=True, slots=True)
class Policy:
    """Who is believed, and how many of them are needed."""

    logs: tuple[Party, ...]
    witnesses: Mapping[str, Party]
    """By the name that the policy gives each, which means nothing elsewhere."""
    groups: Mapping[str, Group]
    quorum: str

    @classmethod
    def parsed(cls, written: bytes) -> "Policy":
        """A policy from its bytes.

        Raises:
            MalformedError: it is none; the message names the line.

        """
        if len(written) > MOST_BYTES:
            raise MalformedError("this is too long for a policy")
        if not ALLOWED.issuperset(written):
            raise MalformedError("a policy has no control characters")
        if written and not written.endswith(b"\n"):
            raise MalformedError("the last line of a policy does not end")
        reading = _Reading()
        # Bytes that are no ASCII mean nothing here, and stay what they are.
        lines = written.decode("utf-8", "surrogateescape").split("\n")
        for number, line in enumerate(lines[:-1], start=1):
            try:
                reading.take(line)
            except MalformedError as error:
                raise MalformedError(f"line {number}: {error}") from None
        return reading.policy()

    @classmethod
    def of(cls, keys: Sequence[VerifierKey]) -> "Policy":
        """The policy that believes these keys, and wants every witness of them to have seen a checkpoint."""
        logs = tuple(Party(key) for key in keys if key.type is KeyType.ED25519)
        seen = [Party(key) for key in keys if key.type is KeyType.COSIGNATURE]
        names = tuple(f"witness-{number}" for number in range(1, len(seen) + 1))
        return cls(
            logs=logs,
            witnesses=dict(zip(names, seen, strict=True)),
            groups={EVERYBODY: Group(len(names), names)} if names else {},
            quorum=EVERYBODY if names else NONE,
        )

    def __str__(self) -> str:
        """The policy as it is written."""
        lines = [
            *(f"log {one}" for one in self.logs),
            *(f"witness {name} {one}" for name, one in self.witnesses.items()),
            *(f"group {name} {one}" for name, one in self.groups.items()),
            f"quorum {self.quorum}",
        ]
        return "".join(f"{line}\n" for line in lines)

    @property
    def keys(self) -> tuple[VerifierKey, ...]:
        """Every key that is believed: the logs', then the witnesses'."""
        return tuple(one.key for one in (*self.logs, *self.witnesses.values()))

    def has(self, origin: str) -> bool:
        """Whether a log of this name is believed at all."""
        return any(one.key.name == origin for one in self.logs)

    def is_met(self, names: Collection[str]) -> bool:
        """Whether these witnesses are enough."""
        return self.quorum == NONE or self._has_seen(self.quorum, names)

    def _has_seen(self, name: str, names: Collection[str]) -> bool:
        group = self.groups.get(name)
        if group is None:
            return name in names
        return sum(self._has_seen(one, names) for one in group.members) >= group.least

    def log_of(self, note: Note, check: Check) -> VerifierKey:
        """The key of the log that signed a checkpoint, which is of that log.

        Raises:
            NotSignedError: none of the logs did, or a signature of one of them is not good.
            MalformedError: it is no checkpoint.

        """
        origin = Checkpoint.parsed(note.text).origin
        keys = [one.key for one in self.logs if one.key.name == origin]
        signatures_of(note, keys, check)
        return next(key for key in keys if note.signed_by(key))

    def seen_by(self, note: Note, check: Check) -> dict[str, Signature]:
        """The witnesses that saw a checkpoint, by the policy's names.

        Raises:
            NotSignedError: a signature of one of them is not good.

        """
        found = {}
        for name, one in self.witnesses.items():
            if note.signed_by(one.key):
                found[name] = signatures_of(note, [one.key], check)[one.key.name]
        return found

    def refuse_unmet(self, note: Note, check: Check) -> None:
        """Refuse a checkpoint that none of the logs signed, or that too few of the witnesses saw.

        Raises:
            NotSignedError: no log signed it, or a signature is not good.
            QuorumError: too few saw it.
            MalformedError: it is no checkpoint.

        """
        self.log_of(note, check)
        if not self.is_met(self.seen_by(note, check)):
            raise QuorumError("too few of the witnesses that are believed saw this")


@dataclass
class _Reading:
    """What the lines said so far."""

    logs: list[Party] = field(default_factory=list)
    witnesses: dict[str, Party] = field(default_factory=dict)
    groups: dict[str, Group] = field(default_factory=dict)
    members: set[str] = field(default_factory=set)
    quorum: str = ""

    def take(self, line: str) -> None:
        words = [word for word in line.replace("\t", " ").split(" ") if word]
        if not words or words[0].startswith("#"):
            return
        kinds: Mapping[str, Callable[[Sequence[str]], None]] = {
            "log": self._log,
            "witness": self._witness,
            "group": self._group,
            "quorum": self._quorum,
        }
        kinds.get(words[0], _unknown)(words[1:])

    def policy(self) -> Policy:
        if not self.quorum:
            raise MalformedError("a policy has a quorum")
        return Policy(
            logs=tuple(self.logs),
            witnesses=self.witnesses,
            groups=self.groups,
            quorum=self.quorum,
        )

    def _log(self, words: Sequence[str]) -> None:
        if len(words) not in {1, 2}:
            raise MalformedError("a log has a key, and may have an address")
        self.logs.append(_party(words, KeyType.ED25519, self.logs))

    def _witness(self, words: Sequence[str]) -> None:
        if len(words) not in {2, 3}:
            raise MalformedError("a witness has a name and a key, and may have an address")
        name, *rest = words
        self._refuse_taken(name)
        self.witnesses[name] = _party(rest, KeyType.COSIGNATURE, self.witnesses.values())

    def _group(self, words: Sequence[str]) -> None:
        if len(words) < 3:
            raise MalformedError("a group has a name, a number and members")
        name, least, *members = words
        self._refuse_taken(name)
        for member in members:
            if member not in self.witnesses and member not in self.groups:
                raise MalformedError("a member of a group is defined before it")
            if member in self.members:
                raise MalformedError("a member is of one group, once")
            self.members.add(member)
        number = {"any": 1, "all": len(members)}.get(least) or decimal(least)
        if not 1 <= number <= len(members):
            raise MalformedError("a group needs at least one of its members, and no more than all")
        self.groups[name] = Group(number, tuple(members))

    def _quorum(self, words: Sequence[str]) -> None:
        if self.quorum or len(words) != 1:
            raise MalformedError("a policy has one quorum, which is one name")
        (name,) = words
        if name != NONE and name not in self.witnesses and name not in self.groups:
            raise MalformedError("a quorum is of a witness or a group that is defined before it")
        self.quorum = name

    def _refuse_taken(self, name: str) -> None:
        if name == NONE or name in self.witnesses or name in self.groups:
            raise MalformedError("this name is taken")
        if max(len(self.witnesses), len(self.groups)) >= MOST_DEFINED:
            raise MalformedError("this policy defines too much")


def _party(words: Sequence[str], kind: KeyType, others: Collection[Party]) -> Party:
    written, *url = words
    if not written.isprintable():
        # A name that is no UTF-8 is nobody's in a note.
        raise MalformedError("a key is written in UTF-8")
    key = VerifierKey.parsed(written)
    if key.type is not kind:
        raise MalformedError("a log signs with one kind of key, and a witness with another")
    if any(one.key.public == key.public for one in others):
        raise MalformedError("this key is in the policy already")
    if len(others) >= MOST_DEFINED:
        raise MalformedError("this policy defines too much")
    return Party(key, *url)


def _unknown(words: Sequence[str]) -> NoReturn:
    raise MalformedError("a line is of a log, a witness, a group or the quorum")
