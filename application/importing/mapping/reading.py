"""From the text of a mapping file to a mapping; every mistake is told with its line.

Decision. A mapping is checked as strictly as code would be: an unknown key, question or code, a
column that is named twice over and a question of which nothing is said are mistakes. Consequence: a
mapping that is taken says something of every question, and what has no equivalent is written down
with its reason. Kept by ``tests/application/mapping/test_mistakes.py``.
"""

import re
import tomllib
from collections.abc import Mapping
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from application.importing.mapping import questions
from application.importing.mapping.columns import Columns, moment
from application.importing.mapping.happenings import happenings
from application.importing.mapping.kinds import Kind
from application.importing.mapping.mistakes import Mistake, WrongMappingError
from application.importing.mapping.positions import positions
from application.importing.mapping.source_mapping import (
    About,
    Column,
    File,
    Happened,
    Part,
    RecordRule,
    Rows,
    Rule,
    SourceMapping,
)
from application.importing.mapping.tables import Table
from domain.codelists.answers import Absence
from domain.codelists.forces import Force
from domain.codelists.ranks import Rank

NAME = re.compile(r"[a-z0-9][a-z0-9-]*")
PEOPLE = ("their-own-ids", "collar-numbers")
COLLAR_NUMBERS = PEOPLE[1]
RANKS = Kind(Rank, several=False, steps=False)
AT_A_PLACE = re.compile(r"^(?P<what>.*) \(at line (?P<line>\d+), column \d+\)$")


def mapping_of(text: str) -> SourceMapping:
    """The mapping that a text describes.

    Raises:
        WrongMappingError: with every mistake that was found, in the order of the lines.

    """
    content = _parsed(text)
    mistakes: list[Mistake] = []
    found = _mapping(Table(content, (), positions(text), mistakes))
    if mistakes:
        raise WrongMappingError(sorted(set(mistakes)))
    return found


def _parsed(text: str) -> Mapping[str, object]:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        at = AT_A_PLACE.match(str(error))
        line = int(at["line"]) if at else text.count("\n") + 1
        what = at["what"] if at else str(error)
        sentence = f"this is not TOML: {what}. A word may stand once in its table."
        raise WrongMappingError([Mistake(line, sentence)]) from None


def _mapping(table: Table) -> SourceMapping:
    head = table.table("mapping") or Table({}, ("mapping",), {}, [])
    if "mapping" not in table:
        table.wrong("“[mapping]” is missing: it says what the mapping is called.")
    files = _files(table)
    columns = Columns(files)
    zone = _zone(head)
    mapping = SourceMapping(
        name=_name(head, "name"),
        version=head.take("version", int),
        force=head.code("force", tuple(Force)),
        description=head.take("description", str),
        source=head.take("source", str),
        licence=head.take("licence", str),
        zone=zone,
        files=files,
        record=_record(table, columns, zone),
        rules=_rules(table, columns),
        happenings=happenings(table.tables("event"), columns, zone),
        columns=columns.named,
    )
    _refuse_unread(table, mapping)
    head.done()
    table.done()
    return mapping


def _refuse_unread(table: Table, mapping: SourceMapping) -> None:
    """What a history changes must be read from the record's own row too."""
    read = {rule.question for rule in mapping.rules if rule.parts}
    for number, happening in enumerate(mapping.happenings):
        if happening.is_a is not Happened.AMENDED or happening.questions is None:
            continue
        for field, said in happening.questions.known.items():
            if not isinstance(said, Absence) and not read.issuperset(said):
                table.wrong(
                    f"“{field}” changes a question that this mapping reads from no column.",
                    "event",
                    number,
                    "questions",
                    field,
                )


def _name(table: Table, key: str) -> str:
    name = table.take(key, str)
    if name and not NAME.fullmatch(name):
        table.wrong(f"“{name}” is no name: use small letters, digits and hyphens.", key)
    return name


def _zone(head: Table) -> ZoneInfo:
    name = head.take("time-zone", str, "Europe/London")
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):
        head.wrong(f"“{name}” is no time zone, such as Europe/London.", "time-zone")
        return ZoneInfo("Europe/London")


def _files(table: Table) -> tuple[File, ...]:
    tables = table.tables("file")
    files = tuple(_file(one, alone=len(tables) == 1) for one in tables)
    if [file.rows for file in files].count(Rows.RECORDS) != 1:
        table.wrong("one file, and one alone, has rows = “records”.", "file")
    names = [file.name for file in files]
    for one, name in zip(tables, names, strict=True):
        if names.count(name) > 1:
            one.wrong(f"two files are called “{name}”: give each a name of its own.", "name")
    if len({len(file.key) for file in files}) > 1:
        table.wrong("every file has as many key columns as the others.", "file")
    return files


def _file(table: Table, *, alone: bool) -> File:
    key = table.texts("key", () if alone else [])
    if not alone and not key:
        table.wrong("“key” names the columns by which its rows belong to records.")
    file = File(
        name=_name(table, "name"),
        pattern=table.take("file", str),
        key=key,
        rows=table.code("rows", tuple(Rows), Rows.RECORDS if alone else Rows.ONE),
        about=table.code("about", tuple(About), About.ALL),
        order=table.take("order", str, ""),
        unused=table.words("unused"),
        line=table.line(),
    )
    if file.order and file.rows is not Rows.MANY:
        table.wrong("“order” numbers the rows of a list: it goes with rows = “many”.", "order")
    table.done()
    return file


def _record(table: Table, columns: Columns, zone: ZoneInfo) -> RecordRule:
    given = table.table("record")
    if given is None:
        table.wrong("“[record]” is missing: it says what tells one record from another.")
        given = Table({"key": []}, ("record",), {}, [])
    key = columns.several(given, "key")
    reference = columns.several(given, "reference") if "reference" in given else key
    rule = RecordRule(
        key=key,
        prefix=given.take("prefix", str, ""),
        reference=reference,
        officer=columns.perhaps(given, "officer"),
        by_collar_number=given.one_of("people", PEOPLE, PEOPLE[0]) == COLLAR_NUMBERS,
        rank=_rank(given, columns),
        submitted=moment(given, "submitted-at", columns, zone) if "submitted-at" in given else None,
        not_a_record=_not_a_record(given, columns),
    )
    for column in (*key, *reference, *filter(None, [rule.officer])):
        if column.holds_several:
            given.wrong(f"“{column.cell}” is a list; a record has one of it.")
    given.done()
    return rule


def _rank(given: Table, columns: Columns) -> Part | None:
    table = given.table("rank")
    if table is None:
        return None
    words, lines = questions.values(table, "values", RANKS)
    part = Part(column=columns.take(table, "from"), way=words, words=lines, line=table.line("from"))
    table.done()
    return part


def _not_a_record(given: Table, columns: Columns) -> tuple[Column, Mapping[str, str]] | None:
    table = given.table("not-a-record")
    if table is None:
        return None
    found = (columns.take(table, "from"), table.words("values"))
    table.done()
    return found


def _rules(table: Table, columns: Columns) -> tuple[Rule, ...]:
    asked, not_asked = table.table("questions"), table.table("not-asked")
    if asked is None:
        table.wrong("“[questions]” is missing: each question has a table in it.")
    found = questions.rules(asked, not_asked, columns)
    for one in (asked, not_asked):
        if one is not None:
            one.done()
    return found
