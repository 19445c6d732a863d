"""Populations as they were loaded: kept in the ``work`` store, and never changed there."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Engine, Row, insert, select
from sqlalchemy.exc import IntegrityError

from application.populations import Loaded
from domain.codelists.forces import Force
from domain.counting.populations import By, Numbers, Population, PopulationKind
from web.adapters.stores import reading
from web.adapters.tables import populations

AREAS = "areas"
"""Beside the groups of the whole force: no question has this name."""


class StoredPopulations:
    """Losing them loses no record: the files can be loaded again."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def add(self, loaded: Loaded) -> bool:
        try:
            with self._engine.begin() as connection:
                connection.execute(insert(populations).values(**_values(loaded)))
        except IntegrityError:
            # The id is made of what the file holds: it is there.
            return False
        return True

    def of(self, force: Force) -> tuple[Loaded, ...]:
        query = (
            select(populations)
            .where(populations.c.force == force.value)
            .order_by(populations.c.loaded_at.desc(), populations.c.id)
        )
        with reading(self._engine).connect() as connection:
            return tuple(map(_loaded, connection.execute(query).all()))


def _values(loaded: Loaded) -> Mapping[str, Any]:
    population = loaded.population
    return {
        "id": loaded.id,
        "name": population.name,
        "kind": population.kind.value,
        "source": population.source,
        "force": population.force.value,
        "since": population.since,
        "until": population.until,
        "numbers": {**_plain(population.numbers), **_of_areas(population)},
        "file": loaded.file,
        "digest": loaded.digest,
        "loaded_at": loaded.loaded_at,
    }


def _of_areas(population: Population) -> Mapping[str, Any]:
    areas = {area: _plain(numbers) for area, numbers in population.areas.items()}
    return {AREAS: areas} if areas else {}


def _plain(numbers: Numbers) -> dict[str, Any]:
    return {by.value: dict(groups) for by, groups in numbers.items()}


def _numbers(kept: Mapping[str, Any]) -> Numbers:
    return {By(by): groups for by, groups in kept.items() if by != AREAS}


def _loaded(row: Row[Any]) -> Loaded:
    return Loaded(
        id=row.id,
        population=Population(
            name=row.name,
            kind=PopulationKind(row.kind),
            source=row.source,
            force=Force(row.force),
            since=row.since,
            until=row.until,
            numbers=_numbers(row.numbers),
            areas={area: _numbers(numbers) for area, numbers in row.numbers.get(AREAS, {}).items()},
        ),
        file=row.file,
        digest=row.digest,
        loaded_at=row.loaded_at,
    )
