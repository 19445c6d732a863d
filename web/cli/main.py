"""``uof``: everything that is done to an installation from a shell.

Each verb reads the settings before it imports what it needs: a wrong one is said at once.
"""

import sys
from typing import Any

import click

from web.cli import machines
from web.cli.backups import backup, restore
from web.cli.demo import demo, print_accounts
from web.cli.disclosing import disclose
from web.cli.ending import end, refusals, stand_by, told_to_stop
from web.cli.expected import expected
from web.cli.exporting import export
from web.cli.importing import import_
from web.cli.keys import keys
from web.cli.mapping import mapping
from web.cli.populations import populations
from web.cli.proving import proof, sign, verify
from web.cli.releasing import release
from web.cli.returning import return_
from web.settings import Settings, SettingsError


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="use-of-force-records")
def cli() -> None:
    """Police use of force records whose history cannot be overwritten."""


for command in (
    backup,
    restore,
    import_,
    export,
    expected,
    mapping,
    return_,
    release,
    populations,
    verify,
    sign,
    proof,
    disclose,
    keys,
    machines.openapi,
    machines.token,
    machines.webhooks,
):
    cli.add_command(command)


@cli.group()
def db() -> None:
    """The databases."""


@db.command("upgrade")
def upgrade() -> None:
    """Create the databases, or bring them up to date. Changes no content."""
    settings = Settings.from_environment()

    from web.bootstrap import install

    install(settings)
    click.echo("The databases are up to date.")


cli.add_command(demo)


@cli.command()
def serve() -> None:
    """Serve pages in this process, on UOF_HOST and UOF_PORT."""
    _serve()


@cli.command()
def run() -> None:
    """Everything at once: databases, a made-up force, and serving. For trying it out."""
    settings = Settings.from_environment()

    from web.bootstrap import install
    from web.demo.loading import load

    install(settings)
    load(settings)
    print_accounts()
    _serve()


@cli.group()
def people() -> None:
    """The first people of an installation; the others are appointed in the pages."""


@people.command("found")
@click.option("--name", required=True, help="How they are called.")
@click.option("--collar-number", required=True, help="Their number in the force.")
@click.option("--username", default="", help="The name to sign in with, by a password.")
@click.option("--subject", default="", help="Their id at the identity provider, instead.")
def found(*, name: str, collar_number: str, username: str, subject: str) -> None:
    """Register one of the first administrators, and print their first password once.

    Found two: where roles are given by two, one proposes and the other confirms.
    With an id at the identity provider they sign in there, and there is no password.
    """
    settings = Settings.from_environment()

    from uuid import uuid4

    from domain.codelists.ranks import Rank
    from domain.codelists.roles import Role
    from domain.people.person import is_id

    if not name.strip() or not collar_number.isalnum():
        raise click.ClickException("Give a name, and a collar number of letters and digits.")
    if bool(username.strip()) == bool(subject.strip()):
        raise click.ClickException("Give a username, or an id at the identity provider.")
    if subject and not (settings.oidc_issuer and is_id(subject)):
        raise click.ClickException(
            "Set UOF_OIDC_ISSUER, and give the id that it has for them: no name or mail address."
        )
    person = uuid4()
    with _services(settings) as services:
        from web.auth.linked import Subject

        known = Subject(issuer=settings.oidc_issuer, id=subject)
        if username and services.accounts.holder(username):
            raise click.ClickException("Another person signs in with this name.")
        if subject and services.identity.linked.person(known):
            raise click.ClickException("Another person signs in as this account.")
        with refusals():
            services.people.found(
                person,
                name=name,
                collar_number=collar_number,
                force=settings.force,
                rank=Rank.STAFF,
                role=Role.ADMINISTRATOR,
                linked=(known.issuer, known.id) if subject else None,
            )
            if subject:
                services.identity.linked.link(person, known)
                click.echo(f"{name} signs in at {known.issuer} as {known.id}")
                return
            first = services.accounts.issue(person, username=username)
    click.echo(f"{name} signs in as {username} with the first password {first}")


@cli.group()
def projections() -> None:
    """The read models."""


@projections.command("status")
def status() -> None:
    """How far each read model has come."""
    with _read_models() as models:
        for row in models.views.status():
            another = row.is_outdated or row.is_ahead
            outdated = ", built by another version" if another else ""
            click.echo(
                f"{row.projection:16} position {row.position}, {row.behind} behind{outdated}"
            )


@projections.command("follow")
def follow() -> None:
    """Keep the read models up to date until interrupted. Several may run."""
    stop = told_to_stop()
    settings = Settings.from_environment()

    from web import logs
    from web.monitoring import monitored

    logs.configure()
    with _read_models() as models, monitored(models, settings):
        models.start(settings)
        logs.say("following")
        click.echo("Following. Stop with Ctrl-C.")

        def fault() -> str:
            still = ", ".join(sorted(models.follower.failed))
            return f"Standing still: {still}" if still else ""

        stand_by(stop, fault=fault)


@projections.command("rebuild")
def rebuild() -> None:
    """Build the read models beside the live ones, compare, and switch."""
    from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

    from projections.rebuild import rebuild as build

    columns = (TextColumn("Rebuilding"), BarColumn(), TimeRemainingColumn())
    with _read_models() as models, Progress(*columns) as bar:
        task = bar.add_task("rebuild")

        def progress(done: int, everything: int) -> None:
            bar.update(task, completed=done, total=everything or 1)

        differences = build(models.views, models.reader, progress=progress)
        bar.update(task, completed=1, total=1)
    for one in differences:
        click.echo(f"{one.table}: {one.only_live} rows only before, {one.only_rebuilt} only now")
    same = "Nothing differed." if not differences else "The rebuilt ones are live now."
    click.echo(f"The read models are rebuilt. {same}")


def _services(settings: Settings) -> Any:
    from contextlib import closing

    from web.bootstrap import bootstrap

    return closing(bootstrap(settings))


def _read_models() -> Any:
    """Without the keys: who follows the log reads nothing personal."""
    settings = Settings.from_environment()

    from contextlib import closing

    from web.bootstrap import read_models

    return closing(read_models(settings))


def _serve() -> None:
    settings = Settings.from_environment()

    import signal

    import waitress

    from web import logs
    from web.app import create_app
    from web.settling import settled

    logs.configure()
    with _services(settings) as services:
        services.start()
        if services.stores.sqlite_is_faulty:
            click.echo(
                f"SQLite {services.stores.sqlite_version} has a rare fault in its write-ahead log,"
                " mended in 3.51.3: keep backups, or use PostgreSQL.",
                err=True,
            )
        services.drafts.end_untouched()
        app = create_app(services)
        try:
            server = waitress.create_server(
                app,
                host=settings.host,
                port=settings.port,
                threads=8,
                ident="uof",
                # What a proxy says is believed by UOF_PROXIES; who asks through one must be seen.
                clear_untrusted_proxy_headers=False,
            )
        except OSError as error:
            raise SettingsError(
                f"Cannot serve on {settings.host}:{settings.port}: {error.strerror}."
                " Set UOF_PORT to another port, or stop what uses it."
            ) from None
        except ValueError:
            # All that waitress says of a name that no address belongs to.
            raise SettingsError(
                f"UOF_HOST is {settings.host!r}, but it must be an address of this machine."
            ) from None
        # Service managers stop with SIGTERM: it ends like Ctrl-C, and everything is let go.
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, lambda *_: sys.exit(0))
        settled()
        click.echo(f"Serving on http://{settings.host}:{server.effective_port}. Stop with Ctrl-C.")
        try:
            server.run()
        finally:
            server.close()


def main() -> None:
    """Run the command; a wrong setting ends it with a sentence and not with a traceback."""
    try:
        cli()
    except SettingsError as error:
        end(str(error))
