"""Base 64 as every format of C2SP has it: one way of writing the same bytes, and no other is read."""

import base64
from binascii import Error


class MalformedError(ValueError):
    """This is not what its format says."""


def encoded(value: bytes) -> str:
    return base64.b64encode(value).decode()


def decoded(text: str) -> bytes:
    """The bytes of a text.

    Raises:
        MalformedError: they would not be written like this.

    """
    try:
        value = base64.b64decode(text, validate=True)
    except (Error, ValueError):
        raise MalformedError("this is not base 64") from None
    if encoded(value) != text:
        raise MalformedError("this base 64 could be written in another way")
    return value


def decimal(text: str) -> int:
    """A number in decimal, without leading zeros.

    Raises:
        MalformedError: it is no such number.

    """
    if not text.isascii() or not text.isdigit() or (text != "0" and text.startswith("0")):
        raise MalformedError("this is not a number")
    if len(text) > LONGEST:
        raise MalformedError("this number is too large")
    return int(text)


LONGEST = len(str(2**63))
"""No log has more leaves than that."""
