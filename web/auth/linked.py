"""Who signs in at the identity provider, and as whom it knows them.

The link is made by an administrator and is an event of the person; this is where it is looked up. By
issuer and subject alone: a name or an address may be another person's tomorrow.
"""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import Engine, delete, insert, select, update
from sqlalchemy.exc import IntegrityError

from domain.errors import DomainError
from web.adapters.stores import asking
from web.adapters.tables import linked_accounts


class SubjectTakenError(DomainError):
    """Another person signs in as this account of the identity provider."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Subject:
    """Somebody as an identity provider knows them."""

    issuer: str
    id: str


class LinkedAccounts:
    """The links in the ``work`` store."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def link(self, person: UUID, subject: Subject) -> None:
        """Let somebody sign in as this subject, and as no other.

        Raises:
            SubjectTakenError: somebody else does.

        """
        values = {"issuer": subject.issuer, "subject": subject.id}
        this = linked_accounts.c.person == person
        try:
            with self._engine.begin() as connection:
                changed = connection.execute(update(linked_accounts).where(this).values(**values))
                if not changed.rowcount:
                    connection.execute(insert(linked_accounts).values(person=person, **values))
        except IntegrityError:
            raise SubjectTakenError from None

    def unlink(self, person: UUID) -> None:
        with self._engine.begin() as connection:
            connection.execute(delete(linked_accounts).where(linked_accounts.c.person == person))

    def person(self, subject: Subject) -> UUID | None:
        """Who this is; none if it is nobody of ours."""
        query = select(linked_accounts.c.person).where(
            linked_accounts.c.issuer == subject.issuer, linked_accounts.c.subject == subject.id
        )
        with asking(self._engine).connect() as connection:
            person: UUID | None = connection.execute(query).scalar_one_or_none()
        return person

    def subject(self, person: UUID) -> Subject | None:
        """As whom somebody signs in."""
        query = select(linked_accounts).where(linked_accounts.c.person == person)
        with asking(self._engine).connect() as connection:
            row = connection.execute(query).one_or_none()
        return Subject(issuer=row.issuer, id=row.subject) if row else None
