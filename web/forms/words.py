"""The words of a question, and the one field that puts them beside the domain's facts."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from marshmallow import Schema, ValidationError, fields

from domain.codec import CodecError, decode_answer, encode_answer
from domain.records.account import QUESTIONS
from domain.records.question import Question


@dataclass(frozen=True, kw_only=True, slots=True)
class Words:
    """How a question is put to an officer."""

    label: str
    missing: str = ""
    """What to do when it is not answered: "Enter…", "Select…"."""
    hint: str = ""
    short: str = ""
    """The question in a table, where the section is the context."""
    none: str = ""
    """How "none of these" is said, where choosing nothing is an answer."""
    first: tuple[str, ...] = ()
    """Codes to list before the others: the commonest, by national share."""
    options: Mapping[str, str] = field(default_factory=dict)
    """Hints of single options."""
    longest: int = 0
    """Most characters of a text answer."""

    @property
    def heading(self) -> str:
        return self.short or self.label


def leading(heading: str) -> str:
    """A heading before what was said: a colon, where it has no mark of its own."""
    return heading if heading.endswith("?") else f"{heading}:"


class Asked(fields.Field[Any]):
    """An answer to one question: its kind, codes and condition come from the domain by its name."""

    def __init__(self, words: Words) -> None:
        super().__init__(metadata={"words": words})

    @property
    def words(self) -> Words:
        words: Words = self.metadata["words"]
        return words

    @property
    def question(self) -> Question:
        return QUESTIONS[str(self.name)]

    def _serialize(self, value: Any, attr: str | None, obj: Any, **kwargs: Any) -> Any:
        return encode_answer(value)

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> Any:
        try:
            answer = decode_answer(str(self.name), value)
        except CodecError:
            raise ValidationError(self.words.missing or "This is not an answer here") from None
        if isinstance(answer, str):
            self._refuse_text(answer)
        return answer

    def _refuse_text(self, text: str) -> None:
        if "\x00" in text or (not text.isascii() and _cannot_be_written(text)):
            raise ValidationError("Remove the characters that cannot be stored")
        if self.words.longest and len(text) > self.words.longest:
            raise ValidationError(f"Enter no more than {self.words.longest:,} characters")


def _cannot_be_written(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return True
    return False


def asks(label: str, **words: Any) -> Any:
    """A field of a section: the question in words, its place in the schema its place on the page."""
    return Asked(Words(label=label, **words))


class Section(Schema):
    """A page of questions that belong together."""

    TITLE: str
    INTRODUCTION: str = ""
    FOR_CROWD: str = ""
    """What is said instead on a crowd record."""
