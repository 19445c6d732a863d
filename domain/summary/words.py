"""Figures in sentences."""

from collections.abc import Mapping

from domain.disclosure.percentages import percentage

LEVEL = 2
"""As many as are named of those that are level: of more none stands out."""


def share(part: int, whole: int) -> str:
    """Of figures to which nothing is done, as they are shown."""
    return f"{percentage(part, whole)}%" if whole else "0%"


def noun(number: int, word: str) -> str:
    """1 record, 1,204 records."""
    return f"{number:,} {word}" if number == 1 else f"{number:,} {word}s"


def most_of(found: Mapping[str, int]) -> tuple[str, int]:
    """What was named most, in quotation marks, and how often; nothing where three or more are level."""
    most = max(found.values(), default=0)
    first = [f"“{one}”" for one, often in found.items() if often == most]
    if not most or len(first) > LEVEL:
        return "", most
    return (f"{' and '.join(first)} each" if len(first) > 1 else first[0]), most
