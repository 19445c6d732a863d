"""Adding many rows to a table at once, each way as quick as its database takes them."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, Table, insert
from sqlalchemy.engine import Dialect

from projections.driving import driven

FEW = 8
"""Rows that are not worth another way."""


def add(connection: Connection, table: Table, rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert rows that all name the same columns.

    PostgreSQL is sent a copy, and not a statement a row: of what a page of events cost, a quarter went
    into sending them.
    """
    if connection.dialect.name != "postgresql" or len(rows) < FEW:
        connection.execute(insert(table), rows)
        return
    names = list(rows[0])
    processors = _processors(table, names, connection.dialect)
    statement = _statement(connection, table, names)
    with driven(connection) as cursor, cursor.copy(statement) as copy:
        for row in rows:
            values = [row[name] for name in names]
            for place, process in processors:
                values[place] = process(values[place])
            copy.write_row(values)


def _processors(table: Table, names: Sequence[str], dialect: Dialect) -> list[tuple[int, Any]]:
    """What makes of a value what the driver takes, by its place, where there is something to make."""
    found = (
        (place, table.c[name].type.dialect_impl(dialect).bind_processor(dialect))
        for place, name in enumerate(names)
    )
    return [(place, process) for place, process in found if process]


def _statement(connection: Connection, table: Table, names: Sequence[str]) -> str:
    quote = connection.dialect.identifier_preparer.quote
    schemas = connection.get_execution_options().get("schema_translate_map", {})
    schema = schemas.get(table.schema, table.schema)
    columns = ", ".join(map(quote, names))
    return f"COPY {quote(schema)}.{quote(table.name)} ({columns}) FROM STDIN"
