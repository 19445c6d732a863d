"""What is wrong with a mapping file: where, and what to do."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

from domain.errors import DomainError


@dataclass(frozen=True, order=True, slots=True)
class Mistake:
    """One thing to mend in a mapping file."""

    line: int
    sentence: str

    def __str__(self) -> str:
        return f"line {self.line}: {self.sentence}"


class WrongMappingError(DomainError):
    """This mapping file has mistakes, and nothing is read with it until they are mended."""

    def __init__(self, mistakes: Sequence[Mistake]) -> None:
        super().__init__(*mistakes)
        self.mistakes = tuple(mistakes)


def instead(word: str, known: Iterable[str]) -> str:
    """What somebody may have meant, or all there is to choose from."""
    known = tuple(known)
    close = get_close_matches(word, known, n=1)
    return f"Did you mean “{close[0]}”?" if close else f"There is: {', '.join(known)}."
