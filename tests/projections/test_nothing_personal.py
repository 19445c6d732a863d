"""No read model holds a word of what is sealed, and none is built with the keys to it."""

from sqlalchemy import Table, select

from projections.registry import PROJECTIONS
from tests.builders import WORDS
from tests.people import EVERYBODY, OFFICER
from tests.projections.everything import everything_happens
from tests.projections.happening import reading
from web.bootstrap import Services

TABLES = [table for one in PROJECTIONS.values() for table in one.metadata.sorted_tables]


def test_no_read_model_holds_a_word_that_is_sealed(services: Services) -> None:
    everything_happens(services)

    kept = {table.name: text_of(services, table) for table in TABLES}

    assert "UOF-26-000001" in kept["register"], "the search would find what is there"
    assert {
        name for name, text in kept.items() if any(word in text for word in WORDS.values())
    } == set()
    assert {name for name, text in kept.items() if "Sealed " in text} == set()


def test_no_read_model_holds_the_name_of_anybody(services: Services) -> None:
    everything_happens(services)
    names = {part for one in EVERYBODY for part in one.name.split()}

    kept = {table.name: text_of(services, table) for table in TABLES}

    assert str(OFFICER.id) in kept["person"], "the search would find what is there"
    assert {name for name, text in kept.items() if any(part in text for part in names)} == set()


def test_every_table_of_every_read_model_has_rows_to_look_at(services: Services) -> None:
    everything_happens(services)

    empty = {table.name for table in TABLES if not text_of(services, table)}

    assert empty <= {"fact_ced_probe"}


def text_of(services: Services, table: Table) -> str:
    with reading(services) as connection:
        return "\n".join(str(tuple(row)) for row in connection.execute(select(table)))
