"""A refusal says in a sentence what is so or what to do; its docstring is what a person reads."""

import re

import pytest

from domain.errors import DomainError
from tests.architecture.source import PACKAGES, import_all, subclasses

import_all(*PACKAGES)

REFUSALS = sorted(
    (kind for kind in subclasses(DomainError) if kind.__module__.split(".")[0] in PACKAGES),
    key=lambda kind: kind.__qualname__,
)

each_refusal = pytest.mark.parametrize("kind", REFUSALS, ids=lambda kind: kind.__name__)


def sentence(kind: type[DomainError]) -> str:
    # Asked of the class itself: a sentence that is only inherited says too little.
    return " ".join((vars(kind).get("__doc__") or "").split())


def test_there_are_refusals() -> None:
    assert len(REFUSALS) > 20


@each_refusal
def test_a_refusal_has_a_sentence_of_its_own(kind: type[DomainError]) -> None:
    assert re.fullmatch(r"[A-Z].*\.", sentence(kind))
    assert len(sentence(kind).split()) >= 3


@each_refusal
def test_a_refusal_speaks_of_no_class_and_no_field(kind: type[DomainError]) -> None:
    assert not re.search(r"Error\b|exception|raise|[a-z]_[a-z]|``", sentence(kind))


@each_refusal
def test_a_refusal_is_named_as_one(kind: type[DomainError]) -> None:
    assert kind.__name__.endswith("Error")


def test_no_two_refusals_read_the_same() -> None:
    sentences = [sentence(kind) for kind in REFUSALS]

    assert len(sentences) == len(set(sentences))


def test_a_refusal_is_read_with_what_it_was_about() -> None:
    class LeftError(DomainError):
        """This was left."""

    assert LeftError().sentence == "This was left."
    assert str(LeftError("here", 4)) == "This was left. here, 4"
