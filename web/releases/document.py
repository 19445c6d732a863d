"""An edition as one document: everything that its page and its files say, and nothing else.

Decision. What an edition says is worked out once, from its basis alone, as plain data. Its page and
every file are made of that document, which is itself a file of the edition. Consequence: page, CSV and
spreadsheet cannot differ; a page is shown without counting anything; no clock is read. Kept by
``tests/releases/test_byte_for_byte.py``.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Any

import orjson

from domain.codelists.releases import ReasonForEdition
from domain.counting.groupings import LINES
from domain.disclosure.symbols import Shown, Symbol
from domain.disclosure.tables import Place
from domain.disclosure.treatments import Treatment
from domain.releases.facts import Facts
from domain.releases.release import Basis
from domain.summary.breaks import Break, breaks
from domain.summary.causes import Cause
from domain.summary.counting import BY_QUARTER, Key, Scope
from domain.summary.findings import findings
from domain.summary.main_points import coverage_in_words, main_points
from domain.summary.published import Hidden, PublishedTable, published
from domain.summary.revisions import Revision
from domain.summary.sections import in_sections
from domain.summary.tables import label_of
from domain.summary.ways import Ways
from web.releases.words import CAVEATS, TREATMENTS

LAYOUT = 1
"""Of the document and the files. Whoever changes what they look like adds another one."""

Document = dict[str, Any]
OF_TACTICS = ("tactics", BY_QUARTER)
DEPTHS: Mapping[str, int] = MappingProxyType({line.code: line.depth for line in LINES})
"""How far a line of the tables of tactics is set in below its group."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Counted:
    """What a document is made of."""

    scope: Scope
    edition: int
    basis: Basis
    ways: Ways
    reason: ReasonForEdition
    notice: str | None
    facts: Facts
    figures: Mapping[Key, int]
    before: Sequence[Mapping[Key, int]]
    """The figures of the editions before."""
    revision: Revision | None
    hidden_before: Hidden
    """Where the edition before hid figures."""


def document(counted: Counted) -> Document:
    """The document of an edition."""
    scope = counted.scope
    treated = published(counted.figures, scope, counted.hidden_before)
    tables = tuple(named(one, counted.facts.areas) for one in treated)
    found = breaks(scope.series[0], scope.series[-1], counted.ways)
    return {
        "layout": counted.basis.layout,
        "force": {"code": scope.force.value, "label": scope.force.label},
        "period": {"code": scope.period.code, "label": scope.period.label},
        "edition": counted.edition,
        "reason": {"code": counted.reason.value, "label": counted.reason.label},
        "notice": counted.notice,
        "publisher": _publisher(counted.facts),
        "basis": _basis(counted),
        "points": [
            {"figure": one.figure, "words": one.words}
            for one in main_points(counted.figures, scope)
        ],
        "coverage": coverage_in_words(counted.figures),
        "caveats": list(CAVEATS),
        "sections": _sections(tables),
        "tables": [_table(one, found, scope) for one in tables],
        "breaks": [_break(one) for one in found],
        "revision": _revision(counted, tables) if counted.revision else None,
    }


def written(made: Document) -> bytes:
    """The document as a file: the same bytes for the same content."""
    return orjson.dumps(made, option=orjson.OPT_INDENT_2 | orjson.OPT_SORT_KEYS) + b"\n"


def hidden_in(made: Document) -> dict[str, set[Place]]:
    """Where a document hides figures, by table."""
    return {
        table["code"]: {
            (row["code"], column["code"])
            for row in table["rows"]
            for column, cell in zip(table["columns"], row["cells"], strict=True)
            if cell == Symbol.HIDDEN.value
        }
        for table in made["tables"]
    }


def _basis(counted: Counted) -> Document:
    rules, lists = counted.ways.rules, counted.ways.lists
    return {
        "position": counted.basis.position,
        "counting_rules": {"version": rules.version, "says": rules.says},
        "code_lists": {"version": lists.version, "says": lists.says},
    }


def _publisher(facts: Facts) -> Document:
    return {
        "contact": facts.contact,
        "early_access": list(facts.early_access),
        "follows_code": facts.follows_code,
    }


def _sections(tables: Sequence[PublishedTable]) -> list[Document]:
    found = findings(tables)
    return [
        {
            "code": one.code,
            "title": one.title,
            "finding": found.get(one.code),
            "tables": list(one.tables),
        }
        for one in in_sections(tuple(table.code for table in tables))
    ]


def named(table: PublishedTable, areas: Mapping[str, str]) -> PublishedTable:
    """A table with the names of areas: they are a force's own, and in no code list."""
    if table.question != "area":
        return table
    rows = (
        replace(one, label=areas.get(one.code, one.label)) if one.label == one.code else one
        for one in table.rows
    )
    return replace(table, rows=tuple(rows))


def _table(table: PublishedTable, found: Sequence[Break], scope: Scope) -> Document:
    return {
        "code": table.code,
        "title": table.title,
        "basis": table.basis,
        "stub": table.stub,
        "treatment": table.control.treatment.value,
        "treatment_says": TREATMENTS[table.control.treatment],
        "columns": [{"code": one.code, "label": one.label} for one in table.columns],
        "rows": [
            {
                "code": row.code,
                "label": row.label,
                "depth": DEPTHS.get(row.code, 0) if table.code in OF_TACTICS else 0,
                "cells": [_cell(table.shown(row.code, one.code)) for one in table.columns],
            }
            for row in table.rows
        ],
        "breaks": [_break(one) for one in found if _concerns(one, table, scope)],
    }


def _concerns(one: Break, table: PublishedTable, scope: Scope) -> bool:
    """Whether a break is inside what a table shows: the series as a whole, another only its period."""
    shown = table.code == BY_QUARTER or scope.period.first < one.quarter <= scope.period.last
    return shown and one.question in ("", table.question)


def _break(one: Break) -> Document:
    return {
        "day": one.day.isoformat(),
        "quarter": one.quarter.code,
        "question": one.question,
        "words": one.words,
    }


def _cell(shown: Shown) -> int | str:
    return shown.value if isinstance(shown, Symbol) else shown


def _revision(counted: Counted, tables: Sequence[PublishedTable]) -> Document:
    """Why figures moved. Figures of treated tables are not taken apart: that would tell what is hidden."""
    revision = counted.revision
    assert revision is not None
    plain = {one.code: one for one in tables if one.control.treatment is Treatment.NONE}
    return {
        "since": counted.edition - 1,
        "causes": [
            {"code": cause.value, "label": cause.label, "records": records}
            for cause, records in revision.causes.items()
        ],
        "moves": list(moves(revision, counted.before[-1], counted.figures, plain)),
        "not_taken_apart": [one.title for one in tables if one.code not in plain],
    }


def moves(
    revision: Revision,
    before: Mapping[Key, int],
    after: Mapping[Key, int],
    tables: Mapping[str, PublishedTable],
) -> Iterator[Document]:
    """Every figure of these tables that moved, and why."""
    for key in _in_order(revision.moved, tables):
        code, row, column = key
        table, parts = tables[code], revision.parts[key]
        yield {
            "table": code,
            "table_label": table.title,
            "row": row,
            "row_label": label_of(table.rows, row),
            "column": column,
            "column_label": label_of(table.columns, column),
            "before": before.get(key, 0),
            "after": after.get(key, 0),
            "parts": [
                {"cause": cause.value, "label": cause.label, "moved": parts[cause]}
                for cause in Cause
                if parts[cause]
            ],
        }


def _in_order(keys: Collection[Key], plain: Mapping[str, PublishedTable]) -> list[Key]:
    """As the tables have them; a row or column that is no longer there comes last."""

    def place(key: Key) -> tuple[int, int, int, Key]:
        code, row, column = key
        table = plain[code]
        rows, columns = ([one.code for one in many] for many in (table.rows, table.columns))
        return (list(plain).index(code), _index(rows, row), _index(columns, column), key)

    return sorted((key for key in keys if key[0] in plain), key=place)


def _index(codes: Sequence[str], code: str) -> int:
    return codes.index(code) if code in codes else len(codes)
