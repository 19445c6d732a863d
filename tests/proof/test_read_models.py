"""Somebody changes what pages show and leaves the log alone (A13): which row, of which record; T20."""

import random
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Boolean, Column, Connection, Integer, Table, Text, delete, select, update

from application.verifying import Examination, Layer, Verdict
from projections import following
from projections.rechecking import Odd, UnreadableError, differing, recheck
from projections.registry import PROJECTIONS
from tests.fakes import NOON
from tests.figures import Tell
from tests.installations import follow
from tests.proof.conftest import places, witnesses_at
from tests.proof.histories import write
from web.adapters import sqlite
from web.adapters.stores import VIEWS
from web.bootstrap import Services, read_models
from web.proof.checkpointing import checkpointing
from web.proof.read_models import following_from_the_log
from web.proof.verifying import Wanted, verify

TIMES = 20
OTHER: dict[type[Any], Any] = {
    Integer: lambda value: (value or 0) + 1,
    Boolean: lambda value: not value,
    Text: lambda value: f"{value or ''}x",
}


@pytest.fixture
def followed(services: Services) -> Services:
    write(services, records=3)
    follow(services)
    return services


def changeable(table: Table) -> list[Column[Any]]:
    return [one for one in table.columns if not one.primary_key and _kind(one)]


def _kind(column: Column[Any]) -> type[Any] | None:
    return next((kind for kind in OTHER if isinstance(column.type, kind)), None)


def attack(connection: Connection, chance: random.Random) -> tuple[Table, Any]:
    """Change one answer in one row of any table, or take the row away."""
    full = [
        table
        for one in PROJECTIONS.values()
        for table in one.metadata.sorted_tables
        if changeable(table) and connection.execute(select(table).limit(1)).first()
    ]
    table = chance.choice(full)
    row = chance.choice(connection.execute(select(table)).all())
    this = [column == row._mapping[column.name] for column in table.primary_key.columns]
    if chance.random() < 0.3:
        connection.execute(delete(table).where(*this))
    else:
        column = chance.choice(changeable(table))
        kind = _kind(column)
        assert kind
        value = OTHER[kind](row._mapping[column.name])
        connection.execute(update(table).where(*this).values({column.name: value}))
    return table, row


@contextmanager
def beside(tmp_path: Path) -> Iterator[Any]:
    engine = sqlite.engine(tmp_path / "beside.db", sqlite.FILLING)
    yield engine.execution_options(schema_translate_map={VIEWS: None})
    engine.dispose()


def restored(connection: Connection, table: Table, row: Any) -> None:
    this = [column == row._mapping[column.name] for column in table.primary_key.columns]
    connection.execute(delete(table).where(*this))
    connection.execute(table.insert().values(dict(row._mapping)))


def test_a_row_that_somebody_changed_is_named_wherever_it_is(
    followed: Services, tmp_path: Path, figure: Tell
) -> None:
    live = followed.views.engine()
    with beside(tmp_path) as built:
        assert list(recheck(live, built, followed.reader)) == []
        for time in range(TIMES):
            with live.begin() as connection:
                table, row = attack(connection, random.Random(time))

            found = list(differing(live, built, followed.reader))

            key = tuple(row._mapping[column.name] for column in table.primary_key.columns)
            assert {(one.table, one.key) for one in found if isinstance(one, Odd)} == {
                (table.name, key)
            }
            record = row._mapping.get("record")
            assert {one.record for one in found if isinstance(one, Odd)} == {record}
            with live.begin() as connection:
                restored(connection, table, row)
        assert list(differing(live, built, followed.reader)) == []
    figure(f"a row of a read model changed or taken away (A13): {TIMES} of {TIMES} named")


def test_verifying_says_which_row_of_which_record(followed: Services) -> None:
    with witnesses_at(NOON):
        checkpointing(followed.settings, followed.stores).checkpoint()
    table = PROJECTIONS["register"].metadata.tables["views.register"]
    with followed.views.engine().begin() as connection:
        row = connection.execute(select(table)).first()
        assert row
        connection.execute(delete(table).where(table.c.record == row.record))

    with closing(read_models(followed.settings)) as models:
        check = following_from_the_log(models, lambda _done, _all: None)
        wanted = Wanted(checks={Layer.READ_MODEL: check})
        report = verify(followed.stores, places(followed.settings), wanted=wanted)

    assert report.verdict is Verdict.TAMPERED
    first = report.examined.findings[0]
    assert (first.layer, first.record) == (Layer.READ_MODEL, row.record)
    assert table.name in first.what
    assert "read models" not in " ".join(report.not_checked)


@pytest.mark.parametrize("settings", ["sqlite"], indirect=True)
def test_rows_that_cannot_be_read_are_a_finding_and_no_end(
    followed: Services, tmp_path: Path
) -> None:
    """SQLite keeps any type in any column."""
    live = followed.views.engine()
    table = PROJECTIONS["register"].metadata.tables["views.register"]
    with live.begin() as connection:
        connection.exec_driver_sql("UPDATE register SET submitted_at = 'a moment'")

    with beside(tmp_path) as built:
        found = list(recheck(live, built, followed.reader))

    assert [type(one) for one in found] == [UnreadableError]
    assert table.name in str(found[0])


@pytest.mark.parametrize("settings", ["sqlite"], indirect=True)
def test_what_another_version_built_is_not_compared_and_is_said(followed: Services) -> None:
    with followed.views.engine().begin() as connection:
        table = following.tracking
        connection.execute(update(table).where(table.c.projection == "people").values(version=0))
    examined = Examination("log", ())

    with closing(read_models(followed.settings)) as models:
        check = following_from_the_log(models, lambda _done, _all: None)
        check(None, examined)  # type: ignore[arg-type]

    assert examined.findings == []
    assert examined.undecided == [
        "Read models that another version built were not compared: people."
    ]
