"""A source's words and our codes: matched by what they say, however they are written, and never guessed."""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Generic, TypeVar

from domain.codelists.codelist import CodeList

C = TypeVar("C", bound=CodeList)

ASIDE = re.compile(r"\([^)]*\)")
BETWEEN = re.compile(r"[^0-9a-z]+")
SAID = {"&": " and ", "+": " plus "}
SILENT = str.maketrans("", "", "'’‘`´")


class AmbiguousWordError(ValueError):
    """Two codes of one list are written alike, so that a source could not say which it means."""


@lru_cache(maxsize=4096)
def plainly(text: str) -> str:
    """Text without case, accents, apostrophes and punctuation: ``Don’t know`` as ``dont know``."""
    spelt = unicodedata.normalize("NFKD", text).casefold().translate(SILENT)
    for sign, word in SAID.items():
        spelt = spelt.replace(sign, word)
    letters = "".join(sign for sign in spelt if not unicodedata.combining(sign))
    return BETWEEN.sub(" ", letters).strip()


def without_asides(text: str) -> str:
    """Text without what stands in brackets: publishers add it in one year and drop it in another."""
    return ASIDE.sub(" ", text)


def slug(text: str) -> str:
    """A name as a code: ``Barking & Dagenham`` as ``barking-and-dagenham``."""
    return plainly(text).replace(" ", "-")


class Vocabulary(Generic[C]):
    """The words of one column: one published word a code, and others that say the same."""

    def __init__(self, published: Mapping[C, str], also: Mapping[str, C] | None = None) -> None:
        """Besides what is given, our own labels and codes are understood.

        Raises:
            AmbiguousWordError: two codes are written alike.

        """
        self._published = dict(published)
        self._codes: dict[str, C] = {}
        for code, word in published.items():
            self._learn(code, (word, code.label, code.value))
        for word, code in (also or {}).items():
            self._learn(code, (word,))
        self._by_code = {code.value: code for code in published}
        self.exact = {word: code for code, word in published.items()}
        """Codes by the published word to the letter: most words of a file, and the quickest."""

    def code_of(self, word: str) -> C | None:
        """The code that a word stands for; none if it is not known."""
        return (
            self.exact.get(word)
            or self._codes.get(plainly(word))
            or self._codes.get(plainly(without_asides(word)))
        )

    def word_of(self, code: C) -> str:
        """The published word for a code."""
        return self._published[code]

    def coded(self, code: str) -> C | None:
        """The member with a code of ours."""
        return self._by_code.get(code)

    @property
    def words(self) -> tuple[str, ...]:
        """The published words, in their order."""
        return tuple(self._published.values())

    @property
    def codes(self) -> tuple[str, ...]:
        return tuple(self._by_code)

    def _learn(self, code: C, words: Iterable[str]) -> None:
        for word in words:
            for spelling in (plainly(word), plainly(without_asides(word))):
                if self._codes.setdefault(spelling, code) is not code:
                    raise AmbiguousWordError(word)
