"""What stands in a table in the place of a figure."""

from enum import StrEnum


class Symbol(StrEnum):
    """The symbols of the government's statistics, as they stand in spreadsheets (spec: ux, 7.1)."""

    HIDDEN = "[c]"
    LOW = "[low]"
    NOT_AVAILABLE = "[x]"
    NOT_APPLICABLE = "[z]"

    @property
    def letters(self) -> str:
        """The same without brackets, as it stands in a file of data."""
        return self.value.strip("[]")

    @property
    def meaning(self) -> str:
        """What a reader is told of it."""
        return MEANINGS[self]


MEANINGS = {
    Symbol.HIDDEN: "hidden to protect identities",
    Symbol.LOW: "rounds to zero and is not zero",
    Symbol.NOT_AVAILABLE: "not available",
    Symbol.NOT_APPLICABLE: "does not apply",
}

Shown = int | Symbol
"""What a reader sees of a figure."""
