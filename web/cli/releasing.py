"""``uof release``: what was published, made again from the log and compared."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import click

from web.cli.ending import FAILED, end
from web.settings import Settings

if TYPE_CHECKING:
    from web.bootstrap import Services

EXAMPLES = """\b
Everything that was published, and what is under way:
    uof release list
Every published edition, made again from the log alone:
    uof release verify
One of them:
    uof release verify --force northshire --period 2026-q2 --edition 1

A period is a quarter of a financial year (2026-q1 is April to June 2026) or a year (2026-27). Editions
are prepared and approved in the browser, by two people.
"""


@click.group(epilog=EXAMPLES, short_help="Verify and publish what was approved.")
def release() -> None:
    """Releases: what the force publishes of a period, edition by edition."""


@release.command("list")
def list_() -> None:
    """List every edition, the newest period first."""
    from projections.releases import queries

    with _services() as services, services.views.reading() as connection:
        for one in queries.editions(connection):
            when = one.published_at or one.publish_at
            stands = f"{one.stage.label.lower()}{f' {when:%Y-%m-%d %H:%M} UTC' if when else ''}"
            click.echo(f"{one.force.value:24} {one.period.code:8} edition {one.edition}  {stands}")


@release.command("verify")
@click.option("--force", help="Code of a force; by default every force.")
@click.option("--period", help="A quarter or a year; by default every period.")
@click.option("--edition", type=int, help="By default every edition.")
def verify(*, force: str | None, period: str | None, edition: int | None) -> None:
    """Make published editions again from the log alone, and compare every byte.

    It ends with 0 if every file is the same, and with 1 if one is not.
    """
    from web.releases.verifying import verified

    different = 0
    with _services() as services:
        for found, one in _published(services, force, period, edition):
            click.echo(f"{found.force.value} {found.period.code} edition {one.number}")
            for file in verified(services.reader, found, one):
                said = "the same" if file.same else "DIFFERENT"
                click.echo(f"  {said:10} {file.name:32} {file.sha256}")
                different += not file.same
    if different:
        end(f"{different} files are not what was approved.", code=FAILED)


@release.command("publish")
def publish() -> None:
    """Publish what was approved and whose time has come. The serving process does so by itself."""
    from web.releases.publishing import publish_due

    with _services() as services:
        published = publish_due(services.releases, services.views, services.clock)
    click.echo(f"{published} {'edition is' if published == 1 else 'editions are'} public now.")


@release.command("rebuild")
def rebuild() -> None:
    """Make files again that were lost, from the log, and keep those that are what was approved."""
    from web.releases.verifying import made_from

    kept = different = 0
    with _services() as services:
        for found, one in _with_files(services):
            lost = [
                file for file in one.files if services.published_files.content(file.sha256) is None
            ]
            again = made_from(services.reader, found, one) if lost else {}
            for file in lost:
                if services.published_files.restore(file, again.get(file.name, b"")):
                    kept += 1
                else:
                    different += 1
                    click.echo(f"{found.period.code} edition {one.number}: {file.name} differs")
    click.echo(f"{kept} files made again.")
    if different:
        end(f"{different} files are not what was approved.", code=FAILED)


@contextmanager
def _services() -> "Iterator[Services]":
    """The installation, with its lists of releases brought up to date."""
    settings = Settings.from_environment()

    from contextlib import closing

    from projections import following
    from web.bootstrap import bootstrap

    with closing(bootstrap(settings)) as services:
        if any(one.is_outdated for one in services.views.status()):
            end("The read models are of another version. Run: uof projections rebuild")
        following.catch_up(services.views.engine(), services.reader, only=["releases"])
        yield services


def _with_files(services: "Services") -> Iterator[Any]:
    """Every edition that has files: what is checked or approved waits for its time."""
    from domain.releases.release import Stage
    from projections.releases import queries

    stages = [Stage.CHECKED, Stage.APPROVED, Stage.PUBLISHED]
    with services.views.reading() as connection:
        rows = queries.editions(connection, stages=stages)
    for release in dict.fromkeys(row.release for row in rows):
        found = services.releases.get(release)
        yield from ((found, one) for one in found.editions if one.stage in stages)


def _published(
    services: "Services", force: str | None, period: str | None, edition: int | None
) -> Iterator[Any]:
    """Releases and published editions that are meant, or an end with a sentence."""
    from domain.releases.release import Stage
    from projections.releases import queries

    of, wanted = _named(force, period)
    with services.views.reading() as connection:
        rows = queries.editions(connection, force=of, period=wanted, stages=[Stage.PUBLISHED])
    meant = [one for one in rows if edition in (None, one.edition)]
    if not meant:
        end("Nothing like that was published. See: uof release list")
    for row in meant:
        found = services.releases.get(row.release)
        yield found, next(one for one in found.published if one.number == row.edition)


def _named(force: str | None, period: str | None) -> tuple[Any, Any]:
    from domain.codelists.forces import Force
    from domain.releases.period import Period

    try:
        return Force(force) if force else None, Period.named(period) if period else None
    except ValueError as error:
        end(f"{error}. Give codes such as northshire, 2026-q2 or 2026-27.")
