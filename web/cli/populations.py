"""``uof populations``: against how many people, or arrests, records are counted."""

from pathlib import Path

import click

from web.demo.populations import NAMES
from web.settings import Settings


@click.group()
def populations() -> None:
    """How many people live in the force, or were arrested: what rates are counted against."""


@populations.command("load")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def load(file: Path) -> None:
    """Take FILE over: CSV in UTF-8, whose headings uof populations example shows.

    A file that is wrong anywhere is refused whole. What was loaded before is kept.
    """
    settings = Settings.from_environment()

    from contextlib import closing

    from web.bootstrap import bootstrap
    from web.cli.ending import refusals

    with closing(bootstrap(settings)) as services, refusals():
        loaded, is_new = services.populations.load(file.read_bytes(), file=file.name)
        found = loaded.population
        if not is_new:
            click.echo(f"{file.name} was loaded before: nothing is changed.")
            return
        groups = sum(map(len, found.numbers.values()))
        click.echo(
            f"{found.name}, {found.kind.label.lower()} of {found.force.label},"
            f" {found.since} until {found.until}: {groups} groups are loaded."
        )


@populations.command("list")
@click.option("--force", "code", help="Code of the force; by default this installation's.")
def list_(code: str | None) -> None:
    """Everything that was loaded for a force, the last first."""
    settings = Settings.from_environment()

    from contextlib import closing

    from domain.codelists.forces import Force
    from web.bootstrap import bootstrap
    from web.cli.ending import end

    if code is not None and code not in set(Force):
        end(f"There is no force {code!r}. Give its code, such as leicestershire.")
    with closing(bootstrap(settings)) as services:
        for one in services.populations.of(Force(code) if code else settings.force):
            found = one.population
            click.echo(
                f"{found.kind.value:10} {found.name}, {found.since} until {found.until}."
                f" {found.source}. Loaded from {one.file} on {one.loaded_at:%Y-%m-%d}."
            )


@populations.command("example")
@click.argument("name", type=click.Choice(NAMES), default="residents")
def example(name: str) -> None:
    """Print a file that can be loaded, with the made-up numbers of the demonstration."""
    from web.demo.populations import examples

    click.echo(examples()[f"{name}.csv"].decode(), nl=False)
