"""An edition as one document: everything that its page and its files say, and nothing else.

Decision. What an edition says is worked out once, from its basis alone, as plain data. Its page and
every file are made of that document, which is itself a file of the edition. Consequence: page, CSV and
spreadsheet cannot differ; a page is shown without counting anything; no clock is read. Kept by
``tests/releases/test_byte_for_byte.py``.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import orjson

from domain.codelists.releases import ReasonForEdition
from domain.disclosure.symbols import Shown, Symbol
from domain.disclosure.tables import Place
from domain.disclosure.treatments import Treatment
from domain.releases.facts import Facts
from domain.releases.release import Basis
from domain.summary.breaks import Break, breaks
from domain.summary.causes import Cause
from domain.summary.counting import BY_QUARTER, Key, Scope, Summary
from domain.summary.findings import findings
from domain.summary.headings import label_of
from domain.summary.main_points import coverage_in_words, main_points
from domain.summary.published import Hidden, PublishedTable, published
from domain.summary.revisions import Revision
from domain.summary.sections import in_sections
from domain.summary.ways import CountingRules, Ways
from web.releases.words import CAVEATS, TREATMENTS

LAYOUT = 1
"""Of the document and the files. Whoever changes what they look like adds another one."""

Document = dict[str, Any]
OF_TACTICS = ("tactics", BY_QUARTER)


@dataclass(frozen=True, kw_only=True, slots=True)
class Counted:
    """What a document is made of."""

    summary: Summary
    edition: int
    basis: Basis
    reason: ReasonForEdition
    notice: str | None
    facts: Facts
    before: Sequence[Summary]
    """The editions before."""
    revision: Revision | None
    hidden_before: Hidden
    """Where the edition before hid figures."""

    @property
    def scope(self) -> Scope:
        return self.summary.scope

    @property
    def ways(self) -> Ways:
        return self.summary.ways

    @property
    def figures(self) -> Mapping[Key, int]:
        return self.summary.figures


def document(counted: Counted) -> Document:
    """The document of an edition."""
    scope, lists = counted.scope, counted.ways.lists
    treated = published(counted.summary, counted.hidden_before)
    tables = tuple(named(one, counted.facts.areas) for one in treated)
    found = breaks(scope.series[0], scope.series[-1], lists)
    return {
        "layout": counted.basis.layout,
        "force": {"code": scope.force.value, "label": lists.label("force", scope.force.value)},
        "period": {"code": scope.period.code, "label": scope.period.label},
        "edition": counted.edition,
        "reason": {
            "code": counted.reason.value,
            "label": lists.label("reason-for-edition", counted.reason.value),
        },
        "notice": counted.notice,
        "publisher": _publisher(counted.facts),
        "basis": _basis(counted),
        "points": [
            {"figure": one.figure, "words": one.words} for one in main_points(counted.summary)
        ],
        "coverage": coverage_in_words(counted.figures),
        "caveats": list(CAVEATS),
        "sections": _sections(tables, counted.ways.rules),
        "tables": [_table(one, found, counted) for one in tables],
        "breaks": [
            _break(one) for one in found if any(_concerns(one, table, scope) for table in tables)
        ],
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


def _sections(tables: Sequence[PublishedTable], rules: CountingRules) -> list[Document]:
    found = findings(tables, rules)
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


def _table(table: PublishedTable, found: Sequence[Break], counted: Counted) -> Document:
    depths = counted.ways.rules.depths if table.code in OF_TACTICS else {}
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
                "depth": depths.get(row.code, 0),
                "cells": [_cell(table.shown(row.code, one.code)) for one in table.columns],
            }
            for row in table.rows
        ],
        "symbols": [f"{one.value}: {one.meaning}" for one in Symbol if one in table.cells.values()],
        "breaks": [_break(one) for one in found if _concerns(one, table, counted.scope)],
    }


def _concerns(one: Break, table: PublishedTable, scope: Scope) -> bool:
    """Whether a break is inside what a table shows: the series as a whole, another only its period."""
    first = scope.series[0] if table.code == BY_QUARTER else scope.period.first
    return one.question in table.hangs_on and one.is_inside(first, scope.period.last)


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
    lists, records = counted.ways.lists, revision.causes
    return {
        "since": counted.edition - 1,
        "causes": [
            {"code": one.code, "label": one.label, "records": records[Cause(one.code)]}
            for one in lists.beside["cause"]
            if Cause(one.code) in records
        ],
        "moves": list(moves(revision, counted.before[-1], counted.summary, plain)),
        "not_taken_apart": [one.title for one in tables if one.code not in plain],
    }


def moves(
    revision: Revision,
    before: Summary,
    after: Summary,
    tables: Mapping[str, PublishedTable],
) -> Iterator[Document]:
    """Every figure of these tables that moved, and why."""
    causes = after.ways.lists.beside["cause"]
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
            "before": before.figures.get(key, 0),
            "after": after.figures.get(key, 0),
            "parts": [
                {"cause": one.code, "label": one.label, "moved": parts[Cause(one.code)]}
                for one in causes
                if parts[Cause(one.code)]
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
