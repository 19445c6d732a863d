"""Signed notes: text with the signatures of one or more keys (C2SP signed-note).

Who signs and who checks is told what bytes a key signs; how a key signs is not known here.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import IntEnum
from hashlib import sha256

from domain.proof.base64 import MalformedError, decoded, encoded

MOST_BYTES = 100_000
"""Of a whole note: sixteen signatures that quantum computers do not forge, and room to spare."""
MARK = "— "
KEY_ID_BYTES = 4
TIME_BYTES = 8
SIGN, PRIME = 2**255, 2**255 - 19
LOW_ORDER = frozenset(
    (
        0,
        1,
        PRIME - 1,
        0x05FC536D880238B13933C6D305ACDFD5F098EFF289F4C345B027B2C28F95E826,
        0x7A03AC9277FDC74EC6CC392CFA53202A0F67100D760B3CBA4FD84D3D706A17C7,
    )
)
"""The ordinates of the eight points of the curve whose order is 8 or less (RFC 8032, 5.1)."""
VERIFIER_KEY = re.compile(r"([^+]+)\+([0-9a-f]{8})\+([A-Za-z0-9+/]+=*)")


class KeyType(IntEnum):
    """What a key signs, and how."""

    ED25519 = 1
    """The text of a note."""
    COSIGNATURE = 4
    """A checkpoint that is consistent with what was signed before, with the time (C2SP
    tlog-cosignature)."""


class NotSignedError(ValueError):
    """Nobody whom we believe signed this, or somebody signed something else."""


@dataclass(frozen=True, slots=True)
class VerifierKey:
    """A public key with the name of its holder: what is pinned, and printed elsewhere."""

    name: str
    public: bytes
    type: KeyType = KeyType.ED25519

    def __post_init__(self) -> None:
        if not is_name(self.name) or len(self.public) != 32:
            raise MalformedError("a key has a name without spaces, and 32 bytes")
        if not is_strong(self.public):
            raise MalformedError("there are signatures of this key that nobody made")

    @property
    def id(self) -> bytes:
        """What tells it from other keys of this name."""
        return sha256(self.name.encode() + b"\n" + self._typed).digest()[:KEY_ID_BYTES]

    @property
    def _typed(self) -> bytes:
        return bytes((self.type,)) + self.public

    def __str__(self) -> str:
        return f"{self.name}+{self.id.hex()}+{encoded(self._typed)}"

    @classmethod
    def parsed(cls, text: str) -> "VerifierKey":
        """A key from its text.

        Raises:
            MalformedError: it is none.

        """
        match = VERIFIER_KEY.fullmatch(text)
        if match is None:
            raise MalformedError("a key is written as name+id+key")
        name, id_, key = match.groups()
        typed = decoded(key)
        if not typed or typed[0] not in set(KeyType):
            raise MalformedError("this kind of key is not known here")
        found = cls(name, typed[1:], KeyType(typed[0]))
        if found.id.hex() != id_:
            raise MalformedError("this is not the id of this key")
        return found


@dataclass(frozen=True, slots=True)
class Signature:
    """One line below a note."""

    name: str
    key_id: bytes
    signature: bytes

    def __str__(self) -> str:
        return f"{MARK}{self.name} {encoded(self.key_id + self.signature)}\n"

    @property
    def at(self) -> int:
        """The moment of a cosignature, in seconds since 1970."""
        return int.from_bytes(self.signature[:TIME_BYTES], "big")


@dataclass(frozen=True, slots=True)
class Note:
    """A text and who signed it; what it says counts for nothing until a signature was checked."""

    text: str
    signatures: tuple[Signature, ...]

    def __str__(self) -> str:
        return f"{self.text}\n{''.join(map(str, self.signatures))}"

    @classmethod
    def parsed(cls, written: bytes) -> "Note":
        """A note from its bytes.

        Raises:
            MalformedError: it is none.

        """
        if len(written) > MOST_BYTES:
            raise MalformedError("this is too long for a note")
        try:
            whole = written.decode()
        except UnicodeDecodeError:
            raise MalformedError("a note is UTF-8") from None
        if any(character < " " and character != "\n" for character in whole):
            raise MalformedError("a note has no control characters")
        text, parted, below = whole.rpartition("\n\n")
        if not parted or not below.endswith("\n"):
            raise MalformedError("a note has an empty line before its signatures")
        return cls(text + "\n", tuple(map(_signature, below[:-1].split("\n"))))

    def signed_by(self, key: VerifierKey) -> list[Signature]:
        """The lines that say they are of a key."""
        return [one for one in self.signatures if (one.name, one.key_id) == (key.name, key.id)]


Check = Callable[[bytes, bytes, bytes], bool]
"""Whether a public key made a signature of a message, in this order."""


def signatures_of(note: Note, keys: Sequence[VerifierKey], check: Check) -> dict[str, Signature]:
    """The signatures of the keys that are believed, by the holder's name. Others are passed over.

    Raises:
        NotSignedError: none of these keys signed it, or a signature of one of them is not good.

    """
    found: dict[str, Signature] = {}
    for key in keys:
        for one in note.signed_by(key):
            if not _is_good(note, one, key, check):
                raise NotSignedError(f"the signature of {key.name} does not hold")
            found[key.name] = one
    if not found:
        raise NotSignedError("none of the keys that are believed signed this")
    return found


def cosigned(text: str, at: int) -> bytes:
    """What a witness signs of a checkpoint at a moment."""
    return f"cosignature/v1\ntime {at}\n{text}".encode()


def is_name(name: str) -> bool:
    """Whether somebody may be called like this in a note."""
    return bool(name) and "+" not in name and not any(map(str.isspace, name))


def is_strong(public: bytes) -> bool:
    """Whether a public key of Ed25519 is written in the one way there is, and can be somebody's.

    A point of low order makes signatures hold of texts that nobody signed; programs disagree on a point
    that is written in another way (spec: audit, 2.2 and 4.4).
    """
    y = int.from_bytes(public, "little") % SIGN
    return y < PRIME and y not in LOW_ORDER


def _is_good(note: Note, one: Signature, key: VerifierKey, check: Check) -> bool:
    if key.type is KeyType.ED25519:
        return check(key.public, one.signature, note.text.encode())
    return check(key.public, one.signature[TIME_BYTES:], cosigned(note.text, one.at))


def _signature(line: str) -> Signature:
    name, parted, signature = line.removeprefix(MARK).partition(" ")
    if not line.startswith(MARK) or not parted or not is_name(name):
        raise MalformedError("a signature is a dash, a name and base 64")
    value = decoded(signature)
    if len(value) <= KEY_ID_BYTES:
        raise MalformedError("a signature has the id of its key before it")
    return Signature(name, value[:KEY_ID_BYTES], value[KEY_ID_BYTES:])
