"""``uof backup`` and ``uof restore``."""

import sys
from pathlib import Path

import click

from web.settings import Settings

DIRECTORY = click.Path(file_okay=False, path_type=Path)
UNREADABLE = 3
"""What the command ends with when everything came back and not everything can be read."""


@click.command()
@click.argument("directory", type=DIRECTORY)
@click.option("--keys", type=DIRECTORY, help="Another place, for the key ring.")
def backup(*, directory: Path, keys: Path | None) -> None:
    """Copy everything that cannot be rebuilt into DIRECTORY, while people work.

    The epoch key is in neither place: keep a copy of its file apart from both.
    """
    settings = Settings.from_environment()

    from web.backups.taking import back_up

    taken = back_up(settings, directory, keys)
    click.echo(f"{taken.events} events, to position {taken.last_position}, are in {directory}.")
    if keys:
        click.echo(
            f"Their keys are in {keys}. Keep them apart from {directory} and for a shorter time:"
            " what is erased can be read again for as long as an old key is kept."
        )
    else:
        click.echo("Their keys are not: back them up too, elsewhere, with --keys.")


@click.command()
@click.argument("directory", type=DIRECTORY)
@click.option("--keys", type=DIRECTORY, help="Where the backup of the key ring is.")
@click.option("--without-keys", is_flag=True, help="Bring back what is not sealed, and no more.")
def restore(*, directory: Path, keys: Path | None, without_keys: bool) -> None:
    """Bring an installation back from DIRECTORY into databases that hold nothing."""
    settings = Settings.from_environment()
    if (keys is None) is not without_keys:
        raise click.UsageError("Say where the keys are with --keys, or say --without-keys.")

    from web.backups.restoring import restore as bring_back

    back = bring_back(settings, directory, keys)
    click.echo(f"Taken at {back.manifest.taken_at} by version {back.manifest.product}.")
    click.echo(
        f"{back.log.events} events, to position {back.log.last_position}: the same as were backed"
        " up, each record without a hole. The read models are rebuilt, and nobody is signed in."
    )
    click.echo(
        f"{back.unlocked.keys} keys, {back.unlocked.destroyed} of them destroyed on purpose."
    )
    if back.keys_are_older:
        click.echo("The keys were copied before the content.")
    if not back.is_readable:
        click.echo(
            f"{len(back.unlocked.unreadable)} records and {back.unlocked.drafts} drafts cannot be"
            " read in full, because keys of theirs are not here:",
            err=True,
        )
        for name in back.unlocked.unreadable:
            click.echo(f"  {name}", err=True)
        sys.exit(UNREADABLE)
    click.echo("Every record can be read.")
