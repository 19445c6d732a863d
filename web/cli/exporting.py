"""``uof export``: records in the published layout, for whoever reads that."""

from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import click

from web.cli.ending import FAILED, end
from web.settings import Settings

EXAMPLES = """\b
A financial year:
    uof export year.csv --from 2025-04-01 --to 2026-03-31
What was accepted, in the layout of 271 columns that was published until March 2023:
    uof export accepted.csv --status accepted --to 2023-03-31 --columns 271

The file holds words of closed lists, numbers, days and times: no free text, nothing sealed, no
officer, and nothing that a spreadsheet would take for a formula. Lines stand in the order of their
days and then of what they say, so that the same records make the same file. Imported into an empty
installation and exported again, it is the same. Records that were withdrawn are left out unless they
are asked for by status.
"""
MOST_NAMED = 10
NEWEST, OLDER = "newest", "271"


@click.command("export", epilog=EXAMPLES, short_help="Write records in the published layout.")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--layout", type=click.Choice(["mps"]), default="mps", show_default=True)
@click.option("--columns", type=click.Choice([NEWEST, OLDER]), default=NEWEST, show_default=True)
@click.option("--force", "force_code", help="Code of the force; by default every force.")
@click.option("--from", "since", type=click.DateTime(["%Y-%m-%d"]), help="First day of incident.")
@click.option("--to", "until", type=click.DateTime(["%Y-%m-%d"]), help="Last day of incident.")
@click.option("--status", "statuses", multiple=True, help="A status; may be given several times.")
def export(
    *,
    file: Path,
    layout: str,
    columns: str,
    force_code: str | None,
    since: datetime | None,
    until: datetime | None,
    statuses: tuple[str, ...],
) -> None:
    """Write records to FILE in the published layout of the Metropolitan Police."""
    settings = Settings.from_environment()

    from contextlib import closing

    from application.importing.csv_file import UnusableFileError
    from application.importing.metropolitan import writing
    from domain.codelists.forces import Force
    from domain.codelists.statuses import RecordStatus
    from projections import following
    from projections.statistics.selecting import Selection, accounts
    from web.access_log.commands import log_export
    from web.bootstrap import read_models
    from web.cli.written import Written

    wanted = Selection(
        force=_code(Force, force_code, "force") if force_code else None,
        since=since.date() if since else None,
        until=until.date() if until else None,
        statuses=frozenset(_code(RecordStatus, one, "status") for one in statuses),
    )
    # Without the keys: what is written holds nothing that is sealed.
    with closing(read_models(settings)) as models:
        if any(one.is_outdated for one in models.views.status()):
            end("The read models are of another version. Run: uof projections rebuild")
        following.catch_up(models.views.engine(), models.reader, only=["statistics"])
        words = AreaWords(settings.areas, models.reader)
        log_export(models.stores)
        try:
            written = Written(file)
        except UnusableFileError as error:
            end(str(error))
        written.row(writing.headings(newest=columns == NEWEST))
        unfit: list[str] = []
        with models.views.reading() as connection:
            for lines in _by_day(
                accounts(connection, wanted), words, unfit, newest=columns == NEWEST
            ):
                for line in lines:
                    written.row(line)
        written.close(wanted=not unfit)
    if unfit:
        some = "\n".join(f"  {one}" for one in unfit[:MOST_NAMED])
        more = f"\n  and {len(unfit) - MOST_NAMED:,} more" if len(unfit) > MOST_NAMED else ""
        end(f"Nothing was written: the layout has no room for\n{some}{more}", code=FAILED)
    click.echo(f"{written.rows - 1:,} records are in {file}.")


class AreaWords:
    """The word for an area: the installation's, or the one that it had in the system it comes from."""

    def __init__(self, areas: Any, log: Any) -> None:
        from application.importing.metropolitan.columns import OUT_OF_FORCE, OUT_OF_FORCE_CODE

        self._words: dict[str, str] = {**areas, OUT_OF_FORCE_CODE: OUT_OF_FORCE}
        self._log = log

    def of(self, record: Any) -> Callable[[str], str]:
        """The words, with a record to look them up in that has the area."""

        def word(code: str) -> str:
            if code not in self._words:
                self._words[code] = self._said(record, code)
            return self._words[code]

        return word

    def _said(self, record: Any, code: str) -> str:
        from application.importing.metropolitan.writing import RUNS_AS_FORMULA
        from application.importing.words import slug

        (first,) = self._log.events_of(record, upto=1)
        said = getattr(first, "words", {}).get("area", ())
        # A code is a word too, and is read again as itself.
        return next(
            (word for word in said if slug(word) == code and not word.startswith(RUNS_AS_FORMULA)),
            code,
        )


def _by_day(
    stated: Iterator[Any], words: AreaWords, unfit: list[str], *, newest: bool
) -> Iterator[list[Any]]:
    """The lines of each day in an order that hangs on nothing but what they say."""
    from itertools import groupby

    from application.importing.metropolitan import writing
    from application.importing.metropolitan.parts import TooMuchError

    for _, together in groupby(stated, key=lambda one: one.day):
        lines = []
        for one in together:
            try:
                lines.append(
                    writing.cells(one.account, area_word=words.of(one.record), newest=newest)
                )
            except TooMuchError as error:
                unfit.append(f"{one.reference}: {error}")
        yield sorted(lines)


def _code(codes: Any, text: str, what: str) -> Any:
    try:
        return codes(text)
    except ValueError:
        end(f"There is no {what} {text!r}. The codes are: {', '.join(codes)}.")
