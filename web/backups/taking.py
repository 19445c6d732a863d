"""Taking a backup, while people work."""

from collections.abc import Iterable
from contextlib import closing
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

from sqlalchemy import text

from web import migrations
from web.adapters.stores import KEYS, RECORDS, WORK, Stores, reading
from web.backups import postgresql, sqlite
from web.backups.manifest import CONTENT, FORMAT, KEY_RING, BackupError, Manifest, digest_of
from web.backups.survey import Survey, survey
from web.settings import Settings

CONTENT_DUMP, KEYS_DUMP = "content.dump", "keys.dump"
PRODUCT = "use-of-force-records"


def back_up(settings: Settings, content: Path, keys: Path | None) -> Manifest:
    """Copy the log and the work tables, and then the key ring, into two empty directories.

    Raises:
        BackupError: a directory is not empty, or one lies in the other.

    """
    if keys and _is_within(keys, content):
        raise BackupError(
            f"Keep keys and content apart: {keys} and {content} must not lie in each other."
        )
    for directory in filter(None, (content, keys)):
        _made(directory)
    with closing(Stores(settings)) as stores:
        migrations.check(stores, (RECORDS, WORK, KEYS) if keys else (RECORDS, WORK))
        manifest = _content(settings, stores, content)
        if keys:
            # After the content: whatever it names has its key by now.
            _keys(settings, stores, keys)
    return manifest


def back_up_keys(settings: Settings, stores: Stores, into: Path) -> None:
    """Copy the key ring alone into an empty directory.

    Raises:
        BackupError: it is not empty, or cannot be made.

    """
    _made(into)
    _keys(settings, stores, into)


def _is_within(one: Path, other: Path) -> bool:
    one, other = one.resolve(), other.resolve()
    return one.is_relative_to(other) or other.is_relative_to(one)


def _made(directory: Path) -> None:
    try:
        directory.mkdir(parents=True, exist_ok=True, mode=0o700)
        is_empty = not any(directory.iterdir())
    except OSError as error:
        raise BackupError(f"{directory} cannot be used: {error.strerror}.") from None
    if not is_empty:
        raise BackupError(f"{directory} is not empty. A backup needs a directory of its own.")


def _content(settings: Settings, stores: Stores, into: Path) -> Manifest:
    if settings.is_embedded:
        _copied(settings, into, RECORDS, WORK)
        # Of the copy itself: what was copied is what is vouched for.
        with sqlite.looking_at(into / f"{RECORDS}.db") as connection:
            found = survey(connection)
        return _finished(stores, into, CONTENT, (RECORDS, WORK), found)
    seen = stores.engine(RECORDS).execution_options(isolation_level="REPEATABLE READ")
    with reading(seen).connect() as connection:
        snapshot = connection.execute(text("SELECT pg_export_snapshot()")).scalar_one()
        postgresql.dump(settings.database, (RECORDS, WORK), into / CONTENT_DUMP, snapshot=snapshot)
        found = survey(connection)
    return _finished(stores, into, CONTENT, (RECORDS, WORK), found)


def _copied(settings: Settings, into: Path, *names: str) -> None:
    files = {settings.data / f"{name}.db": into / f"{name}.db" for name in names}
    sqlite.copied(files)
    for source, copy in files.items():
        if not sqlite.is_sound(copy):
            raise BackupError(f"{source} is damaged: SQLite finds faults in its copy, {copy}.")


def _keys(settings: Settings, stores: Stores, into: Path) -> None:
    if settings.is_embedded:
        _copied(settings, into, KEYS)
    else:
        postgresql.dump(settings.keys_database, (KEYS,), into / KEYS_DUMP)
    _finished(stores, into, KEY_RING, (KEYS,), Survey())


def _finished(
    stores: Stores, into: Path, holds: str, names: Iterable[str], found: Survey
) -> Manifest:
    with reading(stores.engine(RECORDS)).connect() as connection:
        server = ".".join(map(str, connection.dialect.server_version_info or ()))
        database = connection.dialect.name
    manifest = Manifest(
        format=FORMAT,
        holds=holds,
        product=version(PRODUCT),
        database=database,
        server=server,
        taken_at=datetime.now(UTC).isoformat(timespec="seconds"),
        revisions={name: migrations.revision(stores, name) for name in names},
        files={file.name: digest_of(file) for file in sorted(into.iterdir())},
        events=found.events,
        last_position=found.last_position,
        log=found.digest,
    )
    manifest.write(into)
    return manifest
