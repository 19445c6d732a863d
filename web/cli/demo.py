"""``uof demo``: a made-up force, small or of any size."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

import click

from domain.codelists.forces import Force
from web.cli.ending import refusals
from web.settings import Settings

if TYPE_CHECKING:
    from web.demo.generating.loading import SignIn
    from web.demo.generating.wanted import Wanted

ALL = "all"
FEW_ACCOUNTS = 12
FEW_RECORDS = 2_000
"""So few are made sooner in one process than other processes have started."""


@click.command("demo")
@click.option("--accounts/--no-accounts", default=True, help="Print the accounts to sign in with.")
@click.option(
    "--force",
    "forces",
    multiple=True,
    type=click.Choice([ALL, *(force.value for force in Force)]),
    metavar="CODE",
    help="A force to generate, such as leicestershire; may be repeated. all: the 43 territorial ones.",
)
@click.option("--seed", type=int, help="The same seed gives the same records. [default: 1]")
@click.option("--records", type=click.IntRange(min=1), help="How many. [default: 10000]")
@click.option("--months", type=click.IntRange(min=1), help="Over how many months. [default: 12]")
@click.option(
    "--until",
    type=click.DateTime(["%Y-%m-%d"]),
    help="The last day of which anything is told. [default: yesterday]",
)
@click.option(
    "--no-words",
    is_flag=True,
    help="Nothing sealed: no text, and nothing that must be explained, such as amendments.",
)
@click.pass_context
def demo(
    context: click.Context,
    *,
    accounts: bool,
    forces: tuple[str, ...],
    seed: int | None,
    records: int | None,
    months: int | None,
    until: datetime | None,
    no_words: bool,
) -> None:
    """Load a made-up force.

    Without --force it is small, with its last fortnight. With --force it is of any size, calibrated to
    the published statistics; the same command again changes nothing, or goes on where one was stopped.
    """
    settings = Settings.from_environment()
    if forces:
        chosen = _chosen(
            forces,
            seed=1 if seed is None else seed,
            records=records or 10_000,
            months=months or 12,
            until=until,
            words=not no_words,
        )
        _generate(settings, chosen, accounts=accounts)
        return
    if no_words or any(given is not None for given in (seed, records, months, until)):
        raise click.UsageError("Name a force to generate: --force leicestershire.", context)
    _load(settings, accounts=accounts)


def _load(settings: Settings, *, accounts: bool) -> None:
    from web.demo.loading import load

    loaded = load(settings)
    click.echo("The made-up force is loaded." if loaded else "It is there already: kept.")
    if accounts:
        print_accounts()


def print_accounts() -> None:
    """The accounts of the small made-up force."""
    from web.demo.people import ACCOUNTS, PASSWORD

    click.echo("Made-up accounts, all with the password " + click.style(PASSWORD, bold=True) + ":")
    for account in ACCOUNTS:
        click.echo(f"  {account.username:14} {account.name}, {account.does}")


def _chosen(
    forces: Sequence[str],
    *,
    seed: int,
    records: int,
    months: int,
    until: datetime | None,
    words: bool,
) -> "Wanted":
    from domain.local_time import LOCAL
    from web.demo.generating.force_sizes import TERRITORIAL
    from web.demo.generating.wanted import Wanted

    with refusals():
        return Wanted.of(
            TERRITORIAL if ALL in forces else [Force(code) for code in forces],
            seed=seed,
            records=records,
            months=months,
            today=datetime.now(LOCAL).date(),
            until=until.date() if until else None,
            words=words,
        )


def _generate(settings: Settings, wanted: "Wanted", *, accounts: bool) -> None:
    import os

    from web.demo.generating.lanes import LaneEndedError
    from web.demo.generating.loading import generate

    lanes = (os.cpu_count() or 1) if wanted.records > FEW_RECORDS else 1
    try:
        with refusals(), _Progress(wanted.records) as progress:
            generated = generate(settings, wanted, lanes=lanes, progress=progress)
    except LaneEndedError as error:
        raise click.ClickException(str(error) or (LaneEndedError.__doc__ or "")) from None
    if generated.events:
        click.echo(
            f"{wanted.records:,} records are there, {generated.events:,} events of them from this run."
            " The read models follow while it is served; uof projections rebuild does it at once."
        )
    else:
        click.echo("It is there already: kept.")
    if accounts:
        _print_generated(generated.accounts)


def _print_generated(accounts: "Sequence[SignIn]") -> None:
    from web.demo.people import PASSWORD

    click.echo("Made-up accounts, all with the password " + click.style(PASSWORD, bold=True) + ":")
    for account in accounts[:FEW_ACCOUNTS]:
        click.echo(f"  {account.username:40} {account.name}, {account.force.label}")
    if len(accounts) > FEW_ACCOUNTS:
        click.echo("  and so on, each force by its code.")


class _Progress:
    """A bar with how many records a second there are, and how long it will take still."""

    def __init__(self, records: int) -> None:
        from rich.progress import (
            BarColumn,
            MofNCompleteColumn,
            Progress,
            TextColumn,
            TimeRemainingColumn,
        )

        self._bar = Progress(
            TextColumn("Generating"),
            BarColumn(),
            MofNCompleteColumn(),
            TextColumn("{task.fields[rate]}"),
            TimeRemainingColumn(),
        )
        self._task = self._bar.add_task("generate", total=records, rate="")

    def __enter__(self) -> Callable[[int], None]:
        self._bar.start()
        return self._more

    def __exit__(self, *_: object) -> None:
        self._bar.stop()

    def _more(self, records: int) -> None:
        self._bar.advance(self._task, records)
        speed = self._bar.tasks[self._task].finished_speed or self._bar.tasks[self._task].speed
        self._bar.update(self._task, rate=f"{speed:,.0f} a second" if speed else "")
