"""Accounts as another system sends them."""

from typing import Any

from domain.codec import encode_answer
from tests.builders import answers


def an_account(**changes: Any) -> dict[str, Any]:
    """A complete account in JSON; ``changes`` are typed answers, or plain ones as a dictionary."""
    return {name: encode_answer(answer) for name, answer in answers(**changes).items()}


def a_submission(**changes: Any) -> dict[str, Any]:
    return {"answers": an_account(**changes)}
