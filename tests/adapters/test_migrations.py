"""What migrations make is what the product uses, and a start on other tables is refused."""

from contextlib import closing
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import MetaData, inspect, text

from tests.installations import opened
from tests.people import OFFICER
from web import migrations
from web.adapters.event_stores import event_store
from web.adapters.stores import DURABLE, KEYS, RECORDS, WORK, Stores
from web.adapters.tables import keys_metadata, work_metadata
from web.bootstrap import bootstrap, install
from web.settings import Settings, SettingsError

TABLES = {KEYS: keys_metadata, WORK: work_metadata}


def _compared(stores: Stores, store: str, wanted: MetaData) -> list[Any]:
    """How the tables there are differ from the tables that are wanted."""
    schema = None if stores.is_embedded else store
    expected = MetaData()
    for table in wanted.sorted_tables:
        table.to_metadata(expected, schema=schema)
    with stores.engine(store).connect() as connection:
        context = MigrationContext.configure(
            connection,
            opts={
                "include_schemas": schema is not None,
                "include_name": lambda name, kind, _: kind != "schema" or name == schema,
                "compare_type": True,
                "version_table_schema": schema,
            },
        )
        return compare_metadata(context, expected)


@pytest.mark.parametrize("store", TABLES)
def test_migrations_make_the_tables_that_are_used(stores: Stores, store: str) -> None:
    assert _compared(stores, store, TABLES[store]) == []


def test_a_table_that_differs_would_be_told(stores: Stores) -> None:
    """The negative control: the comparison sees what is missing and what is too much."""
    told = {difference[0] for difference in _compared(stores, WORK, keys_metadata)}

    assert {"add_table", "remove_table"} <= told


@pytest.mark.parametrize("store", TABLES)
def test_every_unique_constraint_that_is_relied_on_is_made(stores: Stores, store: str) -> None:
    schema = None if stores.is_embedded else store
    with stores.engine(store).connect() as connection:
        found = {
            one["name"]
            for table in TABLES[store].sorted_tables
            for one in inspect(connection).get_unique_constraints(table.name, schema=schema)
        }

    wanted = {
        constraint.name
        for table in TABLES[store].sorted_tables
        for constraint in table.constraints
        if str(constraint.name).startswith("uq_")
    }
    assert wanted
    assert wanted <= found


def test_the_library_finds_the_log_it_expects(bare: Settings) -> None:
    """Running processes never create tables; the log's was made to the library's shape."""
    install(bare)

    with closing(Stores(bare)) as stores, closing(event_store(stores)) as factory:
        recorder = factory.application_recorder()
        assert recorder.max_notification_id() is None


def test_an_upgrade_of_what_is_up_to_date_changes_nothing(bare: Settings) -> None:
    install(bare)
    with closing(Stores(bare)) as stores:
        before = _everything(stores)

    install(bare)

    with closing(Stores(bare)) as stores:
        assert _everything(stores) == before


def test_an_upgrade_keeps_what_is_there(settings: Settings) -> None:
    with opened(settings) as services:
        before = services.log.last_position(), services.accounts.username_of(OFFICER.id)

    install(settings)

    with opened(settings) as services:
        assert (services.log.last_position(), services.accounts.username_of(OFFICER.id)) == before


def test_a_start_on_stores_that_were_never_made_is_refused(bare: Settings) -> None:
    with pytest.raises(SettingsError, match="Run: uof db upgrade"):
        bootstrap(bare)


@pytest.mark.parametrize("store", DURABLE)
@pytest.mark.parametrize("revision", [None, "from-the-future"], ids=["older", "newer"])
def test_a_start_on_an_older_or_newer_store_is_refused(
    bare: Settings, store: str, revision: str | None
) -> None:
    install(bare)
    _stamp(bare, store, revision)

    with pytest.raises(SettingsError, match=f"'{store}'"):
        bootstrap(bare)


def test_a_start_on_a_store_that_is_up_to_date_is_not_refused(bare: Settings) -> None:
    install(bare)

    with closing(Stores(bare)) as stores:
        migrations.check(stores)


def _stamp(settings: Settings, store: str, revision: str | None) -> None:
    """Say that a store is at another revision than it is."""
    table = "alembic_version" if settings.is_embedded else f"{store}.alembic_version"
    with closing(Stores(settings)) as stores, stores.engine(store).begin() as connection:
        if revision is None:
            connection.execute(text(f"DELETE FROM {table}"))
        else:
            connection.execute(text(f"UPDATE {table} SET version_num = '{revision}'"))


def _everything(stores: Stores) -> dict[str, object]:
    """The tables of every store, with their columns, and what is in them."""
    found: dict[str, object] = {}
    for store in DURABLE:
        schema = None if stores.is_embedded else store
        with stores.engine(store).connect() as connection:
            looked = inspect(connection)
            for name in looked.get_table_names(schema=schema):
                full = name if schema is None else f"{schema}.{name}"
                columns = [
                    (one["name"], str(one["type"]))
                    for one in looked.get_columns(name, schema=schema)
                ]
                rows = connection.execute(text(f"SELECT * FROM {full}")).all()
                found[f"{store}.{name}"] = columns, rows
    assert f"{RECORDS}.stored_events" in found
    return found
