"""Figures in sentences."""


def share(part: int, whole: int) -> str:
    return f"{100 * part / whole:.1f}%" if whole else "0%"


def noun(number: int, word: str) -> str:
    """1 record, 1,204 records."""
    return f"{number:,} {word}" if number == 1 else f"{number:,} {word}s"
