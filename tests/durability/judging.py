"""What is wrong with an installation's files after whatever happened to them, in sentences."""

import re
import sqlite3
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path

from sqlalchemy import Connection, create_engine
from sqlalchemy.pool import StaticPool

from application.verifying import Examination
from web.proof import reading

KEY_USED = re.compile(rb'"k":"([0-9a-f-]{36})"')


UNSOUND = """
    SELECT count(*) FROM stored_events e LEFT JOIN leaves l ON l.position = e.rowid
    WHERE l.leaf_index IS NOT e.rowid - 1
"""
"""Events without a leaf, or with one out of its order; nothing was ever taken away from these logs."""
TOO_MANY = "SELECT count(*) FROM leaves WHERE position NOT IN (SELECT rowid FROM stored_events)"


def faults(data: Path, acknowledged: Iterable[str], *, thorough: bool = True) -> list[str]:
    """What does not hold; opening the files lets SQLite mend what it can, as a start does.

    Thoroughly, each leaf is made anew from its event, which takes ten times as long as all the rest.
    """
    try:
        if damaged := list(_damage(data)):
            return damaged
        return [*_of_log(data, acknowledged, thorough=thorough), *_of_keys(data)]
    except sqlite3.DatabaseError as error:
        return [f"unreadable: {error}"]


def _of_log(data: Path, acknowledged: Iterable[str], *, thorough: bool) -> Iterable[str]:
    with closing(_opened(data / "records.db")) as opened:
        found = {
            f"{stream} {version}"
            for stream, version in opened.execute(
                "SELECT originator_id, originator_version FROM stored_events"
            )
        }
        yield from (f"lost: {one}" for one in acknowledged if one not in found)
        for what, query in (("events without their leaf", UNSOUND), ("leaves too many", TOO_MANY)):
            (number,) = opened.execute(query).fetchone()
            if number:
                yield f"{number} {what}"
        if thorough:
            yield from _of_leaves(opened)


def _of_leaves(opened: sqlite3.Connection) -> Iterable[str]:
    with _seen_by_library(opened) as connection:
        examined = Examination(reading.origin(connection), ())
        examined.read(reading.rows(connection))
    yield from (f"{one.layer.value}: {one.what}" for one in examined.findings)


def _of_keys(data: Path) -> Iterable[str]:
    """Each sealed group of an event that is there can be opened."""
    with closing(_opened(data / "keys.db")) as opened:
        kept = {str(one) for (one,) in opened.execute("SELECT id FROM data_keys")}
    with closing(_opened(data / "records.db")) as opened:
        for (state,) in opened.execute("SELECT state FROM stored_events"):
            for used in KEY_USED.findall(state):
                if used.decode().replace("-", "") not in kept:
                    yield f"a key is lost: {used.decode()}"


def _damage(data: Path) -> Iterable[str]:
    """What SQLite itself finds: nothing can be said of what stands in a damaged file."""
    for name in ("records.db", "keys.db"):
        with closing(_opened(data / name)) as opened:
            (answer,) = opened.execute("PRAGMA integrity_check(1)").fetchone()
        if answer != "ok":
            yield f"{name} is damaged: {answer}"


def _opened(file: Path) -> sqlite3.Connection:
    return sqlite3.connect(file, isolation_level=None)


def _seen_by_library(opened: sqlite3.Connection) -> Connection:
    return create_engine("sqlite://", creator=lambda: opened, poolclass=StaticPool).connect()
