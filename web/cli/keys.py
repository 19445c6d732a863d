"""``uof keys``: what is done to the key ring, and to the key that opens it."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from web.cli.ending import FAILED
from web.settings import Settings

if TYPE_CHECKING:
    from web.bootstrap import Services

FOLDER = click.Path(file_okay=False, path_type=Path)
TOLD = 50


@click.group()
def keys() -> None:
    """The keys of what is sealed: their epoch, and whether they are what the log says."""


@keys.command()
@click.option(
    "--backup",
    type=FOLDER,
    required=True,
    help="An empty place for a backup of the key ring in its new epoch.",
)
def epoch(*, backup: Path) -> None:
    """Change the epoch: wrap every key anew, and destroy the key that opened the old wraps.

    With it go for good the erasures that are due, what was discarded, and every older backup of the key
    ring: one is taken and tried before. People work on meanwhile. Run again, it ends what was begun.
    """
    settings = Settings.from_environment()

    from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

    with (
        _services(settings) as services,
        Progress(TextColumn("Wrapping keys"), BarColumn(), TimeRemainingColumn()) as bar,
    ):
        task = bar.add_task("keys")
        ended = services.erasing.end(
            change(services, backup),
            lambda done, total: bar.update(task, completed=done, total=total or 1),
        )
    changed = ended.changed
    click.echo(f"Epoch {changed.number} since {changed.finished_at:%Y-%m-%d %H:%M} UTC.")
    click.echo(
        f"{changed.keys} keys are wrapped in it, and its backup in {backup} opened them all."
    )
    click.echo(
        f"{changed.destroyed} keys and every older backup of the key ring went with the last one."
    )
    for record in ended.erased:
        click.echo(f"Erased for good: {services.retention.record(record).reference}")
    for record in ended.waiting:
        click.echo(
            f"Not every place has reported: {services.retention.record(record).reference}", err=True
        )
    click.echo(
        f"Copy {settings.epoch_key_file} to its custodians now, and destroy their old copies."
    )
    if ended.waiting:
        sys.exit(FAILED)


@keys.command()
@click.option("--json", "as_json", is_flag=True, help="For machines.")
def check(*, as_json: bool) -> None:
    """Open everything that is sealed, and hold it and every erasure against the log.

    Ends with 0 if everything is as the log says, and with 1 if a key is missing, swapped or brought back.
    """
    settings = Settings.from_environment()

    from web.keys.checking import KeyCheck

    with _services(settings) as services:
        found = KeyCheck(services.stores, services.erasing.ring).run()
    if as_json:
        import json

        said = {"parts": found.parts, "opened": found.opened, "faults": found.faults}
        click.echo(json.dumps(said, indent=2))
    else:
        click.echo(f"{found.parts} sealed parts, {found.opened} opened and as they were recorded.")
        for fault in found.faults[:TOLD]:
            click.echo(fault, err=True)
        if len(found.faults) > TOLD:
            click.echo(f"and {len(found.faults) - TOLD} more", err=True)
    sys.exit(0 if found.is_sound else FAILED)


@keys.command()
def settle() -> None:
    """Hold back what the log says is erased, and let out what it says is not: after a restore."""
    settings = Settings.from_environment()
    with _services(settings) as services:
        services.erasing.settle()
    click.echo("The key ring says what the log says.")


@keys.command("status")
def status() -> None:
    """Which epoch it is, since when, and what goes with the next change of it."""
    settings = Settings.from_environment()
    with _services(settings) as services:
        for one in services.retention.epochs():
            at = one.metadata.at
            click.echo(
                f"Epoch {one.epoch} since {at:%Y-%m-%d %H:%M} UTC: {one.keys} keys,"
                f" {one.destroyed} went with the one before"
            )
        due = services.erasing.due()
        click.echo(f"{len(due)} erasures are due: the next uof keys epoch ends them.")
        for record in due:
            click.echo(f"  {services.retention.record(record).reference}")


def change(services: "Services", backup: Path) -> Any:
    """The change of an installation's epoch, with a backup of its key ring in an empty place."""
    settings = services.settings

    from web.adapters.stores import KEYS
    from web.keys.changing import EpochChange
    from web.keys.trying import back_up_and_try

    def tried(file: Path) -> int:
        return back_up_and_try(settings, backup, file.read_bytes())

    return EpochChange(
        services.stores.engine(KEYS), settings.epoch_key_file, services.clock, back_up=tried
    )


def _services(settings: Settings) -> Any:
    from contextlib import closing

    from web.bootstrap import bootstrap

    return closing(bootstrap(settings))
