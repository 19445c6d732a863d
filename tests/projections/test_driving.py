"""What the driver itself is asked fails in the words in which everything else fails."""

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError, OperationalError

from projections.driving import driven
from projections.follower import AWAY
from web.bootstrap import Services


def test_what_the_driver_is_asked_is_in_the_transaction(services: Services) -> None:
    with services.views.engine().begin() as connection, driven(connection) as cursor:
        connection.execute(text("SELECT 1"))
        cursor.execute("SELECT 1 + 1")

        assert cursor.fetchall() == [(2,)]


def test_what_no_database_understands_is_told_as_the_library_tells_it(services: Services) -> None:
    with (
        services.views.engine().connect() as connection,
        pytest.raises(DBAPIError, match="nowhere"),
        driven(connection) as cursor,
    ):
        cursor.execute("SELECT * FROM nowhere")


@pytest.mark.parametrize("settings", ["postgresql"], indirect=True)
def test_a_database_that_went_away_is_away(services: Services) -> None:
    engine = services.views.engine()
    with engine.connect() as connection:
        pid = connection.execute(text("SELECT pg_backend_pid()")).scalar_one()
        with engine.connect() as other:
            other.execute(text("RESET ROLE"))
            other.execute(text("SELECT pg_terminate_backend(:pid, 5000)"), {"pid": pid})

        with pytest.raises(OperationalError) as raised, driven(connection) as cursor:
            cursor.execute("SELECT 1")

    assert isinstance(raised.value, AWAY)
