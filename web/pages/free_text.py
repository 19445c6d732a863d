"""How much a person may write to explain what they decide."""

from web.forms.loading import Problem

LONGEST = 2000
TOO_LONG = f"Enter no more than {LONGEST:,} characters"


def wrong_words(text: str, missing: str = "Enter a few words that say why") -> list[Problem]:
    """What is wrong with what was written in the field ``text``; ``missing`` is said if nothing was."""
    if not text:
        return [Problem.at("text", missing)]
    return [Problem.at("text", TOO_LONG)] if len(text) > LONGEST else []
