"""Names and collar numbers, kept where they can be changed and erased."""

from collections.abc import Iterable, Mapping, Sequence
from uuid import UUID

from sqlalchemy import ColumnElement, Engine, Row, func, insert, or_, select, update
from sqlalchemy.exc import IntegrityError

from application.ports import CollarNumberTakenError, Entry
from domain.codelists.forces import Force
from domain.codelists.ranks import Rank
from web.adapters.stores import asking
from web.adapters.tables import directory

MOST_MATCHES = 50


class StoredDirectory:
    """The directory in the ``work`` store."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def add(self, person: UUID, *, name: str, collar_number: str, force: Force) -> None:
        entry = {"force": force.value, "name": name, "collar_number": collar_number}
        this = directory.c.person == person
        try:
            with self._engine.begin() as connection:
                changed = connection.execute(update(directory).where(this).values(**entry))
                if not changed.rowcount:
                    connection.execute(insert(directory).values(person=person, **entry))
        except IntegrityError:
            raise CollarNumberTakenError from None

    def add_all(self, entries: Sequence[Entry]) -> None:
        """Remember many people whom nobody knew, in one transaction.

        Raises:
            CollarNumberTakenError: one is known already, or somebody else has the number.

        """
        rows = [{**_row(entry), "person": entry.person} for entry in entries]
        try:
            with self._engine.begin() as connection:
                connection.execute(insert(directory), rows)
        except IntegrityError:
            raise CollarNumberTakenError from None

    def everybody(self) -> Mapping[UUID, Force]:
        """Everybody who was ever named here, with their force."""
        query = select(directory.c.person, directory.c.force)
        with asking(self._engine).connect() as connection:
            return {row.person: Force(row.force) for row in connection.execute(query)}

    def holder(self, collar_number: str, *, force: Force) -> UUID | None:
        return self.with_numbers([collar_number], force=force).get(collar_number)

    def entries(self, people: Iterable[UUID]) -> Mapping[UUID, Entry]:
        query = select(directory).where(directory.c.person.in_(set(people)))
        with asking(self._engine).connect() as connection:
            return {row.person: _entry(row) for row in connection.execute(query)}

    def with_numbers(self, numbers: Iterable[str], *, force: Force) -> Mapping[str, UUID]:
        """The people of a force who have these collar numbers, by number."""
        query = select(directory).where(
            directory.c.force == force.value, directory.c.collar_number.in_(set(numbers))
        )
        with asking(self._engine).connect() as connection:
            return {row.collar_number: row.person for row in connection.execute(query)}

    def page(
        self, words: str, *, force: Force, number: int, size: int
    ) -> tuple[tuple[Entry, ...], int]:
        """Some of the people of a force, by name, and how many there are in all."""
        which = _matching(words, force)
        query = select(directory).where(*which).order_by(directory.c.name, directory.c.person)
        count = select(func.count()).select_from(directory).where(*which)
        with asking(self._engine).connect() as connection:
            found = connection.execute(query.limit(size).offset((number - 1) * size))
            return tuple(_entry(row) for row in found), connection.execute(count).scalar_one()

    def matching(self, words: str, *, force: Force) -> tuple[Entry, ...]:
        query = (
            select(directory)
            .where(*_matching(words, force))
            .order_by(directory.c.name, directory.c.person)
            .limit(MOST_MATCHES)
        )
        with asking(self._engine).connect() as connection:
            return tuple(_entry(row) for row in connection.execute(query))


def _matching(words: str, force: Force) -> list[ColumnElement[bool]]:
    """Each word is in the name or the number; a rank, as in "PC 4127", says nothing more."""
    wanted = [word for word in words.split() if word.casefold() not in RANKS]
    found = (
        or_(
            directory.c.name.icontains(word, autoescape=True),
            directory.c.collar_number.icontains(word, autoescape=True),
        )
        for word in wanted
    )
    return [directory.c.force == force.value, *found]


RANKS = {part for rank in Rank for part in rank.label.casefold().split()}


def _row(entry: Entry) -> dict[str, str]:
    return {
        "force": entry.force.value,
        "name": entry.name,
        "collar_number": entry.collar_number,
    }


def _entry(row: Row[tuple[object, ...]]) -> Entry:
    return Entry(
        person=row.person,
        name=row.name,
        collar_number=row.collar_number,
        force=Force(row.force),
    )
