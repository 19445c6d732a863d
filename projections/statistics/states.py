"""How each question of a record stands, as one text: a letter a question, in form order.

Sixty columns would be much to read of each record where six letters tell them apart. A database picks
a question's letter by its place.
"""

from collections.abc import Mapping
from types import MappingProxyType

from sqlalchemy import ColumnElement, func

from domain.codelists.answers import Absence
from domain.codelists.injuries import SubjectInjured
from domain.codelists.perceptions import PerceivedEthnicity
from domain.records.account import QUESTIONS
from projections.statistics.dimensions import absent
from projections.statistics.tables import fact_counted

ANSWERED = "."
LETTERS: Mapping[Absence, str] = MappingProxyType(
    {
        Absence.NOT_ASKED: "n",
        Absence.NOT_APPLICABLE: "p",
        Absence.NOT_KNOWN: "k",
        Absence.REFUSED: "r",
        Absence.NOT_ANSWERED: "a",
        Absence.ERASED: "e",
    }
)
"""The ways of not answering, told apart (R8). What is sealed was answered."""

WAYS: Mapping[str, str] = MappingProxyType({way.value: one for way, one in LETTERS.items()})
LEFT_OPEN = tuple(
    LETTERS[one]
    for one in (Absence.NOT_KNOWN, Absence.REFUSED, Absence.NOT_ANSWERED, Absence.ERASED)
)
"""Asked of a record to which it applies, and unknown."""

SAYS_NOT_KNOWN: Mapping[str, str] = MappingProxyType(
    {
        "perceived_ethnicity": PerceivedEthnicity.DONT_KNOW.value,
        "subject_injured": SubjectInjured.UNKNOWN.value,
    }
)
"""Answers of the form's own lists that say that it is not known."""

PLACES: Mapping[str, int] = MappingProxyType(
    {question: place for place, question in enumerate(QUESTIONS, start=1)}
)
_BY_FACT = {absent(way): letter for way, letter in LETTERS.items()}
_COLUMNS = tuple((question, f"q_{question}") for question in QUESTIONS)


def states_of(facts: Mapping[str, str]) -> str:
    """The letters of a record whose questions stand in these columns."""
    return "".join(
        LETTERS[Absence.NOT_KNOWN]
        if SAYS_NOT_KNOWN.get(question) == facts[column]
        else _BY_FACT.get(facts[column], ANSWERED)
        for question, column in _COLUMNS
    )


def letter_of(question: str) -> ColumnElement[str]:
    """The letter of a question, in a statement."""
    return func.substr(fact_counted.c.states, PLACES[question], 1)
