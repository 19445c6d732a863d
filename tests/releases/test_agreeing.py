"""Every file of an edition says the same of what does not apply and of what is not available."""

import csv
import io
import re
import zipfile
from collections.abc import Mapping

import pytest

from domain.codelists.releases import ReasonForEdition
from domain.counting.periods import Quarter
from domain.releases.facts import NO_FACTS
from domain.releases.period import Period
from domain.releases.release import Basis
from domain.summary.counting import RunningFigures, Scope, Summary
from domain.summary.ways import NEWEST
from tests.domain.summary.records import SCOPE, a_version
from web.releases.document import LAYOUT, Counted, Document, document
from web.releases.files import files

BEFORE_2023 = Scope(force=SCOPE.force, period=Period(2022, 4))
FIRST = Quarter(2022, 3)


@pytest.fixture(scope="module")
def made() -> Document:
    """An edition of before the form of 2023, of a force that began to record a quarter earlier."""
    running = RunningFigures(BEFORE_2023, NEWEST)
    for number, day in enumerate((FIRST.first_day, BEFORE_2023.period.last_day)):
        running.add(a_version(number, incident_date=day))
    return document(
        Counted(
            summary=Summary(scope=BEFORE_2023, ways=NEWEST, figures=running.figures, first=FIRST),
            edition=1,
            basis=Basis(position=9, counting_rules=1, code_lists=1, layout=LAYOUT),
            reason=ReasonForEdition.FIRST,
            notice=None,
            facts=NO_FACTS,
            before=[],
            revision=None,
            hidden_before={},
        )
    )


@pytest.fixture(scope="module")
def written(made: Document) -> Mapping[str, bytes]:
    return files(made)


def cells(made: Document) -> dict[tuple[str, str, str], int | str]:
    return {
        (table["code"], row["code"], column["code"]): cell
        for table in made["tables"]
        for row in table["rows"]
        for column, cell in zip(table["columns"], row["cells"], strict=True)
    }


def test_the_document_has_both_symbols_where_they_belong(made: Document) -> None:
    found = cells(made)

    assert found["reasons", "effect-stop-and-search", "records"] == "[z]"
    assert found["outcomes", "no-further-action", "records"] == "[z]"
    assert found["by-quarter", "records", "2022-q2"] == "[x]"
    assert found["by-quarter", "records", "2022-q3"] == 1
    assert {key[0] for key, cell in found.items() if cell in ("[x]", "[z]")} == {
        "reasons",
        "outcomes",
        "by-quarter",
    }


def test_the_data_has_the_same_without_brackets(
    made: Document, written: Mapping[str, bytes]
) -> None:
    lines = csv.DictReader(io.StringIO(written["figures.csv"].decode()))

    found = {(one["table"], one["row"], one["column"]): one["value"] for one in lines}

    assert found == {key: str(cell).strip("[]") for key, cell in cells(made).items()}


def test_the_spreadsheet_has_them_as_text_and_says_what_they_mean(
    made: Document, written: Mapping[str, bytes]
) -> None:
    content = zipfile.ZipFile(io.BytesIO(written["tables.ods"])).read("content.xml").decode()
    shown = [str(cell) for cell in cells(made).values() if isinstance(cell, str)]

    for symbol, meaning in (("[z]", "does not apply"), ("[x]", "not available")):
        assert len(re.findall(rf"<text:p>{re.escape(symbol)}</text:p>", content)) == shown.count(
            symbol
        )
        tables = [one for one in made["tables"] if f"{symbol}: {meaning}" in one["symbols"]]
        assert content.count(f"{symbol}: {meaning}.") == 1 + len(tables)


def test_the_chart_of_quarters_draws_no_bar_of_what_is_not_available(
    written: Mapping[str, bytes],
) -> None:
    drawn = written["by-quarter.svg"].decode()

    assert drawn.count(">[x]<") == 6
    assert drawn.count('<rect x="0" y=') == 8
    assert drawn.count('width="0"') == 6


def test_a_form_that_changed_at_the_end_of_what_is_shown_makes_no_break(made: Document) -> None:
    assert made["breaks"] == []
    assert all(table["breaks"] == [] for table in made["tables"])
