"""Looking for words in everything that an installation keeps, as somebody with a stolen copy would."""

from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path

import psycopg
from psycopg import sql

from web.settings import Settings


def found(settings: Settings, words: Iterable[str]) -> set[str]:
    """Which of these words stand in clear anywhere in the stores of an installation."""
    return found_in(kept(settings), words)


def found_in(contents: Iterable[bytes], words: Iterable[str]) -> set[str]:
    """Which of these words stand in any of these contents."""
    sought = {word: word.encode() for word in words}
    return {word for content in contents for word, written in sought.items() if written in content}


def kept(settings: Settings) -> Iterator[bytes]:
    """Everything that is kept: every file, or every table of both databases."""
    if settings.is_embedded:
        yield from files(settings.data)
    else:
        yield from tables(settings.database)
        yield from tables(settings.keys_database)


def files(directory: Path) -> Iterator[bytes]:
    """Every file under a directory, databases with their write-ahead logs."""
    for file in directory.rglob("*"):
        # A server at work may remove a file while we look.
        with suppress(FileNotFoundError):
            if file.is_file():
                yield file.read_bytes()


def tables(url: str) -> Iterator[bytes]:
    """Every table of every schema of a database, as a dump would have it."""
    query = """
        SELECT schemaname, tablename FROM pg_tables
        WHERE schemaname NOT IN ('pg_catalog', 'information_schema')
    """
    with psycopg.connect(url, autocommit=True) as connection:
        # Hexadecimal, the default, would hide words from the search.
        connection.execute("SET bytea_output = 'escape'")
        for name in connection.execute(query).fetchall():
            statement = sql.SQL("COPY {} TO STDOUT").format(sql.Identifier(*name))
            with connection.cursor().copy(statement) as copied:
                yield b"".join(bytes(part) for part in copied)
