"""Ed25519 keys of those who sign, each in a file that its owner alone reads."""

import os
import time
from contextlib import suppress
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from domain.proof.base64 import MalformedError, decoded, encoded
from domain.proof.notes import KeyType, Signature, VerifierKey, cosigned
from web.settings import SettingsError

OTHERS = 0o077


class SigningKey:
    """A private key with the name under which it signs."""

    def __init__(self, private: Ed25519PrivateKey, name: str, kind: KeyType) -> None:
        self._private = private
        self.verifier = VerifierKey(name, private.public_key().public_bytes_raw(), kind)

    def sign(self, text: str) -> Signature:
        """Sign the text of a note: as its log, or with the time as a witness."""
        if self.verifier.type is KeyType.ED25519:
            return self._line(self._private.sign(text.encode()))
        at = int(time.time())
        return self._line(at.to_bytes(8, "big") + self._private.sign(cosigned(text, at)))

    def _line(self, signature: bytes) -> Signature:
        return Signature(self.verifier.name, self.verifier.id, signature)


def signing_key(
    file: Path, *, name: str, kind: KeyType = KeyType.ED25519, public: Path | None = None
) -> SigningKey:
    """The key in a file, made when it is first needed, with its public half beside it.

    Raises:
        SettingsError: others could read it, or it is none.

    """
    if not file.exists():
        _write_new(file, encoded(Ed25519PrivateKey.generate().private_bytes_raw()))
    if file.stat().st_mode & OTHERS:
        raise SettingsError(f"Others can read {file}. Make it readable by its owner alone.")
    try:
        private = Ed25519PrivateKey.from_private_bytes(decoded(file.read_text().strip()))
    except ValueError:
        raise SettingsError(f"{file} does not hold a key that signs.") from None
    key = SigningKey(private, name, kind)
    public = public or file.with_suffix(".vkey")
    known = verifier_keys(public) if public.exists() else ()
    if key.verifier not in known:
        write_whole(public, "".join(f"{one}\n" for one in (key.verifier, *known)))
    return key


def verifier_keys(file: Path) -> tuple[VerifierKey, ...]:
    """The public keys in a file, one a line: the newest, and those that were changed for it.

    Raises:
        SettingsError: there is none.

    """
    try:
        found = tuple(map(VerifierKey.parsed, file.read_text().split()))
    except (OSError, UnicodeDecodeError, MalformedError):
        found = ()
    if not found:
        raise SettingsError(f"There is no public key in {file}.")
    return found


def is_signed(public: bytes, signature: bytes, message: bytes) -> bool:
    """Whether a public key made a signature of a message."""
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, message)
    except (InvalidSignature, ValueError):
        return False
    return True


def write_whole(file: Path, text: str, *, mode: int | None = None) -> None:
    """Replace a file whole, and have it on the disk; with a mode, whatever this process may mask."""
    new = _written(file, text)
    if mode is not None:
        new.chmod(mode)
    new.replace(file)
    _have_on_disk(file.parent)


def _write_new(file: Path, text: str) -> None:
    """Write a file that nobody else reads, whole or not at all; one that is there already stays."""
    file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    new = _written(file, f"{text}\n", mode=0o600)
    with suppress(FileExistsError):
        file.hardlink_to(new)
    new.unlink()
    _have_on_disk(file.parent)


def _written(file: Path, text: str, *, mode: int = 0o666) -> Path:
    """A text beside the file that it is for, of this process alone."""
    new = file.with_name(f"{file.name}.{os.getpid()}.new")
    with os.fdopen(os.open(new, os.O_CREAT | os.O_TRUNC | os.O_WRONLY, mode), "w") as opened:
        opened.write(text)
        opened.flush()
        os.fsync(opened.fileno())
    return new


def _have_on_disk(folder: Path) -> None:
    directory = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(directory)
    finally:
        os.close(directory)
