"""Second factors of local accounts: one-time codes from a phone, and recovery codes on paper.

Decision. The secret is sealed under a key of its own in the key ring; of recovery codes, which are 120
random bits, only digests are kept. Every code is taken once: the step of time that was taken is written
down in the one statement that takes it, and a recovery code is deleted by it. A new first password
leaves the second factor as it is. Consequence: who copies the work tables can make no code, and who
watches one being typed cannot use it. Kept by ``tests/adapters/test_second_factors.py``. (Spec: audit,
ASVS 6.3.3, 6.4 and 6.5.)
"""

import base64
import hashlib
import secrets
from uuid import UUID, uuid4

from sqlalchemy import Engine, delete, func, insert, select, update

from application.codec import from_json, to_json
from application.ports import Clock, KeyRing
from application.sealing import Place, seal, unseal
from domain.codelists.field_groups import FieldGroup
from domain.errors import DomainError
from web import logs
from web.adapters.stores import asking, reading
from web.adapters.tables import recovery_codes, second_factors
from web.auth import one_time_codes
from web.auth.attempts import Attempts

TOPIC = "second-factor"
GROUP = FieldGroup.REFERENCES
RECOVERY_CODES = 10
RECOVERY_BYTES = 15
"""120 bits: more than what must be hashed slowly (ASVS 6.5.2), and whole characters of base 32."""
NEVER = -1


class NothingOfferedError(DomainError):
    """There is no secret to confirm. Start setting up the second factor again."""


class SecondFactors:
    """Second factors in the ``work`` store."""

    def __init__(self, engine: Engine, ring: KeyRing, clock: Clock, attempts: Attempts) -> None:
        self._engine = engine
        self._ring = ring
        self._clock = clock
        self._attempts = attempts

    def has(self, person: UUID) -> bool:
        """Whether somebody has set one up."""
        query = select(second_factors.c.sealed).where(second_factors.c.person == person)
        with asking(self._engine).connect() as connection:
            return connection.execute(query).scalar_one_or_none() is not None

    def offer(self, person: UUID) -> None:
        """Make a secret for somebody's phone. What they have stays in force until they confirm it."""
        sealed = self._sealed(one_time_codes.new_secret())
        this = second_factors.c.person == person
        query = select(second_factors.c.offered).where(this)
        with self._engine.begin() as connection:
            before = connection.execute(query).scalar_one_or_none()
            changed = connection.execute(update(second_factors).where(this).values(offered=sealed))
            if not changed.rowcount:
                connection.execute(
                    insert(second_factors).values(person=person, offered=sealed, last_step=NEVER)
                )
        self._destroy(before)

    def offered(self, person: UUID) -> bytes | None:
        """The secret that waits to be confirmed."""
        query = select(second_factors.c.offered).where(second_factors.c.person == person)
        with reading(self._engine).connect() as connection:
            return self._opened(connection.execute(query).scalar_one_or_none())

    def confirm(self, person: UUID, code: str) -> tuple[str, ...] | None:
        """Put what was offered in force, if the code is of it; returns new recovery codes, which are
        kept nowhere.

        Raises:
            NothingOfferedError: nothing waits.

        """
        secret = self.offered(person)
        if secret is None:
            raise NothingOfferedError
        step = self._step(code, secret)
        if step is None:
            return None
        codes = tuple(_new_code() for _ in range(RECOVERY_CODES))
        this = second_factors.c.person == person
        with self._engine.begin() as connection:
            before = connection.execute(
                select(second_factors.c.sealed).where(this)
            ).scalar_one_or_none()
            connection.execute(
                update(second_factors)
                .where(this)
                .values(
                    sealed=second_factors.c.offered,
                    offered=None,
                    last_step=step,
                    set_up_at=self._clock.now(),
                )
            )
            connection.execute(delete(recovery_codes).where(recovery_codes.c.person == person))
            rows = [{"digest": _digest(person, one), "person": person} for one in codes]
            connection.execute(insert(recovery_codes), rows)
        self._destroy(before)
        logs.say("second-factor-set-up")
        return codes

    def takes(self, person: UUID, code: str, *, address: str = "") -> bool:
        """Whether this is a code of theirs that was not used yet; it is used by asking.

        Raises:
            TooManyAttemptsError: too many were wrong.

        """
        account = f"second factor of {person}"
        self._attempts.check(account, address)
        if self._takes_step(person, code) or self._takes_recovery(person, code):
            self._attempts.succeeded(account, address)
            return True
        self._attempts.failed(account, address)
        return False

    def recovery_left(self, person: UUID) -> int:
        """How many recovery codes somebody has left."""
        query = select(func.count()).where(recovery_codes.c.person == person)
        with asking(self._engine).connect() as connection:
            return connection.execute(query).scalar_one()

    def remove(self, person: UUID) -> None:
        """Take somebody's second factor away, and make every copy of its secret unreadable."""
        query = select(second_factors.c.sealed, second_factors.c.offered).where(
            second_factors.c.person == person
        )
        with self._engine.begin() as connection:
            row = connection.execute(query).one_or_none()
            for table in (recovery_codes, second_factors):
                connection.execute(delete(table).where(table.c.person == person))
        for sealed in row or ():
            self._destroy(sealed)

    def _takes_step(self, person: UUID, code: str) -> bool:
        query = select(second_factors).where(second_factors.c.person == person)
        with reading(self._engine).connect() as connection:
            row = connection.execute(query).one_or_none()
        secret = self._opened(row.sealed) if row else None
        if row is None or secret is None:
            return False
        step = self._step(code, secret)
        if step is None:
            return False
        # A code that was taken, or is older than one that was: the row is not changed. Nor is it for
        # the second of two who send one code at the same moment.
        this = (second_factors.c.person == person) & (second_factors.c.last_step < step)
        with self._engine.begin() as connection:
            taken = connection.execute(update(second_factors).where(this).values(last_step=step))
        return taken.rowcount == 1

    def _takes_recovery(self, person: UUID, code: str) -> bool:
        this = recovery_codes.c.digest == _digest(person, code)
        with self._engine.begin() as connection:
            taken = connection.execute(delete(recovery_codes).where(this))
        if taken.rowcount:
            logs.say("recovery-code-used")
        return taken.rowcount == 1

    def _step(self, code: str, secret: bytes) -> int | None:
        moment = self._clock.now().timestamp()
        return one_time_codes.step_of(code, secret, moment=moment)

    def _sealed(self, secret: bytes) -> str:
        # A stream for each secret: its key is destroyed with it, and never made again.
        stream, content = uuid4(), {"secret": base64.b64encode(secret).decode()}
        sealed = seal(content, ring=self._ring, place=_place(stream), group=GROUP)
        return to_json({"stream": str(stream), **sealed}).decode()

    def _opened(self, sealed: str | None) -> bytes | None:
        if sealed is None:
            return None
        stored = from_json(sealed.encode())
        place = _place(UUID(stored["stream"]))
        content = unseal(stored, ring=self._ring, place=place, group=GROUP)
        return None if content is None else base64.b64decode(content["secret"])

    def _destroy(self, sealed: str | None) -> None:
        if sealed is not None:
            self._ring.destroy(UUID(from_json(sealed.encode())["stream"]), GROUP)


def _place(stream: UUID) -> Place:
    return Place(stream=stream, version=1, topic=TOPIC)


def _new_code() -> str:
    text = base64.b32encode(secrets.token_bytes(RECOVERY_BYTES)).decode().lower()
    return "-".join(text[start : start + 4] for start in range(0, len(text), 4))


def _digest(person: UUID, code: str) -> str:
    plain = "".join(sign for sign in code.lower() if sign.isalnum())
    return hashlib.sha256(f"{person}|{plain}".encode(errors="replace")).hexdigest()
