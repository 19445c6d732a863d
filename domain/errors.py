"""What a refusal is."""

import inspect
from uuid import UUID


class DomainError(Exception):
    """This cannot be done."""

    @property
    def sentence(self) -> str:
        """What a person reads: the error's own docstring."""
        return inspect.cleandoc(type(self).__doc__ or "")

    def __str__(self) -> str:
        return f"{self.sentence} {', '.join(map(str, self.args))}".strip()


class NotFoundError(DomainError):
    """There is no such thing, or you are not allowed to see it."""


class StaleVersionError(DomainError):
    """Somebody changed this since you opened it."""

    def __init__(self, aggregate: UUID, *, expected: int, found: int) -> None:
        super().__init__(aggregate)
        self.expected = expected
        self.found = found
