"""``uof return``: the annual return to the Home Office, checked, as spreadsheet and CSV."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click

from web.cli.ending import end
from web.settings import Settings

EXAMPLES = """\b
The year ending March 2020, of every force that has records here:
    uof return 2020 --out return
One force of several, or some:
    uof return 2020 --force leicestershire --force kent --out return
With (R) where uses of a CED in earlier years are not what was returned then:
    uof return 2020 --earlier return/use-of-force-return-2019.csv --out return

It writes four files: the spreadsheet with every table in the layout of its year, every figure in one
long CSV file, what its columns mean (CSVW), and what was checked. The same records make the same files, byte for byte. Nothing is
rounded and nothing hidden: these are figures for the Home Office, and not for publishing as they are.
"""
MOST_NAMED = 5
FOLLOWED = ("statistics", "expected", "register")
"""What a return is made of, and its coverage."""


@click.command("return", epilog=EXAMPLES, short_help="Make the annual return to the Home Office.")
@click.argument("year", type=int)
@click.option(
    "--out",
    "folder",
    type=click.Path(file_okay=False, path_type=Path),
    required=True,
    help="Where the files go; made if it is not there.",
)
@click.option("--force", "forces", multiple=True, help="Code of a force; by default every force.")
@click.option(
    "--earlier",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="The CSV file of the last return, to mark what is revised.",
)
def return_(*, year: int, folder: Path, forces: tuple[str, ...], earlier: Path | None) -> None:
    """Make the return of the year that ends in March of YEAR: checks first, then the files."""
    settings = Settings.from_environment()

    from contextlib import closing

    from domain.local_time import LOCAL
    from projections import following
    from projections.statistics.analysis import Analysis
    from web.adapters.clock import SystemClock
    from web.bootstrap import read_models
    from web.returns import files, layout
    from web.returns.covering import coverage_of
    from web.returns.every_file import FILES

    today = SystemClock().now().astimezone(LOCAL).date()
    if year not in layout.years(today):
        end(f"There is no return of {year}: the first is of 2018, and no year is in the future.")
    if unknown := [one for one in forces if one not in layout.names()]:
        end(f"There is no force {unknown[0]!r}. Give its code, such as leicestershire.")
    with closing(read_models(settings)) as models:
        if any(one.is_outdated for one in models.views.status()):
            end("The read models are of another version. Run: uof projections rebuild")
        following.catch_up(models.views.engine(), models.reader, only=FOLLOWED)
        with closing(Analysis(models.views)) as analysis:
            analysis.prepare()
            with models.views.reading() as connection:
                coverage = coverage_of(connection, year, forces)
            with analysis.asking() as asked:
                made = files.returned(
                    asked.ask,
                    year,
                    frozenset(forces),
                    position=asked.position,
                    earlier=_earlier(earlier) if earlier else None,
                    coverage=coverage,
                )
    for line in _said(made):
        click.echo(line)
    if not made.checked.records:
        end("Nothing was written: no record of these forces counts in the year.")
    folder.mkdir(parents=True, exist_ok=True)
    for ending, content in FILES.values():
        path = folder / made.name(ending)
        path.write_bytes(content(made))
        click.echo(f"Wrote {path}")


def _said(made: Any) -> Iterator[str]:
    """What the checks found, in words."""
    from domain.counting.quality import NUMBERED
    from web.returns.checking import MISSING

    found = made.checked
    noun = "record counts" if found.records == 1 else "records count"
    yield f"{found.records:,} {noun} in the year ending March {made.year}."
    supplying, every = made.scope.supplying, len(made.scope.forces)
    yield f"{supplying} of {every} forces have records in it."
    for check in NUMBERED:
        if records := found.failing(check.code):
            each = {name: found.failing(check.code, code) for code, name in found.forces}
            yield f"{records:>9,}  2.3.{check.rule:<3} {check.label}{_of(each)}"
    for question, words in MISSING.items():
        if records := found.blank(question):
            each = {name: found.blank(question, code) for code, name in found.forces}
            yield f"{records:>9,}  missing {words}{_of(each)}"
    covered = found.coverage.total
    if covered.loaded:
        yield f"{covered.matched:,} of {covered.due:,} encounters that other systems know of have one."


def _of(each: dict[str, int]) -> str:
    """The forces that have the most of it, if there are several."""
    if len(each) < 2:
        return ""
    most = sorted(each.items(), key=lambda one: (-one[1], one[0]))
    named = [f"{name} {records:,}" for name, records in most[:MOST_NAMED] if records]
    return f" ({', '.join(named)}{', …' if len(most) > MOST_NAMED else ''})"


def _earlier(file: Path) -> dict[tuple[str, str], tuple[int, ...]]:
    """The uses of a CED that an earlier return has: by year and force, in the order of its columns."""
    import csv

    found: dict[tuple[str, str], tuple[int, ...]] = {}
    with file.open(newline="", encoding="utf-8") as opened:
        for line in csv.DictReader(opened):
            if line.get("table") == "13" and line["count"].isdecimal():
                key = line["category"], line["police_force"]
                found[key] = (*found.get(key, ()), int(line["count"]))
    return found
