"""What is wrong with an account, or worth a reviewer's look."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True, slots=True)
class Finding:
    """A rule that an account does not meet, and the question where it can be put right."""

    rule: str
    question: str
    sentence: str
    blocks: bool
