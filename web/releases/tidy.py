"""The figures of an edition, and why they moved, as sets of described data."""

from collections.abc import Iterator

from domain.disclosure.symbols import Symbol
from domain.summary.ways import CODE_LISTS, CodeLists
from web.releases.datasets import Column, Dataset, Kind, Row, dataset
from web.releases.document import Document
from web.releases.words import title_of


def figures(made: Document) -> Dataset:
    """A line for every figure of every table, their totals and zeros among them."""
    return dataset(
        name="figures",
        title=title_of(made),
        description=" ".join(made["caveats"]),
        publisher=made["force"]["label"],
        columns=(
            *_about(made),
            Column(
                name="value",
                title="Figure",
                meaning="How many there are; what is counted is said by the basis of the table",
                kind=Kind.NUMBER,
            ),
            Column(name="basis", title="Basis", meaning="What the figures of the table count"),
        ),
        rows=_figures(made),
    )


def changes(made: Document) -> Dataset:
    """A line for every figure that moved and cause: its parts add up to its difference."""
    since = made["revision"]["since"]
    return dataset(
        name="changes",
        title=f"{title_of(made)}: what changed since edition {since}",
        description="The parts of each figure, over all causes, add up to its difference.",
        publisher=made["force"]["label"],
        columns=(
            *_about(made),
            Column(
                name="cause",
                title="Cause",
                meaning="What happened to records, or to how they are counted",
                values=tuple(one.code for one in _lists(made).beside["cause"]),
                is_key=True,
            ),
            Column(name="cause_label", title="Cause in words", meaning="The same in words"),
            Column(name="moved", title="Moved", meaning="By how much it moved", kind=Kind.NUMBER),
            Column(
                name="before",
                title="Before",
                meaning=f"The figure in edition {since}",
                kind=Kind.NUMBER,
            ),
            Column(
                name="after", title="After", meaning="The figure in this edition", kind=Kind.NUMBER
            ),
        ),
        rows=_changes(made),
    )


def _lists(made: Document) -> CodeLists:
    """The lists by whose codes and words the document was made."""
    return CODE_LISTS[made["basis"]["code_lists"]["version"]]


def _about(made: Document) -> tuple[Column, ...]:
    tables = tuple(table["code"] for table in made["tables"])
    return (
        Column(name="table", title="Table", meaning="The table’s code", values=tables, is_key=True),
        Column(name="table_label", title="Table in words", meaning="The table’s title"),
        Column(
            name="row",
            title="Row",
            meaning="The row’s code; one that begins with ~ says why there is no answer",
            is_key=True,
        ),
        Column(name="row_label", title="Row in words", meaning="The row’s heading"),
        Column(name="column", title="Column", meaning="The column’s code", is_key=True),
        Column(name="column_label", title="Column in words", meaning="The column’s heading"),
    )


def _figures(made: Document) -> Iterator[Row]:
    for table in made["tables"]:
        for row in table["rows"]:
            for column, cell in zip(table["columns"], row["cells"], strict=True):
                yield (
                    table["code"],
                    table["title"],
                    row["code"],
                    row["label"],
                    column["code"],
                    column["label"],
                    cell if isinstance(cell, int) else Symbol(cell),
                    table["basis"],
                )


def _changes(made: Document) -> Iterator[Row]:
    for move in made["revision"]["moves"]:
        for part in move["parts"]:
            yield (
                move["table"],
                move["table_label"],
                move["row"],
                move["row_label"],
                move["column"],
                move["column_label"],
                part["cause"],
                part["label"],
                part["moved"],
                move["before"],
                move["after"],
            )
