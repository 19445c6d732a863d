"""``uof mapping``: what a mapping file gets wrong, or leaves open, before anything is imported."""

import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import click

from web.cli.ending import FAILED, end

if TYPE_CHECKING:
    from application.importing.mapping.checking import Checked

MOST_SHOWN = 50


@click.group()
def mapping() -> None:
    """Descriptions of other systems' files, as data."""


@mapping.command("list")
def list_() -> None:
    """The mappings that come with the product."""
    from application.importing.mapping.reading import mapping_of
    from application.importing.mapping.shipped import shipped

    for name, text in shipped().items():
        found = mapping_of(text)
        click.echo(f"{name:16} {found.description}. {found.source}, {found.licence}.")


@mapping.command("check")
@click.argument("mapping")
@click.argument(
    "files", nargs=-1, required=True, type=click.Path(exists=True, dir_okay=False, path_type=Path)
)
def check(mapping: str, files: tuple[Path, ...]) -> None:
    """Hold MAPPING, a file or the name of one that comes with the product, against FILES.

    It ends with 0 if every line can be a record, 1 if something is to mend, 2 if it could not begin.
    """
    hold_against(mapping, files)


def hold_against(mapping: str, files: Sequence[Path]) -> NoReturn:
    """Say what a mapping gets wrong, or leaves open, about files, and end with what it comes to."""
    from application.importing.mapping.checking import check as checking
    from domain.errors import DomainError

    try:
        found = checking(text_of(mapping), files)
    except (DomainError, OSError, UnicodeDecodeError) as error:
        end(str(error))
    click.echo(told(found))
    sys.exit(0 if found.is_clean else FAILED)


def text_of(mapping: str) -> str:
    """The text of a mapping file, or of the mapping with that name."""
    from application.importing.mapping.shipped import shipped

    ours = shipped()
    if mapping in ours:
        return ours[mapping]
    try:
        return Path(mapping).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        end(f"The mapping {mapping} cannot be read: it must be a text file in UTF-8.")


def told(found: "Checked") -> str:
    """What a check found, for people: the mapping's mistakes, or what the files have beside it."""
    return "\n".join(_lines(found))


def _lines(found: "Checked") -> Iterator[str]:
    from web.forms.words import leading

    for mistake in found.mistakes:
        yield str(mistake)
    if found.mistakes:
        yield "The files were not read."
        return
    yield f"{found.records:,} of {found.lines:,} lines can be records."
    for one in found.uncovered[:MOST_SHOWN]:
        where = f"{leading(one.heading)} " if one.heading else ""
        yield f"{one.count:,} times, first in line {one.first_line}: {where}{one.sentence}"
    if len(found.uncovered) > MOST_SHOWN:
        yield f"and {len(found.uncovered) - MOST_SHOWN:,} others, less often"
    for mistake in found.never_met:
        yield str(mistake)
