"""Rows that are added many at once are those that are added one by one, whatever stands in them."""

from datetime import UTC, datetime, timedelta, timezone
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import Connection, select
from sqlalchemy.exc import IntegrityError

from projections.adding import FEW, add
from projections.record_history.tables import record_event
from web.bootstrap import Services

RECORD = UUID("00000000-0000-4000-8000-00000000000a")
TEXTS = (
    "",
    "\\N",
    "\\.",
    "a\tb\nc\rd",
    "back\\slash",
    "'\"",
    "Siân",
    "{}",
    "%s ?",
    "\N{POLICE CAR}",
)
AT = datetime(2026, 11, 20, 12, 0, 0, 123456, tzinfo=UTC)


def rows() -> list[dict[str, Any]]:
    return [
        {
            "record": RECORD,
            "version": number,
            "position": 2**40 + number,
            "topic": text,
            "actor": RECORD,
            "role": text,
            "at": AT.astimezone(timezone(timedelta(hours=number))),
            "why": text,
            "request": RECORD,
            "answers": {text: [text, None, number], "nothing": None},
        }
        for number, text in enumerate(TEXTS)
    ]


def kept(connection: Connection) -> list[Any]:
    mine = record_event.c.record == RECORD
    return list(connection.execute(select(record_event).where(mine).order_by("version")))


def test_whatever_stands_in_a_row_comes_back(services: Services) -> None:
    assert len(TEXTS) >= FEW, "so many that they are sent together"

    with services.views.engine().connect() as connection:
        add(connection, record_event, rows())
        together = kept(connection)
        connection.rollback()
        for row in rows():
            add(connection, record_event, [row])
        one_by_one = kept(connection)
        connection.rollback()

    assert together == one_by_one
    assert [row._asdict() for row in together] == [{**row, "at": AT} for row in rows()]


def test_a_row_that_is_there_already_stops_all_of_them(services: Services) -> None:
    with services.views.engine().connect() as connection:
        add(connection, record_event, rows()[:1])

        with pytest.raises(IntegrityError, match="record_event"):
            add(connection, record_event, rows())
