"""Counting what was guessed wrong, so that nobody guesses for long.

Decision. Failures are counted for an account from one network address, more patiently for the account
from anywhere, and more patiently still for the address whatever the account: nobody locks somebody
else out with five wrong guesses, and nobody tries one password on every account. Only digests of what
was typed are kept: people type their password into the wrong box. Kept by
``tests/adapters/test_accounts.py`` and ``tests/web/test_attempts.py``. (Spec: audit, ASVS 6.1.1, 6.3.1.)
"""

import hashlib
import logging
from collections.abc import Mapping
from datetime import timedelta
from types import MappingProxyType

from sqlalchemy import Engine, delete, func, insert, or_, select

from application.ports import Clock
from domain.errors import DomainError
from web import logs
from web.adapters.stores import asking
from web.adapters.tables import sign_in_attempts

MOST_ATTEMPTS = 5
MOST_ANYWHERE = 50
MOST_OF_AN_ADDRESS = 200
"""Many people may sit behind one address at the start of a shift."""
ANYWHERE = "*"
ANYBODY = "*"
WINDOW = timedelta(minutes=15)


class TooManyAttemptsError(DomainError):
    """There were too many attempts to sign in. Wait 15 minutes, then try again."""


class Attempts:
    """Failures of the last quarter of an hour."""

    def __init__(self, engine: Engine, clock: Clock) -> None:
        self._engine = engine
        self._clock = clock

    def check(self, account: str, address: str) -> None:
        """Go on, unless there were too many.

        Raises:
            TooManyAttemptsError: for this account, whether or not anybody has it, or this address.

        """
        limits = _limits(account, address)
        digest = sign_in_attempts.c.username_digest
        recent = sign_in_attempts.c.at > self._clock.now() - WINDOW
        query = (
            select(digest, func.count())
            .where(or_(*(digest == one for one in limits)), recent)
            .group_by(digest)
        )
        with asking(self._engine).connect() as connection:
            found = connection.execute(query).all()
        if any(count >= limits[one] for one, count in found):
            logs.say("sign-in-waits", level=logging.WARNING)
            raise TooManyAttemptsError

    def failed(self, account: str, address: str) -> None:
        """Remember a failure."""
        now = self._clock.now()
        rows = [{"username_digest": one, "at": now} for one in _limits(account, address)]
        with self._engine.begin() as connection:
            connection.execute(
                delete(sign_in_attempts).where(sign_in_attempts.c.at <= now - WINDOW)
            )
            connection.execute(insert(sign_in_attempts), rows)
        logs.say("sign-in-refused", level=logging.WARNING)

    def succeeded(self, account: str, address: str) -> None:
        """Forget the failures of the account from this address, and no others."""
        this = sign_in_attempts.c.username_digest == _digest(account, address)
        with self._engine.begin() as connection:
            connection.execute(delete(sign_in_attempts).where(this))


def _limits(account: str, address: str) -> Mapping[str, int]:
    limits = {_digest(account, address): MOST_ATTEMPTS, _digest(account, ANYWHERE): MOST_ANYWHERE}
    if address:
        limits[_digest(ANYBODY, address)] = MOST_OF_AN_ADDRESS
    return MappingProxyType(limits)


def _digest(account: str, address: str) -> str:
    return hashlib.sha256(f"{address}|{account}".encode()).hexdigest()
