"""Several codes as one text of a column, in which a database finds each: a list is searched in one table."""

from collections.abc import Iterable

from sqlalchemy import ColumnElement, or_


def joined(codes: Iterable[str]) -> str:
    """Several codes as one text, each with a space before and after it."""
    return f" {' '.join(codes)} "


def holds(column: ColumnElement[str], code: str) -> ColumnElement[bool]:
    """Whether a column of joined codes holds this one."""
    return column.like(f"% {code} %")


def holds_one(column: ColumnElement[str], codes: Iterable[str]) -> ColumnElement[bool]:
    """Whether a column of joined codes holds one of these."""
    return or_(*(holds(column, code) for code in sorted(codes)))
