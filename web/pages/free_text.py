"""How much a person may write to explain what they decide."""

from web.forms.loading import Problem

LONGEST = 2000
TOO_LONG = f"Enter no more than {LONGEST:,} characters"


def wrong_words(text: str) -> list[Problem]:
    """What is wrong with the words that say why, in the field ``text``."""
    if not text:
        return [Problem.at("text", "Enter a few words that say why")]
    return [Problem.at("text", TOO_LONG)] if len(text) > LONGEST else []
