"""An account kept as codes in a read model, so that the next amendment needs no second look at the log."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import JSON, Dialect, TypeDecorator

from domain.codec import decode_answer, encode_answer
from domain.records.account import Account

Coded = Mapping[str, Any]
"""Answers as plain data by question; sealed ones say only that they are sealed."""


def coded(account: Account) -> dict[str, Any]:
    return {name: encode_answer(answer) for name, answer in account.answers.items()}


def account_of(stored: Coded) -> Account:
    return Account.of({name: decode_answer(name, answer) for name, answer in stored.items()})


class CodedAccount(TypeDecorator[Account]):
    """A column of accounts. They become codes when they are written, and not at each change before."""

    impl = JSON
    cache_ok = True

    def process_bind_param(self, value: Account | None, dialect: Dialect) -> Any:
        return None if value is None else coded(value)

    def process_result_value(self, value: Any, dialect: Dialect) -> Account | None:
        return None if value is None else account_of(value)
