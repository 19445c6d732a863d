"""One-time codes from an app on a phone (RFC 6238), which anybody's authenticator makes.

The arithmetic is ``cryptography``'s; what is ours is which steps of time are taken. That each is taken
once, ``second_factors.py`` sees to.
"""

import base64
import hmac
import io
import secrets

import segno
from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.twofactor.totp import TOTP

SECRET_BYTES = 20
DIGITS = 6
SECONDS = 30
DRIFT = 1
"""Steps by which a phone's clock may be wrong (RFC 6238, section 5.2)."""


def new_secret() -> bytes:
    return secrets.token_bytes(SECRET_BYTES)


def code_at(secret: bytes, moment: float) -> str:
    """The code that an authenticator shows at a moment, in seconds since 1970."""
    return _totp(secret).generate(int(moment)).decode()


def step_of(code: str, secret: bytes, *, moment: float) -> int | None:
    """The step of time whose code this is, none if there is no such. Whoever takes it takes it once."""
    now, typed = int(moment) // SECONDS, "".join(code.split())
    if len(typed) != DIGITS or not (typed.isascii() and typed.isdigit()):
        return None
    found = None
    for step in range(now - DRIFT, now + DRIFT + 1):
        # Every step is compared: how long it takes tells nothing.
        if hmac.compare_digest(code_at(secret, step * SECONDS), typed):
            found = step
    return found


def address_of(secret: bytes, *, account: str, issuer: str) -> str:
    """What a phone reads from the square: the account, who asks, and the secret."""
    return _totp(secret).get_provisioning_uri(account, issuer)


def in_words(secret: bytes) -> str:
    """The secret for who types it, in groups of four."""
    text = base64.b32encode(secret).decode().rstrip("=")
    return " ".join(text[start : start + 4] for start in range(0, len(text), 4))


def square(address: str) -> str:
    """The same as a QR code: a drawing that stands in the page, dark on light by day and by night."""
    drawn = io.BytesIO()
    segno.make_qr(address, error="m").save(
        drawn,
        kind="svg",
        border=4,
        dark="#000",
        light="#fff",
        xmldecl=False,
        svgns=True,
        title="QR code of the secret, for an authenticator app",
        svgclass="app-square",
        lineclass=None,
        omitsize=True,
        nl=False,
    )
    return drawn.getvalue().decode()


def _totp(secret: bytes) -> TOTP:
    # SHA-1 and six digits are what every authenticator makes; as an HMAC it is sound (RFC 6238, 1.2).
    return TOTP(secret, DIGITS, SHA1(), SECONDS)  # noqa: S303
