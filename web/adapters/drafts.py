"""Drafts: unfinished accounts and amendments, visible to their officer alone.

Decision. A draft is not an event: until an officer declares it complete it is nobody's record
(spec: decisions, 4). It is sealed like a record, under a key of its own that is destroyed with it.
Consequence: a discarded draft leaves nothing readable, not even in a backup of the tables. Kept by
``tests/adapters/test_drafts.py``.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import ColumnElement, Engine, Row, delete, func, insert, select, update
from sqlalchemy.exc import IntegrityError

from application.codec import from_json, to_json
from application.ports import Clock, KeyDestroyedError, KeyRing
from application.sealing import Place, seal, unseal
from domain.codec import decode_answer, encode_answer
from domain.codelists.field_groups import FieldGroup
from domain.errors import DomainError, NotFoundError
from domain.records.account import Account, Answers
from web.adapters.stores import alone, asking
from web.adapters.tables import drafts

TOPIC = "draft"
GROUP = FieldGroup.NARRATIVE


class DraftChangedError(DomainError):
    """This draft was changed in another window. Reload the page to see it as it is."""


@dataclass(frozen=True, kw_only=True)
class Draft:
    """An unfinished account. Its id becomes the record's; an amendment's is the record's already."""

    id: UUID
    stream: UUID = field(default_factory=uuid4)
    """Names the draft itself, so that its key can be destroyed and the record's are not."""
    officer: UUID
    reference: str
    started_at: datetime
    saved_at: datetime
    version: int = 0
    base_version: int | None = None
    """The version of the record that an amendment started from; none for a new record."""
    answers: Answers = field(default_factory=dict)
    typed: Mapping[str, Sequence[str]] = field(default_factory=dict)
    """What was typed and could not be read as an answer, kept to be corrected."""

    @property
    def account(self) -> Account:
        return Account.of(self.answers)

    @property
    def is_amendment(self) -> bool:
        return self.base_version is not None


class Drafts:
    """Save, find and end drafts. Every save names the version it was made from."""

    def __init__(self, engine: Engine, ring: KeyRing, clock: Clock, *, days: int) -> None:
        """``days``: how long a draft is kept after it was last saved."""
        self._engine = engine
        self._ring = ring
        self._clock = clock
        self._kept = timedelta(days=days)

    def start(self, draft: Draft) -> Draft:
        """Keep a new draft, and forget whichever nobody touched for too long.

        Raises:
            DraftChangedError: there is one under this id.

        """
        self.end_untouched()
        started = insert(drafts).values(
            stream=draft.stream,
            record=draft.id,
            officer=draft.officer,
            reference=draft.reference,
            base_version=draft.base_version,
            version=1,
            started_at=draft.started_at,
            saved_at=draft.saved_at,
            sealed=self._sealed(draft, version=1),
        )
        try:
            with alone(self._engine).begin() as connection:
                connection.execute(started)
        except IntegrityError:
            raise DraftChangedError from None
        return self.get(draft.id, officer=draft.officer)

    def get(self, draft: UUID, *, officer: UUID) -> Draft:
        """An officer's own draft.

        Raises:
            NotFoundError: there is none, or it is somebody else's.

        """
        found = self._found(draft, officer)
        if found is None:
            raise NotFoundError
        return found

    def by_reference(self, reference: str, *, officer: UUID) -> Draft | None:
        """An officer's own draft under a reference; none if there is none, or it is another's."""
        query = select(drafts).where(drafts.c.reference == reference, drafts.c.officer == officer)
        with asking(self._engine).connect() as connection:
            row = connection.execute(query).one_or_none()
        return None if row is None else self._opened(row)

    def of(self, officer: UUID) -> tuple[Draft, ...]:
        """An officer's drafts, the last saved first."""
        query = select(drafts).where(drafts.c.officer == officer).order_by(drafts.c.saved_at.desc())
        with asking(self._engine).connect() as connection:
            rows = connection.execute(query).all()
        opened = (self._opened(row) for row in rows)
        return tuple(draft for draft in opened if draft)

    def number(self) -> int:
        """How many there are, of everybody."""
        with asking(self._engine).connect() as connection:
            return connection.execute(select(func.count()).select_from(drafts)).scalar_one()

    def save(self, draft: Draft, *, base: int | None = None) -> Draft:
        """Save a draft over the version it was made from.

        ``base``, if given, is the version of the record that its amendment must have started from:
        an amendment that was discarded and begun again counts its own versions from one.

        Raises:
            DraftChangedError: it was saved from elsewhere since, or ended.

        """
        if base is not None and base != draft.base_version:
            raise DraftChangedError
        version = draft.version + 1
        try:
            sealed = self._sealed(draft, version=version)
        except KeyDestroyedError:
            raise DraftChangedError from None
        saved = (
            update(drafts)
            .where(drafts.c.stream == draft.stream, drafts.c.version == draft.version)
            .values(
                version=version,
                saved_at=self._clock.now(),
                base_version=draft.base_version,
                sealed=sealed,
            )
        )
        with alone(self._engine).begin() as connection:
            if connection.execute(saved).rowcount != 1:
                raise DraftChangedError
        return self.get(draft.id, officer=draft.officer)

    def end(self, draft: UUID, *, officer: UUID) -> None:
        """Forget a draft, and make every copy of it unreadable."""
        self._end(drafts.c.record == draft, drafts.c.officer == officer)

    def streams_of(self, record: UUID) -> tuple[UUID, ...]:
        """The streams of everybody's amendments of a record, which hold words of it."""
        query = select(drafts.c.stream).where(drafts.c.record == record)
        with asking(self._engine).connect() as connection:
            return tuple(connection.execute(query).scalars())

    def end_of(self, record: UUID) -> int:
        """Forget everybody's amendments of a record; returns how many."""
        streams = self.streams_of(record)
        self._end(drafts.c.record == record)
        return len(streams)

    def end_untouched(self) -> int:
        """Forget drafts that nobody touched for too long; returns how many."""
        untouched = drafts.c.saved_at < self._clock.now() - self._kept
        query = select(drafts.c.record, drafts.c.officer).where(untouched)
        with asking(self._engine).connect() as connection:
            stale = connection.execute(query).all()
        for record, officer in stale:
            self._end(drafts.c.record == record, drafts.c.officer == officer, untouched)
        return len(stale)

    def _end(self, *which: ColumnElement[bool]) -> None:
        ended = delete(drafts).where(*which).returning(drafts.c.stream)
        with alone(self._engine).begin() as connection:
            streams = connection.execute(ended).scalars().all()
        for stream in streams:
            self._ring.destroy(stream, GROUP)

    def _found(self, draft: UUID, officer: UUID) -> Draft | None:
        query = select(drafts).where(drafts.c.record == draft, drafts.c.officer == officer)
        with asking(self._engine).connect() as connection:
            row = connection.execute(query).one_or_none()
        return None if row is None else self._opened(row)

    def _sealed(self, draft: Draft, *, version: int) -> str:
        content = {
            "answers": {name: encode_answer(answer) for name, answer in draft.answers.items()},
            "typed": dict(draft.typed),
        }
        place = Place(stream=draft.stream, version=version, topic=TOPIC)
        return to_json(seal(content, ring=self._ring, place=place, group=GROUP)).decode()

    def _opened(self, row: Row[Any]) -> Draft | None:
        """The draft of a row; none if it was ended, in another window, since the row was read."""
        place = Place(stream=row.stream, version=row.version, topic=TOPIC)
        content = unseal(
            from_json(row.sealed.encode()), ring=self._ring, place=place, group=GROUP.value
        )
        if content is None:
            return None
        answers = content["answers"].items()
        return Draft(
            id=row.record,
            stream=row.stream,
            officer=row.officer,
            reference=row.reference,
            started_at=row.started_at,
            saved_at=row.saved_at,
            version=row.version,
            base_version=row.base_version,
            answers={name: decode_answer(name, answer) for name, answer in answers},
            typed=content["typed"],
        )
