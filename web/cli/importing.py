"""``uof import``: records of another system, from a file, dry unless it is told to write."""

import sys
from pathlib import Path
from typing import Any

import click

from web.settings import Settings

EXAMPLES = """\b
What it would do, and what is wrong with which line; nothing is saved:
    uof import records-2021.csv --layout mps
The same for real:
    uof import records-2021.csv --layout mps --write
A word and a column that are not known yet:
    uof import records-2021.csv --map "Area car=response" \\
        --map "Reason for Force: Prevent disorder=prevent-offence"
A column that does not matter:
    uof import records-2021.csv --ignore "Row number"
What was rejected, once it is mended:
    uof import records-2021.rejected.csv --write

What was recorded is taken over as it was found. A gap or a contradiction that would stop an officer
is a finding on the record, for its officer or professional standards to mend; rejected is only what
cannot be a record at all. The same file again changes nothing, and an import that was interrupted
goes on where it stood: run the same command again.

--trusted, for files that were checked before, is quicker. It saves in the same log by the same
events, and skips one thing: it does not ask of each record what an officer would be stopped for, so
that its report counts no findings. The read models ask it all the same, and mark what is to mend.

It ends with 0 if nothing was rejected, 1 if something was, 2 if it could not begin.
"""


@click.command(
    "import", epilog=EXAMPLES, short_help="Take over records of another system from a file."
)
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--layout", default="mps", show_default=True, help="How the file is laid out.")
@click.option("--write", is_flag=True, help="Save the records. Without it nothing is saved.")
@click.option("--force", "force_code", help="Code of the force; by default this installation's.")
@click.option(
    "--map", "maps", multiple=True, metavar="WORD=CODE", help="What a word of theirs means."
)
@click.option("--ignore", "ignored", multiple=True, metavar="HEADING", help="Leave a column out.")
@click.option(
    "--rejects",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Where rejected lines go; by default a file beside this one.",
)
@click.option(
    "--report",
    type=click.Path(dir_okay=False, path_type=Path),
    help="A CSV file for everything there is to say, line by line.",
)
@click.option("--trusted", is_flag=True, help="Skip the rules, for speed. See below.")
def import_(
    *,
    file: Path,
    layout: str,
    write: bool,
    force_code: str | None,
    maps: tuple[str, ...],
    ignored: tuple[str, ...],
    rejects: Path | None,
    report: Path | None,
    trusted: bool,
) -> None:
    """Take over records of another system from FILE, as they were found there."""
    settings = Settings.from_environment()

    from contextlib import closing

    from application.importing.csv_file import UnusableFileError, look_at
    from application.importing.jobs import Asked
    from application.importing.running import Importing
    from domain.errors import DomainError
    from web.bootstrap import bootstrap
    from web.cli.import_files import Outcome
    from web.cli.import_report import headline, told

    force = _force(force_code, settings)
    said = dict(_pair(one) for one in maps)
    try:
        found = look_at(file)
        reader = _layout(layout, found, settings, force=force, said=said, ignored=ignored)
        outcome = Outcome(found, rejects=rejects, report=report)
    except (UnusableFileError, ValueError) as error:
        _stop(str(error))
    asked = Asked(
        file=found.name,
        digest=found.digest,
        layout=reader.name,
        force=force,
        options=_options(said, ignored, trusted=trusted),
    )
    click.echo(headline(found, reader))
    with closing(bootstrap(settings)) as services, outcome, _progress(found.size) as proceed:
        outcome.on_progress = proceed
        importing = Importing(
            imports=services.imports, jobs=services.import_jobs, clock=services.clock
        )
        try:
            if write:
                tally = importing.take_over(found, reader, asked, outcome, trusted=trusted)
            else:
                tally = importing.judge(found, reader, asked, outcome)
        except DomainError as error:
            _stop(f"{error.sentence} What was saved is kept: run the same command again.")
    click.echo(told(tally, outcome, wrote=write, trusted=trusted))
    if tally.rejected:
        sys.exit(1)


def _layout(name: str, found: Any, settings: Settings, **given: Any) -> Any:
    """The layout of a name, for a file that was looked at."""
    from application.importing.identity import Identities
    from application.importing.metropolitan.layout import NAME, layout_of
    from domain.event import Source

    if name != NAME:
        _stop(f"There is no layout {name!r}. There is: {NAME}.")
    return layout_of(
        found.headings,
        source=Source(file=found.name, digest=found.digest, line=1),
        identities=Identities(layout=NAME, force=given["force"]),
        areas=settings.areas,
        said=given["said"],
        ignored=given["ignored"],
    )


def _force(code: str | None, settings: Settings) -> Any:
    from domain.codelists.forces import Force

    if code is None:
        return settings.force
    try:
        return Force(code)
    except ValueError:
        _stop(f"There is no force {code!r}. Give its code, such as leicestershire.")


def _pair(text: str) -> tuple[str, str]:
    word, _, code = text.rpartition("=")
    if not word.strip() or not code.strip():
        _stop(f"{text!r} must be a word of theirs and a code of ours with = between them.")
    return word.strip(), code.strip()


def _options(said: dict[str, str], ignored: tuple[str, ...], *, trusted: bool) -> str:
    """What else decides what becomes of a line, in one text."""
    import json

    return json.dumps([sorted(said.items()), sorted(ignored), trusted], ensure_ascii=False)


def _progress(size: int) -> Any:
    """A bar with rate and time left, where somebody looks on."""
    from contextlib import contextmanager

    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

    @contextmanager
    def shown() -> Any:
        columns = (
            TextColumn("Importing"),
            BarColumn(),
            TextColumn("{task.fields[lines]:,} lines, {task.fields[rate]:,.0f} a second,"),
            TimeRemainingColumn(),
            TextColumn("left"),
        )
        with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
            task = bar.add_task("import", total=size or 1, lines=0, rate=0.0)

            def proceed(done: int, lines: int) -> None:
                elapsed = bar.tasks[0].elapsed or 0
                rate = lines / elapsed if elapsed else 0.0
                bar.update(task, completed=done, lines=lines, rate=rate)

            yield proceed

    return shown()


def _stop(sentence: str) -> Any:
    click.echo(sentence, err=True)
    sys.exit(2)
