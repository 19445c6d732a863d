"""Which looks of a month are drawn.

Context. Who is watched must not choose what is looked into, nor who watches. Decision. Each look of
professional standards in the month has a lot: the SHA-256, in hexadecimal, of the text ``root month leaf``
with a space between each, where ``root`` is that of the tree of the log of looks with the month's last leaf,
in hexadecimal, ``month`` is like ``2026-10``, and ``leaf`` the index of its own leaf. The smallest lots are
drawn. Consequence: ``printf '%s' "…" | sha256sum`` draws the same again. Who owns the database could
try out salts before they are signed: then it is they who are to be watched. Kept by
``tests/domain/test_sampling.py``. (Spec: audit, 3.2.)
"""

import hashlib
from collections.abc import Iterable
from datetime import date, datetime, timedelta

from domain.local_time import begins

SAMPLED = 20
"""Looks of a month; all of them, where there are fewer."""
AFTER_THE_MONTH = timedelta(days=1)
"""When it is drawn: what was shown in the month's last seconds is sealed by then."""
REVIEWED_WITHIN = timedelta(days=28)
"""After the month: by then each look of it is reviewed."""


def month_of(day: date) -> date:
    """The first day of a day's month."""
    return day.replace(day=1)


def month_after(month: date) -> date:
    """The first day of the month after one."""
    return month_of(month + timedelta(days=31))


def month_before(month: date) -> date:
    """The first day of the month before one."""
    return month_of(month - timedelta(days=1))


def code_of(month: date) -> str:
    """A month as addresses and lots have it."""
    return f"{month:%Y-%m}"


def month_called(code: str) -> date:
    """The month that is meant.

    Raises:
        ValueError: it is none.

    """
    month = date.fromisoformat(f"{code}-01")
    if code_of(month) != code:
        raise ValueError(code)
    return month


def drawn_from(month: date) -> datetime:
    """From when on the sample of a month is drawn."""
    return begins(month_after(month) + AFTER_THE_MONTH)


def last_day(month: date) -> date:
    """By the end of which it is reviewed."""
    return month_after(month) + REVIEWED_WITHIN - timedelta(days=1)


def due(month: date) -> datetime:
    """From when on it is overdue."""
    return begins(last_day(month) + timedelta(days=1))


def lot(root: str, month: date, leaf: int) -> str:
    """The lot of a look: the smallest are drawn."""
    return hashlib.sha256(f"{root} {code_of(month)} {leaf}".encode()).hexdigest()


def drawn(root: str, month: date, leaves: Iterable[int]) -> tuple[int, ...]:
    """Those of these looks that are drawn, in the order of their leaves."""
    by_lot = sorted(leaves, key=lambda leaf: lot(root, month, leaf))
    return tuple(sorted(by_lot[:SAMPLED]))
