"""The composition root: the only place where everything is made and introduced to each other."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy.exc import OperationalError

from application.access import Access
from application.importing.imports import Imports
from application.log import RecordLog
from application.people import People
from application.ports import Clock
from application.records import Records
from application.reviews import Reviews
from application.stored_records import StoredRecords
from projections.follower import Follower
from projections.views import Views
from web import migrations
from web.adapters.clock import SystemClock
from web.adapters.directory import StoredDirectory
from web.adapters.drafts import Drafts
from web.adapters.event_stores import event_store
from web.adapters.generations import StoredGenerations
from web.adapters.imports import StoredImportJobs
from web.adapters.key_ring import StoredKeyRing, epoch_key
from web.adapters.preferences import Preferences
from web.adapters.references import ReferenceNumbers
from web.adapters.stores import KEYS, RECORDS, WORK, Stores
from web.auth.accounts import Accounts
from web.auth.sessions import Sessions
from web.settings import Settings, SettingsError


@dataclass(frozen=True, kw_only=True)
class Services:
    """Everything a page, the API or a command may use."""

    settings: Settings
    clock: Clock
    stores: Stores
    log: RecordLog
    reader: RecordLog
    """The same log without the keys: what read models are built from."""
    access: Access
    records: Records
    reviews: Reviews
    people: People
    imports: Imports
    import_jobs: StoredImportJobs
    directory: StoredDirectory
    drafts: Drafts
    references: ReferenceNumbers
    accounts: Accounts
    sessions: Sessions
    preferences: Preferences
    views: Views
    follower: Follower

    def start(self) -> None:
        """Claim the installation for serving, and follow the log if this process is to.

        Raises:
            SettingsError: another process serves from the same SQLite files.

        """
        self.stores.serve_alone()
        if self.settings.follow:
            self.log.subscribe(self.follower.wake)
            self.follower.start()

    def close(self) -> None:
        """Stop following and let every file and connection go."""
        self.follower.close()
        self.log.close()
        self.reader.close()
        self.stores.close()


@dataclass(frozen=True, kw_only=True)
class ReadModels:
    """What a process needs that follows the log and serves nothing: no keys, so nothing personal."""

    stores: Stores
    reader: RecordLog
    views: Views
    follower: Follower

    def close(self) -> None:
        """Stop following and let every file and connection go."""
        self.follower.close()
        self.reader.close()
        self.stores.close()


def read_models(settings: Settings) -> ReadModels:
    """Open the log and the read models, without the key ring.

    Raises:
        SettingsError: with a sentence that says what to set or run.

    """
    stores = Stores(settings)
    try:
        with _reaching():
            migrations.check(stores, (RECORDS, WORK))
    except BaseException:
        stores.close()
        raise
    reader = RecordLog(event_store(stores), None)
    views = Views(stores.views, StoredGenerations(stores), reader)
    return ReadModels(stores=stores, reader=reader, views=views, follower=Follower(views, reader))


@contextmanager
def _reaching() -> Iterator[None]:
    """The first contact with the databases: one that is away ends the start with a sentence."""
    try:
        yield
    except OperationalError as error:
        said = str(error.orig).partition("\n")[0]
        raise SettingsError(f"A database cannot be used: {said}") from None


def install(settings: Settings) -> None:
    """Make or bring up to date everything that an installation keeps. Changes no content.

    Raises:
        SettingsError: with a sentence that says what is wrong.

    """
    stores = Stores(settings)
    try:
        with _reaching():
            migrations.upgrade(stores)
    finally:
        stores.close()
    models = read_models(settings)
    try:
        models.views.prepare()
    finally:
        models.close()


def bootstrap(settings: Settings, *, clock: Clock | None = None) -> Services:
    """Make an installation ready for use.

    Raises:
        SettingsError: with a sentence that says what to set or run.

    """
    models = read_models(settings)
    try:
        return _services(settings, models, clock or SystemClock())
    except BaseException:
        models.close()
        raise


def _services(settings: Settings, models: ReadModels, clock: Clock) -> Services:
    stores = models.stores
    with _reaching():
        migrations.check(stores, (KEYS,))
    key_file = settings.epoch_key or settings.data / "epoch.key"
    ring = StoredKeyRing(
        stores.engine(KEYS), epoch_key(key_file, create=settings.is_embedded), clock
    )
    log, work = RecordLog(event_store(stores), ring), stores.engine(WORK)
    access, directory = Access(log, clock), StoredDirectory(work)
    stored = StoredRecords(log, access)
    return Services(
        settings=settings,
        clock=clock,
        stores=stores,
        log=log,
        reader=models.reader,
        access=access,
        records=Records(log, access, stored),
        reviews=Reviews(stored),
        people=People(log, access, directory),
        imports=Imports(log, clock),
        import_jobs=StoredImportJobs(work),
        directory=directory,
        drafts=Drafts(work, ring, clock, days=settings.draft_days),
        references=ReferenceNumbers(work),
        accounts=Accounts(work, clock),
        sessions=Sessions(
            work,
            clock,
            idle=timedelta(minutes=settings.idle_minutes),
            longest=timedelta(hours=settings.session_hours),
        ),
        preferences=Preferences(work),
        views=models.views,
        follower=models.follower,
    )
