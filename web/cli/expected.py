"""``uof expected``: what other systems know of, held against what was recorded."""

import sys
from pathlib import Path
from typing import Any

import click

from domain.codelists.expected import ExpectedKind
from domain.codelists.forces import Force
from web.cli.ending import FAILED, end, refusals
from web.settings import Settings

EXAMPLES = """\b
What it would do, and what is wrong with which line; nothing is saved:
    uof expected load arrests.csv --kind arrest
The same for real, and then look for their records:
    uof expected load arrests.csv --kind arrest --write
Look again, later or every hour, for what was recorded since:
    uof expected match

The columns are kind, reference, date, time, officer, area and device, in any order; kind may be left
out and said with --kind. date and time are needed, and of reference and officer one. What is rejected
goes into a file beside this one, with the reason, to be mended and loaded. The same line again, in
whichever file, changes nothing.

It ends with 0 if nothing was rejected, 1 if something was, 2 if it could not begin.
"""
MOST_SHOWN = 10


@click.group("expected")
def expected() -> None:
    """Load what other systems know of, and find what was not recorded."""


@expected.command("load", epilog=EXAMPLES)
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--kind",
    "kind_code",
    type=click.Choice([one.value for one in ExpectedKind]),
    help="What all lines are that do not say it.",
)
@click.option("--force", "force_code", help="Code of the force; by default this installation's.")
@click.option("--write", is_flag=True, help="Save them. Without it nothing is saved.")
@click.option(
    "--rejects",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Where rejected lines go; by default a file beside this one.",
)
def load(
    *, file: Path, kind_code: str | None, force_code: str | None, write: bool, rejects: Path | None
) -> None:
    """Load arrests, custody arrivals, Taser downloads or incident logs from FILE."""
    settings = Settings.from_environment()

    from contextlib import closing

    from application.expected.file import Row, UnusableHeadingsError, unread
    from application.importing.csv_file import UnusableFileError, look_at
    from web.bootstrap import bootstrap

    force = _force(force_code, settings)
    with closing(bootstrap(settings)) as services:
        try:
            found = look_at(file)
            reader = _reader(services, found, force, kind_code)
            read = [_read(reader, found.headings, line) for line in found.lines()]
            wrong = [one for one in read if not isinstance(one, Row)]
            kept = _reject(file, found.headings, wrong, rejects)
        except (UnusableFileError, UnusableHeadingsError) as error:
            end(str(error))
        rows = [one for one in read if isinstance(one, Row)]
        result = services.expecting.load(rows, force=force, write=write)
        for line in _told(result, wrong, kept, write=write):
            click.echo(line)
        if left := unread(found.headings):
            click.echo(f"Not read: the columns {', '.join(left)}.")
        if reader.unknown_officers:
            unknown = len(reader.unknown_officers)
            click.echo(
                f"{unknown:,} collar {'number is' if unknown == 1 else 'numbers are'} nobody’s here:"
                " professional standards follow those up."
            )
        if write:
            _look(services, force)
    if wrong:
        sys.exit(FAILED)


@expected.command("match")
@click.option("--force", "force_code", help="Code of the force; by default this installation's.")
def match(*, force_code: str | None) -> None:
    """Look for the records of what is open."""
    settings = Settings.from_environment()

    from contextlib import closing

    from web.bootstrap import bootstrap

    force = _force(force_code, settings)
    with refusals(), closing(bootstrap(settings)) as services:
        _look(services, force)


def _look(services: Any, force: Force) -> None:
    from projections import following
    from web.reconciling import reconcile

    # What was just loaded, and recorded, must be in the lists that are looked through.
    following.catch_up(services.views.engine(), services.reader)
    found = reconcile(services, force)
    following.catch_up(services.views.engine(), services.reader)
    undone = f" {found.undone:,} lost their record, which was withdrawn." if found.undone else ""
    click.echo(f"{found.matched:,} matched now; {found.open:,} without a record.{undone}")


def _reader(services: Any, found: Any, force: Force, kind_code: str | None) -> Any:
    from application.expected.file import expected_file
    from domain.event import Source

    numbers: dict[str, Any] = {}

    def holder(number: str) -> Any:
        if number not in numbers:
            numbers[number] = services.directory.holder(number, force=force)
        return numbers[number]

    return expected_file(
        found.headings,
        source=Source(file=found.name, digest=found.digest, line=1),
        force=force,
        kind=ExpectedKind(kind_code) if kind_code else None,
        areas=services.settings.areas,
        holder=holder,
        name=services.encounter_names.of,
        now=services.clock.now(),
    )


def _read(reader: Any, headings: tuple[str, ...], line: Any) -> Any:
    from application.expected.file import RejectedRow

    if line.problem:
        return RejectedRow(line=line.number, sentence=line.problem, cells=line.cells)
    return reader.read(line.number, dict(zip(headings, line.cells, strict=True)))


def _reject(
    file: Path, headings: tuple[str, ...], wrong: list[Any], rejects: Path | None
) -> Path | None:
    """Write rejected lines as they were read, each with what is wrong."""
    from application.expected.file import PROBLEM
    from web.cli.written import Written

    stem = file.name.removesuffix(".gz").removesuffix(".csv")
    target = rejects or file.with_name(f"{stem}.rejected.csv")
    written = Written(target, source=file, keep=rejects is None)
    kept = [place for place, one in enumerate(headings) if one != PROBLEM]
    written.row((PROBLEM, *(headings[place] for place in kept)))
    for one in wrong:
        cells = (*one.cells, *[""] * (len(headings) - len(one.cells)))
        written.row((one.sentence, *(cells[place] for place in kept)))
    return written.close(wanted=bool(wrong))


def _told(result: Any, wrong: list[Any], kept: Path | None, *, write: bool) -> list[str]:
    did = "loaded" if write else "would be loaded; nothing was saved"
    said = [f"{result.loaded:,} {did}. {result.already:,} were there already."]
    if wrong:
        said.append(f"{len(wrong):,} lines were rejected:")
        said += [f"  line {one.line}: {one.sentence}" for one in wrong[:MOST_SHOWN]]
        if len(wrong) > MOST_SHOWN:
            said.append(f"  and {len(wrong) - MOST_SHOWN:,} more")
        said.append(f"They are in {kept}: mend them there and load that file.")
    if not write:
        said.append("If that is right, run the same command with --write.")
    return said


def _force(code: str | None, settings: Settings) -> Force:
    if code is None:
        return settings.force
    try:
        return Force(code)
    except ValueError:
        end(f"There is no force {code!r}. Give its code, such as leicestershire.")
