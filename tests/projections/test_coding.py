"""Texts as numbers: what is asked of texts is asked of their numbers, and of texts where numbers do not tell."""

from typing import Any

import pytest
from sqlalchemy import Select, case, func, literal, or_, select

from projections.statistics import coding
from projections.statistics.coding import CODED, NotUnderstoodError, Texts
from projections.statistics.columnar import DIALECT
from projections.statistics.tables import fact_counted

c = fact_counted.c
TACTICS = (" shield ", " shield baton-used ", "~not-reported", " ced-fired ", " baton-used ")
FORCES = ("kent", "essex")


@pytest.fixture
def texts() -> dict[str, Texts]:
    made = {name: Texts() for name in CODED}
    made["tactics"].coded(TACTICS)
    made["force"].coded(FORCES)
    return made


def in_sql(query: Select[Any]) -> str:
    compiled = query.compile(dialect=DIALECT, compile_kwargs={"literal_binds": True})
    return str(compiled).replace("\n", "").partition("WHERE ")[2]


def asked(texts: dict[str, Texts], *conditions: Any) -> str:
    query = select(func.count()).select_from(fact_counted).where(*conditions)
    return in_sql(coding.translated(query, texts).statement).replace("views.fact_coded.", "")


def test_a_text_has_one_number_for_ever() -> None:
    texts = Texts()

    first = texts.coded(["b", "a", "b"])
    again = texts.coded(["a", "c"])

    assert (first, again) == ([0, 1, 0], [1, 2])
    assert texts.all == ["b", "a", "c"]


def test_texts_that_came_later_are_looked_at_too() -> None:
    texts = Texts()
    texts.coded([" shield "])
    before = texts.like("% shield %")

    texts.coded([" other ", " shield dog "])

    assert (before, texts.like("% shield %")) == (0b001, 0b101)


@pytest.mark.parametrize(
    ("pattern", "meant"),
    [
        ("% shield %", 0b00011),
        ("% shield", 0),
        ("~%", 0b00100),
        ("%f__red%", 0),
        ("%fi_ed%", 0b01000),
    ],
)
def test_a_pattern_means_what_it_means_in_a_database(
    texts: dict[str, Texts], pattern: str, meant: int
) -> None:
    assert texts["tactics"].like(pattern) == meant


def test_what_is_asked_of_one_text_is_asked_of_few_numbers(texts: dict[str, Texts]) -> None:
    assert asked(texts, c.force == "essex") == "force IN (1)"
    assert asked(texts, c.tactics.like("% shield %")) == "tactics IN (0, 1)"
    assert asked(texts, or_(c.tactics.like("% ced-fired %"), c.tactics.in_(["~not-reported"]))) == (
        "tactics IN (2, 3)"
    )


def test_many_numbers_are_one_set(texts: dict[str, Texts]) -> None:
    assert asked(texts, c.tactics != "~not-reported") == (
        "get_bit(CAST('11011' AS BIT), tactics) = 1"
    )


def test_what_nothing_or_everything_meets_is_not_asked(texts: dict[str, Texts]) -> None:
    assert asked(texts, c.force == "surrey", c.counts) == "false"
    assert asked(texts, c.force != "surrey", c.counts) == "counts"


def test_what_two_columns_are_asked_together_is_asked_of_each(texts: dict[str, Texts]) -> None:
    assert asked(texts, or_(c.force == "kent", c.tactics == " shield ", c.year == 2026)) == (
        "force IN (0) OR tactics IN (0) OR year = 2026"
    )


def test_texts_come_back_where_numbers_stood(texts: dict[str, Texts]) -> None:
    query = select(c.year, c.tactics.label("named"), func.count()).group_by(c.year, c.tactics)

    translated = coding.translated(query, texts)

    assert translated.rows([(2026, 1, 7), (2026, 3, 8)]) == [
        (2026, " shield baton-used ", 7),
        (2026, " ced-fired ", 8),
    ]
    assert translated.rows([]) == []


def test_texts_come_back_out_of_what_was_counted_within(texts: dict[str, Texts]) -> None:
    within = (
        select(c.force.label("split"), func.count().label("records")).group_by(c.force).subquery()
    )

    translated = coding.translated(select(within.c.records, within.c.split), texts)

    assert translated.rows([(7, 1)]) == [(7, "essex")]


@pytest.mark.parametrize(
    "query",
    [
        select(c.force).order_by(c.force),
        select(func.max(c.force)),
        select(func.substr(c.tactics, 1, 1)),
        select(func.count()).where(c.force == c.area),
        select(func.count()).where(c.force > "kent"),
        select(case((c.year == 2026, c.force), else_=literal(""))),
    ],
)
def test_what_numbers_do_not_tell_is_asked_of_the_texts(
    texts: dict[str, Texts], query: Select[Any]
) -> None:
    with pytest.raises(NotUnderstoodError):
        coding.translated(query, texts)

    assert "text_of_" in str(coding.of_texts(query).compile(dialect=DIALECT))
