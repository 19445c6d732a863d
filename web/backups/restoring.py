"""Bringing an installation back from a backup, and proving that it is the one."""

from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from shutil import copyfile

from sqlalchemy import delete, text

from projections import following
from web import migrations
from web.adapters.generations import StoredGenerations
from web.adapters.stores import KEYS, RECORDS, WORK, Stores, reading
from web.adapters.tables import sessions
from web.backups import postgresql
from web.backups.manifest import CONTENT, KEY_RING, BackupError, Manifest, checked
from web.backups.survey import Survey, Unlocked, survey, unlocked
from web.backups.taking import CONTENT_DUMP, KEYS_DUMP
from web.bootstrap import epoch_keys, read_models
from web.settings import Settings

HAS_SCHEMA = "SELECT EXISTS (SELECT 1 FROM pg_namespace WHERE nspname = :name)"


@dataclass(frozen=True, kw_only=True)
class Restored:
    """What was brought back, and what of it can be read."""

    manifest: Manifest
    keys: Manifest | None
    log: Survey
    unlocked: Unlocked

    @property
    def keys_are_older(self) -> bool:
        """Whether the keys were copied before the content: what came between has none."""
        return self.keys is not None and self.keys.taken_at < self.manifest.taken_at

    @property
    def is_readable(self) -> bool:
        return not self.unlocked.unreadable and not self.unlocked.drafts


def restore(settings: Settings, content: Path, keys: Path | None) -> Restored:
    """Check a backup, bring it back into a place that holds nothing, and check it again.

    Without the keys everything comes back that is not sealed.

    Raises:
        BackupError: the backup is damaged, does not fit, or did not come back as it was.
        SettingsError: with a sentence that says what to set or run.

    """
    manifest = checked(content, holds=CONTENT)
    ring = checked(keys, holds=KEY_RING) if keys else None
    epoch, _ = epoch_keys(settings, create=False).using
    with closing(Stores(settings)) as stores:
        for one in filter(None, (manifest, ring)):
            _fits(settings, one)
        _refuse_what_is_there(settings, stores)
        _load(settings, content, keys)
    with closing(Stores(settings)) as stores:
        migrations.upgrade(stores)
        StoredGenerations(stores).forget()
        with stores.engine(WORK).begin() as connection:
            # Who was signed in then is not signed in now.
            connection.execute(delete(sessions))
        with reading(stores.engine(RECORDS)).connect() as connection:
            found = survey(connection)
        _refuse_another_log(manifest, found)
        with (
            reading(stores.engine(WORK)).connect() as work,
            reading(stores.engine(KEYS)).connect() as opened,
        ):
            readable = unlocked(found, work, opened, epoch=epoch)
    _rebuild(settings)
    return Restored(manifest=manifest, keys=ring, log=found, unlocked=readable)


def _fits(settings: Settings, manifest: Manifest) -> None:
    wanted = "sqlite" if settings.is_embedded else "postgresql"
    if manifest.database != wanted:
        raise BackupError(
            f"The backup is of {manifest.database}, and this installation is on {wanted}."
        )
    for store, revision in manifest.revisions.items():
        if not migrations.knows(store, revision):
            raise BackupError(
                f"The backup was taken by version {manifest.product}, which is newer. Install it."
            )


def _refuse_what_is_there(settings: Settings, stores: Stores) -> None:
    if there := sorted(_there(settings, stores)):
        raise BackupError(
            f"There is something already: {', '.join(there)}."
            " Restore into a place that holds nothing; nothing was changed."
        )


def _there(settings: Settings, stores: Stores) -> Iterator[str]:
    if settings.is_embedded:
        yield from (str(file) for file in settings.data.glob("*.db"))
        return
    for store in (RECORDS, WORK, KEYS):
        with reading(stores.engine(store)).connect() as connection:
            if connection.execute(text(HAS_SCHEMA), {"name": store}).scalar_one():
                yield f"schema {store}"


def _load(settings: Settings, content: Path, keys: Path | None) -> None:
    if not settings.is_embedded:
        postgresql.load(settings.database, content / CONTENT_DUMP)
        if keys:
            postgresql.load(settings.keys_database, keys / KEYS_DUMP)
        return
    names = {RECORDS: content, WORK: content, **({KEYS: keys} if keys else {})}
    for name, directory in names.items():
        target = settings.data / f"{name}.db"
        copyfile(directory / f"{name}.db", target)
        target.chmod(0o600)


def _refuse_another_log(manifest: Manifest, found: Survey) -> None:
    said = (manifest.events, manifest.last_position, manifest.log)
    if said != (found.events, found.last_position, found.digest):
        raise BackupError(
            f"What came back is not what was backed up: {found.events} events to position"
            f" {found.last_position}, and not {manifest.events} to {manifest.last_position}."
            " Do not serve from it."
        )
    if not found.is_dense:
        raise BackupError(
            f"The log that was backed up has holes, the first at {found.gaps[0]}. Do not serve from it."
        )


def _rebuild(settings: Settings) -> None:
    with closing(read_models(settings)) as models:
        models.views.prepare()
        following.catch_up(models.views.engine(), models.reader)
