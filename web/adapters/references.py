"""Reference numbers: short enough to say over a radio, never given twice."""

from collections.abc import Mapping

from sqlalchemy import Engine, insert, select, update
from sqlalchemy.exc import IntegrityError

from web.adapters.tables import reference_numbers


class ReferenceNumbers:
    """``UOF-26-000001``: given when a draft is started, so that it can be quoted at once.

    A discarded draft leaves a hole: a number promises a record no more than a ticket does.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def next(self, year: int) -> str:
        number = self._taken(year)
        if number is None:
            self._start(year)
            number = self._taken(year)
        if number is None:
            raise LookupError(year)
        return f"UOF-{year % 100:02}-{number:06}"

    def _taken(self, year: int) -> int | None:
        taken = (
            update(reference_numbers)
            .where(reference_numbers.c.year == year)
            .values(last=reference_numbers.c.last + 1)
            .returning(reference_numbers.c.last)
        )
        with self._engine.begin() as connection:
            return connection.execute(taken).scalar_one_or_none()

    def reserve(self, counts: Mapping[int, int]) -> int:
        """Set numbers aside: as many as ``counts`` says in each year.

        Returns:
            The number after which they begin, the same in every year.

        """
        for year in counts:
            self._start(year)
        these = reference_numbers.c.year.in_(counts)
        # Writing what is there holds the rows: nobody takes a number between reading and setting aside.
        held = update(reference_numbers).where(these).values(last=reference_numbers.c.last)
        with self._engine.begin() as connection:
            taken = connection.execute(held.returning(reference_numbers.c.last)).scalars()
            base: int = max(taken, default=0)
            for year, count in counts.items():
                aside = update(reference_numbers).where(reference_numbers.c.year == year)
                connection.execute(aside.values(last=base + count))
        return base

    def _start(self, year: int) -> None:
        started = select(reference_numbers.c.year).where(reference_numbers.c.year == year)
        try:
            with self._engine.begin() as connection:
                if connection.execute(started).first() is None:
                    connection.execute(insert(reference_numbers).values(year=year, last=0))
        except IntegrityError:
            return


def reference(year: int, number: int) -> str:
    """A number of a year as it is written and said."""
    return f"UOF-{year % 100:02}-{number:06}"
