"""Ed25519 keys of those who sign, each in a file that its owner alone reads."""

import os
import time
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
        public.write_text("".join(f"{one}\n" for one in (key.verifier, *known)))
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


def _write_new(file: Path, text: str) -> None:
    file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with os.fdopen(os.open(file, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "w") as opened:
        opened.write(f"{text}\n")
        opened.flush()
        os.fsync(opened.fileno())
