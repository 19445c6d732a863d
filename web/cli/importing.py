"""``uof import``: records of another system, from a file, dry unless it is told to write."""

import sys
from pathlib import Path
from typing import Any

import click

from web.cli.ending import FAILED, end
from web.cli.mapping import hold_against, text_of
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
Files of another system that a mapping describes, a file or one that comes with the product:
    uof import subject.csv incident.csv --mapping our-old-system.toml --check-mapping
    uof import subject.csv incident.csv --mapping our-old-system.toml --write

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
@click.argument(
    "files",
    metavar="FILE...",
    nargs=-1,
    required=True,
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
)
@click.option("--layout", default="mps", show_default=True, help="How the file is laid out.")
@click.option(
    "--mapping", metavar="MAPPING", help="What describes the files, in the place of a layout."
)
@click.option(
    "--check-mapping",
    is_flag=True,
    help="Only hold the mapping against the files: its mistakes, and what no rule covers.",
)
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
    files: tuple[Path, ...],
    layout: str,
    mapping: str | None,
    check_mapping: bool,
    write: bool,
    force_code: str | None,
    maps: tuple[str, ...],
    ignored: tuple[str, ...],
    rejects: Path | None,
    report: Path | None,
    trusted: bool,
) -> None:
    """Take over records of another system from FILE, as they were found there.

    A layout reads one file; a mapping may join several.
    """
    if check_mapping:
        if mapping is None:
            end("Say with --mapping which mapping is to be checked.")
        hold_against(mapping, files)
    settings = Settings.from_environment()

    from contextlib import closing

    from application.importing.csv_file import UnusableFileError
    from application.importing.jobs import Asked
    from domain.errors import DomainError
    from web.bootstrap import bootstrap
    from web.cli.import_files import Outcome
    from web.cli.import_report import headline, told

    said = dict(_pair(one) for one in maps)
    if mapping and (said or ignored):
        end("Write words and columns into the mapping: --map and --ignore are for layouts.")
    described = text_of(mapping) if mapping else ""
    with closing(bootstrap(settings)) as services:
        try:
            if mapping:
                found, reader, force = _mapped(described, files, services, force_code)
            else:
                force = _force(force_code, settings)
                found, reader = _laid_out(
                    layout, files, settings, force=force, said=said, ignored=ignored
                )
            outcome = Outcome(found.headings, source=files[0], rejects=rejects, report=report)
        except (UnusableFileError, ValueError, DomainError) as error:
            end(str(error))
        asked = Asked(
            file=found.name,
            digest=found.digest,
            layout=reader.name,
            force=force,
            options=_options(described, said, ignored, trusted=trusted),
        )
        click.echo(headline(found, reader))
        tally = _run(services, found, reader, asked, outcome, write=write, trusted=trusted)
    click.echo(told(tally, outcome, wrote=write, trusted=trusted))
    if tally.rejected:
        sys.exit(FAILED)


def _run(
    services: Any,
    found: Any,
    reader: Any,
    asked: Any,
    outcome: Any,
    *,
    write: bool,
    trusted: bool,
) -> Any:
    from application.importing.running import Importing
    from domain.errors import DomainError

    with outcome, _progress(found.size) as proceed:
        outcome.on_progress = proceed
        importing = Importing(
            imports=services.imports, jobs=services.import_jobs, clock=services.clock
        )
        try:
            if write:
                return importing.take_over(found, reader, asked, outcome, trusted=trusted)
            return importing.judge(found, reader, asked, outcome)
        except DomainError as error:
            end(f"{error.sentence} What was saved is kept: run the same command again.")


def _mapped(
    text: str, files: tuple[Path, ...], services: Any, force_code: str | None
) -> tuple[Any, Any, Any]:
    """Files that a mapping joins and describes, what reads them, and the force they are of."""
    from application.importing.mapping.joining import Joined
    from application.importing.mapping.layout import MappedLayout
    from application.importing.mapping.mistakes import WrongMappingError
    from application.importing.mapping.reading import mapping_of

    try:
        described = mapping_of(text)
    except WrongMappingError as error:
        end("\n".join(map(str, error.mistakes)))
    force = _force(force_code, services.settings) if force_code else described.force
    found = Joined(described, files)
    layout = MappedLayout(
        described,
        file=found.name,
        digest=found.digest,
        known=lambda number: services.directory.holder(number, force=force),
    )
    return found, layout, force


def _laid_out(
    name: str, files: tuple[Path, ...], settings: Settings, **given: Any
) -> tuple[Any, Any]:
    """A file that was looked at, and the layout of a name that reads it."""
    from application.importing.csv_file import look_at
    from application.importing.identity import Identities
    from application.importing.metropolitan.layout import NAME, layout_of
    from domain.event import Source

    if name != NAME:
        end(f"There is no layout {name!r}. There is: {NAME}.")
    if len(files) > 1:
        end("A layout reads one file at a time. Several are joined by a --mapping.")
    found = look_at(files[0])
    layout = layout_of(
        found.headings,
        source=Source(file=found.name, digest=found.digest, line=1),
        identities=Identities(layout=NAME, force=given["force"]),
        areas=settings.areas,
        said=given["said"],
        ignored=given["ignored"],
    )
    return found, layout


def _force(code: str | None, settings: Settings) -> Any:
    from domain.codelists.forces import Force

    if code is None:
        return settings.force
    try:
        return Force(code)
    except ValueError:
        end(f"There is no force {code!r}. Give its code, such as leicestershire.")


def _pair(text: str) -> tuple[str, str]:
    word, _, code = text.rpartition("=")
    if not word.strip() or not code.strip():
        end(f"{text!r} must be a word of theirs and a code of ours with = between them.")
    return word.strip(), code.strip()


def _options(mapping: str, said: dict[str, str], ignored: tuple[str, ...], *, trusted: bool) -> str:
    """What else decides what becomes of a line, in one text; of a mapping its digest."""
    import hashlib
    import json

    described = hashlib.sha256(mapping.encode()).hexdigest() if mapping else ""
    options = [described, sorted(said.items()), sorted(ignored), trusted]
    return json.dumps(options, ensure_ascii=False)


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
