"""The composition root: the only place where everything is made and introduced to each other."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from uuid import uuid4

from sqlalchemy.exc import OperationalError

from application.access import Access
from application.changes import ChangeFeed
from application.clients import Clients
from application.confidence import Confidences
from application.disclosures import Disclosures
from application.emergencies import Emergencies
from application.expected.expecting import Expecting
from application.importing.imports import Imports
from application.linking import Linking
from application.log import RecordLog
from application.people import People
from application.populations import Populations
from application.ports import Clock
from application.reciprocity import Reciprocity
from application.records import Records
from application.releases import Releases
from application.retention import Retention
from application.reviews import Reviews
from application.role_proposals import RoleProposals
from application.sampling import Samples
from application.stored_records import StoredRecords
from projections.follower import Follower
from projections.statistics.analysis import Analysis
from projections.views import Views
from web import metrics, migrations
from web.access_log import noting
from web.access_log import reading as access_reading
from web.access_log.checkpointing import AccessCheckpointing, access_checkpointing
from web.access_log.sealing import Sealer
from web.access_log.store import AccessLog
from web.adapters.clock import SystemClock
from web.adapters.counted_editions import CountedEditions
from web.adapters.directory import StoredDirectory
from web.adapters.disclosed_contents import DisclosedContents
from web.adapters.drafts import Drafts
from web.adapters.encounter_names import EncounterNames
from web.adapters.event_stores import event_store
from web.adapters.generations import StoredGenerations
from web.adapters.imports import StoredImportJobs
from web.adapters.key_ring import StoredKeyRing
from web.adapters.populations import StoredPopulations
from web.adapters.preferences import Preferences
from web.adapters.pseudonyms import Pseudonyms
from web.adapters.published_files import PublishedFiles
from web.adapters.purge_reports import StoredPurgeReports
from web.adapters.rate_limits import Bucket, LimitsInMemory, RateLimits, StoredLimits
from web.adapters.references import ReferenceNumbers
from web.adapters.reviewed_records import ReviewedRecords
from web.adapters.stores import KEYS, RECORDS, WORK, Stores
from web.auth.accounts import Accounts
from web.auth.identity import Identity, identity, ways
from web.auth.provider.configured import configured
from web.auth.sessions import Sessions
from web.auth.tokens import TokenUses
from web.disclosing.disclosing import Disclosing
from web.keys.epoch_keys import EpochKeys
from web.keys.erasing import Erasing
from web.keys.purging import Quarantined, handlers
from web.proof import reading
from web.proof.checkpointing import Checkpointing, checkpointing
from web.proof.mirroring import A_MINUTE, Mirror
from web.proof.proving import Prover
from web.proof.publishing import newest_of
from web.proof.receipts import Receipts
from web.proof.scheduled import LOOK_SECONDS, Scheduled, in_a_process_of_its_own
from web.proof.verifications import Verifications
from web.releases.behind import Behind
from web.releases.publishing import publish_due
from web.settings import Settings, SettingsError
from web.weaknesses import refuse_weak_follower, refuse_weak_server
from web.webhooks.dispatcher import Dispatcher, Telling
from web.webhooks.sending import send
from web.webhooks.store import StoredWebhooks


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
    access_log: AccessLog
    records: Records
    reviews: Reviews
    retention: Retention
    erasing: Erasing
    purge_reports: StoredPurgeReports
    releases: Releases
    published_files: PublishedFiles
    counted_editions: CountedEditions
    behind: Behind
    expecting: Expecting
    linking: Linking
    emergencies: Emergencies
    confidences: Confidences
    samples: Samples
    encounter_names: EncounterNames
    people: People
    role_proposals: RoleProposals
    imports: Imports
    import_jobs: StoredImportJobs
    populations: Populations
    directory: StoredDirectory
    drafts: Drafts
    references: ReferenceNumbers
    accounts: Accounts
    identity: Identity
    sessions: Sessions
    preferences: Preferences
    clients: Clients
    changes: ChangeFeed
    pseudonyms: Pseudonyms
    token_uses: TokenUses
    limits: RateLimits
    webhooks: StoredWebhooks
    dispatcher: Dispatcher
    telling: Telling
    checkpointing: Checkpointing
    access_checkpointing: AccessCheckpointing
    signing: Telling
    """Signs the log as it grows."""
    prover: Prover
    disclosures: Disclosures
    disclosing: Disclosing
    receipts: Receipts
    verifications: Verifications
    scheduled: Scheduled
    verifying: Telling
    """Verifies the log beside a process that serves alone."""
    mirror: Mirror
    mirror_limits: RateLimits
    views: Views
    analysis: Analysis
    follower: Follower

    def start(self) -> None:
        """Claim the installation for serving, and follow the log if this process is to.

        Raises:
            SettingsError: another process serves from the same SQLite files, or something is too
                weak for real records.

        """
        refuse_weak_server(self.settings, self.stores)
        self.stores.serve_alone()
        if self.stores.is_embedded and (live := self.views.generations.live()):
            self.stores.study_views(live)
        if self.settings.follow:
            self.log.subscribe(self.follower.wake)
            self.follower.start()
        if self.settings.tell:
            self.log.subscribe(self.telling.wake)
            self.telling.start()
        if self.signs:
            self.signing.start()
        if self.stores.is_embedded:
            self.erasing.settle()
        if self.settings.verify and self.stores.is_embedded:
            self.verifying.start()

    @property
    def signs(self) -> bool:
        """Whether this process signs the log, and no other one does."""
        return self.settings.sign and self.stores.is_embedded

    @property
    def watches_signing(self) -> bool:
        """Whether this process can see when nothing is signed any more."""
        return self.signs or self.settings.published is not None

    def close(self) -> None:
        """Stop following and telling, and let every file and connection go."""
        self.verifying.close()
        self.scheduled.close()
        self.signing.close()
        self.telling.close()
        self.behind.close()
        self.follower.close()
        self.analysis.close()
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

    def start(self, settings: Settings) -> None:
        """Follow the log, in a process that does nothing else.

        Raises:
            SettingsError: something is too weak for real records.

        """
        refuse_weak_follower(settings, self.stores)
        self.follower.start()

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
            migrations.check(stores, (RECORDS, WORK), newer=settings.newer_tables)
    except BaseException:
        stores.close()
        raise
    reader = RecordLog(event_store(stores), None)
    views = Views(stores.views, StoredGenerations(stores), reader)
    return ReadModels(stores=stores, reader=reader, views=views, follower=Follower(views, reader))


class DatabaseAwayError(SettingsError):
    """A database cannot be reached now. It may come back: who can wait, waits."""


@contextmanager
def _reaching() -> Iterator[None]:
    """The first contact with the databases: one that is away ends the start with a sentence."""
    try:
        yield
    except OperationalError as error:
        said = str(error.orig).partition("\n")[0]
        raise DatabaseAwayError(f"A database cannot be used: {said}") from None


def check(settings: Settings) -> None:
    """Check, without opening the log, what every process of a server would stumble over.

    Raises:
        SettingsError: with a sentence that says what to set or run.

    """
    if settings.is_embedded:
        raise SettingsError(
            "Several processes serve from PostgreSQL alone. Set UOF_DATABASE, or run: uof serve"
        )
    stores = Stores(settings)
    try:
        with _reaching():
            migrations.check(stores, newer=settings.newer_tables)
            refuse_weak_server(settings, stores)
        configured(settings)
        epoch_keys(settings, create=False)
    finally:
        stores.close()


def epoch_keys(settings: Settings, *, create: bool) -> EpochKeys:
    """The epoch keys of an installation.

    Raises:
        SettingsError: there is none, or others could read one.

    """
    return EpochKeys.in_file(settings.epoch_key_file, create=create)


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
        migrations.check(stores, (KEYS,), newer=settings.newer_tables)
    keys = epoch_keys(settings, create=settings.is_embedded)
    ring = StoredKeyRing(stores.engine(KEYS), keys, clock)
    log, work = RecordLog(event_store(stores), ring), stores.engine(WORK)
    access, directory = Access(log, clock), StoredDirectory(work)
    stored = StoredRecords(log, access)
    clients, changes = Clients(log, models.reader, access), ChangeFeed(models.reader, access)
    releases, webhooks = Releases(log, access), StoredWebhooks(work, ring, clock)
    signs = checkpointing(settings, stores)
    prover = Prover(stores, partial(newest_of, settings))
    disclosures = Disclosures(log, access)
    access_signs = access_checkpointing(settings, stores)
    sealer = Sealer(work, access_reading.origin(stores))
    access_log = AccessLog(work, clock)
    drafts = Drafts(work, ring, clock, days=settings.draft_days)
    quarantined = Quarantined(ring=ring, drafts=drafts)
    retention = Retention(log, models.reader, access, stored, quarantined, opened=noting.note)
    reports = StoredPurgeReports(work)
    verifications = Verifications(work)
    scheduled = Scheduled(verifications, clock, in_a_process_of_its_own(settings))
    dispatcher = Dispatcher(
        store=webhooks,
        reader=models.reader,
        clients=clients,
        changes=changes,
        clock=clock,
        send=send,
        log_look=access_log.write,
        owner=uuid4(),
    )
    counted_editions = CountedEditions(work)
    return Services(
        settings=settings,
        clock=clock,
        stores=stores,
        log=log,
        reader=models.reader,
        access=access,
        access_log=access_log,
        records=Records(log, access, stored, opened=noting.note),
        reviews=Reviews(
            stored,
            Reciprocity(
                ReviewedRecords(models.views), settings.reciprocal_reviews, metrics.review_blocked
            ).refuse,
        ),
        retention=retention,
        erasing=Erasing(
            retention=retention,
            ring=ring,
            reader=models.reader,
            clock=clock,
            handlers=handlers(models.views, drafts, work),
            reports=reports,
            origin=partial(reading.named, stores),
            views=models.views,
            certificates=settings.certificates_folder,
            signer=settings.signer_folder,
        ),
        purge_reports=reports,
        releases=releases,
        published_files=PublishedFiles(work),
        counted_editions=counted_editions,
        behind=Behind(counted_editions, clock),
        expecting=Expecting(log, access, stored),
        linking=Linking(log, access, stored, opened=noting.note),
        emergencies=Emergencies(log, access, stored),
        confidences=Confidences(log, access),
        samples=Samples(log, access),
        encounter_names=EncounterNames(ring),
        people=People(log, access, directory, settings.roles_by),
        role_proposals=RoleProposals(log, access),
        imports=Imports(log, clock),
        import_jobs=StoredImportJobs(work),
        populations=Populations(StoredPopulations(work), clock, {settings.force: settings.areas}),
        directory=directory,
        drafts=drafts,
        references=ReferenceNumbers(work),
        accounts=Accounts(work, clock),
        identity=identity(settings, work, ring, clock),
        sessions=Sessions(
            work,
            clock,
            idle=timedelta(minutes=settings.idle_minutes),
            longest=timedelta(hours=settings.session_hours),
            ways=ways(settings),
        ),
        preferences=Preferences(work),
        clients=clients,
        changes=changes,
        pseudonyms=Pseudonyms(ring),
        token_uses=TokenUses(work, clock),
        limits=_limits(settings, stores, clock),
        webhooks=webhooks,
        dispatcher=dispatcher,
        telling=Telling(
            dispatcher.deliver,
            partial(publish_due, releases, models.views, clock),
            sealer.seal,
        ),
        checkpointing=signs,
        prover=prover,
        disclosures=disclosures,
        disclosing=Disclosing(
            settings=settings,
            stores=stores,
            clock=clock,
            ring=ring,
            views=models.views,
            directory=directory,
            disclosures=disclosures,
            kept=DisclosedContents(work, ring, clock),
            prover=prover,
        ),
        access_checkpointing=access_signs,
        signing=Telling(signs.look, access_signs.look),
        receipts=Receipts(stores, settings.receipts_folder, clock),
        verifications=verifications,
        scheduled=scheduled,
        verifying=Telling(scheduled.look, seconds=LOOK_SECONDS),
        mirror=Mirror(stores, settings.published_folder),
        mirror_limits=LimitsInMemory(Bucket.per_minute(A_MINUTE, most=A_MINUTE), clock),
        views=models.views,
        analysis=Analysis(models.views),
        follower=models.follower,
    )


def _limits(settings: Settings, stores: Stores, clock: Clock) -> RateLimits:
    bucket = Bucket.per_minute(settings.api_per_minute, most=settings.api_burst)
    if settings.is_embedded:
        return LimitsInMemory(bucket, clock)
    return StoredLimits(stores.engine(WORK), bucket, clock)
