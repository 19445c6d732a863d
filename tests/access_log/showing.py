"""Which records an answer shows: found by looking for each reference and each id that there is, and not
as the product looks for them.
"""

import io
import zipfile
from collections.abc import Mapping
from urllib.parse import unquote
from uuid import UUID

from sqlalchemy import text
from werkzeug.test import TestResponse

from tests.access_log.logged import last, lines
from tests.people import Somebody
from web.bootstrap import Services


class Watch:
    """Whether what each answer shows to somebody is in the access log after it."""

    def __init__(self, services: Services) -> None:
        self.known = every_record(services)
        """Every record that there is, with its reference."""
        self.shown = 0
        """How many records all answers showed together."""
        self.missed: list[str] = []
        """What was shown and not logged."""
        self._services = services
        self._seen = last(services)

    def look_at(self, answer: TestResponse, address: str, person: Somebody) -> None:
        shown = records_in(answer, address, self.known)
        self.shown += len(shown)
        found = lines(self._services, after=self._seen)
        logged = {record for one in found if one.person == person.id for record in one.ids}
        self._seen = max([self._seen, *(one.number for one in found)])
        self.missed += [
            f"{person.username} {address}: {self.known[record]}" for record in shown - logged
        ]


def every_record(services: Services) -> dict[UUID, str]:
    """Every record that there is, with its reference."""
    with services.views.reading() as connection:
        schema = (
            "" if services.stores.is_embedded else f"views_{services.views.generations.live()}."
        )
        found = connection.execute(text(f"SELECT record, reference FROM {schema}register")).all()
    return {UUID(str(record)): reference for record, reference in found}


def records_in(answer: TestResponse, address: str, known: Mapping[UUID, str]) -> set[UUID]:
    """The records that an answer shows to whoever asked for an address."""
    if answer.status_code in (301, 302, 303, 307, 308):
        return set()
    asked, content = unquote(address), _as_text(answer)
    return {
        record
        for record, reference in known.items()
        if _is_shown(answer, reference, str(record), asked, content)
    }


def _is_shown(answer: TestResponse, reference: str, record: str, asked: str, content: str) -> bool:
    is_asked_for = reference in asked or record in asked
    if answer.mimetype == "application/pdf":
        # Nothing can be read in a printed record; its address says which it is.
        return is_asked_for
    if answer.status_code >= 400 and is_asked_for:
        # What was asked for is said back, and refused.
        return False
    return reference in content or record in content


def _as_text(answer: TestResponse) -> str:
    content = answer.get_data()
    if answer.mimetype == "application/zip":
        with zipfile.ZipFile(io.BytesIO(content)) as opened:
            return "\n".join(opened.namelist())
    return content.decode(errors="replace")
