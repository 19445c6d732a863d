"""Encounters that other systems know of, loaded into an installation."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from application.expected.file import Row, expected_file
from domain.event import Source
from tests.installations import follow
from tests.people import OFFICER
from web.bootstrap import Services
from web.reconciling import reconcile

SOURCE = Source(file="arrests.csv", digest="5e" * 32, line=2)
LINE: Mapping[str, str] = {
    "kind": "arrest",
    "reference": "AR/SEALED/77",
    "date": "2026-11-19",
    "time": "22:30",
    "officer": OFFICER.collar_number,
    "area": "Northshire Central",
    "device": "",
}
"""An arrest some minutes before the force of which the tests' complete account tells."""


def a_row(services: Services, **changes: str) -> Row:
    line = {**LINE, **changes}
    force = services.settings.force
    file = expected_file(
        tuple(line),
        source=SOURCE,
        force=force,
        kind=None,
        areas=services.settings.areas,
        holder=lambda number: services.directory.holder(number, force=force),
        name=services.encounter_names.of,
        now=services.clock.now(),
    )
    row = file.read(2, line)
    assert isinstance(row, Row), row
    return row


def an_expected(services: Services, **changes: str) -> UUID:
    """The id of an expected encounter that was just loaded."""
    row = a_row(services, **changes)
    services.expecting.load([row], force=services.settings.force)
    return row.encounter


def look(services: Services) -> Any:
    """Look for records, as far as the read models have come."""
    return reconcile(services, services.settings.force)


def covered_in_part(services: Services) -> None:
    """Three encounters of two quarters, of which an arrest may have a record; they were looked for."""
    an_expected(services)
    an_expected(services, reference="AR/SEALED/78", date="2026-09-02")
    an_expected(services, kind="custody", reference="CU/SEALED/1", date="2026-10-02")
    follow(services)
    look(services)
    follow(services)
