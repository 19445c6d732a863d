"""Which page of a long list is shown."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True, slots=True)
class Numbered:
    """A page of a list: the first is number 1, and an empty list has one, empty page."""

    total: int
    """How many there are on all pages."""
    number: int
    size: int
    """How many a page shows at most."""

    @property
    def last(self) -> int:
        """The number of the last page."""
        return max(1, -(-self.total // self.size))
