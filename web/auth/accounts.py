"""Local accounts: a name, a password hash, and a limit on attempts."""

import secrets
from base64 import b64encode
from collections.abc import Mapping
from uuid import UUID

from argon2 import PasswordHasher
from argon2.exceptions import VerificationError
from argon2.low_level import ARGON2_VERSION
from sqlalchemy import Engine, insert, select, update
from sqlalchemy.exc import IntegrityError

from application.ports import Clock
from domain.errors import DomainError
from web.adapters.stores import asking
from web.adapters.tables import credentials
from web.auth.attempts import Attempts
from web.auth.password_rules import SHORTEST_PASSWORD


class UsernameTakenError(DomainError):
    """Another person signs in with this name. Choose another name."""


HASHER = PasswordHasher()


def of_nobody(hasher: PasswordHasher) -> str:
    """A hash that belongs to nobody and takes as long to check as others.

    Its digest is drawn by chance and not made from a password, which every start would wait for.
    """
    salt, digest = (
        b64encode(secrets.token_bytes(length)).decode().rstrip("=")
        for length in (hasher.salt_len, hasher.hash_len)
    )
    cost = f"m={hasher.memory_cost},t={hasher.time_cost},p={hasher.parallelism}"
    return f"$argon2id$v={ARGON2_VERSION}${cost}${salt}${digest}"


class Accounts:
    """Says which person a name and password belong to. An identity provider answers the same."""

    def __init__(self, engine: Engine, clock: Clock, hasher: PasswordHasher | None = None) -> None:
        self._engine = engine
        self._attempts = Attempts(engine, clock)
        self._hasher = hasher or HASHER
        # Checked when nobody has the name, so that both refusals take the same time.
        self._nobody = of_nobody(self._hasher)

    def issue(self, person: UUID, *, username: str) -> str:
        """Give a person an account with a first password, which they must change.

        Returns:
            The first password; it is kept nowhere.

        Raises:
            UsernameTakenError: somebody else signs in with this name.

        """
        first = secrets.token_urlsafe(SHORTEST_PASSWORD)
        self.set_password(person, username=username, password=first, must_change=True)
        return first

    def set_password(
        self, person: UUID, *, username: str, password: str, must_change: bool = False
    ) -> None:
        """Give a person an account, or change its name and password.

        Raises:
            UsernameTakenError: somebody else signs in with this name.

        """
        self._keep(person, username, self._hasher.hash(password), must_change=must_change)

    def share_password(self, usernames: Mapping[UUID, str], *, password: str) -> None:
        """Give made-up people accounts with one password, which is no secret and is hashed once.

        Raises:
            UsernameTakenError: somebody else signs in with one of these names.

        """
        if usernames:
            password_hash = self._hasher.hash(password)
            for person, username in usernames.items():
                self._keep(person, username, password_hash, must_change=False)

    def _keep(self, person: UUID, username: str, password_hash: str, *, must_change: bool) -> None:
        values = {
            "username": _name(username),
            "password_hash": password_hash,
            "must_change": must_change,
        }
        try:
            with self._engine.begin() as connection:
                changed = connection.execute(
                    update(credentials).where(credentials.c.person == person).values(**values)
                )
                if not changed.rowcount:
                    connection.execute(insert(credentials).values(person=person, **values))
        except IntegrityError:
            raise UsernameTakenError from None

    def must_change(self, person: UUID) -> bool:
        """Whether somebody still has the password that was chosen for them."""
        query = select(credentials.c.must_change).where(credentials.c.person == person)
        with asking(self._engine).connect() as connection:
            return bool(connection.execute(query).scalar_one_or_none())

    def person(self, username: str, password: str, *, address: str = "") -> UUID | None:
        """The person with this name and password; none if there is no such.

        Raises:
            TooManyAttemptsError: for this name, whether or not anybody has it, or from this address.

        """
        account = _name(username)
        self._attempts.check(account, address)
        query = select(credentials).where(credentials.c.username == _name(username))
        with asking(self._engine).connect() as connection:
            row = connection.execute(query).one_or_none()
        if not self._matches(row.password_hash if row else self._nobody, password) or row is None:
            self._attempts.failed(account, address)
            return None
        self._attempts.succeeded(account, address)
        person: UUID = row.person
        return person

    def username_of(self, person: UUID) -> str:
        """The name that somebody signs in with; empty if they have no account."""
        query = select(credentials.c.username).where(credentials.c.person == person)
        with asking(self._engine).connect() as connection:
            return connection.execute(query).scalar_one_or_none() or ""

    def holder(self, username: str) -> UUID | None:
        """Who signs in with a name; none if it is free."""
        query = select(credentials.c.person).where(credentials.c.username == _name(username))
        with asking(self._engine).connect() as connection:
            person: UUID | None = connection.execute(query).scalar_one_or_none()
        return person

    def _matches(self, password_hash: str, password: str) -> bool:
        try:
            return self._hasher.verify(password_hash, password)
        except VerificationError:
            return False


def _name(username: str) -> str:
    # What a database cannot keep as text becomes a sign that it can: such a name is nobody's.
    return username.strip().casefold().encode(errors="replace").decode().replace("\x00", "?")
