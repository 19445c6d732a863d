"""An account kept as codes in a read model, so that the next amendment needs no second look at the log."""

from collections.abc import Mapping
from typing import Any

from domain.codec import decode_answer, encode_answer
from domain.records.account import Account

Coded = Mapping[str, Any]
"""Answers as plain data by question; sealed ones say only that they are sealed."""


def coded(account: Account) -> dict[str, Any]:
    return {name: encode_answer(answer) for name, answer in account.answers.items()}


def account_of(stored: Coded) -> Account:
    return Account.of({name: decode_answer(name, answer) for name, answer in stored.items()})
