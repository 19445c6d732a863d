"""An edition as a spreadsheet: cover, contents, notes, then one table a sheet (spec: ux, 7.1)."""

from collections.abc import Iterator, Sequence

from domain.disclosure.symbols import Symbol
from domain.disclosure.tables import TOTAL
from web.releases.document import Document
from web.releases.words import early_access, standing, title_of
from web.returns import ods

COVER, CONTENTS, NOTES, CHANGES = "Cover", "Contents", "Notes", "Changes"
ONE_TABLE = "This worksheet contains one table."


def workbook(made: Document) -> bytes:
    """Every table of an edition, and why figures moved since the one before."""
    tables = [_sheet(one, made) for one in made["tables"]]
    changes = [_changes(made)] if made["revision"] else []
    named = [(one.name, one.title) for one in (*tables, *changes)]
    pages = [_cover(made), _contents(named), _notes(made), *tables, *changes]
    return ods.workbook(title_of(made), pages)


def _cover(made: Document) -> ods.Page:
    notice = [f"Notice: {made['notice']}"] if made["notice"] else []
    points = [f"{one['figure']} {one['words']}." for one in made["points"]]
    publisher = made["publisher"]
    return ods.Page(
        name=COVER,
        title=title_of(made),
        above=[
            *notice,
            *points,
            *(one["finding"] for one in made["sections"] if one["finding"]),
            *([f"Contact: {publisher['contact']}"] if publisher["contact"] else []),
            early_access(publisher["early_access"]),
            standing(follows_code=publisher["follows_code"]),
            ods.Link("Contents", CONTENTS),
        ],
    )


def _contents(named: Sequence[tuple[str, str]]) -> ods.Page:
    listed = [(NOTES, "How records are counted"), *named]
    return ods.Page(
        name=CONTENTS,
        title="Contents",
        above=[ONE_TABLE],
        labels=["Worksheet", "Title"],
        lines=[ods.Line(labels=[ods.Link(name, name), title]) for name, title in listed],
        is_prose=True,
    )


def _notes(made: Document) -> ods.Page:
    basis = made["basis"]
    said = [
        *made["caveats"],
        *(f"{one.value}: {one.meaning}." for one in Symbol),
        (
            f"Counting rules, version {basis['counting_rules']['version']}: "
            f"{basis['counting_rules']['says']}."
        ),
        f"Code lists, version {basis['code_lists']['version']}: {basis['code_lists']['says']}.",
        f"Counted from everything recorded up to log position {basis['position']:,}.",
        *(f"Break on {one['day']}: {one['words']}." for one in made["breaks"]),
    ]
    return ods.Page(
        name=NOTES,
        title="How records are counted",
        above=[ONE_TABLE],
        labels=["Note", "Words"],
        lines=[ods.Line(labels=[f"note {n}", words]) for n, words in enumerate(said, start=1)],
        is_prose=True,
    )


def _sheet(table: Document, made: Document) -> ods.Page:
    return ods.Page(
        name=table["code"],
        title=table["title"],
        above=[
            ONE_TABLE,
            f"{table['basis']}.",
            f"Coverage: {made['coverage']}.",
            table["treatment_says"],
            *(f"{one}." for one in table["symbols"]),
            *(f"Break on {one['day']}: {one['words']}." for one in table["breaks"]),
        ],
        labels=[table["stub"]],
        headings=[one["label"] for one in table["columns"]],
        lines=[
            ods.Line(labels=[row["label"]], figures=row["cells"], is_total=row["code"] == TOTAL)
            for row in table["rows"]
        ],
    )


def _changes(made: Document) -> ods.Page:
    revision = made["revision"]
    return ods.Page(
        name=CHANGES,
        title=f"What changed since edition {revision['since']}, and why",
        above=[ONE_TABLE, "The parts of each figure add up to its difference."],
        labels=["Table", "Row", "Column", "Cause"],
        headings=["Before", "After", "Moved"],
        lines=list(_moves(revision["moves"])),
    )


def _moves(moves: Sequence[Document]) -> Iterator[ods.Line]:
    for move in moves:
        about = [move["table_label"], move["row_label"], move["column_label"]]
        for part in move["parts"]:
            yield ods.Line(
                labels=[*about, part["label"]],
                figures=[move["before"], move["after"], part["moved"]],
            )
