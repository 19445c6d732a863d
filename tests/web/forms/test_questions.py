"""Each question is stated once, in words, and the domain and the schemas agree about it."""

import re

import pytest

from domain.records.account import QUESTIONS, SECTION_OF, SECTIONS
from domain.records.tactics import CedUse
from web.forms.kinds import Kind, codes_in, kind_of
from web.forms.reading import ABSENT, NONE
from web.forms.schemas import SCHEMAS, WORDS, asked
from web.forms.sections.ced import USE

ORDERS = re.compile(r"(Enter|Select) ")
TYPED = (Kind.DATE, Kind.TIME, Kind.NUMBER, Kind.TEXT, Kind.LONG_TEXT)


def test_every_question_of_the_domain_is_put_in_words_once() -> None:
    put = [name for section in SCHEMAS for name in asked(section)]

    assert sorted(put) == sorted(QUESTIONS)


def test_the_pages_are_the_sections_of_the_domain_in_their_order() -> None:
    assert list(SCHEMAS) == list(SECTIONS)


@pytest.mark.parametrize("section", SCHEMAS)
def test_a_page_asks_the_questions_of_its_section(section: str) -> None:
    assert {SECTION_OF[name] for name in asked(section)} == {section}


@pytest.mark.parametrize("question", WORDS)
def test_a_question_is_put_like_one(question: str) -> None:
    words = WORDS[question]

    for text in (words.label, words.hint, words.short, words.heading):
        assert not text.endswith(".")
        assert text == text.strip()
    assert words.label
    assert words.label[0].isupper()


@pytest.mark.parametrize("question", [name for name, asked in QUESTIONS.items() if asked.required])
def test_a_question_that_must_be_answered_says_what_to_do(question: str) -> None:
    sentence = WORDS[question].missing

    assert ORDERS.match(sentence)
    assert not sentence.endswith(".")


@pytest.mark.parametrize("question", WORDS)
def test_a_sentence_says_select_where_there_is_something_to_select(question: str) -> None:
    sentence = WORDS[question].missing
    if not sentence:
        return

    typed = kind_of(question) in (*TYPED, Kind.CED_USES)
    assert sentence.startswith("Enter" if typed else "Select")


@pytest.mark.parametrize(
    "question", [name for name, asked in QUESTIONS.items() if asked.asked_when]
)
def test_a_follow_up_follows_something_that_can_be_answered_so(question: str) -> None:
    when = QUESTIONS[question].asked_when
    assert when is not None

    codes = codes_in(when.question)
    known = {code.value for code in codes} if codes else None
    if when.question != "tactics":
        assert known is not None
        assert when.codes <= known


@pytest.mark.parametrize("question", [name for name, words in WORDS.items() if words.first])
def test_what_is_offered_first_is_on_the_list(question: str) -> None:
    codes = codes_in(question)

    assert codes is not None
    assert set(WORDS[question].first) <= {code.value for code in codes}


@pytest.mark.parametrize("question", WORDS)
def test_no_code_can_be_taken_for_a_box_of_the_form(question: str) -> None:
    for code in codes_in(question) or ():
        assert code.value != NONE
        assert not code.value.startswith(ABSENT)


@pytest.mark.parametrize(
    "question", [name for name in WORDS if kind_of(name) in (Kind.TEXT, Kind.LONG_TEXT)]
)
def test_every_text_has_a_longest(question: str) -> None:
    assert WORDS[question].longest > 0


def test_no_two_questions_of_a_section_read_the_same() -> None:
    for section in SCHEMAS:
        headings = [WORDS[name].heading for name in asked(section)]
        assert len(headings) == len(set(headings)), section


def test_a_use_of_a_taser_is_asked_in_full() -> None:
    assert list(USE) == list(CedUse.__dataclass_fields__)
    assert all(not words.label.endswith(".") for words in USE.values())
