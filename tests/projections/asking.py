"""The facts of a connection, as reports ask them."""

from sqlalchemy import Connection

from projections.statistics.tactics import Ask


def asking(connection: Connection) -> Ask:
    return lambda query: connection.execute(query).all()
