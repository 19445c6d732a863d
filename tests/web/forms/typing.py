"""A force of made-up people and areas, for what is typed into forms."""

from collections.abc import Iterable, Mapping
from uuid import UUID

from tests.people import EVERYBODY
from web.forms.context import Context

NUMBERS = {person.collar_number: person.id for person in EVERYBODY}
NAMES = {person.id: person.name for person in EVERYBODY}


def _find(numbers: Iterable[str]) -> Mapping[str, UUID]:
    return {number: NUMBERS[number] for number in numbers if number in NUMBERS}


def _named(people: Iterable[UUID]) -> Mapping[UUID, str]:
    return {person: NAMES[person] for person in people if person in NAMES}


def _numbered(people: Iterable[UUID]) -> Mapping[UUID, str]:
    wanted = set(people)
    return {person: number for number, person in NUMBERS.items() if person in wanted}


CONTEXT = Context(
    areas={"central": "Northshire Central", "north": "Northshire North"},
    display=_named,
    collar_numbers=_numbered,
    find=_find,
)
