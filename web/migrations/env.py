"""Run by Alembic: migrate the store whose connection was passed in."""

from alembic import context

connection = context.config.attributes["connection"]
store = context.config.attributes["store"]
context.configure(
    connection=connection,
    version_table_schema=store if connection.dialect.name == "postgresql" else None,
)
context.run_migrations()
