"""``uof openapi``, ``uof token`` and ``uof webhooks``: other systems, from the shell of the server.

What is done here the system does, in the log: whoever holds the shell could do anything.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import click

from web.cli.ending import refusals, stand_by, told_to_stop
from web.settings import Settings


@click.command("openapi")
def openapi() -> None:
    """Print the OpenAPI document of the API."""
    from web.api import openapi as document
    from web.app import create_app

    with _services() as services:
        app = create_app(services)
        with app.app_context():
            click.echo(document.written(document.made(app)), nl=False)


@click.group()
def token() -> None:
    """Tokens of other systems."""


@token.command("issue")
@click.option("--system", required=True, help="What the system is called; a new one is registered.")
@click.option("--purpose", default="", help="What it is for: needed for a new system.")
@click.option("--scope", "scopes", multiple=True, required=True, help="What it may be used for.")
@click.option("--acts-as", default="", help="Collar number of the person it acts for.")
@click.option(
    "--days", default=90, show_default=True, type=click.IntRange(1, 400), help="It holds."
)
def issue(*, system: str, purpose: str, scopes: tuple[str, ...], acts_as: str, days: int) -> None:
    """Issue a token, and print it once."""
    from datetime import timedelta
    from uuid import uuid4

    from domain.clients.scopes import Scope
    from web.auth import tokens

    if unknown := set(scopes) - set(Scope):
        known = ", ".join(Scope)
        raise click.ClickException(f"{min(unknown)} is no scope. There are: {known}")
    with _services() as services, refusals():
        client = _system(services, system, purpose)
        text, drawn = tokens.draw(client)
        services.clients.issue(
            client,
            uuid4(),
            digest=drawn.digest,
            acts_as=_person(services, acts_as) if acts_as else None,
            scopes=[Scope(code) for code in scopes],
            expires_at=services.clock.now() + timedelta(days=days),
            requester=_shell(),
        )
    click.echo(text)


@token.command("list")
def list_tokens() -> None:
    """List every token: whose it is, what it may, when it was last used, when it ends."""
    from projections.clients import queries

    with _services() as services, services.views.reading() as connection:
        now = services.clock.now()
        for system in queries.clients(connection, at=now):
            rows = queries.tokens(connection, system.client)
            used = services.token_uses.last(row.token for row in rows)
            for row in rows:
                state = "opens" if row.opens_at(now) else "closed"
                last = used[row.token].date() if row.token in used else "never used"
                click.echo(
                    f"{row.token}  {system.name}  {state} until {row.expires_at.date()}"
                    f"  {' '.join(row.scopes)}  {last}"
                )


@token.command("revoke")
@click.argument("token_id", type=click.UUID)
def revoke(*, token_id: Any) -> None:
    """Revoke a token by its id, as ``uof token list`` shows it."""
    from projections.clients import queries

    with _services() as services, refusals():
        with services.views.reading() as connection:
            systems = queries.clients(connection, at=services.clock.now())
            holders = [
                one.client
                for one in systems
                if any(row.token == token_id for row in queries.tokens(connection, one.client))
            ]
        if not holders:
            raise click.ClickException("There is no such token. See: uof token list")
        services.clients.revoke(holders[0], token_id, requester=_shell())
    click.echo("It opens nothing any more.")


@click.group()
def webhooks() -> None:
    """What other systems are told of as it happens."""


@webhooks.command("add")
@click.option("--system", required=True, help="What the system is called; a new one is registered.")
@click.option("--purpose", default="", help="What it is for: needed for a new system.")
@click.option("--address", required=True, help="Where it is told; https, unless on this machine.")
@click.option("--acts-as", required=True, help="Collar number of the person it acts for.")
@click.option("--told", "kinds", multiple=True, required=True, help="accepted, referred, withdrawn")
def add(*, system: str, purpose: str, address: str, acts_as: str, kinds: tuple[str, ...]) -> None:
    """Tell a system of what happens, and print the secret of its messages once."""
    from uuid import uuid4

    from domain.clients.scopes import Told
    from web.webhooks.signing import new_secret

    if unknown := set(kinds) - set(Told):
        raise click.ClickException(f"{min(unknown)} is none of: {', '.join(Told)}")
    with _services() as services, refusals():
        client, webhook, secret = _system(services, system, purpose), uuid4(), new_secret()
        position = services.log.last_position()
        services.clients.tell(
            client,
            webhook,
            address=address,
            acts_as=_person(services, acts_as),
            told=[Told(code) for code in kinds],
            requester=_shell(),
        )
        services.webhooks.add(webhook, client=client, secret=secret, position=position)
    click.echo(secret)


@webhooks.command("list")
def list_webhooks() -> None:
    """List every address, with what waits and what was given up."""
    from projections.clients import queries
    from web.webhooks.states import MessageState

    with _services() as services, services.views.reading() as connection:
        counts = services.webhooks.counts()
        for row in queries.webhooks(connection):
            if row.removed_at is None:
                waiting, dead = (
                    counts.get((row.webhook, state), 0)
                    for state in (MessageState.WAITING, MessageState.DEAD)
                )
                click.echo(
                    f"{row.webhook}  {row.called}  {row.address}  {' '.join(row.told)}"
                    f"  {waiting} waiting, {dead} given up"
                )


@webhooks.command("remove")
@click.argument("webhook", type=click.UUID)
def remove(*, webhook: Any) -> None:
    """Stop telling an address, by its id, as ``uof webhooks list`` shows it."""
    from projections.clients import queries

    with _services() as services, refusals():
        with services.views.reading() as connection:
            found = queries.webhooks(connection, only=webhook)
        if not found:
            raise click.ClickException("There is no such address. See: uof webhooks list")
        services.clients.stop_telling(found[0].client, webhook, requester=_shell())
        services.webhooks.forget(webhook)
    click.echo("Nothing is sent there any more.")


@webhooks.command("deliver")
@click.option("--once", is_flag=True, help="Deliver what is due, and stop.")
def deliver(*, once: bool) -> None:
    """Deliver what is due until interrupted. Several may run."""
    with _services() as services:
        if once:
            click.echo(f"{services.dispatcher.deliver()} messages tried.")
            return
        stop = told_to_stop()
        services.telling.start()
        click.echo("Delivering. Stop with Ctrl-C.")
        stand_by(stop, fault=lambda: "" if services.telling.is_alive else "Standing still.")


@contextmanager
def _services() -> Iterator[Any]:
    settings = Settings.from_environment()

    from contextlib import closing

    from projections import following
    from web.bootstrap import bootstrap

    with closing(bootstrap(settings)) as services:
        if settings.is_embedded:
            # Nobody may be serving, and so following, while a command runs.
            following.catch_up(services.views.engine(), services.reader)
        yield services


def _shell() -> Any:
    from uuid import uuid4

    from application.access import Requester
    from application.people import FOUNDER

    return Requester(person=FOUNDER, request=uuid4())


def _system(services: Any, name: str, purpose: str) -> Any:
    """The system of a name; a new one, if it is said what it is for."""
    from uuid import uuid4

    from projections.clients import queries

    with services.views.reading() as connection:
        known = queries.clients(connection, at=services.clock.now())
    for one in known:
        if one.name == name:
            return one.client
    if not purpose.strip():
        raise click.ClickException("No system is called that. Say with --purpose what it is for.")
    client = uuid4()
    services.clients.register(client, name=name, purpose=purpose, requester=_shell())
    return client


def _person(services: Any, number: str) -> Any:
    found = services.directory.with_numbers([number], force=services.settings.force)
    if number not in found:
        raise click.ClickException(f"There is nobody with collar number {number}. Check it")
    return found[number]
