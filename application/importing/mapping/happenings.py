"""The part of a mapping file about a record's history: who reviewed or amended it, and when."""

from zoneinfo import ZoneInfo

from application.importing.mapping import ways
from application.importing.mapping.columns import Columns, moment
from application.importing.mapping.mistakes import instead
from application.importing.mapping.questions import conditions
from application.importing.mapping.source_mapping import Happened, Happening
from application.importing.mapping.tables import Table
from application.importing.mapping.ways import Words
from domain.records.account import QUESTIONS


def happenings(
    tables: tuple[Table, ...], columns: Columns, zone: ZoneInfo
) -> tuple[Happening, ...]:
    """Each table describes one kind of thing that may have happened to a record."""
    return tuple(_happening(table, columns, zone) for table in tables)


def _happening(table: Table, columns: Columns, zone: ZoneInfo) -> Happening:
    happening = Happening(
        is_a=table.code("is", tuple(Happened)),
        at=moment(table, "at", columns, zone),
        by=columns.perhaps(table, "by"),
        words=columns.perhaps(table, "words"),
        question=columns.perhaps(table, "question"),
        questions=_questions(table),
        old=columns.perhaps(table, "old"),
        new=columns.perhaps(table, "new"),
        when=conditions(table, columns),
        line=table.line(),
    )
    _together(table, happening)
    table.done()
    return happening


def _questions(table: Table) -> Words | None:
    """Which question of ours each of their field names means; some of theirs may be none of ours."""
    given = table.table("questions")
    if given is None:
        return None
    known: dict[str, ways.Said] = {}
    for field in given:
        named = given.texts(field)
        for question in named:
            if question not in QUESTIONS:
                sentence = f"“{question}” is no question. {instead(question, QUESTIONS)}"
                given.wrong(sentence, field)
        known[field] = named
    return Words(known)


def _together(table: Table, happening: Happening) -> None:
    """What an event of its kind has to say."""
    if happening.is_a is Happened.AMENDED:
        needed = ("question", "questions", "old", "new")
        if not all(key in table for key in needed):
            table.wrong("an amendment has “question”, “questions”, “old” and “new”.")
    elif "old" in table or "new" in table:
        table.wrong("“old” and “new” belong to an amendment.")
    if happening.is_a is Happened.RETURNED and happening.words is None:
        table.wrong("what was returned has “words”: what the reviewer asked.")
    if ("question" in table) != ("questions" in table):
        table.wrong("“question” and “questions” go together.")
    named = [happening.at[0], happening.by, happening.words, happening.question]
    named += [happening.old, happening.new]
    if len({column.file.name for column in named if column is not None}) > 1:
        table.wrong("the columns of an event are all in one file.")
