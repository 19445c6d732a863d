"""What is set correctly and is still too weak for real records.

Context. A mistake in a setting is seen at once; a login that may do too much, or a cookie that is
sent in clear, works for years. Decision. PostgreSQL means production, and there a process that
serves or follows refuses to start on a weakness, with a sentence for each that says what to do.
``UOF_ALLOW_WEAK`` is for trying out, and is itself refused unless only this machine can ask.
Consequence: an installation that runs has been looked at, at each start. Kept by
``tests/e2e/test_production.py`` and ``tests/adapters/test_weaknesses.py``. (Spec: eventsourcing,
3.9; audit, 3.3.)
"""

import os
import sys
from collections.abc import Iterator, Mapping

from sqlalchemy import func, select, text

from domain.people.proposals import RolesBy
from web.adapters import roles
from web.adapters.addresses import is_this_machine
from web.adapters.stores import KEYS, RECORDS, WORK, Stores, reading
from web.adapters.tables import credentials
from web.demo.people import ACCOUNTS
from web.settings import Settings, SettingsError

DEBUGGING = ("FLASK_DEBUG", "WERKZEUG_DEBUG_PIN", "PYTHONINSPECT")
OFF = ("", "0", "no", "off", "false")
LOGIN = """
    SELECT
        (SELECT rolsuper FROM pg_roles WHERE rolname = session_user) AS rules,
        pg_has_role(session_user, relowner, 'MEMBER') AS owns,
        has_table_privilege(session_user, oid, 'INSERT, UPDATE, DELETE, TRUNCATE') AS writes
    FROM pg_class WHERE oid = CAST(:table AS regclass)
"""
GUARDED = """
    SELECT count(*) = 6 FROM pg_trigger
    WHERE tgrelid IN (
        'records.stored_events'::regclass, 'records.leaves'::regclass, 'records.log'::regclass
    )
    AND tgenabled = 'A' AND tgname IN ('never_changed', 'never_emptied')
"""
ACCESS_GUARDED = """
    SELECT count(*) = 6 FROM pg_trigger
    WHERE tgrelid IN (
        'work.access_entries'::regclass, 'work.access_records'::regclass,
        'work.access_leaves'::regclass
    )
    AND tgenabled = 'A' AND tgname IN ('never_changed', 'never_emptied')
"""
CARELESS = """
    SELECT name FROM pg_settings
    WHERE name IN ('fsync', 'full_page_writes', 'synchronous_commit') AND setting = 'off'
    ORDER BY name
"""
"""With any of these off, a power cut takes what was acknowledged, or leaves a database that is damaged."""
APPENDS = f"SELECT has_function_privilege(session_user, '{roles.APPEND}', 'EXECUTE')"
HAS_LOG = "SELECT EXISTS (SELECT 1 FROM pg_namespace WHERE nspname = 'records')"


def refuse_weak_server(settings: Settings, stores: Stores) -> None:
    """Refuse what is too weak for a process that serves.

    Raises:
        SettingsError: with a sentence for each weakness.

    """
    if not settings.is_embedded:
        _refuse(settings, list(_of_server(settings, stores)))


def refuse_weak_follower(settings: Settings, stores: Stores) -> None:
    """Refuse what is too weak for a process that follows the log.

    Raises:
        SettingsError: with a sentence for each weakness.

    """
    if not settings.is_embedded:
        _refuse(settings, list(_of_follower(stores)))


def _refuse(settings: Settings, found: list[str]) -> None:
    if settings.allow_weak and not is_this_machine(settings.host):
        raise SettingsError(
            f"UOF_ALLOW_WEAK is for trying out, and others can reach {settings.host}."
            " Remove it, or set UOF_HOST to 127.0.0.1."
        )
    if found and not settings.allow_weak:
        raise SettingsError("\n".join(found))


def _of_server(settings: Settings, stores: Stores) -> Iterator[str]:
    yield from _of_process(os.environ)
    if not settings.secure_cookies:
        yield "Set UOF_SECURE_COOKIES to yes, and serve behind a proxy that speaks TLS."
    if settings.follow:
        yield "Set UOF_FOLLOW to no: uof projections follow does it, under a login of its own."
    yield from _of_signing_in(settings)
    if settings.roles_by is RolesBy.ONE:
        yield (
            "Set UOF_ROLES_BY to two: who gives roles alone can give themselves every one of them."
            " uof people found registers a second administrator."
        )
    yield from _of_log_login(stores)
    yield from _of_access_log(stores)
    yield from _of_keys_login(stores)
    yield from _of_accounts(stores)


def _of_signing_in(settings: Settings) -> Iterator[str]:
    if settings.local_accounts and not settings.second_factor:
        yield (
            "A password alone is too weak for real records. Set UOF_SECOND_FACTOR to yes, or"
            " UOF_LOCAL_ACCOUNTS to no where everybody signs in at the identity provider."
        )
    if settings.oidc_issuer.startswith("http://"):
        yield "UOF_OIDC_ISSUER is spoken to in clear: whoever listens can sign in as anybody."
    if settings.oidc_issuer and not settings.oidc_step_up_context:
        yield (
            "Set UOF_OIDC_STEP_UP_CONTEXT: without it the identity provider need not ask for a"
            " second factor before roles are changed."
        )


def _of_follower(stores: Stores) -> Iterator[str]:
    yield from _of_process(os.environ)
    yield from _of_log_login(stores)
    with reading(stores.engine(RECORDS)).connect() as connection:
        if connection.execute(text(APPENDS)).scalar_one():
            yield (
                "The login of UOF_DATABASE may add events, and a follower only reads them."
                f" Make it a member of {roles.PROJECTOR} and of nothing else."
            )


def _of_process(environment: Mapping[str, str]) -> Iterator[str]:
    for name in DEBUGGING:
        if environment.get(name, "").lower() not in OFF:
            yield f"Remove {name}: what helps to find faults shows others what is kept."
    if sys.flags.optimize:
        yield "Start Python without -O and without PYTHONOPTIMIZE: it leaves checks out."


def _of_log_login(stores: Stores) -> Iterator[str]:
    with reading(stores.engine(RECORDS)).connect() as connection:
        login = connection.execute(text(LOGIN), {"table": "records.stored_events"}).one()
        guarded = connection.execute(text(GUARDED)).scalar_one()
        careless = connection.execute(text(CARELESS)).scalars().all()
    if login.rules:
        yield "UOF_DATABASE logs in as a superuser. Give it a login that is a member of one role."
    elif login.owns:
        yield "UOF_DATABASE logs in as the owner of the log, who can change what was recorded."
    elif login.writes:
        yield "The login of UOF_DATABASE may write to the log's table. Run: uof db upgrade"
    if not guarded:
        yield "The triggers that keep the log from being changed are switched off."
    for name in careless:
        yield f"Set {name} to on in PostgreSQL: a power cut would take what was acknowledged."


def _of_access_log(stores: Stores) -> Iterator[str]:
    with reading(stores.engine(WORK)).connect() as connection:
        if not connection.execute(text(ACCESS_GUARDED)).scalar_one():
            yield "The triggers that keep the access log from being changed are switched off."


def _of_keys_login(stores: Stores) -> Iterator[str]:
    with reading(stores.engine(KEYS)).connect() as connection:
        login = connection.execute(text(LOGIN), {"table": "keys.data_keys"}).one()
        beside = connection.execute(text(HAS_LOG)).scalar_one()
    if login.rules:
        yield "UOF_KEYS_DATABASE logs in as a superuser. Give it a login of its own."
    elif login.owns:
        yield "UOF_KEYS_DATABASE logs in as the owner of the keys, who can make them disappear."
    if beside:
        yield (
            "UOF_KEYS_DATABASE holds the log too: one backup would hold what is sealed and its"
            " keys. Give the keys a database of their own."
        )


def _of_accounts(stores: Stores) -> Iterator[str]:
    made_up = credentials.c.person.in_([account.id for account in ACCOUNTS])
    with reading(stores.engine(WORK)).connect() as connection:
        number = connection.execute(select(func.count()).where(made_up)).scalar_one()
    if number:
        yield (
            "The made-up people of the demonstration can sign in here, with a password that"
            " everybody knows. Start with databases that uof demo never touched."
        )
