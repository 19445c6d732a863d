"""How many of the encounters that other systems know of have a record, in the year of a return."""

from collections.abc import Iterable

from sqlalchemy import Connection

from domain.counting.periods import Quarter
from projections.expected.queries import Coverage, coverage_by_place, together


def coverage_of(
    connection: Connection, year: int, forces: Iterable[str] = ()
) -> dict[str, Coverage]:
    """By force of which anything was loaded, in the financial year that ends in a year."""
    first, last = Quarter(year - 1, 1), Quarter(year - 1, 4)
    found: dict[str, list[Coverage]] = {}
    places = coverage_by_place(connection, since=first, until=last, forces=forces)
    for (force, _), coverage in places.items():
        found.setdefault(force, []).append(coverage)
    return {force: together(of) for force, of in found.items()}
